"""The card of a request in a browser: on a phone, on paper, under its own policy."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, serious

CARD = "/v1/networks/demo/introductions/{}/card?language={}"

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "The way to"), ("id", "Jalur perkenalan")]
)
def test_a_card_can_be_read_on_a_phone(visit: Visit, language: str, heading: str) -> None:
    visitor = visit(phone=True, language=language)
    page = visitor.open(CARD.format("restu-bupati", language))
    visitor.shoot(page, f"card-{language}-phone")

    expect(page.locator("h1")).to_contain_text(f"{heading}")
    expect(page.locator(".step")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("getComputedStyle(document.querySelector('.step')).borderTopWidth") == (
        "2px"  # its policy lets its own style in
    )
    assert serious(page) == []


@pytest.mark.parametrize("paper", [{"width": 420, "height": 595}, {"width": 595, "height": 842}])
def test_a_card_fits_paper(visit: Visit, paper: dict[str, int]) -> None:
    visitor = visit()
    page = visitor.open(CARD.format("surat-bupati", "id"))
    page.set_viewport_size(paper)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    visitor.shoot(page, f"card-paper-{paper['width']}")

    assert page.evaluate("document.documentElement.scrollWidth") <= paper["width"]
    expect(page.get_by_text("041/PGB-SEK/AUD")).to_be_visible()
