"""Positions: how a person belongs to a partner, from when to when."""

from dataclasses import dataclass

from graph.records.base import Record
from graph.records.checks import LONGEST_LINE, Checks
from graph.records.dates import StatedDate
from graph.records.identity import natural_id
from graph.vocabulary import Capacity, Noun, PositionType


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Record):
    """A dated post, membership or chair.

    Parameters
    ----------
    contact_id, partner_id
        Who, and where.
    type
        In what way.
    title
        As written: ``Kepala Dinas``.
    capacity
        Definitive or acting; ``None`` when not said.
    since, until
        First and last day or period included; ``None``: not known, still running.
    label
        A word of the source, part of the natural key.
    strength
        Closeness to the partner if the source states one, 0 to 1.

    """

    contact_id: str
    partner_id: str
    type: PositionType = PositionType.WORKS_FOR
    title: str = ""
    capacity: Capacity | None = None
    since: StatedDate | None = None
    until: StatedDate | None = None
    label: str = ""
    strength: float | None = None
    evidence: str = ""

    @property
    def named_ids(self) -> tuple[str, ...]:
        """The two ends."""
        return self.contact_id, self.partner_id

    def __post_init__(self) -> None:
        """Check meaning."""
        checks = Checks()
        checks.identifier("contact_id", self.contact_id)
        checks.identifier("partner_id", self.partner_id)
        if self.contact_id == self.partner_id:
            checks.add("partner_id", "self-tie", self.partner_id)
        for name in ("title", "label", "evidence"):
            value: str = getattr(self, name)
            if value:
                checks.text(name, value, LONGEST_LINE, lines=name == "evidence")
        if self.strength is not None:
            checks.share("strength", self.strength)
        if self.until is not None:
            checks.span(self.since, self.until)
        self.check_base(Noun.POSITION, checks)


def position_id(
    contact_id: str, partner_id: str, type_: str, label: str, since: StatedDate | None
) -> str:
    """Derive the identifier from the natural key: the two ends, type, label and start."""
    start = since.iso if since else ""
    return natural_id("position", contact_id, partner_id, type_, label, start)
