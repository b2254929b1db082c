"""Customer lists as CRMs and accounting programs export them, and as people mangle them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountplan.errors import Stop
from accountplan.fields import Cell
from accountplan.portfolio.customers import Import, customers_from_csv
from accountplan.portfolio.lists import country_of
from accountplan.portfolio.numbers import meanings_of, notation_of
from accountplan.portfolio.slugs import Slugs, slug
from accountplan.portfolio.start import new_portfolio
from accountplan.template import load_template
from accountplan.template.model import Template
from tests.unit.test_portfolio_roundtrip import TEMPLATE, bare, read, written


def imported(
    tmp_path: Path, content: str | bytes, language: str = "nl", template: Template = TEMPLATE, name: str = "klanten.csv"
) -> Import:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return customers_from_csv(path, template, language)


def codes(found: Import) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.cell) for finding in found.findings]


SIMPLE = "account_id,account_name,account_manager,team,region,tier,currency\n1,Één BV,Jan de Vries,Noord,Oost,B,USD\n"


# -- what it reads ----------------------------------------------------------------------------------------------------
def test_the_columns_of_the_contract(tmp_path: Path) -> None:
    found = imported(tmp_path, SIMPLE)
    (account,) = found.accounts
    assert (account.id, account.name, account.manager) == ("1", "Één BV", "jan-de-vries")
    assert (account.team, account.region, account.tier, account.currency) == ("noord", "oost", "B", "USD")
    assert [person.name for person in found.people] == ["Jan de Vries"]
    assert [team.label["en"] for team in found.teams] == ["Noord"]
    assert (found.unmatched, found.findings) == ((), ())


def test_our_own_accounts_csv_says_nothing_of_status_and_file(tmp_path: Path) -> None:
    found = imported(tmp_path, "account_id,account_name,status,file\n1,'=Een,missing,x.xlsx\n")
    assert (found.unmatched, found.findings) == ((), ())
    assert found.accounts[0].name == "=Een"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_and_encodings(delimiter: str, encoding: str, end: str, tmp_path: Path) -> None:
    text = SIMPLE.replace(",", delimiter).replace("\n", end)
    content = b"\xfe\xff" + text.encode("utf-16-be") if encoding == "utf-16-be-bom" else text.encode(encoding)
    found = imported(tmp_path, content)
    assert found.accounts[0].name == "Één BV"
    assert [f.code for f in found.findings] == (["encoding-assumed"] if encoding == "cp1252" else [])


def test_excels_own_first_line(tmp_path: Path) -> None:
    assert imported(tmp_path, "sep=;\n" + SIMPLE.replace(",", ";")).accounts[0].id == "1"


def test_commas_within_values_do_not_win(tmp_path: Path) -> None:
    found = imported(tmp_path, "Code;Naam\n1;Jansen, Pietersen, Klaassen\n2;A, B, C, D\n")
    assert [account.name for account in found.accounts] == ["Jansen, Pietersen, Klaassen", "A, B, C, D"]


def test_line_ends_and_quotes_within_values(tmp_path: Path) -> None:
    found = imported(tmp_path, 'Code,Naam,Plaats\n1,"Jansen\nZonen","Ede ""West"""\n2,Beta,Oss\n')
    assert [account.name for account in found.accounts] == ["Jansen\nZonen", "Beta"]
    assert found.accounts[0].prefill["cust.address_city"].text == 'Ede "West"'


EXPORTS = {
    "salesforce": "Id,Name,Owner.Name,Industry,BillingCity,BillingCountry,NumberOfEmployees\n"
    "001,Alfa,Jan,Retail,Zwolle,Netherlands,85\n",
    "hubspot": "Record ID,Company name,Company owner,City,Country/Region,Number of Employees\n"
    "1,Alfa,jan@example.nl,Zwolle,Netherlands,85\n",
    "dynamics": "(Do Not Modify) Account,Account Name,Account Number,Owner,Address 1: City,Address 1: Country/Region\n"
    "guid,Alfa,A1,Jan,Zwolle,Netherlands\n",
    "exact": "Code;Naam;Accountmanager;Plaats;Land\n1;Alfa;Jan;Zwolle;Nederland\n",
    "afas": "Debiteurnummer;Naam;Vertegenwoordiger;Woonplaats;Land\n1;Alfa;Jan;Zwolle;NL\n",
    "teamleader": "Klantnummer,Bedrijfsnaam,Verantwoordelijke,Stad,Land\n1,Alfa,Jan,Zwolle,Nederland\n",
    "odoo": "External ID,Display Name,Salesperson,City,Country\n1,Alfa,Jan,Zwolle,Nederland\n",
}


