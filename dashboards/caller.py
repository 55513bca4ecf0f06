"""One request of one reader: the desk, the language, the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import HTTPConnection

from dashboards.desk import Desk
from dashboards.doors import AskDesk
from dashboards.texts import Say
from graph.records.networks import LANGUAGES

LANGUAGE_COOKIE: Final = "restu_language"
NETWORK_COOKIE: Final = "restu_network"
COOKIE_SECONDS: Final = 400 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Caller:
    """What every page and every callback starts from."""

    desk: Desk
    say: Say

    @classmethod
    def of(cls, request: HTTPConnection, desk_of: AskDesk) -> "Caller":
        """Welcome a reader.

        Raises
        ------
        AccessError
            If nobody is signed in.

        """
        desk = desk_of(request)
        # Nobody has ever been asked for the language of a laptop's owner: there the browser knows.
        own = None if desk.is_local else desk.user.language
        return cls(desk, Say(language_of(request.cookies, request.headers, own)))


def language_of(
    cookies: Mapping[str, str], headers: Mapping[str, str], default: str | None = None
) -> str:
    """Choose a language: as switched, else as the user's record says, else as the browser asks."""
    chosen = cookies.get(LANGUAGE_COOKIE) or default or ""
    if chosen in LANGUAGES:
        return chosen
    asked = headers.get("accept-language", "").lower()
    firsts = [part.split(";")[0].split("-")[0].strip() for part in asked.split(",")]
    return next((first for first in firsts if first in LANGUAGES), LANGUAGES[0])
