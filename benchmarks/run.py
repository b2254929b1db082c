"""How long things take, as ratios to plain means on the same machine in the same run: `make bench`.

Rounds are interleaved, so that a busy machine slows all of them alike; the median counts. Nothing here is a test.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from accountplan.checks import check_reading
from accountplan.consolidate import consolidate, parse_quarter
from accountplan.demo import run_demo
from accountplan.portfolio.generate import account_workbook
from accountplan.portfolio.read import read_portfolio
from accountplan.template.library import Library
from accountplan.workbook.read import read_plan
from benchmarks import baselines
from benchmarks.isolation import processors

ROUNDS = 5
ACCOUNTS = 12


def timed(work: Callable[[], object]) -> float:
    """CPU milliseconds of one call, those of the processes that it starts too."""
    start = processors()
    work()
    return (processors() - start) * 1000


def medians(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median of each over interleaved rounds, after one to warm up."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(ROUNDS + 1):
        for name, work in works.items():
            spent = timed(work)
            if turn:
                times[name].append(spent)
    return {name: statistics.median(spent) for name, spent in times.items()}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        run_demo(root, ACCOUNTS, "nl", 1, lambda line: None)
        library = Library()
        portfolio = read_portfolio(root / "portfolio.xlsx", library.named)
        template = library.named("accountplan")
        account = next(account for account in portfolio.accounts if account.tier == "A")
        plan = sorted((root / "returned").rglob("*.xlsx"))[0]
        cells = baselines.cells_of(plan)
        quarter = parse_quarter(f"{portfolio.settings.year}-Q1")
        works: dict[str, Callable[[], object]] = {
            "generate one full plan": lambda: account_workbook(template, portfolio, account),
            "  the same cells by plain XlsxWriter": lambda: baselines.write_plainly(cells),
            "read one full plan": lambda: read_plan(plan, plan.name, library.find),
            "  and check it": lambda: check_reading(read_plan(plan, plan.name, library.find), quarter.end(portfolio)),
            "  its cells by pandas + openpyxl": lambda: baselines.read_with_pandas(plan),
            "  its cells by openpyxl, read-only": lambda: baselines.read_with_openpyxl(plan),
            "  its cells by python-calamine": lambda: baselines.read_with_calamine(plan),
            "  inflating its parts": lambda: baselines.inflate(plan),
            f"consolidate {ACCOUNTS} accounts": lambda: consolidate(
                root / "returned", quarter, library.find, portfolio, workers=1
            ),
        }
        spent = medians(works)
        writing, reading = spent["  the same cells by plain XlsxWriter"], spent["  its cells by pandas + openpyxl"]
        print(f"{'':<42}{'ms (CPU)':>10}{'÷ XlsxWriter':>14}{'÷ pandas':>10}")
        for name, value in spent.items():
            print(f"{name:<42}{value:>10.1f}{value / writing:>14.2f}{value / reading:>10.2f}")


if __name__ == "__main__":
    main()
