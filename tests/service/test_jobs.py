"""Jobs: taken once, reported, called off, handed on when a worker dies or stops."""

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from graph.errors import UnreadableFileError
from graph.ports import Commit, Create, Store, Write
from graph.records.contacts import Contact
from graph.records.jobs import Job, JobState
from graph.records.networks import NetworkRecord
from graph.records.users import LOCAL_OWNER
from graph.vocabulary import NetworkId
from queries.sqlite_store import open_sqlite
from service.jobs import Kind, Report, Timing, Workers
from service.usecases.import_jobs import do_undo
from service.usecases.imports import IMPORT_ACT
from service.usecases.users import ensure_local_owner

NET = NetworkId("net")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_sqlite(tmp_path / "restu.db")
    ensure_local_owner(store)
    store.create_network(NetworkRecord(id=NET, name="Net"))
    yield store
    store.close()


def add(store: Store, job_id: str = "job", kind: str = "work") -> None:
    store.create_job(
        Job(
            id=job_id,
            network_id=NET,
            kind=kind,
            created_by=LOCAL_OWNER,
            created_at=datetime.now(UTC),
        )
    )


def workers(store: Store, kind: Kind, threads: int = 1, **timing: float) -> Workers:
    return Workers(store, {"work": kind}, threads=threads, timing=Timing(**timing))


def waited(store: Store, *states: JobState, job_id: str = "job", seconds: float = 15) -> Job:
    deadline = time.monotonic() + seconds
    while True:
        job = store.load_job(job_id)
        assert job is not None
        if job.state in states:
            return job
        assert time.monotonic() < deadline, f"still {job.state}"
        time.sleep(0.01)


def test_a_job_is_done_once_and_gives_its_result(store: Store) -> None:
    done: list[str] = []

    def work(job: Job, report: Report) -> Mapping[str, Any]:
        report("checking", 1, 2)
        done.append(job.id)
        return {"rows": 2}

    for number in range(6):
        add(store, f"job-{number}")
    crew = workers(store, work, threads=3)
    crew.start()
    for number in range(6):
        job = waited(store, JobState.DONE, job_id=f"job-{number}")
        assert job.result == {"rows": 2}
        assert job.finished_at is not None
    crew.stop()

    assert sorted(done) == [f"job-{number}" for number in range(6)]


def test_progress_is_seen_while_it_runs(store: Store) -> None:
    go_on = threading.Event()

    def work(_: Job, report: Report) -> Mapping[str, Any]:
        report("checking", 3, 10)
        assert go_on.wait(10)
        return {}

    add(store)
    crew = workers(store, work)
    crew.start()
    deadline = time.monotonic() + 10
    job = waited(store, JobState.RUNNING)
    while job.done != 3 and time.monotonic() < deadline:
        job = waited(store, JobState.RUNNING)
    assert (job.state, job.stage, job.done, job.total) == (JobState.RUNNING, "checking", 3, 10)
    go_on.set()
    waited(store, JobState.DONE)
    crew.stop()


def test_a_refusal_fails_the_job_with_code_and_facts(store: Store) -> None:
    def work(_: Job, __: Report) -> Mapping[str, Any]:
        raise UnreadableFileError("a.csv", "empty")

    add(store)
    crew = workers(store, work)
    crew.start()
    job = waited(store, JobState.FAILED)
    crew.stop()

    assert job.problem is not None
    assert job.problem["code"] == "unreadable-file"
    assert job.problem["facts"] == {"file": "a.csv", "reason": "empty"}


def test_a_mistake_fails_the_job_and_not_the_worker(store: Store) -> None:
    def work(job: Job, _: Report) -> Mapping[str, Any]:
        if job.id == "bad":
            raise ZeroDivisionError("secret")
        return {}

    add(store, "bad")
    add(store, "good")
    crew = workers(store, work)
    crew.start()
    bad = waited(store, JobState.FAILED, job_id="bad")
    waited(store, JobState.DONE, job_id="good")
    crew.stop()

    assert bad.problem == {"code": "internal-error", "facts": {}, "issues": []}


def test_a_running_job_is_called_off_at_its_next_word(store: Store) -> None:
    def work(_: Job, report: Report) -> Mapping[str, Any]:
        for number in range(10_000):
            report("checking", number, 0)
            time.sleep(0.01)
        return {}

    add(store)
    crew = workers(store, work, lease_seconds=0.6)
    crew.start()
    waited(store, JobState.RUNNING)
    assert store.request_cancel("job")
    waited(store, JobState.CANCELLED)
    crew.stop()


def test_a_job_whose_worker_died_is_taken_over(store: Store) -> None:
    add(store)
    past = datetime.now(UTC) - timedelta(seconds=60)
    assert store.claim_job("dead", at=past, until=past + timedelta(seconds=30)) is not None

    crew = workers(store, lambda _, __: {"by": "the living"})
    crew.start()
    job = waited(store, JobState.DONE)
    crew.stop()

    assert job.result == {"by": "the living"}


