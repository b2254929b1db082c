"""The folder of a demo. What an earlier demo laid down is replaced; what anybody else put or changed there never is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from accountplan.errors import Stop
from accountplan.files import clear_unfinished, is_unfinished, sha256_of, write_whole
from accountplan.messages import say

LEDGER = ".accountplan-demo"
"""Lists the files that the demo made, each with its hash: by that an earlier demo is known."""
_OF_THE_SYSTEM = frozenset((LEDGER, ".DS_Store", "Thumbs.db", "desktop.ini"))
_NAMED = 3
"""Files that a message names before it only counts."""


def make_room(folder: Path, language: str) -> None:
    """An empty folder, made if need be. Raises `Stop` if it holds anything but an untouched earlier demo."""
    try:
        if folder.exists() and not folder.is_dir():
            raise Stop(say(language, "demo", "not-a-folder", folder=folder.as_posix()))
        folder.mkdir(parents=True, exist_ok=True)
        ledger = _ledger(folder)
        strangers = [path for path in _files(folder) if ledger.get(_name(path, folder)) != sha256_of(path)]
        if strangers:
            raise Stop(
                say(language, "demo", "folder-in-use", folder=folder.as_posix(), files=_shown(strangers, folder))
            )
        _clear(folder, ledger)
    except OSError as error:
        raise not_writable(folder, error, language) from error


def enter(folder: Path, files: Iterable[Path]) -> None:
    """Write down that the demo made these files, besides those known already. Raises OSError."""
    ledger = _ledger(folder) | {_name(path, folder): sha256_of(path) for path in files}
    write_whole(folder / LEDGER, json.dumps(ledger, indent=0, sort_keys=True, ensure_ascii=False).encode())


def not_writable(folder: Path, error: OSError, language: str) -> Stop:
    """The error for a folder in which nothing can be made."""
    return Stop(say(language, "demo", "not-writable", folder=folder.as_posix(), why=error))


def _ledger(folder: Path) -> dict[str, str]:
    try:
        entries = json.loads((folder / LEDGER).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {str(name): str(digest) for name, digest in entries.items()} if isinstance(entries, dict) else {}


def _files(folder: Path) -> list[Path]:
    """Everything in the folder that is not itself a real folder."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(path for path in found if path.name not in _OF_THE_SYSTEM and not is_unfinished(path.name))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _shown(paths: list[Path], folder: Path) -> str:
    names = ", ".join(_name(path, folder) for path in paths[:_NAMED])
    return f"{names} …" if len(paths) > _NAMED else names


def _clear(folder: Path, ledger: dict[str, str]) -> None:
    """Remove the files of the earlier demo, and the folders that are empty then."""
    for name in ledger:
        (folder / name).unlink(missing_ok=True)
    (folder / LEDGER).unlink(missing_ok=True)
    clear_unfinished(folder)
    for place in sorted({(folder / name).parent for name in ledger}, reverse=True):
        clear_unfinished(place)
        if place != folder and place.is_dir() and not any(place.iterdir()):
            place.rmdir()
