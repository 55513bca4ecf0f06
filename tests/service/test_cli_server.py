"""``restu serve`` and ``restu demo`` start, tell where, and stop; never open to strangers."""

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest

from graph.ports import Change, Store
from graph.records.contacts import Contact
from graph.records.networks import NetworkRecord
from graph.records.users import LOCAL_OWNER
from graph.vocabulary import NetworkId, Noun
from queries.sqlite_store import open_sqlite
from service.cli import demo as demo_command
from service.cli.demo import DEMO, prepare_demo
from service.cli.server import has_screen
from service.cli.terminal import ExitCode, Terminal, terminal
from service.usecases.visits import now
from tests.service.command_line import command, done, environment, process, run

LOADED = 2
"""Revisions of a demo that nobody touched: its files, and what no file holds."""


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("RESTU_STORE", "RESTU_HOST", "RESTU_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RESTU_LANG", "en")


@contextmanager
def serving(*words: str, folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the service on a free port; give the process and the address that it told."""
    process_ = subprocess.Popen(
        command(*words, "--port", "0"),
        cwd=folder,
        env=environment(RESTU_LANG="en"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process_.stdout is not None
    try:
        address = ""
        for line in process_.stdout:
            if "http://" in line:
                address = line.partition("http://")[2].split()[0]
                break
        assert address, "it ended without telling its address"
        yield process_, f"http://{address}"
    finally:
        if process_.poll() is None:
            process_.kill()
        process_.wait()
        process_.stdout.close()


def read(address: str) -> object:
    with urlopen(address, timeout=20) as answer:
        return json.load(answer)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_service_answers_where_it_says_and_stops_when_told(
    tmp_path: Path, stop: signal.Signals
) -> None:
    with serving("serve", folder=tmp_path) as (process_, address):
        assert read(f"{address}v1/networks") == {"items": []}
        process_.send_signal(stop)
        assert process_.wait(timeout=20) == 0


def test_the_demo_answers_with_its_network(tmp_path: Path) -> None:
    started = time.monotonic()
    with serving("demo", folder=tmp_path) as (_, address):
        answer = read(f"{address}v1/networks/demo")
        assert isinstance(answer, dict)
        assert answer["counts"]["contact"] == 250
    assert time.monotonic() - started < 60


def test_the_service_does_not_listen_elsewhere_without_users() -> None:
    ran = run("serve", "--host", "0.0.0.0", "--port", "0")
    assert ran.code == ExitCode.REFUSED
    assert "restu user add" in ran.err


def test_with_a_user_the_service_may_listen_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("user", "add", "sri", "--owner")
    served: list[str] = []
    monkeypatch.setattr(
        "service.cli.server.run", lambda _term, settings: served.append(settings.host)
    )
    assert run("serve", "--host", "0.0.0.0").code == ExitCode.DONE
    assert served == ["0.0.0.0"]


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = process("serve", "--port", str(taken.getsockname()[1]), folder=tmp_path)
    assert ran.code == ExitCode.REFUSED
    assert "--port" in ran.err
    assert "RESTU_PORT" in ran.err, "who types make demo can give no option"
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_browser_is_opened_only_where_there_is_a_screen(
    platform: str, variables: dict[str, str], expected: bool
) -> None:
    assert has_screen(platform, variables) is expected


# ---------------------------------------------------------------------------- the demo network


@pytest.fixture
def term() -> Iterator[Terminal]:
    with terminal() as term:
        term.make_store()
        yield term


def revision(store: Store) -> int:
    return store.load_network(NetworkId(DEMO.id)).revision


def someone(store: Store) -> Contact:
    found = store.find(NetworkId(DEMO.id), Noun.CONTACT, {}, reader=LOCAL_OWNER)
    record = found.items[0].record
    assert isinstance(record, Contact)
    return record


def rename(store: Store, name: str) -> None:
    who = someone(store)
    changed = Contact(id=who.id, name=name)
    store.commit(
        NetworkId(DEMO.id),
        [Change(changed, None)],
        author=LOCAL_OWNER,
        at=now(),
    )


def tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_command, "now", lambda: now() + timedelta(days=1))


def test_the_demo_is_made_once_a_day(term: Terminal) -> None:
    prepare_demo(term)
    first = term.store.list_revisions(NetworkId(DEMO.id))
    prepare_demo(term)
    assert term.store.list_revisions(NetworkId(DEMO.id)) == first


def test_an_untouched_demo_is_made_anew_on_another_day(
    term: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_demo(term)
    first = term.store.list_revisions(NetworkId(DEMO.id))
    tomorrow(monkeypatch)
    prepare_demo(term)
    second = term.store.list_revisions(NetworkId(DEMO.id))
    assert len(second) == len(first) == LOADED
    assert second[-1].at > first[0].at


def test_a_changed_demo_is_kept_unless_a_fresh_one_is_asked_for(
    term: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_demo(term)
    rename(term.store, "Aaa Changed")
    tomorrow(monkeypatch)
    prepare_demo(term)
    assert revision(term.store) == LOADED + 1
    prepare_demo(term, is_fresh=True)
    assert revision(term.store) == LOADED


def test_a_demo_that_was_not_loaded_to_its_end_is_made_anew(term: Terminal) -> None:
    term.store.create_network(DEMO)
    prepare_demo(term)
    assert revision(term.store) == LOADED


def test_a_network_of_somebody_called_demo_is_left_alone() -> None:
    store = open_sqlite("restu.db")
    store.create_network(NetworkRecord(id=DEMO.id, name="Mine"))
    store.close()
    ran = run("demo", "--no-open", "--port", "0")
    assert ran.code == ExitCode.REFUSED
    assert "demo" in ran.err
