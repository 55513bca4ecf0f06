"""HTTP doors to the change feed and the change log."""

from typing import Annotated

from fastapi import APIRouter, Query

from service.deps import VisitDep
from service.problems import problem_responses
from service.routes.records import PREFIX
from service.schemas.changes import ChangeFeed, RevisionList, RevisionOut
from service.usecases import changes

router = APIRouter(prefix=PREFIX, tags=["changes"])

LARGEST_REVISION = 2**53 - 1
Most = Annotated[int, Query(ge=1, le=1_000, description="Longest page.", examples=[200])]


@router.get("/changes", summary="Keep up with a network", responses=problem_responses())
def list_changes(
    visit: VisitDep,
    since: Annotated[
        int, Query(ge=0, le=LARGEST_REVISION, description="Revision known.", examples=[0])
    ] = 0,
    limit: Most = 200,
) -> ChangeFeed:
    """List the records that changed after a revision, each once, as they stand now."""
    revision, entries = changes.changes_since(visit, since, limit)
    return ChangeFeed.of(since, revision, entries, limit)


@router.get("/revisions", summary="Read the change log", responses=problem_responses())
def list_revisions(
    visit: VisitDep,
    before: Annotated[
        int | None,
        Query(ge=0, le=LARGEST_REVISION, description="`next` of the page before.", examples=[None]),
    ] = None,
    limit: Most = 50,
) -> RevisionList:
    """List who wrote when, newest first."""
    entries = changes.list_revisions(visit, before, limit)
    following = entries[-1].revision if len(entries) == limit else None
    return RevisionList(items=[RevisionOut.of(entry) for entry in entries], next=following)
