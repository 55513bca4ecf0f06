"""The whole way of a new user, with a real service and a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import (
    REPOSITORY,
    SETTLED,
    Visit,
    choose,
    serious,
    serving,
)

pytestmark = [pytest.mark.browser, pytest.mark.data]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("service")) as address:
        yield address


def heading(page: Page) -> Locator:
    return page.locator("#main h1")


# The tests below tell one story in order; each stands on what the one before has done.


def test_an_empty_installation_says_what_to_do_first(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/")
    expect(page.get_by_text("There is no network yet")).to_be_visible()
    assert serious(page) == []

    page.get_by_label("Name", exact=True).fill("UK ministers")
    page.get_by_role("button", name="Open the network").click()

    expect(heading(page)).to_have_text("UK ministers")
    expect(page).to_have_url(re.compile(r"/networks/uk-ministers$"))
    expect(page.get_by_text("Nothing is in this network yet")).to_be_visible()
    assert page.title() == "Home - Restu"
    visitor.shoot(page, "home-empty")
    assert serious(page) == []


def test_files_are_checked_then_loaded_and_refused_rows_come_back(
    visit: Visit, data_folder: Path, tmp_path: Path
) -> None:
    visitor = visit()
    page = visitor.open("/networks/uk-ministers/data")
    files = sorted(str(path) for path in (data_folder / "uk_ministers").glob("*.csv"))
    page.get_by_label("Files").set_input_files(files)
    page.get_by_label("Mapping file").set_input_files(
        str(REPOSITORY / "tests" / "mappings" / "uk_ministers.toml")
    )

    page.get_by_role("button", name="Check only").click()
    expect(page.get_by_text("Only checked; nothing was saved.")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("2 refused rows in relationships.csv")).to_be_visible()
    visitor.shoot(page, "data-checked")
    assert serious(page) == []

    page.get_by_role("button", name="Load", exact=True).click()
    expect(page.get_by_text("The files are loaded.")).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the refused rows").click()
    saved = tmp_path / "refused.csv"
    download.value.save_as(saved)
    assert saved.read_text("utf-8-sig").count("comes before the start") == 2
    visitor.shoot(page, "data-loaded")


def test_routes_to_a_cabinet_minister_are_found_and_their_address_gives_them_again(
    visit: Visit,
) -> None:
    visitor = visit()
    page = visitor.open("/networks/uk-ministers/reach")
    choose(page, "From", "emma hardy", "Emma Hardy")
    choose(page, "To the leader", "rachel reeve", "Rachel Reeves")
    page.get_by_role("button", name="Show the ways").click()

    expect(page.locator(".way")).to_have_count(3)
    first = page.locator(".way").first
    for step in first.get_by_text("Why, and what would help").all():
        step.click()
    expect(first.get_by_text("How we know").first).to_be_visible()
    expect(first.get_by_text(re.compile("Both served? at")).first).to_be_visible()
    expect(first.get_by_text("Colleagues by their positions").first).to_be_visible()
    expect(page.locator(".picture svg.main-svg").first).to_be_visible()
    visitor.shoot(page, "ways")
    assert serious(page) == []

    told = page.locator(".way-chain").all_inner_texts()
    again = visitor.open(page.url.removeprefix(visitor.address))
    expect(again.locator(".way")).to_have_count(3)
    assert again.locator(".way-chain").all_inner_texts() == told


def test_no_route_is_explained(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/networks/uk-ministers/reach")
    choose(page, "From", "emma hardy", "Emma Hardy")
    choose(page, "To the leader", "keir starm", "Keir Starmer")
    page.get_by_role("button", name="Show the ways").click()

    expect(page.get_by_text("No way to Keir Starmer yet")).to_be_visible()
    visitor.shoot(page, "no-way")
    assert serious(page) == []


def test_a_person_and_a_tie_are_added_on_a_phone_and_undone(visit: Visit) -> None:
    visitor = visit(phone=True)
    page = visitor.open("/networks/uk-ministers/add")
    page.get_by_role("link", name="A person").click()
    page.get_by_label("Name", exact=True).fill("Dra. Ani Suryani, M.Si.")
    page.get_by_label("Name in talk").fill("Bu Ani")
    choose(page, "Organisation", "treasury", "HM Treasury")
    page.get_by_label("Position").fill("Adviser")
    visitor.shoot(page, "add-person-phone")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The person is saved.")).to_be_visible()
    assert serious(page) == []

    page.get_by_role("link", name="Add a relationship").click()
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    choose(page, "Whom", "rachel reeves", "Rachel Reeves")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The relationship is saved.")).to_be_visible()
    visitor.shoot(page, "add-tie-phone")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The relationship is saved.")).to_be_visible()

    visitor.go(page, "/networks/uk-ministers/people?q=suryani")
    page.get_by_role("link", name="Dra. Ani Suryani").click()
    expect(page.get_by_text("Adviser")).to_be_visible()
    expect(page.get_by_role("link", name="Rachel Reeves", exact=True)).to_be_visible()


def test_a_meeting_takes_four_taps_once_we_know_who_the_reader_is(visit: Visit) -> None:
    visitor = visit(phone=True)
    page = visitor.open("/networks/uk-ministers/add")
    choose(page, "Who are you", "suryani", "Dra. Ani Suryani")
    choose(page, "Whom did you meet", "emma hardy", "Emma Hardy")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The meeting is saved.")).to_be_visible()

    visitor.go(page, "/networks/uk-ministers/add")
    expect(page.get_by_text("You are Bu Ani.")).to_be_visible()
    choose(page, "Whom did you meet", "rachel reeves", "Rachel Reeves")
    page.get_by_label("Yesterday").click()
    visitor.shoot(page, "add-met-phone")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The meeting is saved.")).to_be_visible()
    assert serious(page) == []


def test_the_language_is_switched_and_remembered(visit: Visit) -> None:
    visitor = visit(phone=True)
    page = visitor.open("/networks/uk-ministers/reach")
    page.get_by_role("link", name="Bahasa Indonesia").click()
    expect(heading(page)).to_have_text("Menuju pimpinan")
    assert page.locator("html").get_attribute("lang") == "id"

    again = visitor.open("/networks/uk-ministers")
    expect(again.get_by_role("link", name="Pimpinan", exact=True)).to_be_visible()
    expect(again.get_by_text(re.compile(r"Terakhir diubah \d+ \w+ \d{4}"))).to_be_visible()


PAGES = {
    "home": "",
    "reach": "/reach",
    "ways": "/reach?from={start}&to={leader}",
    "campaign": "/campaign?from={start}&leaders={leader},{other}",
    "within-reach": "/within-reach?from={start}",
    "within-reach-partners": "/within-reach?from={start}&show=partners",
    "within-reach-toward": "/within-reach?show=toward&to={leader}",
    "look-after": "/look-after?from={start}",
    "requests": "/requests",
    "forecasts": "/forecasts",
    "people": "/people",
    "found": "/people?q=emma",
    "profile": "/people/{leader}",
    "pair": "/people/{other}?with={leader}",
    "start": "/requests?route={start},{leader}",
    "add": "/add",
    "add-person": "/add?what=person",
    "add-partner": "/add?what=partner",
    "add-tie": "/add?what=tie",
    "data": "/data",
}


@pytest.mark.parametrize(
    ("language", "phone"), [("en", False), ("id", True)], ids=["en-desk", "id-phone"]
)
def test_every_page_can_be_used_by_everybody(
    visit: Visit, language: str, phone: bool, data_folder: Path
) -> None:
    names = ("Emma Hardy", "Rachel Reeves", "Keir Starmer")
    people = dict(zip(("start", "leader", "other"), ids_of(data_folder, *names), strict=True))
    visitor = visit(phone=phone, language=language)
    page = visitor.open("/networks")
    for name, path in PAGES.items():
        visitor.go(page, f"/networks/uk-ministers{path.format(**people)}")
        visitor.shoot(page, f"{name}-{language}-{'phone' if phone else 'desk'}")
        assert serious(page) == [], name
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"{name} is wider than the screen"  # type: ignore[index]


def test_a_phone_shows_the_steps_first_and_the_picture_behind_a_tab(
    visit: Visit, data_folder: Path
) -> None:
    start, leader = ids_of(data_folder, "Emma Hardy", "Rachel Reeves")
    visitor = visit(phone=True)
    page = visitor.open(f"/networks/uk-ministers/reach?from={start}&to={leader}")
    expect(page.locator(".way").first).to_be_visible()
    expect(page.locator(".picture")).not_to_be_visible()

    page.get_by_role("tab", name="Picture").click()

    expect(page.locator(".picture svg.main-svg").first).to_be_visible()
    page.wait_for_timeout(400)
    visitor.shoot(page, "picture-phone")


def test_a_keyboard_is_enough(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/networks/uk-ministers/reach")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for view in ("One leader", "Several leaders", "Who can be reached"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=view)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="From")).to_be_focused()
    page.keyboard.press("Tab")  # the button that empties the field: the reader is known by now
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="To the leader")).to_be_focused()
    page.keyboard.type("rachel reeves")
    expect(page.get_by_role("option", name=re.compile("Rachel Reeves")).first).to_be_visible()
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    leader = page.get_by_role("combobox", name="To the leader")
    expect(leader).to_have_value(re.compile("^Rachel Reeves · "))
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("Enter")

    expect(page.locator(".way")).to_have_count(3)


def ids_of(data_folder: Path, *names: str) -> list[str]:
    text = (data_folder / "uk_ministers" / "contacts.csv").read_text("utf-8")
    rows = {line.split(",")[1]: line.split(",")[0] for line in text.splitlines() if "," in line}
    return [rows[name] for name in names]
