"""Wire shapes of answers about access: ways to a leader, who is within reach, search."""

from datetime import date
from typing import Self

from pydantic import Field

from graph.access.answers import (
    Brief,
    Burden,
    Improvement,
    Interest,
    PathAnswer,
    ReachAnswer,
    ServedTogether,
    Step,
    Way,
)
from graph.access.choices import Choice
from graph.access.hops import Basis
from graph.access.odds import Factor
from graph.access.remedies import Act
from graph.access.routes import NoRoute
from graph.records.dates import StatedDate
from graph.records.interactions import Interaction
from graph.records.positions import Position
from graph.records.ties import Tie
from graph.vocabulary import ActorKind, Capacity, Channel, InteractionKind
from service.schemas.base import Schema
from service.search import Match


def _said(said: StatedDate | None) -> str | None:
    return said.iso if said else None


class ActorOut(Schema):
    """A person or organisation in a line."""

    id: str = Field(examples=["pak-hadi"])
    kind: ActorKind = Field(examples=["contact"])
    name: str = Field(examples=["Drs. H. Hadi Suparman, M.Si."])
    name_in_talk: str = Field(description="As people speak of the person.", examples=["Pak Hadi"])
    is_leader: bool = Field(examples=[False])
    title: str = Field(description="Foremost position on the day.", examples=["Kepala Dinas PU"])
    is_acting: bool = Field(description="Held in an acting capacity.", examples=[False])
    partner_id: str = Field(examples=["dinas-pu"])
    partner_name: str = Field(examples=["Dinas Pekerjaan Umum"])

    @classmethod
    def of(cls, brief: Brief) -> Self:
        """Translate an actor."""
        return cls(**{name: getattr(brief, name) for name in cls.model_fields})


class FactorOut(Schema):
    """What moves the odds of a step, against a reference step."""

    factor: Factor = Field(examples=["strength"])
    log_odds: float = Field(description="Above 0 helps, below 0 hurts.", examples=[-0.4])


class TieEvidence(Schema):
    """A recorded relationship between the two."""

    id: str = Field(examples=["tie-1f0c"])
    type: str = Field(examples=["knows"])
    source: str = Field(examples=["ibu-ratna"])
    target: str = Field(examples=["pak-hadi"])
    since: str | None = Field(examples=["2022-03"])
    until: str | None = Field(description="Last day or period included.", examples=[None])
    strength: float | None = Field(description="As stated.", examples=[0.6])
    label: str = Field(examples=["Pokja AMPL"])
    evidence: str = Field(description="How we know.", examples=["Duduk bersama di Pokja AMPL"])
    source_ref: str = Field(examples=["Notulen 3 Mei 2024"])
    last_contact: str | None = Field(examples=["2024-05-03"])
    contact_count: int | None = Field(description="As the source counted.", examples=[4])

    @classmethod
    def of(cls, tie: Tie) -> Self:
        """Translate a tie."""
        return cls(
            id=tie.id,
            type=tie.type,
            source=tie.source_id,
            target=tie.target_id,
            since=_said(tie.since),
            until=_said(tie.until),
            strength=tie.strength,
            label=tie.label,
            evidence=tie.evidence,
            source_ref=tie.source_ref,
            last_contact=_said(tie.last_contact),
            contact_count=tie.contact_count,
        )


class InteractionEvidence(Schema):
    """Something that both took part in."""

    id: str = Field(examples=["meeting-041"])
    kind: InteractionKind = Field(examples=["meeting"])
    on: str = Field(examples=["2024-05-03"])
    subject: str = Field(examples=["Rapat koordinasi air minum"])
    location: str = Field(examples=["Kantor Bappeda"])
    source_ref: str = Field(examples=["Notulen"])

    @classmethod
    def of(cls, act: Interaction) -> Self:
        """Translate an interaction."""
        return cls(
            id=act.id,
            kind=act.kind,
            on=act.held_on.iso,
            subject=act.subject,
            location=act.location,
            source_ref=act.source_ref,
        )


class PostOut(Schema):
    """One of two positions held at the same place."""

    contact_id: str = Field(examples=["ibu-ratna"])
    title: str = Field(examples=["Kepala Bidang"])
    since: str | None = Field(examples=["2021"])
    until: str | None = Field(description="Last day or period included.", examples=[None])
    capacity: Capacity | None = Field(examples=["definitive"])

    @classmethod
    def of(cls, post: Position) -> Self:
        """Translate a position."""
        return cls(
            contact_id=post.contact_id,
            title=post.title or post.label,
            since=_said(post.since),
            until=_said(post.until),
            capacity=post.capacity,
        )


