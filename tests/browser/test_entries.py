"""What is entered by hand can be taken back, and a name that stands already is asked about."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, choose, serious

pytestmark = pytest.mark.browser


def undo(page: Page) -> None:
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_a_person_is_taken_back_and_found_no_more(visit: Visit) -> None:
    visitor = visit(phone=True)
    page = visitor.open("/networks/demo/add?what=person")
    page.get_by_label("Name", exact=True).fill("Siti Zubaidah")
    choose(page, "Organisation", "bappeda prov", "Bappeda Provinsi")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The person is saved.")).to_be_visible()
    expect(page.get_by_text("Is it the same person?")).to_have_count(0)

    undo(page)
    visitor.go(page, "/networks/demo/people?q=zubaidah")
    expect(page.get_by_role("link", name="Siti Zubaidah")).to_have_count(0)


def test_a_name_in_another_spelling_is_saved_and_asked_about(visit: Visit) -> None:
    visitor = visit(phone=True)
    page = visitor.open("/networks/demo/add?what=person")
    page.get_by_label("Name", exact=True).fill("Baiq Laksmini Anggarwati")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("The person is saved.")).to_be_visible()
    expect(page.get_by_text("Is it the same person?")).to_be_visible()
    visitor.shoot(page, "add-namesake-phone")
    assert serious(page) == []
    other = page.get_by_role("link", name="Dra. Baiq Laksmini Anggarwati, M.Si.")
    expect(other).to_have_attribute("href", "/networks/demo/people/laksmini")
    undo(page)


def test_an_organisation_in_another_spelling_is_asked_about(visit: Visit) -> None:
    page = visit().open("/networks/demo/add?what=partner")
    page.get_by_label("Name", exact=True).fill("PT. SANITA KARYA RINJANI")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("The organisation is saved.")).to_be_visible()
    expect(page.get_by_text("Is it the same?")).to_be_visible()
    undo(page)


def test_a_meeting_is_taken_back_and_stands_on_no_profile(visit: Visit) -> None:
    visitor = visit(phone=True)
    page = visitor.open("/networks/demo/add?who=gunawan")
    choose(page, "Who are you", "laksmini", "Laksmini")
    page.get_by_text("Another day, or what it was about").click()
    page.get_by_label("What it was about").fill("Undangan peresmian")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The meeting is saved.")).to_be_visible()
    profile = visitor.open("/networks/demo/people/gunawan")
    expect(profile.get_by_text("Undangan peresmian")).to_be_visible()

    undo(page)
    visitor.go(profile, "/networks/demo/people/gunawan")
    expect(profile.get_by_text("No meeting or message is on record.")).to_be_visible()


def test_what_is_wanting_is_asked_for_in_place(visit: Visit) -> None:
    page = visit().open("/networks/demo/reach?from=laksmini&to=gunawan")
    page.get_by_role("link", name="Add who knows Pak Menteri").click()
    expect(page.get_by_role("combobox", name="Who", exact=True)).to_have_value(
        re.compile("^Ir. Gunawan")
    )
    page.get_by_role("button", name="Save").click()

    expect(page.locator("#main").get_by_role("alert")).to_contain_text("Whom: This is needed")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_a_long_name_stays_on_a_phone(visit: Visit) -> None:
    page = visit(phone=True).open("/networks/demo/add?what=person")
    page.get_by_label("Name", exact=True).fill("Prof. " + "Wirajayakusumaningrat" * 4 + ", M.T.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The person is saved.")).to_be_visible()
    saved = page.locator("#add-outcome a.actor")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]

    saved.click()

    expect(page.locator("#main h1")).to_contain_text("Wirajayakusumaningrat")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