@pytest.mark.parametrize("crm", EXPORTS)
def test_well_known_exports(crm: str, tmp_path: Path) -> None:
    (account,) = (found := imported(tmp_path, EXPORTS[crm])).accounts
    assert account.name == "Alfa"
    assert account.manager == "jan"
    assert account.prefill["cust.address_city"] == Cell.of("Zwolle")
    country = country_of(account.prefill["cust.address_country"].text)
    assert country is not None
    assert country.code == "NL"
    assert found.people[0].email == ("jan@example.nl" if crm == "hubspot" else None)


def test_every_field_id_and_label_of_the_shipped_template(tmp_path: Path) -> None:
    template = load_template("accountplan")
    for language in template.languages:
        ids = [question.id for _, question in template.questions()]
        labels = [question.label[language] for _, question in template.questions() if not question.computed]
        for headers in (ids, labels):
            text = "account_id,account_name," + ",".join(f'"{header}"' for header in headers) + "\n1,Alfa\n"
            found = imported(tmp_path, text, language, template)
            computed = {q.id for _, q in template.questions() if q.computed} | {"meta.plan_year", "meta.last_change"}
            odd = {template.question(i).label[language] for i in ("meta.plan_year", "meta.last_change")}  # type: ignore[union-attr]
            assert set(found.unmatched) <= computed | odd


def test_an_address_of_the_owner(tmp_path: Path) -> None:
    found = imported(tmp_path, "Code,Naam,Owner\n1,A,Jan Smit <jan@example.nl>\n2,B,JAN@example.nl\n3,C,jan smit\n")
    assert [account.manager for account in found.accounts] == ["jan-smit"] * 3
    assert [(person.name, person.email) for person in found.people] == [("Jan Smit", "jan@example.nl")]


# -- what it says -----------------------------------------------------------------------------------------------------
def test_unmatched_columns_are_listed(tmp_path: Path) -> None:
    found = imported(tmp_path, "Code,Naam,Kleur,Onze omzet\n1,A,rood,5\n")
    assert found.unmatched == ("Kleur", "Onze omzet")
    assert codes(found) == [("column-unknown", "C1"), ("column-without-place", "D1")]


def test_two_columns_for_one_thing(tmp_path: Path) -> None:
    found = imported(tmp_path, "Debiteurcode,Id,Naam\nx,1,A\n")
    assert found.accounts[0].id == "1"
    assert codes(found) == [("column-duplicate", "A1")]


def test_an_own_status_is_not_the_status_of_a_contact(tmp_path: Path) -> None:
    found = imported(tmp_path, "Code,Naam,Status\n1,A,actief\n")
    assert codes(found) == [("column-without-place", "C1")]
    assert found.accounts[0].prefill == {}


def test_duplicate_and_missing_ids(tmp_path: Path) -> None:
    found = imported(tmp_path, "Code,Naam\nA1,A\na1,B\n,C\nA3,\n\n")
    assert [(account.id, account.name) for account in found.accounts] == [("A1", "A"), ("A3", "A3")]
    assert codes(found) == [("row-duplicate", "A3"), ("value-missing", "A4"), ("value-missing", "B5")]


def test_a_row_whose_values_have_shifted(tmp_path: Path) -> None:
    found = imported(tmp_path, "Code,Naam,Plaats\n1,Jansen, Zonen,Ede\n2,Beta,Oss,,\n")
    assert [account.id for account in found.accounts] == ["2"]
    assert codes(found) == [("row-ragged", "A2")]


