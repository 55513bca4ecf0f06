"""How callbacks of pages come to a desk: through the request that they run in."""

from typing import Final

from dash import ctx, no_update
from dash.backends._fastapi import get_current_request

from dashboards.caller import Caller, language_of
from dashboards.doors import AskDesk
from dashboards.texts import Say


class Desks:
    """Given to each page's ``connect``.

    Parameters
    ----------
    desk_of
        Gives the desk of whoever sent a request.

    """

    stay: Final = no_update
    """What a callback answers for an output that keeps its value."""

    def __init__(self, desk_of: AskDesk) -> None:
        self._desk_of = desk_of

    def caller(self) -> Caller:
        """Welcome whoever sent the request that this callback runs in.

        Raises
        ------
        AccessError
            If nobody is signed in.

        """
        return Caller.of(get_current_request(), self._desk_of)

    def say(self) -> Say:
        """Give the language of a request whose sender cannot be told."""
        request = get_current_request()
        return Say(language_of(request.cookies, request.headers))


def triggered(part: str) -> str:
    """Tell a part of the identifier of what the reader clicked on; empty if nothing has one."""
    identifier = ctx.triggered_id
    return str(identifier.get(part, "")) if isinstance(identifier, dict) else ""
