"""Notes about an actor; private by default."""

from dataclasses import dataclass

from graph.records.base import Record
from graph.records.checks import LONGEST_TEXT, Checks
from graph.vocabulary import Noun


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Record):
    """A text about a person or partner.

    A private note is read by its author alone (``Stored.recorded_by``).
    """

    about_id: str
    text: str
    is_private: bool = True

    @property
    def named_ids(self) -> tuple[str, ...]:
        """Whom it is about."""
        return (self.about_id,)

    def __post_init__(self) -> None:
        """Check meaning."""
        checks = Checks()
        checks.identifier("about_id", self.about_id)
        checks.text("text", self.text, LONGEST_TEXT, required=True, lines=True)
        self.check_base(Noun.NOTE, checks)
