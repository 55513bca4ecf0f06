"""Which pairs may have other hops in one state of a network than in another of the same day.

Each table is compared row by row, so nobody has to say what was written. What a row can reach:

- a tie, or the strength of a pair, its own pair; and, since it may acquaint its two ends, every
  pair with one of them whose tie has ended, as that fades by who is embedded;
- a position, those who serve or served at the same body together, and the hops of its holder and
  of the organisation;
- a person or an organisation that comes into use or goes out of it, what its positions reach, and
  whom it made embedded;
- what the odds know of an actor, the hops at that actor.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.access.hops import forum_pairs, key_contacts
from graph.access.load import requests_put
from graph.access.network import AccessNetwork, Origin
from graph.network import Columns, Network, NetworkView
from graph.strength.colleagues import Colleagues
from graph.strength.contacts import unordered_codes
from graph.strength.rhythms import sectors_of
from graph.strength.strength import PairStrengths

MOST_RUNS: Final = 2_000
"""Tables that differ in more places than this are not followed row by row."""
FIRST_LOOK: Final = 64
LONGEST_LOOK: Final = 65_536

Codes = NDArray[np.int64]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """What has to be derived anew.

    Parameters
    ----------
    pairs
        Numbers of the pairs (``graph.strength.contacts.unordered_codes``), ascending.
    key_contact
        Whom a step into each partner meets in the later state.

    """

    pairs: Codes
    key_contact: Indices


def difference(
    previous: AccessNetwork, view: NetworkView, strengths: PairStrengths
) -> Difference | None:
    """Find the pairs whose hops may differ from those of another state on the same day.

    Parameters
    ----------
    previous
        Hops of the other state, usually an earlier one.
    view, strengths
        The state wanted, and its computed strengths.

    Returns
    -------
    Difference or None
        ``None`` where the reach of what changed is not bounded: another day or reader, other
        rules of a tie type, actors that went from the snapshot or are others than they were, or too
        many changes.

    """
    before, origin = previous.view, previous.origin
    old, new = before.network, view.network
    if origin is None or (before.day, before.reader) != (view.day, view.reader):
        return None
    if len(new) < len(old) or new.types[: len(old.types)] != old.types or _replaced(old, new):
        return None
    ties = _differing(old.ties, new.ties)
    posts = _differing(old.positions, new.positions)
    told = _retold(origin, strengths)
    if ties is None or posts is None or told is None:
        return None

    flipped = _flipped(old, new)
    seats = _seats(old, new, posts, flipped)
    key_contact = _key_contacts(previous, view, seats)
    acquainted = flipped.copy()
    codes = [told]
    for network, rows in zip((old, new), ties, strict=True):
        _mark(acquainted, network.ties.source[rows], network.ties.target[rows])
        codes.append(_codes_of(network, rows))
    _mark(acquainted, told >> 32, told & 0xFFFFFFFF)
    if flipped.any():
        theirs = np.flatnonzero(flipped[new.ties.source] | flipped[new.ties.target])
        _mark(acquainted, new.ties.source[theirs], new.ties.target[theirs])
    if acquainted.any():
        at_them = acquainted[new.ties.source] | acquainted[new.ties.target]
        codes.append(_codes_of(new, np.flatnonzero(at_them & (new.ties.until <= view.day))))
    if seats.any():
        codes += [_colleagues(before, view, seats), _forums(before, view, seats)]
    codes.append(_rejudged(previous, view, key_contact))
    return Difference(np.unique(np.concatenate(codes)), key_contact)


def _replaced(old: Network, new: Network) -> bool:
    """Tell whether a place in the snapshot that was somebody's is another's."""
    size = len(old)
    differs = old.actors.id != new.actors.id[:size]
    differs |= old.actors.kind != new.actors.kind[:size]
    return bool(np.any(old.actors.kind[np.flatnonzero(differs)] > 0))


def _differing(old: Columns, new: Columns) -> tuple[Rows, Rows] | None:
    """Find the rows of two tables without an equal in the other; ``None``: too many."""
    if old is new:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    key = next(iter(old.DTYPES))
    names = [name for name in old.DTYPES if name != key]
    return _unequal(
        (getattr(old, key), getattr(new, key)),
        [(getattr(old, name), getattr(new, name)) for name in names],
    )


def _retold(origin: Origin, strengths: PairStrengths) -> Codes | None:
    """Find the pairs of whom their contacts say otherwise than before; ``None``: too many."""
    if origin.strength is strengths.strength:
        return np.empty(0, np.int64)
    rows = _unequal(
        (origin.codes, strengths.codes),
        [
            (origin.strength, strengths.strength),
            (origin.met, strengths.met),
            (origin.contacts > 0, strengths.contacts > 0),
        ],
    )
    if rows is None:
        return None
    return np.union1d(origin.codes[rows[0]], strengths.codes[rows[1]])


def _unequal(
    keys: tuple[NDArray[Any], NDArray[Any]], columns: list[tuple[NDArray[Any], NDArray[Any]]]
) -> tuple[Rows, Rows] | None:
    """Find the rows that are in one table alone or differ in any column, NaN equal to NaN.

    Keys ascend and no key stands twice in a table.
    """
    runs = _runs(*keys)
    if runs is None:
        return None
    lengths = [length for *_, length in runs]
    ends = np.cumsum([0, *lengths])
    differs = np.zeros(ends[-1], np.bool_)
    for one, other in columns:
        for (start, there, length), at in zip(runs, ends[:-1].tolist(), strict=True):
            mine, theirs = one[start : start + length], other[there : there + length]
            differs[at : at + length] |= _bits(mine) != _bits(theirs)
    same = ~differs
    alone = [np.ones(len(side), np.bool_) for side in keys]
    for (start, there, length), at in zip(runs, ends[:-1].tolist(), strict=True):
        alone[0][start : start + length] ^= same[at : at + length]
        alone[1][there : there + length] ^= same[at : at + length]
    return np.flatnonzero(alone[0]), np.flatnonzero(alone[1])


def _bits(values: NDArray[Any]) -> NDArray[Any]:
    """Read numbers with a point as whole ones, so that NaN equals itself."""
    return values.view(f"i{values.itemsize}") if values.dtype.kind == "f" else values


def _runs(old: NDArray[Any], new: NDArray[Any]) -> list[tuple[int, int, int]] | None:
    """Find where ascending keys stand in both: first row in each, and how many follow."""
    runs: list[tuple[int, int, int]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        length = _common(old[i:], new[j:])
        if length:
            runs.append((i, j, length))
            i, j = i + length, j + length
        elif old[i] < new[j]:
            i += int(np.searchsorted(old[i:], new[j]))
        else:
            j += int(np.searchsorted(new[j:], old[i]))
        if len(runs) > MOST_RUNS:
            return None
    return runs


def _common(one: NDArray[Any], other: NDArray[Any]) -> int:
    """Count the elements with which both begin."""
    done, look = 0, FIRST_LOOK
    most = min(len(one), len(other))
    while done < most:
        stop = min(done + look, most)
        differs = one[done:stop] != other[done:stop]
        if differs.any():
            return done + int(differs.argmax())
        done, look = stop, min(4 * look, LONGEST_LOOK)
    return done


def _flipped(old: Network, new: Network) -> Flags:
    """Actors that came into use or went out of it."""
    gone = np.ones(len(new), np.bool_)
    gone[: len(old)] = old.out_of_use
    return gone != new.out_of_use


def _seats(old: Network, new: Network, posts: tuple[Rows, Rows], flipped: Flags) -> Flags:
    """Organisations at which some position, its holder or they themselves changed."""
    seats = np.zeros(len(new), np.bool_)
    for network, rows in zip((old, new), posts, strict=True):
        seats[network.positions.partner[rows]] = True
    if flipped.any():
        seats |= flipped
        seats[new.positions.partner[flipped[new.positions.contact]]] = True
    seats[: len(old)] |= old.actors.partner_kind != new.actors.partner_kind[: len(old)]
    return seats


def _key_contacts(previous: AccessNetwork, view: NetworkView, seats: Flags) -> Indices:
    """Give whom a step into each partner meets; the array of before if it reads the same."""
    old, new = previous.network, view.network
    let_in_or_out = np.zeros(len(new), np.bool_)
    let_in_or_out[: len(old)] = old.never_on_a_route != new.never_on_a_route[: len(old)]
    touched = seats.copy()
    touched[new.positions.partner[let_in_or_out[new.positions.contact]]] = True
    found = np.full(len(new), -1, np.int32)
    found[: len(old)] = previous.key_contact
    if touched.any():
        among = key_contacts(view, touched[new.positions.partner])
        found = np.where(touched, among, found)
    return previous.key_contact if np.array_equal(found, previous.key_contact) else found


def _colleagues(before: NetworkView, view: NetworkView, seats: Flags) -> Codes:
    """Pairs who were colleagues at some bodies in one state, and not in the other just so."""
    rows = []
    for state in (before, view):
        network = state.network
        wanted = network.positions_in_use & seats[network.positions.partner]
        found = Colleagues.of(network.positions.take(np.flatnonzero(wanted)), state.day)
        columns = (found.strength.view(np.int64), found.body, found.last_day)
        codes = unordered_codes(found.a, found.b)
        rows.append(np.column_stack([codes, *(column.astype(np.int64) for column in columns)]))
    every, times = np.unique(np.concatenate(rows), axis=0, return_counts=True)
    return every[times == 1, 0]


def _forums(before: NetworkView, view: NetworkView, seats: Flags) -> Codes:
    """Pairs who sit on one of some bodies in one state, and in the other not."""
    one, other = (
        forum_pairs(state, seats[state.network.positions.partner]) for state in (before, view)
    )
    return np.setxor1d(one, other)


def _rejudged(previous: AccessNetwork, view: NetworkView, key_contact: Indices) -> Codes:
    """Pairs with a hop of before of which the odds would know something else."""
    size = len(previous.network)
    old, new = previous.network.actors, view.network.actors
    at = old.seniority != new.seniority[:size]
    at |= sectors_of(previous.view) != sectors_of(view)[:size]
    into = _bits(old.busyness) != _bits(new.busyness)[:size]
    into |= requests_put(previous.view) != requests_put(view)[:size]
    into |= (previous.key_contact < 0) != (key_contact[:size] < 0)
    if not (at.any() or into.any()):
        return np.empty(0, np.int64)
    source, target = previous.hops.source, previous.hops.target
    rows = np.flatnonzero(at[source] | (at | into)[target])
    return unordered_codes(source[rows], target[rows])


def _codes_of(network: Network, rows: Rows) -> Codes:
    return unordered_codes(network.ties.source[rows], network.ties.target[rows])


def _mark(marked: Flags, *groups: NDArray[Any]) -> None:
    for group in groups:
        marked[group] = True
