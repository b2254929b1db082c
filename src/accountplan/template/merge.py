"""From the files of a template, and of those it extends, to the one mapping that the models validate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from accountplan.template.source import Marked, Problems, read_yaml

Finder = Callable[[str, Path], Path | None]
"""From the name after `extends:` and the folder it stands in to the folder of that template."""

_DROPPABLE = ("chapters", "fields", "tables", "columns", "choices")


def read_template(folder: Path, find: Finder, problems: Problems, seen: tuple[Path, ...] = ()) -> Marked | None:
    """The whole definition in `folder`, its parents merged in; None if nothing can be made of it."""
    data = read_yaml(folder / "template.yaml", f"{folder.name}/template.yaml", problems)
    if data is None:
        return None
    own = _with_chapters(data, folder, problems)
    own["lists"] = _keyed(own, "lists", problems)
    own["axes"] = _keyed(own, "axes", problems)
    if "extends" not in own:
        own.pop("drop", None)
        return own
    parent = _parent(own, folder, find, problems, (*seen, folder))
    return None if parent is None else _merged(parent, own, problems)


def _with_chapters(data: Marked, folder: Path, problems: Problems) -> Marked:
    names = data.get("chapters") or []
    chapters: list[Marked] = []
    for name in names if isinstance(names, list) else []:
        chapter = read_yaml(folder / "chapters" / f"{name}.yaml", f"{folder.name}/chapters/{name}.yaml", problems)
        if chapter is not None:
            chapter["items"] = [_item(item) for item in chapter.get("items") or []]
            chapters.append(chapter)
    data["chapters"] = chapters
    return data


def _item(item: Any) -> Any:
    """An author's item (`field: cust.name`, `table: goals`, `heading: {…}`) in the words of the models."""
    if not isinstance(item, Marked):
        return item
    for kind, attribute in (("heading", "label"), ("field", "id"), ("table", "id")):
        if kind in item:
            item["kind"] = kind
            item[attribute] = item.pop(kind)
            item.lines[attribute] = item.lines.get(kind, item.line)
            break
    if item.get("kind") == "table":
        item["rows"] = _rows(item.get("rows"))
        if "across" in item:
            item["across"] = _rows(item["across"])
        for column in item.get("columns") or []:
            if isinstance(column, Marked) and "column" in column:
                column["id"] = column.pop("column")
                column.lines["id"] = column.lines.get("column", column.line)
    return item


def _rows(rows: Any) -> Any:
    if isinstance(rows, int):
        return {"kind": "free", "count": rows}
    if isinstance(rows, str):
        return {"kind": "axes", "axes": [rows]}
    if isinstance(rows, list):
        return {"kind": "axes", "axes": rows}
    if isinstance(rows, dict) and set(rows) == {"mirror"}:
        mirrored = rows["mirror"]
        return {"kind": "mirror", "tables": [mirrored] if isinstance(mirrored, str) else mirrored}
    return rows


def _keyed(data: Marked, key: str, problems: Problems) -> list[Any]:
    """`{size: {choices: …}}` as `[{id: size, choices: …}]`."""
    entries = data.get(key) or {}
    if not isinstance(entries, dict):
        problems.add(data.place(key), "not-a-mapping")
        return []
    for name, entry in entries.items():
        if isinstance(entry, Marked):
            entry["id"] = str(name)
    return list(entries.values())


def _parent(own: Marked, folder: Path, find: Finder, problems: Problems, seen: tuple[Path, ...]) -> Marked | None:
    where = find(str(own["extends"]), folder)
    if where is None or where in seen:
        problems.add(
            own.place("extends"), "extends-unknown" if where is None else "extends-circle", name=own["extends"]
        )
        return None
    return read_template(where, find, problems, seen)


