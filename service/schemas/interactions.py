"""Wire shapes of interactions."""

from typing import Annotated, Self

from pydantic import Field

from graph.records.interactions import LONGEST_MINUTES, MOST_PARTICIPANTS, Delegate, Interaction
from graph.records.stored import Stored
from graph.vocabulary import Channel, InteractionKind
from service.schemas.base import (
    Flag,
    Id,
    Line,
    Name,
    RecordIn,
    Said,
    Schema,
    Standing,
    Whole,
)

Minutes = Annotated[Whole, Field(json_schema_extra={"minimum": 0, "maximum": LONGEST_MINUTES})]


class DelegateShape(Schema):
    """Who attended for whom."""

    contact_id: Id = Field(examples=["lina"])
    for_id: Id = Field(examples=["zaini"])


class InteractionIn(RecordIn[Interaction]):
    """A meeting, visit, call, message or letter between two or more."""

    kind: InteractionKind = Field(examples=["meeting"])
    held_on: Said = Field(description="When, as exactly as it is known.")
    participants: tuple[Id, ...] = Field(
        description="Everybody who took part, at least two.",
        json_schema_extra={"minItems": 2, "maxItems": MOST_PARTICIPANTS, "uniqueItems": True},
        examples=[["lina", "zaini"]],
    )
    initiator: Id | None = Field(
        default=None, description="Who started it, one of those who took part.", examples=["lina"]
    )
    subject: Line = Field(default="", examples=["Site of the treatment plant"])
    location: Name = Field(default="", examples=["Praya"])
    channel: Channel | None = Field(default=None, examples=["in_person"])
    planned_minutes: Minutes | None = Field(default=None, examples=[60])
    actual_minutes: Minutes | None = Field(default=None, examples=[45])
    answered_on: Said | None = Field(
        default=None, description="When a message or letter was answered."
    )
    delegates: tuple[DelegateShape, ...] = Field(
        default=(), examples=[[{"contact_id": "lina", "for_id": "head"}]]
    )
    evidence: Line = Field(default="", description="How we know.", examples=["Minutes, page 2"])
    is_planned: Flag = Field(
        default=False, description="Not held yet: it counts for nothing.", examples=[False]
    )
    is_cancelled: Flag = Field(
        default=False, description="Will not be held: it counts for nothing.", examples=[False]
    )

    def record(self, record_id: str) -> Interaction:
        """Make the record."""
        return Interaction(
            id=record_id,
            kind=self.kind,
            held_on=self.held_on,
            participants=self.participants,
            initiator=self.initiator,
            subject=self.subject,
            location=self.location,
            channel=self.channel,
            planned_minutes=self.planned_minutes,
            actual_minutes=self.actual_minutes,
            answered_on=self.answered_on,
            delegates=tuple(Delegate(one.contact_id, one.for_id) for one in self.delegates),
            evidence=self.evidence,
            is_planned=self.is_planned,
            is_cancelled=self.is_cancelled,
            **self.common(),
        )

    @classmethod
    def of_record(cls, record: Interaction) -> Self:
        """Write a record as it could have been created."""
        return super().of_record(record).model_copy(update={"delegates": delegates_of(record)})


class InteractionOut(InteractionIn, Standing):
    """An interaction as it stands in the store."""

    id: Id = Field(examples=["meeting-7"])

    @classmethod
    def of(cls, stored: Stored[Interaction]) -> Self:
        """Translate a stored record."""
        return super().of(stored).model_copy(update={"delegates": delegates_of(stored.record)})


def delegates_of(record: Interaction) -> tuple[DelegateShape, ...]:
    """Translate who attended for whom."""
    return tuple(
        DelegateShape(contact_id=one.contact_id, for_id=one.for_id) for one in record.delegates
    )


class InteractionFilters(Schema):
    """What a list of interactions may be narrowed to; all must hold."""

    actor_id: Id | None = Field(default=None, description="Took part.", examples=["zaini"])
    kind: InteractionKind | None = Field(default=None, examples=["meeting"])
    held_from: Said | None = Field(default=None, description="First day or period.")
    held_to: Said | None = Field(default=None, description="Last day or period, included.")
    batch_id: Id | None = Field(default=None, examples=["import-1"])
