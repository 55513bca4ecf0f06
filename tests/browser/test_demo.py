"""``restu demo``, opened in a browser: the story tells itself, on either store."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DEMO, Visit, choose, serious, serving, visiting
from tests.contract.conftest import neo4j_opener, wipe
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.browser

WAYS = "/networks/demo/reach?from=laksmini&to="


def test_the_demo_opens_on_its_network_and_finds_ways_to_the_regent(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open("/")
    expect(page.locator("#main h1")).to_have_text("Gumi Bersih")
    visitor.shoot(page, "demo-home")

    page.get_by_role("navigation").get_by_role("link", name="Reach a leader").click()
    choose(page, "From", "laksmini", "Laksmini")
    choose(page, "To the leader", "danurwinda", "Danurwinda")
    page.get_by_role("button", name="Show the ways").click()

    expect(page.locator(".way")).to_have_count(3)
    expect(page.get_by_role("link", name="Tuan Guru Nashihin").first).to_be_visible()
    visitor.shoot(page, "demo-ways")
    assert serious(page) == []


@pytest.mark.parametrize(
    ("language", "phone"), [("en", False), ("id", True)], ids=["en-desk", "id-phone"]
)
@pytest.mark.parametrize(
    ("leader", "english", "indonesian"),
    [
        ("gunawan", "No way to Pak Menteri yet", "Belum ada jalur kepada Pak Menteri"),
        ("makrifat", "No way to Pak Makrifat yet", "Belum ada jalur kepada Pak Makrifat"),
        ("diyah", "please do not ask Bu Diyah now", "Bu Diyah mohon tidak dimintai bantuan dulu"),
        ("laksmini", "Bu Laksmi stands at both ends", "Bu Laksmi berada di kedua ujung"),
        ("bappeda-gs", "Nobody leads Bappeda", "belum ada yang memimpin"),
    ],
)
def test_where_no_way_leads_the_page_says_why(
    visit: Visit, leader: str, english: str, indonesian: str, language: str, phone: bool
) -> None:
    visitor = visit(phone=phone, language=language)
    page = visitor.open(WAYS + leader)

    expect(page.get_by_text(english if language == "en" else indonesian)).to_be_visible()
    visitor.shoot(page, f"demo-{leader}-{language}")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


def test_a_former_regent_leads_to_the_present_one(visit: Visit) -> None:
    page = visit(phone=True).open(WAYS + "mandra&steps=3")
    expect(page.get_by_text("Pak Mandra no longer leads Pemerintah Kabupaten")).to_be_visible()

    page.get_by_role("link", name="Show the ways to Pak Bupati").click()

    expect(page).to_have_url(re.compile(r"from=laksmini&to=danurwinda&steps=3$"))
    expect(page.get_by_text("ways from Bu Laksmi to Pak Bupati")).to_be_visible()


def test_long_choices_fit_on_a_phone(visit: Visit) -> None:
    page = visit(phone=True).open(WAYS + "danurwinda&avoid=nashihin&types=knows")
    expect(page.locator(".way").first).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.neo4j
def test_the_same_pages_stand_on_neo4j(
    browser: Browser, neo4j_server: Neo4jServer, tmp_path: Path, shots: Path
) -> None:
    neo4j_opener(neo4j_server)().close()  # so that the schema is there
    wipe(neo4j_server)
    user, password = neo4j_server.auth
    variables = {
        "RESTU_STORE": neo4j_server.uri,
        "RESTU_NEO4J_USER": user,
        "RESTU_NEO4J_PASSWORD": password,
    }
    with (
        serving(tmp_path, *DEMO, variables=variables) as address,
        visiting(browser, address, shots) as visit,
    ):
        page = visit().open(WAYS + "danurwinda")
        expect(page.locator(".way")).to_have_count(3)
        page.get_by_text("Why, and what would help").first.click()
        expect(page.get_by_text("How we know").first).to_be_visible()
        expect(page.get_by_role("link", name="Tuan Guru Nashihin").first).to_be_visible()
