"""The registry of tie types: built-in ones that a network may change, and its own."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from graph.errors import UnknownRecordError, VersionConflictError
from graph.ports import Change, Commit, Create, Restore
from graph.records.stored import AnyRecord, Stored
from graph.records.ties import BUILT_IN_TYPES
from graph.vocabulary import Noun, Role, UserId
from service.usecases import records
from service.usecases.visits import Visit

FROM_THE_START: Final = datetime(1970, 1, 1, tzinfo=UTC)


def find(visit: Visit) -> tuple[Stored[AnyRecord], ...]:
    """Read the types that hold in the network, by id; untouched built-in ones have version 0.

    Raises
    ------
    UnknownNetworkError

    """
    visit.require(Role.READER)
    known = records.registry(visit)
    own = visit.store.load(visit.network_id, Noun.TIE_TYPE, sorted(known), reader=visit.who.user.id)
    return tuple(_standing(type_id, own.get(type_id)) for type_id in sorted(known))


def read(visit: Visit, type_id: str, *, removed: bool = False) -> Stored[AnyRecord]:
    """Read a type as it holds in the network.

    Raises
    ------
    UnknownRecordError

    """
    visit.require(Role.READER)
    own = _own(visit, type_id)
    if own is None and type_id not in BUILT_IN_TYPES:
        raise UnknownRecordError(Noun.TIE_TYPE, type_id)
    if own is not None and own.is_removed and type_id not in BUILT_IN_TYPES and not removed:
        raise UnknownRecordError(Noun.TIE_TYPE, type_id)
    return _standing(type_id, own)


def change(
    visit: Visit, type_id: str, revise: Callable[[Any], AnyRecord], version: int | None
) -> Commit:
    """Change a type; a built-in one becomes the network's own from then on.

    Raises
    ------
    UnknownRecordError, RemovedRecordError, VersionConflictError, InvalidRecordError

    """
    visit.require(Role.EDITOR)
    own = _own(visit, type_id)
    if type_id not in BUILT_IN_TYPES or (own is not None and not own.is_removed):
        return records.change(visit, Noun.TIE_TYPE, type_id, revise, version)
    standing = read(visit, type_id)
    if version is not None and version != standing.version and visit.key is None:
        raise VersionConflictError(Noun.TIE_TYPE, type_id, version, standing.version)
    record = revise(standing.record)
    if own is None:
        writes = [Create(record)]
    else:
        writes = [Restore(Noun.TIE_TYPE, type_id, own.version), Change(record, None)]
    commit = visit.store.commit(
        visit.network_id, writes, author=visit.who.user.id, at=visit.at, key=visit.key
    )
    return Commit(commit.revision, commit.stored[-1:], commit.is_replay)


def _own(visit: Visit, type_id: str) -> Stored[AnyRecord] | None:
    found = visit.store.load(visit.network_id, Noun.TIE_TYPE, [type_id], reader=visit.who.user.id)
    return found.get(type_id)


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
