"""Judges the writes of a commit, one after the other, on what is stored; fetches nothing itself.

A piece of the writes is judged together: its records are looked up first, every write sees what
the ones before it did, and at the end of the piece what changed is handed out to be written.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, TypeAlias

from graph.errors import (
    DuplicateIdError,
    FieldIssue,
    InvalidRecordError,
    RemovedRecordError,
    UnknownActorError,
    UnknownRecordError,
    VersionConflictError,
)
from graph.ports import Change, Create, Remove, Restore, Write
from graph.records.positions import Position
from graph.records.stored import NOUN_OF, AnyRecord, Stored
from graph.vocabulary import ActorKind, Noun, UserId
from queries.neo4j.properties import Properties, Standing
from queries.references import FIELDS, References

Key: TypeAlias = tuple[Noun, str]

ACTORS: Final = (Noun.PARTNER, Noun.CONTACT)
_KIND_OF: Final = {Noun.PARTNER: ActorKind.PARTNER, Noun.CONTACT: ActorKind.CONTACT}


@dataclass(slots=True)
class Known:
    """A record as the writes so far left it.

    ``before`` are the properties that its entity has; a new record has none.
    """

    stored: Stored[AnyRecord]
    standing: Standing
    before: Properties = field(default_factory=dict[str, Any])
    is_changed: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the entity has to be made."""
        return not self.before


@dataclass(slots=True)
class Piece:
    """What a piece of the writes comes to.

    ``old`` are the versions that were replaced, in order.
    """

    known: dict[Key, Known]
    old: list[Stored[AnyRecord]] = field(default_factory=list[Stored[AnyRecord]])
    touched: list[Key] = field(default_factory=list[Key])

    def changed(self) -> Iterable[tuple[Noun, Known]]:
        """Give the records to add or change."""
        return [(noun, one) for (noun, _), one in self.known.items() if one.is_changed]


def key_of(write: Write) -> Key:
    """Name the record that a write touches."""
    if isinstance(write, Create | Change):
        return NOUN_OF[type(write.record)], write.record.id
    return write.noun, write.id


class Judge:
    """Judges one commit.

    Parameters
    ----------
    places
        Next free dense numbers by room, counted on here.
    room_of
        Room in which the records of a noun are numbered.

    """

    def __init__(
        self,
        *,
        revision: int,
        author: UserId,
        at: datetime,
        batch_id: str,
        places: Mapping[str, int],
        room_of: Callable[[Noun], str],
    ) -> None:
        self.revision = revision
        self.places = dict(places)
        self.kinds: dict[str, ActorKind] = {}
        self.missing: set[str] = set()
        self.references = References()
        self.count = 0
        self._author = author
        self._at = at
        self._batch_id = batch_id
        self._room_of = room_of

    def judge(self, writes: Sequence[Write], known: dict[Key, Known]) -> Piece:
        """Do a piece of the writes, on the records that they touch as they stand.

        ``kinds`` must hold the actors that the writes name and that were there before.
        """
        piece = Piece(known)
        for write in writes:
            match write:
                case Create():
                    self._create(piece, write.record)
                case Change():
                    self._change(piece, write)
                case Remove() | Restore():
                    self._set_removed(piece, write, is_removed=isinstance(write, Remove))
            piece.touched.append(key_of(write))
        return piece

    def check_strangers(self) -> None:
        """Refuse the commit if it named strangers, or parents or survivors of another kind.

        ``kinds`` must hold those parents and survivors of mergers that are there.

        Raises
        ------
        InvalidRecordError, UnknownActorError

        """
        self.missing |= self.references.check(self.kinds.get)
        if self.missing:
            raise UnknownActorError(sorted(self.missing))

    def _create(self, piece: Piece, record: AnyRecord) -> None:
        noun = NOUN_OF[type(record)]
        for holder in ACTORS if noun in ACTORS else (noun,):
            if taken := piece.known.get((holder, record.id)):
                raise DuplicateIdError(
                    noun, record.id, taken_by=holder, removed=taken.stored.is_removed
                )
        self._check_ends(noun, record)
        room = self._room_of(noun)
        place = self.places[room]
        self.places[room] = place + 1
        stored = Stored(
            record,
            1,
            self.revision,
            self._author,
            self._at,
            self._author,
            self._at,
            batch_id=self._batch_id,
        )
        standing = Standing(place, self.revision)
        piece.known[noun, record.id] = Known(stored, standing, is_changed=True)
        if noun in _KIND_OF:
            self.kinds[record.id] = _KIND_OF[noun]
        self.count += 1

    def _change(self, piece: Piece, write: Change) -> None:
        noun = NOUN_OF[type(write.record)]
        known = _find(piece, noun, write.record.id, write.version)
        if known.stored.is_removed:
            raise RemovedRecordError(noun, write.record.id)
        self._check_ends(noun, write.record)
        self._replace(piece, known, write.record, is_removed=False)

    def _set_removed(self, piece: Piece, write: Remove | Restore, *, is_removed: bool) -> None:
        known = _find(piece, write.noun, write.id, write.version)
        if known.stored.is_removed != is_removed:
            self._replace(piece, known, known.stored.record, is_removed=is_removed)

    def _replace(self, piece: Piece, known: Known, record: AnyRecord, *, is_removed: bool) -> None:
        piece.old.append(known.stored)
        known.stored = replace(
            known.stored,
            record=record,
            version=known.stored.version + 1,
            revision=self.revision,
            changed_by=self._author,
            changed_at=self._at,
            is_removed=is_removed,
        )
        known.is_changed = True
        self.count += 1

    def _check_ends(self, noun: Noun, record: AnyRecord) -> None:
        strangers = [one for one in record.named_ids if one not in self.kinds]
        self.missing.update(strangers)
        if noun in FIELDS:
            self.references.note(record)
        if isinstance(record, Position):
            issues = [
                _wrong_end(name, end, kind)
                for name, end, allowed in (
                    ("contact_id", record.contact_id, ActorKind.CONTACT),
                    ("partner_id", record.partner_id, ActorKind.PARTNER),
                )
                if (kind := self.kinds.get(end, allowed)) is not allowed
            ]
            if issues:
                raise InvalidRecordError(noun, record.id, issues)


def _find(piece: Piece, noun: Noun, record_id: str, version: int | None) -> Known:
    known = piece.known.get((noun, record_id))
    if known is None:
        raise UnknownRecordError(noun, record_id)
    if version is not None and version != known.stored.version:
        raise VersionConflictError(noun, record_id, version, known.stored.version)
    return known


def _wrong_end(name: str, end: str, kind: ActorKind) -> FieldIssue:
    return FieldIssue(name, "wrong-kind-of-end", end, {"kind": str(kind)})
