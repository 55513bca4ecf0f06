"""Does jobs: rows in the store that any worker may take, with a lease, progress and cancel."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

import structlog

from graph.errors import (
    CancelledError,
    FieldIssue,
    LeaseLostError,
    RestuError,
    StoreError,
    StoreUnavailableError,
)
from graph.ports import JobStore
from graph.records.identity import new_id
from graph.records.jobs import Job, JobState

MOST_ATTEMPTS: Final = 3
"""A job that took its worker along so often is not tried again."""
POLL_SECONDS: Final = 1.0
REPORT_SECONDS: Final = 0.5
"""Progress is written to the store no more often."""
BEATS_PER_LEASE: Final = 3
QUIET_STAGES: Final = frozenset({"writing"})
"""While the embedded store writes a commit nobody else may write, not even how far it is: the
lease is made long enough beforehand, and the heartbeat reports when it can."""
SLOWEST_WRITES_PER_SECOND: Final = 2_000
ATTEMPT: Final = "attempt"

Report: TypeAlias = Callable[[str, int, int], None]
"""Is told the stage, what is done and the total (0: not known); raises to call the work off."""

Kind: TypeAlias = Callable[[Job, Report], Mapping[str, Any]]
"""Does the work of a job and gives its result in plain JSON values."""

Ended: TypeAlias = Callable[[str, str], None]

_log = structlog.get_logger("restu.jobs")


class _ReleasedError(Exception):
    """The process stops: another worker shall take the job."""


class _LostError(Exception):
    """The lease ran out and somebody else has the job."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a silent worker keeps its job, and how long it has when the process stops."""

    lease_seconds: float = 30.0
    shutdown_seconds: float = 10.0


class Workers:
    """Threads that do jobs.

    Parameters
    ----------
    store
        Where jobs are.
    kinds
        What can be done, by name.
    threads
        How many at a time; 0 leaves all jobs to other processes.
    timing
        Lease, and time to finish when the process stops.
    ended
        Told kind and state of each job that is over.

    """

    def __init__(
        self,
        store: JobStore,
        kinds: Mapping[str, Kind],
        *,
        threads: int,
        timing: Timing,
        ended: Ended = lambda _kind, _state: None,
    ) -> None:
        self._store = store
        self._kinds = kinds
        self._timing = timing
        self._ended = ended
        self._stopping = threading.Event()
        self._releasing = threading.Event()
        self._wake = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, args=(new_id(),), name=f"jobs-{place}", daemon=True)
            for place in range(threads)
        ]

    def start(self) -> None:
        """Begin to take jobs."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look for a job now: one was added."""
        self._wake.set()

    def stop(self) -> None:
        """Take no more jobs; let running ones finish, or release them when time is up."""
        self._stopping.set()
        self._wake.set()
        deadline = time.monotonic() + self._timing.shutdown_seconds
        alive = [thread for thread in self._threads if thread.is_alive()]
        for thread in alive:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._releasing.set()
        for thread in alive:
            thread.join(2 * REPORT_SECONDS + 1)

    def _work(self, worker: str) -> None:
        while not self._stopping.is_set():
            job = self._claim(worker)
            if job is None:
                self._wake.wait(POLL_SECONDS)
                self._wake.clear()
                continue
            _Run(self._store, job, worker, self._timing, self._releasing).do(
                self._kinds, self._ended
            )

    def _claim(self, worker: str) -> Job | None:
        at = datetime.now(UTC)
        until = at + timedelta(seconds=self._timing.lease_seconds)
        try:
            return self._store.claim_job(worker, at=at, until=until)
        except StoreError as error:
            _log.warning("no jobs", code=error.code)
            return None