class ServedTogetherOut(Schema):
    """Why two people are taken as colleagues: their positions at one place overlapped."""

    partner: ActorOut
    positions: tuple[PostOut, PostOut]
    last_day: date | None = Field(
        description="Last day together; null if they still serve together.", examples=["2023-12-31"]
    )
    is_undated: bool = Field(
        description="A position has no start date, so that the overlap is assumed.",
        examples=[False],
    )

    @classmethod
    def of(cls, served: ServedTogether) -> Self:
        """Translate an overlap."""
        return cls(
            partner=ActorOut.of(served.partner),
            positions=(PostOut.of(served.one), PostOut.of(served.other)),
            last_day=served.last_day,
            is_undated=served.is_undated,
        )


class BurdenOut(Schema):
    """What was asked of somebody lately."""

    lately: int = Field(description="Requests put by anybody in 90 days.", examples=[2])
    open: int = Field(description="Requests that wait for an answer.", examples=[1])
    cap: int = Field(description="How many may wait at once.", examples=[3])
    is_full: bool = Field(description="Nobody may ask now, whatever the odds.", examples=[False])
    rested_on: date | None = Field(
        description="First day on which one more costs nothing, if nobody asks meanwhile; null: "
        "today.",
        examples=["2027-01-12"],
    )

    @classmethod
    def of(cls, burden: Burden) -> Self:
        """Translate a burden."""
        return cls(**{name: getattr(burden, name) for name in cls.model_fields})


class ImprovementOut(Schema):
    """Something that would raise the odds of a step, by the model."""

    act: Act = Field(examples=["other_channel"])
    probability: float = Field(description="Of the step afterwards.", examples=[0.37])
    gain: float = Field(description="By how much that is more than now.", examples=[0.16])
    channel: Channel | None = Field(description="With other_channel.", examples=["in_person"])
    day: date | None = Field(description="With wait: the day to wait for.", examples=[None])
    occasion: InteractionKind | None = Field(
        description="With meet_first: what to do together first.", examples=[None]
    )
    via: ActorOut | None = Field(
        description="With by_gatekeeper and by_equal: whom to ask first; the probability is then "
        "that of both steps."
    )

    @classmethod
    def of(cls, found: Improvement) -> Self:
        """Translate an improvement."""
        return cls(
            act=found.act,
            probability=found.probability,
            gain=found.gain,
            channel=found.channel,
            day=found.day,
            occasion=found.occasion,
            via=ActorOut.of(found.via) if found.via else None,
        )


class StepOut(Schema):
    """One step: who asks whom, how likely, and how we know."""

    number: int = Field(ge=1, examples=[1])
    source: ActorOut = Field(description="Who asks.")
    target: ActorOut = Field(description="Who is asked.")
    key_contact: ActorOut | None = Field(description="Whom a step into an organisation meets.")
    probability: float = Field(
        description="That the request is passed on: a property of the step, not of the person.",
        examples=[0.21],
    )
    low: float = Field(description="Lower end of the 80 % interval.", examples=[0.06])
    high: float = Field(description="Upper end of the 80 % interval.", examples=[0.4])
    agreed: int = Field(description="Earlier requests agreed to on this tie.", examples=[3])
    declined: int = Field(description="Earlier requests declined on this tie.", examples=[1])
    strength: float = Field(description="Closeness used, 0 to 1.", examples=[0.6])
    strength_from: str = Field(
        description="override, computed, stated, colleague or prior.", examples=["computed"]
    )
    basis: str = Field(description="tie, contact or colleagues.", examples=["tie"])
    is_inferred: bool = Field(
        description="Nobody recorded that the two know each other.", examples=[False]
    )
    factors: list[FactorOut] = Field(description="Strongest first.")
    ties: list[TieEvidence]
    interactions: list[InteractionEvidence] = Field(description="Newest first, at most five.")
    served_together: ServedTogetherOut | None
    burden: BurdenOut = Field(description="What was asked of the target lately.")
    improvements: list[ImprovementOut] = Field(description="Largest gain first.")
    told_first: list[ActorOut] = Field(
        description="Superiors of the target whom the route would pass over: tell them first."
    )

    @classmethod
    def of(cls, number: int, step: Step) -> Self:
        """Translate a step."""
        return cls(
            number=number,
            source=ActorOut.of(step.source),
            target=ActorOut.of(step.target),
            key_contact=ActorOut.of(step.key_contact) if step.key_contact else None,
            probability=step.probability,
            low=step.low,
            high=step.high,
            agreed=step.agreed,
            declined=step.declined,
            strength=step.strength,
            strength_from=step.speaks.name.lower(),
            basis=Basis(step.basis).name.lower(),
            is_inferred=step.is_inferred,
            factors=[FactorOut(factor=factor, log_odds=by) for factor, by in step.factors],
            ties=[TieEvidence.of(tie) for tie in step.ties],
            interactions=[InteractionEvidence.of(act) for act in step.interactions],
            served_together=ServedTogetherOut.of(step.served) if step.served else None,
            burden=BurdenOut.of(step.burden),
            improvements=[ImprovementOut.of(found) for found in step.improvements],
            told_first=[ActorOut.of(superior) for superior in step.told_first],
        )


