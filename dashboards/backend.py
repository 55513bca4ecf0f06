"""Dash's FastAPI backend, kept to its own addresses, with its callbacks in threads.

As shipped it answers every unknown address with a page, reads bodies in a middleware and runs
synchronous callbacks on the event loop. Each override below undoes one of these. They hang on
private methods, so Dash is pinned and ``tests/dashboards/test_backend.py`` holds it to this.
"""

import gzip
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from dash import Dash
from dash.backends._fastapi import (
    FastAPIDashServer,
    reset_current_request,
    set_current_request,
)
from dash.exceptions import DependencyException, PreventUpdate
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

WORTH_PACKING: Final = 1_000
"""Bytes from which an answer is sent compressed."""


class PagesBackend(FastAPIDashServer):
    """Serves callbacks and scripts; the pages themselves are routes of ``dashboards.app``."""

    websocket_capability = False

    def setup_backend(self, dash_app: Dash) -> None:
        """Add no middleware: callbacks read their own request."""

    def setup_index(self, dash_app: Dash) -> None:
        """Add no index: each page has a route."""

    def setup_catchall(self, dash_app: Dash) -> None:
        """Answer nothing that is not ours."""

    def _setup_catchall(self) -> None:
        """Answer nothing that is not ours."""

    def serve_callback(self, dash_app: Dash) -> Callable[..., Any]:
        """Make the address that runs callbacks, each in a thread of its own."""

        def work(body: Any) -> Response:  # noqa: ANN401 - anybody may send anything
            try:
                context = dash_app._initialize_context(body)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
                function = dash_app._prepare_callback(context, body)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
                values = dash_app._inputs_to_vals(context.inputs_list + context.states_list)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            except (AttributeError, KeyError, TypeError, ValueError):
                return Response(status_code=400)  # nothing that our own pages send
            run = dash_app._execute_callback(function, values, context.outputs_list, context)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            try:
                return context.dash_response.set_response(data=run())
            except PreventUpdate:
                return Response(status_code=204)

        async def dispatch(request: Request) -> Response:
            try:
                body = await request.json()
            except ValueError:
                return Response(status_code=400)
            token = set_current_request(request)
            try:
                answer = await run_in_threadpool(work, body)
            finally:
                reset_current_request(token)
            return _pack(answer, request, _compressed)

        return dispatch

    def serve_component_suites(
        self, dash_app: Dash, package_name: str, fingerprinted_path: str, request: Request
    ) -> Response:
        """Give a script of a component library, compressed once for everybody."""
        try:
            answer = super().serve_component_suites(
                dash_app, package_name, fingerprinted_path, request
            )
        except (DependencyException, OSError):
            return Response(status_code=404)
        return _pack(answer, request, _compressed_once)


def _pack(answer: Response, request: Request, compress: Callable[[bytes], bytes]) -> Response:
    """Send an answer compressed where it is worth it and the browser takes it."""
    body = bytes(answer.body)
    accepted = request.headers.get("accept-encoding", "")
    if len(body) < WORTH_PACKING or "gzip" not in accepted:
        return answer
    packed = Response(compress(body), answer.status_code, media_type=answer.media_type)
    written = {"content-length", "content-encoding", "vary"}
    packed.raw_headers = [
        *((name, value) for name, value in answer.raw_headers if name.decode() not in written),
        (b"content-length", str(len(packed.body)).encode()),
        (b"content-encoding", b"gzip"),
        (b"vary", b"accept-encoding"),
    ]
    return packed


def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=6, mtime=0)


_compressed_once = lru_cache(maxsize=64)(_compressed)
"""For scripts, which are the same for everybody."""
