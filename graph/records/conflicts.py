"""Conflicts of interest: declared, shown, and never silently used as a ban."""

from dataclasses import dataclass
from typing import Final

from graph.records.base import Record
from graph.records.checks import LONGEST_TEXT, Checks
from graph.records.dates import Span, StatedDate
from graph.vocabulary import Noun

MOST_MATTERS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictOfInterest(Record):
    """An interest of a person that may weigh on a matter.

    Parameters
    ----------
    contact_id
        Whose interest it is.
    about_ids
        People and organisations in whose matters it weighs; at least one.
    interest
        What it is: a share, a relative, a second office.
    handling
        How it is dealt with: declared to the partners, steps aside at decisions.
    declared_on
        When it was declared; ``None``: not yet.
    since, until
        First and last day or period included.

    """

    contact_id: str
    about_ids: tuple[str, ...]
    interest: str
    handling: str = ""
    declared_on: StatedDate | None = None
    since: StatedDate | None = None
    until: StatedDate | None = None

    def __post_init__(self) -> None:
        """Check meaning."""
        checks = Checks()
        checks.identifier("contact_id", self.contact_id)
        if not self.about_ids:
            checks.add("about_ids", "missing")
        elif len(self.about_ids) > MOST_MATTERS:
            checks.add("about_ids", "too-many", len(self.about_ids), most=MOST_MATTERS)
        elif len(set(self.about_ids)) < len(self.about_ids):
            checks.add("about_ids", "named-twice", ", ".join(self.about_ids))
        for place, about_id in enumerate(self.about_ids[:MOST_MATTERS]):
            checks.identifier(f"about_ids[{place}]", about_id)
            if about_id == self.contact_id:
                checks.add(f"about_ids[{place}]", "self-tie", about_id)
        checks.text("interest", self.interest, LONGEST_TEXT, required=True, lines=True)
        checks.text("handling", self.handling, LONGEST_TEXT, lines=True)
        if self.until is not None:
            checks.span(self.since, self.until)
        self.check_base(Noun.CONFLICT, checks)

    @property
    def named_ids(self) -> tuple[str, ...]:
        """Everybody who must be known before the record."""
        return (self.contact_id, *self.about_ids)

    def holds_on(self, day: int) -> bool:
        """Tell whether the interest is there on an epoch day."""
        return Span(self.since, self.until).contains(day)
