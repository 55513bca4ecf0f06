"""Reads JSON in one way only: no double names, no other encodings, no towers of brackets."""

import json
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, Final

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from service.deps import identify
from service.refusals import UnreadableBodyError

LONGEST_INTEGER: Final = 300
"""Digits of the longest whole number that is read as one; a longer one is infinite."""


class StrictRoute(APIRoute):
    """A route whose JSON body is read by :func:`read_json` before FastAPI looks at it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            body = await request.body() if self.body_field is not None else b""
            if body:
                kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
                if not kind.endswith(("/json", "+json")):
                    raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
                request._json = read_json(body)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - Starlette's cache
            return await handle(request)

        return strict


class GuardedRoute(APIRoute):
    """A route for uploads: who asks is known before a byte of the body is read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            await run_in_threadpool(identify, request)
            return await handle(request)

        return guarded


def read_json(body: bytes) -> object:
    """Read a JSON document.

    NaN, Infinity and numbers beyond all limits stay what Python makes of them, so that the check
    of the field can name the field.

    Raises
    ------
    UnreadableBodyError

    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableBodyError("not-utf-8") from None
    try:
        return json.loads(text, object_pairs_hook=_once, parse_int=_whole)
    except RecursionError:
        raise UnreadableBodyError("nested-too-deep") from None
    except json.JSONDecodeError:
        raise UnreadableBodyError("not-json") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in named if names.count(name) > 1)
        raise UnreadableBodyError("given-twice", twice)
    return named


def _whole(digits: str) -> float:
    return int(digits) if len(digits) <= LONGEST_INTEGER else float(digits)