# -- a template on top of another ------------------------------------------------------------------------------------
def _merged(parent: Marked, own: Marked, problems: Problems) -> Marked:
    drop = own.pop("drop", None) or Marked()
    own["lineage"] = [*parent.get("lineage", []), parent.get("id")]
    _drop(parent, drop, own, problems)
    own["lists"] = _merged_lists(parent["lists"], own["lists"])
    own["axes"] = _replaced(parent["axes"], own["axes"], "id")
    chapters = list(parent["chapters"])
    for chapter in own["chapters"]:
        _place_chapter(chapters, chapter, problems)
    own["chapters"] = chapters
    for key, value in parent.items():
        if key not in own:
            own[key] = value
            own.lines[key] = own.line
    return own


def _drop(parent: Marked, drop: Any, own: Marked, problems: Problems) -> None:
    for what in drop:
        if what not in _DROPPABLE:
            problems.add(drop.place(what), "drop-unknown", name=what, known=", ".join(_DROPPABLE))
    gone = {name for what in ("chapters", "fields", "tables", "columns") for name in drop.get(what) or []}
    missing = set(gone)

    def kept(entry: Any) -> bool:
        name = entry.get("id") if isinstance(entry, dict) else None
        missing.discard(name)
        return name not in gone

    parent["chapters"] = [chapter for chapter in parent["chapters"] if kept(chapter)]
    for chapter in parent["chapters"]:
        chapter["items"] = [item for item in chapter["items"] if kept(item)]
        for item in chapter["items"]:
            if isinstance(item, dict) and isinstance(item.get("columns"), list):
                item["columns"] = [column for column in item["columns"] if kept(column)]
    for name, codes in (drop.get("choices") or {}).items():
        for entry in parent["lists"]:
            if entry.get("id") == name:
                missing |= set(codes) - {choice["code"] for choice in entry.get("choices", [])}
                entry["choices"] = [choice for choice in entry.get("choices", []) if choice["code"] not in codes]
                break
        else:
            missing.add(name)
    for name in sorted(map(str, missing)):
        problems.add(own.place("drop"), "drop-missing", name=name)


def _merged_lists(parent: list[Any], own: list[Any]) -> list[Any]:
    """A list of the same id gets the child's choices appended; one of the same code is replaced."""
    merged: dict[Any, Any] = {entry["id"]: entry for entry in parent}
    for entry in own:
        before = merged.get(entry.get("id"))
        if before is not None and "choices" in before and "choices" in entry:
            before["choices"] = _replaced(before["choices"], entry["choices"], "code")
        else:
            merged[entry.get("id")] = entry
    return list(merged.values())


def _replaced(parent: list[Any], own: list[Any], key: str) -> list[Any]:
    merged = {entry.get(key): entry for entry in parent}
    merged |= {entry.get(key) if isinstance(entry, dict) else str(entry): entry for entry in own}
    return list(merged.values())


def _place_chapter(chapters: list[Any], chapter: Marked, problems: Problems) -> None:
    after = chapter.pop("after", None)
    for existing in chapters:
        if existing.get("id") == chapter.get("id"):
            _extend_chapter(existing, chapter, problems)
            return
    ids = [entry.get("id") for entry in chapters]
    if after is not None and after not in ids:
        problems.add(chapter.place("after"), "after-unknown", name=after)
    if after in ids:
        chapters.insert(ids.index(after) + 1, chapter)
    else:
        tail = next((n for n, entry in enumerate(chapters) if entry.get("kind") == "lists"), len(chapters))
        chapters.insert(tail, chapter)


def _extend_chapter(existing: Marked, more: Marked, problems: Problems) -> None:
    for key, value in more.items():
        if key not in ("id", "items"):
            existing[key] = value
            existing.lines[key] = more.lines.get(key, more.line)
    last: dict[Any, Any] = {}
    for item in more["items"]:
        after = item.pop("after", None) if isinstance(item, Marked) else None
        ids = [entry.get("id") for entry in existing["items"]]
        if after is not None and after not in ids:
            problems.add(item.place("after"), "after-unknown", name=after)
        if after in ids:
            before = last.get(after) or existing["items"][ids.index(after)]
            place = next(n for n, entry in enumerate(existing["items"]) if entry is before)
            existing["items"].insert(place + 1, item)
            last[after] = item
        else:
            existing["items"].append(item)
