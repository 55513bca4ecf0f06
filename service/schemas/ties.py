"""Wire shapes of ties."""

from collections.abc import Callable
from datetime import date
from typing import Self

from pydantic import Field

from graph.records.dates import StatedDate
from graph.records.stored import Stored
from graph.records.ties import OVERRIDE_DAYS, StrengthOverride, Tie
from graph.vocabulary import UserId
from service.schemas.base import Id, Line, RecordIn, Said, Schema, Share, Standing, Whole


class OverrideShape(Schema):
    """A person's word on how close two are; it stands before what was computed while it holds."""

    strength: Share = Field(description="Closeness, 0 to 1.", examples=[0.2])
    reason: Line = Field(description="Why.", examples=["They fell out over the budget"])
    until: Said | None = Field(
        default=None,
        description=f"Last day on which it holds; {OVERRIDE_DAYS} days when none is said.",
        examples=["2030-12-31"],
    )
    by: Id | None = Field(
        default=None,
        description="Who said it: set by the service, whatever is sent.",
        json_schema_extra={"readOnly": True},
        examples=["sri"],
    )
    since: Said | None = Field(
        default=None,
        description="Day on which it was said: set by the service, whatever is sent.",
        json_schema_extra={"readOnly": True},
        examples=["2030-05-03"],
    )

    @classmethod
    def of(cls, override: StrengthOverride) -> Self:
        """Translate a statement."""
        return cls(**{name: getattr(override, name) for name in cls.model_fields})

    def says(self, override: StrengthOverride) -> bool:
        """Tell whether it states what somebody stated before."""
        told = (override.strength, override.reason, override.until)
        return (self.strength, self.reason, self.until) == told

    def statement(self) -> StrengthOverride:
        """Make the statement, once it is signed."""
        if self.by is None or self.since is None:
            raise ValueError("A word on a strength is signed before it is recorded.")
        return StrengthOverride(
            strength=self.strength,
            reason=self.reason,
            by=UserId(self.by),
            since=self.since,
            until=self.until,
        )


class TieIn(RecordIn[Tie]):
    """A dated, typed relationship between two people or organisations."""

    source_id: Id = Field(examples=["lina"])
    target_id: Id = Field(examples=["zaini"])
    type: Id = Field(description="A word of the network's registry.", examples=["knows"])
    since: Said | None = Field(default=None, description="First day or period.")
    until: Said | None = Field(default=None, description="Last day or period, included.")
    strength: Share | None = Field(
        default=None, description="Closeness, 0 to 1, as somebody stated it.", examples=[0.6]
    )
    label: Line = Field(
        default="", description="A word of the source, part of the natural key.", examples=[""]
    )
    evidence: Line = Field(default="", description="How we know.", examples=["Studied together"])
    last_contact: Said | None = Field(default=None, description="Last time they met.")
    contact_count: Whole | None = Field(
        default=None,
        description="Meetings that the source counted.",
        json_schema_extra={"minimum": 0, "maximum": 10**9},
        examples=[4],
    )
    override: OverrideShape | None = Field(
        default=None, description="A person's word on the strength, in place of all else."
    )

    @classmethod
    def of_record(cls, record: Tie) -> Self:
        """Write a record as it could have been created."""
        return super().of_record(record).model_copy(update={"override": override_of(record)})

    def signed(self, before: Tie | None, by: UserId, today: Callable[[], date]) -> Self:
        """Sign a new word on the strength; one that was said before keeps who said it, and when."""
        if self.override is None:
            return self
        held = None if before is None else before.override
        if held is not None and self.override.says(held):
            said = OverrideShape.of(held)
        else:
            said = self.override.model_copy(update={"by": by, "since": StatedDate(today())})
        return self.model_copy(update={"override": said})

    def record(self, record_id: str) -> Tie:
        """Make the record."""
        return Tie(
            id=record_id,
            source_id=self.source_id,
            target_id=self.target_id,
            type=self.type,
            since=self.since,
            until=self.until,
            strength=self.strength,
            label=self.label,
            evidence=self.evidence,
            last_contact=self.last_contact,
            contact_count=self.contact_count,
            override=None if self.override is None else self.override.statement(),
            **self.common(),
        )


class TieOut(TieIn, Standing):
    """A tie as it stands in the store."""

    id: Id = Field(examples=["tie-1f0c"])

    @classmethod
    def of(cls, stored: Stored[Tie]) -> Self:
        """Translate a stored record."""
        return super().of(stored).model_copy(update={"override": override_of(stored.record)})


def override_of(record: Tie) -> OverrideShape | None:
    """Translate what a person said of the strength."""
    return None if record.override is None else OverrideShape.of(record.override)


class TieFilters(Schema):
    """What a list of ties may be narrowed to; all must hold."""

    actor_id: Id | None = Field(default=None, description="Either end.", examples=["lina"])
    source_id: Id | None = Field(default=None, examples=["lina"])
    target_id: Id | None = Field(default=None, examples=["zaini"])
    type: Id | None = Field(default=None, examples=["knows"])
    batch_id: Id | None = Field(default=None, examples=["import-1"])
