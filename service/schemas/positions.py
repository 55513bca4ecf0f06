"""Wire shapes of positions."""

from pydantic import Field

from graph.records.positions import Position
from graph.vocabulary import Capacity, PositionType
from service.schemas.base import Id, Line, RecordIn, Said, Schema, Share, Standing


class PositionIn(RecordIn[Position]):
    """How a person belongs to a partner, from when to when."""

    contact_id: Id = Field(examples=["zaini"])
    partner_id: Id = Field(examples=["pu-loteng"])
    type: PositionType = Field(default=PositionType.WORKS_FOR, examples=["leads"])
    title: Line = Field(default="", description="As written.", examples=["Kepala Dinas"])
    capacity: Capacity | None = Field(
        default=None, description="Definitive or acting.", examples=["plt"]
    )
    since: Said | None = Field(default=None, description="First day or period.")
    until: Said | None = Field(default=None, description="Last day or period, included.")
    label: Line = Field(
        default="", description="A word of the source, part of the natural key.", examples=[""]
    )
    strength: Share | None = Field(
        default=None, description="Closeness to the partner, if stated.", examples=[0.5]
    )
    evidence: Line = Field(default="", description="How we know.", examples=["SK Bupati 12/2024"])

    def record(self, record_id: str) -> Position:
        """Make the record."""
        return Position(
            id=record_id,
            contact_id=self.contact_id,
            partner_id=self.partner_id,
            type=self.type,
            title=self.title,
            capacity=self.capacity,
            since=self.since,
            until=self.until,
            label=self.label,
            strength=self.strength,
            evidence=self.evidence,
            **self.common(),
        )


class PositionOut(PositionIn, Standing):
    """A position as it stands in the store."""

    id: Id = Field(examples=["position-1f0c"])


class PositionFilters(Schema):
    """What a list of positions may be narrowed to; all must hold."""

    contact_id: Id | None = Field(default=None, examples=["zaini"])
    partner_id: Id | None = Field(default=None, examples=["pu-loteng"])
    type: PositionType | None = Field(default=None, examples=["leads"])
    capacity: Capacity | None = Field(default=None, examples=["plt"])
    batch_id: Id | None = Field(default=None, examples=["import-1"])
