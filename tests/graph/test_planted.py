"""Planted truth: where the odds are known, what was learned must be worth something."""

from typing import Final

import numpy as np
import pytest

from graph.access.odds import DEFAULT_MODEL
from graph.network import NO_DAY, UNDECIDED
from graph.synthetic.planted import Game, planted_world
from graph.synthetic.trial import Choice, Trial, trial
from graph.vocabulary import Channel

OTHERS: Final = (Choice.ASSUMED, Choice.FEWEST_STEPS, Choice.STRONGEST_TIE, Choice.BEST_CONNECTED)


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    """Four worlds with 300 requests each to learn from."""
    return [trial(seed=seed, new=100) for seed in range(1, 5)]


def test_what_was_learned_predicts_new_requests_better_than_the_model_and_the_share(
    trials: list[Trial],
) -> None:
    learned, assumed, base = (
        np.mean([each.brier(getattr(each, name)) for each in trials])
        for name in ("learned", "assumed", "base")
    )

    assert learned < assumed - 0.02
    assert learned < base - 0.02


def test_four_of_five_intervals_hold_the_truth(trials: list[Trial]) -> None:
    assert 0.72 < np.concatenate([each.covered for each in trials]).mean() < 0.9
    assert 0.7 < np.concatenate([each.covered_asked for each in trials]).mean() < 0.9


def test_the_way_recommended_succeeds_more_often_than_simpler_choices(trials: list[Trial]) -> None:
    success = {choice: np.mean([each.success[choice] for each in trials]) for choice in Choice}

    assert all(success[Choice.LEARNED] > 1.05 * success[other] for other in OTHERS)


def test_no_choice_does_better_than_the_truth(trials: list[Trial]) -> None:
    for each in trials:
        assert all(each.success[Choice.TRUTH] >= each.success[other] for other in Choice)
        assert each.success[Choice.TRUTH] > each.success[Choice.LEARNED]


def test_the_same_seed_plays_the_same_trial() -> None:
    one, again, other = (trial(seed=seed, requests=25, new=10) for seed in (7, 7, 8))

    assert one.learned.tolist() == again.learned.tolist()
    assert one.success == again.success
    assert one.success != other.success


def test_a_drawn_truth_misses_the_model_and_differs_from_tie_to_tie() -> None:
    world = planted_world(seed=3)
    everywhere = np.arange(len(world.hops))

    true = world.probability(everywhere, world.features, broker=0)

    assert np.abs(world.model.coefficients - DEFAULT_MODEL.coefficients).min() > 0
    assert np.all((true > 0) & (true < 1))
    assert 0.5 < world.by_tie.std() < 0.9
    assert len(world.brokers) == 4
    assert len(world.leaders) == 12
    assert not set(world.brokers) & set(world.leaders)


def test_a_diary_keeps_the_rules_of_requests() -> None:
    """Steps follow one another after a yes; nothing is known before it was written down."""
    game = Game(planted_world(seed=5), seed=5)
    while game.requests < 60:
        game.ask(None)
    asks, past = game.diary.columns, game.past()

    assert np.all(past.known < game.day)
    assert len(past) < np.count_nonzero(asks.outcome != UNDECIDED)  # some are still under way
    decided = asks.outcome != UNDECIDED
    assert np.all(asks.decided[decided] > asks.asked[decided])
    assert np.all(asks.recorded[decided] >= asks.decided[decided])
    assert np.all(asks.decided[~decided] == NO_DAY)
    follows = np.flatnonzero(asks.step > 0)
    assert len(follows) > 10
    assert np.all(asks.outcome[follows - 1] == 1)
    assert np.all(asks.source[follows] == asks.target[follows - 1])
    assert np.all(asks.asked[follows] == asks.decided[follows - 1])


def test_before_anything_was_learned_the_recommended_way_is_that_of_the_model() -> None:
    game = Game(planted_world(seed=6), seed=6)

    assumed, learned = game.access(Channel.MESSAGE, None), game.learned()
    assert game.access(Channel.MESSAGE, learned).probability.tolist() == (
        assumed.probability.tolist()
    )


@pytest.mark.soak
def test_a_hundred_worlds_leave_no_doubt() -> None:
    """Paired differences between choices and predictions, three standard errors from nought."""
    trials = [trial(seed=seed) for seed in range(1_000, 1_100)]

    def is_clear(differences: list[float]) -> bool:
        error = np.std(differences, ddof=1) / np.sqrt(len(differences))
        return bool(np.mean(differences) > 3 * error)

    assert is_clear([each.brier(each.assumed) - each.brier(each.learned) for each in trials])
    assert is_clear([each.brier(each.base) - each.brier(each.learned) for each in trials])
    for other in OTHERS:
        assert is_clear([each.success[Choice.LEARNED] - each.success[other] for each in trials])
    assert 0.77 < np.concatenate([each.covered for each in trials]).mean() < 0.85
