"""Kinds of record that share one room in both stores, and what their lists can be filtered by.

Such a record is kept whole. Beside it stand *marks*, short texts like ``asked_id=hadi``, one for
each value that a list may be filtered by, and the actors that it names. A further kind of record
needs an entry here, and neither a table nor a query.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias, cast

from graph.ports import FilterValue
from graph.records.conflicts import ConflictOfInterest
from graph.records.requests import IntroductionRequest
from graph.records.stored import NOUN_OF, AnyRecord
from graph.vocabulary import Noun

Marked: TypeAlias = tuple[str, FilterValue | None]

SHARED_ROOM: Final = "record"
"""Where records of all these kinds lie, numbered together."""


def _of_request(request: IntroductionRequest) -> Iterator[Marked]:
    yield "leader_id", request.leader_id
    yield "starter_id", request.starter_id
    yield "waiting_on", request.waiting_on
    yield "state", request.state
    yield "is_open", request.is_open
    for step in request.steps:
        yield "asker_id", step.asker_id
        yield "asked_id", step.asked_id


def _of_conflict(conflict: ConflictOfInterest) -> Iterator[Marked]:
    yield "contact_id", conflict.contact_id
    for about_id in conflict.about_ids:
        yield "about_id", about_id


_MARKS: Final = cast(
    "Mapping[Noun, Callable[[AnyRecord], Iterable[Marked]]]",
    {
        Noun.INTRODUCTION: _of_request,
        Noun.CONFLICT: _of_conflict,
    },
)

SHARED: Final = frozenset(_MARKS)
"""Kinds of record that lie in the shared room."""


def room_of(noun: Noun) -> str:
    """Name the room of the queries for records of a noun."""
    return SHARED_ROOM if noun in SHARED else noun.value


def marks_of(record: AnyRecord) -> list[str]:
    """Give the marks of a record, in order."""
    marked = _MARKS[NOUN_OF[type(record)]](record)
    return sorted({_mark(name, value) for name, value in marked if value is not None})


def marks_wanted(filters: Mapping[str, FilterValue]) -> list[str]:
    """Give the marks that a record must have to pass filters, those of few records first."""
    names = sorted(
        filters.keys() - {"batch_id"}, key=lambda name: not name.endswith(("_id", "_on"))
    )
    return [_mark(name, filters[name]) for name in names]


def _mark(name: str, value: FilterValue) -> str:
    said = str(value).lower() if isinstance(value, bool) else str(value)
    return f"{name}={said}"
