"""Words about partners in need: the tiers of their order, what ends, what is not defined."""

from enum import StrEnum
from typing import Final


class Tier(StrEnum):
    """Why a partner needs somebody to look after it; neediest first."""

    CUT_OFF = "cut_off"
    """No live tie, neither its own nor of anybody in post."""
    OUT_OF_REACH = "out_of_reach"
    """No way from any broker; without brokers: outside the largest component."""
    HANGING = "hanging"
    """One actor's loss cuts every way."""
    ABOUT_TO_BE = "about_to_be"
    """One of the above 90 days on, if nothing new is recorded."""
    THIN = "thin"
    """A way, but an unlikely one."""
    IN_REACH = "in_reach"

    @property
    def number(self) -> int:
        """Place in the order of need, 1 to 6."""
        return _NUMBER[self]


_NUMBER: Final = {tier: place for place, tier in enumerate(Tier, start=1)}


class Ending(StrEnum):
    """What makes a partner about to be out of touch."""

    APPOINTMENT = "appointment"
    """The assignment of one of our brokers ends."""
    POSITION = "position"
    """Somebody on the best way leaves a position at the partner."""
    TIE = "tie"
    """A tie on the best way has a recorded end."""
    COOLING = "cooling"
    """A tie on the best way fades without contact."""


class Undefined(StrEnum):
    """Why a number is not defined."""

    NO_BROKER = "no_broker"
    ONE_ACTOR = "one_actor"
    NO_TIES = "no_ties"
    NO_SECTOR = "no_sector"
    NO_WAY = "no_way"
    TOO_FEW_REACHED = "too_few_reached"


class NoIntroduction(StrEnum):
    """Why nothing is suggested for a partner."""

    NOBODY_KNOWS_BOTH = "nobody_knows_both"
    """No go-between is free, and there is no broker who could approach it first."""
    NOTHING_TO_GAIN = "nothing_to_gain"
    """Whoever could be introduced is known to the partner already."""
