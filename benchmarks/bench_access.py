"""Access networks after a write, beside deriving them whole: ``python -m benchmarks.bench_access``.

Both begin at a snapshot that has been brought up to date and give the hops of the day with their
odds, and the arcs packed for the search. The strengths of pairs and the order of identifiers are at
hand for both: they are brought up to date elsewhere. They take turns, the best of some tries
counts, and the arrays of both must be the same, bit for bit. Memory is that of arrays, as Python
counts it: the most held at once beyond what there was. The later state shares the columns of the
earlier one that read as before.
"""

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np

from graph.access.network import AccessNetwork
from graph.access.refresh import refreshed
from graph.kernels.warm import warm
from graph.network import (
    BODY,
    CONTACT,
    NO_DAY,
    UNDECIDED,
    ActorColumns,
    ActorFlag,
    AskColumns,
    Network,
    NetworkColumns,
    NetworkView,
    ParticipationColumns,
    PositionColumns,
    TieColumns,
)
from graph.records.dates import OPEN_END
from graph.strength.refresh import refreshed as strengths_refreshed
from graph.strength.strength import PairStrengths, strengths_of
from graph.synthetic import random_network

ACTORS = 100_000
TIES = 500_000
IN_TOUCH = 50_000
CHANGED = 200
DAY = 20_000
TRIES = 5
MOST_OF_THE_WHOLE = 0.1
MOST_OF_ONE_KIND = 0.15  # moving posts makes and unmakes colleagues, ten hops a move


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    seconds: float
    whole: float
    megabytes: float
    pairs: int


def drawn(*, seed: int) -> Network:
    """Draw people, some of whom met; one organisation in ten is a forum."""
    network = random_network(ACTORS, TIES, seed=seed)
    draw = np.random.default_rng(seed)
    actors = network.actors
    is_forum = (actors.kind != CONTACT) & (draw.random(ACTORS) < 0.1)
    ends = np.column_stack([network.ties.source, network.ties.target])[:IN_TOUCH]
    return replace(
        network,
        actors=replace(actors, partner_kind=np.where(is_forum, BODY, actors.partner_kind)),
        participations=met(np.arange(IN_TOUCH), ends, DAY - draw.integers(0, 900, IN_TOUCH)),
    )


def met(keys: np.ndarray, ends: np.ndarray, days: np.ndarray) -> ParticipationColumns:
    """Meetings of two."""
    return ParticipationColumns.of(
        key=np.repeat(keys, 2),
        actor=ends.ravel(),
        kind=np.ones(2 * len(keys)),
        day=np.repeat(days, 2),
        side=np.tile([1, 0], len(keys)),
        answered=np.full(2 * len(keys), NO_DAY),
        recorded=np.repeat(days, 2),
        present=np.ones(2 * len(keys)),
    )


def difference(network: Network, **parts: object) -> Network:
    """Bring the snapshot to the next revision."""
    nothing: dict[str, object] = {
        "actors": ActorColumns.empty(),
        "ties": TieColumns.empty(),
        "positions": PositionColumns.empty(),
        "participations": ParticipationColumns.empty(),
    }
    types = tuple(type_.id for type_ in network.types)
    columns = {"revision": network.revision + 1, "since": network.revision, "types": types}
    return network.updated(NetworkColumns(**(columns | nothing | parts)))  # type: ignore[arg-type]


def new_ties(network: Network, count: int, draw: np.random.Generator) -> TieColumns:
    """Ties of people who had none with each other, most likely."""
    rows = network.ties.take(draw.integers(0, TIES, count))
    people = np.flatnonzero(network.actors.kind == CONTACT)
    return replace(
        rows,
        key=(TIES + np.arange(count)).astype(np.int32),
        source=draw.choice(people, count).astype(np.int32),
        target=draw.choice(people, count).astype(np.int32),
        until=np.full(count, OPEN_END, np.int32),
    )


