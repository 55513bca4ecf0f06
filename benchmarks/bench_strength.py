"""Strength of ties beside plain NumPy, in one run: ``python -m benchmarks.bench_strength``.

The whole of it: from who took part in what to the strength of every pair, embedded pairs found
and default rhythms looked up. The peer is the definition written down in Python and NumPy, given
the contacts of each pair ready sorted; it answers for a sample, its answers must be ours, and its
time is counted per contact. "By the difference" brings strengths to a later revision or day.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graph.kernels import RHYTHMS
from graph.kernels.warm import warm
from graph.network import (
    CONTACT,
    INTERACTION_CODES,
    NO_CAP,
    NO_DAY,
    PARTNER,
    SECTOR_CODES,
    ActorColumns,
    Network,
    NetworkColumns,
    ParticipationColumns,
    PositionColumns,
    TieColumns,
)
from graph.records.dates import BEGINNING, OPEN_END
from graph.strength.contacts import Side, contacts_of
from graph.strength.refresh import refreshed
from graph.strength.strength import PairStrengths, strengths_of

PEOPLE = 40_000
PARTNERS = 2_000
TIES = 100_000
INTERACTIONS = 1_000_000
NEW = 100
DAY = 20_000
SAMPLE = 300
TRIES = 3
MOST_SECONDS = 2.0


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    seconds: float
    microseconds_a_contact: float
    times_slower: float | None = None


def draw(*, seed: int) -> NetworkColumns:
    """Draw acquainted people who meet and write; some pairs are in touch far more often."""
    rng = np.random.default_rng(seed)
    actors = PEOPLE + PARTNERS
    pairs = np.empty((0, 2), np.int64)
    while len(pairs) < TIES:
        near = rng.integers(0, PEOPLE, TIES)
        far = (near + rng.geometric(0.15, TIES)) % PEOPLE  # neighbours, so that triangles close
        drawn = np.column_stack([np.minimum(near, far), np.maximum(near, far)])
        pairs = np.unique(np.concatenate([pairs, drawn[near != far]]), axis=0)
    pairs = pairs[np.sort(rng.choice(len(pairs), TIES, replace=False))]
    often = 1 + rng.pareto(2.0, TIES)
    chosen = rng.choice(TIES, INTERACTIONS, p=often / often.sum())
    is_person = np.arange(actors) < PEOPLE
    return NetworkColumns(
        revision=1,
        since=0,
        actors=ActorColumns.of(
            index=np.arange(actors),
            id=np.array([f"n{place:06d}" for place in range(actors)], object),
            kind=np.where(is_person, CONTACT, PARTNER),
            sector=np.where(is_person, 0, rng.integers(1, len(SECTOR_CODES) + 1, actors)),
            level=np.zeros(actors),
            partner_kind=np.where(is_person, 0, 1),
            seniority=np.zeros(actors),
            busyness=np.full(actors, np.nan),
            request_cap=np.full(actors, NO_CAP),
            flags=np.zeros(actors),
        ),
        ties=TieColumns.of(
            key=np.arange(TIES),
            source=pairs[:, 0],
            target=pairs[:, 1],
            type=np.zeros(TIES),
            strength=np.full(TIES, np.nan),
            confidence=np.full(TIES, np.nan),
            since=np.full(TIES, BEGINNING),
            until=np.full(TIES, OPEN_END),
            last_contact=np.full(TIES, NO_DAY),
            override=np.full(TIES, np.nan),
            override_since=np.full(TIES, NO_DAY),
            override_until=np.full(TIES, NO_DAY),
        ),
        positions=PositionColumns.of(
            key=np.arange(PEOPLE),
            contact=np.arange(PEOPLE),
            partner=PEOPLE + rng.integers(0, PARTNERS, PEOPLE),
            type=np.ones(PEOPLE),
            capacity=np.zeros(PEOPLE),
            since=np.full(PEOPLE, BEGINNING),
            until=np.full(PEOPLE, OPEN_END),
        ),
        participations=took_part(np.arange(INTERACTIONS), pairs[chosen], rng),
        types=("knows",),
    )


def took_part(
    keys: np.ndarray, pairs: np.ndarray, rng: np.random.Generator
) -> ParticipationColumns:
    """Two rows for each interaction: the first of both started it."""
    count = len(keys)
    day = DAY - rng.integers(0, 3_650, count)
    answered = np.where(rng.random(count) < 0.5, day + 1, NO_DAY)
    return ParticipationColumns.of(
        key=np.repeat(keys, 2),
        actor=pairs[:, rng.permutation(2)].ravel(),
        kind=np.repeat(rng.integers(1, len(INTERACTION_CODES) + 1, count), 2),
        day=np.repeat(day, 2),
        side=np.tile([1, 0], count),
        answered=np.repeat(answered, 2),
        recorded=np.repeat(day, 2),
        present=np.ones(2 * count, np.bool_),
    )


def by_numpy(age: np.ndarray, worth: np.ndarray, side: np.ndarray, c: int, default: int) -> float:
    """Compute a strength by the definition: cut time at every change, take the greatest worth."""
    depths = []
    for other in (Side.FROM_B, Side.FROM_A):
        ages, worths = age[side != other], worth[side != other]
        best = 0.0
        for rhythm in RHYTHMS if len(ages) else ():
            ends = ages + rhythm
            vouched = np.minimum(np.diff(ages), rhythm).sum() + rhythm
            if rhythm > default and vouched < 2.5 * rhythm:
                continue
            cuts = np.unique(np.concatenate([ages, ends]))
            low = cuts[:-1, None]
            greatest = np.where((ages <= low) & (low < ends), worths, 0).max(axis=1)
            fade = np.exp2(-cuts / (c * rhythm))
            depth = (greatest * (fade[:-1] - fade[1:])).sum() / (1 - 2 ** (-1 / c))
            best = max(best, float(depth))
        depths.append(best)
    return 1 - float(np.exp(-(0.9 * min(depths) + 0.1 * max(depths)) / 3))


def best(ask: Callable[[], object]) -> float:
    """Give the best time of some tries, in seconds of this process."""
    times = []
    for _ in range(TRIES):
        start = time.process_time()
        ask()
        times.append(time.process_time() - start)
    return min(times)


def sampled(strengths: PairStrengths) -> tuple[float, int]:
    """Answer for some pairs by NumPy, compare, and give seconds and contacts."""
    contacts = contacts_of(strengths.view)
    start = contacts.starts()
    rng = np.random.default_rng(11)
    chosen = rng.choice(len(strengths), SAMPLE, replace=False)
    age = strengths.view.day - contacts.day.astype(np.int64)
    rows = [slice(start[pair], start[pair + 1]) for pair in chosen]

    def ask() -> list[float]:
        return [
            by_numpy(age[own], contacts.worth[own], contacts.side[own], c, default)
            for own, c, default in zip(
                rows,
                np.where(strengths.is_embedded[chosen], 4, 3).tolist(),
                strengths.default[chosen].tolist(),
                strict=True,
            )
        ]

    assert np.allclose(ask(), strengths.strength[chosen], rtol=1e-10), "answers differ"
    return best(ask), int(np.diff(start)[chosen].sum())


def measure() -> list[Row]:
    """Compute, compare and bring up to date."""
    columns = draw(seed=7)
    network = Network.of(columns)
    view = network.on(DAY)
    full = best(lambda: strengths_of(view).strength)
    strengths = strengths_of(view)
    assert len(strengths) > 0.99 * TIES
    assert 0.1 < strengths.is_embedded.mean() < 0.99

    rng = np.random.default_rng(13)
    ends = np.column_stack([columns.ties.source, columns.ties.target])
    newer = network.updated(
        NetworkColumns(
            revision=2,
            since=1,
            actors=ActorColumns.empty(),
            ties=TieColumns.empty(),
            positions=PositionColumns.empty(),
            participations=took_part(
                INTERACTIONS + np.arange(NEW), ends[rng.choice(TIES, NEW)], rng
            ),
            types=("knows",),
        )
    )
    times = []
    for later in (newer.on(DAY), network.on(DAY + 1)):
        times.append(best(lambda: refreshed(strengths, later).strength))  # noqa: B023 - called now
        expected, given = strengths_of(later), refreshed(strengths, later)
        assert np.array_equal(given.codes, expected.codes)
        assert np.allclose(given.strength, expected.strength, rtol=1e-10)
    plain, contacts = sampled(strengths)
    a_contact = 1e6 * full / INTERACTIONS
    peer = 1e6 * plain / contacts
    name = f"{TIES:,} ties, {INTERACTIONS:,} interactions"
    return [
        Row(f"{name}: Restu", full, a_contact),
        Row(f"{SAMPLE} of the ties: Python and NumPy", plain, peer, peer / a_contact),
        Row(f"after {NEW} new interactions: by the difference", times[0], 0),
        Row("a day later: by the difference", times[1], 0),
    ]


def main() -> list[Row]:
    """Time all, hold the claims, print the table, and give its rows."""
    warm()
    rows = measure()
    full, _, newer, later = (row.seconds for row in rows)
    assert full < MOST_SECONDS, f"{full:.2f} s"
    assert max(newer, later) < full, "a refresh takes as long as the whole"
    print(table(rows))
    return rows


def table(rows: list[Row]) -> str:
    """Write rows as a Markdown table."""
    heads = ["what", "CPU seconds", "microseconds a contact", "times slower than Restu"]
    lines = [" | ".join(heads), "--- | ---: | ---: | ---:"]
    for row in rows:
        each = f"{row.microseconds_a_contact:.2f}" if row.microseconds_a_contact else ""
        slower = "" if row.times_slower is None else f"{row.times_slower:,.0f}"
        lines.append(f"{row.what} | {row.seconds:.3f} | {each} | {slower}")
    return "\n".join(f"| {line} |" for line in lines)


if __name__ == "__main__":
    main()
