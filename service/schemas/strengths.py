"""Wire shapes of closeness: how close two are and why, and whom it is time to greet again."""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field

from graph.access.strength_answers import (
    CoolingAnswer,
    CoolingNotice,
    CountedTold,
    StrengthAnswer,
)
from graph.strength.bands import Band, band_of
from graph.strength.factors import StrengthFactors
from graph.vocabulary import InteractionKind
from service.schemas.access import ActorOut
from service.schemas.base import Schema
from service.schemas.ties import OverrideShape


class Source(StrEnum):
    """What says how close two are."""

    OVERRIDE = "override"
    COMPUTED = "computed"
    STATED = "stated"
    COLLEAGUE = "colleague"
    PRIOR = "prior"


class Bond(StrEnum):
    """Whether a third person is acquainted with both."""

    EMBEDDED = "embedded"
    BRIDGE = "bridge"


def bond_of(*, is_embedded: bool) -> Bond:
    """Give the word for what holds a pair."""
    return Bond.EMBEDDED if is_embedded else Bond.BRIDGE


class CountedOut(Schema):
    """A contact that sets the computed strength."""

    interaction_id: str | None = Field(
        description="Null for a last contact that a tie states, and for one far back in a long "
        "history.",
        examples=["meeting-7"],
    )
    kind: InteractionKind = Field(examples=["meeting"])
    on: date = Field(examples=["2024-05-03"])
    is_stated: bool = Field(description="A tie states it; nobody recorded it.", examples=[False])
    from_actor_id: str | None = Field(
        description="From whose side alone it came; null: from both.", examples=[None]
    )
    share: float = Field(description="Part of the depth that it sets, 0 to 1.", examples=[0.25])

    @classmethod
    def of(cls, counted: CountedTold, answer: StrengthAnswer) -> Self:
        """Translate a contact."""
        sides = {None: None, True: answer.one.id, False: answer.other.id}
        return cls(
            interaction_id=counted.interaction_id,
            kind=counted.kind,
            on=counted.on,
            is_stated=counted.is_stated,
            from_actor_id=sides[counted.from_one],
            share=counted.share,
        )


class FactorsOut(Schema):
    """Parts of the computed strength; their sum is the strength, but for rounding."""

    rhythm: float = Field(
        description="What the rhythm is worth, had the last contact been today.", examples=[0.807]
    )
    silence: float = Field(description="0 or less: what the silence takes.", examples=[-0.03])
    depth: float = Field(
        description="What kinds and sizes of the contacts add or take.", examples=[0.0]
    )
    one_sidedness: float = Field(
        description="0 or less: what the quieter side takes.", examples=[0.0]
    )


class ComputedOut(Schema):
    """The strength computed from what happened between the two."""

    strength: float = Field(ge=0, lt=1, examples=[0.777])
    band: Band
    factors: FactorsOut
    rhythm_days: int = Field(description="Rhythm that the contacts support best.", examples=[168])
    beats: float = Field(description="Lengths of the rhythm that they vouch for.", examples=[10.0])
    default_days: int = Field(description="Rhythm assumed by sector.", examples=[84])
    silence_days: int = Field(description="Since the newest contact.", examples=[90])
    usual_gap_days: int = Field(
        description="Usual between contacts of the quieter side; 0 if it never answered.",
        examples=[183],
    )
    bond: Bond = Field(description="embedded: a third person is acquainted with both.")
    depth_of_first: float = Field(description="Depth of contact of the first one's side.")
    depth_of_second: float = Field(description="Depth of contact of the other's side.")
    depth_of_all: float
    contacts: int = Field(description="Recorded interactions that count.", examples=[10])

    @classmethod
    def of(cls, found: StrengthFactors) -> Self:
        """Translate a strength taken apart."""
        same = ("rhythm_days", "beats", "default_days", "silence_days", "contacts")
        depths = ("depth_of_first", "depth_of_second", "depth_of_all")
        return cls(
            strength=found.strength,
            band=band_of(found.strength),
            factors=FactorsOut(
                **{name: getattr(found, name) for name in FactorsOut.model_fields},
            ),
            usual_gap_days=found.usual_gap,
            bond=bond_of(is_embedded=found.is_embedded),
            **{name: getattr(found, name) for name in (*same, *depths)},
        )


