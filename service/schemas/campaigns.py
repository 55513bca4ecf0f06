"""Wire shapes of campaigns and of accessibility: many leaders or partners at once."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field

from graph.access.accessibility import MOST_STARTS
from graph.access.campaign import DEFAULT_FLOOR, LEAST_VALUE, MOST_LEADERS, MOST_VALUE, Advice
from graph.access.overviews import (
    AccessibilityAnswer,
    CampaignAnswer,
    Chain,
    LeaderAnswer,
    NearnessAnswer,
)
from graph.access.routes import DEFAULT_STEPS, MOST_STEPS, NoRoute
from service.schemas.access import ActorOut
from service.schemas.base import Day, Schema, Text


class CampaignLeaderIn(Schema):
    """A leader to be reached."""

    id: Text = Field(
        description="A contact, or a partner, whose present head is meant.", examples=["head"]
    )
    value: float = Field(
        default=1.0,
        ge=LEAST_VALUE,
        le=MOST_VALUE,
        description="What an introduction is worth beside those to the other leaders.",
        examples=[2.0],
    )


class CampaignIn(Schema):
    """Several leaders, and those of our people who may start."""

    leaders: list[CampaignLeaderIn] = Field(
        min_length=1,
        max_length=MOST_LEADERS,
        description="Each once.",
        examples=[[{"id": "head", "value": 2.0}]],
    )
    starts: list[Text] = Field(
        alias="from",
        min_length=1,
        max_length=MOST_STARTS,
        description="Contacts, or partners, any of whose people may start.",
        examples=[["lina"]],
    )
    max_steps: Annotated[int, Field(strict=True)] = Field(
        default=DEFAULT_STEPS, ge=1, le=MOST_STEPS, description="Most steps.", examples=[4]
    )
    avoid: list[Text] = Field(default=[], description="Actors on no chain.", examples=[["zaini"]])
    types: list[Text] = Field(
        default=[],
        description="Tie types that may be used; all by default.",
        examples=[["knows", "met_with"]],
    )
    least_probability: float = Field(
        default=DEFAULT_FLOOR,
        ge=0,
        le=1,
        description="Nobody is asked along a chain less likely than this.",
        examples=[0.05],
    )
    as_of: Day | None = Field(
        default=None,
        description="Day looked at; today in the network's time zone by default.",
        examples=["2026-11-25"],
    )


class ChainOut(Schema):
    """A way in a line."""

    actors: list[ActorOut] = Field(description="In the order of asking; the start comes first.")
    steps: list[float] = Field(description="Probability of each step.", examples=[[0.8, 0.5]])
    probability: float = Field(description="Product over the steps.", examples=[0.4])

    @classmethod
    def of(cls, chain: Chain | None) -> Self | None:
        """Translate a chain, if there is one."""
        if chain is None:
            return None
        return cls(
            actors=[ActorOut.of(actor) for actor in chain.actors],
            steps=list(chain.steps),
            probability=chain.probability,
        )


class TakenByOut(Schema):
    """A go-between of a leader's best chain who is asked for other leaders instead."""

    person: ActorOut
    leaders: list[ActorOut]


class LeaderPlanOut(Schema):
    """What to do about one leader."""

    leader: ActorOut = Field(description="As asked.")
    value: float = Field(examples=[2.0])
    advice: Advice = Field(
        description="ask along the chosen chain; or ask nobody: given_up (the go-betweens are "
        "worth more with other leaders), too_unlikely (no chain is likely enough), at_cap (whoever "
        "could be asked is asked enough), no_route."
    )
    chosen: ChainOut | None
    alone: ChainOut | None = Field(
        description="Best chain if this leader were the only one, under the caps as they stand."
    )
    expected: float = Field(description="Value times probability of the chosen chain.")
    given_up: float = Field(description="Expected value lost to the other leaders.")
    taken: list[TakenByOut] = Field(description="Who of the best chain is asked for whom instead.")
    at_cap: list[ActorOut] = Field(
        description="Those on the likeliest chain of all to whom nothing may be put now."
    )
    reason: NoRoute | None = Field(description="With no_route.")
    steps_needed: int | None = Field(description="With beyond_limit.", examples=[6])

    @classmethod
    def of(cls, found: LeaderAnswer) -> Self:
        """Translate a plan."""
        return cls(
            leader=ActorOut.of(found.leader),
            value=found.value,
            advice=found.advice,
            chosen=ChainOut.of(found.chosen),
            alone=ChainOut.of(found.alone),
            expected=found.expected,
            given_up=found.given_up,
            taken=[
                TakenByOut(
                    person=ActorOut.of(taken.person),
                    leaders=[ActorOut.of(leader) for leader in taken.leaders],
                )
                for taken in found.taken
            ],
            at_cap=[ActorOut.of(person) for person in found.at_cap],
            reason=found.reason,
            steps_needed=found.steps_needed,
        )


