"""A trial of what was learned: new requests in a planted world, judged by its truth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from graph.access.calibration import Calibrated
from graph.access.hops import Hops
from graph.access.learning import Outcomes, learned
from graph.access.odds import DEFAULT_MODEL, clamped
from graph.network import AGREED, UNDECIDED, AskColumns
from graph.synthetic.planted import MOST_STEPS, Game, planted_world
from graph.vocabulary import Channel

QUIET_DAYS: Final = 60
"""Days without a request, until the last answer is in the records."""

Floats = NDArray[np.floating[Any]]


class Choice(StrEnum):
    """How a way to a leader is chosen."""

    TRUTH = "truth"
    """By the true odds, which nobody knows: no choice can do better."""
    LEARNED = "learned"
    """The way recommended: by the model and all that outcomes taught."""
    ASSUMED = "assumed"
    """By the model before any outcome."""
    FEWEST_STEPS = "fewest_steps"
    STRONGEST_TIE = "strongest_tie"
    """The way whose weakest tie is the strongest; of equal ones that of fewest steps."""
    BEST_CONNECTED = "best_connected"
    """By the people with the most relationships: the largest product of their numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What came out of one world.

    Parameters
    ----------
    has_agreed
        Answers to new questions.
    learned, assumed, base
        What was said of each: with all that was learned before, without, and the share of
        agreement known before.
    covered
        Whether the true probability of each new question, answered or not, lies in the 80 %
        interval.
    covered_asked
        The same of those on ties with an outcome before.
    success
        Mean true probability that the chosen way reaches the leader, over all brokers and
        leaders, by choice.

    """

    has_agreed: NDArray[np.bool_]
    learned: Floats
    assumed: Floats
    base: Floats
    covered: NDArray[np.bool_]
    covered_asked: NDArray[np.bool_]
    success: Mapping[Choice, float]

    def brier(self, said: Floats) -> float:
        """Mean squared distance of what was said from what happened."""
        return float(np.mean((said - self.has_agreed) ** 2))


def trial(*, seed: int, requests: int = 300, new: int = 150, refit_after: int = 20) -> Trial:
    """Make requests in a drawn world, learn from them, and judge what was learned on new ones.

    Parameters
    ----------
    seed
        Of the world and of all that happens in it.
    requests
        To learn from.
    new
        To be judged by; nothing is learned from them.
    refit_after
        Requests after which the model is fitted anew meanwhile.

    """
    game = Game(planted_world(seed=seed), seed=seed)
    known: Calibrated | None = None
    while game.requests < requests:
        if game.requests % refit_after == 0:
            known = game.learned()
        game.ask(known)
    game.day += QUIET_DAYS
    known, past, taught = game.learned(), game.past(), game.diary.columns
    success = _success(game, known)
    while game.requests < requests + new:
        game.ask(known)
    share = (np.count_nonzero(past.has_agreed) + 1) / (len(past) + 2)
    return _judged(game, known, taught, share, success)


def _judged(
    game: Game, known: Calibrated, taught: AskColumns, share: float, success: Mapping[Choice, float]
) -> Trial:
    """Lay what would have been said of each new question beside what happened and what is true."""
    world, asks = game.world, game.diary.columns
    outcomes = Outcomes.on_record(replace(world.view.network, asks=taught))
    new = np.arange(len(taught), len(asks))
    design, broker = np.array(game.diary.known_of)[new], np.array(game.diary.brokers)[new]
    asks = asks.take(new)
    access = game.access(Channel.MESSAGE, None)
    place = [access.hop(int(asks.source[row]), int(asks.target[row])) for row in range(len(asks))]
    log_odds = design @ world.model.coefficients
    true = expit(log_odds + world.by_tie[place] + world.by_broker[broker])
    prior = clamped(design @ known.model.coefficients)
    if known.staircase is not None:
        prior = known.staircase.corrected(prior)
    beliefs = [
        learned(prior[row], asks.source[row], asks.target[row], outcomes, int(asks.asked[row[0]]))
        for row in np.arange(len(new))[:, None]
    ]
    said = np.concatenate([belief.mean for belief in beliefs])
    low, high = np.concatenate([belief.interval() for belief in beliefs], axis=1)
    was_asked = np.concatenate([belief.agreed + belief.declined > 0 for belief in beliefs])
    covered = (low <= true) & (true <= high)
    answered = asks.outcome != UNDECIDED
    assumed = clamped(design @ DEFAULT_MODEL.coefficients)
    return Trial(
        asks.outcome[answered] == AGREED,
        said[answered],
        assumed[answered],
        np.full(np.count_nonzero(answered), share),
        covered,
        covered[was_asked],
        success,
    )


def _success(game: Game, known: Calibrated) -> dict[Choice, float]:
    """Choose a way from every broker to every leader by each choice; judge it by the truth."""
    world = game.world
    assumed = game.access(Channel.MESSAGE, None)
    hops, actors = world.hops, len(world.view.network)
    relationships = np.bincount(hops.source, minlength=actors) / len(hops)
    even = np.full(len(hops), 0.5)
    by_choice = {
        Choice.LEARNED: game.access(Channel.MESSAGE, known),
        Choice.ASSUMED: assumed,
        Choice.FEWEST_STEPS: assumed.weighed(even),
        Choice.BEST_CONNECTED: assumed.weighed(relationships[hops.target]),
    }
    found: dict[Choice, list[float]] = {choice: [] for choice in Choice}
    for broker, start in enumerate(world.brokers):
        true = world.probability(np.arange(len(hops)), assumed.features, broker)
        by_choice[Choice.TRUTH] = assumed.weighed(true)
        width = _widths(hops, start, actors)
        for leader in world.leaders:
            is_wide = hops.strength >= width[leader]
            by_choice[Choice.STRONGEST_TIE] = assumed.weighed(np.where(is_wide, even, 0.0))
            for choice, access in by_choice.items():
                for route in game.routes(access, broker, leader):
                    walked = [access.hop(hop.source, hop.target) for hop in route.hops]
                    found[choice].append(float(np.prod(true[walked])))
    return {choice: float(np.mean(each)) for choice, each in found.items()}


def _widths(hops: Hops, start: int, actors: int) -> Floats:
    """Find, for each actor, the strongest weakest tie of all walks of few enough steps."""
    width = np.zeros(actors)
    width[start] = np.inf
    for _ in range(MOST_STEPS):
        np.maximum.at(width, hops.target, np.minimum(width[hops.source], hops.strength))
    return width
