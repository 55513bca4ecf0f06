"""A real service on a free port, a real browser, and what no page may do."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.service.command_line import command, environment

REPOSITORY: Final = Path(__file__).resolve().parent.parent.parent
DEMO: Final = ("demo", "--no-open")
PHONE: Final = {"width": 390, "height": 844}
DESK: Final = {"width": 1280, "height": 900}
READY_SECONDS: Final = 60.0


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def serving(folder: Path, *words: str, variables: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a store of its own by ``restu serve`` or as the words say; give the address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {
        "RESTU_STORE": f"sqlite:///{folder / 'restu.db'}",
        "RESTU_DATA_DIR": str(folder / "files"),
        "RESTU_PORT": str(port),
        "RESTU_LOG_LEVEL": "warning",
        **(variables or {}),
    }
    with (folder / "service.log").open("w") as log:
        process = subprocess.Popen(
            command(*(words or ("serve",))),
            cwd=folder,
            env=environment(**settings),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            await_ready(address, process, folder / "service.log")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def await_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urlopen(f"{address}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The service did not start:\n{log.read_text()}")


SETTLED: Final = 400
"""Milliseconds after which the search has answered what was typed last."""


def choose(page: Page, label: str, typed: str, expected: str) -> None:
    """Type a part of a name into a field and take the choice that the search offers."""
    field = page.get_by_role("combobox", name=label)
    field.click()
    field.fill(typed)
    page.wait_for_timeout(SETTLED)
    page.get_by_role("option", name=re.compile(re.escape(expected))).first.click()


def serious(page: Page) -> list[str]:
    """Findings of axe-core that keep somebody from reading or using a page."""
    found = Axe().run(page).response["violations"]
    return [
        f"{finding['id']}: {node['html'][:200]}"
        for finding in found
        if finding["impact"] in ("serious", "critical")
        for node in finding["nodes"]
    ]


@dataclass
class Visitor:
    """A browser context that notes what no page of ours may do."""

    context: BrowserContext
    address: str
    shots: Path
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a page of the service and wait for its content."""
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", self._asked)
        self.go(page, path)
        return page

    def go(self, page: Page, path: str) -> None:
        """Go to another page and wait for its content."""
        page.goto(self.address + path)
        page.wait_for_selector("#main h1")
        page.wait_for_load_state("networkidle")

    def shoot(self, page: Page, name: str) -> None:
        """Keep what a reader sees."""
        page.wait_for_timeout(300)  # what moves has come to rest
        page.screenshot(path=self.shots / f"{name}.png", full_page=True)

    def _heard(self, message: object) -> None:
        if getattr(message, "type", "") in ("error", "warning"):
            self.faults.append(f"console: {getattr(message, 'text', '')}")

    def _asked(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"outside: {url}")


Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the pages are kept; RESTU_SCREENSHOTS names another folder."""
    named = os.environ.get("RESTU_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demo network; give the address."""
    with serving(tmp_path_factory.mktemp("demo"), *DEMO) as address:
        yield address


@pytest.fixture(scope="session")
def address(demo: str) -> str:
    """Where visitors go: the demo, unless a module serves something else."""
    return demo


@pytest.fixture
def visit(browser: Browser, address: str, shots: Path) -> Iterator[Visit]:
    """Let visitors in for one test."""
    with visiting(browser, address, shots) as visit:
        yield visit


@contextmanager
def visiting(browser: Browser, address: str, shots: Path) -> Iterator[Visit]:
    """Let visitors in; at the end none of them may have noted a fault."""
    visitors: list[Visitor] = []

    def visit(*, phone: bool = False, language: str = "en") -> Visitor:
        context = browser.new_context(
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            is_mobile=phone,
            has_touch=phone,
            locale="en-GB" if language == "en" else "id-ID",
        )
        context.set_default_timeout(15_000)
        visitor = Visitor(context, address, shots)
        visitors.append(visitor)
        return visitor

    try:
        yield visit
    finally:
        for visitor in visitors:
            visitor.context.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []
