"""From the files of a template, and of those it extends, to the one mapping that the models validate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from accountplan.template.source import Marked, Problems, read_yaml

Finder = Callable[[str, Path], Path | None]
"""From the name after `extends:` and the folder it stands in to the folder of that template."""

_DROPPABLE = ("chapters", "fields", "tables", "columns", "views", "choices")


def read_template(folder: Path, find: Finder, problems: Problems, seen: tuple[Path, ...] = ()) -> Marked | None:
    """The whole definition in `folder`, its parents merged in; None if nothing can be made of it."""
    data = read_yaml(folder / "template.yaml", f"{folder.name}/template.yaml", problems)
    if data is None:
        return None
    own = _with_chapters(data, folder, problems)
    own["lists"] = _keyed(own, "lists", problems)
    own["axes"] = _keyed(own, "axes", problems)
    if "extends" not in own:
        if own.pop("drop", None) is not None:
            problems.add(own.place("drop"), "drop-alone")
        return own
    parent = _parent(own, folder, find, problems, (*seen, folder))
    return None if parent is None else _merged(parent, own, problems)


def _with_chapters(data: Marked, folder: Path, problems: Problems) -> Marked:
    chapters: list[Marked] = []
    for name in _listed(data, "chapters", problems):
        chapter = read_yaml(folder / "chapters" / f"{name}.yaml", f"{folder.name}/chapters/{name}.yaml", problems)
        if chapter is not None:
            chapter["items"] = [_item(item) for item in _listed(chapter, "items", problems)]
            chapters.append(chapter)
    data["chapters"] = chapters
    return data


def _listed(data: Marked, key: str, problems: Problems) -> list[Any]:
    """The list under a key; empty, and a problem, where something else stands there."""
    value = data.get(key)
    if value is not None and not isinstance(value, list):
        problems.add(data.place(key), "list-expected", key=key)
    return value if isinstance(value, list) else []


def _mapped(data: Marked, key: str, problems: Problems) -> Marked:
    """The mapping under a key; empty, and a problem, where something else stands there."""
    value = data.get(key)
    if value is not None and not isinstance(value, Marked):
        problems.add(data.place(key), "mapping-expected", key=key)
    return value if isinstance(value, Marked) else Marked()


def _item(item: Any) -> Any:
    """An author's item (`field: cust.name`, `table: goals`, `heading: {…}`) in the words of the models."""
    if not isinstance(item, Marked):
        return item
    for kind, attribute in (("heading", "label"), ("field", "id"), ("table", "id"), ("note", "text"), ("view", "id")):
        if kind in item:
            item["kind"] = kind
            item[attribute] = item.pop(kind)
            item.lines[attribute] = item.lines.pop(kind, item.line)
            break
    if item.get("kind") == "table":
        item["rows"] = _rows(item.get("rows"))
        if "across" in item:
            item["across"] = _rows(item["across"])
        columns = item.get("columns")
        for column in columns if isinstance(columns, list) else []:
            if isinstance(column, Marked) and "column" in column:
                column["id"] = column.pop("column")
                column.lines["id"] = column.lines.pop("column", column.line)
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


def _keyed(data: Marked, key: str, problems: Problems) -> list[Marked]:
    """`{size: {choices: …}}` as `[{id: size, choices: …}]`."""
    entries = _mapped(data, key, problems)
    for name in entries:
        entry = _mapped(entries, name, problems)
        entry["id"] = str(name)
        entry.lines["id"] = entries.lines.get(name, entries.line)
        if "choices" in entry:
            entry["choices"] = _mappings(entry, "choices", problems)
    return [entry for entry in entries.values() if isinstance(entry, Marked)]