class FavourOut(Schema):
    """Somebody whom the campaign asks."""

    person: ActorOut
    times: int = Field(description="Requests that the campaign puts.", examples=[1])
    room: int = Field(description="Requests that could be put at most.", examples=[3])


class CampaignOut(Schema):
    """Whom to ask for which leader; nothing was written and nobody was asked."""

    network_id: str = Field(examples=["demo"])
    on: date = Field(description="Day looked at.", examples=["2026-11-25"])
    revision: int = Field(examples=[12])
    source: list[ActorOut] = Field(description="Our own people, as asked.")
    max_steps: int = Field(examples=[4])
    least_probability: float = Field(examples=[0.05])
    leaders: list[LeaderPlanOut] = Field(description="In the order of the question.")
    favours: list[FavourOut] = Field(description="Everybody who is asked, most often first.")
    expected: float = Field(description="Sum over the leaders.", examples=[1.3])
    bound: float = Field(description="No choice of chains could be expected to bring more.")
    is_optimal: bool = Field(description="Whether the choice is proven best.", examples=[True])
    chains: int = Field(description="Chains weighed against each other.", examples=[25])

    @classmethod
    def of(cls, network_id: str, answer: CampaignAnswer) -> Self:
        """Translate an answer."""
        return cls(
            network_id=network_id,
            on=answer.on,
            revision=answer.revision,
            source=[ActorOut.of(start) for start in answer.starts],
            max_steps=answer.max_steps,
            least_probability=answer.floor,
            leaders=[LeaderPlanOut.of(found) for found in answer.leaders],
            favours=[
                FavourOut(person=ActorOut.of(one.person), times=one.times, room=one.room)
                for one in answer.favours
            ],
            expected=answer.expected,
            bound=answer.bound,
            is_optimal=answer.is_optimal,
            chains=answer.chains,
        )


class NearnessOut(Schema):
    """How near our own people come to a leader or a partner."""

    actor: ActorOut
    by: ActorOut | None = Field(
        description="Who is reached: the leader; the partner itself or one of its people."
    )
    probability: float = Field(description="Of the best way; 0 where there is none.")
    steps: int | None = Field(description="Of the best way; 0 where one of ours is in post.")
    beside: ActorOut | None = Field(description="Last go-between of the best way.")
    people: int = Field(description="Of a partner: people in post on record.", examples=[3])

    @classmethod
    def of(cls, near: NearnessAnswer) -> Self:
        """Translate one."""
        return cls(
            actor=ActorOut.of(near.actor),
            by=ActorOut.of(near.by) if near.by else None,
            probability=near.probability,
            steps=near.steps,
            beside=ActorOut.of(near.beside) if near.beside else None,
            people=near.people,
        )


class AccessibilityOut(Schema):
    """Leaders or partners by how near our own people come, and those whom they do not reach."""

    network_id: str = Field(examples=["demo"])
    on: date = Field(description="Day looked at.", examples=["2026-11-25"])
    revision: int = Field(examples=[12])
    source: list[ActorOut] = Field(description="Our own people, as asked.")
    max_steps: int = Field(examples=[4])
    reached_total: int = Field(examples=[18])
    unreached_total: int = Field(examples=[4])
    reached: list[NearnessOut] = Field(description="The first of them, most accessible first.")
    unreached: list[NearnessOut] = Field(description="The first of them, by identifier.")

    @classmethod
    def of(cls, network_id: str, answer: AccessibilityAnswer) -> Self:
        """Translate an answer."""
        return cls(
            network_id=network_id,
            on=answer.on,
            revision=answer.revision,
            source=[ActorOut.of(start) for start in answer.starts],
            max_steps=answer.max_steps,
            reached_total=answer.reached_total,
            unreached_total=answer.unreached_total,
            reached=[NearnessOut.of(near) for near in answer.reached],
            unreached=[NearnessOut.of(near) for near in answer.unreached],
        )
