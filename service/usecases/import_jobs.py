"""Imports and their undoing as jobs: started by a request, done by a worker, with a report."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeAlias

from graph.errors import (
    FieldIssue,
    RestuError,
    StoreUnavailableError,
    UnknownJobError,
    UnknownRecordError,
)
from graph.ports import Store
from graph.records.identity import new_id
from graph.records.jobs import Job
from graph.vocabulary import Role
from service.exchange.mapping import OUR_OWN, load_mapping, read_mapping
from service.exchange.reports import FileReport, ImportReport, Sentences, write_refused
from service.exchange.source import read_source
from service.usecases import jobs, uploads
from service.usecases.imports import UndoReport, run_import, undo_import
from service.usecases.uploads import (
    NothingRefusedError,
    UnknownRefusedFileError,
    UploadedFile,
)
from service.usecases.visits import Visit

IMPORT: Final = "import"
UNDO: Final = "undo"
ROWS_SHOWN: Final = 100
"""Refused rows of a file that the report itself tells; the rest stands in the file to repair."""
KEPT_SHOWN: Final = 1_000

Say: TypeAlias = Callable[[str], Sentences]
"""Gives the sentences of a language."""

Report: TypeAlias = Callable[[str, int, int], None]


def start_import(
    visit: Visit,
    folder: Path,
    files: Sequence[UploadedFile],
    mapping: UploadedFile | None,
    *,
    dry_run: bool,
    language: str,
    most_bytes: int,
) -> tuple[Job, bool]:
    """Keep the files and let a worker import them; an editor may.

    Parameters
    ----------
    folder
        Where all jobs keep their files.
    language
        Of the sentences in the files of refused rows.

    Returns
    -------
    tuple
        The job, and whether the same request had started it before.

    Raises
    ------
    UnknownNetworkError, ForbiddenError, LimitError, UnreadableFileError
    InvalidRecordError
        If the mapping means nothing.

    """
    visit.require(Role.EDITOR)
    visit.store.load_network(visit.network_id)
    fingerprint = _fingerprint(visit, [*files, *([mapping] if mapping else [])])
    if (known := jobs.known_job(visit, fingerprint)) is not None:
        return known, True
    text = None if mapping is None else mapping.content.read(most_bytes)
    if mapping is not None and text is not None:
        read_mapping(text.decode("utf-8-sig", "replace"), mapping.name)  # refused here, not later
    # Not named after the job: the same request may come twice at the same time.
    upload = new_id()
    own = folder / upload
    try:
        kept = uploads.keep(own, files, most_bytes)
        if text is not None:
            (own / uploads.FILES / uploads.MAPPING).write_bytes(text)
        params = {
            "upload": upload,
            "files": [list(pair) for pair in kept],
            "has_mapping": text is not None,
            "dry_run": dry_run,
            "language": language,
            jobs.FINGERPRINT: fingerprint,
        }
        job, is_replay = jobs.start_job(visit, jobs.new_job_id(visit), IMPORT, params)
    except BaseException:
        uploads.drop(own)
        raise
    if is_replay:
        uploads.drop(own)
    return job, is_replay


def _fingerprint(visit: Visit, files: Sequence[UploadedFile]) -> str:
    """Digest a request with its files, if it came with a key."""
    if visit.key is None:
        return ""
    digest = sha256(visit.key.fingerprint.encode())
    for file in files:
        digest.update(f"\x00{file.name}\x00".encode())
        while piece := file.content.read(uploads.CHUNK):
            digest.update(piece)
        file.content.seek(0)
    return digest.hexdigest()


def start_undo(visit: Visit, batch_id: str) -> Job:
    """Let a worker take an import back as a whole; an editor may.

    Raises
    ------
    UnknownNetworkError, ForbiddenError
    UnknownRecordError
        If the network knows no such import.

    """
    visit.require(Role.EDITOR)
    before: int | None = None
    while True:
        lines = visit.store.list_revisions(visit.network_id, before=before, limit=200)
        if any(line.batch_id == batch_id for line in lines):
            break
        if not lines:
            raise UnknownRecordError(IMPORT, batch_id)
        before = lines[-1].revision
    fingerprint = visit.key.fingerprint if visit.key else ""
    if (known := jobs.known_job(visit, fingerprint)) is not None:
        return known
    job_id = jobs.new_job_id(visit) if visit.key else new_id()
    params = {"batch_id": batch_id, jobs.FINGERPRINT: fingerprint}
    job, _ = jobs.start_job(visit, job_id, UNDO, params)
    return job


def list_imports(visit: Visit, limit: int) -> tuple[Job, ...]:
    """Read the imports that were handed to the service, newest first.

    Raises
    ------
    UnknownNetworkError

    """
    return tuple(job for job in jobs.list_jobs(visit, limit) if job.kind == IMPORT)


def read_import(visit: Visit, job_id: str) -> Job:
    """Read one import.

    Raises
    ------
    UnknownNetworkError, UnknownJobError

    """
    visit.require(Role.READER)
    job = jobs.read_job(visit.store, visit.who, job_id)
    if job.network_id != visit.network_id or job.kind != IMPORT:
        raise UnknownJobError(job_id)
    return job


def refused_file(visit: Visit, folder: Path, job_id: str, name: str) -> Path:
    """Give a file of refused rows to repair and to feed back; an editor may.

    Parameters
    ----------
    name
        Of that file, or of the file that the rows came from, as the report has them; empty: the
        first.

    Raises
    ------
    UnknownNetworkError, ForbiddenError, UnknownJobError
    NothingRefusedError
        If the import refused nothing.
    UnknownRefusedFileError
        If it refused nothing of this file.

    """
    visit.require(Role.EDITOR)  # the rows hold what a reader may not see: others' private notes
    job = read_import(visit, job_id)
    paths = uploads.refused_files(folder / job_id)
    if not paths:
        raise NothingRefusedError
    told: Sequence[Mapping[str, Any]] = (job.result or {}).get("files", ())
    of_source = {file["name"]: file["refused_file"] for file in reversed(told)}
    wanted = of_source.get(name, name) if name else paths[0].name
    for path in paths:
        if path.name == wanted:
            return path
    raise UnknownRefusedFileError(name, (path.name for path in paths))


# ---------------------------------------------------------------------------- in a worker


def do_import(store: Store, folder: Path, say: Say, job: Job, report: Report) -> Mapping[str, Any]:
    """Import the files of a job; what it gives is the job's result."""
    handed_in = folder / str(job.params["upload"])
    refused = folder / job.id / uploads.REFUSED
    files: list[list[str]] = job.params["files"]
    language = str(job.params["language"])
    try:
        report("reading", 0, 0)
        has_mapping = bool(job.params["has_mapping"])
        mapping = (
            load_mapping(handed_in / uploads.FILES / uploads.MAPPING) if has_mapping else OUR_OWN
        )
        source = read_source(
            [Path(path) for path, _ in files], mapping, names=[name for _, name in files]
        )
        done = run_import(
            store,
            job.network_id,
            source,
            author=job.created_by,
            at=datetime.now(UTC),
            dry_run=bool(job.params["dry_run"]),
            progress=report,
            batch_id=job.id,  # a worker that takes over imports under the same name
        )
        shutil.rmtree(refused, ignore_errors=True)
        if done.refused:
            write_refused(done, refused, say(language))
    except StoreUnavailableError:
        raise  # another worker will need the files
    except RestuError:
        uploads.drop(handed_in)
        raise
    uploads.drop(handed_in)
    return told_import(done, rows=ROWS_SHOWN)


