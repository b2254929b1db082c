"""No text of a person becomes live in anything that we write: every payload in every place, beside a harmless twin.

The twin is the same round with ordinary words. What is live in a workbook (formulas, links, names, rules, codes of a
page's footer) must be the same in both, and every payload must stand there as the text that it is.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from accountplan.consolidate import Consolidated, Quarter, tables
from accountplan.consolidate.data import csv_lines
from accountplan.fields import Cell, Option, Options
from accountplan.findings import Finding
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.context import PlanContext
from accountplan.layout.texts import as_header
from accountplan.portfolio.model import Account, ListItem, Person, Portfolio, Settings
from accountplan.portfolio.write import portfolio_bytes
from accountplan.summary import summary_bytes
from accountplan.template import Template, load_template
from accountplan.workbook.excel import readable, visible, workbook
from accountplan.workbook.reading import Identity, Reading
from accountplan.workbook.write import plan_bytes
from tests.helpers import HEAD, put_template, read, real_template
from tests.office.office import Office
from tests.tools.counts import count
from tests.unit.rounds import a_round, answers, figures, reading

PAYLOADS = (
    # what begins a formula, or did once in some program
    "=1+1", "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)",
    "=cmd|'/C calc'!A0", "-2+3+cmd|'/C calc'!A0", "@cmd|'/C calc'!A0", "DDE(\"cmd\";\"/C calc\";\"A0\")", "{=1+1}",
    '=HYPERLINK("http://evil.example","click")', "=WEBSERVICE(\"http://evil.example\")",
    "SORT(A1)&UNIQUE(A1:A9)",
    "x;=1+1", "x\n=1+1", "x\t@SUM(1)", "x;+cmd|'/C calc'!A0", 'x",=1+1,"', '"=1+1"', "'=1+1",
    "'!A1", "'[evil.xlsx]S'!A1",
    # what ends a string of a formula
    '"', '")&cmd|\'/C calc\'!A0&("', '",A1,"', '""', "\\\"", "'", "''",
    # what ends a piece of XML
    "]]>", "<![CDATA[=1+1]]>", "&#61;1+1", "&amp;", "</t></si><si><t>x", "<f>1+1</f>", "<!--", "<?xml?>",
    "<r><t>x</t></r>", "<r><rPr/><t>=1+1</t></r></si><si><r></r>", '" onload="x', "<is><t>x</t></is>",
    # what a page's footer takes for a code
    "&F&A&D", "&G", "A&G Foods", "&[Picture]", "3M & Co", '&"Wingdings"&72', "&&P", "&", "&K00FF00",
    # links
    "file:///etc/passwd", "javascript:alert(1)", "\\\\evil.example\\share", "//evil.example/share",
    "mailto:a@evil.example",
    "#Sheet1!A1", "internal:Sheet1!A1", "external:evil.xlsx", "http://evil.example/?q=1#x", "www.evil.example",
    "C:\\x.xlsx",
    # what looks like an escape, and what is no character
    "_x003D_1+1", "_x000D_", "_x0041_", "_x005F_x0041_",
    "\x00=1+1", "a\x01b\x1bc", "\ud800x", "x\udfff", "\ufffe", "\u202e=1+1",
    # what looks like a value
    "#REF!", "#N/A", "TRUE", "1E400", "0012", "1-2-2027", "={1;2}", "[.A1]", "of:=1+1", "R1C1",
)  # fmt: skip
TWO_IN_A_ROW = ("_x005F_x0041_",)
"""Look-alikes of which XlsxWriter escapes only the first in a document's properties and in footers."""
PAIRS = 500
Q1 = Quarter(2027, 1)
Words = Callable[[str, int], str]
"""From a place and a number to the text that stands there."""

pytestmark = pytest.mark.xdist_group("injection")  # the last test counts what those before it have looked at

