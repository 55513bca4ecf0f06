"""What a newcomer stumbled over: each stays as it was put right."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, SETTLED, Visit, choose, serious, serving

pytestmark = pytest.mark.browser

REACH = "/networks/demo/reach"
ASKED = re.compile(r"/_dash-update-component")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("service"), "demo", "--no-open") as address:
        yield address


def is_wider(page: Page) -> bool:
    """Tell whether a page is wider than a phone."""
    return page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]


def beyond_the_edge(page: Page, part: str) -> list[str]:
    """Give the parts of a page that end beyond the edge of a phone."""
    return page.eval_on_selector_all(
        part,
        "(all, width) => all.filter(one => one.getBoundingClientRect().right > width)"
        ".map(one => one.outerHTML.slice(0, 120))",
        PHONE["width"],
    )


# ---------------------------------------------------------------------------- a field with a choice


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_what_is_typed_takes_the_place_of_the_choice_before(visit: Visit, phone: bool) -> None:
    page = visit(phone=phone).open(f"{REACH}?from=laksmini")
    field = page.get_by_role("combobox", name="From")
    expect(field).to_have_value(re.compile("Laksmini"))

    (field.tap if phone else field.click)()
    page.keyboard.type("satria")

    expect(field).to_have_value("satria")
    expect(page.get_by_role("option")).to_have_count(1)
    page.get_by_role("option", name=re.compile("Satria")).click()
    expect(field).to_have_value(re.compile("^Lalu Satria"))


def test_a_choice_that_is_taken_again_stays(visit: Visit) -> None:
    page = visit().open(f"{REACH}?from=laksmini")
    field = page.get_by_role("combobox", name="From")

    field.click()
    page.get_by_role("option", name=re.compile("Laksmini")).click()

    expect(field).to_have_value(re.compile("Laksmini"))


def test_a_choice_comes_back_when_nothing_is_chosen_instead(visit: Visit) -> None:
    page = visit().open("/networks/demo/add?what=tie&who=laksmini")
    field = page.get_by_role("combobox", name="Who", exact=True)

    field.click()
    page.keyboard.type("satria")
    page.wait_for_timeout(SETTLED)
    page.locator("#main h1").click()

    expect(field).to_have_value(re.compile("Laksmini"))


def test_a_name_field_says_that_nobody_was_found_after_a_search_alone(visit: Visit) -> None:
    page = visit().open("/networks/demo/add?what=tie")
    field, told = page.get_by_role("combobox", name="Whom"), page.get_by_text("Nobody found")

    field.click()
    page.wait_for_timeout(SETTLED)
    expect(told).to_have_count(0)
    page.locator("#main h1").click()
    expect(told).to_have_count(0)

    field.fill("qwzx")
    expect(told).to_be_visible()
    field.fill("")
    expect(told).to_have_count(0)


# ---------------------------------------------------------------------------- the question


@pytest.mark.parametrize(
    ("language", "go", "told"),
    [
        ("en", "Show the ways", "Name the leader to whom the way should lead."),
        ("id", "Tampilkan jalur", "Mohon disebutkan pimpinan yang dituju."),
    ],
)
def test_a_question_without_a_leader_asks_for_one(
    visit: Visit, language: str, go: str, told: str
) -> None:
    visitor = visit(phone=True, language=language)
    page = visitor.open(f"{REACH}?from=laksmini")

    page.get_by_role("button", name=go).click()

    expect(page.get_by_text(told)).to_be_visible()
    leader = page.locator("input[aria-invalid=true]")
    expect(leader).to_be_focused()
    assert serious(page) == []
    visitor.shoot(page, f"reach-missing-{language}")


def test_once_both_ends_are_named_nothing_is_asked_for(visit: Visit) -> None:
    page = visit().open(f"{REACH}?from=laksmini")
    page.get_by_role("button", name="Show the ways").click()
    expect(page.locator("input[aria-invalid=true]")).to_have_count(1)

    choose(page, "To the leader", "danurwinda", "Danurwinda")
    page.get_by_role("button", name="Show the ways").click()

    expect(page.locator(".way").first).to_be_visible()
    expect(page.locator("input[aria-invalid=true]")).to_have_count(0)


@pytest.mark.parametrize("limit", ["avoid", "through"])
def test_long_names_in_the_limits_stay_on_a_phone(visit: Visit, limit: str) -> None:
    visitor = visit(phone=True)
    page = visitor.open(f"{REACH}?from=laksmini&to=danurwinda&{limit}=satria")
    expect(page.get_by_text("More choices")).to_be_visible()

    assert not is_wider(page)
    assert beyond_the_edge(page, "details, .mantine-MultiSelect-pill, .form > *") == []
    visitor.shoot(page, f"reach-{limit}-phone")


# ---------------------------------------------------------------------------- loads


def load(page: Page, folder: Path) -> None:
    """Load two people through the Data page, one of them without a name."""
    file = folder / "daftar-kontak-kabupaten-2026.csv"
    file.write_text("id,name\nx1,Contoh Satu\nx2,Contoh Dua\nx3,\n", "utf-8")
    page.get_by_label("Files").set_input_files(str(file))
    page.get_by_role("button", name="Load", exact=True).click()
    expect(page.get_by_text("The files are loaded.")).to_be_visible(timeout=60_000)


def test_a_load_is_undone_only_by_who_is_sure_and_only_once(visit: Visit, tmp_path: Path) -> None:
    visitor = visit(phone=True)
    page = visitor.open("/networks/demo/data")
    load(page, tmp_path)
    assert page.eval_on_selector(".wide", "table => table.scrollWidth <= table.clientWidth")
    expect(page.get_by_role("columnheader")).to_have_count(5)
    assert not is_wider(page)
    visitor.shoot(page, "report-phone")
    row = page.locator("#import-batches li").first

    row.get_by_role("button", name="Undo").click()
    question = page.get_by_role("dialog")
    expect(question.get_by_text("Take 2 records out of use?")).to_be_visible()
    assert serious(page) == []
    visitor.shoot(page, "undo-question-phone")
    question.get_by_role("button", name="Keep everything").last.click()
    expect(question).to_have_count(0)
    expect(row.get_by_role("button", name="Undo")).to_be_visible()

    row.get_by_role("button", name="Undo").click()
    question.get_by_role("button", name="Take them out of use").click()
    expect(page.get_by_text("2 records were taken back.")).to_be_visible(timeout=60_000)
    expect(row.get_by_text("undone", exact=True)).to_be_visible()
    expect(row.get_by_role("button", name="Undo")).to_have_count(0)


# ---------------------------------------------------------------------------- trouble


def fail(route: Route) -> None:
    """Answer as the service does to a mistake of its own."""
    told = {
        "title": "A mistake of ours",
        "detail": "Something went wrong here.",
        "remedy": "Try again.",
        "request_id": "5f0c6a1e9b7d4c32",
    }
    route.fulfill(status=500, content_type="application/problem+json", body=json.dumps(told))


def test_a_page_that_cannot_be_built_says_why_and_how_to_go_on(visit: Visit, address: str) -> None:
    visitor = visit(phone=True)
    page = visitor.context.new_page()  # the visitor would take the failure for a fault
    page.route(ASKED, fail)
    page.goto(address + REACH)

    trouble = page.get_by_role("alert")
    expect(trouble.get_by_text("A mistake of ours")).to_be_visible()
    expect(trouble.get_by_text("5f0c6a1e9b7d4c32")).to_be_visible()
    assert serious(page) == []
    visitor.shoot(page, "trouble-phone")

    page.unroute(ASKED)
    trouble.get_by_role("link", name="Load the page again").click()
    expect(page.locator("#main h1")).to_be_visible()
    expect(page.locator("#trouble > *")).to_have_count(0)


def test_an_entry_that_gets_no_answer_says_so_and_stays(visit: Visit, address: str) -> None:
    page = visit().context.new_page()
    page.goto(f"{address}/networks/demo/add?what=partner")
    page.get_by_label("Name", exact=True).fill("Contoh")
    page.route(ASKED, lambda route: route.abort())

    page.get_by_role("button", name="Save").click()
    expect(page.locator("#trouble").get_by_text("There was no answer")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Contoh")

    page.unroute(ASKED)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The organisation is saved.")).to_be_visible()
    expect(page.locator("#trouble > *")).to_have_count(0)


# ---------------------------------------------------------------------------- words


def test_indonesian_asks_a_regent_humbly_and_names_languages(visit: Visit) -> None:
    visitor = visit(phone=True, language="id")
    page = visitor.open(f"{REACH}?from=laksmini&to=danurwinda")
    expect(page.get_by_text("memohon kepada").first).to_be_visible()
    assert "meminta" not in page.locator("#main").inner_text()
    assert not re.search(r"adjutant|protocol", page.locator("#main").text_content() or "")

    visitor.go(page, "/networks/demo/people/laksmini")
    expect(page.get_by_text(re.compile("Indonesia, Sasak,? dan Inggris"))).to_be_visible()
    expect(page.get_by_text("Local owner")).to_have_count(0)
    visitor.shoot(page, "profile-id-phone")