class StrengthOut(Schema):
    """How close two are on a day, and why; what is not known is null, never 0."""

    network_id: str = Field(examples=["demo"])
    on: date = Field(description="Day looked at.", examples=["2026-11-25"])
    revision: int = Field(description="Revision the answer is right for.", examples=[12])
    first: ActorOut
    second: ActorOut
    tie_id: str | None = Field(description="The tie asked about alone.", examples=["tie-1f0c"])
    strength: float | None = Field(description="Used; null: no record.", examples=[0.777])
    band: Band | None
    speaks: Source | None = Field(description="What says so.")
    override: OverrideShape | None = Field(description="A person's word that holds on the day.")
    computed: ComputedOut | None = Field(description="From what happened; null: no record.")
    stated: float | None = Field(description="Largest that the ties state.", examples=[0.6])
    colleague: float | None = Field(description="From positions held together.", examples=[0.4])
    prior: float | None = Field(description="What the types let assume.", examples=[0.3])
    there: float | None = Field(
        description="Used for a step from the first to the second; null: none can be taken."
    )
    back: float | None = Field(description="The same from the second to the first.")
    counted: list[CountedOut] = Field(
        description="Contacts that set the computed strength, newest first, at most fifty."
    )
    counted_total: int = Field(description="How many there are.", examples=[10])

    @classmethod
    def of(cls, network_id: str, answer: StrengthAnswer) -> Self:
        """Translate an answer."""
        found = answer.closeness
        return cls(
            network_id=network_id,
            on=answer.on,
            revision=answer.revision,
            first=ActorOut.of(answer.one),
            second=ActorOut.of(answer.other),
            tie_id=None if answer.tie is None else answer.tie.id,
            strength=found.strength,
            band=None if found.strength is None else band_of(found.strength),
            speaks=None if found.speaks is None else Source(found.speaks.name.lower()),
            override=None if answer.override is None else OverrideShape.of(answer.override),
            computed=None if found.computed is None else ComputedOut.of(found.computed),
            stated=found.stated,
            colleague=found.colleague,
            prior=found.prior,
            there=answer.there,
            back=answer.back,
            counted=[CountedOut.of(counted, answer) for counted in answer.counted],
            counted_total=answer.counted_total,
        )


class CoolingNoticeOut(Schema):
    """Time for one to be in touch with another again."""

    greeter: ActorOut = Field(description="Who should greet.")
    greeted: ActorOut = Field(description="Whom.")
    last_contact: date = Field(description="Of the quieter side.", examples=["2024-05-03"])
    due: date = Field(description="Until then the silence is not unusual.", examples=["2026-05-05"])
    usual_gap_days: int = Field(description="Usual between these two.", examples=[183])
    silence_days: int = Field(description="Since the last contact.", examples=[740])
    overdue_days: int = Field(
        description="Since the day it was due; 0 or less while that lies ahead.", examples=[8]
    )
    strength: float = Field(description="Computed, on the day.", examples=[0.537])
    band: Band
    bond: Bond = Field(description="An embedded pair may be silent longer than a bridge.")

    @classmethod
    def of(cls, notice: CoolingNotice) -> Self:
        """Translate a notice."""
        return cls(
            greeter=ActorOut.of(notice.greeter),
            greeted=ActorOut.of(notice.greeted),
            last_contact=notice.last_contact,
            due=notice.due,
            usual_gap_days=notice.usual_gap,
            silence_days=notice.silence_days,
            overdue_days=notice.overdue_days,
            strength=notice.strength,
            band=band_of(notice.strength),
            bond=bond_of(is_embedded=notice.is_embedded),
        )


class CoolingOut(Schema):
    """Who should greet whom by when, the most overdue first."""

    network_id: str = Field(examples=["demo"])
    on: date = Field(description="Day looked at.", examples=["2026-11-25"])
    revision: int = Field(description="Revision the answer is right for.", examples=[12])
    whose: ActorOut | None = Field(description="Whose contacts these are; null: everybody's.")
    total: int = Field(description="How many notices there are.", examples=[7])
    notices: list[CoolingNoticeOut] = Field(description="The first of them, as many as asked for.")

    @classmethod
    def of(cls, network_id: str, answer: CoolingAnswer) -> Self:
        """Translate an answer."""
        return cls(
            network_id=network_id,
            on=answer.on,
            revision=answer.revision,
            whose=None if answer.whose is None else ActorOut.of(answer.whose),
            total=answer.total,
            notices=[CoolingNoticeOut.of(notice) for notice in answer.notices],
        )
