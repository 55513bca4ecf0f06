"""Jobs: work that takes longer than a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from graph.vocabulary import NetworkId, UserId


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A row that every worker sees.

    Parameters
    ----------
    kind
        Which use case: ``import``.
    params
        What it was asked to do, plain JSON values.
    done, total
        Progress in units that ``stage`` names; total 0 when not known yet.
    stage
        Code of what it does now.
    result, problem
        Outcome, plain JSON values; one of them when it is over.
    leased_by, leased_until
        Which worker holds it, and until when unless it sends a heartbeat.
    cancel_requested
        Somebody asked to stop it.

    """

    id: str
    network_id: NetworkId
    kind: str
    created_by: UserId
    created_at: datetime
    params: Mapping[str, Any] = field(default_factory=dict[str, Any])
    state: JobState = JobState.QUEUED
    stage: str = ""
    done: int = 0
    total: int = 0
    result: Mapping[str, Any] | None = None
    problem: Mapping[str, Any] | None = None
    leased_by: str = ""
    leased_until: datetime | None = None
    cancel_requested: bool = False
    finished_at: datetime | None = None
