"""Wire shapes of what is done about introductions, of what is due, and of where a letter is."""

from datetime import date
from typing import Self

from pydantic import Field

from graph.access.patience import NextAct
from graph.access.requests import (
    DueAct,
    DueAnswer,
    Happening,
    LetterAnswer,
    NotedBlessing,
    PlanAnswer,
    PlannedStep,
    Recorded,
    Start,
)
from graph.records.checks import LONGEST_LINE, LONGEST_TEXT
from graph.records.requests import MOST_STEPS
from graph.vocabulary import Channel, RequestState
from service.schemas.access import ActorOut
from service.schemas.base import Id, Line, Name, Said, Schema, Share, Text
from service.schemas.introductions import (
    IntroductionOut,
    LetterShape,
    ProposedBlessingOut,
    StepNumber,
)


class RouteIn(Schema):
    """A route on which a request is to travel; it becomes a draft."""

    id: Id = Field(
        default="", description="Own identifier; drawn when not given.", examples=["request-6"]
    )
    actor_ids: tuple[Id, ...] = Field(
        description="From the first asker to the leader.",
        json_schema_extra={"minItems": 2, "maxItems": MOST_STEPS + 1},
        examples=[["lina", "head", "zaini"]],
    )
    starter_id: Id = Field(
        default="",
        description="Contact or partner for whom it is made; the first asker when not given.",
        examples=["pu-loteng"],
    )
    channels: tuple[Channel | None, ...] = Field(
        default=(),
        description="By which way each is to be asked, in order.",
        examples=[["in_person", None]],
    )
    due: Said | None = Field(
        default=None,
        description="Day by which the first answer is hoped for.",
        examples=["2024-05-17"],
    )
    purpose: Line = Field(default="", examples=["Site of the treatment plant"])
    remark: Text = Field(
        default="", json_schema_extra={"maxLength": LONGEST_TEXT}, examples=["For ourselves"]
    )

    def start(self) -> Start:
        """Give the question of the use case."""
        return Start(
            actor_ids=self.actor_ids,
            starter_id=self.starter_id,
            channels=self.channels,
            due=self.due,
            purpose=self.purpose,
            remark=self.remark,
            wanted_id=self.id,
        )


class AgreedIn(Schema):
    """The leader agreed in principle: a proposed blessing."""

    conditions: Text = Field(
        default="",
        json_schema_extra={"maxLength": LONGEST_LINE},
        examples=["If the village is heard first"],
    )


class HappeningIn(Schema):
    """What happened to a request."""

    state: RequestState = Field(examples=["agreed"])
    step: StepNumber | None = Field(
        default=None,
        description="Place of the step, from 0; when not given, the next one for asking, else the "
        "furthest.",
        examples=[None],
    )
    on: Said | None = Field(
        default=None, description="When; today when not given.", examples=["2024-05-09"]
    )
    channel: Channel | None = Field(default=None, description="By which way.", examples=["phone"])
    remark: Line = Field(default="", examples=["After the meeting of the forum"])
    participants: tuple[Id, ...] = Field(
        default=(),
        description="Of a meeting: who was there beside the starter and the leader.",
        examples=[[]],
    )
    agreed_in_principle: AgreedIn | None = Field(
        default=None, description="Of a meeting: what the leader agreed to.", examples=[None]
    )

    def happening(self) -> Happening:
        """Give the question of the use case."""
        agreed = self.agreed_in_principle
        return Happening(
            state=self.state,
            step=self.step,
            on=self.on,
            channel=self.channel,
            remark=self.remark,
            participants=self.participants,
            conditions=None if agreed is None else agreed.conditions,
        )


class NotedBlessingOut(ProposedBlessingOut):
    """A leader's agreement in principle, and the note that tells of it beside the request."""

    note_id: Id = Field(description="The note about the leader.", examples=["note-9"])

    @classmethod
    def of(cls, proposed: NotedBlessing) -> Self:
        """Translate a proposed blessing."""
        return cls(**{name: getattr(proposed, name) for name in cls.model_fields})


class RecordedOut(Schema):
    """A request after something happened to it, and what came of a meeting."""

    introduction: IntroductionOut
    interaction_id: Id | None = Field(
        description="The meeting, written in the same commit.", examples=[None]
    )
    proposed_blessing: NotedBlessingOut | None = Field(examples=[None])

    @classmethod
    def of(cls, recorded: Recorded) -> Self:
        """Translate the answer of the use case."""
        return cls.model_construct(
            introduction=IntroductionOut.of(recorded.stored),
            interaction_id=recorded.interaction_id,
            proposed_blessing=recorded.blessing and NotedBlessingOut.of(recorded.blessing),
        )


