"""Debian's Chromium for the browser tests, driven by Playwright; no browser is downloaded."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")

FLAGS: Final = (
    "--disable-background-networking",  # a test run asks nobody outside this machine
    "--disable-component-update",
    "--disable-dev-shm-usage",  # /dev/shm is small in containers
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-sandbox",  # root, as in CI, has none; only our own pages are opened
)


class ChromiumNotFoundError(RuntimeError):
    """No Chromium on this machine; the message says what to do about it."""


def chromium_path() -> str:
    """Tell where this machine keeps Chromium."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise ChromiumNotFoundError(
        "No Chromium on this machine. Run `make test-needs`, or leave these tests out with "
        "-m 'not browser'."
    )


@contextmanager
def open_chromium() -> "Iterator[Browser]":
    """Give a headless browser; each test opens its own context in it."""
    from playwright.sync_api import sync_playwright  # 0.3 s that other tests need not wait

    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