def test_unknown_tier_and_currency(tmp_path: Path) -> None:
    found = imported(tmp_path, "Code,Naam,tier,currency\n1,A,Z,XYZ\n")
    assert (found.accounts[0].tier, found.accounts[0].currency) == (None, None)
    assert codes(found) == [("unknown-reference", "C2"), ("unknown-reference", "D2")]


@pytest.mark.parametrize(
    ("typed", "expected"), [("2014-03-01", date(2014, 3, 1)), ("2014-03-01T12:00:00.000+0000", date(2014, 3, 1))]
)
def test_dates(typed: str, expected: date, tmp_path: Path) -> None:
    assert imported(tmp_path, f"Code,Naam,Klant sinds\n1,A,{typed}\n").accounts[0].customer_since == expected


def test_an_ambiguous_date_is_not_taken(tmp_path: Path) -> None:
    found = imported(tmp_path, "Code,Naam,Klant sinds\n1,A,03/04/2020\n")
    assert found.accounts[0].customer_since is None
    assert found.accounts[0].prefill == {"customer_since": Cell.of("03/04/2020")}
    assert codes(found) == [("date-ambiguous", "C2")]


# -- numbers ----------------------------------------------------------------------------------------------------------
def revenues(found: Import) -> list[float | None]:
    return [account.revenue_last_year for account in found.accounts]


def test_dutch_and_english_numbers_per_column(tmp_path: Path) -> None:
    found = imported(tmp_path, "Code;Naam;Omzet vorig jaar;cust.employees\n1;A;1.250,50;1,250\n2;B;1.250;1,250,000\n")
    assert revenues(found) == [1250.5, 1250.0]
    assert [account.prefill["cust.employees"].value for account in found.accounts] == [1250, 1250000]
    assert found.findings == ()


def test_ambiguous_numbers_are_not_taken(tmp_path: Path) -> None:
    found = imported(tmp_path, "Code;Naam;Omzet vorig jaar\n1;A;1.250\n2;B;85\n3;C;€ 12,50\n4;D;12.50\n")
    assert revenues(found) == [None, 85, 12.5, 12.5]
    assert codes(found) == [("number-ambiguous", "C2")]


def test_a_column_without_evidence_is_read_as_the_rest_of_its_file(tmp_path: Path) -> None:
    found = imported(tmp_path, "Code;Naam;Omzet vorig jaar;cust.employees\n1;A;1.250.000,50;1.250\n2;B;85;2.000\n")
    assert [account.prefill["cust.employees"].value for account in found.accounts] == [1250, 2000]
    assert found.findings == ()
    found = imported(tmp_path, "Code;Naam;Omzet vorig jaar;cust.employees\n1;A;1,250;1,250,000\n")
    assert (revenues(found), found.findings) == ([1250], ())


def test_a_file_that_contradicts_itself_decides_nothing(tmp_path: Path) -> None:
    text = "Code;Naam;Omzet vorig jaar;Orders vorig jaar;cust.employees\n1;A;1.250,50;1,250,000;1.250\n"
    found = imported(tmp_path, text)
    (account,) = found.accounts
    assert (account.revenue_last_year, account.orders_last_year) == (1250.5, 1250000)
    assert account.prefill == {"cust.employees": Cell.of("1.250")}
    assert codes(found) == [("number-ambiguous", "E2")]


def test_what_is_ambiguous_stands_in_the_portfolio_as_it_was_written(tmp_path: Path) -> None:
    text = "Code;Naam;Klant sinds;Omzet vorig jaar;cust.employees\n1;A;03/04/2020;1,250;1,500\n"
    found = imported(tmp_path, text)
    (account,) = found.accounts
    raw = {"customer_since": "03/04/2020", "revenue_last_year": "1,250", "cust.employees": "1,500"}
    assert {key: cell.text for key, cell in account.prefill.items()} == raw
    back = read(written(new_portfolio(TEMPLATE, 2027, "nl", found), tmp_path))
    said = {finding.field: (finding.code, finding.params.get("raw")) for finding in back.findings}
    assert (
        said.items()
        >= {
            "customer_since": ("date-ambiguous", "03/04/2020"),
            "revenue_last_year": ("number-ambiguous", "1,250"),
            "cust.employees": ("number-ambiguous", "1,500"),
        }.items()
    )


