"""Several leaders at once, and who can be reached, with a real service."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SETTLED, Visit, serious

pytestmark = pytest.mark.browser


def test_two_leaders_who_need_one_go_between_are_asked_for_by_keyboard_alone(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/networks/demo/reach?from=laksmini")
    page.get_by_role("link", name="Several leaders").press("Enter")
    page.get_by_role("button", name="Show whom to ask").press("Enter")
    expect(page.get_by_text("Name two leaders or more.")).to_be_visible()

    leaders = page.get_by_role("combobox", name="To these leaders")
    expect(leaders).to_be_focused()
    for typed in ("danurwinda", "badaruddin"):
        page.keyboard.type(typed)
        page.wait_for_timeout(SETTLED)
        expect(page.get_by_role("option")).to_have_count(1)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_timeout(SETTLED)
    page.get_by_role("button", name="Show whom to ask").press("Enter")

    expect(page.get_by_text(re.compile(r"^Of 2 leaders, "))).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Tuan Guru Nashihin is needed for "))).to_be_visible()
    assert serious(page) == []
    visitor.shoot(page, "campaign-desk")
    page.get_by_role("link", name=re.compile("^Start a request")).first.press("Enter")
    expect(page.get_by_label("What the meeting is for")).to_be_visible()


def test_partners_whom_nobody_reaches_stand_first_on_a_phone(visit: Visit) -> None:
    visitor = visit(phone=True, language="id")
    page = visitor.open("/networks/demo/within-reach?from=laksmini")
    expect(page.get_by_role("table")).to_be_visible()

    page.get_by_role("link", name="Mitra", exact=True).tap()
    expect(
        page.get_by_text(re.compile(r"^Bu Laksmi belum terhubung dengan \d+ dari"))
    ).to_be_visible()
    first, second = page.locator(".section h2").all_inner_texts()
    assert first.startswith("Mitra yang perlu dirangkul")
    assert second == "Mitra yang terhubung"
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    visitor.shoot(page, "within-reach-id-phone")
