"""How long answers take, and what an order of asking costs in askings and days.

Guide: ``docs/requests.md``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np

from graph.network import CHANNEL_CODES, UNDECIDED, AskColumns
from graph.vocabulary import Channel

ASSUMED_DAYS: Final = 7.0
"""Days until an answer before anybody has answered."""


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """Days until people answered, by the way they were asked.

    Parameters
    ----------
    median
        Days, for each channel by which anybody was asked who answered.
    count
        Answers behind each.
    general, answers
        The same over all channels, also those not known; ``general`` is 7 while there are none.

    """

    median: Mapping[Channel, float] = field(default_factory=dict[Channel, float])
    count: Mapping[Channel, int] = field(default_factory=dict[Channel, int])
    general: float = ASSUMED_DAYS
    answers: int = 0

    @classmethod
    def of(cls, asks: AskColumns, day: int) -> Self:
        """Read them from what was answered, and written down, by a day.

        Notes
        -----
        Only agreeing and declining have a day of answer; those who are still silent are not in
        the median, which is therefore rather short.

        """
        known = np.maximum(asks.decided, asks.recorded) <= day
        found = asks.take(np.flatnonzero((asks.outcome != UNDECIDED) & known))
        if not len(found):
            return cls()
        took = np.maximum(found.decided - found.asked, 0)
        median: dict[Channel, float] = {}
        count: dict[Channel, int] = {}
        for channel in Channel:
            mine = took[found.channel == CHANNEL_CODES[channel]]
            if len(mine):
                median[channel], count[channel] = float(np.median(mine)), len(mine)
        return cls(median, count, float(np.median(took)), len(found))

    def days(self, channel: Channel | None) -> float:
        """Give the days until an answer by a channel; the general median where it has none."""
        return self.general if channel is None else self.median.get(channel, self.general)


@dataclass(frozen=True, slots=True)
class Asking:
    """One asking in an order: how likely it is reached, and how long it takes."""

    reached: float
    days: float


@dataclass(frozen=True, slots=True)
class Order:
    """What asking along a chain costs.

    Parameters
    ----------
    askings
        One for each step.
    expected_askings
        Askings until somebody declines or the leader has agreed, on average.
    expected_days
        Days of the same.
    days_if_agreed
        Days if everybody agrees.

    """

    askings: tuple[Asking, ...]
    expected_askings: float
    expected_days: float
    days_if_agreed: float


def order_of(
    probabilities: Sequence[float], channels: Sequence[Channel | None], times: AnswerTimes
) -> Order:
    """Reckon what asking along a chain costs; nobody is asked after somebody declined.

    Examples
    --------
    Two steps of one half each and no data: the second is asked every other time.

    >>> order = order_of([0.5, 0.5], [None, None], AnswerTimes())
    >>> order.expected_askings, order.expected_days, order.days_if_agreed
    (1.5, 10.5, 14.0)

    """
    askings: list[Asking] = []
    reached = 1.0
    for probability, channel in zip(probabilities, channels, strict=True):
        askings.append(Asking(reached, times.days(channel)))
        reached *= probability
    return Order(
        tuple(askings),
        sum(asking.reached for asking in askings),
        sum(asking.reached * asking.days for asking in askings),
        sum(asking.days for asking in askings),
    )
