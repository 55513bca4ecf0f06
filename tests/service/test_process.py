"""The service as a process of its own: stopped in the middle, killed, and on real data."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.records.jobs import JobState
from tests.service.command_line import REPOSITORY, command, environment

ROWS = 20_000


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """Start the service on a free port."""
    process = subprocess.Popen(
        command("serve", "--port", "0"),
        cwd=folder,
        env=environment(RESTU_LANG="en", RESTU_LOG_LEVEL="error", **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        address = next(
            line.partition("http://")[2].split()[0] for line in process.stdout if "http://" in line
        )
        with httpx.Client(base_url=f"http://{address}", timeout=30) as client:
            yield process, client
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdout.close()


def many_contacts(folder: Path) -> Path:
    path = folder / "contacts.csv"
    rows = "".join(f"c{number},Person {number}\n" for number in range(ROWS))
    path.write_text(f"id,name\n{rows}", encoding="utf-8")
    return path


def start_import(client: httpx.Client, net: str, *paths: Path, **extra: Any) -> str:
    files = [("files", (path.name, path.read_bytes())) for path in paths]
    for name, path in extra.items():
        files.append((name, (path.name, path.read_bytes())))
    answer = client.post(f"{net}/imports", files=files)
    assert answer.status_code == 202, answer.text
    return answer.headers["location"]


def over(client: httpx.Client, job: str, seconds: float = 60) -> dict[str, Any]:
    deadline = time.monotonic() + seconds
    while True:
        told = client.get(job).json()
        if JobState(told["state"]).is_over:
            return told
        assert time.monotonic() < deadline, told
        time.sleep(0.05)


def under_way(client: httpx.Client, job: str) -> None:
    while (told := client.get(job).json())["done"] == 0:
        assert told["state"] in ("queued", "running"), told
        time.sleep(0.01)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGKILL])
def test_an_import_that_was_under_way_is_done_by_the_next_process(
    tmp_path: Path, stop: signal.Signals
) -> None:
    settings = {"RESTU_JOB_LEASE_SECONDS": "1", "RESTU_SHUTDOWN_SECONDS": "0"}
    net = "/v1/networks/net"
    with serving(tmp_path, **settings) as (process, client):
        client.post("/v1/networks", json={"id": "net", "name": "Net"})
        job = start_import(client, net, many_contacts(tmp_path))
        under_way(client, job)
        process.send_signal(stop)
        code = process.wait(timeout=30)
        assert code == (0 if stop is signal.SIGTERM else -stop)

    with serving(tmp_path, **settings) as (_, client):
        told = over(client, job)
        assert told["state"] == "done", str(told)[-900:]
        assert told["result"]["accepted"] == ROWS
        assert client.get(net).json()["counts"]["contact"] == ROWS


def test_a_request_under_way_is_answered_before_the_process_ends(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, client):
        client.post("/v1/networks", json={"id": "net", "name": "Net"})
        over(client, start_import(client, "/v1/networks/net", many_contacts(tmp_path)))
        with client.stream("GET", "/v1/networks/net/contacts", params={"limit": 200}) as answer:
            process.send_signal(signal.SIGTERM)
            assert len(answer.read()) > 10_000
            assert answer.status_code == 200
        assert process.wait(timeout=30) == 0


@pytest.mark.data
def test_the_ministers_are_imported_and_found_by_rest(tmp_path: Path, data_folder: Path) -> None:
    net = "/v1/networks/uk"
    source = data_folder / "uk_ministers"
    with serving(tmp_path) as (_, client):
        client.post("/v1/networks", json={"id": "uk", "name": "United Kingdom"})
        mapping = REPOSITORY / "tests" / "mappings" / "uk_ministers.toml"
        told = over(client, start_import(client, net, *source.glob("*.csv"), mapping=mapping))
        assert (told["state"], told["result"]["refused"]) == ("done", 2)

        def who(name: str) -> str:
            found = client.get(f"{net}/search", params={"q": name, "limit": 1}).json()["items"]
            assert found[0]["name"] == name
            return found[0]["id"]

        answer = client.get(
            f"{net}/access-paths",
            params={"from": who("Torsten Bell"), "to": who("Rachel Reeves"), "k": 3},
        )
        assert answer.status_code == 200, answer.text
        routes = answer.json()["routes"]
        assert len(routes) == 3
        for route in routes:
            for step in route["steps"]:
                assert step["ties"] or step["interactions"] or step["served_together"]
