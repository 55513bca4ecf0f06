"""Create, read, change, remove and restore the records of a network."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from graph.errors import (
    FieldIssue,
    ForbiddenError,
    InvalidRecordError,
    RemovedRecordError,
    UnknownRecordError,
    VersionConflictError,
)
from graph.ports import Change, Commit, Create, FilterValue, Page, Remove, Restore
from graph.records.contacts import Contact
from graph.records.dates import Span
from graph.records.identity import new_id
from graph.records.interactions import Interaction
from graph.records.notes import Note
from graph.records.partners import Partner
from graph.records.positions import Position, position_id
from graph.records.requests import IntroductionRequest
from graph.records.stored import NOUN_OF, AnyRecord, Stored, Superseded
from graph.records.ties import BUILT_IN_TYPES, Tie, TieType, check_ends, tie_id
from graph.vocabulary import ActorKind, Noun, Role
from service.usecases.visits import Visit

LONGEST_MERGER: Final = 20
"""Mergers that a read follows from one record to the next."""
REGISTRY_PAGE: Final = 200


def create(visit: Visit, make: Callable[[str], AnyRecord], wanted_id: str = "") -> Commit:
    """Add a record.

    Parameters
    ----------
    visit
        Who, where, when.
    make
        Makes the record under an identifier, and checks its meaning.
    wanted_id
        Identifier to use. Empty: positions and ties get the one of their natural key, so that a
        later import meets them; others a new one.

    Raises
    ------
    InvalidRecordError, DuplicateIdError, UnknownActorError, KeyReusedError

    """
    visit.require(Role.EDITOR)
    record = make(wanted_id or new_id())
    if not wanted_id and (natural := natural_id_of(record)):
        noun = NOUN_OF[type(record)]
        held = visit.load(noun, [natural]).get(natural)
        if held is None or natural_id_of(held.record) == natural:
            record = replace(record, id=natural)
    check_references(visit, record)
    return visit.commit([Create(record)])


def read(
    visit: Visit,
    noun: Noun,
    record_id: str,
    *,
    as_of: int | None = None,
    removed: bool = False,
    follow: bool = True,
) -> Stored[AnyRecord]:
    """Read a record; one that was merged answers with the survivor.

    Parameters
    ----------
    visit, noun, record_id
        Which.
    as_of
        Epoch day: a position or tie that did not hold then, and an interaction that came later,
        count as unknown.
    removed
        Whether a removed record may be read.
    follow
        Whether a merger is followed.

    Raises
    ------
    UnknownRecordError

    """
    visit.require(Role.READER)
    stored = _load(visit, noun, record_id)
    seen = 0
    while follow and (survivor := getattr(stored.record, "merged_into", None)) is not None:
        seen += 1
        if seen > LONGEST_MERGER:
            break
        stored = _load(visit, noun, survivor)
    if (stored.is_removed and not removed) or not _holds(stored.record, as_of):
        raise UnknownRecordError(noun, record_id)
    return stored


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
    """Read a page of a list.

    Raises
    ------
    UnknownNetworkError, InvalidQuestionError

    """
    visit.require(Role.READER)
    return visit.store.find(
        visit.network_id,
        noun,
        filters,
        reader=visit.who.user.id,
        as_of=as_of,
        after=after,
        limit=limit,
        removed=removed,
    )


def change(
    visit: Visit,
    noun: Noun,
    record_id: str,
    revise: Callable[[Any], AnyRecord],
    version: int | None,
) -> Commit:
    """Change a record that still has the version that somebody read (``None``: whatever it has).

    Raises
    ------
    UnknownRecordError, RemovedRecordError, VersionConflictError, InvalidRecordError,
    UnknownActorError, KeyReusedError

    """
    visit.require(Role.EDITOR)
    stored = _load(visit, noun, record_id)
    if visit.key is None:  # a repeated request meets its own change: the store knows it by its key
        check_version(stored, version)
        if stored.is_removed:
            raise RemovedRecordError(noun, record_id)
    record = revise(stored.record)
    record.check_follows(stored.record)
    is_author = stored.recorded_by == visit.who.user.id
    if isinstance(record, Note) and record.is_private and not is_author:
        raise ForbiddenError("author")  # it would vanish from everybody else, also from its changer
    check_references(visit, record)
    return visit.commit([Change(record, stored.version if version is None else version)])


def remove(visit: Visit, noun: Noun, record_id: str, version: int | None = None) -> Commit:
    """Take a record out of use; it can be restored.

    Raises
    ------
    UnknownRecordError, VersionConflictError, KeyReusedError

    """
    visit.require(Role.EDITOR)
    _load(visit, noun, record_id)
    return visit.commit([Remove(noun, record_id, version)])


def restore(visit: Visit, noun: Noun, record_id: str, version: int | None = None) -> Commit:
    """Put a removed record back into use.

    Raises
    ------
    UnknownRecordError, VersionConflictError, KeyReusedError

    """
    visit.require(Role.EDITOR)
    _load(visit, noun, record_id)
    return visit.commit([Restore(noun, record_id, version)])


def history(visit: Visit, noun: Noun, record_id: str) -> tuple[Superseded, ...]:
    """Read the old versions of a record, newest first.

    Raises
    ------
    UnknownRecordError

    """
    visit.require(Role.READER)
    _load(visit, noun, record_id)
    return visit.store.history(visit.network_id, noun, record_id, reader=visit.who.user.id)


# ---------------------------------------------------------------------------- checks


def registry(visit: Visit) -> dict[str, TieType]:
    """Read the types of tie that the network knows: the built-in ones, changed, and its own."""
    types = dict(BUILT_IN_TYPES)
    after: str | None = None
    while True:
        page = visit.store.find(
            visit.network_id,
            Noun.TIE_TYPE,
            {},
            reader=visit.who.user.id,
            after=after,
            limit=REGISTRY_PAGE,
        )
        own = [stored.record for stored in page.items]
        types.update({type_.id: type_ for type_ in own if isinstance(type_, TieType)})
        if page.next is None:
            return types
        after = page.next


def natural_id_of(record: AnyRecord) -> str:
    """Derive the identifier of a record's natural key; empty if its kind has none by hand."""
    if isinstance(record, Tie):
        key = (record.source_id, record.target_id, record.type, record.label, record.since)
        return tie_id(*key)
    if isinstance(record, Position):
        key = (record.contact_id, record.partner_id, record.type, record.label, record.since)
        return position_id(*key)
    return ""


