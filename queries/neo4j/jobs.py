"""Jobs as nodes that every worker sees."""

from datetime import UTC, datetime
from typing import Final

from neo4j.exceptions import ConstraintError

from graph.errors import DuplicateIdError, LeaseLostError
from graph.records.jobs import Job
from graph.vocabulary import NetworkId
from queries.neo4j.connections import Connection, Transaction
from queries.neo4j.properties import properties_of_thing, thing_from
from queries.rows import moment

CANDIDATES: Final = 20
"""Jobs looked at in one attempt to claim one; other workers may take the first ones."""


class Neo4jJobs:
    """Work that takes longer than a request."""

    _connection: Connection

    def create_job(self, job: Job) -> None:
        """Add a job."""
        row = properties_of_thing(job)
        try:
            self._connection.transact(lambda tx: tx.write("job/insert", row=row))
        except ConstraintError as error:
            raise DuplicateIdError("job", job.id, taken_by="job") from error

    def load_job(self, job_id: str) -> Job | None:
        """Read a job."""
        row = self._connection.transact(lambda tx: tx.row("job/load", id=job_id), keep=False)
        return None if row is None else thing_from(Job, row["row"])

    def list_jobs(self, network_id: NetworkId, *, limit: int = 50) -> tuple[Job, ...]:
        """Read the jobs of a network, newest first."""
        rows = self._connection.transact(
            lambda tx: tx.rows("job/list", network_id=network_id, limit=limit), keep=False
        )
        return tuple(thing_from(Job, row["row"]) for row in rows)

    def claim_job(self, worker: str, *, at: datetime, until: datetime) -> Job | None:
        """Take the oldest job that is queued, or running with a lease that ran out."""
        now, then = moment(at), moment(until)

        def work(tx: Transaction) -> Job | None:
            while candidates := tx.rows("job/find_next", at=now, limit=CANDIDATES):
                for one in candidates:
                    row = tx.row("job/claim", id=one["id"], worker=worker, at=now, until=then)
                    if row is not None:
                        return thing_from(Job, row["row"])
            return None

        return self._connection.transact(work)

    def report_job(self, job: Job, worker: str, *, until: datetime | None) -> bool:
        """Save progress, state and outcome if the worker still holds the job."""
        row = properties_of_thing(job)
        then = None if until is None else moment(until)
        found = self._connection.transact(
            lambda tx: tx.row("job/report", row=row, worker=worker, until=then)
        )
        if found is None:
            raise LeaseLostError(job.id)
        return bool(found["cancel_requested"])

    def request_cancel(self, job_id: str) -> bool:
        """Ask to stop a job; a queued one is cancelled at once. False if it was over already."""
        at = moment(datetime.now(UTC))
        row = self._connection.transact(lambda tx: tx.row("job/cancel", id=job_id, at=at))
        return row is not None
