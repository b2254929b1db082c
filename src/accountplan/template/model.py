"""What a plan asks: the frozen definition that everything else is driven by.

A template is chapters of items; an item is a heading, a note, a question (one input cell) or a table.
Nothing here reads files or knows Excel. `load.py` builds these from YAML and reports every mistake at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import product
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

FieldTypeName = Literal[
    "text", "long-text", "choice", "choices", "number", "money", "percent", "date", "yes-no", "scale", "computed"
]
"""The types of the contract; each has one module in `accountplan.fields`."""

OrganisationList = Literal["people", "teams", "regions", "product_groups", "products", "industries", "countries"]
"""Lists that the portfolio fills; a template only names them."""


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Label(RootModel[dict[str, str]]):
    """A text per language: `{nl: Branche, en: Industry}`."""

    model_config = ConfigDict(frozen=True)

    def __getitem__(self, language: str) -> str:
        return self.root[language]

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self.root)

    def every(self) -> tuple[str, ...]:
        return tuple(self.root.values())


class Choice(Frozen):
    """One item of a drop-down. `means` says what code may conclude from it (see `roles.py`)."""

    code: str
    label: Label
    aliases: tuple[str, ...] = ()
    means: str | None = None


class ChoiceList(Frozen):
    """A list of choices: the template's own, the organisation's, or the rows of a table (by its `number`)."""

    id: str
    choices: tuple[Choice, ...] = ()
    organisation: OrganisationList | None = None
    rows_of: str | None = None
    parent: str | None = None
    """For the organisation's `products`: the list whose code each item belongs to."""


class FieldSpec(Frozen):
    """What one input cell asks. Ids and choice codes are language-free; labels and help exist per language."""

    id: str
    type: FieldTypeName
    label: Label
    help: Label | None = None
    required: bool = False
    required_when: str | None = None
    """An expression: the answer is asked for only where it holds, whether or not `required` says so to people."""
    list_id: str | None = Field(default=None, alias="list")
    unit: Label | None = None
    minimum: float | date | None = None
    maximum: float | date | None = None
    whole: bool = False
    max_length: int | None = None
    formula: str | None = None
    result: FieldTypeName | None = None
    role: str | None = None
    locked: bool = False
    tiers: tuple[str, ...] = ()
    width: int | None = None
    aliases: tuple[str, ...] = ()
    conflict_when: str | None = None
    """An expression: where it holds, the answer contradicts another one, and the sheet says so: `conflict`."""
    conflict: Label | None = None
    late_when: str | None = None
    """An expression, in which `today()` may stand: where it holds, the cell looks overdue."""
    soon_when: str | None = None
    """The same, for what is about to come."""
    suggest: str | None = None
    """A column whose contents are offered in a drop-down; anything else may be typed too."""

    @property
    def computed(self) -> bool:
        return self.type == "computed"

    @property
    def is_input(self) -> bool:
        """A person may type here."""
        return not (self.locked or self.computed)

    @property
    def may_clash(self) -> bool:
        """Whether it may contradict something: an input, or a computed field such as a total."""
        return bool(self.conflict_when) and not self.locked

    @property
    def result_type(self) -> FieldTypeName:
        """The type that formats the cell: of a computed field, that of its result."""
        return self.result or "number" if self.computed else self.type


class Question(FieldSpec):
    """A field of a chapter's form: label left, input right."""

    kind: Literal["field"] = "field"


class Column(FieldSpec):
    """A field that a table asks for every row."""


class CellSpec(Frozen):
    """How a fixed row changes a column's cell: another id, type, unit, formula, or no cell at all (`absent`).

    What is given as null is not asked of the row: `conflict_when: null`.
    """

    absent: bool = False
    id: str | None = None
    type: FieldTypeName | None = None
    label: Label | None = None
    help: Label | None = None
    required: bool | None = None
    required_when: str | None = None
    list_id: str | None = Field(default=None, alias="list")
    unit: Label | None = None
    minimum: float | date | None = None
    maximum: float | date | None = None
    whole: bool | None = None
    formula: str | None = None
    result: FieldTypeName | None = None
    conflict_when: str | None = None
    conflict: Label | None = None
    late_when: str | None = None
    soon_when: str | None = None


class AxisItem(Frozen):
    code: str
    label: Label


class Axis(Frozen):
    """A named set of fixed rows: given codes, years around the plan year, or one of the organisation's lists."""

    id: str
    label: Label
    items: tuple[AxisItem, ...] = ()
    years: tuple[int, ...] = ()
    organisation: OrganisationList | None = None
    role: str | None = None


class FreeRows(Frozen):
    """`count` blank rows; their keys are 1, 2, 3 …"""

    kind: Literal["free"] = "free"
    count: int = Field(ge=1, le=500)


class AxisRows(Frozen):
    """One row per item of each named axis; of several axes the product, first axis slowest."""

    kind: Literal["axes"] = "axes"
    axes: tuple[str, ...]


