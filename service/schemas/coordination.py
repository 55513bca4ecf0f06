"""Wire shapes of answers about partners to look after: the order of need, introductions."""

from datetime import date
from typing import Self

from pydantic import Field

from graph.access.answers import Brief
from graph.coordination.answers import (
    IntroductionAnswer,
    IntroductionsAnswer,
    IsolationAnswer,
    LaterAnswer,
    NeedAnswer,
    PartnerIntroductions,
    SituationAnswer,
)
from graph.coordination.needs import Ending, NoIntroduction, Tier, Undefined
from service.schemas.access import ActorOut
from service.schemas.base import Schema

BROKER_UNTIL = r"^[^=]+=\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
"""Who, and the last day of the appointment."""


def broker_until(said: str) -> tuple[str, date]:
    """Read a broker with the last day of the appointment: ``budi=2026-12-25``.

    Raises
    ------
    ValueError
        If the day is not on the calendar.

    """
    who, _, day = said.rpartition("=")
    return who, date.fromisoformat(day)


def _actors(briefs: tuple[Brief, ...]) -> list[ActorOut]:
    return [ActorOut.of(brief) for brief in briefs]


class SituationOut(Schema):
    """How a partner stands in the network, each number alone; no total is made of them."""

    is_isolate: bool = Field(description="Nobody is joined with it.", examples=[False])
    is_pendant: bool = Field(description="One alone is joined with it.", examples=[True])
    is_outside: bool = Field(description="Outside the largest component.", examples=[False])
    within_two_steps: float | None = Field(description="Share of all others.", examples=[0.29])
    stale: float | None = Field(
        description="Share of its own ties, and those of people in post, that faded below 0.1.",
        examples=[0.5],
    )
    no_other_sector: bool | None = Field(
        description="No live tie leads into another sector.", examples=[False]
    )
    dependence: float | None = Field(
        description="Share of the others that its worst single loss would cost it.",
        examples=[0.8],
    )
    depends_on: ActorOut | None = Field(description="Whose loss that is.")
    access_distance: float | None = Field(
        description="-ln of the chance; null where there is no way.", examples=[1.43]
    )

    @classmethod
    def of(cls, told: SituationAnswer) -> Self:
        """Translate a situation."""
        same = {name: getattr(told, name) for name in cls.model_fields if name != "depends_on"}
        return cls(**same, depends_on=ActorOut.of(told.depends_on) if told.depends_on else None)


class LaterOut(Schema):
    """What a partner comes to if nothing new is recorded."""

    on: date = Field(examples=["2027-02-23"])
    tier: Tier = Field(description="cut_off, out_of_reach or hanging.", examples=["out_of_reach"])
    hangs_on: list[ActorOut] = Field(description="With hanging: who cuts every way then.")
    endings: list[Ending] = Field(
        description="What ends by then: a broker's appointment; a position, a tie with a recorded "
        "end, or a tie that cools, on the best way of today.",
        examples=[["appointment", "tie"]],
    )

    @classmethod
    def of(cls, later: LaterAnswer) -> Self:
        """Translate it."""
        return cls(
            on=later.on,
            tier=later.tier,
            hangs_on=_actors(later.hangs_on),
            endings=list(later.endings),
        )


class NeedOut(Schema):
    """A partner in the order of need; the tier is the reason."""

    partner: ActorOut
    is_key: bool = Field(description="A key partner.", examples=[True])
    rank: int = Field(description="1 + number of those strictly needier.", examples=[2])
    equals: int = Field(description="How many others share the rank.", examples=[0])
    tier: Tier = Field(examples=["hanging"])
    chance: float | None = Field(
        description="Of the best way from any broker, in at most 4 steps; 0 where there is none.",
        examples=[0.24],
    )
    route: list[ActorOut] = Field(
        description="That way, to the partner or to one of its people in post."
    )
    worst: float | None = Field(
        description="The least chance after one is gone who is neither the partner nor a broker.",
        examples=[0.0],
    )
    at_worst: list[ActorOut] = Field(description="Whose loss that is; nobody's: none lowers it.")
    hangs_on: list[ActorOut] = Field(description="Each of them cuts every way by leaving.")
    harmonic: float | None = Field(
        description="Mean of 1/steps to all others, along live ties and positions.",
        examples=[0.51],
    )
    situation: SituationOut
    later: LaterOut | None = Field(description="With about_to_be.")
    undefined: dict[str, Undefined] = Field(
        description="Why a number is null, by its name.", examples=[{"stale": "no_ties"}]
    )

    @classmethod
    def of(cls, need: NeedAnswer) -> Self:
        """Translate a partner's need."""
        return cls(
            partner=ActorOut.of(need.partner),
            is_key=need.is_key,
            rank=need.rank,
            equals=need.equals,
            tier=need.tier,
            chance=need.chance,
            route=_actors(need.route),
            worst=need.worst,
            at_worst=_actors(need.at_worst),
            hangs_on=_actors(need.hangs_on),
            harmonic=need.harmonic,
            situation=SituationOut.of(need.situation),
            later=LaterOut.of(need.later) if need.later else None,
            undefined=dict(need.undefined),
        )


