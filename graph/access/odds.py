"""How likely it is that a person passes a request on ("access-model-1").

Defaults are priors by judgement, bracketed by published evidence; they are not estimates.
Guide: ``docs/methods/odds.md``.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from graph.errors import FieldIssue, InvalidQuestionError, shown
from graph.network import CHANNEL_CODES
from graph.vocabulary import Channel

Floats = NDArray[np.floating[Any]]

LEAST_PROBABILITY: Final = 0.02
MOST_PROBABILITY: Final = 0.95
UNKNOWN_BUSYNESS: Final = 0.3
MOST_LEVELS_UP: Final = 3
MOST_EXTRA_REQUESTS: Final = 4
MOST_COEFFICIENT: Final = 20.0
"""Beyond it a coefficient decides alone, whatever else is known."""


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

    Notes
    -----
    Evidence for each stands in ``graph.access.coefficients``.

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
            if not math.isfinite(getattr(self, coefficient.name)):
                raise ValueError(f"{coefficient.name} must be a finite number.")

    @classmethod
    def of(cls, coefficients: Floats) -> Self:
        """Make a model of numbers in the order of :data:`NAMES`."""
        return cls(*coefficients.tolist())

    @property
    def coefficients(self) -> Floats:
        """The numbers in the order of :data:`NAMES`."""
        return np.array([getattr(self, name) for name in NAMES])

    def with_changes(self, changes: Mapping[str, float]) -> Self:
        """Replace coefficients by name, as a network may for itself.

        Raises
        ------
        InvalidQuestionError
            With an issue for each name that the model does not know (``unknown-word``), each value
            that is no number and each beyond 20 in size (``outside-limits``).

        """
        issues = [issue for name, value in changes.items() for issue in _issues(name, value)]
        if issues:
            raise InvalidQuestionError(issues)
        return replace(self, **{name: float(value) for name, value in changes.items()})

    def with_known(self, changes: Mapping[str, float]) -> Self:
        """Replace the coefficients that can be replaced; all else is left aside.

        For what a network holds already: another version may have written it, and an answer with
        the defaults helps its readers more than none.
        """
        known = {name: value for name, value in changes.items() if not _issues(name, value)}
        return self.with_changes(known)

    def recalibrated(self, shift: float, slope: float) -> Self:
        """Give the model whose log-odds are ``shift + slope`` times those of this one."""
        numbers = slope * self.coefficients
        numbers[NAMES.index("base")] += shift
        return type(self).of(numbers)


NAMES: Final = tuple(coefficient.name for coefficient in fields(OddsModel))
"""Names of all coefficients, in one order for all tables and arrays."""


def _issues(name: str, value: object) -> list[FieldIssue]:
    """Say what is wrong with one replaced coefficient."""
    field = f"odds.{shown(name)}"
    if name not in NAMES:
        return [FieldIssue(field, "unknown-word", shown(name), {"known": ", ".join(NAMES)})]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return [FieldIssue(field, "not-a-number", shown(value))]
    if abs(value) > MOST_COEFFICIENT:
        limits = {"least": f"{-MOST_COEFFICIENT:g}", "most": f"{MOST_COEFFICIENT:g}"}
        return [FieldIssue(field, "outside-limits", shown(value), limits)]
    return []


DEFAULT_MODEL: Final = OddsModel()


@dataclass(frozen=True, slots=True, eq=False)
class HopFeatures:
    """What the model knows of hops, one element each.

    ``strength`` 0 to 1; ``reciprocity`` -1, 0 or 1; ``levels_up`` in levels, unknown 0;
    ``busyness`` 0 to 1, NaN when not known; ``requests`` put to the person in 90 days;
    ``channel`` a code of ``graph.network.CHANNEL_CODES``, 0 when not known; the rest true or false.
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
    channel: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.strength)

    def take(self, rows: NDArray[np.int64]) -> "HopFeatures":
        """Keep some hops."""
        return HopFeatures(*(getattr(self, name)[rows] for name in self.__slots__))


def regressors(features: HopFeatures) -> Iterator[tuple[str, NDArray[Any]]]:
    """Give what each coefficient multiplies, one column at a time, in the order of :data:`NAMES`.

    A reference hop has 1 for the base and 0 elsewhere; what is not known counts for nothing.
    """
    busyness = np.nan_to_num(features.busyness, nan=UNKNOWN_BUSYNESS)
    yield "base", np.ones(len(features), np.int8)
    yield "strength", features.strength - 0.5
    yield "reciprocity", features.reciprocity
    yield "levels_up", np.clip(features.levels_up, 0, MOST_LEVELS_UP)
    yield "busyness", busyness - UNKNOWN_BUSYNESS
    yield "load", extra_requests(features.requests)
    for name, channels in _IS_ALIKE.items():
        yield name, channels[features.channel]
    for name in ("other_sector", "shared_forum", "inferred", "nobody_known"):
        yield name, getattr(features, name)


def design(features: HopFeatures) -> Floats:
    """Put the regressors side by side: shape (n, 13), so that times coefficients is log-odds."""
    columns = [column.astype(np.float64) for _, column in regressors(features)]
    return np.stack(columns, axis=1)


ALIKE: Final = {
    "in_person": (Channel.IN_PERSON,),
    "phone": (Channel.PHONE, Channel.VIDEO),
    "cold": (Channel.COLD,),
}
"""Channels that share a coefficient; messages, e-mail and formal letters are the reference."""

_IS_ALIKE: Final = {
    name: np.isin(
        np.arange(max(CHANNEL_CODES.values()) + 1), [CHANNEL_CODES[channel] for channel in channels]
    )
    for name, channels in ALIKE.items()
}
"""For each of these, whether a channel is among them, by its code."""

FACTOR_OF: Final[Mapping[str, Factor]] = {
    name: Factor.CHANNEL if name in ALIKE else Factor(name) for name in NAMES
}
"""What each coefficient is part of."""


def extra_requests(requests: NDArray[np.int32]) -> NDArray[np.int32]:
    """Count the requests that burden: those after the first, at most four."""
    return np.clip(requests - 1, 0, MOST_EXTRA_REQUESTS)


def contributions(model: OddsModel, features: HopFeatures) -> dict[Factor, Floats]:
    """Log-odds that each factor adds, against a reference hop, for each hop.

    ``BASE`` is the reference hop itself; all of them sum to the log-odds before clamping.
    """
    by_factor: dict[Factor, Floats] = {factor: np.zeros(len(features)) for factor in Factor}
    for name, column in regressors(features):
        by_factor[FACTOR_OF[name]] += getattr(model, name) * column
    return by_factor


def strongest(
    added: Mapping[Factor, Floats], place: int, most: int | None = None
) -> tuple[tuple[Factor, float], ...]:
    """Order the factors of one hop by what they move, either way, without base and zeros."""
    moving = [
        (factor, float(by[place]))
        for factor, by in added.items()
        if by[place] and factor is not Factor.BASE
    ]
    return tuple(sorted(moving, key=lambda item: -abs(item[1]))[:most])


def probabilities(model: OddsModel, features: HopFeatures) -> Floats:
    """Probability that each hop succeeds, clamped to 0.02 .. 0.95."""
    log_odds = np.zeros(len(features))
    for name, column in regressors(features):  # one at a time: there may be millions of hops
        log_odds += getattr(model, name) * column
    return clamped(log_odds)


def clamped(log_odds: Floats) -> Floats:
    """Turn log-odds into probabilities within 0.02 .. 0.95."""
    return np.clip(expit(log_odds), LEAST_PROBABILITY, MOST_PROBABILITY)
