"""Several processes on one store, and a store that is away."""

import socket
import time
from pathlib import Path

import pytest

from graph.vocabulary import Role
from tests.neo4j_server import Neo4jServer
from tests.service.clients import running


def test_two_services_on_one_store_see_each_others_writes_at_once(tmp_path: Path) -> None:
    with running(tmp_path) as one, running(tmp_path) as other:
        one.add_network("net")
        net = "/v1/networks/net"
        for name in ("ann", "ben", "cy"):
            one.owner.post(f"{net}/contacts", json={"id": name, "name": name.title()})
        assert [m["id"] for m in other.owner.get(f"{net}/search?q=ann").json()["items"]] == ["ann"]
        ways = f"{net}/access-paths?from=ann&to=cy"
        assert other.owner.get(ways).json()["routes"] == []

        for source, target in (("ann", "ben"), ("ben", "cy")):
            said = {"source_id": source, "target_id": target, "type": "knows", "strength": 0.8}
            assert one.owner.post(f"{net}/ties", json=said).status_code == 201
        assert len(other.owner.get(ways).json()["routes"]) == 1

        version = other.owner.get(f"{net}/contacts/ben").headers["etag"]
        first = one.owner.patch(
            f"{net}/contacts/ben", json={"do_not_ask": True}, headers={"If-Match": version}
        )
        second = other.owner.patch(
            f"{net}/contacts/ben", json={"region": "Praya"}, headers={"If-Match": version}
        )
        assert (first.status_code, second.status_code) == (200, 412)
        assert other.owner.get(ways).json()["routes"] == []


def test_without_its_database_the_service_lives_and_says_so_in_time(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with running(
        tmp_path, store=f"neo4j://127.0.0.1:{port}", neo4j_password="none-is-listening"
    ) as house:
        assert house.owner.get("/healthz").status_code == 200
        for address in ("/readyz", "/v1/networks"):
            started = time.monotonic()
            answer = house.owner.get(address)
            assert time.monotonic() - started < 10
            assert answer.status_code == 503, answer.text
            assert answer.json()["type"] == "/problems/store-unavailable"
            assert "retry-after" in answer.headers


@pytest.mark.neo4j
def test_a_database_that_is_killed_and_comes_back_is_served_again(
    tmp_path: Path, neo4j_server: Neo4jServer
) -> None:
    user, password = neo4j_server.auth
    on_neo4j = {"store": neo4j_server.uri, "neo4j_user": user, "neo4j_password": password}
    network_id = f"rest-{time.time_ns()}"
    net = f"/v1/networks/{network_id}"
    with running(tmp_path, **on_neo4j, local_owner="auto") as house:
        house.add_network(network_id)
        client = house.client(house.add_user(f"u-{network_id}", **{network_id: Role.EDITOR}))
        said = {"id": "ann", "name": "Ann"}
        assert client.post(f"{net}/contacts", json=said).status_code == 201
        try:
            neo4j_server.kill()
            for _ in range(2):
                started = time.monotonic()
                answer = client.get(f"{net}/contacts/ann")
                assert time.monotonic() - started < 10
                assert answer.status_code == 503, answer.text
            assert house.owner.get("/healthz").status_code == 200
            assert house.owner.get("/readyz").status_code == 503
        finally:
            neo4j_server.restart()
            neo4j_server.wait_until_ready()
        deadline = time.monotonic() + 30
        while client.get(f"{net}/contacts/ann").status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        changed = client.patch(
            f"{net}/contacts/ann", json={"region": "Praya"}, headers={"If-Match": '"1"'}
        )
        assert changed.status_code == 200
