"""Wire shapes of jobs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from pydantic import Field

from graph.records.jobs import Job, JobState
from service.schemas.base import Schema


class JobOut(Schema):
    """Work that takes longer than a request."""

    id: str = Field(examples=["5f0c6a1e9b7d4c32aa01"])
    network_id: str = Field(examples=["demo"])
    kind: str = Field(examples=["import"])
    state: JobState = Field(examples=["running"])
    stage: str = Field(description="Code of what it does now.", examples=["reading"])
    done: int = Field(examples=[1200])
    total: int = Field(description="0 when not known yet.", examples=[8000])
    cancel_requested: bool = Field(examples=[False])
    created_by: str = Field(examples=["sri"])
    created_at: datetime = Field(examples=["2024-05-03T02:15:00Z"])
    finished_at: datetime | None = Field(examples=[None])
    result: Mapping[str, Any] | None = Field(
        description="What came of it, once it is done.", examples=[None]
    )
    problem: Mapping[str, Any] | None = Field(
        description="Why it failed: code and facts.", examples=[None]
    )

    @classmethod
    def of(cls, job: Job) -> Self:
        """Translate a job."""
        values = {name: getattr(job, name) for name in cls.model_fields}
        if not job.state.is_over:
            values["result"] = None
        return cls(**values)


class JobList(Schema):
    """Jobs, newest first."""

    items: list[JobOut]
