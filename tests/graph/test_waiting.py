"""Days until an answer and the cost of an order of asking, by hand."""

import numpy as np
import pytest

from graph.access.waiting import AnswerTimes, order_of
from graph.network import AGREED, CHANNEL_CODES, DECLINED, NO_DAY, UNDECIDED, AskColumns
from graph.vocabulary import Channel

MESSAGE, PHONE = (CHANNEL_CODES[way] for way in (Channel.MESSAGE, Channel.PHONE))


def asks(*rows: tuple[int, int, int, int]) -> AskColumns:
    """Rows of asked, outcome, decided, channel."""
    return AskColumns.of_rows(
        [
            (0, 0, 0, 1, asked, 0, outcome, decided, channel, decided, np.nan)
            for asked, outcome, decided, channel in rows
        ]
    )


ANSWERED = asks(
    (100, AGREED, 102, MESSAGE),
    (100, DECLINED, 110, MESSAGE),
    (100, AGREED, 104, MESSAGE),
    (100, AGREED, 101, PHONE),
    (100, UNDECIDED, NO_DAY, PHONE),
)


def test_before_there_are_answers_a_week_is_assumed() -> None:
    times = AnswerTimes.of(asks((100, UNDECIDED, NO_DAY, MESSAGE)), day=200)

    assert (times.days(Channel.MESSAGE), times.days(None), times.answers) == (7.0, 7.0, 0)


def test_each_channel_has_the_median_of_its_own_answers() -> None:
    times = AnswerTimes.of(ANSWERED, day=200)

    assert (times.days(Channel.MESSAGE), times.days(Channel.PHONE)) == (4.0, 1.0)
    assert times.days(Channel.LETTER) == 3.0  # nobody answered a letter: the median of all
    assert (times.count, times.answers) == ({Channel.MESSAGE: 3, Channel.PHONE: 1}, 4)


def test_answers_that_came_later_are_not_seen() -> None:
    assert AnswerTimes.of(ANSWERED, day=102).days(Channel.MESSAGE) == 2.0


def test_a_chain_costs_what_its_askings_cost_until_somebody_declines() -> None:
    times = AnswerTimes.of(ANSWERED, day=200)
    order = order_of([0.5, 0.8, 0.1], [Channel.MESSAGE, Channel.PHONE, Channel.LETTER], times)

    assert [asking.reached for asking in order.askings] == pytest.approx([1.0, 0.5, 0.4])
    assert order.expected_askings == pytest.approx(1.9)
    assert order.expected_days == pytest.approx(4.0 + 0.5 * 1.0 + 0.4 * 3.0)
    assert order.days_if_agreed == 8.0
