"""Writes one file of every kind that we make:  python -m tests.golden.make FOLDER

Run in another process, so that another time zone, language, hash seed and working directory can be tried.
"""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import replace
from pathlib import Path

from accountplan.demo import run_demo
from accountplan.portfolio.generate import generate
from accountplan.portfolio.read import read_portfolio
from accountplan.portfolio.write import portfolio_bytes
from accountplan.template.library import Library
from tests.roundtrip.plans import plan_of
from tests.tools.counts import count

ACCOUNTS = count(3, 4)


def make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for template in ("accountplan", "prospectplan"):
        for language in ("nl", "en"):
            plan = plan_of(template, language)
            (folder / f"{template}-{language}-blank.xlsx").write_bytes(plan.born().content())
            (folder / f"{template}-{language}-full.xlsx").write_bytes(plan.content())
    with contextlib.redirect_stdout(io.StringIO()):
        run_demo(folder / "demo", ACCOUNTS)
    library = Library()
    portfolio = read_portfolio(folder / "demo" / "portfolio.xlsx", library.named)
    template_ = library.named(portfolio.settings.template)
    for language in ("nl", "en"):
        spoken = replace(portfolio, settings=replace(portfolio.settings, language=language))
        (folder / f"portfolio-{language}.xlsx").write_bytes(portfolio_bytes(spoken, template_))
    backwards = replace(portfolio, accounts=tuple(reversed(portfolio.accounts)))
    generate(backwards, template_, folder / "backwards")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