class MirrorRows(Frozen):
    """One row per row of other tables, bound to their row ids."""

    kind: Literal["mirror"] = "mirror"
    tables: tuple[str, ...]


Rows = Annotated[FreeRows | AxisRows | MirrorRows, Field(discriminator="kind")]


class Table(Frozen):
    """A repeating block. Its data rows are `rows`, or, with `across`, `rows` × `across` laid out as a matrix."""

    kind: Literal["table"] = "table"
    id: str
    label: Label
    help: Label | None = None
    rows: Rows
    across: AxisRows | MirrorRows | None = None
    columns: tuple[Column, ...]
    cells: dict[str, dict[str, CellSpec]] = {}
    """`cells[axis code][column id]`: what a fixed row changes."""
    number: str | None = Field(default=None, pattern=r"^\w{1,10}$")
    """Prefix that numbers free rows for people: `D` shows D-01, D-02 …"""
    title_column: str | None = None
    """The column whose text names a row elsewhere (mirrors, drop-downs); default: the first."""
    required_rows: int = 0
    totals: bool = False
    """With something across: whether rows and columns are added up beside and below."""
    role: str | None = None
    tiers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def title_id(self) -> str:
        return self.title_column or self.columns[0].id

    @cached_property
    def _by_id(self) -> dict[str, Column]:
        return {column.id: column for column in self.columns}

    def column(self, column_id: str) -> Column | None:
        return self._by_id.get(column_id)

    def by_role(self, role: str) -> Column | None:
        return next((c for c in self.columns if c.role == role), None)

    def all_by_role(self, role: str) -> tuple[Column, ...]:
        return tuple(c for c in self.columns if c.role == role)

    @cached_property
    def _specs(self) -> dict[tuple[str, tuple[str, ...]], FieldSpec | None]:
        return {}

    def spec(self, column: Column, codes: tuple[str, ...]) -> FieldSpec | None:
        """The column's field in the row with these axis codes; None where that row has no such cell."""
        if not self.cells:
            return column
        at = column.id, codes
        if at not in self._specs:
            self._specs[at] = self._changed(column, codes)
        return self._specs[at]

    def _changed(self, column: Column, codes: tuple[str, ...]) -> FieldSpec | None:
        changes: dict[str, object] = {}
        for code in codes:
            change = self.cells.get(code, {}).get(column.id)
            if change is not None:
                if change.absent:
                    return None
                changes |= {name: getattr(change, name) for name in change.model_fields_set if name != "absent"}
        return column.model_copy(update=changes) if changes else column


class Heading(Frozen):
    kind: Literal["heading"] = "heading"
    label: Label
    help: Label | None = None
    tiers: tuple[str, ...] = ()


CellLook = Literal["input", "given", "computed", "open", "done", "wrong", "late", "soon"]
"""How cells of a plan look: what people fill in, what they do not, and what changes while they do."""


class Note(Frozen):
    """A text that stands on a sheet and asks nothing."""

    kind: Literal["note"] = "note"
    text: Label
    strong: bool = False
    term: Label | None = None
    """What the text is about, left of it."""
    like: CellLook | None = None
    """The cell left of the text is painted as cells of this kind are: a legend."""
    tiers: tuple[str, ...] = ()


ViewShape = Literal["column", "bar", "pie", "line", "chain", "ranking", "timeline"]


class View(Frozen):
    """The answers of a table seen another way: a chart, or a list that fills itself. It asks nothing."""

    kind: Literal["view"] = "view"
    id: str
    label: Label
    help: Label | None = None
    shape: ViewShape
    of: str
    """The table that it shows."""
    by: str | None = None
    """The column or axis that names what is shown; default: the table's title column, or its first axis."""
    columns: tuple[str, ...] = ()
    """The columns whose values are shown."""
    rows: dict[str, str | tuple[str, ...]] = {}
    """`{points: revenue}`: only the rows with this code on this axis; of several codes, a chart for each."""
    words: dict[str, Label] = {}
    """What a ranking calls the combinations of two tables: `{strengths.opportunities: {nl: inzetten, en: use}}`."""
    tiers: tuple[str, ...] = ()

    @property
    def selections(self) -> tuple[dict[str, str], ...]:
        """The codes per axis of each of its charts."""
        lists = {axis: (codes,) if isinstance(codes, str) else codes for axis, codes in self.rows.items()}
        return tuple(dict(zip(lists, chosen, strict=True)) for chosen in product(*lists.values()))


Item = Annotated[Heading | Question | Table | Note | View, Field(discriminator="kind")]


class Chapter(Frozen):
    """One sheet of a plan workbook.

    `form` asks; `contents` links to all others; `guide` explains; `lists` holds the drop-downs.
    """

    id: str
    title: Label
    help: Label | None = None
    part: str | None = None
    kind: Literal["form", "contents", "guide", "lists"] = "form"
    notes: bool = True
    """Whether a form ends with room for notes of one's own."""
    orientation: Literal["portrait", "landscape"] = "portrait"
    tiers: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


