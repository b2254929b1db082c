"""Plans to try things on: circumstances, right answers of every type, and where a person types them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from random import Random

from accountplan.fields import Option, Options, Value, field_type
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.context import PlanContext, meaning_of
from accountplan.layout.laying_out import lay_out
from accountplan.template.load import load_template
from accountplan.template.model import FieldSpec, Template
from accountplan.workbook.read import read_content
from accountplan.workbook.reading import Answer, Identity, Reading
from accountplan.workbook.write import plan_bytes

_OWN = Path(__file__).parents[2] / "samples" / "templates"
TEMPLATES = ("accountplan", "prospectplan", "food_wholesale")

TEXTS = (
    "Müller & Zn. “De Kroon” {n}",
    "\"Zoë\" zei: 'ja' {n}",
    "00{n}",
    "=SUM(A1:A{n})",
    "+31 6 {n}",
    "-{n}",
    "@kantoor {n}",
    "'s-Hertogenbosch {n}",
    "1-{n}",
    "12.5",
    "3/4/2027",
    "1E5",
    "TRUE",
    "#N/A {n}",
    "€ 1.250,50 of {n}%",
    "<b>&amp;</b> _x0041_ {n}",
    "straße 😀 {n}",
    "twee  spaties; {n}, en\ttab",
)
"""What people type in a text cell, and programs like to take for something else."""
PLAIN_TEXTS = tuple(text for text in TEXTS if "_x0041_" not in text)
"""Without what openpyxl and Gnumeric write as the character A: there the text itself is lost, not its reading."""
_LONG = ("eerste regel {n}\n\nderde regel: „ok”", "x" * 300 + " {n}")

Draw = Callable[[FieldSpec, tuple[str, ...]], Value]
"""An answer for a field, given the codes that it may choose from."""


@cache
def template_named(name: str) -> Template:
    return load_template(name if name == "accountplan" else _OWN / name)


def circumstances(template: Template, language: str, tier: str | None = "A") -> PlanContext:
    """A plan of 2027 in an organisation whose lists hold what lists do hold."""
    lists = {
        "people": {"z.jansen": "Zoë Jansen-d'Hondt", "b.oneil": 'Bud "B." O\'Neil', "s.dejong": "Sanne de Jong"},
        "teams": {"food": "Food & agro", "trade": "Handel"},
        "regions": {"west": "West", "north-east": "Noord/Oost"},
        "product_groups": {"boxes": "Dozen & karton", "film": "Folie", "labels": "Etiketten, tape", "7": "007"},
        "products": {"box-1": "Doos 1-2", "film-1": "Folie <50%>", "label-1": "=Etiket"},
        "industries": {"food": "Voeding", "wholesale": "Groothandel"},
        "countries": {"NL": "Nederland", "BE": "België"},
    }
    groups = {"box-1": "boxes", "film-1": "film", "label-1": "labels"}
    organisation = {
        name: Options(tuple(Option.of(code, label, parent=groups.get(code)) for code, label in items.items()))
        for name, items in lists.items()
    }
    return PlanContext(language, 2027, tier if template.tiers else None, "EUR", organisation)


# -- answers -----------------------------------------------------------------------------------------------------------
def answered(template: Template, context: PlanContext, draw: Draw) -> PlanAnswers:
    """A plan with what `draw` gives for every cell that is not computed."""
    layout = lay_out(template, context)

    def drawn(spec: FieldSpec) -> Value:
        options = meaning_of(template, context, spec).options
        return given(template, context, spec) or draw(spec, tuple(o.code for o in options.items) if options else ())

    fields = {p.spec.id: drawn(p.spec) for p in layout.fields.values() if not p.spec.computed}
    tables: dict[str, dict[str, dict[str, Value]]] = {}
    for place in layout.tables.values():
        for slot in place.slots:
            if not slot.spec.computed:
                tables.setdefault(place.table.id, {}).setdefault(slot.row.id, {})[slot.spec.id] = drawn(slot.spec)
    return PlanAnswers(fields, tables).without_blanks()


def given(template: Template, context: PlanContext, spec: FieldSpec) -> Value:
    """What the plan is born with: nobody can change it in the workbook."""
    if not spec.locked:
        return None
    known: dict[str, Value] = {
        "account-id": "A-001",
        "plan-year": context.year,
        "currency": context.currency,
        "tier": context.tier,
    }
    return known.get(spec.role or "")


def every_answer(texts: Sequence[str] = TEXTS) -> Draw:
    """A right value for every cell, and for no two neighbours the same."""
    long_texts = (*texts, *_LONG)
    numbers = count(1)
    turns = count()

    def draw(spec: FieldSpec, codes: tuple[str, ...]) -> Value:
        n = next(numbers)
        value: Value
        match spec.type:
            case "text":
                value = _fitting(texts[next(turns) % len(texts)].format(n=n), spec)
            case "long-text":
                value = _fitting(long_texts[next(turns) % len(long_texts)].format(n=n), spec)
            case "choice":
                value = codes[n % len(codes)]
            case "choices":
                value = tuple(dict.fromkeys(codes[(n + step) % len(codes)] for step in range(1 + n % 3)))
            case "date":
                value = _within(spec, date(2024, 2, 29) + timedelta(days=n))
            case "yes-no":
                value = n % 2 == 0
            case "scale":
                low, high = _scale(spec)
                value = low + n % (high - low + 1)
            case "percent":
                value = _bounded(spec, (n % 101) / 100 if n % 2 else n / 1000, 0.0, 1.0)
            case "number" if spec.whole:
                value = _bounded(spec, n * 7, 0, 1_000_000)
            case _:
                value = _bounded(spec, n * 1000.25 if n % 3 else -n / 7, -1e9, 1e9)
        return value

    return draw


def some_answers(random: Random, share: float) -> Draw:
    """Now and then a value, often one at which a formula may turn: nought, a limit, the end of a quarter."""
    days = [date(2027, month, day) for month, day in ((1, 1), (3, 31), (4, 1), (6, 30), (9, 30), (12, 31))]
    days += [date(2026, 12, 31), date(2024, 2, 29), date(2028, 1, 1)]

    def draw(spec: FieldSpec, codes: tuple[str, ...]) -> Value:
        if random.random() > share or (spec.list_id and not codes):
            return None
        value: Value
        match spec.type:
            case "text" | "long-text":
                value = _fitting(random.choice(["abc", "ABC", *TEXTS]).format(n=random.randint(0, 99)), spec)
            case "choice":
                value = random.choice(codes)
            case "choices":
                value = tuple(random.sample(codes, random.randint(1, min(3, len(codes)))))
            case "date":
                value = _within(spec, random.choice([*days, date(2027, 1, 1) + timedelta(random.randint(-900, 900))]))
            case "yes-no":
                value = random.random() < 0.5
            case "scale":
                value = random.randint(*_scale(spec))
            case "percent":
                value = _bounded(spec, random.choice([0, 1, 0.5, 0.333, random.random()]), 0.0, 1.0)
            case "number" if spec.whole:
                value = _bounded(spec, random.choice([0, 1, 2, 100, random.randint(-50, 5000)]), 0, 1_000_000)
            case _:
                amount = random.choice([0, 1, 100, 98, 90, -100, 0.1, 0.2, 0.3, 1.005, random.uniform(-10, 1e6)])
                value = _bounded(spec, amount, -1e9, 1e9)
        return value

    return draw


def _scale(spec: FieldSpec) -> tuple[int, int]:
    low, high = spec.minimum, spec.maximum
    return int(low) if isinstance(low, (int, float)) else 1, int(high) if isinstance(high, (int, float)) else 5


def _fitting(text: str, spec: FieldSpec) -> str:
    longest = spec.max_length or (255 if spec.type == "text" else 32_000)
    return text[:longest].strip() or "x"


def _within(spec: FieldSpec, day: date) -> date:
    low, high = spec.minimum, spec.maximum
    return max(low if isinstance(low, date) else day, min(high if isinstance(high, date) else day, day))


def _bounded(spec: FieldSpec, number: float, low: float, high: float) -> float:
    """The number within the limits of the field, with no more digits than a workbook keeps."""
    low = float(spec.minimum) if isinstance(spec.minimum, (int, float)) else low
    high = float(spec.maximum) if isinstance(spec.maximum, (int, float)) else high
    kept = float(f"{max(low, min(high, number)):.15g}")
    return int(kept) if kept == int(kept) else kept


# -- workbooks ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Plan:
    """One plan workbook to be: whose, what of, and with which answers."""

    template: Template
    context: PlanContext
    answers: PlanAnswers = field(default_factory=PlanAnswers)

    def content(self) -> bytes:
        context, answers = self.context, self.answers
        identity = Identity(
            "A-001", context.year, self.template.id, self.template.version, context.language, context.tier, "EUR",
            answers.fingerprint(),
        )  # fmt: skip
        return plan_bytes(self.template, context, answers, identity, account_name="Bédrijf & Co")

    def born(self) -> Plan:
        """The same plan as it is handed out: with what nobody may change, and nothing else."""
        return Plan(self.template, self.context, answered(self.template, self.context, lambda spec, codes: None))

    def read(self, content: bytes, shown: str = "plan.xlsx") -> Reading:
        return read_content(content, shown, lambda name: self.template if name == self.template.id else None)


def plan_of(name: str, language: str, tier: str | None = "A", draw: Draw | None = None) -> Plan:
    template = template_named(name)
    context = circumstances(template, language, tier)
    return Plan(template, context, answered(template, context, draw or every_answer()))


def inputs(reading: Reading) -> Iterator[tuple[tuple[str, ...], Answer]]:
    """Every cell that people may fill in, by the id of its field, or the ids of its table, row and column."""
    for field_id, answer in reading.answers.items():
        if not answer.locked and answer.cell is not None:
            yield (field_id,), answer
    for table_id, rows in reading.tables.items():
        for row in rows:
            for spec_id, answer in row.cells.items():
                if not answer.locked and answer.cell is not None:
                    yield (table_id, row.id, spec_id), answer


def entries(plan: Plan, blank: Reading) -> dict[str, str | int | float | bool | date]:
    """What a person types to give the plan's answers, by the place where `blank` says that each belongs."""
    specs = specs_of(plan)
    typed: dict[str, str | int | float | bool | date] = {}
    for path, place in inputs(blank):
        value = answer_at(plan.answers, path)
        if value is not None:
            spec = specs[path]
            meaning = meaning_of(plan.template, plan.context, spec)
            typed[f"{place.sheet}!{place.cell}"] = field_type(spec).entry(value, spec, meaning)
    return typed


