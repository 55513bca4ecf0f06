"""Jobs: start, read, list, call off."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graph.errors import DuplicateIdError, ForbiddenError, KeyReusedError, UnknownJobError
from graph.ports import Store
from graph.records.identity import natural_id, new_id
from graph.records.jobs import Job
from graph.vocabulary import Role
from service.security import Principal
from service.usecases.visits import Visit

FINGERPRINT = "fingerprint"


def new_job_id(visit: Visit) -> str:
    """Draw the identifier of a new job; a repeated request gets the same one."""
    if visit.key is None:
        return new_id()
    return natural_id("job", visit.network_id, visit.key.user_id, visit.key.key)


def known_job(visit: Visit, fingerprint: str) -> Job | None:
    """Give the job that the same request started before.

    Raises
    ------
    KeyReusedError
        If the key came with another request.

    """
    if visit.key is None:
        return None
    job = visit.store.load_job(new_job_id(visit))
    if job is not None and job.params.get(FINGERPRINT) != fingerprint:
        raise KeyReusedError
    return job


def start_job(visit: Visit, job_id: str, kind: str, params: Mapping[str, Any]) -> tuple[Job, bool]:
    """Add a job to the row of those to be done; an editor may.

    Returns
    -------
    tuple
        The job, and whether the same request, at the same time, was faster in starting it.

    Raises
    ------
    UnknownNetworkError, ForbiddenError
    KeyReusedError
        If another request with this key was faster.

    """
    visit.require(Role.EDITOR)
    visit.store.load_network(visit.network_id)
    job = Job(
        id=job_id,
        network_id=visit.network_id,
        kind=kind,
        created_by=visit.who.user.id,
        created_at=visit.at,
        params=dict(params),
    )
    try:
        visit.store.create_job(job)
    except DuplicateIdError:
        known = known_job(visit, str(job.params.get(FINGERPRINT)))
        if known is None:
            raise
        return known, True
    return job, False


def read_job(store: Store, who: Principal, job_id: str) -> Job:
    """Read a job of a network that the user has a part in.

    Raises
    ------
    UnknownJobError

    """
    job = store.load_job(job_id)
    if job is None or who.role_in(job.network_id) is None:
        raise UnknownJobError(job_id)
    return job


def list_jobs(visit: Visit, limit: int) -> tuple[Job, ...]:
    """Read the jobs of a network, newest first.

    Raises
    ------
    UnknownNetworkError

    """
    visit.require(Role.READER)
    visit.store.load_network(visit.network_id)
    return visit.store.list_jobs(visit.network_id, limit=limit)


def cancel_job(store: Store, who: Principal, job_id: str) -> Job:
    """Ask a job to stop: who started it, or an administrator, may.

    Raises
    ------
    UnknownJobError, ForbiddenError

    """
    job = read_job(store, who, job_id)
    role = who.role_in(job.network_id) or Role.READER
    if job.created_by != who.user.id and not role.includes(Role.ADMINISTRATOR):
        raise ForbiddenError(Role.ADMINISTRATOR)
    store.request_cancel(job_id)
    return store.load_job(job_id) or replace(job, cancel_requested=True)
