"""How likely it is that a person passes a request on ("access-model-1").

Defaults are priors by judgement, bracketed by published evidence; they are not estimates.
Guide: ``docs/access-paths.md``.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

LEAST_PROBABILITY: Final = 0.02
MOST_PROBABILITY: Final = 0.95
UNKNOWN_BUSYNESS: Final = 0.3
MOST_LEVELS_UP: Final = 3
MOST_EXTRA_REQUESTS: Final = 4


class Factor(StrEnum):
    """What moves the odds of a hop."""

    BASE = "base"
    STRENGTH = "strength"
    RECIPROCITY = "reciprocity"
    LEVELS_UP = "levels_up"
    BUSYNESS = "busyness"
    LOAD = "load"
    CHANNEL = "channel"
    OTHER_SECTOR = "other_sector"
    SHARED_FORUM = "shared_forum"
    INFERRED = "inferred"
    NOBODY_KNOWN = "nobody_known"


@dataclass(frozen=True, slots=True)
class OddsModel:
    """Coefficients on the log-odds scale.

    Parameters
    ----------
    base
        Log-odds of a reference hop: strength 0.5, busyness 0.3, a message, no one asked before.
    strength
        For each unit of strength above 0.5.
    reciprocity
        For a stated directed tie that the other side states too; against it if it does not.
    levels_up
        For each level of seniority that the request climbs, at most three.
    busyness
        For each unit of busyness above 0.3.
    load
        For each request after the first put to the person in 90 days, at most four.
    in_person, phone, cold
        By channel; messages, e-mail and formal letters are 0.
    other_sector
        The two share no sector.
    shared_forum
        Both sit on one forum or committee now.
    inferred
        Colleagues by their positions; nobody said that they know each other.
    nobody_known
        Into an organisation where no contact is known.

    References
    ----------
    Travers & Milgram (1969) Sociometry 32:425; Dodds, Muhamad & Watts (2003) Science 301:827;
    Roghanizad & Bohns (2017) J. Exp. Soc. Psych. 69:223; Almaatouq et al. (2016) PLoS ONE 11.

    """

    base: float = 0.2
    strength: float = 2.0
    reciprocity: float = 0.3
    levels_up: float = -0.5
    busyness: float = -1.2
    load: float = -0.35
    in_person: float = 0.8
    phone: float = 0.2
    cold: float = -1.5
    other_sector: float = -0.3
    shared_forum: float = 0.2
    inferred: float = -0.8
    nobody_known: float = -0.7

    def __post_init__(self) -> None:
        """Refuse coefficients that are not numbers."""
        for coefficient in fields(self):
            if not np.isfinite(getattr(self, coefficient.name)):
                raise ValueError(f"{coefficient.name} must be a finite number.")


DEFAULT_MODEL: Final = OddsModel()


@dataclass(frozen=True, slots=True, eq=False)
class HopFeatures:
    """What the model knows of hops, one element each.

    ``strength`` 0 to 1; ``reciprocity`` -1, 0 or 1; ``levels_up`` in levels, unknown 0;
    ``busyness`` 0 to 1, NaN when not known; ``requests`` put to the person in 90 days; the rest
    true or false.
    """

    strength: Floats
    reciprocity: NDArray[np.int8]
    levels_up: NDArray[np.int8]
    busyness: Floats
    requests: NDArray[np.int32]
    other_sector: NDArray[np.bool_]
    shared_forum: NDArray[np.bool_]
    inferred: NDArray[np.bool_]
    nobody_known: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.strength)

    def take(self, rows: NDArray[np.int64]) -> "HopFeatures":
        """Keep some hops."""
        return HopFeatures(*(getattr(self, feature.name)[rows] for feature in fields(self)))


def contributions(model: OddsModel, features: HopFeatures) -> dict[Factor, Floats]:
    """Log-odds that each factor adds, against a reference hop, for each hop.

    ``BASE`` is the reference hop itself; all of them sum to the log-odds before clamping.
    Messages are assumed, which add nothing.
    """
    busyness = np.nan_to_num(features.busyness, nan=UNKNOWN_BUSYNESS)
    extra = np.clip(features.requests - 1, 0, MOST_EXTRA_REQUESTS)
    return {
        Factor.BASE: np.full(len(features), model.base),
        Factor.STRENGTH: model.strength * (features.strength - 0.5),
        Factor.RECIPROCITY: model.reciprocity * features.reciprocity,
        Factor.LEVELS_UP: model.levels_up * np.clip(features.levels_up, 0, MOST_LEVELS_UP),
        Factor.BUSYNESS: model.busyness * (busyness - UNKNOWN_BUSYNESS),
        Factor.LOAD: model.load * extra,
        Factor.OTHER_SECTOR: model.other_sector * features.other_sector,
        Factor.SHARED_FORUM: model.shared_forum * features.shared_forum,
        Factor.INFERRED: model.inferred * features.inferred,
        Factor.NOBODY_KNOWN: model.nobody_known * features.nobody_known,
    }


def probabilities(model: OddsModel, features: HopFeatures) -> Floats:
    """Probability that each hop succeeds, clamped to 0.02 .. 0.95."""
    log_odds = np.sum(list(contributions(model, features).values()), axis=0)
    return np.clip(1.0 / (1.0 + np.exp(-log_odds)), LEAST_PROBABILITY, MOST_PROBABILITY)
