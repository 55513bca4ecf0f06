"""What every test shares: the real Neo4j, the real browser, the real data.

Tests say what they need with a marker (`neo4j`, `browser`, `data`, `soak`) and are left out with
``-m``. A need that was asked for and cannot be met fails the test; it never skips.
"""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import settings

from tests.chromium import open_chromium
from tests.neo4j_server import Neo4jServer, running_neo4j

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPOSITORY: Final = Path(__file__).resolve().parent.parent
DATA: Final = Path(os.environ.get("RESTU_TEST_DATA") or REPOSITORY.parent / "shared" / "data")
IN_CI: Final = os.environ.get("CI") == "true"
COUNTED_MARKERS: Final = ("neo4j", "browser", "data")

# No deadline: the first call of a kernel compiles it. CI draws the same examples every time.
settings.register_profile("restu", deadline=None, derandomize=IN_CI)
settings.load_profile("restu")


class Neo4jOfThisRun:
    """One server for the whole run: started ahead of the tests, awaited by the first user."""

    def __init__(self) -> None:
        self._kept = ExitStack()
        self._server: Neo4jServer | None = None

    def start(self) -> Neo4jServer:
        """Start without waiting; tests that need no database run meanwhile."""
        if self._server is None:
            self._server = self._kept.enter_context(running_neo4j())
        return self._server

    def close(self) -> None:
        self._kept.close()


NEO4J: Final = pytest.StashKey[Neo4jOfThisRun]()
NOTES: Final = pytest.StashKey[list[str]]()
COUNTS: Final = pytest.StashKey[Counter[str]]()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run asynchronous tests on the loop that the service runs on."""
    return "asyncio"


@pytest.fixture(scope="session")
def neo4j_server(pytestconfig: pytest.Config) -> Neo4jServer:
    """Give the server of this run, ready: `uri`, `auth`, `kill()`, `restart()`.

    It is shared: a test works in a network of its own, and one that kills it restarts it.
    """
    server = pytestconfig.stash[NEO4J].start()
    server.wait_until_ready()
    return server


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Give the Chromium of this run; each test opens its own context in it."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Give the folder of the real data sets, for tests marked `data`."""
    return DATA


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NEO4J] = Neo4jOfThisRun()
    config.stash[NOTES] = []
    config.stash[COUNTS] = Counter()


@pytest.hookimpl(trylast=True)  # after -m and -k have chosen
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    leave_out_data_tests_without_data(config, items)
    # Fast failures first. Browser tests last: Playwright's synchronous interface keeps an event
    # loop running in this thread, beside which no asynchronous test could start its own.
    items.sort(key=lambda item: (is_marked(item, "browser"), is_marked(item, "neo4j")))


def pytest_collection_finish(session: pytest.Session) -> None:
    config = session.config
    if config.option.collectonly or not any(is_marked(item, "neo4j") for item in session.items):
        return
    try:
        config.stash[NEO4J].start()
    except Exception as failure:  # noqa: BLE001 - each test that needs the server tries again and says it
        config.stash[NOTES].append(f"Neo4j did not start: {failure}")


def leave_out_data_tests_without_data(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanting = [item for item in items if is_marked(item, "data")]
    if DATA.is_dir() or not wanting:
        return
    note = f"{len(wanting)} tests on real data left out: no folder {DATA} (set RESTU_TEST_DATA)"
    if IN_CI:
        raise pytest.UsageError(note)
    config.stash[NOTES].append(note)
    config.hook.pytest_deselected(items=wanting)
    items[:] = [item for item in items if not is_marked(item, "data")]


def is_marked(item: pytest.Item, marker: str) -> bool:
    return item.get_closest_marker(marker) is not None


def pytest_runtest_call(item: pytest.Item) -> None:
    for marker in COUNTED_MARKERS:
        item.config.stash[COUNTS][marker] += is_marked(item, marker)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    counts = config.stash[COUNTS]
    terminalreporter.section("on the real thing")
    terminalreporter.write_line(
        f"Neo4j {counts['neo4j']} tests, browser {counts['browser']} tests, "
        f"real data {counts['data']} tests"
    )
    for note in config.stash[NOTES]:
        terminalreporter.write_line(note, yellow=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    if NEO4J in config.stash:
        config.stash[NEO4J].close()