class _Run:
    """One job in the hands of one worker."""

    def __init__(
        self,
        store: JobStore,
        job: Job,
        worker: str,
        timing: Timing,
        releasing: threading.Event,
    ) -> None:
        self._store = store
        self._worker = worker
        self._timing = timing
        self._releasing = releasing
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._is_lost = False
        self._is_cancelled = job.cancel_requested
        self._reported_at = 0.0
        attempt = int((job.result or {}).get(ATTEMPT, 0)) + 1
        self._attempt = attempt
        self._job = replace(job, state=JobState.RUNNING, result={ATTEMPT: attempt})

    def do(self, kinds: Mapping[str, Kind], ended: Ended) -> None:
        """Do the work and save its outcome; without the store the lease runs out by itself."""
        beat = threading.Thread(target=self._beat, name="job-heartbeat", daemon=True)
        beat.start()
        try:
            self._save(self._until())
            outcome = self._outcome(kinds)
            self._over.set()
            beat.join()
            self._job = outcome
            self._save(None)
        except (_LostError, StoreError) as error:
            _log.warning("job lost", job_id=self._job.id, error=str(error))
            return
        finally:
            self._over.set()
        if outcome.state.is_over:
            ended(outcome.kind, outcome.state)
        _log.info("job", job_id=outcome.id, kind=outcome.kind, state=outcome.state.value)

    def _outcome(self, kinds: Mapping[str, Kind]) -> Job:
        try:
            if self._attempt > MOST_ATTEMPTS:
                return self._failed("interrupted", {"attempts": str(MOST_ATTEMPTS)})
            result = kinds[self._job.kind](self._job, self._report)
        except _ReleasedError:
            # As if this attempt had never been: the next worker may start at once.
            result = {ATTEMPT: self._attempt - 1}
            return replace(self._job, state=JobState.QUEUED, stage="", done=0, result=result)
        except CancelledError:
            return self._ended(JobState.CANCELLED)
        except (_LostError, StoreUnavailableError):
            raise
        except RestuError as error:
            return self._failed(error.code, error.facts, getattr(error, "issues", ()))
        except Exception:  # noqa: BLE001 - written to the log; a mistake of one job ends no worker
            _log.exception("job failed", job_id=self._job.id, kind=self._job.kind)
            return self._failed("internal-error", {})
        return replace(self._ended(JobState.DONE), result=result)

    def _ended(self, state: JobState) -> Job:
        return replace(self._job, state=state, result=None, finished_at=datetime.now(UTC))

    def _failed(
        self, code: str, facts: Mapping[str, str], issues: Sequence[FieldIssue] = ()
    ) -> Job:
        told = [asdict(issue) for issue in issues]
        problem = {"code": code, "facts": dict(facts), "issues": told}
        return replace(self._ended(JobState.FAILED), problem=problem)

    def _report(self, stage: str, done: int, total: int) -> None:
        self._check()
        with self._lock:
            is_new_stage = stage != self._job.stage
            self._job = replace(self._job, stage=stage, done=done, total=total)
        is_due = time.monotonic() - self._reported_at >= REPORT_SECONDS
        if is_new_stage or (is_due and stage not in QUIET_STAGES):
            self._save(self._until())
            self._check()

    def _check(self) -> None:
        if self._is_lost:
            raise _LostError
        if self._is_cancelled:
            raise CancelledError
        if self._releasing.is_set():
            raise _ReleasedError

    def _save(self, until: datetime | None) -> None:
        with self._lock:
            job, self._reported_at = self._job, time.monotonic()
        try:
            # Without the lock: the store may keep us waiting until the work itself is written.
            self._is_cancelled |= self._store.report_job(job, self._worker, until=until)
        except LeaseLostError:
            self._is_lost = True
            raise _LostError from None

    def _until(self) -> datetime:
        seconds = self._timing.lease_seconds
        if self._job.stage in QUIET_STAGES:
            seconds += self._job.total / SLOWEST_WRITES_PER_SECOND
        return datetime.now(UTC) + timedelta(seconds=seconds)

    def _beat(self) -> None:
        while not self._over.wait(self._timing.lease_seconds / BEATS_PER_LEASE):
            try:
                self._save(self._until())
            except (_LostError, StoreError):
                continue
