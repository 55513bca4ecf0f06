"""Every error has a status; what a failure of ours says stays in the log."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from graph.errors import RestuError, StoreFullError, StoreReadOnlyError, StoreUnavailableError
from service.problems import STATUS
from tests.service.clients import LOOPBACK, House, TestClient


def leaves(family: type[RestuError]) -> Iterator[type[RestuError]]:
    if "code" in vars(family):
        yield family
    for child in family.__subclasses__():
        yield from leaves(child)


def test_every_error_of_the_service_has_a_status() -> None:
    here = {
        error
        for error in leaves(RestuError)
        if not error.__module__.startswith(("service.cli", "tests"))
    }

    assert here
    assert here == STATUS.keys()


def test_no_error_is_answered_as_if_all_were_well() -> None:
    assert all(400 <= status < 600 for status in STATUS.values())


@pytest.mark.parametrize(
    ("error", "status"),
    [(StoreUnavailableError, 503), (StoreReadOnlyError, 503), (StoreFullError, 507)],
)
def test_a_store_that_cannot_serve_is_said_without_its_secrets(
    house: House, monkeypatch: pytest.MonkeyPatch, error: type[RestuError], status: int
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise error(password="hunter2")

    monkeypatch.setattr(house.services.store, "list_networks", fail)
    answer = house.owner.get("/v1/networks")

    assert answer.status_code == status
    assert answer.json()["type"] == f"/problems/{error.code}"
    assert answer.json()["remedy"]
    assert "hunter2" not in answer.text
    assert ("retry-after" in answer.headers) == (status == 503)


def test_a_mistake_of_ours_is_a_problem_and_a_line_in_the_log(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(house.services.store, "list_networks", fail)
    with structlog.testing.capture_logs() as lines:
        answer = house.owner.get("/v1/networks")

    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/internal-error"
    assert "secret detail" not in answer.text
    mistakes = [line for line in lines if line["event"] == "mistake"]
    assert [line["request_id"] for line in mistakes] == [answer.headers["x-request-id"]]


def test_a_mistake_while_a_page_is_built_is_a_problem_that_the_page_can_tell(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("secret detail")

    # What the service raised further, the server would log a second time; here it fails the test.
    client = TestClient(house.app, LOOPBACK, client=("127.0.0.1", 50_000))
    client.get("/networks")
    monkeypatch.setattr(house.services.store, "list_networks", fail)
    outputs = [{"id": "page", "property": "children"}, {"id": "meta", "property": "data"}]
    body = {
        "output": "..page.children...meta.data..",
        "outputs": outputs,
        "inputs": [
            {"id": "place", "property": "pathname", "value": "/networks"},
            {"id": "place", "property": "search", "value": ""},
        ],
        "changedPropIds": ["place.pathname"],
    }

    with structlog.testing.capture_logs() as lines:
        answer = client.post("/_dash-update-component", json=body)
        start = client.get("/")

    assert (answer.status_code, start.status_code) == (500, 500)
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert answer.json()["remedy"]
    assert start.headers["x-request-id"] in start.text
    assert "secret detail" not in answer.text + start.text
    assert [line["request_id"] for line in lines if line["event"] == "mistake"] == [
        answer.headers["x-request-id"],
        start.headers["x-request-id"],
    ]


def test_a_request_that_takes_too_long_is_answered_in_time(tmp_path: Path) -> None:
    import threading
    import time

    from tests.service.clients import running

    with running(tmp_path, request_timeout_seconds=0.3) as house:
        release = threading.Event()
        house.services.store.list_networks = lambda: release.wait(5) and ()  # type: ignore[method-assign]
        started = time.monotonic()
        answer = house.owner.get("/v1/networks")
        seconds = time.monotonic() - started
        release.set()

    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/time-limit"
    assert seconds < 3


def test_problems_speak_the_language_of_the_reader(house: House) -> None:
    answer = house.owner.get(
        "/v1/networks/none", headers={"Accept-Language": "id-ID,id;q=0.9,en;q=0.5"}
    )

    assert answer.headers["content-language"] == "id"
    assert answer.json()["title"] != house.owner.get("/v1/networks/none").json()["title"]
