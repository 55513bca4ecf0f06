"""Answers about measures, with names."""

from dataclasses import dataclass
from datetime import date

from graph.access.answers import Brief
from graph.analysis.catalogue import Measure, Undefined
from graph.analysis.views import Chosen


@dataclass(frozen=True, slots=True)
class MeasuredActor:
    """One actor's value; ``value`` and ``rank`` are ``None`` where it is undefined."""

    actor: Brief
    value: float | None
    rank: int | None
    equals: int | None


@dataclass(frozen=True, slots=True)
class MeasureAnswer:
    """Values of a measure, best first, undefined ones last.

    Parameters
    ----------
    measure
        What was measured.
    total, ties
        Actors looked at, and pairs joined, direction aside.
    undefined_total, undefined
        How many have no value, and why; ``None`` if all have one.

    """

    measure: Measure
    chosen: Chosen
    on: date
    revision: int
    total: int
    ties: int
    undefined_total: int
    undefined: Undefined | None
    actors: tuple[MeasuredActor, ...]
