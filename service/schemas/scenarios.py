"""Wire shapes of scenarios, comparisons and series."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Self

from pydantic import Field

from graph.access.accessibility import MOST_STARTS
from graph.access.answers import Brief
from graph.coordination.change import Point
from graph.coordination.scenario import MOST_SUPPOSED, Figures
from graph.coordination.scenario_answers import (
    ComparisonAnswer,
    MendAnswer,
    PieceAnswer,
    RiseAnswer,
    ScenarioAnswer,
    SeriesAnswer,
    ShiftAnswer,
)
from service.schemas.access import ActorOut
from service.schemas.base import Day, Schema, Text


class ScenarioIn(Schema):
    """Who moves to another post, who leaves, who is introduced; one of them at least."""

    moves: list[Text] = Field(
        default=[],
        max_length=MOST_SUPPOSED,
        description="People: positions and gatekeeping end, personal ties stay.",
        examples=[["zaini"]],
    )
    leaves: list[Text] = Field(
        default=[],
        max_length=MOST_SUPPOSED,
        description="People and partners who are there no more; people of a partner stay.",
        examples=[["head"]],
    )
    introduces: list[Annotated[list[Text], Field(min_length=2, max_length=2)]] = Field(
        default=[],
        max_length=MOST_SUPPOSED,
        description="Pairs who have met.",
        examples=[[["lina", "pu-loteng"]]],
    )
    brokers: list[Text] = Field(
        default=[],
        max_length=MOST_STARTS,
        description="Active brokers; by default the users who have named themselves.",
        examples=[["lina"]],
    )
    as_of: Day | None = Field(default=None, description="Day looked at; today by default.")


def _actors(briefs: Sequence[Brief]) -> list[ActorOut]:
    return [ActorOut.of(brief) for brief in briefs]


def _known(briefs: Sequence[Brief] | None) -> list[ActorOut] | None:
    return None if briefs is None else _actors(briefs)


class PairOut(Schema):
    """Two actors."""

    one: ActorOut
    other: ActorOut

    @classmethod
    def of(cls, pair: tuple[Brief, Brief]) -> Self:
        """Translate a pair."""
        return cls(one=ActorOut.of(pair[0]), other=ActorOut.of(pair[1]))


def _pairs(pairs: Sequence[tuple[Brief, Brief]]) -> list[PairOut]:
    return [PairOut.of(pair) for pair in pairs]


class FiguresOut(Schema):
    """The network in numbers, of those alone who remain."""

    ties: int = Field(description="Pairs joined by a live tie or a position.", examples=[41])
    density: float | None = Field(description="Of all pairs.", examples=[0.08])
    components: int = Field(description="Pieces.", examples=[2])
    largest: int = Field(description="Actors in the largest piece.", examples=[30])
    nearness: float | None = Field(
        description="Mean of 1/steps over all pairs; null for one actor, or for too many.",
        examples=[0.37],
    )
    reached: int | None = Field(
        description="Partners that brokers reach; null without brokers.", examples=[11]
    )

    @classmethod
    def of(cls, figures: Figures) -> Self:
        """Translate them."""
        return cls(**{name: getattr(figures, name) for name in cls.model_fields})


class RiseOut(Schema):
    """Somebody who comes to stand between more pairs."""

    actor: ActorOut
    before: float = Field(description="Pairs brokered before, by share.", examples=[3.5])
    after: float = Field(description="Pairs brokered after.", examples=[9.0])

    @classmethod
    def of(cls, rise: RiseAnswer) -> Self:
        """Translate a rise."""
        return cls(actor=ActorOut.of(rise.actor), before=rise.before, after=rise.after)


class MendOut(Schema):
    """An introduction that joins two pieces."""

    one: ActorOut
    other: ActorOut
    through: ActorOut = Field(description="Who makes it, before leaving; cold: a broker who stays.")
    is_cold: bool = Field(examples=[False])
    chance: float = Field(description="That both agree.", examples=[0.48])

    @classmethod
    def of(cls, mend: MendAnswer) -> Self:
        """Translate it."""
        return cls(
            one=ActorOut.of(mend.one),
            other=ActorOut.of(mend.other),
            through=ActorOut.of(mend.through),
            is_cold=mend.is_cold,
            chance=mend.chance,
        )


class PieceOut(Schema):
    """A piece of what falls apart."""

    actors: int = Field(examples=[4])
    partners: int = Field(examples=[3])
    members: list[ActorOut] = Field(description="The first of them.")

    @classmethod
    def of(cls, piece: PieceAnswer) -> Self:
        """Translate a piece."""
        return cls(actors=piece.actors, partners=piece.partners, members=_actors(piece.members))


class ScenarioOut(Schema):
    """What a scenario comes to; nothing was written."""

    network_id: str = Field(examples=["sanitation"])
    on: date = Field(examples=["2026-11-25"])
    revision: int = Field(examples=[12])
    brokers: list[ActorOut]
    moves: list[ActorOut]
    leaves: list[ActorOut]
    introduces: list[PairOut]
    remaining: int = Field(description="Actors there before and after.", examples=[30])
    out_of_reach: list[ActorOut] | None = Field(
        description="Partners that brokers reach no more; null without brokers."
    )
    into_reach: list[ActorOut] | None = Field(description="Partners that they reach newly.")
    without_tie: list[ActorOut] = Field(description="Partners that lose their last live tie.")
    connected: int = Field(
        description="Pairs of remaining partners connected before.", examples=[10]
    )
    lost: int = Field(description="Of these, pairs that are not after.", examples=[4])
    gained: int = Field(description="Pairs connected only after.", examples=[0])
    lost_pairs: float | None = Field(
        description="lost / connected; null if none is connected.", examples=[0.4]
    )
    before: FiguresOut
    after: FiguresOut
    takes_over: list[RiseOut] | None = Field(
        description="Whose betweenness rises most; null: too many actors to compute it."
    )
    pieces: list[PieceOut] = Field(description="What falls apart, largest first.")
    pieces_total: int = Field(examples=[2])
    mends: list[MendOut] = Field(description="The introductions that mend it.")
    mends_total: int = Field(examples=[1])
    unmended: int = Field(description="Introductions that nobody can make.", examples=[0])

    @classmethod
    def of(cls, network_id: str, told: ScenarioAnswer) -> Self:
        """Translate an answer."""
        return cls(
            network_id=network_id,
            on=told.on,
            revision=told.revision,
            brokers=_actors(told.brokers),
            moves=_actors(told.moves),
            leaves=_actors(told.leaves),
            introduces=_pairs(told.introduces),
            remaining=told.remaining,
            out_of_reach=_known(told.out_of_reach),
            into_reach=_known(told.into_reach),
            without_tie=_actors(told.without_tie),
            connected=told.connected,
            lost=told.lost,
            gained=told.gained,
            lost_pairs=told.lost_pairs,
            before=FiguresOut.of(told.before),
            after=FiguresOut.of(told.after),
            takes_over=None
            if told.takes_over is None
            else [RiseOut.of(rise) for rise in told.takes_over],
            pieces=[PieceOut.of(piece) for piece in told.pieces],
            pieces_total=told.pieces_total,
            mends=[MendOut.of(mend) for mend in told.mends],
            mends_total=told.mends_total,
            unmended=told.unmended,
        )


class PointOut(Schema):
    """A network on a day in a few numbers."""

    on: date = Field(examples=["2026-11-01"])
    actors: int = Field(description="With a tie or position that holds.", examples=[40])
    ties: int = Field(description="Pairs with a live tie.", examples=[72])
    density: float | None = Field(
        description="Pairs joined by a live tie or position, of all.", examples=[0.09]
    )
    components: int = Field(examples=[3])
    partners: int = Field(description="On record.", examples=[12])
    reached: int | None = Field(description="Partners that brokers reach.", examples=[9])
    share_reached: float | None = Field(
        description="null without brokers or partners.", examples=[0.75]
    )

    @classmethod
    def of(cls, point: Point) -> Self:
        """Translate a point."""
        return cls(**{name: getattr(point, name) for name in cls.model_fields})


class ShiftOut(Schema):
    """Somebody whose rank in betweenness is another, among those there on both days."""

    actor: ActorOut
    rank_before: int = Field(examples=[7])
    rank_after: int = Field(examples=[2])
    value_before: float = Field(examples=[3.5])
    value_after: float = Field(examples=[21.0])

    @classmethod
    def of(cls, told: ShiftAnswer) -> Self:
        """Translate a shift."""
        same = {name: getattr(told, name) for name in cls.model_fields if name != "actor"}
        return cls(**same, actor=ActorOut.of(told.actor))


def _shifts(told: Sequence[ShiftAnswer] | None) -> list[ShiftOut] | None:
    return None if told is None else [ShiftOut.of(shift) for shift in told]


class ComparisonOut(Schema):
    """What changed between two days, by what is on record now; lists hold the first."""

    network_id: str = Field(examples=["sanitation"])
    since: date = Field(examples=["2026-01-01"])
    until: date = Field(examples=["2026-11-25"])
    revision: int = Field(examples=[12])
    brokers: list[ActorOut]
    before: PointOut
    after: PointOut
    came: list[ActorOut] = Field(description="With a tie or position on the later day alone.")
    came_total: int = Field(examples=[3])
    went: list[ActorOut]
    went_total: int = Field(examples=[1])
    gained: list[PairOut] = Field(description="Pairs with a live tie on the later day alone.")
    gained_total: int = Field(examples=[5])
    lost: list[PairOut]
    lost_total: int = Field(examples=[2])
    rose: list[ShiftOut] | None = Field(description="null: too many actors to compute it.")
    fell: list[ShiftOut] | None
    reached: list[ActorOut] | None = Field(
        description="Partners that brokers reach newly; null without brokers."
    )
    unreached: list[ActorOut] | None

    @classmethod
    def of(cls, network_id: str, told: ComparisonAnswer) -> Self:
        """Translate an answer."""
        return cls(
            network_id=network_id,
            since=told.since,
            until=told.until,
            revision=told.revision,
            brokers=_actors(told.brokers),
            before=PointOut.of(told.before),
            after=PointOut.of(told.after),
            came=_actors(told.came),
            came_total=told.came_total,
            went=_actors(told.went),
            went_total=told.went_total,
            gained=_pairs(told.gained),
            gained_total=told.gained_total,
            lost=_pairs(told.lost),
            lost_total=told.lost_total,
            rose=_shifts(told.rose),
            fell=_shifts(told.fell),
            reached=_known(told.reached),
            unreached=_known(told.unreached),
        )


class SeriesOut(Schema):
    """The network on the first day of each month, and on both ends."""

    network_id: str = Field(examples=["sanitation"])
    since: date = Field(examples=["2026-01-01"])
    until: date = Field(examples=["2026-11-25"])
    revision: int = Field(examples=[12])
    brokers: list[ActorOut]
    points: list[PointOut]

    @classmethod
    def of(cls, network_id: str, told: SeriesAnswer) -> Self:
        """Translate an answer."""
        return cls(
            network_id=network_id,
            since=told.since,
            until=told.until,
            revision=told.revision,
            brokers=_actors(told.brokers),
            points=[PointOut.of(point) for point in told.points],
        )
