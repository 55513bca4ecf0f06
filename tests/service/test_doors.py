"""The doors: hosts, origins, sizes, headers, addresses that are not there."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
import structlog
from starlette.types import Message

from tests.service.clients import House, running


def problem(answer: Any, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    assert told["request_id"] == answer.headers["x-request-id"]
    return told["type"].removeprefix("/problems/")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
def test_loopback_names_are_served(house: House, host: str) -> None:
    assert house.owner.get("/v1/networks", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "", "10.0.0.1"],
)
def test_other_names_are_refused_so_that_no_site_can_rebind_its_name(
    house: House, host: str
) -> None:
    answer = house.owner.get("/v1/networks", headers={"Host": host})

    assert problem(answer, 421) == "host-refused"


def test_a_probe_is_answered_under_any_name(house: House) -> None:
    assert house.owner.get("/healthz", headers={"Host": "10.1.2.3:8000"}).status_code == 200
    assert house.owner.get("/metrics", headers={"Host": "10.1.2.3:8000"}).status_code == 421


def test_a_configured_name_is_served_but_only_to_those_who_sign_in(tmp_path: Path) -> None:
    with running(tmp_path, allowed_hosts=("restu.example",)) as house:
        answer = house.owner.get("/v1/networks", headers={"Host": "restu.example"})

        assert problem(answer, 401) == "unauthenticated"
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    ],
)
def test_another_site_cannot_write_through_the_owners_browser(
    house: House, headers: dict[str, str]
) -> None:
    answer = house.owner.post("/v1/networks", json={"id": "x", "name": "X"}, headers=headers)

    assert problem(answer, 403) == "origin-refused"
    assert house.owner.get("/v1/networks").json()["items"] == []


def test_another_site_cannot_read_but_may_link(house: House) -> None:
    read = house.owner.get("/v1/networks", headers={"Sec-Fetch-Site": "cross-site"})
    follow = house.owner.get(
        "/v1/networks", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    )

    assert problem(read, 403) == "origin-refused"
    assert follow.status_code == 200


def test_our_own_pages_may_write(house: House) -> None:
    answer = house.owner.post(
        "/v1/networks",
        json={"id": "x", "name": "X"},
        headers={"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"},
    )

    assert answer.status_code == 201


def test_no_other_site_is_allowed_unless_it_is_configured(house: House, tmp_path: Path) -> None:
    asked = {"Origin": "https://board.example", "Access-Control-Request-Method": "GET"}
    assert (
        "access-control-allow-origin"
        not in house.owner.options("/v1/networks", headers=asked).headers
    )

    with running(tmp_path / "two", allowed_origins=("https://board.example",)) as open_house:
        answer = open_house.owner.options("/v1/networks", headers=asked)
        assert answer.headers["access-control-allow-origin"] == "https://board.example"


def test_every_answer_carries_a_strict_policy(house: House) -> None:
    for answer in (
        house.owner.get("/v1/networks"),
        house.owner.get("/v1/nothing"),
        house.owner.get("/v1/networks", headers={"Host": "evil.example"}),
    ):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_unknown_addresses_and_methods_are_problems(house: House) -> None:
    assert problem(house.owner.get("/v1/nothing"), 404) == "unknown-address"
    wrong = house.owner.put("/v1/networks", json={})
    assert problem(wrong, 405) == "wrong-method"
    assert "GET" in wrong.headers["allow"]


def test_a_body_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    with running(tmp_path, max_body_bytes=2_000) as house:
        told = house.owner.post("/v1/networks", content=b"x" * 3_000)

    assert problem(told, 413) == "body-too-large"
    assert told.json()["facts"] == {"limit": "body", "allowed": "2000", "asked": "3000"}


PART = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n'.ljust(500)


@pytest.mark.parametrize(
    ("path", "kind", "client", "status", "pieces_read"),
    [
        ("/v1/networks", b"application/json", "127.0.0.1", 413, 5),
        # Only uploads may be large, and nobody's upload is read.
        ("/v1/networks", b"multipart/form-data; boundary=x", "127.0.0.1", 413, 5),
        ("/v1/networks/net/imports", b"multipart/form-data; boundary=x", "10.0.0.9", 401, 0),
        ("/v1/networks/net/imports", b"multipart/form-data; boundary=x", "127.0.0.1", 413, 21),
    ],
)
def test_an_endless_body_is_refused_while_it_streams(
    tmp_path: Path, path: str, kind: bytes, client: str, status: int, pieces_read: int
) -> None:
    sent: list[Message] = []
    pieces = 0

    async def receive() -> Message:
        nonlocal pieces
        pieces += 1
        body = PART if pieces == 1 else b" " * 500
        return {"type": "http.request", "body": body, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:8000"), (b"content-type", kind)],
        "client": (client, 50_000),
        "scheme": "http",
    }
    with running(tmp_path, max_body_bytes=2_000, max_upload_bytes=10_000) as house:
        asyncio.run(house.app(scope, receive, send))

    assert sent[0]["status"] == status
    assert pieces == pieces_read


def test_a_request_keeps_the_identifier_it_came_with_if_it_is_harmless(house: House) -> None:
    given = house.owner.get("/healthz", headers={"X-Request-ID": "trace-1.2"})
    strange = house.owner.get("/healthz", headers={"X-Request-ID": "a b\tc"})

    assert given.headers["x-request-id"] == "trace-1.2"
    assert len(strange.headers["x-request-id"]) == 16


def test_the_log_has_one_line_per_request_without_names_or_values(tmp_path: Path) -> None:
    with running(tmp_path, log_level="info") as house:
        house.add_network("net")
        net = "/v1/networks/net"
        house.owner.post(f"{net}/contacts", json={"id": "zaini-secret", "name": "Zaini Secret"})
        with structlog.testing.capture_logs() as lines:
            house.owner.get(f"{net}/contacts/zaini-secret", params={"as_of": "2024-05-03"})
            house.owner.get(f"{net}/contacts", params={"tag": "zaini-secret"})
            house.owner.get("/zaini-secret")

    assert [(line["route"], line["status"]) for line in lines] == [
        ("/v1/networks/{network_id}/contacts/{record_id}", 200),
        ("/v1/networks/{network_id}/contacts", 200),
        ("unknown", 404),
    ]
    assert all(line["ms"] >= 0 and line["request_id"] for line in lines)
    assert "secret" not in json.dumps(lines)


def test_the_figures_are_by_route_and_name_nobody(house: House, net: str) -> None:
    house.owner.get(f"{net}/contacts/zaini-secret")

    text = house.owner.get("/metrics").text

    assert (
        'restu_requests_total{method="GET",'
        'route="/v1/networks/{network_id}/contacts/{record_id}",status="404"} 1.0' in text
    )
    assert "secret" not in text
