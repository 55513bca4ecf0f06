"""Interactions: meetings, visits, calls, messages; what happened between people."""

from dataclasses import dataclass
from typing import Final

from graph.records.base import Record
from graph.records.checks import LONGEST_LINE, LONGEST_NAME, Checks
from graph.records.dates import StatedDate
from graph.records.identity import natural_id
from graph.vocabulary import Channel, InteractionKind, Noun

MOST_PARTICIPANTS: Final = 2_000
LONGEST_MINUTES: Final = 14 * 24 * 60


@dataclass(frozen=True, slots=True)
class Delegate:
    """Who attended for whom."""

    contact_id: str
    for_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction(Record):
    """One dated contact between two or more actors.

    Parameters
    ----------
    kind
        What it was.
    held_on
        When, as exactly as it was said.
    participants
        Everybody who took part, at least two; people or partners.
    initiator
        Who started it, one of the participants; ``None`` when not known.
    answered_on
        When a message or letter was answered.
    planned_minutes, actual_minutes
        Length.
    delegates
        Who attended for whom.
    is_planned, is_cancelled
        Not held yet, or never: it counts for nothing.

    """

    kind: InteractionKind
    held_on: StatedDate
    participants: tuple[str, ...]
    initiator: str | None = None
    subject: str = ""
    location: str = ""
    channel: Channel | None = None
    planned_minutes: int | None = None
    actual_minutes: int | None = None
    answered_on: StatedDate | None = None
    delegates: tuple[Delegate, ...] = ()
    evidence: str = ""
    is_planned: bool = False
    is_cancelled: bool = False

    @property
    def is_held(self) -> bool:
        """Whether it took place as far as anybody has said."""
        return not (self.is_planned or self.is_cancelled)

    @property
    def named_ids(self) -> tuple[str, ...]:
        """Everybody who took part, and those for whom somebody came."""
        return (*self.participants, *(delegate.for_id for delegate in self.delegates))

    @property
    def represented(self) -> frozenset[str]:
        """Those for whom somebody else came."""
        return frozenset(delegate.for_id for delegate in self.delegates)

    def __post_init__(self) -> None:
        """Check meaning."""
        checks = Checks()
        if len(set(self.participants)) < 2:  # noqa: PLR2004
            checks.add("participants", "too-few-participants", ", ".join(self.participants))
        elif len(self.participants) > MOST_PARTICIPANTS:
            checks.add("participants", "too-many", most=MOST_PARTICIPANTS)
        elif len(set(self.participants)) < len(self.participants):
            checks.add("participants", "named-twice", ", ".join(self.participants))
        for place, participant in enumerate(self.participants[:MOST_PARTICIPANTS]):
            checks.identifier(f"participants[{place}]", participant)
        if self.initiator is not None and self.initiator not in self.participants:
            checks.add("initiator", "not-a-participant", self.initiator)
        for delegate in self.delegates:
            checks.identifier("delegates", delegate.contact_id)
            checks.identifier("delegates", delegate.for_id)
            if delegate.contact_id not in self.participants:
                checks.add("delegates", "not-a-participant", delegate.contact_id)
        if self.subject:
            checks.text("subject", self.subject, LONGEST_LINE, lines=True)
        if self.location:
            checks.text("location", self.location, LONGEST_NAME)
        if self.evidence:
            checks.text("evidence", self.evidence, LONGEST_LINE, lines=True)
        checks.whole("planned_minutes", self.planned_minutes, 0, LONGEST_MINUTES)
        checks.whole("actual_minutes", self.actual_minutes, 0, LONGEST_MINUTES)
        if self.answered_on is not None and self.answered_on.day_after <= self.held_on.day:
            checks.add("answered_on", "answered-before", self.answered_on.iso, on=self.held_on.iso)
        self.check_base(Noun.INTERACTION, checks)


def interaction_id(
    kind: str, held_on: StatedDate, participants: tuple[str, ...], subject: str, location: str
) -> str:
    """Derive the identifier from the natural key: kind, day, who took part, subject and place."""
    key = ("interaction", kind, held_on.iso, *sorted(participants), subject, location)
    return natural_id(*key)