class RouteOut(Schema):
    """A way to the leader."""

    probability: float = Field(description="Product over the steps.", examples=[0.12])
    low: float = Field(description="Lower end of the 80 % interval.", examples=[0.04])
    high: float = Field(description="Upper end of the 80 % interval.", examples=[0.24])
    expected_asks: float = Field(
        description="People asked on average, one after the other until somebody declines.",
        examples=[1.6],
    )
    weakest_step: int = Field(description="Number of the least likely step.", examples=[2])
    steps: list[StepOut]

    @classmethod
    def of(cls, way: Way) -> Self:
        """Translate a way."""
        return cls(
            probability=way.probability,
            low=way.low,
            high=way.high,
            expected_asks=way.asks,
            weakest_step=way.weakest + 1,
            steps=[StepOut.of(number, step) for number, step in enumerate(way.steps, start=1)],
        )


class NearestOut(Schema):
    """Who could bring a request to the leader although none of ours reaches that person."""

    actor: ActorOut
    probability: float = Field(description="Of the best route from there.", examples=[0.4])
    steps: int = Field(examples=[1])


class NoRouteOut(Schema):
    """Why there is no route."""

    reason: NoRoute = Field(examples=["beyond_limit"])
    steps_needed: int | None = Field(description="With beyond_limit.", examples=[6])
    nearest: NearestOut | None


class HolderOut(Schema):
    """Who holds now the office that the leader asked for held before."""

    partner: ActorOut
    holder: ActorOut


class NotAskedOut(Schema):
    """Somebody left out of all routes: as many requests wait for an answer as may."""

    actor: ActorOut
    burden: BurdenOut


class InterestOut(Schema):
    """A conflict of interest of somebody on a route; shown, never a ban by itself."""

    id: str = Field(examples=["interest-2"])
    person: ActorOut
    about: list[ActorOut]
    interest: str = Field(examples=["His brother bids for the works."])
    handling: str = Field(examples=["Steps aside at the award."])
    declared_on: str | None = Field(examples=["2026-03"])

    @classmethod
    def of(cls, found: Interest) -> Self:
        """Translate a conflict."""
        return cls(
            id=found.record.id,
            person=ActorOut.of(found.person),
            about=[ActorOut.of(brief) for brief in found.about],
            interest=found.record.interest,
            handling=found.record.handling,
            declared_on=_said(found.record.declared_on),
        )


class TogetherOut(Schema):
    """What the routes are worth as a set."""

    at_least_one: float | None = Field(
        description="Probability that at least one works, shared steps counted once; null for "
        "more than ten.",
        examples=[0.31],
    )
    best_alone: float = Field(description="Of the best route of all.", examples=[0.2])
    is_below_best: bool = Field(
        description="The best route alone is likelier to work than these together.",
        examples=[False],
    )
    independent: int | None = Field(
        description="With independent: how many there are at most; null if only these are known.",
        examples=[3],
    )
    is_exact: bool = Field(
        description="False where the search for independent routes stopped at its budget.",
        examples=[True],
    )
    stability: float | None = Field(
        description="Share of 1,000 draws from the beliefs in which the best route stays best; "
        "null if not asked for.",
        examples=[0.62],
    )
    only_doors: list[ActorOut] = Field(
        description="People whom no route within the limit can do without."
    )


