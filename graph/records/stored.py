"""What a store adds to a record: version, author, time, history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

from graph.records.conflicts import ConflictOfInterest
from graph.records.contacts import Contact
from graph.records.interactions import Interaction
from graph.records.notes import Note
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.requests import IntroductionRequest
from graph.records.ties import Tie, TieType
from graph.vocabulary import Noun, UserId

AnyRecord: TypeAlias = (
    Partner
    | Contact
    | Position
    | Tie
    | Interaction
    | Note
    | TieType
    | IntroductionRequest
    | ConflictOfInterest
)

R_co = TypeVar("R_co", bound=AnyRecord, covariant=True)

NOUN_OF: Mapping[type, Noun] = {
    Partner: Noun.PARTNER,
    Contact: Noun.CONTACT,
    Position: Noun.POSITION,
    Tie: Noun.TIE,
    Interaction: Noun.INTERACTION,
    Note: Noun.NOTE,
    TieType: Noun.TIE_TYPE,
    IntroductionRequest: Noun.INTRODUCTION,
    ConflictOfInterest: Noun.CONFLICT,
}
RECORD_OF: Mapping[Noun, type[AnyRecord]] = {noun: type_ for type_, noun in NOUN_OF.items()}


@dataclass(frozen=True, slots=True)
class Stored(Generic[R_co]):
    """A record as it stands in the store.

    Parameters
    ----------
    record
        What was said.
    version
        1 when created, one more with every change, removal and restoring.
    revision
        Revision of the network that last touched it.
    recorded_by, recorded_at
        Who created it, when (aware, UTC).
    changed_by, changed_at
        Who touched it last, when.
    is_removed
        Out of use; can be restored.
    batch_id
        Import that created it; empty when entered by hand.

    """

    record: R_co
    version: int
    revision: int
    recorded_by: UserId
    recorded_at: datetime
    changed_by: UserId
    changed_at: datetime
    is_removed: bool = False
    batch_id: str = ""

    @property
    def noun(self) -> Noun:
        """Kind of the record."""
        return NOUN_OF[type(self.record)]


@dataclass(frozen=True, slots=True)
class Superseded:
    """An earlier version of a record, kept by the change log."""

    stored: Stored[AnyRecord]
    superseded_by: UserId
    superseded_at: datetime


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """One line of a network's change log: who wrote, when, what kind of act."""

    revision: int
    author: UserId
    at: datetime
    act: str
    batch_id: str
    count: int
