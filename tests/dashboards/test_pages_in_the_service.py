"""The pages stand beside the API and change nothing about it."""

import re
import threading
from typing import Any

import dash
import pytest
from httpx import Response

from dashboards.doors import is_page
from graph.errors import StoreUnavailableError
from tests.dashboards.conftest import House
from tests.dashboards.desk import MemoryDesk
from tests.service.clients import TestClient

PAGES = (
    "/networks",
    "/networks/net",
    "/networks/net/reach",
    "/networks/net/requests",
    "/networks/net/forecasts",
    "/networks/net/people",
    "/networks/net/people/ani",
    "/networks/net/add",
    "/networks/net/data",
)


def asked_of_a_browser(pathname: str, search: str) -> dict[str, Any]:
    """Write what a browser sends so that a page is rendered."""
    return {
        "output": "..page.children...meta.data..",
        "outputs": [
            {"id": "page", "property": "children"},
            {"id": "meta", "property": "data"},
        ],
        "inputs": [
            {"id": "place", "property": "pathname", "value": pathname},
            {"id": "place", "property": "search", "value": search},
        ],
        "changedPropIds": ["place.pathname"],
        "state": [],
    }


def show(client: TestClient, pathname: str, search: str = "") -> Any:
    """Run the callback that renders a page, as a browser does."""
    answer = client.post("/_dash-update-component", json=asked_of_a_browser(pathname, search))
    assert answer.status_code == 200, answer.text
    return answer.json()["response"]


def test_dash_is_the_version_whose_private_methods_we_know() -> None:
    assert dash.__version__ == "4.4.1"


def test_unknown_addresses_of_the_api_stay_problems(client: TestClient) -> None:
    for path in ("/v1/unknown", "/v1", "/unknown", "/metrics/x", "/v1/networks/net/nothing"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.json() == {"code": "not-found"}
    assert client.get("/v1/known").json() == {"known": True}


def test_nothing_of_dash_is_loaded_until_a_page_is_asked_for(house: House) -> None:
    with TestClient(house.app) as client:
        client.get("/v1/known")
        assert house.pages._app is None

        client.get("/networks/net")
        assert house.pages._app is not None


@pytest.mark.parametrize("path", PAGES)
def test_a_page_states_a_policy_that_lets_no_foreign_script_in(
    client: TestClient, path: str
) -> None:
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]

    assert answer.status_code == 200
    assert "default-src 'none'" in policy
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert scripts is not None
    assert re.fullmatch(r"'self' 'sha256-[^']+'", scripts[1])
    assert "http" not in policy


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    loaded = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', client.get(path).text)

    assert loaded
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)
    assert {client.get(address).status_code for address in loaded} == {200}


def test_an_unknown_page_is_a_404_that_says_so(client: TestClient) -> None:
    assert client.get("/networks/net/unknown").status_code == 404

    page = show(client, "/networks/net/unknown")

    assert "There is no such page" in str(page)


def test_an_unknown_network_is_told_on_the_page(client: TestClient) -> None:
    assert "No such network" in str(show(client, "/networks/other"))


def test_callbacks_run_beside_the_event_loop(client: TestClient, desk: MemoryDesk) -> None:
    names: list[str] = []
    plain = desk.list_networks

    def noted() -> Any:
        names.append(threading.current_thread().name)
        return plain()

    desk.list_networks = noted
    show(client, "/networks/net")

    assert names
    assert all("worker" in name.lower() for name in names)


def test_a_body_that_no_page_sends_is_refused_quietly(client: TestClient) -> None:
    for body in (b"", b"{", b"[]", b'"x"', b"{}", b'{"output": "nothing"}'):
        answer = client.post(
            "/_dash-update-component", content=body, headers={"content-type": "application/json"}
        )
        assert answer.status_code == 400, body


def test_scripts_that_no_library_has_are_not_found(client: TestClient) -> None:
    client.get("/networks/net")

    for path in ("dash/secret.js", "os/path.py", "dash/../../etc/passwd"):
        assert client.get(f"/_dash-component-suites/{path}").status_code == 404


