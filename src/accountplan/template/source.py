"""The YAML of a template as marked data: every mapping remembers its file and the line of each of its keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError


class Marked(dict[Any, Any]):
    """A mapping out of a file."""

    file: str = ""
    line: int = 0

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.lines: dict[Any, int] = {}

    def place(self, key: Any = None) -> str:
        """`file:line` of a key, or of the mapping itself."""
        return f"{self.file}:{self.lines.get(key, self.line)}"


@dataclass
class Problems:
    """Mistakes in a template, in the order found; reported all at once."""

    language: str
    found: list[str] = field(default_factory=list)

    def in_order(self) -> list[str]:
        """The problems by file and line."""

        def place(problem: str) -> tuple[str, int]:
            file, line, *_ = problem.split(":", 2)
            return file, int(line) if line.isdigit() else 0

        return sorted(self.found, key=place)

    def add(self, place: str, message: str, /, **params: Any) -> None:
        from accountplan.messages import say

        line = f"{place}: {say(self.language, 'template', message, **params)}"
        if line not in self.found:
            self.found.append(line)


class _Constructor(SafeConstructor):
    """Builds `Marked` in place of dict."""

    file = ""

    def construct_yaml_map(self, node: Any) -> Any:
        data = Marked()
        data.file, data.line = self.file, node.start_mark.line + 1
        data.lines = {key.value: key.start_mark.line + 1 for key, _ in node.value if isinstance(key.value, str)}
        yield data
        data.update(self.construct_mapping(node))


_Constructor.add_constructor("tag:yaml.org,2002:map", _Constructor.construct_yaml_map)


def read_yaml(path: Path, shown: str, problems: Problems) -> Marked | None:
    """The mapping in a YAML file, or None with the reason among the problems. `shown` is its name for people."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.add(f"{shown}:1", "file-unreadable", why=error if isinstance(error, OSError) else str(error))
        return None
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = type("Constructor", (_Constructor,), {"file": shown})
    try:
        data = yaml.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add(f"{shown}:{mark.line + 1 if mark else 1}", "not-yaml", why=(error.problem or "").strip())
        return None
    except (YAMLError, ValueError) as error:
        problems.add(f"{shown}:1", "not-yaml", why=str(error).splitlines()[0])
        return None
    if not isinstance(data, Marked):
        problems.add(f"{shown}:1", "not-a-mapping")
        return None
    return data


def locate(data: Marked, path: tuple[Any, ...]) -> tuple[str, str]:
    """`file:line` of the deepest part of `path` that exists in the source, and the path in words."""
    current: Any = data
    place = data.place()
    words: list[str] = []
    for step in path:
        if isinstance(current, Marked):
            if step in current.lines or step in current:
                place = current.place(step)
                current = current.get(step)
                if isinstance(current, Marked) and current.file:
                    words.append(str(step))
                continue
        elif isinstance(current, dict) and step in current:
            current = current[step]
            continue
        elif isinstance(current, list) and isinstance(step, int) and step < len(current):
            current = current[step]
            if isinstance(current, Marked):
                place = current.place()
                words.append(str(current.get("id", step)))
            continue
    return place, ".".join(words)
