"""Wire shapes of calibration: the model in use, what speaks for it, and how it fared."""

from datetime import date
from typing import Self

from pydantic import Field

from graph.access.answers import CalibrationAnswer
from graph.access.calibration import Calibrated, Stage
from graph.access.coefficients import COEFFICIENTS, Grounds, Unit
from graph.access.scoring import Bin, Scores
from service.schemas.base import Schema


class CoefficientOut(Schema):
    """One number of the model."""

    name: str = Field(description="As a network replaces it.", examples=["in_person"])
    assumed: float = Field(description="Log-odds for each unit before outcomes.", examples=[0.8])
    value: float = Field(description="In use on the day.", examples=[0.8])
    uncertainty: float | None = Field(
        description="Standard deviation after outcomes; null while it was not fitted."
    )
    spread: float = Field(description="Standard deviation assumed before outcomes.", examples=[0.5])
    unit: Unit
    grounds: Grounds = Field(description="How well it is founded before outcomes.")
    sources: list[str] = Field(description="Published studies; empty where there is none.")


class ScoresOut(Schema):
    """How far predictions were from the answers; smaller is better but for skill."""

    count: int = Field(description="Answers scored.", examples=[34])
    brier: float = Field(description="Mean squared distance.", examples=[0.19])
    log_score: float | None = Field(
        description="Mean of -ln of the probability given to what happened; null if infinite."
    )
    base_brier: float = Field(description="The same for the share agreed to by then.")
    skill: float | None = Field(
        description="1 - brier / base_brier; above 0 better than that share. Null if undefined."
    )

    @classmethod
    def of(cls, scores: Scores) -> Self:
        """Translate scores."""
        log_score = scores.log_score if scores.log_score < float("inf") else None
        return cls(
            count=scores.count,
            brier=scores.brier,
            log_score=log_score,
            base_brier=scores.base_brier,
            skill=scores.skill,
        )


class BinOut(Schema):
    """Predictions of about one size, and how often those requests were agreed to."""

    low: float = Field(examples=[0.2])
    high: float = Field(examples=[0.3])
    count: int
    agreed: int
    predicted: float = Field(description="Mean of the predictions.")
    share: float = Field(description="Share agreed to.")
    least: float = Field(description="Lower end of the share's 95 % interval (Wilson).")
    most: float = Field(description="Upper end.")

    @classmethod
    def of(cls, found: Bin) -> Self:
        """Translate a bin."""
        return cls(**{name: getattr(found, name) for name in cls.model_fields})


class CalibrationOut(Schema):
    """The odds model of a network on a day."""

    network_id: str = Field(examples=["demo"])
    on: date = Field(description="Day looked at.", examples=["2026-11-25"])
    revision: int = Field(examples=[12])
    stage: Stage = Field(description="Rung of the ladder: what the outcomes allow to be fitted.")
    asked: int = Field(description="Steps asked by the day.")
    agreed: int
    declined: int
    shift: float = Field(description="By which all log-odds were moved (recalibrated).")
    slope: float = Field(description="By which all log-odds were stretched (recalibrated).")
    coefficients: list[CoefficientOut]
    scores: ScoresOut | None = Field(description="Null while there is nothing to score.")
    reliability: list[BinOut]

    @classmethod
    def of(cls, network_id: str, answer: CalibrationAnswer) -> Self:
        """Translate an answer."""
        return cls(
            network_id=network_id,
            on=answer.on,
            revision=answer.revision,
            stage=answer.odds.stage,
            asked=answer.asked,
            agreed=answer.agreed,
            declined=answer.declined,
            shift=answer.odds.shift,
            slope=answer.odds.slope,
            coefficients=_coefficients(answer.odds),
            scores=ScoresOut.of(answer.scores) if answer.scores else None,
            reliability=[BinOut.of(found) for found in answer.reliability],
        )


def _coefficients(odds: Calibrated) -> list[CoefficientOut]:
    return [
        CoefficientOut(
            name=row.name,
            assumed=row.value,
            value=getattr(odds.model, row.name),
            uncertainty=odds.uncertainty.get(row.name),
            spread=row.spread,
            unit=row.unit,
            grounds=row.grounds,
            sources=list(row.sources),
        )
        for row in COEFFICIENTS
    ]
