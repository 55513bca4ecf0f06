"""Access networks brought up to date: only hops that a change can reach are derived anew.

Guide: ``docs/architecture.md``.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.access.calibration import Staircase
from graph.access.difference import Difference, difference
from graph.access.hops import Hops
from graph.access.learning import Outcomes
from graph.access.network import AccessNetwork, Origin, judged_by, taught
from graph.access.odds import DEFAULT_MODEL, HopFeatures, OddsModel
from graph.access.splicing import (
    ArcChanges,
    Splice,
    places_in,
    repacked,
    stand_at,
    starts_after,
)
from graph.access.vicinity import Vicinity
from graph.kernels import hop_lengths
from graph.network import NetworkView
from graph.strength.contacts import pair_codes, unordered_codes
from graph.strength.strength import PairStrengths, strengths_of
from graph.vocabulary import Channel

SMALL: Final = 1_000
"""Pairs that are followed whatever their share of all hops."""
MOST_SHARE: Final = 8
"""Where more than one pair in so many hops may have changed, all are derived."""

_HOP_COLUMNS: Final = [column.name for column in fields(Hops)]
_FEATURES: Final = [feature.name for feature in fields(HopFeatures) if feature.name != "strength"]

Rows = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]


def refreshed(
    previous: AccessNetwork,
    view: NetworkView,
    *,
    types: Collection[str] | None = None,
    model: OddsModel = DEFAULT_MODEL,
    staircase: Staircase | None = None,
    channel: Channel | None = None,
    strengths: PairStrengths | None = None,
) -> AccessNetwork:
    """Bring an access network to another revision of the same network on the same day.

    Parameters
    ----------
    previous
        Access network of another state, usually an earlier one.
    view, types, model, staircase, channel, strengths
        As in ``AccessNetwork.of``: what is wanted.

    Returns
    -------
    AccessNetwork
        What ``AccessNetwork.of`` gives, bit for bit, if the strengths are the same. Columns that
        read as before are those of ``previous``. Where the reach of what changed is not bounded
        (``graph.access.difference``), or types are others, or much changed, all is derived; with
        other odds all hops are judged, and those that stand are kept.

    Notes
    -----
    Time O(m) to compare and to copy m hops and ties, at the speed of memory; all else is of the
    order of what changed and of the ties around it.

    """
    computed = strengths_of(view) if strengths is None else strengths
    origin = Origin.of(types, channel, computed)
    is_followed = previous.origin is not None and previous.origin.types == origin.types
    found = difference(previous, view, computed) if is_followed else None
    most = max(SMALL, len(previous.hops) // MOST_SHARE)
    if previous.origin is None or found is None or len(found.pairs) > most:
        return AccessNetwork.of(
            view,
            types=types,
            model=model,
            staircase=staircase,
            channel=channel,
            strengths=computed,
        )
    change = _Change.of(previous, view, computed, found, origin)
    is_same_channel = previous.origin.channel == origin.channel
    if is_same_channel and previous.model == model and _agree(previous.staircase, staircase):
        return change.judged()
    channels = np.full(len(change.hops), origin.channel, np.int8)
    return AccessNetwork.of_hops(
        view,
        change.hops,
        replace(change.features, channel=channels),
        model=model,
        staircase=staircase,
        key_contact=found.key_contact,
        origin=origin,
    )


def _agree(one: Staircase | None, other: Staircase | None) -> bool:
    """Tell whether two corrections say the same."""
    if one is None or other is None:
        return one is other
    return np.array_equal(one.at, other.at) and np.array_equal(one.to, other.to)


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """Hops of a later state, and how they came from those of an earlier one.

    ``fresh`` and ``known`` are the hops derived anew; of these ``rewritten`` stood before and
    ``arrived`` did not.
    """

    previous: AccessNetwork
    view: NetworkView
    found: Difference
    origin: Origin
    splice: Splice
    fresh: Hops
    known: HopFeatures
    rewritten: Rows
    arrived: Rows
    hops: Hops
    features: HopFeatures

    @classmethod
    def of(
        cls,
        previous: AccessNetwork,
        view: NetworkView,
        strengths: PairStrengths,
        found: Difference,
        origin: Origin,
    ) -> "_Change":
        """Derive the hops of the pairs found, and put them among those that stand."""
        part = Vicinity.of(view, strengths, found.pairs)
        fresh, known = part.hops(origin.types, origin.channel)
        before = _rows_between(previous, len(view.network), found.pairs)
        codes = pair_codes(previous.hops.source[before], previous.hops.target[before])
        _, stood, rewritten = np.intersect1d(
            codes,
            pair_codes(fresh.source, fresh.target),
            assume_unique=True,
            return_indices=True,
        )
        arrived = np.setdiff1d(np.arange(len(fresh)), rewritten, assume_unique=True)
        splice = Splice(
            len(previous.hops),
            np.delete(before, stood),
            before[stood],
            places_in(
                previous.first, previous.hops.target, fresh.source[arrived], fresh.target[arrived]
            ),
        )

        hops, features = (
            [
                splice.column(getattr(old, name), new[rewritten], new[arrived])
                for name, new in ((name, getattr(made, name)) for name in names)
            ]
            for old, made, names in (
                (previous.hops, fresh, _HOP_COLUMNS),
                (previous.features, known, _FEATURES),
            )
        )
        after = Hops(*hops)
        return cls(
            *(previous, view, found, origin, splice),
            *(fresh, known, rewritten, arrived, after, HopFeatures(after.strength, *features)),
        )

    def judged(self) -> AccessNetwork:
        """Judge what was derived anew as the rest was judged, and repack the arcs."""
        previous, network = self.previous, self.view.network
        judged = judged_by(previous.model, previous.staircase, self.known)
        prior = self.splice.column(previous.prior, judged[self.rewritten], judged[self.arrived])
        gone, hops = self.splice.gone, previous.hops
        first = starts_after(
            previous.first, len(network), hops.source[gone], self.fresh.source[self.arrived]
        )
        outcomes = Outcomes.on_record(network).known_on(self.view.day)
        asked = stand_at(first, self.hops.target, outcomes.source, outcomes.target)
        asked = np.unique(asked[asked >= 0])
        probability = taught(prior, self.hops, outcomes, asked, self.view.day)
        return AccessNetwork(
            self.view,
            previous.model,
            self.hops,
            self.features,
            previous.staircase,
            outcomes,
            prior,
            probability,
            first,
            repacked(
                previous.arcs,
                self._arcs(probability, outcomes),
                network.rank,
                network.never_on_a_route,
            ),
            self.found.key_contact,
            self.origin,
        )

    def _arcs(self, probability: Floats, outcomes: Outcomes) -> ArcChanges:
        """Tell which arcs went, came or have another length."""
        previous, splice, after = self.previous, self.splice, self.hops
        never = self.view.network.never_on_a_route
        was_never = np.zeros(len(never), np.bool_)
        was_never[: len(previous.network)] = previous.network.never_on_a_route
        before = np.setdiff1d(self._moved(outcomes, never != was_never), splice.gone)
        now = splice.moved(before)
        was = _carries(previous.hops, previous.probability, before, was_never)
        is_ = _carries(after, probability, now, never)
        gone_rows = splice.gone[
            _carries(previous.hops, previous.probability, splice.gone, was_never)
        ]
        gone = np.union1d(gone_rows, before[was & ~is_])
        changed = now[was & is_]
        come_rows = splice.arrived[_carries(after, probability, splice.arrived, never)]
        come = np.union1d(come_rows, now[~was & is_])
        return ArcChanges(
            (previous.hops.source[gone], previous.hops.target[gone]),
            (after.source[changed], after.target[changed]),
            hop_lengths(probability[changed]),
            (after.source[come], after.target[come]),
            hop_lengths(probability[come]),
        )

    def _moved(self, outcomes: Outcomes, flipped: NDArray[np.bool_]) -> Rows:
        """Rows of before whose arc may differ: derived anew, asked on, at one let in or out."""
        previous = self.previous
        hops = previous.hops
        rows = [self.splice.changed]
        for known in (previous.outcomes, outcomes):
            asked = stand_at(previous.first, hops.target, known.source, known.target)
            rows.append(asked[asked >= 0])
        if flipped.any():
            rows.append(np.flatnonzero(flipped[hops.source] | flipped[hops.target]))
        return np.unique(np.concatenate(rows))


def _carries(
    hops: Hops, probability: Floats, rows: Rows, never: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell of some hops whether they are arcs."""
    ends_never = never[hops.source[rows]] | never[hops.target[rows]]
    return (probability[rows] > 0) & ~ends_never


def _rows_between(access: AccessNetwork, actors: int, pairs: NDArray[np.int64]) -> Rows:
    """Rows of hops between the two of some pairs, ascending."""
    source, target = access.hops.source, access.hops.target
    is_end = np.zeros(actors, np.bool_)
    is_end[pairs >> 32] = True
    is_end[pairs & 0xFFFFFFFF] = True
    near = np.flatnonzero(is_end[source] & is_end[target])
    return near[np.isin(unordered_codes(source[near], target[near]), pairs)]
