"""Wire shapes of ties."""

from pydantic import Field

from graph.records.ties import Tie
from service.schemas.base import Id, Line, RecordIn, Said, Schema, Share, Standing, Whole


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
            **self.common(),
        )


class TieOut(TieIn, Standing):
    """A tie as it stands in the store."""

    id: Id = Field(examples=["tie-1f0c"])


class TieFilters(Schema):
    """What a list of ties may be narrowed to; all must hold."""

    actor_id: Id | None = Field(default=None, description="Either end.", examples=["lina"])
    source_id: Id | None = Field(default=None, examples=["lina"])
    target_id: Id | None = Field(default=None, examples=["zaini"])
    type: Id | None = Field(default=None, examples=["knows"])
    batch_id: Id | None = Field(default=None, examples=["import-1"])
