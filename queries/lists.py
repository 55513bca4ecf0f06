"""What both stores share about lists: which filters there are, and how a cursor is written."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import orjson

from graph.errors import FieldIssue, InvalidQuestionError, shown
from graph.ports import FILTERS, FilterValue
from graph.records.checks import is_clean
from graph.records.dates import BEGINNING, OPEN_END
from graph.vocabulary import Noun
from queries.marks import SHARED

SortKey: TypeAlias = str | int
Place: TypeAlias = tuple[SortKey, str]
"""Where a page ended: sort key and id of its last record."""

NOUN_PLACES: Final[Mapping[Noun, int]] = {noun: place for place, noun in enumerate(Noun)}
"""Order of the nouns as declared."""

NEWEST_FIRST: Final[frozenset[Noun]] = SHARED | {Noun.INTERACTION}
"""Kinds of record whose lists are sorted by a number, the largest first."""

_KEY_COLUMN: Final[Mapping[Noun, str]] = {
    Noun.PARTNER: "sort_name",
    Noun.CONTACT: "sort_name",
    Noun.INTERACTION: "held_on",
    **dict.fromkeys(SHARED, "recorded_at"),
}

_FILTER_TYPES: Final[Mapping[str, type]] = {
    "is_key_partner": bool,
    "is_leader": bool,
    "do_not_ask": bool,
    "seniority": int,
    "held_from": int,
    "held_to": int,
    "is_open": bool,
}


def key_column(noun: Noun) -> str:
    """Name what lists of a noun are sorted by."""
    return _KEY_COLUMN.get(noun, "id")


def check_filters(noun: Noun, filters: Mapping[str, FilterValue]) -> None:
    """Refuse filters that lists of this noun do not have, and values of another type.

    Raises
    ------
    InvalidQuestionError
        With every such filter.

    """
    issues: list[FieldIssue] = []
    for name, value in filters.items():
        if name not in FILTERS[noun]:
            known = ", ".join(sorted(FILTERS[noun]))
            issues.append(FieldIssue(name, "unknown-filter", shown(value), {"known": known}))
        elif code := _fault(value, _FILTER_TYPES.get(name, str)):
            issues.append(FieldIssue(name, code, shown(value)))
    if issues:
        raise InvalidQuestionError(issues)


def _fault(value: FilterValue, wanted: type) -> str:
    """Say what is wrong with the value of a filter: nothing, or the code of an issue."""
    if wanted is int and isinstance(value, int) and not isinstance(value, bool):
        return "" if BEGINNING <= value <= OPEN_END else "outside-limits"
    if wanted is str and isinstance(value, str):
        return "" if is_clean(value, lines=True) else "unprintable"
    return "" if wanted is bool and isinstance(value, bool) else "wrong-type"


def write_cursor(noun: Noun, place: Place) -> str:
    """Write where a page of a list of this noun ended."""
    return urlsafe_b64encode(orjson.dumps([noun, *place])).decode().rstrip("=")


def read_cursor(noun: Noun, cursor: str) -> Place:
    """Read where the next page of a list of this noun starts.

    Raises
    ------
    InvalidQuestionError
        If it is not the cursor of such a list.

    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found: object = orjson.loads(urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, binascii.Error):
        found = None
    match found:
        case [str(of), str() | int() as key, str(record_id)] if of == noun and isinstance(
            key, int
        ) == (noun in NEWEST_FIRST):
            return key, record_id
        case _:
            raise InvalidQuestionError([FieldIssue("cursor", "not-a-cursor", shown(cursor))])


def page_end(noun: Noun, places: Sequence[Place], limit: int) -> str | None:
    """Give the cursor of the following page, for ``places`` of up to ``limit + 1`` records."""
    return write_cursor(noun, places[limit - 1]) if len(places) > limit else None
