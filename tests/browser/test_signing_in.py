"""Once there are users, nobody comes in without an invitation or a token."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit, serious, serving, visiting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("service")) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str, shots: Path) -> Iterator[Visit]:
    with visiting(browser, address, shots) as visit:
        yield visit


def post(address: str, path: str, token: str = "", **body: Any) -> dict[str, Any]:
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    request = Request(address + path, json.dumps(body).encode(), headers)
    with urlopen(request, timeout=20) as answer:
        return json.load(answer)


def test_an_invitation_opens_the_door_once_and_leads_back_to_the_page(
    visit: Visit, address: str
) -> None:
    post(address, "/v1/networks", id="air", name="Air Bersih")
    token = post(address, "/v1/tokens", user_id="local-owner", label="test")["secret"]
    # The first real user closes the door through which a laptop's owner comes in freely.
    post(address, "/v1/users", id="rina", name="Rina", is_owner=True, language="id")
    link = str(post(address, "/v1/invitations", token, user_id="rina")["link"])
    visitor = visit()
    page = visitor.context.new_page()
    page.goto(f"{address}/networks/air/people")
    expect(page).to_have_url(re.compile(r"/sign-in\?to=%2Fnetworks%2Fair%2Fpeople$"))
    assert serious(page) == []

    page.goto(link)
    expect(page.locator("#secret")).not_to_have_value("")
    assert "#" not in page.url  # the secret stays in no history
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("#main h1")
    expect(page.locator("#main h1")).to_have_text("Air Bersih")
    assert page.locator("html").get_attribute("lang") == "id"
    visitor.shoot(page, "signed-in")

    page.get_by_role("button", name="Keluar").click()
    expect(page.locator("#secret")).to_be_visible()
    page.locator("#secret").fill(link.partition("#")[2])
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_visible()  # used once
    visitor.shoot(page, "sign-in-refused")
