"""Every sheet of the demo as a picture, to look at: `make pictures`.

    python -m tests.tools.pictures [DIR] [--resolution N]     makes DIR (default docs/pictures)

One account, what goes back about it, and the summary of the demo, in Dutch and in English, empty and filled in.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.office.office import Office, missing

LANGUAGES = ("nl", "en")


def demo(language: str, folder: Path) -> dict[str, Path]:
    """The workbooks to look at, by the name of their pictures."""
    accountplan = Path(sys.executable).with_name("accountplan")
    command = [accountplan, "demo", folder, "--accounts", "3", "--language", language]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    back = ["--feedback", folder / "feedback", "--as-of", "2027-03-31", "--quiet"]
    subprocess.run([accountplan, "check", folder / "returned", *back], check=False, stdout=subprocess.DEVNULL)
    return {
        "portfolio": folder / "portfolio.xlsx",
        "plan-empty": first(folder, "plans/*.xlsx"),
        "plan-filled": first(folder, "returned/*.xlsx"),
        "corrections": first(folder, "feedback/*.xlsx"),
        "summary": first(folder, "summary-*-Q1.xlsx"),
    }


def first(folder: Path, pattern: str) -> Path:
    return sorted(folder.glob(pattern))[0]


def photograph(office: Office, workbook: Path, target: Path, resolution: int) -> list[Path]:
    """The pages of the visible sheets, as `<target>-<page>.png`."""
    with tempfile.TemporaryDirectory() as place:
        pdf = office.convert(workbook, Path(place) / "pages.pdf")
        subprocess.run(["pdftoppm", "-r", str(resolution), "-png", str(pdf), str(target)], check=True)
    return sorted(target.parent.glob(f"{target.name}-*.png"))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="pictures", description="Every sheet of the demo as a picture.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/pictures"))
    parser.add_argument("--resolution", type=int, default=60, help="dots per inch")
    asked = parser.parse_args(arguments)
    lacking = missing()
    if lacking:
        print(f"!!! no pictures: {lacking}", file=sys.stderr)
        return 2
    asked.folder.mkdir(parents=True, exist_ok=True)
    with Office() as office, tempfile.TemporaryDirectory() as place:
        for language in LANGUAGES:
            for name, workbook in demo(language, Path(place) / language).items():
                made = photograph(office, workbook, asked.folder / f"{language}-{name}", asked.resolution)
                print(f"{language} {name}: {len(made)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
