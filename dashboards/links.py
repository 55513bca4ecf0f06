"""Addresses of pages: read from and written to what stands in the browser's line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qs, quote, unquote, urlencode

from graph.vocabulary import NetworkId


class PageName(StrEnum):
    """Pages of a network; the value stands in the address."""

    HOME = "home"
    REACH = "reach"
    CAMPAIGN = "campaign"
    WITHIN_REACH = "within-reach"
    REQUESTS = "requests"
    FORECASTS = "forecasts"
    PEOPLE = "people"
    LOOK_AFTER = "look-after"
    ADD = "add"
    DATA = "data"


_WITHOUT_RECORD: Final = frozenset(page.value for page in PageName) - {PageName.HOME.value}
WITH: Final = "with"
"""Parameter of somebody's address that names a second one: the page of the two."""
LISTS: Final = ","
"""Between several identifiers in one parameter; no identifier holds it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page, of which network, about whom or what, with which parameters."""

    network_id: NetworkId
    page: PageName = PageName.HOME
    record_id: str = ""
    query: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def href(self) -> str:
        """The address."""
        return link(self.network_id, self.page, self.record_id, **self.query)

    def several(self, name: str) -> tuple[str, ...]:
        """Read a parameter that holds several values."""
        return tuple(value for value in self.query.get(name, "").split(LISTS) if value)

    def whole(self, name: str, default: int) -> int:
        """Read a parameter that is a whole number; anything else is the default."""
        text = self.query.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default  # noqa: PLR2004


def link(
    network_id: str, page: PageName = PageName.HOME, record_id: str = "", /, **query: str | int
) -> str:
    """Write the address of a page; empty parameters are left out."""
    path = f"/networks/{quote(network_id, safe='')}"
    if page is not PageName.HOME:
        path += f"/{page}"
    if record_id:
        path += f"/{quote(record_id, safe='')}"
    told = {name: value for name, value in query.items() if value not in ("", None)}
    return f"{path}?{urlencode(told, safe=LISTS + ':@')}" if told else path


def joined(values: Sequence[str] | None) -> str:
    """Write several identifiers as one parameter."""
    return LISTS.join(values or ())


def read_place(pathname: str | None, search: str | None) -> Place | None:
    """Read an address; ``None`` if no page of a network has it."""
    parts = [unquote(part) for part in (pathname or "").strip("/").split("/")]
    query = {
        name: values[-1] for name, values in parse_qs((search or "").lstrip("?")).items() if values
    }
    match parts:
        case ["networks", network_id] if network_id:
            return Place(NetworkId(network_id), query=query)
        case ["networks", network_id, page] if page in _WITHOUT_RECORD:
            return Place(NetworkId(network_id), PageName(page), query=query)
        case ["networks", network_id, ("people" | "requests") as page, record_id] if record_id:
            return Place(NetworkId(network_id), PageName(page), record_id, query)
        case _:
            return None


def is_own_address(address: str) -> bool:
    """Tell whether an address leads to one of our own pages, so that we may send somebody there."""
    return address.startswith("/") and not address.startswith(("//", "/\\")) and "\n" not in address
