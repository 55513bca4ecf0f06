"""Jobs: seen by every worker, held by one."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest

from graph.errors import DuplicateIdError, LeaseLostError
from graph.ports import Store
from graph.records.jobs import Job, JobState
from graph.vocabulary import NetworkId
from tests.contract.conftest import Opener
from tests.contract.made import ANI, later


@pytest.fixture(autouse=True)
def _no_jobs_of_others(store: Store) -> None:
    """Finish what other tests left in a shared database."""
    while job := store.claim_job("sweeper", at=later(10**6), until=later(10**6 + 1)):
        store.report_job(replace(job, state=JobState.DONE), "sweeper", until=None)


def job(net: NetworkId, id_: str, minutes: int = 0, **fields: object) -> Job:
    made = Job(
        id=f"{net}-{id_}", network_id=net, kind="import", created_by=ANI, created_at=later(minutes)
    )
    return replace(made, **fields)


def test_a_job_comes_back_as_made(store: Store, net: NetworkId) -> None:
    made = job(
        net,
        "j",
        params={"file": "a.csv", "rows": [1, 2.5, None, True], "nested": {"é": ""}},
        state=JobState.FAILED,
        stage="reading",
        done=3,
        total=9,
        result={},
        problem={"code": "cancelled"},
        leased_by="w",
        leased_until=later(5),
        cancel_requested=True,
        finished_at=later(6),
    )

    store.create_job(made)

    assert store.load_job(made.id) == made
    assert store.load_job("never") is None
    assert store.load_job("\ud800") is None


def test_a_job_id_is_taken_once(store: Store, net: NetworkId, open_store: Opener) -> None:
    stores = [store, open_store()]

    def create(number: int) -> str:
        try:
            stores[number % 2].create_job(job(net, "same", number))
        except DuplicateIdError as refused:
            return f"{refused.facts['noun']} taken by {refused.facts['taken_by']}"
        return "created"

    with ThreadPoolExecutor(8) as clients:
        outcomes = Counter(clients.map(create, range(16)))

    assert outcomes == {"created": 1, "job taken by job": 15}
    assert len(store.list_jobs(net)) == 1


def test_jobs_of_a_network_are_listed_newest_first(store: Store, net: NetworkId) -> None:
    for minutes, id_ in ((1, "a"), (3, "c"), (2, "d"), (2, "b")):
        store.create_job(job(net, id_, minutes))

    ids = [one.id[-1] for one in store.list_jobs(net)]

    assert ids == ["c", "b", "d", "a"]
    assert [one.id[-1] for one in store.list_jobs(net, limit=2)] == ["c", "b"]
    assert store.list_jobs(NetworkId("nowhere")) == ()


def test_a_job_makes_no_revision(store: Store, net: NetworkId) -> None:
    store.create_job(job(net, "j"))
    store.claim_job("w", at=later(1), until=later(2))

    assert store.load_network(net).revision == 0


def test_the_oldest_job_is_taken_first(store: Store, net: NetworkId) -> None:
    for minutes, id_ in ((2, "b"), (1, "c"), (2, "a")):
        store.create_job(job(net, id_, minutes))

    taken = [store.claim_job("w", at=later(9), until=later(10)) for _ in range(4)]

    assert [one.id[-1] if one else None for one in taken] == ["c", "a", "b", None]


def test_a_taken_job_runs_under_a_lease(store: Store, net: NetworkId) -> None:
    made = job(net, "j")
    store.create_job(made)

    taken = store.claim_job("w", at=later(1), until=later(2))

    running = replace(made, state=JobState.RUNNING, leased_by="w", leased_until=later(2))
    assert taken == store.load_job(made.id) == running
    assert store.claim_job("other", at=later(1), until=later(2)) is None


def test_a_job_whose_lease_ran_out_is_taken_over(store: Store, net: NetworkId) -> None:
    store.create_job(job(net, "j"))
    first = _claim(store, "first", 0, 5)
    store.report_job(replace(first, done=4, stage="half"), "first", until=later(7))

    assert store.claim_job("second", at=later(7), until=later(9)) is None
    second = _claim(store, "second", 8, 9)

    assert (second.leased_by, second.done, second.stage) == ("second", 4, "half")
    with pytest.raises(LeaseLostError):
        store.report_job(replace(first, done=5), "first", until=later(20))
    assert store.load_job(first.id) == second


def test_a_report_saves_progress_and_extends_the_lease(store: Store, net: NetworkId) -> None:
    store.create_job(job(net, "j"))
    taken = _claim(store, "w", 0, 5)

    asked = store.report_job(
        replace(taken, done=10, total=20, stage="checking"), "w", until=later(6)
    )

    assert asked is False
    expected = replace(taken, done=10, total=20, stage="checking", leased_until=later(6))
    assert store.load_job(taken.id) == expected


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
def test_a_job_that_is_over_stays_over(store: Store, net: NetworkId, state: JobState) -> None:
    store.create_job(job(net, "j"))
    taken = _claim(store, "w", 0, 5)
    over = replace(taken, state=state, result={"rows": 3}, finished_at=later(3))

    store.report_job(over, "w", until=None)

    assert store.load_job(taken.id) == replace(over, leased_until=None)
    assert store.claim_job("other", at=later(10**6), until=later(10**6)) is None
    assert not store.request_cancel(taken.id)
    with pytest.raises(LeaseLostError):
        store.report_job(taken, "w", until=later(9))
    assert store.load_job(taken.id) == replace(over, leased_until=None)


def test_a_report_on_a_job_that_is_not_there_is_refused(store: Store, net: NetworkId) -> None:
    with pytest.raises(LeaseLostError):
        store.report_job(job(net, "never"), "w", until=None)


def test_a_queued_job_is_cancelled_at_once(store: Store, net: NetworkId) -> None:
    store.create_job(job(net, "j"))

    assert store.request_cancel(f"{net}-j")

    cancelled = store.load_job(f"{net}-j")
    assert cancelled is not None
    assert (cancelled.state, cancelled.cancel_requested) == (JobState.CANCELLED, True)
    assert isinstance(cancelled.finished_at, datetime)
    assert store.claim_job("w", at=later(9), until=later(10)) is None
    assert not store.request_cancel(f"{net}-j")


def test_a_running_job_learns_that_it_should_stop(store: Store, net: NetworkId) -> None:
    store.create_job(job(net, "j"))
    taken = _claim(store, "w", 0, 5)

    assert store.request_cancel(taken.id)
    assert store.report_job(replace(taken, done=1), "w", until=later(6))
    assert store.report_job(replace(taken, done=2), "w", until=later(7))
    stopped = replace(taken, state=JobState.CANCELLED, cancel_requested=True)
    assert store.report_job(stopped, "w", until=None)

    saved = store.load_job(taken.id)
    assert saved is not None
    assert saved.state is JobState.CANCELLED


@pytest.mark.parametrize("stranger", ["never", "", "\ud800"])
def test_a_job_that_is_not_there_cannot_be_cancelled(store: Store, stranger: str) -> None:
    assert not store.request_cancel(stranger)


def test_two_workers_never_get_the_same_job(
    store: Store, net: NetworkId, open_store: Opener
) -> None:
    for number in range(24):
        store.create_job(job(net, f"{number:02}", number))
    stores = [store, open_store()]

    def work(number: int) -> list[str]:
        def taken() -> Iterator[str]:
            while one := stores[number % 2].claim_job(f"w{number}", at=later(99), until=later(999)):
                yield one.id

        return list(taken())

    with ThreadPoolExecutor(8) as workers:
        ids = [id_ for part in workers.map(work, range(8)) for id_ in part]

    assert sorted(ids) == [f"{net}-{number:02}" for number in range(24)]


def _claim(store: Store, worker: str, at: int, until: int) -> Job:
    taken = store.claim_job(worker, at=later(at), until=later(until))
    assert taken is not None
    return taken
