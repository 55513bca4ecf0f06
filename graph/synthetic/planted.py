"""Planted truth: a world whose odds are known, asked in, so that what was learned can be judged.

Nothing in it is about real people. What it shows stands in ``docs/planted-truth.md``.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from graph.access.calibration import Calibrated, Past, calibrated
from graph.access.coefficients import COEFFICIENTS
from graph.access.hops import Hops, features_of, hops_of
from graph.access.load import requests_put
from graph.access.network import AccessNetwork
from graph.access.odds import DEFAULT_MODEL, NAMES, HopFeatures, OddsModel, design
from graph.access.routes import Route, find_routes
from graph.network import (
    AGREED,
    CHANNEL_CODES,
    DECLINED,
    NO_DAY,
    REQUEST_STATE_CODES,
    UNDECIDED,
    AskColumns,
    Network,
    NetworkView,
)
from graph.records.contacts import Contact
from graph.records.partners import Partner
from graph.records.ties import Tie
from graph.synthetic.networks import in_post
from graph.vocabulary import Channel, RequestState, Sector

FIRST_DAY: Final = 20_000
OFFICES: Final = 12
PEOPLE_IN_AN_OFFICE: Final = 10
TIES: Final = 260
BROKERS: Final = 4
TIE_SPREAD: Final = 0.7
"""How far ties differ in ways that no record tells, in log-odds."""
BROKER_SPREAD: Final = 0.3
BASE_MISS: Final = -0.3
"""On average the world is harder than the model assumes."""
SILENCE: Final = 0.1
"""Share of requests that nobody answers."""
DAYS_TO_ANSWER: Final = 5.0
DAYS_TO_RECORD: Final = 5
CHANNELS: Final = (Channel.MESSAGE, Channel.PHONE, Channel.IN_PERSON, Channel.LETTER)
MOST_STEPS: Final = 4
EXPLORED: Final = 8
"""Of so many likely routes any may be walked while nothing has been learned."""

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class World:
    """People, their ties, and the truth about both.

    Parameters
    ----------
    view
        What the records say; nobody has been asked yet.
    hops, features
        Read from the records as always.
    brokers, leaders
        Indices of who begins requests and to whom they go.
    model
        True coefficients.
    by_tie, by_broker
        True log-odds that no record tells: of each hop, and of requests of each broker.

    """

    view: NetworkView
    hops: Hops
    features: HopFeatures
    brokers: tuple[int, ...]
    leaders: tuple[int, ...]
    model: OddsModel
    by_tie: Floats
    by_broker: Floats

    def probability(self, places: NDArray[Any], features: HopFeatures, broker: int) -> Floats:
        """Tell the true probability of hops, given what is known of them at the moment."""
        log_odds = design(features) @ self.model.coefficients
        return expit(log_odds + self.by_tie[places] + self.by_broker[broker])


def planted_world(*, seed: int) -> World:
    """Draw a world: twelve offices, chance acquaintances, and a truth that misses the model.

    Parameters
    ----------
    seed
        The same seed draws the same world.

    Returns
    -------
    World
        True coefficients lie around the assumed ones as far as their priors say, the base lower.

    """
    draw = np.random.default_rng(seed)
    people = OFFICES * PEOPLE_IN_AN_OFFICE
    seniority = np.tile(np.arange(PEOPLE_IN_AN_OFFICE), OFFICES)
    seniority = np.where(seniority == 0, 6, 1 + seniority % 5)
    busyness = np.clip(0.1 * seniority + draw.normal(0, 0.15, people), 0, 1)
    names = [f"p{number:03d}" for number in range(people)]
    offices = [f"office{number:02d}" for number in range(OFFICES)]
    sectors = draw.choice(np.array(list(Sector)[:5]), OFFICES)
    popularity = draw.pareto(2.5, people) + 1
    ends = draw.choice(people, (TIES, 2), p=popularity / popularity.sum())
    ends = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)
    network = Network.build(
        [
            *(
                Partner(id=id_, name=id_, sector=Sector(str(sector)))
                for id_, sector in zip(offices, sectors, strict=True)
            ),
            *(
                Contact(id=id_, name=id_, seniority=int(level), busyness=round(float(busy), 2))
                for id_, level, busy in zip(names, seniority, busyness, strict=True)
            ),
        ],
        [
            Tie(
                id=f"t{number}",
                source_id=names[one],
                target_id=names[other],
                type="knows",
                strength=round(float(draw.uniform(0.05, 0.95)), 2),
            )
            for number, (one, other) in enumerate(ends.tolist())
        ],
        positions=[
            in_post(id_, offices[number // PEOPLE_IN_AN_OFFICE]) for number, id_ in enumerate(names)
        ],
    )
    view = network.on(FIRST_DAY)
    hops = hops_of(view)
    spread = np.array([row.spread for row in COEFFICIENTS])
    truth = DEFAULT_MODEL.coefficients + draw.normal(0, spread)
    truth[0] = DEFAULT_MODEL.base + BASE_MISS + draw.normal(0, spread[0] / 2)
    index = network.index_of
    juniors = draw.choice(np.flatnonzero(seniority < 4), BROKERS, replace=False)  # noqa: PLR2004
    return World(
        view,
        hops,
        features_of(view, hops),
        tuple(index[names[person]] for person in juniors.tolist()),
        tuple(index[names[person]] for person in np.flatnonzero(seniority == 6).tolist()),  # noqa: PLR2004
        OddsModel.of(truth),
        draw.normal(0, TIE_SPREAD, len(hops)),
        draw.normal(0, BROKER_SPREAD, BROKERS),
    )


@dataclass
class Diary:
    """All that was asked in a world, in the order of asking; grows while requests are made."""

    asks: list[tuple[float, ...]] = field(default_factory=list[tuple[float, ...]])
    known_of: list[Floats] = field(default_factory=list[Floats])
    brokers: list[int] = field(default_factory=list[int])

    @property
    def columns(self) -> AskColumns:
        """As a store would give them."""
        return AskColumns.of_rows(self.asks)

    def past(self) -> Past:
        """Outcomes with what was known when they were asked for."""
        asks = self.columns
        rows = np.flatnonzero(asks.outcome != UNDECIDED)
        return Past.of(
            np.array(self.known_of).reshape(-1, len(NAMES))[rows],
            asks.outcome[rows] == AGREED,
            asks.asked[rows],
            asks.decided[rows],
            asks.recorded[rows],
            broker=np.array(self.brokers, np.int32)[rows],
        )


class Game:
    """A world in which requests are made, one after the other, as weeks go by."""

    def __init__(self, world: World, *, seed: int) -> None:
        self.world = world
        self.draw = np.random.default_rng([seed, 1])  # not the numbers that drew the world
        self.diary = Diary()
        self.day = FIRST_DAY
        self.requests = 0

    def access(self, channel: Channel, learned: Calibrated | None) -> AccessNetwork:
        """Give the access network of the day: as assumed, or with all that was learned."""
        view = self._view()
        features = self._features(view, channel)
        if learned is None:
            nobody = replace(view.network, asks=AskColumns.empty()).on(self.day)
            return AccessNetwork.of_hops(nobody, self.world.hops, features)
        return AccessNetwork.of_hops(
            view, self.world.hops, features, model=learned.model, staircase=learned.staircase
        )

    def learned(self) -> Calibrated:
        """Climb the ladder with what is in the records before the day."""
        return calibrated(self.past(), DEFAULT_MODEL)

    def past(self) -> Past:
        """Give the outcomes that are in the records before the day."""
        return self.diary.past().known_before(self.day)

    def ask(self, learned: Calibrated | None) -> None:
        """Make one request, along the likeliest route or, as often, another likely one."""
        self.day += int(self.draw.integers(1, 4))
        broker = int(self.draw.integers(BROKERS))
        leader = int(self.draw.choice(self.world.leaders))
        channel = CHANNELS[self.draw.integers(len(CHANNELS))]
        access = self.access(channel, learned)
        routes = self.routes(access, broker, leader, EXPLORED)
        if not routes:
            return
        chosen = 0 if self.draw.random() < 0.5 else int(self.draw.integers(len(routes)))  # noqa: PLR2004
        self.requests += 1
        day = self.day
        for step, hop in enumerate(routes[chosen].hops):
            answered = self._step(access.hop(hop.source, hop.target), step, broker, channel, day)
            if answered is None:
                return
            day = answered

    def routes(
        self, access: AccessNetwork, broker: int, leader: int, k: int = 1
    ) -> tuple[Route, ...]:
        """Find the likeliest routes of a broker to a leader."""
        start = self.world.brokers[broker]
        return find_routes(access, [start], [leader], k=k, max_steps=MOST_STEPS).routes

    def _step(self, place: int, step: int, broker: int, channel: Channel, day: int) -> int | None:
        """Put one question; give the day of an answer that leads on."""
        world, draw = self.world, self.draw
        view = replace(self.world.view.network, asks=self.diary.columns).on(day)
        row = np.array([place])
        features = self._features(view, channel).take(row)
        agrees = draw.random() < world.probability(row, features, broker)[0]
        is_silent = draw.random() < SILENCE
        decided = day + int(draw.geometric(1 / DAYS_TO_ANSWER))
        recorded = decided + int(draw.integers(DAYS_TO_RECORD + 1))
        state = RequestState.AGREED if agrees else RequestState.DECLINED
        outcome = AGREED if agrees else DECLINED
        if is_silent:
            state, outcome, recorded = RequestState.NO_ANSWER, UNDECIDED, day
        self.diary.asks.append(
            (
                self.requests,
                step,
                int(world.hops.source[place]),
                int(world.hops.target[place]),
                day,
                REQUEST_STATE_CODES[state],
                outcome,
                NO_DAY if is_silent else decided,
                CHANNEL_CODES[channel],
                recorded,
                np.nan,
            )
        )
        self.diary.known_of.append(design(features)[0])
        self.diary.brokers.append(broker)
        return decided if agrees and not is_silent else None

    def _view(self) -> NetworkView:
        return replace(self.world.view.network, asks=self.diary.columns).on(self.day)

    def _features(self, view: NetworkView, channel: Channel) -> HopFeatures:
        count = len(self.world.hops)
        return replace(
            self.world.features,
            requests=requests_put(view)[self.world.hops.target],
            channel=np.full(count, CHANNEL_CODES[channel], np.int8),
        )