class Limits(Frozen):
    """Traffic light: the shortfall against plan, as a fraction of it, up to which a point is green, then amber."""

    green: float = 0.02
    amber: float = 0.10


class Kpi(Frozen):
    """One point of the quarterly evaluation. Its figures stand in the table with role `evaluation`."""

    code: str
    label: Label
    unit: Literal["money", "percent", "number"] = "money"
    better: Literal["higher", "lower"] = "higher"
    basis: Literal["year-to-date", "quarter"] = "year-to-date"
    source: Literal["figures", "range"] = "figures"
    """`range`: plan and actual are counted from the verdicts in the table with role `range`."""
    areas: tuple[str, ...] = ()
    """The areas of goals that work on this point: choices of the column with role `area`."""
    limits: Limits = Limits()


class Tier(Frozen):
    """A priority class of accounts. `plan: false` means: no workbook."""

    code: str
    label: Label
    plan: bool = True


class Step(Frozen):
    """What one version of a template changed, so that workbooks of the versions before it can still be read."""

    version: str
    renamed: dict[str, str] = {}
    """From the id that a field, column or table had before to the one that it has since."""
    added: tuple[str, ...] = ()
    """Ids of fields, columns and tables that are asked for since."""


class Template(Frozen):
    """The whole definition. Look things up by id or by role; never by chapter or question name."""

    id: str
    version: str
    title: Label
    languages: tuple[str, ...] = Field(default=("nl", "en"), min_length=1)
    extends: str | None = None
    lineage: tuple[str, ...] = ()
    history: tuple[Step, ...] = ()
    """One step per version that there has been; the first of them changed nothing."""
    earlier: tuple[Template, ...] = Field(default=(), exclude=True)
    """The definitions of earlier versions that lie beside this one, in `history/<version>/`."""
    tiers: tuple[Tier, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    goal_limits: Limits = Limits(green=0.10, amber=0.25)
    """How far a goal may be behind the straight line to its target, as a part of the way that the line has gone."""
    lists: tuple[ChoiceList, ...] = ()
    axes: tuple[Axis, ...] = ()
    chapters: tuple[Chapter, ...]

    # -- what stands in it ------------------------------------------------------------------------------------------
    def questions(self) -> Iterator[tuple[Chapter, Question]]:
        """Every form field with its chapter, in template order."""
        for chapter in self.chapters:
            for item in chapter.items:
                if isinstance(item, Question):
                    yield chapter, item

    def tables(self) -> Iterator[tuple[Chapter, Table]]:
        """Every table with its chapter, in template order."""
        for chapter in self.chapters:
            for item in chapter.items:
                if isinstance(item, Table):
                    yield chapter, item

    def views(self) -> Iterator[tuple[Chapter, View]]:
        """Every view with its chapter, in template order."""
        for chapter in self.chapters:
            for item in chapter.items:
                if isinstance(item, View):
                    yield chapter, item

    # -- found by id ------------------------------------------------------------------------------------------------
    @cached_property
    def _lists(self) -> dict[str, ChoiceList]:
        return {item.id: item for item in self.lists}

    @cached_property
    def _axes(self) -> dict[str, Axis]:
        return {axis.id: axis for axis in self.axes}

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.id: table for _, table in self.tables()}

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.id: question for _, question in self.questions()}

    @cached_property
    def _column_tables(self) -> dict[str, Table]:
        return {column.id: table for _, table in self.tables() for column in table.columns}

    def choice_list(self, list_id: str) -> ChoiceList:
        return self._lists[list_id]

    def axis(self, axis_id: str) -> Axis:
        return self._axes[axis_id]

    def table(self, table_id: str) -> Table | None:
        return self._tables.get(table_id)

    def question(self, field_id: str) -> Question | None:
        return self._questions.get(field_id)

    def table_of_column(self, column_id: str) -> Table | None:
        return self._column_tables.get(column_id)

    def kpi(self, code: str) -> Kpi | None:
        return next((kpi for kpi in self.kpis if kpi.code == code), None)

    def tier(self, code: str) -> Tier | None:
        return next((tier for tier in self.tiers if tier.code == code), None)

    # -- found by role ----------------------------------------------------------------------------------------------
    def question_by_role(self, role: str) -> Question | None:
        return next((question for question in self._questions.values() if question.role == role), None)

    def table_by_role(self, role: str) -> Table | None:
        return next((table for table in self._tables.values() if table.role == role), None)

    def axis_of(self, table: Table, role: str) -> int | None:
        """Position, in a row's key, of the axis with this role (`quarter`, `kpi` …); None if the table has none."""
        named: list[str | None] = []
        for rows in (table.rows, table.across):
            if isinstance(rows, AxisRows):
                named.extend(rows.axes)
            elif rows is not None:
                named.append(None)
        for position, axis_id in enumerate(named):
            if axis_id is not None and self.axis(axis_id).role == role:
                return position
        return None
