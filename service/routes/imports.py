"""HTTP doors to imports: files in, as a job; what was refused comes back as a file."""

from typing import Annotated

from fastapi import APIRouter, File, Path, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse

from graph.records.identity import ID_PATTERN
from service.deps import ServicesDep, VisitDep, WriteDep
from service.problems import language_of, problem_responses
from service.routes.bodies import GuardedRoute
from service.routes.records import PREFIX
from service.schemas.jobs import JobList, JobOut
from service.usecases import import_jobs
from service.usecases.uploads import UploadedFile

router = APIRouter(prefix=f"{PREFIX}/imports", tags=["imports"], route_class=GuardedRoute)

ImportPath = Annotated[
    str, Path(pattern=ID_PATTERN, description="An import.", examples=["5f0c6a1e9b7d4c32aa01"])
]
LONGEST_NAME = 300


@router.get("", summary="List imports", responses=problem_responses())
def list_imports(
    visit: VisitDep, limit: Annotated[int, Query(ge=1, le=200, examples=[50])] = 50
) -> JobList:
    """List the imports that were handed to the service, newest first."""
    return JobList(items=[JobOut.of(job) for job in import_jobs.list_imports(visit, limit)])


@router.post(
    "",
    summary="Import files",
    status_code=202,
    responses=problem_responses(400, 403, 413),
)
def create_import(
    *,
    visit: WriteDep,
    services: ServicesDep,
    request: Request,
    response: Response,
    files: Annotated[
        list[UploadFile],
        File(description="CSV, XLSX, or a ZIP of CSV: partners, contacts, relationships …"),
    ],
    mapping: Annotated[
        UploadFile | None, File(description="TOML: foreign columns, values, types, scales.")
    ] = None,
    dry_run: Annotated[
        bool, Query(description="Check everything, write nothing.", examples=[True])
    ] = False,
) -> JobOut:
    """Start to import files; follow the job, whose result is the report.

    All or nothing but for refused rows, which come back as a file to repair. An import can be
    undone as a whole; the same files again change nothing.
    """
    job, is_replay = import_jobs.start_import(
        visit,
        services.uploads,
        [_uploaded(file) for file in files],
        None if mapping is None else _uploaded(mapping),
        dry_run=dry_run,
        language=language_of(request.headers),
        most_bytes=services.settings.max_upload_bytes,
    )
    services.workers.wake()
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    if is_replay:
        response.headers["Idempotency-Replayed"] = "true"
    return JobOut.of(job)


@router.get("/{job_id}", summary="Read an import", responses=problem_responses())
def read_import(visit: VisitDep, job_id: ImportPath) -> JobOut:
    """Read how an import goes, and its report once it is done."""
    return JobOut.of(import_jobs.read_import(visit, job_id))


@router.get(
    "/{job_id}/refused",
    summary="Read the refused rows",
    response_class=FileResponse,
    responses={
        **problem_responses(403),
        200: {
            "description": "The rows as they came, each with reason and remedy.",
            "content": {"text/csv": {"schema": {"type": "string"}}},
        },
    },
)
def read_refused(
    visit: VisitDep,
    services: ServicesDep,
    job_id: ImportPath,
    file: Annotated[
        str,
        Query(
            max_length=LONGEST_NAME,
            description="`refused_file` of the report, or the `name` of the file there that the "
            "rows came from; the first if not given.",
            examples=["contacts-refused.csv"],
        ),
    ] = "",
) -> FileResponse:
    """Give the refused rows of one file, to repair and to feed back."""
    path = import_jobs.refused_file(visit, services.uploads, job_id, file)
    return FileResponse(path, media_type="text/csv; charset=utf-8", filename=path.name)


@router.post(
    "/{job_id}/undo", summary="Undo an import", status_code=202, responses=problem_responses(403)
)
def undo_import(
    visit: WriteDep, services: ServicesDep, response: Response, job_id: ImportPath
) -> JobOut:
    """Start to take an import back as a whole; records changed since are kept and listed."""
    job = import_jobs.start_undo(visit, job_id)
    services.workers.wake()
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return JobOut.of(job)


def _uploaded(file: UploadFile) -> UploadedFile:
    name = "".join(letter for letter in file.filename or "" if letter.isprintable())
    return UploadedFile(name or "file", file.file)
