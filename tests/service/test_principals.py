"""Who may come in, as whom, and what each may do; nothing crosses networks."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph.records.users import Credential, CredentialKind, User
from graph.vocabulary import NetworkId, Role, UserId
from service.security import digest_of
from tests.service.clients import House, running
from tests.service.examples import SEEDED, body_of, seed


def kind_of(answer: Any) -> str:
    return answer.json()["type"].removeprefix("/problems/")


def test_the_owner_of_a_laptop_needs_no_login(house: House) -> None:
    who = house.owner.get("/v1/sessions/current").json()

    assert who["user"]["id"] == "local-owner"
    assert who["user"]["is_owner"]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.168.1.7", {}),
        ("127.0.0.1", {"X-Forwarded-For": "192.168.1.7"}),
        ("127.0.0.1", {"Forwarded": "for=192.168.1.7"}),
    ],
)
def test_nobody_else_is_taken_for_the_owner(
    house: House, address: str, headers: dict[str, str]
) -> None:
    answer = house.client(address=address).get("/v1/networks", headers=headers)

    assert (answer.status_code, kind_of(answer)) == (401, "unauthenticated")


@pytest.mark.parametrize(
    "changed",
    [{"host": "0.0.0.0"}, {"public_url": "https://restu.example"}, {"local_owner": "off"}],
)
def test_an_installation_for_others_has_no_owner_without_login(
    tmp_path: Path, changed: dict[str, str]
) -> None:
    with running(tmp_path, **changed) as house:
        assert house.owner.get("/v1/networks").status_code == 401


def test_with_a_second_user_everybody_signs_in(house: House) -> None:
    token = house.add_user("sri")

    assert house.owner.get("/v1/networks").status_code == 401
    assert house.client(token).get("/v1/networks").status_code == 200


def test_a_token_of_ones_own_does_not_lock_the_owner_out(house: House) -> None:
    made = house.owner.post("/v1/tokens", json={"label": "report"})

    assert house.owner.get("/v1/networks").status_code == 200
    away = house.client(made.json()["secret"], address="192.168.1.7")
    assert away.get("/v1/sessions/current").json()["user"]["id"] == "local-owner"


def test_a_secret_has_256_bits_and_is_stored_as_its_hash_only(house: House) -> None:
    made = house.owner.post("/v1/tokens", json={"label": "report"}).json()

    assert len(made["secret"]) * 6 >= 256
    listed = house.owner.get("/v1/tokens").json()["items"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert all("secret" not in one for one in listed)
    file = Path(house.services.settings.store.removeprefix("sqlite:///"))
    kept = b"".join(part.read_bytes() for part in file.parent.glob("restu.db*"))
    assert made["secret"].encode() not in kept
    assert digest_of(made["secret"]).encode() in kept


def test_a_token_that_ended_or_expired_opens_nothing(house: House) -> None:
    made = house.owner.post("/v1/tokens", json={}).json()
    away = house.client(made["secret"])
    assert away.get("/v1/networks").status_code == 200
    house.services.store.save_credential(
        Credential(
            id="old",
            kind=CredentialKind.TOKEN,
            user_id=UserId("local-owner"),
            digest=digest_of("old-secret"),
            created_at=datetime(2020, 1, 1, tzinfo=UTC),
            expires_at=datetime(2020, 1, 2, tzinfo=UTC),
        )
    )

    assert house.owner.delete(f"/v1/tokens/{made['id']}").status_code == 204
    assert away.get("/v1/networks").status_code == 401
    assert house.client("old-secret").get("/v1/networks").status_code == 401
    assert house.client("guessed").get("/v1/networks").status_code == 401


def test_an_invitation_lets_in_once_and_its_session_may_be_ended(house: House) -> None:
    house.owner.post("/v1/users", json={"id": "sri", "name": "Sri"})
    root = house.add_user("root")
    house.services.store.save_user(User(id=UserId("root"), name="Root", is_owner=True))
    invited = house.client(root).post("/v1/invitations", json={"user_id": "sri"}).json()
    assert invited["link"].endswith(f"#{invited['secret']}")
    lasts = datetime.fromisoformat(invited["expires_at"]) - datetime.fromisoformat(
        invited["created_at"]
    )
    assert lasts == timedelta(hours=24)

    browser = house.client()
    signed = browser.post("/v1/sessions", json={"secret": invited["secret"]})
    assert signed.status_code == 201
    cookie = signed.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert browser.get("/v1/sessions/current").json()["user"]["id"] == "sri"
    again = house.client().post("/v1/sessions", json={"secret": invited["secret"]})
    assert again.status_code == 401

    assert browser.get("/v1/sessions").json()["items"][0]["is_current"]
    assert house.client(root).delete(f"/v1/sessions/{signed.json()['id']}").status_code == 204
    assert browser.get("/v1/sessions/current").status_code == 401


def test_a_session_ends_with_the_token_it_came_by(house: House) -> None:
    token = house.add_user("sri")
    browser = house.client()
    browser.post("/v1/sessions", json={"secret": token})
    token_id = house.client(token).get("/v1/tokens").json()["items"][0]["id"]

    house.client(token).delete(f"/v1/tokens/{token_id}")

    assert browser.get("/v1/sessions/current").status_code == 401


def test_a_browser_signs_out(house: House) -> None:
    token = house.add_user("sri")
    browser = house.client()
    browser.post("/v1/sessions", json={"secret": token})
    own = {"Origin": "http://127.0.0.1:8000"}

    assert browser.delete("/v1/sessions/current", headers=own).status_code == 204

    assert browser.get("/v1/sessions/current").status_code == 401


def test_a_cookie_does_not_write_without_saying_where_it_comes_from(house: House) -> None:
    house.add_network("net")
    token = house.add_user("sri", net=Role.EDITOR)
    browser = house.client()
    browser.post("/v1/sessions", json={"secret": token})

    def write(**headers: str) -> int:
        said = {"name": "Ann"}
        return browser.post("/v1/networks/net/contacts", json=said, headers=headers).status_code

    assert write() == 403
    assert write(Origin="https://evil.example") == 403
    assert write(Origin="http://127.0.0.1:8000") == 201
    assert write(**{"Sec-Fetch-Site": "same-origin"}) == 201


def test_a_user_who_left_cannot_come_in(house: House) -> None:
    token = house.add_user("sri")
    house.services.store.save_user(User(id=UserId("sri"), name="Sri", is_active=False))

    assert house.client(token).get("/v1/networks").status_code == 401


def test_the_last_owner_stays_owner(house: House) -> None:
    answer = house.owner.patch("/v1/users/local-owner", json={"is_owner": False})

    assert (answer.status_code, kind_of(answer)) == (409, "last-owner")


def test_users_see_and_change_themselves_but_give_themselves_nothing(house: House) -> None:
    client = house.client(house.add_user("sri"))

    assert [one["id"] for one in client.get("/v1/users").json()["items"]] == ["sri"]
    assert client.patch("/v1/users/sri", json={"language": "id"}).json()["language"] == "id"
    assert client.patch("/v1/users/sri", json={"is_owner": True}).status_code == 403
    assert client.get("/v1/users/local-owner").status_code == 404
    assert client.post("/v1/users", json={"id": "x", "name": "X"}).status_code == 403
    assert client.post("/v1/tokens", json={"user_id": "local-owner"}).status_code == 404
    assert client.post("/v1/networks", json={"id": "x", "name": "X"}).status_code == 403


def test_a_private_note_is_read_by_its_author_alone(house: House) -> None:
    house.add_network("net")
    sri = house.client(house.add_user("sri", net=Role.EDITOR))
    budi = house.client(house.add_user("budi", net=Role.ADMINISTRATOR))
    notes = "/v1/networks/net/notes"
    sri.post("/v1/networks/net/contacts", json={"id": "ann", "name": "Ann"})
    made = sri.post(notes, json={"about_id": "ann", "text": "Prefers mornings."}).json()
    address = f"{notes}/{made['id']}"

    assert budi.get(notes).json()["items"] == []
    for method in ("GET", "PATCH", "DELETE"):
        answer = budi.request(
            method,
            address,
            json={"text": "x"} if method == "PATCH" else None,
            headers={"If-Match": "*"},
        )
        assert answer.status_code == 404
    assert budi.get(f"{address}/history").status_code == 404
    feed = budi.get("/v1/networks/net/changes").json()["items"]
    assert [one["noun"] for one in feed] == ["contact"]

    shared = sri.patch(address, json={"is_private": False}, headers={"If-Match": "*"})
    assert shared.status_code == 200
    taken = budi.patch(address, json={"is_private": True}, headers={"If-Match": "*"})
    assert taken.status_code == 403


# ---------------------------------------------------------------------------- every address


def operations(house: House) -> list[tuple[str, str]]:
    return [
        (method.upper(), path)
        for path, methods in house.app.openapi()["paths"].items()
        for method in methods
    ]


def operations_in_networks(house: House) -> list[tuple[str, str]]:
    return [(method, path) for method, path in operations(house) if "{network_id}" in path]


def test_another_networks_address_is_as_unknown_as_one_that_is_not_there(house: House) -> None:
    seed(house, "theirs")
    house.add_network("mine")
    stranger = house.client(house.add_user("sri", mine=Role.ADMINISTRATOR))

    tried = 0
    for method, template in operations_in_networks(house):
        answers: list[Any] = []
        for network_id in ("theirs", "not-there"):
            path = filled(template, network_id)
            answers.append(stranger.request(method, path, **body_of(house, method, template)))
        theirs, nowhere = answers
        assert theirs.status_code == 404, (method, template, theirs.text)
        assert kind_of(theirs) == kind_of(nowhere) == "unknown-network", (method, template)
        tried += 1
    assert tried >= 60


def test_another_networks_records_are_unknown_under_ones_own_address(house: House) -> None:
    seed(house, "theirs")
    house.add_network("mine")
    me = house.client(house.add_user("sri", mine=Role.ADMINISTRATOR))

    tried = 0
    for method, template in operations_in_networks(house):
        if "{record_id}" not in template or "tie-types" in template:
            continue
        answer = me.request(method, filled(template, "mine"), **body_of(house, method, template))
        assert answer.status_code == 404, (method, template, answer.text)
        tried += 1
    assert tried >= 30


def test_a_reader_writes_nothing_at_any_address(house: House) -> None:
    seed(house, "net")
    reader = house.client(house.add_user("sri", net=Role.READER))
    before = house.services.store.load_network(NetworkId("net")).revision

    for method, template in operations_in_networks(house):
        answer = reader.request(method, filled(template, "net"), **body_of(house, method, template))
        # too long for an address
        is_question = method == "GET" or template.endswith(("/campaigns", "/scenarios"))
        if is_question and not template.endswith("/refused"):
            assert answer.status_code in (200, 404, 409, 422), (method, template, answer.text)
        else:
            assert answer.status_code == 403, (method, template, answer.text)
            assert kind_of(answer) == "forbidden"
    assert house.services.store.load_network("net").revision == before  # type: ignore[arg-type]


def test_nobody_gets_in_without_a_secret_at_any_address(house: House) -> None:
    stranger = house.client(address="192.168.1.7")
    public = {"/healthz", "/readyz", "/metrics"}

    for method, template in operations(house):
        if template in public or (method, template) == ("POST", "/v1/sessions"):
            continue
        path = filled(template, "net")
        answer = stranger.request(method, path, **body_of(house, method, template))
        assert answer.status_code == 401, (method, template, answer.text)


def filled(template: str, network_id: str) -> str:
    path = template.replace("{network_id}", network_id)
    noun = template.split("/")[4] if template.count("/") > 4 else ""
    path = path.replace("{record_id}", SEEDED.get(noun, "none"))
    return re.sub(r"\{\w+\}", "none", path)
