"""Wire shapes of introductions: requests that travel along a route to a leader."""

from typing import Annotated, Self

from pydantic import Field

from graph.records.checks import LONGEST_TEXT
from graph.records.requests import (
    LONGEST_NUMBER,
    MOST_EVENTS,
    MOST_PLACES,
    MOST_STEPS,
    IntroductionRequest,
    Letter,
    LetterPlace,
    Prediction,
    ProposedBlessing,
    RequestEvent,
    RequestStep,
)
from graph.records.stored import Stored
from graph.vocabulary import Channel, RequestState
from service.schemas.base import (
    Flag,
    Id,
    Line,
    Name,
    RecordIn,
    Said,
    Schema,
    Share,
    Standing,
    Text,
    Whole,
)

StepNumber = Annotated[
    Whole, Field(json_schema_extra={"minimum": 0, "maximum": MOST_STEPS - 1}, examples=[0])
]


class PredictionShape(Schema):
    """What the odds model said of a step before anybody answered."""

    probability: Share = Field(examples=[0.4])
    low: Share = Field(description="Lower end of the 80 % interval.", examples=[0.2])
    high: Share = Field(description="Upper end of the 80 % interval.", examples=[0.6])
    day: Said = Field(description="Day of the network that the model saw.")
    features: dict[str, float] = Field(
        default={},
        description="What each coefficient multiplied; zeros are left out.",
        examples=[{"base": 1.0, "strength": 0.2}],
    )
    model: Text = Field(
        default="",
        json_schema_extra={"maxLength": LONGEST_NUMBER},
        description="Name of the model and its stage.",
        examples=["access-model-1/assumed"],
    )

    @classmethod
    def of(cls, said: Prediction) -> Self:
        """Translate a prediction."""
        return cls.model_construct(
            probability=said.probability,
            low=said.low,
            high=said.high,
            day=said.day,
            features=dict(said.features),
            model=said.model,
        )

    def prediction(self) -> Prediction:
        """Make the part of a record."""
        return Prediction(
            self.probability, self.low, self.high, self.day, dict(self.features), self.model
        )


class StepShape(Schema):
    """One asking on the route."""

    asker_id: Id = Field(examples=["lina"])
    asked_id: Id = Field(examples=["zaini"])
    channel: Channel | None = Field(
        default=None, description="By which way to ask; null: not settled.", examples=["message"]
    )
    due: Said | None = Field(default=None, description="Day by which an answer is hoped for.")
    predicted: PredictionShape | None = Field(
        default=None,
        description="Written when the step is asked, and never changed afterwards; may be left out "
        "of a change.",
        examples=[None],
    )

    @classmethod
    def of(cls, step: RequestStep) -> Self:
        """Translate a step."""
        return cls.model_construct(
            asker_id=step.asker_id,
            asked_id=step.asked_id,
            channel=step.channel,
            due=step.due,
            predicted=step.predicted and PredictionShape.of(step.predicted),
        )

    def step(self) -> RequestStep:
        """Make the part of a record."""
        predicted = self.predicted and self.predicted.prediction()
        return RequestStep(self.asker_id, self.asked_id, self.channel, self.due, predicted)


class EventShape(Schema):
    """Something that happened to a step."""

    step: StepNumber = Field(description="Place of the step, from 0.")
    state: RequestState = Field(examples=["asked"])
    on: Said = Field(description="When, as exactly as it is known.", examples=["2024-05-03"])
    channel: Channel | None = Field(
        default=None,
        description="By which way, where it differs from what the step says.",
        examples=["in_person"],
    )
    remark: Line = Field(default="", examples=["After the meeting of the forum"])
    noted_on: Said | None = Field(
        default=None,
        description="Day on which it was written down; null: with the last change.",
        examples=["2024-05-03"],
    )
    conditions: Line | None = Field(
        default=None,
        description="Of the meeting: the leader agreed in principle, on these conditions (none: "
        "an empty text); null: not said.",
        examples=[None],
    )

    @classmethod
    def of(cls, event: RequestEvent) -> Self:
        """Translate an event."""
        return cls.model_construct(**{name: getattr(event, name) for name in cls.model_fields})

    def event(self) -> RequestEvent:
        """Make the part of a record."""
        return RequestEvent(**{name: getattr(self, name) for name in type(self).model_fields})


class PlaceShape(Schema):
    """Where a letter lay, from a day on."""

    at: Name = Field(description="Office or person.", examples=["Sekretariat Daerah"])
    since: Said = Field(examples=["2024-05-06"])
    actor_id: Id | None = Field(
        default=None, description="The same in this network.", examples=["pemkab-loteng"]
    )
    instruction: Line = Field(
        default="",
        description="What was written on it when it was passed down (disposisi).",
        examples=["For your attention and follow-up"],
    )


class LetterShape(Schema):
    """A letter that goes with a request."""

    number: Text = Field(
        default="",
        json_schema_extra={"maxLength": LONGEST_NUMBER},
        description="As the sender registered it.",
        examples=["015/YBL/V/2024"],
    )
    dated: Said | None = Field(default=None, examples=["2024-05-03"])
    addressee: Name = Field(default="", examples=["Bupati Lombok Tengah"])
    copies: tuple[Name, ...] = Field(
        default=(), description="Who gets a copy (tembusan).", examples=[["Kepala Bappeda"]]
    )
    places: tuple[PlaceShape, ...] = Field(
        default=(),
        description="Where it has been, in the order of days; the last one is where it is now.",
        json_schema_extra={"maxItems": MOST_PLACES},
    )

    @classmethod
    def of(cls, letter: Letter) -> Self:
        """Translate a letter."""
        names = ("at", "since", "actor_id", "instruction")
        return cls.model_construct(
            number=letter.number,
            dated=letter.dated,
            addressee=letter.addressee,
            copies=letter.copies,
            places=tuple(
                PlaceShape.model_construct(**{name: getattr(place, name) for name in names})
                for place in letter.places
            ),
        )

    def letter(self) -> Letter:
        """Make the part of a record."""
        places = (
            LetterPlace(place.at, place.since, place.actor_id, place.instruction)
            for place in self.places
        )
        return Letter(self.number, self.dated, self.addressee, self.copies, tuple(places))