def test_a_job_that_takes_every_worker_along_is_given_up(store: Store) -> None:
    add(store)
    past = datetime.now(UTC) - timedelta(seconds=60)
    job = store.claim_job("dead", at=past, until=past)
    assert job is not None
    store.report_job(replace(job, result={"attempt": 3}), "dead", until=past)

    crew = workers(store, lambda _, __: {})
    crew.start()
    job = waited(store, JobState.FAILED)
    crew.stop()

    assert job.problem is not None
    assert job.problem["code"] == "interrupted"


def test_a_long_silent_job_keeps_its_lease(store: Store) -> None:
    runs: list[str] = []

    def work(job: Job, _: Report) -> Mapping[str, Any]:
        runs.append(job.id)
        time.sleep(1.5)
        return {}

    add(store)
    one, other = workers(store, work, lease_seconds=0.5), workers(store, work, lease_seconds=0.5)
    one.start()
    other.start()
    waited(store, JobState.DONE)
    one.stop()
    other.stop()

    assert runs == ["job"]


def test_stopping_lets_a_short_job_finish(store: Store) -> None:
    def work(_: Job, __: Report) -> Mapping[str, Any]:
        time.sleep(0.5)
        return {"is": "whole"}

    add(store)
    crew = workers(store, work, shutdown_seconds=10)
    crew.start()
    waited(store, JobState.RUNNING)
    crew.stop()

    job = store.load_job("job")
    assert job is not None
    assert (job.state, job.result) == (JobState.DONE, {"is": "whole"})


def test_stopping_hands_a_long_job_on_and_the_next_worker_resumes(store: Store) -> None:
    is_patient = threading.Event()

    def work(_: Job, report: Report) -> Mapping[str, Any]:
        while not is_patient.is_set():
            report("checking", 1, 2)
            time.sleep(0.01)
        return {"is": "whole"}

    add(store)
    first = workers(store, work, shutdown_seconds=0.2)
    first.start()
    waited(store, JobState.RUNNING)
    first.stop()
    handed_on = store.load_job("job")
    assert handed_on is not None
    assert handed_on.state is JobState.QUEUED

    is_patient.set()
    second = workers(store, work)
    second.start()
    assert waited(store, JobState.DONE).result == {"is": "whole"}
    second.stop()


def test_a_worker_that_lost_its_job_stops_and_changes_nothing(store: Store) -> None:
    stopped = threading.Event()

    def work(_: Job, report: Report) -> Mapping[str, Any]:
        try:
            while True:
                report("checking", 1, 0)
                time.sleep(0.05)
        finally:
            stopped.set()

    add(store)
    crew = workers(store, work, lease_seconds=30)
    crew.start()
    job = waited(store, JobState.RUNNING)
    later = datetime.now(UTC) + timedelta(hours=1)
    taken = store.claim_job("thief", at=later, until=later + timedelta(hours=1))
    assert taken is not None

    assert stopped.wait(10)
    crew.stop()
    now = store.load_job("job")
    assert now is not None
    assert now.leased_by == "thief"
    assert job.leased_by != "thief"


def test_a_job_that_writes_keeps_its_lease_although_nobody_else_can_write(
    store: Store, tmp_path: Path
) -> None:
    runs: list[str] = []

    def work(job: Job, report: Report) -> Mapping[str, Any]:
        runs.append(job.id)
        report("writing", 0, 4_000)
        with sqlite3.connect(tmp_path / "restu.db", isolation_level=None) as db:
            db.execute("BEGIN IMMEDIATE")
            for done in range(15):
                report("writing", done, 4_000)
                time.sleep(0.1)
            db.execute("COMMIT")
        db.close()
        return {"is": "whole"}

    add(store)
    one, other = workers(store, work, lease_seconds=0.3), workers(store, work, lease_seconds=0.3)
    one.start()
    other.start()
    job = waited(store, JobState.DONE)
    one.stop()
    other.stop()

    assert (runs, job.result) == (["job"], {"is": "whole"})


class Slow:
    """A store that takes its time for each write of a commit, while nobody else can write."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, network_id: NetworkId, writes: Iterable[Write], **options: Any) -> Commit:
        def slowly() -> Iterator[Write]:
            for write in writes:
                yield write
                time.sleep(0.1)

        return self._store.commit(network_id, slowly(), **options)


def test_the_undoing_of_an_import_keeps_its_lease_while_it_writes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [Create(Contact(id=f"c{number}", name="N")) for number in range(12)]
    at = datetime.now(UTC)
    store.commit(NET, people, author=LOCAL_OWNER, at=at, act=IMPORT_ACT, batch_id="load")
    monkeypatch.setattr("service.jobs.SLOWEST_WRITES_PER_SECOND", 5)
    runs: list[str] = []

    def work(job: Job, report: Report) -> Mapping[str, Any]:
        runs.append(job.id)
        return do_undo(cast("Store", Slow(store)), job, report)

    store.create_job(
        Job(
            id="job",
            network_id=NET,
            kind="work",
            created_by=LOCAL_OWNER,
            created_at=at,
            params={"batch_id": "load"},
        )
    )
    one, other = workers(store, work, lease_seconds=0.3), workers(store, work, lease_seconds=0.3)
    one.start()
    other.start()
    job = waited(store, JobState.DONE)
    one.stop()
    other.stop()

    assert runs == ["job"]
    assert job.result is not None
    assert (job.result["revision"], job.result["undone"]) == (2, 12)
