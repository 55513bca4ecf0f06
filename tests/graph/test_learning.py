"""What asking taught: by hand, by integration, and never from the future."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.stats import beta as beta_distribution

from graph.access.chances import Frequency, frequency
from graph.access.learning import Learned, Outcomes, learned

DAY = 20_000


def asks(*rows: tuple[int, int, bool, int, int]) -> Outcomes:
    """Rows of (source, target, agreed, decided days ago, recorded days ago)."""
    source, target, agreed, decided, recorded = (
        np.array([row[column] for row in rows], np.int32) for column in range(5)
    )
    return Outcomes.of(source, target, agreed.astype(np.bool_), DAY - decided, DAY - recorded)


def taught(outcomes: Outcomes, *hops: tuple[int, int, float], day: int = DAY) -> Learned:
    source, target = (np.array([hop[end] for hop in hops], np.int32) for end in (0, 1))
    return learned(np.array([hop[2] for hop in hops]), source, target, outcomes, day)


def test_a_tie_nobody_asked_on_is_believed_as_the_model_says() -> None:
    belief = taught(Outcomes.empty(), (0, 1, 0.21))

    assert belief.mean.tolist() == pytest.approx([0.21])
    assert (belief.alpha + belief.beta).tolist() == pytest.approx([6.0])
    assert (belief.agreed.tolist(), belief.declined.tolist()) == ([0], [0])


def test_the_interval_of_the_worked_example_is_one_in_twenty_to_two_in_five() -> None:
    low, high = taught(Outcomes.empty(), (0, 1, 0.21)).interval()

    assert (frequency(low[0]), frequency(high[0])) == (Frequency(1, 20), Frequency(2, 5))


def test_answers_of_today_count_whole_and_those_of_two_years_ago_half() -> None:
    belief = taught(
        asks((0, 1, True, 0, 0), (0, 1, True, 730, 730), (0, 1, False, 730, 730)), (0, 1, 0.5)
    )

    assert belief.alpha.tolist() == pytest.approx([3 + 1 + 0.5])
    assert belief.beta.tolist() == pytest.approx([3 + 0.5])
    assert belief.mean.tolist() == pytest.approx([4.5 / 8])
    assert (belief.agreed.tolist(), belief.declined.tolist()) == ([2], [1])


def test_an_answer_teaches_about_its_own_direction_alone() -> None:
    belief = taught(asks((1, 0, False, 0, 0)), (0, 1, 0.5), (1, 0, 0.5), (1, 2, 0.5))

    assert belief.mean.tolist() == pytest.approx([0.5, 3 / 7, 0.5])


def test_answers_on_ties_that_are_no_hops_teach_nothing() -> None:
    belief = taught(asks((5, 6, True, 0, 0), (0, 0, True, 0, 0)), (0, 1, 0.5), (3, 1, 0.4))

    assert belief.mean.tolist() == pytest.approx([0.5, 0.4])
    assert belief.agreed.sum() == 0


def test_nothing_is_learned_before_it_was_answered_and_written_down() -> None:
    late = asks((0, 1, True, 10, 2))  # answered ten days ago, written down two days ago

    assert taught(late, (0, 1, 0.5), day=DAY - 3).agreed.tolist() == [0]
    assert taught(late, (0, 1, 0.5), day=DAY - 2).agreed.tolist() == [1]
    early = asks((0, 1, True, 2, 10))  # written down ahead: planned, not answered yet
    assert taught(early, (0, 1, 0.5), day=DAY - 3).agreed.tolist() == [0]


def test_no_hops_and_no_outcomes_are_no_special_case() -> None:
    assert len(taught(asks((0, 1, True, 0, 0))).mean) == 0
    assert len(Outcomes.empty().known_on(DAY)) == 0


def test_mean_variance_and_interval_are_those_of_the_posterior_by_integration() -> None:
    """The prior times the likelihood of 3 of 4, integrated numerically."""
    prior, agreed, declined = 0.3, 3, 1
    belief = taught(
        asks(*[(0, 1, place < agreed, 0, 0) for place in range(agreed + declined)]), (0, 1, prior)
    )

    def density(p: float) -> float:
        return p ** (6 * prior - 1 + agreed) * (1 - p) ** (6 * (1 - prior) - 1 + declined)

    whole = quad(density, 0, 1)[0]
    mean = quad(lambda p: p * density(p), 0, 1)[0] / whole
    square = quad(lambda p: p * p * density(p), 0, 1)[0] / whole
    assert belief.mean[0] == pytest.approx(mean)
    assert belief.variance[0] == pytest.approx(square - mean**2)
    (low,), (high,) = belief.interval()
    assert quad(density, 0, low)[0] / whole == pytest.approx(0.1)
    assert quad(density, high, 1)[0] / whole == pytest.approx(0.1)


def test_many_hops_are_taught_at_once_as_one_by_one() -> None:
    draw = np.random.default_rng(5)
    people, many = 12, 400
    codes = np.sort(draw.choice(people * people, 60, replace=False))
    source, target = (codes // people).astype(np.int32), (codes % people).astype(np.int32)
    prior = draw.uniform(0.02, 0.95, 60)
    rows: list[NDArray[np.int32]] = [
        draw.integers(0, most, many).astype(np.int32) for most in (people, people, 2, 900, 900)
    ]
    outcomes = Outcomes.of(rows[0], rows[1], rows[2] == 1, DAY - rows[3], DAY - rows[4])

    belief = learned(prior, source, target, outcomes, DAY)
    low, high = belief.interval(0.5)

    for hop in range(60):
        mine = (rows[0] == source[hop]) & (rows[1] == target[hop])
        weight = 2.0 ** (-rows[3][mine] / 730)
        a = 6 * prior[hop] + weight[rows[2][mine] == 1].sum()
        b = 6 * (1 - prior[hop]) + weight[rows[2][mine] == 0].sum()
        assert (belief.alpha[hop], belief.beta[hop]) == pytest.approx((a, b))
        assert (low[hop], high[hop]) == pytest.approx(beta_distribution(a, b).ppf([0.25, 0.75]))
        assert belief.agreed[hop] == np.count_nonzero(rows[2][mine] == 1)
    assert belief.agreed.sum() > 10
    few = belief.take(np.array([3, 1]))
    assert few.mean.tolist() == belief.mean[[3, 1]].tolist()
