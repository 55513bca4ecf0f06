"""HTTP doors to jobs: progress by asking or by events, result, cancel."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from graph.errors import StoreError
from graph.records.identity import ID_PATTERN
from service.deps import PrincipalDep, ServicesDep, VisitDep
from service.problems import problem_responses
from service.routes.records import PREFIX
from service.schemas.jobs import JobList, JobOut
from service.usecases import jobs

router = APIRouter(tags=["jobs"])

ASK_SECONDS: Final = 0.5
SILENCE_SECONDS: Final = 15.0
"""A proxy takes a line without news as long as this for dead; so a comment is sent."""
LONGEST_SECONDS: Final = 3600.0

JobPath = Annotated[
    str, Path(pattern=ID_PATTERN, description="A job.", examples=["5f0c6a1e9b7d4c32aa01"])
]


@router.get(f"{PREFIX}/jobs", summary="List jobs", responses=problem_responses())
def list_jobs(
    visit: VisitDep, limit: Annotated[int, Query(ge=1, le=200, examples=[50])] = 50
) -> JobList:
    """List the jobs of a network, newest first."""
    return JobList(items=[JobOut.of(job) for job in jobs.list_jobs(visit, limit)])


@router.get("/v1/jobs/{job_id}", summary="Read a job", responses=problem_responses())
def read_job(services: ServicesDep, who: PrincipalDep, job_id: JobPath) -> JobOut:
    """Read progress and, when it is over, result or problem."""
    return JobOut.of(jobs.read_job(services.store, who, job_id))


@router.delete(
    "/v1/jobs/{job_id}",
    summary="Call a job off",
    status_code=202,
    responses=problem_responses(403),
)
def cancel_job(services: ServicesDep, who: PrincipalDep, job_id: JobPath) -> JobOut:
    """Ask a job to stop; nothing of it is kept. One that is over stays as it is."""
    return JobOut.of(jobs.cancel_job(services.store, who, job_id))


@router.get(
    "/v1/jobs/{job_id}/events",
    summary="Follow a job",
    response_class=StreamingResponse,
    responses={
        **problem_responses(),
        200: {
            "description": "Events `progress` and, at the end, `over`; their data is the job.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
    },
)
def follow_job(
    services: ServicesDep, who: PrincipalDep, request: Request, job_id: JobPath
) -> StreamingResponse:
    """Send a job's progress as server-sent events until it is over."""
    first = jobs.read_job(services.store, who, job_id)

    async def events() -> AsyncIterator[str]:
        job, told, told_at = first, "", time.monotonic()
        deadline = told_at + LONGEST_SECONDS
        while not services.is_closing.is_set() and time.monotonic() < deadline:
            data = JobOut.of(job).model_dump_json()
            if data != told:
                name = "over" if job.state.is_over else "progress"
                yield f"event: {name}\ndata: {data}\n\n"
                told, told_at = data, time.monotonic()
            elif time.monotonic() - told_at > SILENCE_SECONDS:
                yield ": still here\n\n"
                told_at = time.monotonic()
            if job.state.is_over or await request.is_disconnected():
                return
            await asyncio.sleep(ASK_SECONDS)
            try:
                job = await run_in_threadpool(jobs.read_job, services.store, who, job_id)
            except StoreError:
                return  # the browser asks again by itself

    return StreamingResponse(events(), media_type="text/event-stream")