class DueActOut(Schema):
    """One thing to do about a request."""

    introduction_id: Id = Field(examples=["request-5"])
    purpose: Line = Field(examples=["Site of the treatment plant"])
    leader: ActorOut | None
    act: NextAct = Field(
        description="another_way is only offered: whether, and by whom, is the broker's choice.",
        examples=["remind"],
    )
    step: StepNumber
    asker: ActorOut | None = Field(description="Who acts; null where it is about a letter.")
    asked: ActorOut | None = Field(description="With whom, or with whom the letter lies.")
    channel: Channel | None = Field(
        description="By which way: of a reminder never the last one.", examples=["phone"]
    )
    reminders: int = Field(description="How often this step was reminded already.", examples=[1])
    since: date = Field(description="From when somebody waits.", examples=["2024-05-03"])
    waiting_days: int = Field(examples=[9])
    due: date = Field(description="From when it is time.", examples=["2024-05-10"])
    overdue_days: int = Field(description="Negative: days that are left.", examples=[2])
    letter_at: Name | None = Field(
        description="Where the letter lies.", examples=["Sekretariat Daerah"]
    )

    @classmethod
    def of(cls, item: DueAct) -> Self:
        """Translate one act."""
        act = item.due_act
        return cls(
            introduction_id=item.request.id,
            purpose=item.request.purpose,
            leader=item.leader and ActorOut.of(item.leader),
            act=act.act,
            step=act.step,
            asker=item.asker and ActorOut.of(item.asker),
            asked=item.asked and ActorOut.of(item.asked),
            channel=act.channel,
            reminders=act.reminders,
            since=item.since,
            waiting_days=item.waiting,
            due=item.due,
            overdue_days=item.overdue,
            letter_at=act.place and act.place.at,
        )


class DueListOut(Schema):
    """What is due about requests, longest overdue first."""

    network_id: Id = Field(examples=["demo"])
    as_of: date = Field(examples=["2024-05-12"])
    reminder_days: int = Field(description="The network's interval.", examples=[7])
    items: list[DueActOut]

    @classmethod
    def of(cls, network_id: str, answer: DueAnswer) -> Self:
        """Translate the answer of the use case."""
        return cls(
            network_id=network_id,
            as_of=answer.on,
            reminder_days=answer.reminder_days,
            items=[DueActOut.of(item) for item in answer.items],
        )


class StayOut(Schema):
    """Where a letter lay, and for how long."""

    at: Name = Field(examples=["Sekretariat Daerah"])
    actor_id: Id | None = Field(examples=["pemkab-loteng"])
    instruction: Line = Field(examples=["For your attention and follow-up"])
    since: str = Field(examples=["2024-05-06"])
    days: int = Field(description="Until the next place, or the day looked at.", examples=[4])


class LetterOut(Schema):
    """Where the letter of a request is, and how long it lay at each place."""

    introduction_id: Id = Field(examples=["request-5"])
    as_of: date = Field(examples=["2024-05-12"])
    letter: LetterShape
    days: int | None = Field(
        description="Since it was dated, or first lay somewhere.", examples=[9]
    )
    now_at: StayOut | None = Field(description="Null before anybody has said.")
    stays: list[StayOut] = Field(description="In the order of days.")

    @classmethod
    def of(cls, answer: LetterAnswer) -> Self:
        """Translate the answer of the use case."""
        stays = [
            StayOut(
                at=stay.place.at,
                actor_id=stay.place.actor_id,
                instruction=stay.place.instruction,
                since=stay.place.since.iso,
                days=stay.days,
            )
            for stay in answer.stays
        ]
        return cls.model_construct(
            introduction_id=answer.request.id,
            as_of=answer.on,
            letter=LetterShape.of(answer.letter),
            days=answer.days,
            now_at=stays[-1] if stays else None,
            stays=stays,
        )


class PlannedStepOut(Schema):
    """One asking of the order."""

    asker: ActorOut | None
    asked: ActorOut | None
    channel: Channel | None = Field(examples=["in_person"])
    probability: Share | None = Field(
        description="Null where no way between the two is known.", examples=[0.4]
    )
    low: Share | None = Field(description="Lower end of the 80 % interval.", examples=[0.2])
    high: Share | None = Field(description="Upper end of the 80 % interval.", examples=[0.6])
    reached: Share | None = Field(
        description="Probability that it comes to this asking.", examples=[1.0]
    )
    days: float = Field(
        description="Until an answer: the median of this network by this channel; 7 before there "
        "are answers.",
        examples=[7.0],
    )
    answers: int = Field(description="Answers behind that.", examples=[0])

    @classmethod
    def of(cls, step: PlannedStep, reached: float | None) -> Self:
        """Translate one asking."""
        return cls(
            asker=step.asker and ActorOut.of(step.asker),
            asked=step.asked and ActorOut.of(step.asked),
            channel=step.channel,
            probability=step.probability,
            low=step.low,
            high=step.high,
            reached=reached,
            days=step.days,
            answers=step.answers,
        )


class PlanOut(Schema):
    """The order of asking of a request, and what it takes."""

    introduction_id: Id = Field(examples=["request-5"])
    as_of: date = Field(examples=["2024-05-12"])
    steps: list[PlannedStepOut]
    expected_askings: float | None = Field(
        description="Until somebody declines or the leader agrees; null where a step has no odds.",
        examples=[1.4],
    )
    expected_days: float | None = Field(description="Days of the same.", examples=[9.8])
    days_if_agreed: float = Field(description="Days if everybody agrees.", examples=[14.0])

    @classmethod
    def of(cls, answer: PlanAnswer) -> Self:
        """Translate the answer of the use case."""
        order = answer.order
        reached = (
            [asking.reached for asking in order.askings] if order else [None] * len(answer.steps)
        )
        return cls(
            introduction_id=answer.request.id,
            as_of=answer.on,
            steps=[
                PlannedStepOut.of(step, share)
                for step, share in zip(answer.steps, reached, strict=True)
            ],
            expected_askings=order and order.expected_askings,
            expected_days=order and order.expected_days,
            days_if_agreed=answer.days_if_agreed,
        )
