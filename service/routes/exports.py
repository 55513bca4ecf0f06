"""HTTP doors to exports: a network as files in our own format."""

import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

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
    response_class=FileResponse,
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
) -> FileResponse:
    """Give the records in use as files that can be imported again without a change.

    Others' private notes stay out; the change log, authors and versions stay behind.
    """
    visit.require(Role.READER)
    folder = Path(mkdtemp(prefix="restu-export-"))
    path = folder / f"{visit.network_id}.zip"
    try:
        exports.export_csv(
            visit.store,
            visit.network_id,
            path,
            reader=visit.who.user.id,
            as_of=None if as_of is None else epoch_day(as_of),
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return FileResponse(
        path,
        media_type="application/zip",
        filename=path.name,
        background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
    )