def answer_at(answers: PlanAnswers, path: tuple[str, ...]) -> Value:
    if len(path) == 1:
        return answers.fields.get(path[0])
    table_id, row_id, spec_id = path
    return answers.tables.get(table_id, {}).get(row_id, {}).get(spec_id)


def specs_of(plan: Plan) -> dict[tuple[str, ...], FieldSpec]:
    """What every cell asks, by the id of its field, or the ids of its table, row and column."""
    layout = lay_out(plan.template, plan.context)
    specs: dict[tuple[str, ...], FieldSpec] = {(p.spec.id,): p.spec for p in layout.fields.values()}
    for place in layout.tables.values():
        specs |= {(place.table.id, slot.row.id, slot.spec.id): slot.spec for slot in place.slots}
    return specs


def differences(wanted: PlanAnswers, found: PlanAnswers) -> list[str]:
    """Every answer that is not what it was, in words."""
    pairs = {
        path: (answer_at(wanted, path), answer_at(found, path))
        for path in dict.fromkeys([*paths(wanted), *paths(found)])
    }
    return [
        f"{'/'.join(path)}: {one!r} became {other!r}"
        for path, (one, other) in pairs.items()
        if one != other or type(one) is not type(other)
    ]


def paths(answers: PlanAnswers) -> Iterator[tuple[str, ...]]:
    """Where every answer stands: the id of its field, or the ids of its table, row and column."""
    yield from ((field_id,) for field_id in answers.fields)
    for table_id, rows in answers.tables.items():
        for row_id, cells in rows.items():
            yield from ((table_id, row_id, spec_id) for spec_id in cells)
