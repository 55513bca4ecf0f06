"""Answers about closeness with names and evidence: what routes, pages and the terminal show."""

from dataclasses import dataclass
from datetime import date

from graph.access.answers import Brief
from graph.access.closeness import Closeness
from graph.records.ties import StrengthOverride, Tie
from graph.vocabulary import InteractionKind


@dataclass(frozen=True, slots=True)
class CountedTold:
    """A contact that sets the strength of a pair.

    Parameters
    ----------
    interaction_id
        ``None`` for a last contact that a tie states, and for one too far back to be looked up.
    is_stated
        Whether a tie states it and nobody recorded it.
    from_one
        Whether it came from the first of the two alone, ``False``: from the second alone,
        ``None``: from both.
    share
        Part of the depth of all contacts that it sets, 0 to 1.

    """

    interaction_id: str | None
    kind: InteractionKind
    on: date
    is_stated: bool
    from_one: bool | None
    share: float


@dataclass(frozen=True, slots=True)
class StrengthAnswer:
    """How close two are on a day, and why.

    Parameters
    ----------
    on
        Day looked at: nothing later is seen.
    one, other
        The two as asked.
    tie
        The tie asked about alone; ``None``: all that is between the two.
    closeness
        All that is known, and which of it is used.
    override
        The word that stands before all else on the day, with who said it and why.
    there, back
        Strength that a search uses for a step from one to the other, and back; ``None`` where no
        introduction can travel.
    counted
        Contacts that set the computed strength, the newest first.
    counted_total
        How many there are, shown or not.

    """

    on: date
    revision: int
    one: Brief
    other: Brief
    tie: Tie | None
    closeness: Closeness
    override: StrengthOverride | None
    there: float | None
    back: float | None
    counted: tuple[CountedTold, ...]
    counted_total: int


@dataclass(frozen=True, slots=True)
class CoolingNotice:
    """Time for one to be in touch with another again.

    Parameters
    ----------
    greeter, greeted
        Who should greet whom.
    last_contact
        Last contact of the quieter side.
    due
        Day until which the silence is not unusual for these two.
    usual_gap
        Days usual between contacts of the quieter side.
    silence_days, overdue_days
        Days since the last contact, and since it was due; the latter 0 or less while it lies ahead.

    """

    greeter: Brief
    greeted: Brief
    last_contact: date
    due: date
    usual_gap: int
    silence_days: int
    overdue_days: int
    strength: float
    is_embedded: bool


@dataclass(frozen=True, slots=True)
class CoolingAnswer:
    """Who should greet whom by when, the most overdue first.

    ``whose``: whose contacts these are, ``None``: everybody's. ``total`` counts all notices.
    """

    on: date
    revision: int
    whose: Brief | None
    total: int
    notices: tuple[CoolingNotice, ...]
