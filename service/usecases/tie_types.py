"""The registry of tie types: built-in ones that a network may change, and its own."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from graph.errors import DuplicateIdError
from graph.ports import Change, Commit, Create, FilterValue, Page, Restore, Write
from graph.records.stored import AnyRecord, Stored
from graph.records.ties import BUILT_IN_TYPES
from graph.vocabulary import Noun, Role, UserId
from service.usecases import records
from service.usecases.visits import Visit

FROM_THE_START: Final = datetime(1970, 1, 1, tzinfo=UTC)


def create(visit: Visit, make: Callable[[str], AnyRecord], wanted_id: str = "") -> Commit:
    """Add a type of the network's own; a built-in one is changed instead.

    Raises
    ------
    InvalidRecordError, DuplicateIdError, KeyReusedError

    """
    if wanted_id in BUILT_IN_TYPES:
        visit.require(Role.EDITOR)
        raise DuplicateIdError(Noun.TIE_TYPE, wanted_id, taken_by=Noun.TIE_TYPE)
    return records.create(visit, make, wanted_id)


def find(
    visit: Visit,
    noun: Noun,
    filters: Mapping[str, FilterValue],
    *,
    as_of: int | None,
    after: str | None,
    limit: int,
    removed: bool,
) -> Page:
    """Read all types that hold in the network, by id; untouched built-in ones have version 0.

    Raises
    ------
    UnknownNetworkError

    """
    if removed:
        return records.find(
            visit, noun, filters, as_of=as_of, after=after, limit=limit, removed=True
        )
    visit.require(Role.READER)
    known = sorted(records.registry(visit))
    own = visit.load(noun, known)
    return Page(tuple(_standing(type_id, own.get(type_id)) for type_id in known), None)


def read(
    visit: Visit,
    noun: Noun,
    record_id: str,
    *,
    as_of: int | None = None,
    removed: bool = False,
    follow: bool = True,
) -> Stored[AnyRecord]:
    """Read a type as it holds in the network.

    Raises
    ------
    UnknownRecordError

    """
    if record_id not in BUILT_IN_TYPES:
        return records.read(visit, noun, record_id, as_of=as_of, removed=removed, follow=follow)
    visit.require(Role.READER)
    return _standing(record_id, _own(visit, record_id))


def change(
    visit: Visit,
    noun: Noun,
    record_id: str,
    revise: Callable[[Any], AnyRecord],
    version: int | None,
) -> Commit:
    """Change a type; a built-in one becomes the network's own from then on.

    Raises
    ------
    UnknownRecordError, RemovedRecordError, VersionConflictError, InvalidRecordError

    """
    visit.require(Role.EDITOR)
    own = _own(visit, record_id)
    if record_id not in BUILT_IN_TYPES or (own is not None and not own.is_removed):
        return records.change(visit, noun, record_id, revise, version)
    standing = _standing(record_id, own)
    records.check_version(standing, version)
    record = revise(standing.record)
    writes: list[Write] = [Create(record)]
    if own is not None:
        writes = [Restore(noun, record_id, own.version), Change(record, None)]
    commit = visit.commit(writes)
    return Commit(commit.revision, commit.stored[-1:], commit.is_replay)


remove = records.remove
"""Takes the network's own type out of use; of a built-in one, what was changed."""
restore = records.restore
history = records.history


def _own(visit: Visit, type_id: str) -> Stored[AnyRecord] | None:
    return visit.load(Noun.TIE_TYPE, [type_id]).get(type_id)


def _standing(type_id: str, own: Stored[AnyRecord] | None) -> Stored[AnyRecord]:
    if own is not None and not (own.is_removed and type_id in BUILT_IN_TYPES):
        return own
    return Stored(
        record=BUILT_IN_TYPES[type_id],
        version=own.version if own else 0,
        revision=own.revision if own else 0,
        recorded_by=UserId("restu"),
        recorded_at=FROM_THE_START,
        changed_by=own.changed_by if own else UserId("restu"),
        changed_at=own.changed_at if own else FROM_THE_START,
    )
