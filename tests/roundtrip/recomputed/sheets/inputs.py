"""Findings, provenance and files."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.roundtrip.recomputed.facts import AS_OF, Facts, as_day
from tests.roundtrip.recomputed.sheet import Claimed, Line

SEVERITIES = {"error": "fout", "warning": "let op", "info": "ter info"}


def findings(sheet: Claimed, facts: Facts) -> None:
    rows = facts.csv("findings")
    codes = {name: code for code, name in SEVERITIES.items()}

    def counted(line: Line) -> dict[str, Any]:
        kind = [r for r in rows if r["severity"] == codes[line["Ernst"]]]
        if line["Code"] == "alle samen":
            return {"Aantal": len(kind), "Klanten": None}
        kind = [r for r in kind if r["code"] == line["Code"]]
        return {"Aantal": len(kind), "Klanten": len({r["account_id"] for r in kind if r["account_id"]})}

    assert sheet.table("Ernst").each(counted) == len({r["severity"] for r in rows}) + min(
        8, len({(r["severity"], r["code"]) for r in rows})
    )
    met: set[tuple[str, ...]] = set()

    def listed(line: Line) -> dict[str, Any]:
        kind = (line["Ernst"], line["Code"], line["Klantnr."])
        first = bool(line["Klantnr."]) and kind not in met
        met.add(kind)
        return {"Eerste van de klant": int(first)}

    assert sheet.table("Ernst", nth=2).each(listed) == len(rows)


def provenance(sheet: Claimed, facts: Facts) -> None:
    rows = facts.csv("files")
    statuses = Counter(row["status"] for row in rows)
    expected: dict[str, Any] = {
        "Klanten in de portefeuille": len(facts.accounts),
        "Klanten die een plan moeten inleveren": len(facts.asked),
        "Medewerkers in de portefeuille": sum("@" in str(row[2]) for row in facts.portfolio["Medewerkers"]),
        "gelezen": statuses["read"],
        "geweigerd": statuses["refused"],
        "overgeslagen": statuses["ignored"],
        "tellen mee in de totalen": sum(row["counts"] == "true" for row in rows),
    }
    for label, value in expected.items():
        sheet.expect(sheet.find(label), 2, value)
    assert as_day(sheet.value(sheet.find("Stand op (wat te laat is)"), 2)) == AS_OF
    made_by = Counter((row["template"], row["version"], row["language"]) for row in rows if row["template"])
    versions = sheet.table("Sjabloon")
    assert versions.each(
        lambda line: {"Bestanden": made_by[line["Sjabloon"], line["Versie sjabloon"], line["Taal"]]}
    ) == len(made_by)


def files(sheet: Claimed, facts: Facts) -> None:
    found = {row["file"]: row for row in facts.csv("findings") if not row["account_id"]}
    by_file = {row["file"]: row for row in facts.csv("files")}
    said = facts.csv("findings")

    def expected(line: Line) -> dict[str, Any]:
        name = line["Bestand"]
        path = facts.folder / "returned-2027-Q2" / name
        severities = [row["severity"] for row in said if row["file"] == name]
        assert line["Vingerafdruk (SHA-256)"] == by_file[name]["sha256"]
        return {
            "Grootte (bytes)": path.stat().st_size,
            "Fouten": severities.count("error"),
            "Let op": severities.count("warning"),
            "Telt mee (1 = ja)": int(line["Telt mee"] == "ja"),
        }

    assert not found
    assert sheet.table("Bestand").each(expected) == len(list((facts.folder / "returned-2027-Q2").iterdir()))
