"""Seeded networks for tests and benchmarks; nothing in them is about real people."""

from collections.abc import Sequence

import numpy as np

from graph.network import (
    CONTACT,
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
from graph.records.contacts import Contact
from graph.records.dates import BEGINNING, OPEN_END
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.ties import Tie
from graph.vocabulary import PositionType, Sector


def chain(*sectors: str) -> Network:
    """Build organisations a0, a1, … of the given sectors, each funding the next."""
    partners = [
        Partner(id=f"a{place}", name=f"A{place}", sector=Sector(sector))
        for place, sector in enumerate(sectors)
    ]
    ties = [
        Tie(id=f"t{place}", source_id=f"a{place}", target_id=f"a{place + 1}", type="funds")
        for place in range(len(sectors) - 1)
    ]
    return Network.build(partners, ties)


def acquaintances(pairs: Sequence[tuple[str, str, float]]) -> Network:
    """Build people who know each other with the given strengths."""
    people = sorted({name for one, other, _ in pairs for name in (one, other)})
    return Network.build(
        [Contact(id=name, name=name) for name in people],
        [
            Tie(id=f"t{place}", source_id=one, target_id=other, type="knows", strength=strength)
            for place, (one, other, strength) in enumerate(pairs)
        ],
    )


def random_network(actors: int, ties: int, *, seed: int, partner_share: float = 0.1) -> Network:
    """Draw a network of people and organisations with random ties and positions.

    Parameters
    ----------
    actors
        Number of people and organisations together.
    ties
        Number of ties, half of them with a stated strength; the more popular ends are drawn more
        often.
    seed
        The same seed draws the same network.
    partner_share
        Share of organisations; every other person holds a position in one.

    """
    draw = np.random.default_rng(seed)
    partners = max(1, round(actors * partner_share))
    people = actors - partners
    popularity = draw.pareto(2.5, actors) + 1
    odds = popularity / popularity.sum()
    source = draw.choice(actors, ties, p=odds).astype(np.int32)
    target = draw.choice(actors, ties, p=odds).astype(np.int32)
    target = np.where(source == target, (target + 1) % actors, target).astype(np.int32)
    holders = np.arange(0, people, 2, dtype=np.int32)
    strength = np.where(draw.random(ties) < 0.5, draw.random(ties), np.nan)  # noqa: PLR2004
    since = draw.integers(14_000, 19_000, ties)
    is_open = draw.random(ties) < 0.8  # noqa: PLR2004
    columns = NetworkColumns(
        revision=1,
        since=0,
        actors=ActorColumns.of(
            index=np.arange(actors),
            id=np.array([f"n{place:07d}" for place in range(actors)], object),
            kind=np.where(np.arange(actors) < people, CONTACT, PARTNER),
            sector=np.where(
                np.arange(actors) < people, 0, draw.integers(1, len(SECTOR_CODES) + 1, actors)
            ),
            level=np.zeros(actors),
            partner_kind=np.where(np.arange(actors) < people, 0, 1),
            seniority=np.where(np.arange(actors) < people, draw.integers(1, 7, actors), 0),
            busyness=np.where(draw.random(actors) < 0.5, draw.random(actors), np.nan),  # noqa: PLR2004
            request_cap=np.full(actors, NO_CAP),
            flags=np.zeros(actors),
        ),
        ties=TieColumns.of(
            key=np.arange(ties),
            source=source,
            target=target,
            type=draw.integers(0, 3, ties),
            strength=strength,
            confidence=np.full(ties, np.nan),
            since=since,
            until=np.where(is_open, OPEN_END, since + draw.integers(30, 2_000, ties)),
            last_contact=np.full(ties, NO_DAY),
            override=np.full(ties, np.nan),
            override_since=np.full(ties, NO_DAY),
            override_until=np.full(ties, NO_DAY),
        ),
        positions=PositionColumns.of(
            key=np.arange(len(holders)),
            contact=holders,
            partner=people + draw.integers(0, partners, len(holders)),
            type=np.ones(len(holders)),
            capacity=np.zeros(len(holders)),
            since=np.full(len(holders), BEGINNING),
            until=np.full(len(holders), OPEN_END),
        ),
        participations=ParticipationColumns.empty(),
        types=("knows", "met_with", "advises"),
    )
    return Network.of(columns)


def in_post(
    contact_id: str, partner_id: str, type_: PositionType = PositionType.WORKS_FOR
) -> Position:
    """Build an undated position."""
    return Position(
        id=f"{contact_id}-{partner_id}", contact_id=contact_id, partner_id=partner_id, type=type_
    )
