"""Entries by hand: a few records at once, all or nothing, and taking them back."""

from collections.abc import Sequence
from dataclasses import replace

from graph.errors import UnknownRecordError
from graph.ports import Change, Create, Remove, Restore, Write
from graph.records.stored import NOUN_OF, AnyRecord
from graph.vocabulary import Noun, Role
from service.usecases.records import change, check_references, history, natural_id_of
from service.usecases.visits import Visit


def save(visit: Visit, records: Sequence[AnyRecord]) -> tuple[tuple[Noun, str], ...]:
    """Add the records of one entry; later ones may name earlier ones.

    Ties and positions get the identifier of their natural key, so that an import meets them. One
    that was removed comes back as it is stated now.

    Parameters
    ----------
    visit
        Who, where, when.
    records
        With new identifiers.

    Returns
    -------
    tuple
        Kind and identifier of each record, in order.

    Raises
    ------
    ForbiddenError, InvalidRecordError, DuplicateIdError, UnknownActorError

    """
    visit.require(Role.EDITOR)
    writes: list[Write] = []
    saved: list[tuple[Noun, str]] = []
    for record in records:
        noun = NOUN_OF[type(record)]
        kept = replace(record, id=natural_id_of(record) or record.id)
        check_references(visit, kept)
        held = visit.store.load(visit.network_id, noun, [kept.id], reader=visit.who.user.id)
        if kept.id in held and held[kept.id].is_removed:
            writes += [Restore(noun, kept.id), Change(kept, None)]
        else:
            writes.append(Create(kept))
        saved.append((noun, kept.id))
    visit.store.commit(visit.network_id, writes, author=visit.who.user.id, at=visit.at)
    return tuple(saved)


def take_back(visit: Visit, saved: Sequence[tuple[Noun, str]]) -> None:
    """Take the records of an entry out of use, the last one first.

    Raises
    ------
    ForbiddenError, UnknownRecordError

    """
    visit.require(Role.EDITOR)
    writes = [Remove(noun, record_id) for noun, record_id in reversed(saved)]
    visit.store.commit(visit.network_id, writes, author=visit.who.user.id, at=visit.at, act="undo")


def put_back(visit: Visit, noun: Noun, record_id: str, version: int) -> None:
    """Take the last change of a record back: it says again what it said before.

    Parameters
    ----------
    visit, noun, record_id
        Which.
    version
        The version that the change made; nobody may have changed the record since.

    Raises
    ------
    ForbiddenError, RemovedRecordError, VersionConflictError
    UnknownRecordError
        If there is no such record, or it was never changed.

    """
    visit.require(Role.EDITOR)
    older = history(visit, noun, record_id)
    if not older:
        raise UnknownRecordError(noun, record_id)
    before = older[0].stored.record
    change(visit, noun, record_id, lambda _: before, version)