def test_percentages(tmp_path: Path) -> None:
    found = imported(tmp_path, "Code;Naam;Aandeel\n1;A;12,5%\n2;B;12\n3;C;0\n")
    assert [a.prefill.get("cust.share") for a in found.accounts] == [Cell.of(0.125), Cell.of("12"), Cell.of(0)]
    assert codes(found) == [("percent-ambiguous", "C3")]


def written_as(number: float, language: str, grouped: bool) -> str:
    text = f"{number:,.2f}" if grouped else f"{number:.2f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text


@given(st.lists(st.integers(0, 10**9).map(lambda cents: cents / 100)), st.sampled_from(["nl", "en"]), st.booleans())
def test_numbers_with_cents_decide_their_column(numbers: list[float], language: str, grouped: bool) -> None:
    column = [written_as(number, language, grouped) for number in numbers]
    assert notation_of(column) == (language if numbers else None)
    assert [meanings_of(text, language) for text in column] == [(number,) for number in numbers]


@given(st.text("0123456789.,' €-()%", max_size=12))
def test_without_evidence_no_number_is_chosen(text: str) -> None:
    sure = {language: meanings_of(text, language) for language in ("nl", "en")}
    assert set(meanings_of(text, None)) <= set(sure["nl"]) | set(sure["en"])


# -- nothing can be done ----------------------------------------------------------------------------------------------
STOPS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "leeg"),
    "blank": (b"\n \n\n", "leeg"),
    "only a header": (b"account_id,account_name\n", "alleen kolomkoppen"),
    "no id": (b"Naam,Plaats\nA,Ede\n", "Klantnummer"),
    "no name": (b"Code,Plaats\n1,Ede\n", "Klantnaam"),
    "no list of customers": (b"een,twee\n1,2\n", "Klantnummer"),
    "a workbook": (b"PK\x03\x04....", "werkmap"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "geen tekstbestand"),
    "a quote left open": (b'Code,Naam\n1,"A\n2,B\n', "aanhalingsteken"),
}


@pytest.mark.parametrize("case", STOPS)
def test_stops(case: str, tmp_path: Path) -> None:
    content, word = STOPS[case]
    with pytest.raises(Stop) as caught:
        imported(tmp_path, content)
    assert word in str(caught.value)
    assert "klanten.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="is er niet"):
        customers_from_csv(tmp_path / "weg.csv", TEMPLATE, "nl")


# -- on to the portfolio ----------------------------------------------------------------------------------------------
def test_an_import_becomes_a_portfolio_without_complaint(tmp_path: Path) -> None:
    text = "Id,Name,Owner,Team,Industry,BillingCountry,tier\n"
    text += "1,A,Jan,Noord,Ruimtevaart,NLD,A\n2,B,Piet,Zuid,Groothandel,Atlantis,B\n3,C,Jan,noord,,Bhutan,C\n"
    found = imported(tmp_path, text)
    assert [item.label["nl"] for item in found.industries] == ["Ruimtevaart"]
    assert [item.code for item in found.countries] == ["atlantis", "BT"]
    portfolio = new_portfolio(TEMPLATE, 2027, "nl", found)
    back = read(written(portfolio, tmp_path))
    assert back.findings == ()
    assert bare(back) == replace(portfolio, findings=())
    assert back.accounts[0].prefill["cust.address_country"].text == "Nederland"


def test_slugs() -> None:
    assert slug("Zoë de Vries") == "zoe-de-vries"
    assert slug("株式会社") == "x"
    slugs = Slugs(["Jan-Smit"])
    assert [slugs.fresh("Jan Smit"), slugs.fresh("jan smit!")] == ["jan-smit-2", "jan-smit-3"]