class IntroductionIn(RecordIn[IntroductionRequest]):
    """A request for an introduction: its route, what happened on it, and its letter."""

    leader_id: Id = Field(description="Who is to be met.", examples=["zaini"])
    starter_id: Id = Field(
        description="Contact or partner for whom it is made.", examples=["pu-loteng"]
    )
    steps: tuple[StepShape, ...] = Field(
        description="Who asks whom, in order; each who is asked asks the next.",
        json_schema_extra={"minItems": 1, "maxItems": MOST_STEPS},
        examples=[
            [
                {"asker_id": "lina", "asked_id": "head", "channel": "in_person"},
                {"asker_id": "head", "asked_id": "zaini"},
            ]
        ],
    )
    purpose: Line = Field(
        default="",
        description="What the meeting is for, in words that may be used towards those asked.",
        examples=["Site of the treatment plant"],
    )
    remark: Text = Field(
        default="",
        json_schema_extra={"maxLength": LONGEST_TEXT},
        description="For ourselves; in no letter and on no card.",
        examples=["Before the budget is settled"],
    )
    events: tuple[EventShape, ...] = Field(
        default=(),
        description="What happened, in the order of days.",
        json_schema_extra={"maxItems": MOST_EVENTS},
        examples=[[{"step": 0, "state": "asked", "on": "2024-05-03"}]],
    )
    letter: LetterShape | None = None

    def record(self, record_id: str) -> IntroductionRequest:
        """Make the record."""
        return IntroductionRequest(
            id=record_id,
            leader_id=self.leader_id,
            starter_id=self.starter_id,
            steps=tuple(step.step() for step in self.steps),
            purpose=self.purpose,
            remark=self.remark,
            events=tuple(event.event() for event in self.events),
            letter=self.letter and self.letter.letter(),
            **self.common(),
        )

    @classmethod
    def of_record(cls, record: IntroductionRequest) -> Self:
        """Write a record as it could have been created."""
        return super().of_record(record).model_copy(update=parts_of(record))


class ProposedBlessingOut(Schema):
    """A leader's agreement in principle."""

    leader_id: Id = Field(examples=["zaini"])
    purpose: Line = Field(examples=["Site of the treatment plant"])
    on: str = Field(examples=["2024-05-24"])
    conditions: Line = Field(examples=["If the village is heard first"])

    @classmethod
    def of_request(cls, proposed: ProposedBlessing) -> Self:
        """Translate what a request tells."""
        names = ("leader_id", "purpose", "conditions")
        told = {name: getattr(proposed, name) for name in names}
        return cls.model_construct(**told, on=proposed.on.iso)


class IntroductionOut(IntroductionIn, Standing):
    """A request for an introduction as it stands in the store, and what follows from its events."""

    id: Id = Field(examples=["request-5"])
    state: RequestState = Field(
        description="Where the whole stands: over, or as the furthest step that was asked.",
        examples=["asked"],
    )
    is_open: Flag = Field(description="Somebody was asked and has not answered.", examples=[True])
    waiting_on: Id | None = Field(description="Who that is.", examples=["head"])
    next_step: StepNumber | None = Field(
        description="Place of the step that can be asked for the first time now.", examples=[None]
    )
    step_states: tuple[RequestState, ...] = Field(
        description="Where each step stands.", examples=[["asked", "draft"]]
    )
    proposed_blessing: ProposedBlessingOut | None = Field(
        description="What the leader agreed to in principle at the meeting.", examples=[None]
    )

    @classmethod
    def of(cls, stored: Stored[IntroductionRequest]) -> Self:
        """Translate a stored record."""
        request = stored.record
        proposed = request.proposed_blessing
        told = {"proposed_blessing": proposed and ProposedBlessingOut.of_request(proposed)}
        return super().of(stored).model_copy(update=parts_of(request) | told)


class IntroductionFilters(Schema):
    """What a list of introductions may be narrowed to; all must hold."""

    leader_id: Id | None = Field(default=None, description="Who is to be met.", examples=["zaini"])
    starter_id: Id | None = Field(
        default=None, description="For whom it is made.", examples=["pu-loteng"]
    )
    asker_id: Id | None = Field(default=None, description="Asks on any step.", examples=["lina"])
    asked_id: Id | None = Field(default=None, description="Asked on any step.", examples=["head"])
    waiting_on: Id | None = Field(
        default=None, description="Was asked and has not answered.", examples=["head"]
    )
    state: RequestState | None = Field(default=None, examples=["asked"])
    is_open: bool | None = Field(
        default=None, description="Somebody was asked and has not answered.", examples=[True]
    )
    batch_id: Id | None = Field(default=None, examples=["import-1"])


def parts_of(request: IntroductionRequest) -> dict[str, object]:
    """Translate what stands inside a request."""
    return {
        "steps": tuple(StepShape.of(step) for step in request.steps),
        "events": tuple(EventShape.of(event) for event in request.events),
        "letter": request.letter and LetterShape.of(request.letter),
    }