class IsolationOut(Schema):
    """Partners in the order in which they need somebody to look after them."""

    network_id: str = Field(examples=["demo"])
    on: date = Field(description="Day looked at.", examples=["2026-11-25"])
    later_on: date = Field(description="So far is looked ahead.", examples=["2027-02-23"])
    revision: int = Field(examples=[12])
    brokers: list[ActorOut] = Field(
        description="Active on the day: as asked, else the users' own contacts."
    )
    key_only: bool = Field(examples=[False])
    total: int = Field(description="Partners looked at.", examples=[12])
    unreached: int | None = Field(
        description="How many no broker reaches; null without brokers.", examples=[4]
    )
    tiers: dict[Tier, int] = Field(description="How many stand in each tier.")
    actors: int = Field(description="People and partners of the network.", examples=[180])
    needs: list[NeedOut] = Field(description="The first of them, neediest first.")

    @classmethod
    def of(cls, network_id: str, answer: IsolationAnswer) -> Self:
        """Translate an answer."""
        return cls(
            network_id=network_id,
            on=answer.on,
            later_on=answer.later_on,
            revision=answer.revision,
            brokers=_actors(answer.brokers),
            key_only=answer.key_only,
            total=answer.total,
            unreached=answer.unreached,
            tiers=dict(answer.tiers),
            actors=answer.actors,
            needs=[NeedOut.of(need) for need in answer.needs],
        )


class IntroductionOut(Schema):
    """Somebody whom a partner could meet."""

    meet: ActorOut = Field(description="Whom.")
    through: ActorOut = Field(description="Who brings them together.")
    is_cold: bool = Field(
        description="The broker does not know the partner and has to approach it first.",
        examples=[False],
    )
    gain: float = Field(
        description="By how much the partner's harmonic closeness rises.", examples=[0.107]
    )
    chance: float = Field(description="That both sides agree, in person.", examples=[0.225])
    effort: float = Field(
        description="1 + open requests of the go-between / cap; below 2.", examples=[1.33]
    )
    value: float = Field(description="chance x gain / effort.", examples=[0.0181])
    new_hop: float = Field(
        description="Chance that the one met then passes a request on to the partner.",
        examples=[0.5],
    )
    chance_after: float | None = Field(
        description="Of the best way from any broker then; null without brokers.", examples=[0.5]
    )
    worst_after: float | None = Field(description="After the worst loss then.", examples=[0.5])

    @classmethod
    def of(cls, told: IntroductionAnswer) -> Self:
        """Translate an introduction."""
        actors = {"meet": ActorOut.of(told.meet), "through": ActorOut.of(told.through)}
        same = {name: getattr(told, name) for name in cls.model_fields if name not in actors}
        return cls(**actors, **same)


class PartnerIntroductionsOut(Schema):
    """Up to three introductions for one partner: alternatives, not a bundle."""

    partner: ActorOut
    chance: float | None = Field(
        description="Of the best way from any broker today; null without brokers.",
        examples=[0.24],
    )
    worst: float | None = Field(description="After the worst loss today.", examples=[0.0])
    harmonic: float | None = Field(description="Today.", examples=[0.51])
    introductions: list[IntroductionOut] = Field(
        description="Most valuable first; cold ones after the others."
    )
    joint_gain: float | None = Field(
        description="Of all of them together, at most the sum of theirs.", examples=[0.179]
    )
    reason: NoIntroduction | None = Field(description="Why there are none.", examples=[None])

    @classmethod
    def of(cls, told: PartnerIntroductions) -> Self:
        """Translate a partner's suggestions."""
        return cls(
            partner=ActorOut.of(told.partner),
            chance=told.chance,
            worst=told.worst,
            harmonic=told.harmonic,
            introductions=[IntroductionOut.of(one) for one in told.introductions],
            joint_gain=told.joint_gain,
            reason=told.reason,
        )


class IntroductionsOut(Schema):
    """Introductions to suggest; nothing was written and nobody was asked."""

    network_id: str = Field(examples=["demo"])
    on: date = Field(description="Day looked at.", examples=["2026-11-25"])
    revision: int = Field(examples=[12])
    brokers: list[ActorOut] = Field(
        description="Active on the day: as asked, else the users' own contacts."
    )
    partners: list[PartnerIntroductionsOut] = Field(description="As asked.")

    @classmethod
    def of(cls, network_id: str, answer: IntroductionsAnswer) -> Self:
        """Translate an answer."""
        return cls(
            network_id=network_id,
            on=answer.on,
            revision=answer.revision,
            brokers=_actors(answer.brokers),
            partners=[PartnerIntroductionsOut.of(one) for one in answer.partners],
        )
