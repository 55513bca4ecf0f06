"""Answers every refusal with a problem (RFC 9457) that says what to do."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

from dashboards.texts import Say
from graph.errors import (
    CancelledError,
    DuplicateIdError,
    FieldIssue,
    ForbiddenError,
    InvalidQuestionError,
    InvalidRecordError,
    KeyReusedError,
    LeaseLostError,
    LimitError,
    RefusedEndError,
    RemovedRecordError,
    RestuError,
    RevisionMovedError,
    StoreDamagedError,
    StoreFullError,
    StoreNotEmptyError,
    StoreReadOnlyError,
    StoreUnavailableError,
    StoreVersionError,
    UnauthenticatedError,
    UnknownActorError,
    UnknownJobError,
    UnknownNetworkError,
    UnknownRecordError,
    UnknownUserError,
    UnreadableFileError,
    VersionConflictError,
)
from graph.records.networks import LANGUAGES
from service.refusals import (
    BodyTooLargeError,
    HostRefusedError,
    OriginRefusedError,
    PreconditionRequiredError,
    StaleVersionError,
    TimeLimitError,
    UnreadableBodyError,
)
from service.schemas.base import issue_of
from service.schemas.problems import FieldProblem, Problem
from service.usecases.request_caps import CapReachedError, NotToBeAskedError
from service.usecases.stores import UnequalStoresError
from service.usecases.uploads import NothingRefusedError, UnknownRefusedFileError
from service.usecases.users import LastOwnerError

MEDIA_TYPE: Final = "application/problem+json"
RETRY_SECONDS: Final = 5
REFUSAL: Final = "refusal"
"""Where a request's state keeps an error that a framework may hide."""


STATUS: Final[Mapping[type[RestuError], int]] = {
    UnknownNetworkError: 404,
    UnknownRecordError: 404,
    UnknownUserError: 404,
    UnknownJobError: 404,
    NothingRefusedError: 404,
    UnknownRefusedFileError: 404,
    VersionConflictError: 412,
    StaleVersionError: 412,
    RevisionMovedError: 409,
    DuplicateIdError: 409,
    UnknownActorError: 409,
    RemovedRecordError: 409,
    KeyReusedError: 422,
    LeaseLostError: 409,
    LastOwnerError: 409,
    StoreNotEmptyError: 409,
    RefusedEndError: 409,
    CapReachedError: 409,
    NotToBeAskedError: 409,
    InvalidRecordError: 422,
    InvalidQuestionError: 422,
    UnreadableBodyError: 422,
    UnreadableFileError: 422,
    LimitError: 422,
    BodyTooLargeError: 413,
    CancelledError: 409,
    PreconditionRequiredError: 428,
    UnauthenticatedError: 401,
    ForbiddenError: 403,
    HostRefusedError: 421,
    OriginRefusedError: 403,
    TimeLimitError: 503,
    StoreUnavailableError: 503,
    StoreReadOnlyError: 503,
    StoreVersionError: 503,
    StoreDamagedError: 500,
    StoreFullError: 507,
    UnequalStoresError: 500,
}
"""The one place where an error gets its status; a test walks the family."""

_HTTP_CODES: Final[Mapping[int, str]] = {
    404: "unknown-address",
    405: "wrong-method",
    413: "body-too-large",
    415: "wrong-media-type",
}

_log = structlog.get_logger("restu.problems")


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problems of a route in the OpenAPI document."""
    always = (401, 404, 422, 503)
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {
                MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}
            },
        }
        for status in sorted({*always, *statuses})
    }


BODY_PROBLEMS: Final = {
    str(status): told
    for status, told in problem_responses(413, 415).items()
    if status in (413, 415)
}
"""How every route with a body may refuse it, in the form of the OpenAPI document."""


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of ours, of FastAPI and of Starlette in one form."""

    @app.exception_handler(RestuError)
    async def refused(request: Request, error: RestuError) -> JSONResponse:
        return answer_of(request.scope, error)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        issues = [issue_of(found) for found in error.errors()]
        return _answer(request.scope, "invalid-request", 422, issues=issues)

    @app.exception_handler(HTTPException)
    async def refused_by_framework(request: Request, error: HTTPException) -> JSONResponse:
        refusal = getattr(request.state, REFUSAL, None)
        if isinstance(refusal, RestuError):
            return answer_of(request.scope, refusal)
        code = _HTTP_CODES.get(error.status_code, "unreadable-request")
        return _answer(request.scope, code, error.status_code, headers=error.headers)

    @app.exception_handler(ResponseValidationError)
    async def misshapen(request: Request, error: ResponseValidationError) -> JSONResponse:
        _log.error(
            "misshapen answer", request_id=_request_id(request.scope), error=str(error)[:2000]
        )
        return _answer(request.scope, "internal-error", 500)


def answer_of(scope: Mapping[str, Any], error: RestuError) -> JSONResponse:
    """Write the answer to an error; what a 5xx says stays in the log."""
    status = STATUS.get(type(error), 500)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error(
            "failed", request_id=_request_id(scope), code=error.code, error=str(error)[:2000]
        )
        headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else None  # noqa: PLR2004
        code = error.code if type(error) in STATUS else "internal-error"
        return _answer(scope, code, status, headers=headers)
    issues = getattr(error, "issues", ())
    headers = None
    if status == HTTPStatus.UNAUTHORIZED:
        headers = {"WWW-Authenticate": 'Bearer realm="restu"'}
    return _answer(scope, error.code, status, facts=error.facts, issues=issues, headers=headers)


def internal_error(scope: Mapping[str, Any]) -> JSONResponse:
    """Write the answer to a mistake of ours, which stands in the log."""
    return _answer(scope, "internal-error", 500)


def _answer(
    scope: Mapping[str, Any],
    code: str,
    status: int,
    *,
    facts: Mapping[str, str] | None = None,
    issues: Sequence[FieldIssue] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    language = language_of(Headers(scope=dict(scope)))
    say = Say(language)
    told = dict(facts or {})
    text = say.problem_of(code, told)
    problem = Problem(
        type=f"/problems/{code}",
        title=text.title or HTTPStatus(status).phrase,
        status=status,
        detail=text.detail or code.replace("-", " ").capitalize() + ".",
        instance=str(scope.get("path", "")),
        remedy=text.remedy,
        request_id=_request_id(scope),
        facts=told,
        errors=[_field_problem(say, issue) for issue in issues],
    )
    return JSONResponse(
        problem.model_dump(exclude_defaults=True),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers={**(headers or {}), "Content-Language": language},
    )


def language_of(headers: Mapping[str, str]) -> str:
    """Choose the language of sentences: the first of ours that the reader's browser names."""
    asked = headers.get("accept-language", "").lower()[:200]
    firsts = [part.partition(";")[0].partition("-")[0].strip() for part in asked.split(",")]
    return next((first for first in firsts if first in LANGUAGES), LANGUAGES[0])


def _field_problem(say: Say, issue: FieldIssue) -> FieldProblem:
    text = say.issue(issue)
    return FieldProblem(
        field=issue.field,
        code=issue.code,
        message=text.reason or str(issue),
        remedy=text.remedy,
        value=issue.value,
    )


def _request_id(scope: Mapping[str, Any]) -> str:
    state = scope.get("state") or {}
    return str(state.get("request_id", ""))
