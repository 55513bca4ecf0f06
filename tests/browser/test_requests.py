"""A request from a way to the meeting, on a desk and on a phone, with a real service."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, serious

pytestmark = pytest.mark.browser

WAYS = "/networks/demo/reach?from=laksmini&to=danurwinda"


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


def tap(page: Page, name: str, noted: str) -> None:
    """Note something with one tap, and wait until it is noted."""
    page.get_by_role("button", name=re.compile(name)).click()
    expect(page.locator("#request-outcome")).to_contain_text(f"Noted: {noted}.")


def test_three_ways_stand_side_by_side_with_reasons_and_advice(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open(WAYS)
    ways = page.locator(".way")
    expect(ways).to_have_count(3)
    tops = [box["y"] for way in ways.all() if (box := way.bounding_box())]
    assert len(set(tops)) == 1
    expect(page.get_by_text("ways that share nobody but their ends")).to_be_visible()

    ways.first.get_by_text("Why, and what would help").first.click()

    expect(ways.first.get_by_text("What would change it most").first).to_be_visible()
    expect(
        ways.first.get_by_text(re.compile(r"between \d+ in \d+ and \d+ in \d+")).first
    ).to_be_visible()
    visitor.shoot(page, "ways-open")
    assert serious(page) == []


def test_what_ifs_are_asked_and_stand_in_the_address(visit: Visit) -> None:
    page = visit().open(WAYS)
    page.get_by_text("More choices").click()
    page.get_by_role("combobox", name="What if all were asked").click()
    page.get_by_role("option", name="in person").click()
    page.get_by_role("combobox", name="Which ways").click()
    page.get_by_role("option", name="the likeliest ones").click()
    page.get_by_role("button", name="Show the ways").click()

    expect(page).to_have_url(re.compile(r"choose=best.*channel=in_person"))
    expect(page.locator(".way")).to_have_count(5)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_request_goes_from_a_way_to_the_meeting(visit: Visit, phone: bool) -> None:
    visitor = visit(phone=phone)
    kind = "phone" if phone else "desk"
    page = visitor.open("/networks/demo/reach?from=laksmini&to=rijalul&choose=best&ways=1&steps=2")
    page.get_by_role("link", name="Start a request").first.click()
    page.get_by_label("What the meeting is for").fill(f"Clean water ({kind})")
    page.get_by_label("An answer is hoped for by").fill("31-02-2026")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.locator("#request-outcome")).to_contain_text("31-02-2026")
    page.get_by_label("An answer is hoped for by").fill("")
    visitor.shoot(page, f"request-start-{kind}")
    assert serious(page) == []
    page.get_by_role("button", name="Save as a draft").click()

    expect(page).to_have_url(re.compile(r"/requests/[\w-]+$"))
    expect(page.locator("#main h1")).to_have_text("To Pak Rijal")
    steps = page.locator(".steps .step").count()
    for _ in range(steps):
        tap(page, " has asked ", "asked")
        expect(page.locator("#request-outcome").get_by_role("button", name="Undo")).to_have_count(0)
        tap(page, "was reminded", "reminded")
        tap(page, " agreed$", "agreed")
    visitor.shoot(page, f"request-agreed-{kind}")
    assert serious(page) == []
    assert fits(page)

    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#request-outcome")).to_contain_text("Taken back.")
    tap(page, " agreed$", "agreed")
    page.get_by_text("Another day, another way of asking, a remark").click()
    page.get_by_label("Agreed in principle (restu)").click()
    page.get_by_label("On these conditions").fill("After the rains")
    tap(page, "was met", "met")

    expect(page.locator("#request-outcome")).to_contain_text("kept as a note about the leader")
    expect(page.get_by_text("This request is over.")).to_be_visible()
    visitor.shoot(page, f"request-met-{kind}")
    visitor.go(page, "/networks/demo/requests")
    expect(page.get_by_text(f"Clean water ({kind})")).to_be_visible()
    visitor.go(page, "/networks/demo/people/rijalul")
    expect(page.get_by_text(f"Clean water ({kind})").first).to_be_visible()


def test_the_letter_of_a_request_is_followed(visit: Visit) -> None:
    visitor = visit(phone=True)
    page = visitor.open("/networks/demo/requests")
    page.get_by_role("link", name=re.compile("Ask where the letter is")).first.click()
    expect(page.get_by_text(re.compile(r"It has been at .* days?\."))).to_be_visible()
    page.get_by_text("The letter went on").click()
    page.get_by_label("Where it is now").fill("Bagian Umum")
    page.get_by_label("Since", exact=True).fill("24 November 2026")
    page.get_by_label("Disposisi").fill("Mohon dijadwalkan")
    page.get_by_role("button", name="Save").first.click()

    expect(page.locator("#request-outcome")).to_contain_text("The letter is saved.")
    expect(page.get_by_text(re.compile("It has been at Bagian Umum"))).to_be_visible()
    expect(page.get_by_text("Disposisi: Mohon dijadwalkan")).to_be_visible()
    visitor.shoot(page, "request-letter-phone")
    assert serious(page) == []
    assert fits(page)


@pytest.mark.parametrize("language", ["en", "id"])
def test_words_for_the_next_step_stand_ready_in_three_forms(visit: Visit, language: str) -> None:
    visitor = visit(phone=language == "id", language=language)
    page = visitor.open("/networks/demo/requests/lewat-sekretaris?form=letter")
    expect(page.locator(".draft")).to_be_visible()
    letter = page.locator(".draft").inner_text()

    page.get_by_role("link", name="Message" if language == "en" else "Pesan").click()

    expect(page.locator(".draft")).not_to_have_text(letter)
    expect(page.locator("a[href^='https://wa.me/']")).to_be_visible()
    visitor.shoot(page, f"request-words-{language}")
    assert serious(page) == []
    assert fits(page)