def test_scripts_are_packed_for_browsers_that_take_it(client: TestClient) -> None:
    text = client.get("/networks/net").text
    address = re.search(r'src="([^"]+dash_mantine_components[^"]+)"', text)
    assert address is not None

    packed = client.get(address[1])
    plain = client.get(address[1], headers={"accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 2


def test_pages_are_packed_for_browsers_that_take_it(client: TestClient) -> None:
    def answered(accepted: str) -> Response:
        body = asked_of_a_browser("/networks/net/reach", "?from=ani&to=ratna")
        headers = {"accept-encoding": accepted}
        return client.post("/_dash-update-component", json=body, headers=headers)

    packed, plain = answered("gzip"), answered("identity")

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < len(plain.content) / 3


# ---------------------------------------------------------------------------- who asks


def test_a_stranger_is_sent_to_sign_in_and_back(client: TestClient, house: House) -> None:
    house.is_open = False

    away = client.get("/networks/net/reach?to=ratna")
    assert away.status_code == 303
    assert away.headers["location"] == "/sign-in?to=%2Fnetworks%2Fnet%2Freach%3Fto%3Dratna"

    form = client.get(away.headers["location"])
    assert 'value="/networks/net/reach?to=ratna"' in form.text

    back = client.post("/sign-in", data={"secret": "sesame", "to": "/networks/net/reach?to=ratna"})
    assert back.status_code == 303
    assert back.headers["location"] == "/networks/net/reach?to=ratna"
    assert client.get("/networks/net").status_code == 200


def test_a_callback_of_a_stranger_leads_to_the_door(client: TestClient, house: House) -> None:
    house.is_open = False

    answer = show(client, "/networks/net")

    assert answer["page"]["children"] == []
    assert answer["meta"]["data"]["go"] == "/sign-in?to=%2Fnetworks%2Fnet"


def test_a_wrong_secret_is_refused_and_not_written_back(client: TestClient, house: House) -> None:
    house.is_open = False

    answer = client.post("/sign-in", data={"secret": "<guess>", "to": "/"})

    assert answer.status_code == 401
    assert "guess" not in answer.text
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil", "x"])
def test_nobody_is_sent_to_another_site(client: TestClient, elsewhere: str) -> None:
    signed_in = client.post("/sign-in", data={"secret": "sesame", "to": elsewhere})
    switched = client.get("/language/id", params={"to": elsewhere})

    assert signed_in.headers["location"] == "/"
    assert switched.headers["location"] == "/"


def test_signing_out_takes_the_cookie_away(client: TestClient) -> None:
    answer = client.post("/sign-out")

    assert answer.headers["location"] == "/sign-in"
    assert 'session=""' in answer.headers["set-cookie"]


def test_the_language_is_remembered_in_a_cookie(client: TestClient) -> None:
    assert "Reach a leader" in str(show(client, "/networks/net/reach"))

    client.get("/language/id?to=/networks/net")

    assert "Menuju pimpinan" in str(show(client, "/networks/net/reach"))
    assert '<html lang="id">' in client.get("/networks/net").text


def test_the_start_leads_to_the_only_network(client: TestClient) -> None:
    assert client.get("/").headers["location"] == "/networks/net"


def test_an_absent_database_is_told_in_a_sentence(client: TestClient, desk: MemoryDesk) -> None:
    def absent() -> Any:
        raise StoreUnavailableError

    desk.list_networks = absent

    assert "The database does not answer" in str(show(client, "/networks/net"))
    answer = client.get("/")
    assert answer.status_code == 503
    assert "The database does not answer" in answer.text


@pytest.mark.parametrize(("language", "title"), [("en", "There was no"), ("id", "Belum ada jawab")])
def test_a_page_brings_along_what_to_say_when_an_answer_fails(
    client: TestClient, language: str, title: str
) -> None:
    text = client.get("/networks/net", headers={"accept-language": language}).text

    place = re.search(r'<div id="trouble" role="alert" ([^>]*)></div>', text)
    assert place is not None
    assert title in place[1]
    assert {"data-title", "data-remedy", "data-again", "data-request"} <= set(
        re.findall(r"data-\w+", place[1])
    )


def test_what_a_callback_cannot_do_is_a_sentence_for_the_page(
    client: TestClient, house: House
) -> None:
    outputs = [
        {"id": "import-outcome", "property": "children"},
        {"id": "import-clock", "property": "disabled"},
        {"id": "import-batches", "property": "children"},
    ]
    body = {
        "output": "..{}..".format("...".join(f"{o['id']}.{o['property']}" for o in outputs)),
        "outputs": outputs,
        "inputs": [
            {"id": "import-job", "property": "data", "value": "j"},
            {"id": "import-clock", "property": "n_intervals", "value": 1},
        ],
        "state": [{"id": "place", "property": "pathname", "value": "/networks/net/data"}],
        "changedPropIds": ["import-clock.n_intervals"],
    }
    house.is_open = False

    answer = client.post("/_dash-update-component", json=body)

    assert answer.status_code == 401
    assert answer.json()["title"] == "Please sign in"
    assert answer.json()["remedy"]


def test_only_page_addresses_are_taken() -> None:
    assert is_page("/")
    assert is_page("/networks/x/people/y")
    assert not is_page("/v1/networks")
    assert not is_page("/networksx")
    assert not is_page("/healthz")
