"""Every sheet of the demo as a picture, to look at, and the few pictures that the documents show: `make pictures`.

    python -m tests.tools.pictures [--only NAME] [--resolution N]

Of the plan of one account, what goes back about it, the portfolio and the summary, in Dutch and in English, every page
comes into `.pictures/`; those of `PICTURES` come into `docs/pictures/`, cut to size. With `--only` a picture of that
table is made, and nothing else.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from accountplan.messages import say
from accountplan.template import load_template
from tests.office.office import Office, missing
from tests.tools.pixels import Pixels

ROOT = Path(__file__).resolve().parents[2]
EVERY_PAGE = ROOT / ".pictures"
SHOWN = ROOT / "docs" / "pictures"
LANGUAGES = ("nl", "en")

PICTURES: dict[str, tuple[str, str, str | None]] = {
    "vel-inhoud": ("plan-empty", "nl", "contents"),
    "vel-klant": ("plan-filled", "nl", "1.1"),
    "vel-doelen": ("plan-filled", "nl", "2.1"),
    "vel-evaluatie": ("plan-filled", "nl", "3"),
    "overzicht": ("summary", "nl", "sheet-overview"),
    "evaluatie": ("summary", "nl", "sheet-evaluations"),
    "bijsturen": ("summary", "nl", "sheet-corrections"),
    "klantblad": ("summary", "nl", "sheet-account"),
    "correcties": ("corrections", "nl", None),
    "sheet-contents": ("plan-empty", "en", "contents"),
    "sheet-customer": ("plan-filled", "en", "1.1"),
    "sheet-goals": ("plan-filled", "en", "2.1"),
    "sheet-evaluation": ("plan-filled", "en", "3"),
    "summary": ("summary", "en", "sheet-overview"),
    "evaluation": ("summary", "en", "sheet-evaluations"),
    "where-to-correct": ("summary", "en", "sheet-corrections"),
    "account-page": ("summary", "en", "sheet-account"),
    "corrections": ("corrections", "en", None),
}
"""The pictures of the documents: workbook of the demo, language, and its chapter, or its sheet of the summary
(none: the first sheet)."""

LARGEST = 120_000
"""Bytes that one of them may take."""
_RESOLUTIONS = (110, 90, 70, 50)


def demo(language: str, folder: Path) -> dict[str, Path]:
    """The workbooks to look at, by the name of their pictures."""
    accountplan = Path(sys.executable).with_name("accountplan")
    subprocess.run([accountplan, "demo", folder, "--language", language], check=True, stdout=subprocess.DEVNULL)
    back = ["--feedback", folder / "feedback", "--as-of", "2027-03-31", "--quiet"]
    subprocess.run([accountplan, "check", folder / "returned", *back], check=False, stdout=subprocess.DEVNULL)
    return {
        "portfolio": folder / "portfolio.xlsx",
        "plan-empty": first(folder, "plans/*.xlsx"),
        "plan-filled": first(folder, "returned/*.xlsx"),
        "corrections": max(sorted(folder.glob("feedback/*.xlsx")), key=lambda file: file.stat().st_size),
        "summary": first(folder, "summary-*-Q2.xlsx"),
    }


def first(folder: Path, pattern: str) -> Path:
    return sorted(folder.glob(pattern))[0]


def photograph(office: Office, workbook: Path, target: Path, resolution: int) -> list[Path]:
    """The pages of the visible sheets, as `<target>-<page>.png`."""
    with tempfile.TemporaryDirectory() as place:
        pdf = office.convert(workbook, Path(place) / "pages.pdf")
        subprocess.run(["pdftoppm", "-r", str(resolution), "-png", str(pdf), str(target)], check=True)
    return sorted(target.parent.glob(f"{target.name}-*.png"))


# -- the pictures of the documents -----------------------------------------------------------------------------------
def show(office: Office, workbook: Path, sheet: str | None, target: Path) -> int:
    """The first page of a sheet, cut to what is on it, as large as `LARGEST` allows; how many bytes it takes."""
    with tempfile.TemporaryDirectory() as place:
        alone = only(workbook, sheet, Path(place) / "alone.xlsx")
        pdf = office.convert(alone, Path(place) / "page.pdf")
        for resolution in _RESOLUTIONS:
            page = ["pdftoppm", "-r", str(resolution), "-singlefile", str(pdf)]
            made = Pixels.of_ppm(subprocess.run(page, check=True, capture_output=True).stdout)
            png = made.without_footer().cut(margin=resolution // 10).png()
            if len(png) <= LARGEST:
                break
    target.write_bytes(png)
    return len(png)


def only(workbook: Path, sheet: str | None, target: Path) -> Path:
    """The workbook with all but one of its sheets hidden, and without their print areas: only that one is printed."""
    with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, _hidden(content.decode(), sheet) if name == "xl/workbook.xml" else content)
    return target


def _hidden(book: str, shown: str | None) -> str:
    tags = re.findall(r"<sheet [^>]*/>", book)
    at = next(n for n, tag in enumerate(tags) if shown is None or f'name="{shown}"' in tag)
    for n, tag in enumerate(tags):
        if n != at and 'state="' not in tag:
            book = book.replace(tag, tag.replace("<sheet ", '<sheet state="hidden" '))
    area = rf'<definedName name="_xlnm.Print_Area" localSheetId="(?!{at}")\d+"[^>]*>[^<]*</definedName>'
    book = re.sub(area, "", book)  # LibreOffice prints hidden sheets that have one
    view = re.sub(r' (firstSheet|activeTab)="\d+"', "", re.search(r"<workbookView [^>]*>", book)[0])  # type: ignore[index]
    return re.sub(r"<workbookView [^>]*>", view.replace("<workbookView ", f'<workbookView activeTab="{at}" '), book)


def show_all(office: Office, books: dict[str, Path], language: str, names: list[str]) -> None:
    """The pictures of the documents that are in this language."""
    template = load_template("accountplan")
    titles = {chapter.id: chapter.title[language] for chapter in template.chapters}
    for name in names:
        book, spoken, sheet = PICTURES[name]
        if spoken == language:
            title = say(language, "summary", sheet) if sheet and book == "summary" else titles.get(sheet or "")
            size = show(office, books[book], title, SHOWN / f"{name}.png")
            print(f"docs/pictures/{name}.png: {size:,} bytes" + (" !!! too large" if size > LARGEST else ""))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="pictures", description="Every sheet of the demo as a picture.")
    parser.add_argument("--only", choices=sorted(PICTURES), help="one picture of the documents, and nothing else")
    parser.add_argument("--resolution", type=int, default=60, help="dots per inch of the pages in .pictures/")
    asked = parser.parse_args(arguments)
    lacking = missing()
    if lacking:
        print(f"!!! no pictures: {lacking}", file=sys.stderr)
        return 2
    for folder in (EVERY_PAGE, SHOWN):
        folder.mkdir(parents=True, exist_ok=True)
    names = [asked.only] if asked.only else list(PICTURES)
    with Office() as office, tempfile.TemporaryDirectory() as place:
        for language in {PICTURES[name][1]: None for name in names}:
            books = demo(language, Path(place) / language)
            show_all(office, books, language, names)
            for name, workbook in books.items() if not asked.only else ():
                made = photograph(office, workbook, EVERY_PAGE / f"{language}-{name}", asked.resolution)
                print(f".pictures/{language}-{name}-…: {len(made)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