_LITERALS = re.compile(r'"(?:[^"]|"")*"(?:&"(?:[^"]|"")*")*')
_NUMBERS = re.compile(r"\d+")
_LINK = re.compile(r"^(?!/)[\w.~%/-]*(?:#'(?:[^']|'')+'![A-Z]+[0-9]+)?$", re.ASCII)
_PARTS = re.compile(
    r"^(\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core|custom)\.xml|xl/workbook\.xml|xl/styles\.xml"
    r"|xl/sharedStrings\.xml|xl/theme/theme1\.xml|xl/_rels/workbook\.xml\.rels|xl/worksheets/sheet\d+\.xml"
    r"|xl/worksheets/_rels/sheet\d+\.xml\.rels|xl/tables/table\d+\.xml|xl/charts/chart\d+\.xml"
    r"|xl/drawings/drawing\d+\.xml|xl/drawings/_rels/drawing\d+\.xml\.rels)$"
)


def harmless(place: str, n: int) -> str:
    return f"{place} {n}"


def hostile(place: str, n: int) -> str:
    return PAYLOADS[n]


# -- what is in a workbook ---------------------------------------------------------------------------------------------
@dataclass
class Seen:
    """What of a workbook can be live, and its texts."""

    live: set[tuple[str, str]]
    texts: set[str]
    links: set[str]
    headers: set[str]
    """Of the columns of Excel tables: they must be what stands in the cells, or Excel repairs the file."""


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def unescaped(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def look(content: bytes) -> Seen:
    """The raw XML of a workbook; anything that is not one of the parts that we know fails here."""
    seen = Seen(set(), set(), set(), set())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            assert _PARTS.match(name), f"a part that we never write: {name}"
            raw = package.read(name)
            assert b"<!" not in raw, name
            for element in ElementTree.fromstring(raw).iter():
                _look_at(name, element, seen)
    return seen


def _look_at(part: str, element: ElementTree.Element, seen: Seen) -> None:
    tag, text = local(element.tag), element.text or ""
    match tag:
        case "f" | "formula" | "formula1" | "formula2" | "definedName" | "calculatedColumnFormula":
            seen.live.add((tag, _LITERALS.sub('""', text)))
            seen.links |= {
                "".join(_strings(found)) for found in re.findall(r'HYPERLINK\(((?:"(?:[^"]|"")*"&?)+)', text)
            }
        case "Relationship":
            assert element.get("TargetMode") is None, element.attrib
        case "hyperlink":
            assert "location" in element.attrib and not any(local(key) == "id" for key in element.attrib)
            seen.live.add((tag, str(sorted(element.attrib.items()))))
        case "oddFooter" | "oddHeader":
            codes = re.sub("&&", "", text)
            seen.live.add((tag, str(re.findall(r'&(?:[A-Z]|"[^"]*"|\d+|.)', codes))))
        case "c":
            assert element.get("cm") is None and element.get("vm") is None, "an array of its own"
        case "tableColumn":
            seen.headers.add(unescaped(element.get("name", "")))
        case "si":
            assert [local(child.tag) for child in element] == ["t"], "more than plain text"
            seen.texts.add(unescaped(element[0].text or ""))
    if part.startswith("docProps"):
        seen.texts.add(unescaped(text))


def _strings(formula: str) -> Iterator[str]:
    return (found[1:-1].replace('""', '"') for found in re.findall(r'"(?:[^"]|"")*"', formula))


class Cases:
    """The pairs that were looked at: a payload counts in a place where it was found as the text that it is."""

    def __init__(self) -> None:
        self.pairs: set[tuple[str, str]] = set()

    def same(self, ours: bytes, twin: bytes, places: list[str], left_out: int = 0) -> Seen:
        """`ours` is as live as its harmless twin, and holds every payload of each of the places."""
        seen, other = look(ours), look(twin)
        assert seen.live == other.live, sorted(seen.live ^ other.live)
        assert all(_LINK.match(link) for link in seen.links), [link for link in seen.links if not _LINK.match(link)]
        for place in places:
            for n, payload in enumerate(PAYLOADS):
                assert readable(payload) in seen.texts, (place, payload)
                assert harmless(place, n) in other.texts, f"nothing of {place} arrives at all"
                self.pairs.add((place, payload))
        return seen


# -- plans -------------------------------------------------------------------------------------------------------------
@cache
def asking(folder: Path) -> Template:
    """A template with a field of each type of text per payload, a number, and a table."""
    kinds = ("text", "long-text", "number", "date", "choice")
    fields = [
        f"  - {{field: {kind.replace('-', '_')}.f{n}, label: {{nl: V{n}, en: F{n}}}, type: {kind}"
        + (", list: groups}" if kind == "choice" else "}")
        for kind in kinds
        for n in range(len(PAYLOADS))
    ]
    table = f"""
  - table: rows
    label: {{nl: Rijen, en: Rows}}
    rows: {len(PAYLOADS)}
    columns:
      - {{id: row.text, label: {{nl: Tekst, en: Text}}, type: text}}
"""
    form = 'id: "1"\ntitle: {nl: Vragen, en: Questions}\nitems:\n' + "\n".join(fields) + table
    lists = "lists:\n  groups: {organisation: product_groups}\n"
    return load_template(str(put_template(folder / "asking", HEAD + lists, form=form)))


def asked(template: Template, words: Words) -> bytes:
    """One plan with a text of its own in every cell that takes one, and in number and date cells too."""
    everybody = range(len(PAYLOADS))
    text, long_text, row = (lambda n: words("text", n)), (lambda n: words("long-text", n)), (lambda n: words("row", n))
    fields: dict[str, Any] = {f"text.f{n}": text(n) for n in everybody}
    fields |= {f"long_text.f{n}": long_text(n) for n in everybody}
    rows = {f"rows.{n + 1}": {"row.text": row(n)} for n in everybody}
    typed: dict[str, str | float] = {
        f"{kind}.f{n}": words(kind, n) for kind in ("number", "date", "choice") for n in everybody
    }
    around = PlanContext("nl", 2027, None, "EUR", {"product_groups": labels(words, "group")})
    identity = Identity("A-1", 2027, template.id, template.version, "nl", None, "EUR", "unborn")
    return plan_bytes(template, around, PlanAnswers(fields, {"rows": rows}), identity, typed=typed)


def labels(words: Words, place: str) -> Options:
    return Options(tuple(Option.of(f"c{n}", words(place, n), ()) for n in range(len(PAYLOADS))))


def headed(template: Template, words: Words, n: int) -> bytes:
    """The shortest plan, of an account that is called so."""
    identity = Identity(words("id", n), 2027, template.id, template.version, "nl", None, "EUR", "unborn")
    return plan_bytes(
        template, PlanContext("nl", 2027, None, "EUR", {}), PlanAnswers(), identity,
        account_name=words("name", n), company=words("company", n),
    )  # fmt: skip


def organised(words: Words, some: range) -> bytes:
    """The shipped plan, where product groups are rows and columns of tables."""
    group = Options(tuple(Option.of(f"c{n}", words("group", n), ()) for n in some))
    known = dict.fromkeys(("people", "products", "industries", "countries"), group) | {"product_groups": group}
    around = PlanContext("nl", 2027, "A", "EUR", known)
    template = real_template("accountplan")
    goals = {f"goals.{at}": {"goal.specific": words("goal", n)} for at, n in enumerate(some[:10], 1)}
    identity = Identity("A-1", 2027, template.id, template.version, "nl", "A", "EUR", "unborn")
    return plan_bytes(template, around, PlanAnswers({}, {"goals": goals}), identity)


# -- the round ---------------------------------------------------------------------------------------------------------
def items(words: Words, place: str) -> tuple[ListItem, ...]:
    made = [ListItem(f"c{n}", {"nl": words(place, n), "en": words(f"{place}-en", n)}) for n in range(len(PAYLOADS))]
    twice = [ListItem(code, {"nl": "Tweemaal", "en": "Twice"}) for code in ("d1", "d2")]  # as some payloads are alike
    return (*made, *twice, ListItem("bread", {"nl": "Brood", "en": "Bread"}))


def a_portfolio(words: Words) -> Portfolio:
    everybody = range(len(PAYLOADS))
    accounts = tuple(
        Account(words("id", n), words("name", n), f"c{n}", f"c{n}", f"c{n}", "A", "EUR",
                prefill={"own.field": Cell.of(words("prefill", n))})
        for n in everybody
    )  # fmt: skip
    people = tuple(Person(f"c{n}", words("person", n), words("mail", n)) for n in everybody)
    people += (Person("d1", "Tweemaal"), Person("d2", "Tweemaal"))
    return Portfolio(
        Settings(2027, company=words("company", 14)), accounts, people,
        product_groups=items(words, "group"), products=items(words, "product"), industries=items(words, "industry"),
        teams=items(words, "team"), regions=items(words, "region"), countries=items(words, "country"),
    )  # fmt: skip


def way(words: Words, n: int) -> str:
    """The path of a file, as it is shown: it never begins with a slash."""
    return f"{words('folder', n)}/{words('file', n)}.xlsx".lstrip("/")


def returned(words: Words, n: int) -> Reading:
    """What was read of one plan: the file lies in a folder, and the sheets are called, as the person liked."""
    evaluation = figures("q1", revenue=(1000, 100))
    evaluation["evaluation.q1.revenue"] |= {"eval.correction": words("correction", n)}
    filled = answers(
        words("id", n), evaluation,
        goals={"goals.1": {"goal.specific": words("goal", n), "goal.product_group": f"c{n}"}},
        activities={"activities.1": {"act.what": words("activity", n)}},
    )  # fmt: skip
    came = reading(words("id", n), filled, way(words, n))
    sheet = words("sheet", n)
    found = (
        Finding("own-sheet", None, words("own-sheet", n)),
        Finding("not-a-number", None, sheet, "C9", "x.y", {"raw": words("raw", n), "label": words("label", n)}),
    )
    tables_ = {
        key: tuple(
            replace(row, sheet=sheet, cells={k: cell._replace(sheet=sheet) for k, cell in row.cells.items()})
            for row in rows
        )
        for key, rows in came.tables.items()
    }
    return replace(came, tables=tables_, findings=found)


@cache
def consolidated(words: Words) -> Consolidated:
    the_round = a_round(a_portfolio(words), *(returned(words, n) for n in range(len(PAYLOADS))))
    day = date(2027, 3, 31)
    return Consolidated(the_round, Q1, day, "nl", tables(the_round, Q1, day, "nl"))


IN_SUMMARY = ["id", "name", "person", "team", "region", "correction", "goal", "activity", "sheet", "own-sheet"]
IN_CSV = ["id", "name", "person", "correction", "goal", "activity", "sheet", "own-sheet"]
IN_PORTFOLIO = ["id", "name", "person", "mail", "team", "region", "group", "product", "industry", "country", "prefill"]


# -- the cases ---------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def cases() -> Cases:
    return Cases()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return asking(tmp_path_factory.mktemp("asking"))


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Template:
    form = "id: '1'\ntitle: {nl: Vragen, en: Questions}\nitems:\n  - {field: a.b, label: {nl: V, en: F}, type: text}\n"
    return load_template(str(put_template(tmp_path_factory.mktemp("short") / "short", HEAD, form=form)))


def test_no_answer_is_live_in_a_plan(cases: Cases, template: Template) -> None:
    places = ["text", "long-text", "row", "number", "date", "choice", "group"]
    cases.same(asked(template, hostile), asked(template, harmless), places)


def test_no_name_of_an_account_or_a_company_is_live_in_a_plan(cases: Cases, short: Template) -> None:
    twin = look(headed(short, harmless, 0))
    for n, payload in enumerate(PAYLOADS):
        seen = look(headed(short, hostile, n))
        assert seen.live == twin.live, payload
        assert readable(payload) in seen.texts or payload in TWO_IN_A_ROW, payload
        assert len(seen.texts) >= len(twin.texts)
        written = readable(json.dumps(payload, ensure_ascii=False))
        assert any(text.startswith("ap-plan:") and written in text for text in seen.texts), payload
        cases.pairs |= {(place, payload) for place in ("plan: id", "plan: name", "plan: company")}


def test_no_product_group_is_live_as_row_or_column_of_a_plan(cases: Cases) -> None:
    step = count(len(PAYLOADS) // 2 + 1, 7)
    for first in range(0, len(PAYLOADS), step):
        some = range(first, min(first + step, len(PAYLOADS)))
        seen, twin = look(organised(hostile, some)), look(organised(harmless, some))
        assert seen.live == twin.live, sorted(seen.live ^ twin.live)
        assert seen.headers <= seen.texts, seen.headers - seen.texts
        for n in some:
            assert any(readable(PAYLOADS[n]) in text for text in seen.texts)
            cases.pairs.add(("plan: axis", PAYLOADS[n]))


def test_no_text_is_live_in_the_portfolio(cases: Cases) -> None:
    ours, twin = (portfolio_bytes(a_portfolio(words), real_template("accountplan")) for words in (hostile, harmless))
    cases.same(ours, twin, IN_PORTFOLIO)


def test_no_text_and_no_way_to_a_file_is_live_in_the_summary(cases: Cases) -> None:
    result = consolidated(hostile)
    for plans_at in ("javascript:", "", "..", "a'b\"c")[: count(1, 4)]:
        seen = cases.same(summary_bytes(result, plans_at), summary_bytes(consolidated(harmless), plans_at), IN_SUMMARY)
        assert len(seen.links) > len(PAYLOADS)
    for n, payload in enumerate(PAYLOADS):
        assert readable(way(hostile, n)) in seen.texts
        assert any(readable(payload) in text and payload != text for text in seen.texts)
        cases.pairs |= {("summary: file", payload), ("summary: folder", payload), ("summary: raw", payload)}


def test_no_name_is_a_code_in_the_footer_of_a_page(cases: Cases) -> None:
    with workbook(datetime(2027, 1, 1)) as (book, buffer):
        for n, payload in enumerate(PAYLOADS):
            book.sheet(f"s{n}").page_footer(payload, "&A", "&P / &N")
            book.sheet(f"l{n}").page_footer(payload * 300, "&A", "&P / &N")
    live = {codes for tag, codes in look(buffer.getvalue()).live if tag == "oddFooter"}
    assert live == {str(["&L", "&8", "&C", "&8", "&A", "&R", "&8", "&P", "&N"])}
    with zipfile.ZipFile(io.BytesIO(buffer.getvalue())) as package:
        for n, payload in enumerate(PAYLOADS):
            footer = re.search(
                "<oddFooter>(.*?)</oddFooter>", package.read(f"xl/worksheets/sheet{2 * n + 1}.xml").decode()
            )
            assert footer is not None
            text = unescaped(ElementTree.fromstring(f"<x>{footer[1]}</x>").text or "")
            assert text.startswith("&L&8 ") and text.endswith("&C&8&A&R&8&P / &N") and len(text) <= 255
            assert text[5:-17].replace("&&", "&") == visible(" ".join(payload.split())) or payload in TWO_IN_A_ROW
            cases.pairs.add(("footer", payload))


def test_the_headers_of_an_excel_table_are_what_stands_in_its_cells(cases: Cases) -> None:
    headers = [f"{n} {as_header(payload)}" for n, payload in enumerate(PAYLOADS)]
    with workbook(datetime(2027, 1, 1)) as (book, buffer):
        options = {"name": "t", "columns": [{"header": header} for header in headers]}
        book.sheet("s").add_table(0, 0, 1, len(headers) - 1, options)
    seen = look(buffer.getvalue())
    assert seen.headers == set(map(visible, headers)) <= seen.texts
    cases.pairs |= {("table header", payload) for payload in PAYLOADS}


def test_no_cell_of_a_csv_begins_a_formula(cases: Cases) -> None:
    for name, columns, rows in consolidated(hostile).tables.named():
        text = b"".join(csv_lines(columns, rows)).decode("utf-8")
        for line in csv.reader(io.StringIO(text, newline="")):
            assert len(line) == len(columns)
            for cell in line:
                assert not cell.startswith(("=", "+", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")), (name, cell)
                assert not cell.startswith("-") or re.fullmatch(r"-[\d.e-]+", cell), (name, cell)
        # A Dutch Excel takes `;` for the end of a cell, and quotes within one for nothing special.
        for cell in re.split(r"[;\t\r\n]", text):
            assert not re.match(r'"?(=|@|[+-].*[|(])', cell), (name, cell)
    held = _csv_cells(hostile)
    for place in IN_CSV:
        for n, payload in enumerate(PAYLOADS):
            assert visible(payload).replace("'", "") in held, (place, payload)
            assert harmless(place, n) in _csv_cells(harmless)
            cases.pairs.add((f"csv: {place}", payload))


@cache
def _csv_cells(words: Words) -> frozenset[str]:
    """Every cell of every table, without apostrophes."""
    lines = (
        line
        for _, columns, rows in consolidated(words).tables.named()
        for line in csv.reader(io.StringIO(b"".join(csv_lines(columns, rows)).decode("utf-8"), newline=""))
    )
    return frozenset(cell.replace("'", "") for line in lines for cell in line)


def test_an_answer_is_read_back_as_it_was_typed(template: Template) -> None:
    """Look-alikes of escapes stay what they are; control characters come back as their marks."""
    came = read(asked(template, hostile), template)
    for n, payload in enumerate(PAYLOADS):
        expected = readable(payload).strip() or None
        assert came.answers[f"text.f{n}"].value == expected
        assert came.answers[f"long_text.f{n}"].value == expected


def test_as_many_cases_as_promised(cases: Cases) -> None:
    """Last in this module: what the tests before it have looked at."""
    assert len(cases.pairs) >= PAIRS


@pytest.mark.parametrize("text", ["x" * 33_000, "é" * 40_000, "😀" * 20_000, "=" + "x\n" * 20_000])
def test_a_text_longer_than_a_cell_is_cut_where_one_sees_it(short: Template, text: str) -> None:
    made = plan_bytes(
        short, PlanContext("nl", 2027, None, "EUR", {}), PlanAnswers({"a.b": text}),
        Identity("A-1", 2027, short.id, short.version, "nl", None, "EUR", "unborn"),
    )  # fmt: skip
    value = read(made, short).answers["a.b"].value
    assert isinstance(value, str) and value.endswith(" […]")
    assert 32_700 < len(value.encode("utf-16-le")) // 2 <= 32_767
    assert text.startswith(value.removesuffix(" […]"))


# -- in a real program -------------------------------------------------------------------------------------------------
def test_nothing_is_live_in_a_real_program(office: Office, tmp_path: Path, template: Template) -> None:
    made: dict[str, Callable[[Words], bytes]] = {
        "plan": lambda words: asked(template, words),
        "summary": lambda words: summary_bytes(consolidated(words), ".."),
        "portfolio": lambda words: portfolio_bytes(a_portfolio(words), real_template("accountplan")),
    }
    for name, make in list(made.items())[: count(2, 3)]:
        formulas, texts = [], []
        for words in (hostile, harmless):
            path = tmp_path / f"{name}-{words.__name__}.xlsx"
            path.write_bytes(make(words))
            book = office.open(path)
            sheets = [sheet.name for sheet in book.sheets()]
            formulas.append(sorted(
                (sheet, _NUMBERS.sub("0", _LITERALS.sub('""', formula)))  # totals stand in the order of their names
                for sheet in sheets for formula in book.formulas(sheet).values()
            ))  # fmt: skip
            texts.append({str(value) for sheet in sheets for value in book.values(sheet).values()})
            book.close()
        assert formulas[0] == formulas[1], name
        lost = [payload for payload in PAYLOADS if readable(payload) not in texts[0]]
        assert not lost, (name, lost)
