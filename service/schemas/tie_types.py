"""Wire shapes of tie types."""

from typing import Annotated

from pydantic import Field, PlainSerializer

from graph.records.ties import TieType
from graph.vocabulary import ActorKind, Traversal
from service.schemas.base import Flag, Id, Name, RecordIn, Schema, Share, Standing

Kinds = Annotated[frozenset[ActorKind], PlainSerializer(sorted, return_type=list[ActorKind])]


class TieTypeIn(RecordIn[TieType]):
    """A kind of relationship; a network may add its own."""

    id: Id = Field(description="The word used in ties.", examples=["studied_with"])
    source_kinds: Kinds = Field(
        default=frozenset(ActorKind),
        description="What may stand at the start.",
        examples=[["contact"]],
    )
    target_kinds: Kinds = Field(
        default=frozenset(ActorKind),
        description="What may stand at the end.",
        examples=[["contact"]],
    )
    is_directed: Flag = Field(
        default=True, description="The two ends play different parts.", examples=[False]
    )
    traversal: Traversal = Field(
        default=Traversal.NONE,
        description="Along which direction an introduction can travel.",
        examples=["both"],
    )
    prior: Share = Field(
        default=0.2, description="Closeness assumed when nothing is known.", examples=[0.35]
    )
    is_on: Flag = Field(default=True, description="Takes part in analyses.", examples=[True])
    label_en: Name = Field(default="", examples=["studied with"])
    label_id: Name = Field(default="", examples=["teman kuliah"])

    def record(self, record_id: str) -> TieType:
        """Make the record."""
        return TieType(
            id=record_id,
            source_kinds=self.source_kinds,
            target_kinds=self.target_kinds,
            is_directed=self.is_directed,
            traversal=self.traversal,
            prior=self.prior,
            is_on=self.is_on,
            label_en=self.label_en,
            label_id=self.label_id,
            **self.common(),
        )


class TieTypeOut(TieTypeIn, Standing):
    """A type as it holds in the network; a built-in one that nobody changed has version 0."""

    id: Id = Field(examples=["knows"])


class TieTypeFilters(Schema):
    """Lists of types cannot be narrowed."""