def _mappings(data: Marked, key: str, problems: Problems) -> list[Marked]:
    """The list of mappings under a key; what is no mapping is a problem and left out."""
    entries = _listed(data, key, problems)
    for entry in entries:
        if not isinstance(entry, Marked):
            problems.add(data.place(key), "mapping-expected", key=str(entry))
    return [entry for entry in entries if isinstance(entry, Marked)]


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
    _drop(parent, _mapped(own, "drop", problems), own.place("drop"), problems)
    own.pop("drop", None)
    own["lineage"] = [*parent.get("lineage", []), parent.get("id")]
    own["lists"] = _merged_lists(parent["lists"], own["lists"])
    own["axes"] = _replaced(parent["axes"], own["axes"], "id")
    chapters = list(parent["chapters"])
    for chapter in own["chapters"]:
        _place_chapter(chapters, chapter, problems)
    own["chapters"] = chapters
    for key, value in parent.items():
        if key not in own and key != "history":  # versions of another template
            own[key] = value
            own.lines[key] = own.line
    return own


def _drop(parent: Marked, drop: Marked, place: str, problems: Problems) -> None:
    for what in drop:
        if what not in _DROPPABLE:
            problems.add(drop.place(what), "drop-unknown", name=what, known=", ".join(_DROPPABLE))
    gone = {str(name) for what in _DROPPABLE if what != "choices" for name in _listed(drop, what, problems)}
    missing = set(gone)

    def kept(entry: Any) -> bool:
        name = _id(entry)
        missing.discard(name or "")
        return name not in gone

    parent["chapters"] = [chapter for chapter in parent["chapters"] if kept(chapter)]
    for chapter in parent["chapters"]:
        chapter["items"] = [item for item in chapter["items"] if kept(item) and not _shows(item, gone)]
        for item in chapter["items"]:
            if isinstance(item, dict) and isinstance(item.get("columns"), list):
                item["columns"] = [column for column in item["columns"] if kept(column)]
    missing |= _drop_choices(parent, _mapped(drop, "choices", problems), problems)
    for name in sorted(missing):
        problems.add(place, "drop-missing", name=name)


def _shows(item: Any, gone: set[str]) -> bool:
    """Whether an item is a view of what is gone: it goes along."""
    if not isinstance(item, dict) or item.get("kind") != "view":
        return False
    columns = item.get("columns")
    return bool(gone & {str(item.get(key)) for key in ("of", "by")} | gone & {*map(str, columns or ())})


def _drop_choices(parent: Marked, drop: Marked, problems: Problems) -> set[str]:
    """Take choices out of the parent's lists; what is not there to be dropped."""
    missing: set[str] = set()
    lists = {entry["id"]: entry for entry in parent["lists"]}
    for name in drop:
        codes = {str(code) for code in _listed(drop, name, problems)}
        choices = lists[name].get("choices", []) if name in lists else []
        missing |= codes - {str(choice.get("code")) for choice in choices} if name in lists else {str(name)}
        if choices:
            lists[name]["choices"] = [choice for choice in choices if str(choice.get("code")) not in codes]
    return missing


def _id(entry: Any) -> str | None:
    name = entry.get("id") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else None


def _merged_lists(parent: list[Marked], own: list[Marked]) -> list[Marked]:
    """A list of the same id gets the child's choices appended; one of the same code is replaced."""
    merged = {entry["id"]: entry for entry in parent}
    for entry in own:
        before = merged.get(entry["id"])
        if before is not None and "choices" in before and "choices" in entry:
            before["choices"] = _replaced(before["choices"], entry["choices"], "code")
        else:
            merged[entry["id"]] = entry
    return list(merged.values())


def _replaced(parent: list[Marked], own: list[Marked], key: str) -> list[Marked]:
    return list({str(entry.get(key)): entry for entry in (*parent, *own)}.values())


def _place_chapter(chapters: list[Any], chapter: Marked, problems: Problems) -> None:
    after = chapter.pop("after", None)
    for existing in chapters:
        if _id(existing) is not None and _id(existing) == _id(chapter):
            _extend_chapter(existing, chapter, problems)
            return
    ids = [_id(entry) for entry in chapters]
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
        ids = [_id(entry) for entry in existing["items"]]
        if after is not None and after not in ids:
            problems.add(item.place("after"), "after-unknown", name=after)
        if after in ids:
            before = last.get(after) or existing["items"][ids.index(after)]
            place = next(n for n, entry in enumerate(existing["items"]) if entry is before)
            existing["items"].insert(place + 1, item)
            last[after] = item
        else:
            existing["items"].append(item)