class AccessPathsOut(Schema):
    """Ways to a leader, most likely first, or why there is none."""

    network_id: str = Field(examples=["demo"])
    on: date = Field(description="Day looked at.", examples=["2026-11-25"])
    revision: int = Field(description="Revision the answer is right for.", examples=[12])
    source: ActorOut = Field(description="Start, as asked.")
    target: ActorOut = Field(description="Leader, as asked.")
    sources: list[ActorOut] = Field(description="All starts, as asked.")
    targets: list[ActorOut] = Field(description="All leaders, as asked.")
    choose: Choice = Field(examples=["independent"])
    k: int = Field(description="Routes asked for.", examples=[5])
    max_steps: int = Field(examples=[4])
    availability: float = Field(
        description="Chance that the leader can be met at all, as asked; it multiplies the odds of "
        "each route and of all together once, and those of no step.",
        examples=[1.0],
    )
    routes: list[RouteOut]
    together: TogetherOut
    not_asked: list[NotAskedOut] = Field(description="Left out: their cap is reached.")
    interests: list[InterestOut] = Field(description="Of people on the routes.")
    no_route: NoRouteOut | None = Field(description="Null if there are routes.")
    present_holders: list[HolderOut] = Field(description="If the leader has left office.")

    @classmethod
    def of(cls, network_id: str, answer: PathAnswer) -> Self:
        """Translate an answer."""
        nearest = answer.nearest and NearestOut(
            actor=ActorOut.of(answer.nearest.actor),
            probability=answer.nearest.probability,
            steps=answer.nearest.steps,
        )
        return cls(
            network_id=network_id,
            on=answer.on,
            revision=answer.revision,
            source=ActorOut.of(answer.start),
            target=ActorOut.of(answer.leader),
            sources=[ActorOut.of(start) for start in answer.starts],
            targets=[ActorOut.of(leader) for leader in answer.leaders],
            choose=answer.choice,
            k=answer.k,
            max_steps=answer.max_steps,
            availability=answer.availability,
            routes=[RouteOut.of(way) for way in answer.ways],
            together=TogetherOut(
                at_least_one=answer.at_least_one,
                best_alone=answer.best_alone,
                is_below_best=answer.is_below_best,
                independent=answer.number,
                is_exact=answer.is_exact,
                stability=answer.stability,
                only_doors=[ActorOut.of(door) for door in answer.only_doors],
            ),
            not_asked=[
                NotAskedOut(actor=ActorOut.of(left.actor), burden=BurdenOut.of(left.burden))
                for left in answer.not_asked
            ],
            interests=[InterestOut.of(found) for found in answer.interests],
            no_route=NoRouteOut(
                reason=answer.reason, steps_needed=answer.steps_needed, nearest=nearest
            )
            if answer.reason
            else None,
            present_holders=[
                HolderOut(partner=ActorOut.of(held.partner), holder=ActorOut.of(held.holder))
                for held in answer.present_holders
            ],
        )


class ReachableOut(Schema):
    """Somebody within reach."""

    actor: ActorOut
    probability: float = Field(description="Of the best route.", examples=[0.3])
    steps: int = Field(description="Of the best route.", examples=[2])
    beside: ActorOut = Field(
        description="Next to the actor on that route: whom the actor asks, or by whom the actor "
        "is asked."
    )


class ReachOut(Schema):
    """Everyone who can reach a leader, or whom one can reach, most likely first."""

    network_id: str = Field(examples=["demo"])
    on: date = Field(description="Day looked at.", examples=["2026-11-25"])
    revision: int = Field(examples=[12])
    end: ActorOut = Field(description="As asked.")
    direction: str = Field(description="to: who can reach the end; from: whom it can reach.")
    max_steps: int = Field(examples=[4])
    total: int = Field(description="How many are within reach.", examples=[164])
    actors: list[ReachableOut] = Field(description="The first of them, as many as asked for.")

    @classmethod
    def of(cls, network_id: str, answer: ReachAnswer) -> Self:
        """Translate an answer."""
        return cls(
            network_id=network_id,
            on=answer.on,
            revision=answer.revision,
            end=ActorOut.of(answer.end),
            direction="to" if answer.is_toward else "from",
            max_steps=answer.max_steps,
            total=answer.total,
            actors=[
                ReachableOut(
                    actor=ActorOut.of(found.actor),
                    probability=found.probability,
                    steps=found.steps,
                    beside=ActorOut.of(found.beside),
                )
                for found in answer.found
            ],
        )


class MatchOut(Schema):
    """A person or organisation found by name."""

    id: str = Field(examples=["pak-hadi"])
    kind: ActorKind = Field(examples=["contact"])
    name: str = Field(examples=["Drs. H. Hadi Suparman, M.Si."])
    matched: str = Field(description="Name or alias that fits.", examples=["Pak Hadi"])


class SearchOut(Schema):
    """What was found, best first."""

    items: list[MatchOut]

    @classmethod
    def of(cls, matches: tuple[Match, ...]) -> Self:
        """Translate matches."""
        return cls(
            items=[MatchOut(id=m.id, kind=m.kind, name=m.name, matched=m.matched) for m in matches]
        )
