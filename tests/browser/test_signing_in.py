"""Once there are users, nobody comes in without an invitation or a token."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, serious, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("service")) as address:
        yield address


def post(
    address: str, path: str, token: str = "", method: str = "POST", **body: Any
) -> dict[str, Any]:
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    request = Request(address + path, json.dumps(body).encode(), headers, method=method)
    with urlopen(request, timeout=20) as answer:
        return json.load(answer)


@pytest.fixture(scope="module")
def token(address: str) -> str:
    """Make a network with somebody in it and a first user; give a token of the owner."""
    post(address, "/v1/networks", id="air", name="Air Bersih")
    post(address, "/v1/networks/air/contacts", id="ani", name="Dra. Ani Suryani")
    post(address, "/v1/networks/air/contacts", id="hadi", name="Ir. Hadi Wijaya")
    token = post(address, "/v1/tokens", user_id="local-owner", label="test")["secret"]
    # The first real user closes the door through which a laptop's owner comes in freely.
    post(address, "/v1/users", id="rina", name="Rina", is_owner=True, language="id")
    return str(token)


def test_an_invitation_opens_the_door_once_and_leads_back_to_the_page(
    visit: Visit, address: str, token: str
) -> None:
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


def test_a_reader_is_offered_nothing_that_would_be_refused(
    visit: Visit, address: str, token: str
) -> None:
    post(address, "/v1/users", token, id="budi", name="Budi", language="en")
    post(address, "/v1/networks/air/grants/budi", token, "PUT", role="reader")
    secret = post(address, "/v1/tokens", token, user_id="budi", label="test")["secret"]
    visitor = visit(phone=True)
    page = visitor.context.new_page()
    page.goto(f"{address}/sign-in?to=/networks/air")
    page.locator("#secret").fill(secret)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#main h1")).to_have_text("Air Bersih")

    for path in ("", "/people", "/people/ani", "/reach?from=hadi&to=ani", "/add", "/data"):
        visitor.go(page, f"/networks/air{path}")
        visitor.shoot(page, f"reader{path.replace('/', '-').partition('?')[0]}")
        expect(page.locator("a[href*='/add']")).to_have_count(0)
        expect(page.get_by_role("button", name=re.compile("Save|Undo|Load"))).to_have_count(0)
        assert serious(page) == []
