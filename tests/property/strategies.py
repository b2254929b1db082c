"""Templates and answers out of thin air: any mix of types, tables, conditions and lists, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

from accountplan.fields import Option, Options, Value
from accountplan.fields.base import folded
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.context import PlanContext, meaning_of
from accountplan.layout.laying_out import lay_out
from accountplan.template.check import check
from accountplan.template.model import FieldSpec, Template
from accountplan.template.source import Marked, Problems

TYPES = ["text", "long-text", "choice", "choices", "number", "money", "percent", "date", "yes-no", "scale"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = st.text(st.sampled_from(LETTERS + LETTERS.upper() + "éëï &%'-+=@0123456789"), min_size=1, max_size=14).map(
    lambda text: f"x{text}".strip()
)
PROSE = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cn"), blacklist_characters="\ufffe\uffff")
    | st.sampled_from("=+-@\n_€;"),
    min_size=1,
    max_size=60,
)


def label(text: str) -> dict[str, str]:
    return {"nl": f"{text} nl", "en": f"{text} en"}


def axis_item(code: str) -> dict[str, Any]:
    return {"code": code, "label": label(code)}


@st.composite
def choice_lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    lists = []
    for n in range(draw(st.integers(1, 3))):
        names = draw(st.lists(WORDS, min_size=1, max_size=6, unique_by=folded))
        choices = [{"code": f"c{m}", "label": {"nl": name, "en": f"{name} (en)"}} for m, name in enumerate(names)]
        lists.append({"id": f"list{n}", "choices": choices})
    return [*lists, {"id": "staff", "organisation": "people"}]


@st.composite
def field(draw: st.DrawFn, name: str, lists: list[str], earlier: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(TYPES))
    spec: dict[str, Any] = {
        "id": name,
        "type": kind,
        "label": label(name.replace(".", " ")),
        "required": draw(st.booleans()),
    }
    if kind in ("choice", "choices"):
        spec["list"] = draw(st.sampled_from(lists))
    if kind == "number":
        spec["whole"] = draw(st.booleans())
    if kind in ("number", "money", "scale") and draw(st.booleans()):
        spec |= {"minimum": draw(st.integers(-50, 0)), "maximum": draw(st.integers(1, 10_000))}
    if earlier and draw(st.booleans()):
        spec |= {"required": False, "required_when": f"filled({draw(st.sampled_from(earlier))})"}
    if draw(st.booleans()):
        spec["help"] = label("help")
    if draw(st.integers(0, 5)) == 0:
        spec["tiers"] = ["A"]
    return spec


@st.composite
def table(draw: st.DrawFn, n: int, lists: list[str], free: list[str]) -> dict[str, Any]:
    kinds = ["free", "fixed", "product", "people"] + (["mirror", "matrix"] if free else [])
    kind = draw(st.sampled_from(kinds))
    rows: dict[str, Any] = {
        "free": {"kind": "free", "count": draw(st.integers(1, 4))},
        "fixed": {"kind": "axes", "axes": ["quarters"]},
        "product": {"kind": "axes", "axes": ["quarters", "points"]},
        "people": {"kind": "axes", "axes": ["staff"]},
        "mirror": {"kind": "mirror", "tables": free[:1]},
        "matrix": {"kind": "mirror", "tables": free[:2]},
    }[kind]
    columns: list[dict[str, Any]] = []
    for m in range(draw(st.integers(1, 3))):
        columns.append(draw(field(f"t{n}.col{m}", lists, [column["id"] for column in columns])))
    columns[0].pop("tiers", None)
    if draw(st.booleans()):
        columns.append(
            {
                "id": f"t{n}.sum",
                "type": "computed",
                "label": label("sum"),
                "formula": f"count(t{n}.col0)",
                "result": "number",
            }
        )
    entry: dict[str, Any] = {
        "kind": "table",
        "id": f"t{n}x",
        "label": label(f"table {n}"),
        "rows": rows,
        "columns": columns,
    }
    if kind == "matrix":
        entry["across"] = draw(
            st.sampled_from([{"kind": "mirror", "tables": free[-1:]}, {"kind": "axes", "axes": ["quarters"]}])
        )
    if kind == "free":
        entry["number"] = draw(st.sampled_from([None, "D"]))
    if kind == "product" and draw(st.booleans()):
        entry["cells"] = {
            "revenue": {f"t{n}.col0": {"id": f"own{n}.revenue", "type": "money", "list": None, "whole": False}}
        }
        if len(columns) > 1:
            entry["cells"]["visits"] = {f"t{n}.col0": {"absent": True}}
    return entry


@st.composite
def templates(draw: st.DrawFn) -> Template:
    lists = draw(choice_lists())
    names = [entry["id"] for entry in lists]
    chapters: list[dict[str, Any]] = []
    free: list[str] = []
    n = 0
    for number in range(draw(st.integers(1, 3))):
        items: list[dict[str, Any]] = []
        for _ in range(draw(st.integers(1, 4))):
            n += 1
            if draw(st.booleans()):
                earlier = [item["id"] for item in items if item["kind"] == "field"]
                items.append({"kind": "field", **draw(field(f"f.q{n}", names, earlier))})
            else:
                items.append(draw(table(n, names, free)))
                if items[-1]["rows"]["kind"] == "free":
                    free.append(items[-1]["id"])
        chapters.append({"id": str(number), "title": label(f"chapter {number}"), "items": items})
    chapters.append({"id": "lists", "title": label("lists"), "kind": "lists"})
    data = {
        "id": "made", "version": "1.0", "title": label("made"), "lists": lists, "chapters": chapters,
        "tiers": [{"code": "A", "label": label("A")}, {"code": "B", "label": label("B")}],
        "axes": [
            {"id": "quarters", "label": label("quarter"), "items": [axis_item(code) for code in ("q1", "q2")]},
            {"id": "points", "label": label("point"), "items": [axis_item(code) for code in ("revenue", "visits")]},
            {"id": "staff", "label": label("staff"), "organisation": "people"},
        ],
    }  # fmt: skip
    template = Template.model_validate(data)
    problems = Problems("en")
    check(template, Marked(data), problems)
    assert not problems.found, problems.found
    return template


@dataclass(frozen=True)
class Example:
    template: Template
    context: PlanContext
    answers: PlanAnswers


@st.composite
def examples(draw: st.DrawFn) -> Example:
    """A template, circumstances, and answers that the template allows."""
    template = draw(templates())
    language = draw(st.sampled_from(["nl", "en"]))
    people = draw(st.lists(WORDS, min_size=0, max_size=4, unique_by=folded))
    staff = Options(tuple(Option.of(f"p{n}", name) for n, name in enumerate(people)))
    context = PlanContext(
        language, draw(st.integers(2000, 2090)), draw(st.sampled_from(["A", "B", None])), "EUR", {"people": staff}
    )
    layout = lay_out(template, context)
    fields = {p.spec.id: draw(answer(template, context, p.spec)) for p in layout.fields.values()}
    tables: dict[str, dict[str, dict[str, Value]]] = {}
    for place in layout.tables.values():
        for slot in place.slots:
            if slot.spec.is_input and draw(st.integers(0, 2)):
                value = draw(answer(template, context, slot.spec))
                tables.setdefault(place.table.id, {}).setdefault(slot.row.id, {})[slot.spec.id] = value
    return Example(template, context, PlanAnswers(fields, tables).without_blanks())


def answer(template: Template, context: PlanContext, spec: FieldSpec) -> st.SearchStrategy[Value]:
    """Any answer that the field allows, or None."""
    options = meaning_of(template, context, spec).options
    codes = [option.code for option in options.items] if options else []
    low, high = spec.minimum, spec.maximum
    bounds = {
        "min_value": float(low) if low is not None else -1e9,
        "max_value": float(high) if high is not None else 1e9,
    }
    made: st.SearchStrategy[Value]
    match spec.type:
        case "text" | "long-text":
            made = PROSE.map(lambda text: " ".join(text.split(" ")).strip() or None)
        case "choice":
            made = st.sampled_from(codes) if codes else st.none()
        case "choices":
            made = st.lists(st.sampled_from(codes), min_size=1, unique=True).map(tuple) if codes else st.none()
        case "number" if spec.whole:
            made = st.integers(int(bounds["min_value"]), int(bounds["max_value"]))
        case "number" | "money":
            made = st.floats(**bounds, allow_nan=False).map(shortest)
        case "percent":
            made = st.floats(0, 1).map(shortest)
        case "scale":
            made = st.integers(int(low or 1) if low is not None else 1, int(high) if high is not None else 5)
        case "date":
            made = st.dates(date(1950, 1, 1), date(2099, 12, 31))
        case _:
            made = st.booleans()
    return st.none() | made


def shortest(number: float) -> float | int:
    """Excel keeps fifteen digits of a number; an answer has no more."""
    kept = float(f"{number:.15g}")
    return int(kept) if kept == int(kept) else kept
