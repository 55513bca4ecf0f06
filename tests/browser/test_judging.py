"""An own judgement and a conflict of interest, entered and taken back on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, choose, serious

pytestmark = pytest.mark.browser


def test_a_judgement_is_saved_counts_and_is_taken_back(visit: Visit) -> None:
    visitor = visit(phone=True)
    page = visitor.open("/networks/demo/people/handoko?with=larasati")
    expect(page.get_by_text("How close they are")).to_be_visible()
    page.get_by_role("button", name="Save the judgement").tap()
    expect(page.locator("#override-outcome")).to_contain_text("How close are they really?")

    page.get_by_role("radio", name="close", exact=True).tap()
    page.get_by_label("Why", exact=True).fill("Sudah bekerja sama lagi.")
    page.get_by_role("button", name="Save the judgement").tap()

    expect(page.get_by_text("The judgement is saved.")).to_be_visible()
    expect(page.locator(".verdict")).to_have_text("Close, somebody's own judgement.")
    expect(page.get_by_text("Sudah bekerja sama lagi.").first).to_be_visible()
    assert serious(page) == []
    visitor.shoot(page, "judgement-phone")
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text("Loosely acquainted")
    expect(page.get_by_text("Sudah bekerja sama lagi.")).to_have_count(0)


def test_a_conflict_of_interest_is_entered_ended_and_taken_back_by_keyboard(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/networks/demo/people/laksmini")
    conflicts = page.locator("#conflicts")
    expect(conflicts.get_by_text("No conflict of interest is on record.")).to_be_visible()
    conflicts.get_by_text("Add a conflict of interest").press("Enter")
    choose(page, "Whom or what it concerns", "pt sanita", "Sanita")
    conflicts.get_by_label("What the interest is").fill("Kakaknya pemilik.")
    conflicts.get_by_role("button", name="Save").press("Enter")
    expect(conflicts.get_by_text("The conflict of interest is saved.")).to_be_visible()

    conflicts.get_by_text("It is over", exact=False).first.press("Enter")
    assert serious(page) == []
    visitor.shoot(page, "conflict-desk")
    conflicts.get_by_role("button", name=re.compile("^Note the end")).press("Enter")
    expect(conflicts.get_by_text("The end is noted.")).to_be_visible()
    conflicts.get_by_role("button", name="Undo").press("Enter")
    expect(conflicts.get_by_text("Taken back.")).to_be_visible()

    conflicts.locator("summary", has_text="Remove").press("Enter")
    conflicts.get_by_role("button", name=re.compile("^Remove")).press("Enter")
    expect(conflicts.get_by_text("The entry is removed.")).to_be_visible()
    expect(conflicts.get_by_text("No conflict of interest is on record.")).to_be_visible()