def some(network: Network, kind: int, count: int, draw: np.random.Generator) -> ActorColumns:
    """Rows of some actors."""
    fitting = np.flatnonzero(network.actors.kind == kind)
    return network.actors.take(np.sort(draw.choice(fitting, count, replace=False)))


def asks(network: Network, count: int, draw: np.random.Generator) -> AskColumns:
    """Requests along ties, every second of them answered."""
    rows = network.ties.take(draw.integers(0, TIES, count))
    is_open = np.arange(count) % 2 == 0
    return AskColumns.of(
        key=np.arange(count),
        step=np.zeros(count),
        source=rows.source,
        target=rows.target,
        asked=np.full(count, DAY - 20),
        state=np.ones(count),
        outcome=np.where(is_open, UNDECIDED, 1),
        decided=np.where(is_open, NO_DAY, DAY - 10),
        channel=np.zeros(count),
        recorded=np.full(count, DAY - 10),
        predicted=np.full(count, np.nan),
    )


def writes(network: Network, *, seed: int) -> dict[str, Network]:
    """Give a later revision for each kind of write, and one of all kinds at once."""
    draw = np.random.default_rng(seed)

    def parts(count: int) -> dict[str, dict[str, object]]:
        ties = network.ties.take(np.sort(draw.choice(TIES, count, replace=False)))
        posts = network.positions
        moved = posts.take(np.sort(draw.choice(len(posts), count, replace=False)))
        promoted = some(network, CONTACT, count, draw)
        kept = some(network, CONTACT, count, draw)
        ends = np.column_stack([ties.source, ties.target])
        return {
            "new ties": {"ties": new_ties(network, count, draw)},
            "ties that ended": {
                "ties": replace(ties, until=np.full(count, DAY - 30, np.int32)),
            },
            "ties removed": {"gone_ties": ties.key},
            "positions moved": {
                "positions": replace(moved, partner=draw.permutation(moved.partner)),
            },
            "people promoted": {
                "actors": replace(promoted, seniority=1 + promoted.seniority % 6),
            },
            "people not to be asked": {
                "actors": replace(kept, flags=kept.flags | np.uint8(ActorFlag.DO_NOT_ASK)),
            },
            "meetings": {
                "participations": met(IN_TOUCH + np.arange(count), ends, np.full(count, DAY - 5)),
            },
            "requests and answers": {
                "asks": asks(network, count, draw),
                "touched_requests": np.arange(count, dtype=np.int32),
            },
        }

    found = {what: difference(network, **given) for what, given in parts(CHANGED).items()}
    every: dict[str, object] = {}
    for given in parts(CHANGED // 8).values():
        for name, columns in given.items():
            known = every.get(name)
            both = known is not None and name in {"actors", "ties"}
            every[name] = _joined(known, columns) if both else columns
    return found | {"of every kind": difference(network, **every)}


def _joined(one: object, other: object) -> object:
    """Put rows below one another; of a row that stands in both the first counts."""
    assert isinstance(one, ActorColumns | TieColumns)
    assert isinstance(other, ActorColumns | TieColumns)
    names = list(one.DTYPES)
    own = ~np.isin(getattr(other, names[0]), getattr(one, names[0]))
    return type(one)(
        **{name: np.concatenate([getattr(one, name), getattr(other, name)[own]]) for name in names}
    )


def took(ask: Callable[[], object]) -> float:
    """Give seconds of this process."""
    start = time.process_time()
    ask()
    return time.process_time() - start


def same(one: AccessNetwork, other: AccessNetwork) -> bool:
    """Tell whether all arrays of two access networks are the same, bit for bit."""
    tables = [(getattr(one, name), getattr(other, name)) for name in ("hops", "features")]
    columns = [
        (getattr(mine, column.name), getattr(theirs, column.name))
        for mine, theirs in tables
        for column in fields(mine)
    ]
    columns += [(one.arcs.packed, other.arcs.packed), (one.first, other.first)]
    columns += [(one.prior, other.prior), (one.probability, other.probability)]
    columns.append((one.key_contact, other.key_contact))
    return all(
        mine.dtype == theirs.dtype and mine.tobytes() == theirs.tobytes()
        for mine, theirs in columns
    )


def most_held(ask: Callable[[], object]) -> float:
    """Give the megabytes that a call held at most beyond those before it."""
    tracemalloc.start()
    ask()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def compared(
    what: str, access: AccessNetwork, strengths: PairStrengths, network: Network
) -> list[Row]:
    """Time both after one kind of write."""

    def seen() -> NetworkView:
        """Give a view that nobody has looked at yet but for the order of identifiers."""
        unseen = replace(network)
        assert len(unseen.rank) == len(network)
        return unseen.on(DAY)

    later = strengths_refreshed(strengths, seen())
    assert len(later.strength) == len(later.codes)  # derived before the clock starts, for both
    by_difference, whole = [], []
    for _ in range(TRIES):
        views = [seen(), seen()]
        by_difference.append(took(lambda: refreshed(access, views[0], strengths=later)))  # noqa: B023 - called now
        whole.append(took(lambda: AccessNetwork.of(views[1], strengths=later)))  # noqa: B023
    view = seen()
    given, expected = (
        refreshed(access, view, strengths=later),
        AccessNetwork.of(view, strengths=later),
    )
    assert same(given, expected), f"{what}: not the same"
    assert not same(given, access), f"{what}: nothing changed"
    moved = int(np.count_nonzero(_alone(access, given)))
    megabytes = most_held(lambda: refreshed(access, seen(), strengths=later))
    most = most_held(lambda: AccessNetwork.of(seen(), strengths=later))
    best = min(whole)
    return [
        Row(f"{CHANGED} {what}: by the difference", min(by_difference), best, megabytes, moved),
        Row(f"{CHANGED} {what}: whole", best, best, most, len(given.hops)),
    ]


def _alone(one: AccessNetwork, other: AccessNetwork) -> np.ndarray:
    """Hops of the second that are not in the first with the same odds."""
    codes = [
        (access.hops.source.astype(np.int64) << 32) | access.hops.target for access in (one, other)
    ]
    place = np.minimum(np.searchsorted(codes[0], codes[1]), len(codes[0]) - 1)
    return (codes[0][place] != codes[1]) | (one.probability[place] != other.probability)


def main() -> list[Row]:
    """Time all, hold the claims, print the table, and give its rows."""
    warm()
    network = drawn(seed=7)
    view = network.on(DAY)
    strengths = strengths_of(view)
    access = AccessNetwork.of(view, strengths=strengths)
    rows = []
    for what, later in writes(network, seed=11).items():
        rows += compared(what, access, strengths, later)
    print(table(rows))
    *each, mixed = rows[::2]
    assert mixed.seconds <= MOST_OF_THE_WHOLE * mixed.whole, f"{mixed.seconds:.3f} s"
    for row in each:
        assert row.seconds <= MOST_OF_ONE_KIND * row.whole, f"{row.what}: {row.seconds:.3f} s"
    return rows


def table(rows: list[Row]) -> str:
    """Write rows as a Markdown table."""
    heads = ["writes", "CPU ms", "share of the whole", "hops with other odds", "most held, MB"]
    lines = [" | ".join(heads), "--- | ---: | ---: | ---: | ---:"]
    for row in rows[::2]:
        share = f"{row.seconds / row.whole:.3f}"
        lines.append(
            f"{row.what} | {1e3 * row.seconds:.1f} | {share} | {row.pairs:,} | {row.megabytes:.0f}"
        )
    whole = rows[1::2]
    longest = max(row.seconds for row in whole)
    most = max(row.megabytes for row in whole)
    lines.append(
        f"whole, the longest of them | {1e3 * longest:.1f} | 1 | {whole[-1].pairs:,} | {most:.0f}"
    )
    return "\n".join(f"| {line} |" for line in lines)


if __name__ == "__main__":
    main()
