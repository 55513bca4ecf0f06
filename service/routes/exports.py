"""HTTP doors to exports: a network as files in our own format."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from graph.records.dates import epoch_day
from graph.vocabulary import Role
from service.deps import VisitDep
from service.problems import problem_responses
from service.routes.records import PREFIX
from service.schemas.base import Day
from service.usecases import exports

router = APIRouter(prefix=f"{PREFIX}/exports", tags=["exports"])


@router.get(
    "/csv",
    summary="Export a network as CSV",
    response_class=StreamingResponse,
    responses={
        **problem_responses(),
        200: {
            "description": "A ZIP of CSV files.",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        },
    },
)
def read_export(
    visit: VisitDep,
    as_of: Annotated[
        Day | None,
        Query(
            description="What holds on that day; by default everything.", examples=["2024-05-03"]
        ),
    ] = None,
) -> StreamingResponse:
    """Give the records in use as files that can be imported again without a change.

    Others' private notes stay out; the change log, authors and versions stay behind. The ZIP is
    sent while it is made; one that breaks off has no end and cannot be opened.
    """
    visit.require(Role.READER)
    pieces = exports.stream_csv(
        visit.store,
        visit.network_id,
        reader=visit.who.user.id,
        as_of=None if as_of is None else epoch_day(as_of),
    )
    return StreamingResponse(
        pieces,
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="{visit.network_id}.zip"'},
    )
