"""What every record of a network has."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.records.checks import LONGEST_LINE, Checks, FieldValue
from graph.vocabulary import Noun


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Identity and origin of a record.

    Parameters
    ----------
    id
        Own identifier within the network.
    source_ref
        Where the statement comes from: a document, an address, a person.
    confidence
        How sure the recorder is, 0 to 1; ``None`` when not said.
    external_ids
        Identifiers elsewhere, by the name of the source.
    fields
        Custom fields, by name.

    """

    id: str
    source_ref: str = ""
    confidence: float | None = None
    external_ids: Mapping[str, str] = field(default_factory=dict[str, str])
    fields: Mapping[str, FieldValue] = field(default_factory=dict[str, FieldValue])

    @property
    def named_ids(self) -> tuple[str, ...]:
        """Actors that must be in the network before the record."""
        return ()

    def check_follows(self, before: "Record") -> None:
        """Refuse a change of what must stay as it was; most records may change in everything.

        Raises
        ------
        InvalidRecordError

        """

    def check_base(self, noun: Noun, checks: Checks) -> None:
        """Check what is common to all records, then raise all that ``checks`` holds."""
        checks.identifier("id", self.id)
        if self.source_ref:
            checks.text("source_ref", self.source_ref, LONGEST_LINE)
        if self.confidence is not None:
            checks.share("confidence", self.confidence)
        if self.external_ids:
            checks.custom("external_ids", self.external_ids)
        if self.fields:
            checks.custom("fields", self.fields)
        if checks.issues:
            checks.refuse(noun, self.id)
