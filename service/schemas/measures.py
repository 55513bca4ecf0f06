"""Wire shapes of measures: the catalogue, and values with ranks."""

from datetime import date
from typing import Self

from pydantic import Field

from graph.analysis.catalogue import Direction, Measure, Undefined, Words
from graph.analysis.views import Lens
from graph.coordination.measured import MeasureAnswer, MeasuredActor
from service.schemas.access import ActorOut
from service.schemas.base import Schema


class WordsOut(Schema):
    """What is said of a measure in one language."""

    name: str = Field(examples=["Degree"])
    meaning: str = Field(examples=["With how many others somebody is joined."])
    high: str = Field(description="What a high value means.")
    beware: str = Field(description="What it does not mean.")

    @classmethod
    def of(cls, words: Words) -> Self:
        """Translate words."""
        return cls(name=words.name, meaning=words.meaning, high=words.high, beware=words.beware)


class MeasureOut(Schema):
    """One measure of the catalogue."""

    id: str = Field(description="As addresses name it.", examples=["degree"])
    words: dict[str, WordsOut] = Field(description="By language: en and id.")
    formula: str = Field(examples=["k_i = number of distinct neighbours"])
    range: str = Field(examples=["0 to n - 1"])
    direction: Direction = Field(description="Which values come first.", examples=["high"])
    undefined: Undefined | None = Field(
        description="Why a value may be null; null if every value is defined."
    )
    is_one_mode: bool = Field(
        description="Presupposes actors of one kind: null in the view of all.", examples=[False]
    )
    cost: str = Field(description="For n actors and m ties.", examples=["O(m)"])
    source: str = Field(examples=["Freeman (1979), Social Networks 1:215"])

    @classmethod
    def of(cls, measure: Measure) -> Self:
        """Translate a measure."""
        return cls(
            id=measure.id,
            words={language: WordsOut.of(words) for language, words in measure.words.items()},
            formula=measure.formula,
            range=measure.value_range,
            direction=measure.direction,
            undefined=measure.undefined,
            is_one_mode=measure.is_one_mode,
            cost=measure.cost,
            source=measure.source,
        )


class CatalogueOut(Schema):
    """All measures that can be asked for."""

    items: list[MeasureOut]


class MeasuredActorOut(Schema):
    """One actor's value and rank."""

    actor: ActorOut
    value: float | None = Field(description="Null: not defined, which is not 0.", examples=[17.0])
    rank: int | None = Field(description="1 + number of strictly better ones.", examples=[3])
    equals: int | None = Field(description="How many others share the rank.", examples=[0])

    @classmethod
    def of(cls, measured: MeasuredActor) -> Self:
        """Translate a value."""
        return cls(
            actor=ActorOut.of(measured.actor),
            value=measured.value,
            rank=measured.rank,
            equals=measured.equals,
        )


class MeasureValuesOut(Schema):
    """Values of a measure on a view of a day, best first, undefined ones last."""

    network_id: str = Field(examples=["demo"])
    measure: MeasureOut
    view: Lens = Field(examples=["people"])
    on: date = Field(description="Day looked at.", examples=["2026-11-25"])
    revision: int = Field(description="Revision the answer is right for.", examples=[12])
    total: int = Field(description="Actors looked at.", examples=[250])
    ties: int = Field(description="Pairs joined, direction aside.", examples=[900])
    undefined_total: int = Field(description="Actors without a value.", examples=[0])
    undefined: Undefined | None = Field(description="Why; null if all have one.")
    items: list[MeasuredActorOut]

    @classmethod
    def of(cls, network_id: str, answer: MeasureAnswer) -> Self:
        """Translate an answer."""
        return cls(
            network_id=network_id,
            measure=MeasureOut.of(answer.measure),
            view=answer.chosen.lens,
            on=answer.on,
            revision=answer.revision,
            total=answer.total,
            ties=answer.ties,
            undefined_total=answer.undefined_total,
            undefined=answer.undefined,
            items=[MeasuredActorOut.of(measured) for measured in answer.actors],
        )
