"""From the portfolio to workbooks: names that every system takes, known facts filled in, nobody's work replaced."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountplan.errors import Stop
from accountplan.fields import Cell
from accountplan.files import safe_name, sha256_of, write_whole
from accountplan.findings import Finding
from accountplan.messages import LANGUAGES
from accountplan.portfolio.generate import Made, account_workbook, born_answers, file_name, file_names, generate
from accountplan.portfolio.model import Account, ListItem, Person, Portfolio, Settings
from accountplan.template import Template, load_template
from accountplan.template.model import Limits
from accountplan.workbook.reading import Reading
from tests.helpers import HEAD, SAMPLES, both, opened, put_template, read, real_template, saved


@cache
def prospect() -> Template:
    return real_template(str(SAMPLES / "prospectplan"))


@cache
def account_plan() -> Template:
    return real_template("accountplan")


JAN = Person("jan", "Jan de Vries", "jan@example.com")
INDUSTRY = ListItem("food", {"nl": "Voeding", "en": "Food"})
BREAD = ListItem("bread", {"nl": "Brood", "en": "Bread"})


def portfolio(*accounts: Account, language: str = "nl") -> Portfolio:
    return Portfolio(
        Settings(2027, language), accounts, (JAN,), (BREAD,), industries=(INDUSTRY,),
        countries=(ListItem("NL", {"nl": "Nederland", "en": "Netherlands"}),),
    )  # fmt: skip


ACME = Account("A-001", "Bedrijf ABC", "jan", tier="A")


def made(folder: Path, *accounts: Account, template: Template | None = None, force: bool = False) -> list[Made]:
    return generate(portfolio(*(accounts or (ACME,))), template or prospect(), folder, force=force, workers=1)


def codes(result: Made) -> list[str]:
    return [finding.code for finding in result.findings]


def reading_of(account: Account, template: Template | None = None, round_: Portfolio | None = None) -> Reading:
    content, _ = account_workbook(template or prospect(), round_ or portfolio(account), account)
    return read(content, template or prospect())


# -- file names ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Bedrijf ABC", "A-001 Bedrijf ABC.xlsx"),
        ("a/b\\c", "A-001 a-b-c.xlsx"),
        ('x<y>:"z|?*', "A-001 x-y---z---.xlsx"),
        ("Jansen B.V.", "A-001 Jansen B.V.xlsx"),
        ("Jansen...", "A-001 Jansen.xlsx"),
        ("  twee  woorden ", "A-001 twee woorden.xlsx"),
        ("tab\tregel\n", "A-001 tab-regel-.xlsx"),
        ("Café Zoë", "A-001 Café Zoë.xlsx"),
        ("Cafe\u0301", "A-001 Café.xlsx"),
        ("", "A-001.xlsx"),
        ("\u202eexe", "A-001 exe.xlsx"),
        ("é" * 200, f"A-001 {'é' * 97}.xlsx"),
        ("😀", "A-001 😀.xlsx"),
        ("\ud800", "A-001 -.xlsx"),
        ("=1+1", "A-001 =1+1.xlsx"),
    ],
)
def test_a_file_is_named_after_its_account(name: str, file: str) -> None:
    assert file_name(Account("A-001", name)) == file


@pytest.mark.parametrize("name", ["CON", "con", "nul", "COM1", "lpt9", "aux", "PRN", "con.txt", "NUL .x"])
def test_a_reserved_name_is_not_used(name: str) -> None:
    assert safe_name(name).startswith("_")
    assert not safe_name(f"{name}x").startswith("_") or "." in name


@pytest.mark.parametrize("name", ["", "...", ". .", "~$", "~$plan", ".hidden"])
def test_a_name_is_never_empty_or_hidden(name: str) -> None:
    assert safe_name(name)
    assert safe_name(name)[0] not in ".~$ "


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_name_is_one_that_every_system_takes(identity: str, name: str) -> None:
    file = file_name(Account(identity, name))
    assert len(file.encode("utf-8")) <= 255
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', file)
    assert file.endswith(".xlsx") and file[0] not in ".~ " and file[-6] not in ". "
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", file)


def test_two_accounts_that_look_alike_get_two_files() -> None:
    accounts = [Account("A 1", "x"), Account("A", "1 x"), Account("a", "1 X"), Account("A", "1 x (2)")]
    accounts = [Account(f"{a.id}", a.name) for a in accounts[:3]] + [Account("A-2", "y")]
    names = file_names(accounts)
    assert len({name.casefold() for name in names.values()}) == len(accounts)
    assert sorted(names.values(), key=str.casefold)[0].startswith(("A 1 x", "a 1 X"))


def test_long_names_that_differ_at_their_end_get_two_files() -> None:
    names = file_names([Account("A1", "x" * 300 + "a"), Account("A1 ", "x" * 300 + "b")])
    assert len(set(names.values())) == 2
    assert all(len(name) <= 255 for name in names.values())


# -- what is made ----------------------------------------------------------------------------------------------------
def test_every_account_gets_a_workbook_in_the_order_of_the_portfolio(tmp_path: Path) -> None:
    results = made(tmp_path / "new" / "plans", ACME, Account("A-002", "Beta", tier="A"))
    assert [result.path.name for result in results if result.path] == ["A-001 Bedrijf ABC.xlsx", "A-002 Beta.xlsx"]
    assert sorted(path.name for path in (tmp_path / "new" / "plans").iterdir()) == [
        "A-001 Bedrijf ABC.xlsx",
        "A-002 Beta.xlsx",
    ]


def test_only_who_is_asked_for_gets_one(tmp_path: Path) -> None:
    results = generate(portfolio(ACME, Account("A-002", "Beta")), prospect(), tmp_path, only=["A-002"], workers=1)
    assert [result.account.id for result in results] == ["A-002"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_account_is_one_clear_line(tmp_path: Path, language: str) -> None:
    with pytest.raises(Stop, match="A-404"):
        generate(portfolio(ACME, language=language), prospect(), tmp_path / "out", only=["A-001", "A-404"])
    assert not (tmp_path / "out").exists(), "nothing was begun"


def test_a_tier_without_a_plan_gets_none_and_that_is_said(tmp_path: Path) -> None:
    [result] = made(tmp_path, Account("C-1", "Klein", tier="C"), template=account_plan())
    assert (result.path, codes(result)) == (None, ["no-plan-for-tier"])
    assert list(tmp_path.iterdir()) == []
    assert "C-1" in result.findings[0].message("nl")


def test_an_account_without_a_tier_or_with_an_unknown_one_gets_the_fullest_plan() -> None:
    for tier in (None, "Z"):
        reading = reading_of(Account("A-1", "x", tier=tier), account_plan())
        assert reading.identity is not None and reading.identity.tier == "A"


def test_two_runs_make_the_same_bytes(tmp_path: Path) -> None:
    one, other = (made(tmp_path / name)[0].path for name in "ab")
    assert one is not None and other is not None
    assert one.read_bytes() == other.read_bytes()
    assert sha256_of(one) == sha256_of(other)


def test_progress_is_counted(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    accounts = [Account(f"A-{n}", "x") for n in range(3)]
    generate(portfolio(*accounts), prospect(), tmp_path, workers=1, progress=lambda n, total: seen.append((n, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


# -- what is replaced ------------------------------------------------------------------------------------------------
def test_a_workbook_that_exists_is_not_replaced_without_force(tmp_path: Path) -> None:
    [first] = made(tmp_path)
    assert first.path is not None
    before = (first.path.stat().st_mtime_ns, first.path.read_bytes())
    [second] = made(tmp_path)
    assert (second.path, codes(second)) == (None, ["not-replaced"])
    assert (first.path.stat().st_mtime_ns, first.path.read_bytes()) == before


def test_with_force_a_workbook_that_nobody_touched_is_made_again(tmp_path: Path) -> None:
    made(tmp_path)
    [again] = made(tmp_path, force=True)
    assert again.path is not None
    assert again.findings == ()


def fill_in(path: Path, field: str, value: object) -> None:
    place = read(path.read_bytes(), prospect()).answers[field]
    book = opened(path.read_bytes())
    book[place.sheet][place.cell].value = value  # type: ignore[index]
    path.write_bytes(saved(book))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lead.value", 1250), ("lead.value", "12.5"), ("lead.value", "weet ik niet"), ("lead.temperature", "wram"),
        ("lead.value", "#N/A"), ("lead.value", "=1+1"), ("lead.chance", "25"), ("lead.known_from", "x"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("force", [False, True])
def test_what_a_person_typed_is_never_replaced_understood_or_not(
    tmp_path: Path, field: str, value: object, force: bool
) -> None:
    [first] = made(tmp_path)
    assert first.path is not None
    fill_in(first.path, field, value)
    before = first.path.read_bytes()
    [second] = made(tmp_path, force=force)
    assert (second.path, codes(second)) == (None, ["filled-in" if force else "not-replaced"])
    assert first.path.read_bytes() == before


def test_a_sheet_of_ones_own_is_work_too(tmp_path: Path) -> None:
    [first] = made(tmp_path)
    assert first.path is not None
    book = opened(first.path.read_bytes())
    book.create_sheet("Notities")["A1"] = "belangrijk"
    first.path.write_bytes(saved(book))
    assert codes(made(tmp_path, force=True)[0]) == ["filled-in"]


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04"])
def test_somebody_elses_file_of_that_name_is_never_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "A-001 Bedrijf ABC.xlsx").write_bytes(content)
    [result] = made(tmp_path, force=True)
    assert codes(result) == ["not-replaced"]
    assert "no account plan" in result.findings[0].message("en")
    assert (tmp_path / "A-001 Bedrijf ABC.xlsx").read_bytes() == content


def test_the_plan_of_another_template_is_never_replaced(tmp_path: Path) -> None:
    made(tmp_path, template=prospect())
    assert codes(made(tmp_path, template=account_plan(), force=True)[0]) == ["not-replaced"]


# -- places that cannot be written -----------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path, language: str) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "plans"):
        with pytest.raises(Stop) as stopped:
            generate(portfolio(ACME, language=language), prospect(), place)
        assert "\n" not in str(stopped.value)
        assert str(place) in str(stopped.value)


def test_a_file_that_cannot_be_written_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, content: bytes, *, new: bool) -> None:
        if "A-001" in path.name:
            raise OSError(errno.EBUSY, "Device or resource busy")
        write_whole(path, content, new=new)

    monkeypatch.setattr("accountplan.portfolio.generate.write_whole", refuse)
    first, second = made(tmp_path, ACME, Account("A-002", "Beta"))
    assert (first.path, codes(first)) == (None, ["not-written"])
    assert "the file is in use" in first.findings[0].message("en")
    assert second.path is not None


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "x.xlsx"
    target.write_bytes(b"before")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, b"after")
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


# -- what a plan is born with ----------------------------------------------------------------------------------------
def test_known_facts_are_filled_in_by_role() -> None:
    account = Account(
        "A-001",
        "Bedrijf ABC",
        "jan",
        tier="A",
        currency="USD",
        customer_since=date(2014, 3, 1),
        revenue_last_year=1250.5,
        orders_last_year=12,
    )
    reading = reading_of(account, account_plan())
    values = {
        role: answer.value
        for role in ("account-id", "account-name", "plan-year", "currency", "tier", "customer-since", "status")
        if (answer := reading.of_role(role)) is not None
    }
    assert values == {
        "account-id": "A-001", "account-name": "Bedrijf ABC", "plan-year": 2027, "currency": "USD", "tier": "A",
        "customer-since": date(2014, 3, 1), "status": "draft",
    }  # fmt: skip
    manager = reading.of_role("account-manager")
    assert manager is not None and manager.raw == "Jan de Vries"
    history = account_plan().table_by_role("history")
    assert history is not None
    last_year = next(row for row in reading.tables[history.id] if row.id == f"{history.id}.y3")
    revenue, orders = history.by_role("revenue"), history.by_role("orders")
    assert revenue is not None and orders is not None
    assert (last_year.cells[revenue.id].value, last_year.cells[orders.id].value) == (1250.5, 12)
    assert not reading.filled_in


def test_prefill_goes_to_its_field_by_id_in_the_notation_of_the_portfolio() -> None:
    prefill = {
        "cust.employees": Cell.of("1.250"),
        "cust.industry": Cell.of("Voeding"),
        "cust.address_postcode": Cell.of("0123 AB"),
        "cust.address_country": Cell.of("nl"),
    }
    account = Account("A-1", "x", tier="A", language="en", prefill=prefill)
    reading = reading_of(account, account_plan())
    assert {field: reading.answers[field].value for field in prefill} == {
        "cust.employees": 1250,
        "cust.industry": "food",
        "cust.address_postcode": "0123 AB",
        "cust.address_country": "NL",
    }
    assert reading.answers["cust.industry"].raw == "Food"
    assert not reading.filled_in


def test_prefill_of_a_tables_column_goes_to_its_first_row_and_of_a_fixed_rows_field_to_that_row() -> None:
    prefill = {
        "contacts.name": Cell.of("Piet"),
        "contacts.email": Cell.of("piet@example.com"),
        "eval.revenue_plan": Cell.of(500),
    }
    reading = reading_of(Account("A-1", "x", tier="A", prefill=prefill), account_plan())
    rows = {row.id: row for table in reading.tables.values() for row in table if row.filled}
    table = account_plan().table_of_column("contacts.name")
    assert table is not None
    first = rows[f"{table.id}.1"]
    assert (first.cells["contacts.name"].value, first.cells["contacts.email"].value) == ("Piet", "piet@example.com")
    assert [row.cells["eval.revenue_plan"].value for row in rows.values() if "eval.revenue_plan" in row.cells] == [500]
    assert not reading.filled_in


@pytest.mark.parametrize(
    ("field", "content", "code"),
    [
        ("cust.employees", "12.5", "number-ambiguous"), ("cust.employees", "veel", "not-a-number"),
        ("cust.industry", "Voedng", "not-in-list"), ("hist.customer_since", "03/04/2014", "date-ambiguous"),
        ("contacts.role", "baas", "not-in-list"),
    ],
)  # fmt: skip
def test_prefill_that_cannot_be_taken_is_reported_with_account_and_field(field: str, content: str, code: str) -> None:
    account = Account("A-1", "x", tier="A", prefill={field: Cell.of(content)}, cell="B7")
    answers, findings = born_answers(account_plan(), portfolio(account), account)
    assert field not in answers.fields
    assert [(finding.code, finding.field, finding.cell) for finding in findings] == [(code, field, "B7")]
    assert "A-1" in findings[0].message("nl")


def test_what_the_portfolio_has_said_of_a_cell_is_not_said_again() -> None:
    prefill = {"cust.employees": Cell.of("12.5"), "cust.industry": Cell.of("Voedng")}
    cells = {"id": "B7", "cust.employees": "M7", "cust.industry": "N7"}
    account = Account("A-1", "x", tier="A", prefill=prefill, cell="B7", sheet="Klanten", cells=cells)
    said = Finding("number-ambiguous", "p.xlsx", "Klanten", "M7", "cust.employees")
    _, findings = born_answers(account_plan(), replace(portfolio(account), findings=(said,)), account)
    assert [(f.code, f.sheet, f.cell) for f in findings] == [("not-in-list", "Klanten", "N7")]


def test_prefill_of_what_this_plan_does_not_ask_is_not_born() -> None:
    full_only = next(
        question.id
        for chapter, question in account_plan().questions()
        if (question.tiers or chapter.tiers) == ("A",) and question.type in ("text", "long-text") and not question.role
    )
    short = Account("B-1", "x", tier="B", prefill={full_only: Cell.of("iets")}, revenue_last_year=5)
    reading = reading_of(short, account_plan())
    assert reading.answers[full_only].value is None
    assert not reading.filled_in, "nobody has touched it"


AWKWARD = [
    Account("A-1", "  Bedrijf   ABC \t"),
    Account("A-1", "bel\x07"),
    Account("A-1", "=HYPERLINK(1)"),
    Account("A-1", "\ud800"),
    Account("A-1", "_x000D_"),
    Account("A-1", "een\r\ntwee"),
    Account("A-1", "x" * 300),
    Account("A-1", ""),
    Account("007", "Bond"),
    Account("A-1", "x", "nobody"),
    Account("A-1", "x", currency="XXX"),
    Account("A-1", "x", revenue_last_year=0.1 + 0.2, orders_last_year=12.0),
    Account("A-1", "x", revenue_last_year=1234567.8900000001),
    Account("A-1", "x", customer_since=date(1899, 1, 1)),
]


@pytest.mark.parametrize("account", AWKWARD, ids=lambda account: repr(account.name)[:20])
def test_a_plan_that_nobody_touched_is_never_taken_for_filled_in(account: Account) -> None:
    reading = reading_of(account, account_plan())
    assert reading.readable
    assert not reading.filled_in


def test_a_language_that_the_template_does_not_speak_gives_the_one_it_does(tmp_path: Path) -> None:
    form = "id: '1'\ntitle: {en: Questions}\nitems:\n  - {field: own.name, label: {en: Name}, type: text}\n"
    lists = "id: lists\ntitle: {en: Lists}\nkind: lists\n"
    text = HEAD.replace("{nl: Klein, en: Tiny}", "{en: Tiny}\nlanguages: [en]")
    english = load_template(str(put_template(tmp_path / "tiny", text, form=form, lists=lists)))
    reading = reading_of(ACME, english)
    assert reading.identity is not None and reading.identity.language == "en"


def test_limits_of_the_portfolio_go_along() -> None:
    round_ = Portfolio(Settings(2027, limits={"revenue": Limits(green=0.2, amber=0.5)}), (ACME,))
    reading = reading_of(ACME, account_plan(), round_)
    assert reading.context is not None
    assert reading.context.limits["revenue"] == Limits(green=0.2, amber=0.5)


def test_labels_of_these_tests_have_both_languages() -> None:
    assert both("x").keys() == set(LANGUAGES)
