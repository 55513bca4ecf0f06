"""What surrounds every request: identifier, doors, limits, headers, one line in the log."""

import asyncio
import re
import secrets
import time
from collections.abc import Mapping
from typing import Any, Final

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.errors import RestuError
from service.metrics import Metrics
from service.problems import REFUSAL, answer_of, internal_error
from service.refusals import BodyTooLargeError, TimeLimitError
from service.security import HEADERS, SESSION_COOKIE, Doors

REQUEST_ID: Final = "x-request-id"
PROBES: Final = frozenset({"/healthz", "/readyz"})
"""Answered under any host name: whoever asks whether we are well has only our address."""

_GIVEN_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_log = structlog.get_logger("restu.requests")


class Surroundings:
    """Outermost layer: gives each request an identifier, times, counts and logs it.

    A mistake of ours becomes a problem, and its traceback a line in the log.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, timeout_seconds: float) -> None:
        self._app = app
        self._metrics = metrics
        self._timeout_seconds = timeout_seconds
        self._late: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        answer = _Answer(send, request_id)
        started = time.perf_counter()
        with self._metrics.in_flight.track_inprogress():
            await self._answer(scope, receive, answer)
        seconds = time.perf_counter() - started
        route = route_of(scope)
        self._metrics.observe(scope["method"], route, answer.status, seconds)
        _log.info(
            "request",
            request_id=request_id,
            method=scope["method"],
            route=route,
            status=answer.status,
            ms=round(seconds * 1000, 1),
        )

    async def _answer(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        """Answer within the time limit, uploads excepted; a late thread ends by itself, unheard."""
        task = asyncio.create_task(self._guarded(scope, receive, answer))
        try:
            seconds = None if is_upload(scope) else self._timeout_seconds
            await asyncio.wait([task], timeout=seconds)
            if not task.done() and not answer.has_started:
                late = answer_of(scope, TimeLimitError(self._timeout_seconds))
                await late(scope, receive, answer.replaced())
                self._late.add(task)
                task.add_done_callback(self._late.discard)
                return
            await task
        except asyncio.CancelledError:
            task.cancel()
            raise

    async def _guarded(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        try:
            await self._app(scope, receive, answer.send)
        except RestuError as error:
            await self._instead(scope, receive, answer, error)
        except Exception:
            _log.exception("mistake", request_id=answer.request_id, route=route_of(scope))
            if answer.is_whole:  # the pages have told it; raised further, it is logged once more
                return
            if answer.has_started:
                raise
            await internal_error(scope)(scope, receive, answer.send)

    async def _instead(
        self, scope: Scope, receive: Receive, answer: "_Answer", error: RestuError
    ) -> None:
        if answer.has_started:
            raise error
        await answer_of(scope, error)(scope, receive, answer.send)


class _Answer:
    """Passes an answer on, with the headers that every answer has."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self.request_id = request_id
        self.status = 0
        self.has_started = False
        self.is_whole = False
        self._is_replaced = False

    async def send(self, message: Message) -> None:
        """Pass a message on, unless another answer took its place."""
        if not self._is_replaced:
            await self._pass(message)

    def replaced(self) -> Send:
        """Refuse what still comes, and give the door for the answer in its place."""
        self._is_replaced = True
        return self._pass

    async def _pass(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_started = True
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers[REQUEST_ID] = self.request_id
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
        await self._send(message)
        if message["type"] == "http.response.body":
            self.is_whole = not message.get("more_body", False)


class Gate:
    """Holds the doors shut to strange hosts and sites, and bodies to their limit."""

    def __init__(self, app: ASGIApp, doors: Doors, most_bytes: int, most_upload: int) -> None:
        self._app = app
        self._doors = doors
        self._most_bytes = most_bytes
        self._most_upload = most_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["path"] not in PROBES:
            has_token = "authorization" in headers
            self._doors.check(
                scope["method"],
                scope.get("scheme", "http"),
                headers,
                has_session=f"{SESSION_COOKIE}=" in headers.get("cookie", "") and not has_token,
            )
        most = self._most_upload if is_upload(scope) else self._most_bytes
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > most:
            raise BodyTooLargeError(most, declared[:20])
        await self._app(scope, _limited(scope, receive, most), send)


def _limited(scope: Scope, receive: Receive, most: int) -> Receive:
    read = 0

    async def limited() -> Message:
        nonlocal read
        message = await receive()
        if message["type"] == "http.request":
            read += len(message.get("body", b""))
            if read > most:
                error = BodyTooLargeError(most, f"more than {most}")
                scope.setdefault("state", {})[REFUSAL] = error  # frameworks wrap what we raise
                raise error
        return message

    return limited


def is_upload(scope: Mapping[str, Any]) -> bool:
    """Tell whether a request brings files: only there may a body be large, and take its time."""
    is_form = Headers(scope=dict(scope)).get("content-type", "").lower().startswith("multipart/")
    return is_form and scope["method"] == "POST" and scope["path"].endswith("/imports")


def route_of(scope: Mapping[str, Any]) -> str:
    """Give the template of the route that answered, never the address itself."""
    route = scope.get("route")
    path = getattr(route, "path", None)
    return str(path) if path else "unknown"