def check_version(stored: Stored[AnyRecord], version: int | None) -> None:
    """Check that a record still has the version that somebody read (``None``: whatever it has).

    Raises
    ------
    VersionConflictError

    """
    if version is not None and stored.version != version:
        raise VersionConflictError(stored.noun, stored.record.id, version, stored.version)


def check_references(visit: Visit, record: AnyRecord) -> None:
    """Check that what a record names is of the right kind; what is missing the store refuses.

    Raises
    ------
    InvalidRecordError

    """
    if isinstance(record, Tie):
        kinds = visit.store.kinds_of(visit.network_id, [record.source_id, record.target_id])
        check_ends(record, registry(visit), kinds)
        return
    wanted: list[tuple[str, str | None, ActorKind]] = []
    match record:
        case Position():
            wanted = [
                ("contact_id", record.contact_id, ActorKind.CONTACT),
                ("partner_id", record.partner_id, ActorKind.PARTNER),
            ]
        case Partner():
            wanted = [
                ("parent_id", record.parent_id, ActorKind.PARTNER),
                ("merged_into", record.merged_into, ActorKind.PARTNER),
            ]
        case Contact():
            wanted = [("merged_into", record.merged_into, ActorKind.CONTACT)]
        case Interaction():
            wanted = [
                (f"delegates[{place}].contact_id", delegate.contact_id, ActorKind.CONTACT)
                for place, delegate in enumerate(record.delegates)
            ]
        case IntroductionRequest():
            wanted = [("leader_id", record.leader_id, ActorKind.CONTACT)]
        case _:
            return
    named = [actor_id for _, actor_id, _ in wanted if actor_id is not None]
    kinds = visit.store.kinds_of(visit.network_id, named) if named else {}
    noun = NOUN_OF[type(record)]
    issues = [
        FieldIssue(field, "wrong-kind", actor_id, {"kind": kind})
        for field, actor_id, needed in wanted
        if actor_id is not None and (kind := kinds.get(actor_id)) not in (None, needed)
    ]
    if issues:
        raise InvalidRecordError(noun, record.id, issues)


def _load(visit: Visit, noun: Noun, record_id: str) -> Stored[AnyRecord]:
    found = visit.load(noun, [record_id])
    if record_id not in found:
        raise UnknownRecordError(noun, record_id)
    return found[record_id]


def _holds(record: AnyRecord, as_of: int | None) -> bool:
    if as_of is None:
        return True
    if isinstance(record, Tie | Position):
        return Span(record.since, record.until).contains(as_of)
    return not isinstance(record, Interaction) or record.held_on.day <= as_of
