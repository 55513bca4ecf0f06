"""Jobs as rows of the embedded store."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

from graph.errors import DuplicateIdError, LeaseLostError
from graph.records.identity import is_identifier
from graph.records.jobs import Job, JobState
from graph.vocabulary import NetworkId
from queries.rows import moment, row_of, thing_of
from queries.sqlite.connections import Connections, run, run_row, run_rows


class SqliteJobs:
    """Jobs."""

    _connections: Connections

    def create_job(self, job: Job) -> None:
        """Add a job."""
        with self._connections.writing() as db:
            if run_row(db, "job/load", id=job.id) is not None:
                raise DuplicateIdError("job", job.id, taken_by="job")
            run(db, "job/insert", **row_of(job))

    def load_job(self, job_id: str) -> Job | None:
        """Read a job."""
        with self._connections.reading() as db:
            return _job(db, job_id)

    def list_jobs(self, network_id: NetworkId, *, limit: int = 50) -> tuple[Job, ...]:
        """Read the jobs of a network, newest first."""
        if not is_identifier(network_id):
            return ()
        with self._connections.reading() as db:
            rows = run_rows(db, "job/list", network_id=network_id, limit=limit)
            return tuple(thing_of(Job, row) for row in rows)

    def claim_job(self, worker: str, *, at: datetime, until: datetime) -> Job | None:
        """Take the oldest job that is queued, or running with a lease that ran out."""
        with self._connections.reading() as db:  # most of the time there is none
            if run_row(db, "job/find_next", at=moment(at)) is None:
                return None
        with self._connections.writing() as db:
            row = run_row(db, "job/find_next", at=moment(at))
            if row is None:
                return None
            run(db, "job/claim", id=row["id"], worker=worker, until=moment(until))
            job = thing_of(Job, row)
            return replace(job, state=JobState.RUNNING, leased_by=worker, leased_until=until)

    def report_job(self, job: Job, worker: str, *, until: datetime | None) -> bool:
        """Save progress, state and outcome if the worker still holds the job."""
        row = row_of(job)
        columns = ("id", "state", "stage", "done", "total", "result", "problem", "finished_at")
        with self._connections.writing() as db:
            saved = run(
                db,
                "job/report",
                worker=worker,
                until=None if until is None else moment(until),
                **{name: row[name] for name in columns},
            )
            if saved.rowcount != 1:
                raise LeaseLostError(job.id)
            stands = _job(db, job.id)
            return stands is not None and stands.cancel_requested

    def request_cancel(self, job_id: str) -> bool:
        """Ask to stop a job; a queued one is cancelled at once."""
        if not is_identifier(job_id):
            return False
        with self._connections.writing() as db:
            return run(db, "job/cancel", id=job_id, at=moment(datetime.now(UTC))).rowcount == 1


def _job(db: sqlite3.Connection, job_id: str) -> Job | None:
    row = run_row(db, "job/load", id=job_id) if is_identifier(job_id) else None
    return None if row is None else thing_of(Job, row)