def do_undo(store: Store, job: Job, report: Report) -> Mapping[str, Any]:
    """Take an import back; what it gives is the job's result."""
    undone = undo_import(
        store,
        job.network_id,
        str(job.params["batch_id"]),
        author=job.created_by,
        at=datetime.now(UTC),
        progress=report,
    )
    return told_undo(undone, records=KEPT_SHOWN)


def told_import(report: ImportReport, *, rows: int | None = None) -> dict[str, Any]:
    """Write what an import did as plain JSON values; of each file ``rows`` refused ones, or all."""
    return {
        "batch_id": report.batch_id if report.revision is not None else "",
        "revision": report.revision,
        "is_dry_run": report.is_dry_run,
        "read": report.read,
        "accepted": report.accepted,
        "refused": report.refused,
        "files": [_told_file(file, rows) for file in report.files],
        "records": {noun.value: asdict(counts) for noun, counts in report.records.items()},
        "new_types": list(report.new_types),
        "warnings": [asdict(warning) for warning in report.warnings],
    }


def _told_file(file: FileReport, rows: int | None) -> dict[str, Any]:
    return {
        "name": file.name,
        "kind": file.kind.value,
        "read": file.read,
        "new": file.new,
        "changed": file.changed,
        "unchanged": file.unchanged,
        "refused": len(file.refused),
        "refused_file": file.refused_name if file.refused else "",
        "rows": [
            {"line": row.line, "issues": [told_issue(issue) for issue in row.issues]}
            for row in file.refused[:rows]
        ],
    }


def told_issue(issue: FieldIssue) -> dict[str, Any]:
    """Write an issue as plain JSON values."""
    return asdict(issue)


def told_undo(report: UndoReport, *, records: int | None = None) -> dict[str, Any]:
    """Write what undoing did as plain JSON values; of what was kept ``records`` ones, or all."""
    return {
        "batch_id": report.batch_id,
        "revision": report.revision,
        "undone": report.undone,
        "kept": len(report.kept),
        "kept_records": [
            {"noun": kept.noun.value, "id": kept.id, "reason": kept.reason}
            for kept in report.kept[:records]
        ],
    }
