"""The folder of the feedback. It knows what it wrote, and leaves alone whatever anybody else put there or changed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlsplit

from accountplan.files import write_whole

REGISTER = ".accountplan-feedback.json"
"""What lies in the folder by our hand: per file the hashes of its content, and the plans that it is about."""


@dataclass(frozen=True)
class Made:
    """A file to put in the folder, about these plans. `instead_of` is the name that somebody else's file has."""

    name: str
    content: bytes
    about: tuple[str, ...]
    instead_of: str = ""

    @property
    def hash(self) -> str:
        return _hash(self.content)


class Folder:
    """A folder of feedback, by its register. `taken` are the plans of this run, by the way to each."""

    def __init__(self, path: Path, register: str = REGISTER) -> None:
        self.path = path
        self.taken: Collection[str] = ()
        self.changed: list[str] = []
        """Files of earlier runs that no longer hold, and stay because somebody changed them."""
        self._register = path / register
        self._ours = _register(self._register)
        self._given: set[str] = set()

    def way_to(self, plan: Path) -> str:
        """The way from this folder to a plan as links have it: percent-encoded, with `/`."""
        try:
            way = Path(os.path.relpath(plan.resolve(), self.path.resolve())).as_posix()
        except ValueError:  # another drive: there is no way but from the top
            return plan.resolve().as_uri()
        return quote(way.encode("utf-8", "surrogateescape"), safe="/")

    def made(self, name: str, content: bytes, about: Sequence[str]) -> Made:
        """The file under this name, or under the next one that is free where somebody else's lies there."""
        stem, ending = Path(name).stem, Path(name).suffix
        given, number = name, 1
        while given.casefold() in self._given or not self._free(given, content):
            number += 1
            given = f"{stem} ({number}){ending}"
        self._given.add(given.casefold())
        return Made(given, content, tuple(about), name if given != name else "")

    def put(self, made: Sequence[Made]) -> list[str]:
        """Write every file and take away those of earlier runs that are outdated; their names. Raises OSError."""
        if not made and not self._ours:
            return []
        self.path.mkdir(parents=True, exist_ok=True)
        now = {one.name: {"hashes": [one.hash], "about": list(one.about)} for one in made}
        removed = [name for name in self._ours if name not in now and self._outdated(name)]
        kept = {name: entry for name, entry in self._ours.items() if name not in now and name not in removed}
        # Known before they are written, so that a run that was broken off finds its own files again.
        self._write_register(
            kept
            | {name: self._ours[name] for name in removed}
            | {
                name: {
                    "hashes": sorted({*entry["hashes"], *self._ours.get(name, entry)["hashes"]}),
                    "about": entry["about"],
                }
                for name, entry in now.items()
            }
        )
        for one in made:
            if not self._holds(one.name, one.content):
                write_whole(self.path / one.name, one.content)
        for name in removed:
            (self.path / name).unlink(missing_ok=True)
        self._write_register(kept | now)
        self.changed = [name for name in kept if _content(self.path / name) is not None and not self._unchanged(name)]
        return removed

    def _free(self, name: str, content: bytes) -> bool:
        """Nothing lies there, or what does is ours as we left it."""
        return not os.path.lexists(self.path / name) or self._unchanged(name) or self._holds(name, content)

    def _unchanged(self, name: str) -> bool:
        found = _content(self.path / name)
        return name in self._ours and found is not None and _hash(found) in self._ours[name]["hashes"]

    def _holds(self, name: str, content: bytes) -> bool:
        return _content(self.path / name) == content

    def _outdated(self, name: str) -> bool:
        """Every plan that it is about was looked at again, or is gone; and nobody has changed it."""
        about = self._ours[name]["about"]
        return self._unchanged(name) and all(plan in self.taken or not _there(self.path, plan) for plan in about)

    def _write_register(self, entries: dict[str, dict[str, list[str]]]) -> None:
        text = json.dumps(dict(sorted(entries.items())), indent=1)
        write_whole(self._register, text.encode("ascii"))


def _register(path: Path) -> dict[str, dict[str, list[str]]]:
    """What is ours; nothing where the register is gone or is not one."""
    try:
        found = json.loads(path.read_bytes())
        return {
            str(name): {"hashes": list(map(str, entry["hashes"])), "about": list(map(str, entry["about"]))}
            for name, entry in found.items()
            if name == Path(name).name
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None
    except OSError:
        return None


def _there(folder: Path, way: str) -> bool:
    plan = os.fsdecode(unquote_to_bytes(urlsplit(way).path if way.startswith("file:") else way))
    return (folder / plan).exists()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
