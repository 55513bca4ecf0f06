"""Where the pages begin inside the service's own application; Dash loads behind this door.

Importing this module costs nothing: Dash and its libraries are read when a page is first asked
for, or ahead of it by :meth:`Pages.warm`.
"""

import asyncio
from collections.abc import Callable
from importlib import import_module
from threading import Lock
from typing import Final, TypeVar

from fastapi import FastAPI
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboards.desk import Desk

PREFIXES: Final = ("/_dash-", "/assets/", "/networks/", "/language/")
ADDRESSES: Final = frozenset({"/", "/networks", "/sign-in", "/sign-out", "/favicon.ico"})

OUTER: Final = "restu.app"
"""Where a request keeps the service's application while the pages answer it."""

T = TypeVar("T")

AskDesk = Callable[[HTTPConnection], Desk]
"""Gives the desk of whoever sent a request, or raises ``AccessError``."""

SignIn = Callable[[HTTPConnection, str], Response]
"""Exchanges a token or an invitation for a session: an empty answer that sets its cookie.

Raises ``AccessError`` if the secret opens nothing.
"""

SignOut = Callable[[HTTPConnection], Response]
"""Ends the session: an empty answer that takes its cookie away."""


def is_page(path: str) -> bool:
    """Tell whether an address belongs to the pages."""
    return path in ADDRESSES or path.startswith(PREFIXES)


class Pages(BaseRoute):
    """A route that matches the addresses of pages and nothing else.

    Parameters
    ----------
    desk_of, sign_in, sign_out
        What the service lends to the pages.

    """

    def __init__(self, desk_of: AskDesk, sign_in: SignIn, sign_out: SignOut) -> None:
        self._lent = (desk_of, sign_in, sign_out)
        self._lock = Lock()
        self._app: ASGIApp | None = None

    def warm(self) -> ASGIApp:
        """Load Dash and build the pages, once; takes about a second."""
        with self._lock:
            if self._app is None:
                build: Callable[..., ASGIApp] = import_module("dashboards.app").build_pages
                self._app = build(*map(_outside, self._lent))
            return self._app

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match by address alone."""
        is_ours = scope["type"] == "http" and is_page(scope["path"])
        return (Match.FULL if is_ours else Match.NONE), {}

    def url_path_for(self, name: str, /, **path_params: object) -> str:  # type: ignore[override]
        """Name no addresses: ``dashboards.links`` does."""
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request to the pages; the first one waits for them in a thread."""
        app = self._app or await asyncio.to_thread(self.warm)
        scope[OUTER] = scope["app"]
        await app(scope, receive, send)


def _outside(function: Callable[..., T]) -> Callable[..., T]:
    """Show what the service lends a request of its own application, not one of the pages'."""

    def asked(connection: HTTPConnection, *more: str) -> T:
        own = {**connection.scope, "app": connection.scope[OUTER]}
        return function(HTTPConnection(own), *more)

    return asked


def mount(app: FastAPI, desk_of: AskDesk, sign_in: SignIn, sign_out: SignOut) -> Pages:
    """Open the pages inside the service's application; everything else stays as it is."""
    pages = Pages(desk_of, sign_in, sign_out)
    app.router.routes.append(pages)
    return pages
