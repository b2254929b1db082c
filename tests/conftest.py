"""What every test has at hand: hypothesis profiles, the real office, and loud words about what is missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.office.gnumeric import missing as gnumeric_missing
from tests.office.office import Office
from tests.office.office import missing as office_missing
from tests.tools.counts import PROFILE, count
from tests.tools.fonts import missing as font_missing
from tests.tools.ooxml import missing as node_missing

settings.register_profile(
    PROFILE,
    max_examples=count(200, 2_000),
    derandomize=PROFILE == "default",  # a selection must say the same twice; the full count may look further each time
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(PROFILE)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that use the office are marked so, and share one worker: it is started once."""
    for item in items:
        if "office" in getattr(item, "fixturenames", ()):
            item.add_marker("office")
        if item.get_closest_marker("office"):
            item.add_marker(pytest.mark.xdist_group("office"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Missing programs are said in the closing lines, so that a green run does not hide them."""
    for lacking in (office_missing(), gnumeric_missing(), node_missing(), font_missing()):
        if lacking:
            terminalreporter.write_line(f"!!! SKIPPED: {lacking}", yellow=True, bold=True)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("node"):
        lacking = node_missing()
        if lacking:
            pytest.skip(lacking)
    if item.get_closest_marker("office"):
        lacking = office_missing()
        if lacking:
            pytest.skip(lacking)


@pytest.fixture(scope="session")
def _office_of_the_session() -> Iterator[Office]:
    with Office() as office:
        yield office


@pytest.fixture
def office(_office_of_the_session: Office) -> Iterator[Office]:
    """Real LibreOffice: started once, every book that a test opened is closed after it."""
    yield _office_of_the_session
    _office_of_the_session.close_books()
