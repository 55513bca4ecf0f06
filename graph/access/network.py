"""The access network: hops of a day with their odds, ready for searches."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from graph.access.calibration import Staircase
from graph.access.hops import Hops, features_of, hops_of, key_contacts
from graph.access.learning import Learned, Outcomes, learned, places_of, relearned
from graph.access.load import requests_put
from graph.access.odds import DEFAULT_MODEL, HopFeatures, OddsModel, probabilities
from graph.kernels import Arcs, hop_lengths
from graph.network import CHANNEL_CODES, Network, NetworkView
from graph.strength.strength import PairStrengths, strengths_of
from graph.vocabulary import Channel


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """What hops were derived from beside the records, so that a later state can be told apart.

    Parameters
    ----------
    types
        Tie types that may be used; ``None``: all.
    channel
        Code of the way by which all are asked; 0 counts as a message.
    codes, strength, met, contacts
        Of the pairs that were ever in touch: their number, ascending, and what
        ``graph.strength.strength.PairStrengths`` says of them.

    """

    types: frozenset[str] | None
    channel: int
    codes: NDArray[np.int64]
    strength: NDArray[np.float64]
    met: NDArray[np.int32]
    contacts: NDArray[np.int32]

    @classmethod
    def of(
        cls, types: Collection[str] | None, channel: Channel | None, strengths: PairStrengths
    ) -> Self:
        """Note what was asked and which strengths were used."""
        return cls(
            None if types is None else frozenset(types),
            0 if channel is None else CHANNEL_CODES[channel],
            strengths.codes,
            strengths.strength,
            strengths.met,
            strengths.contacts,
        )

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return sum(array.nbytes for array in (self.codes, self.strength, self.met, self.contacts))


@dataclass(frozen=True, eq=False)
class AccessNetwork:
    """Hops that an introduction can travel on a day.

    Parameters
    ----------
    view
        Network and day.
    model
        Odds of a hop.
    hops
        Sorted by source, then target.
    features
        What the model knows of each hop.
    staircase
        Correction of what the model says, where outcomes gave one.
    outcomes
        What was answered by the day, on any tie.
    prior
        Shape (m,), float64: probability of each hop by the model.
    probability
        Shape (m,), float64: the same after what each tie taught; searches use it.
    first
        Shape (n + 1,), int64: place of each actor's first hop.
    arcs
        The hops that a route may use, as the searches read them.
    key_contact
        Shape (n,), int32: whom a step into each partner meets; -1 where nobody is known.
    origin
        What the hops were derived from; ``None`` for a "what if?".

    """

    view: NetworkView
    model: OddsModel
    hops: Hops
    features: HopFeatures
    staircase: Staircase | None
    outcomes: Outcomes
    prior: NDArray[np.floating[Any]]
    probability: NDArray[np.floating[Any]]
    first: NDArray[np.int64]
    arcs: Arcs
    key_contact: NDArray[np.int32]
    origin: Origin | None = None

    @classmethod
    def of(
        cls,
        view: NetworkView,
        *,
        types: Collection[str] | None = None,
        model: OddsModel = DEFAULT_MODEL,
        staircase: Staircase | None = None,
        channel: Channel | None = None,
        strengths: PairStrengths | None = None,
    ) -> Self:
        """Derive the access network of a day from the records.

        Parameters
        ----------
        view
            Network on a day, with the requests that were made and answered by then.
        types
            Tie types that may be used (``graph.access.hops.hops_of``); ``None``: all.
        model, staircase
            Odds of a hop (``graph.access.calibration.Calibrated`` holds both).
        channel
            By which way all are asked; ``None`` counts as a message.
        strengths
            Computed strengths of the same view, where they are at hand; else they are computed.

        """
        computed = strengths_of(view) if strengths is None else strengths
        origin, key_contact = Origin.of(types, channel, computed), key_contacts(view)
        hops = hops_of(view, types, strengths=computed)
        features = known_features(view, hops, origin.channel, key_contact)
        return cls.of_hops(
            view,
            hops,
            features,
            model=model,
            staircase=staircase,
            key_contact=key_contact,
            origin=origin,
        )

    @classmethod
    def of_hops(
        cls,
        view: NetworkView,
        hops: Hops,
        features: HopFeatures,
        *,
        model: OddsModel = DEFAULT_MODEL,
        staircase: Staircase | None = None,
        key_contact: NDArray[np.int32] | None = None,
        origin: Origin | None = None,
    ) -> Self:
        """Judge hops by what is known of them, as it is or as one asks "what if?"."""
        outcomes = Outcomes.on_record(view.network).known_on(view.day)
        prior = judged_by(model, staircase, features)
        asked = places_of(hops.source, hops.target, outcomes)
        probability = taught(prior, hops, outcomes, np.unique(asked[asked >= 0]), view.day)
        return cls(
            view,
            model,
            hops,
            features,
            staircase,
            outcomes,
            prior,
            probability,
            np.searchsorted(hops.source, np.arange(len(view.network) + 1)),
            _arcs(view.network, hops, probability),
            key_contacts(view) if key_contact is None else key_contact,
            origin,
        )

    def if_busy(self, actors: Sequence[int], busyness: float) -> Self:
        """Give the access network as it would be if some actors were so busy, 0 to 1."""
        level = self.features.busyness.copy()
        level[np.isin(self.hops.target, actors)] = busyness
        return self.of_hops(
            self.view,
            self.hops,
            replace(self.features, busyness=level),
            model=self.model,
            staircase=self.staircase,
            key_contact=self.key_contact,
        )

    def weighed(self, probability: NDArray[np.floating[Any]]) -> Self:
        """Give the same hops with other probabilities; a hop of 0 is on no route."""
        arcs = _arcs(self.network, self.hops, probability)
        return replace(self, probability=probability, arcs=arcs, origin=None)

    def belief(self, places: NDArray[np.integer[Any]]) -> Learned:
        """Tell what is believed of hops, with the counts behind it and an interval to show."""
        rows, back = np.unique(places, return_inverse=True)
        source, target = self.hops.source[rows], self.hops.target[rows]
        return learned(self.prior[rows], source, target, self.outcomes, self.view.day).take(back)

    def judged(
        self, places: NDArray[np.integer[Any]], features: HopFeatures
    ) -> NDArray[np.floating[Any]]:
        """Give the probability of hops as if ``features`` were known of them.

        What each tie taught is kept.
        """
        prior = judged_by(self.model, self.staircase, features)
        return relearned(self.belief(places), prior).mean

    def between(self, source: int, target: int) -> list[int]:
        """Find the actors by whom a hop of two steps leads, if any."""
        beyond = self.hops.target[self.first[source] : self.first[source + 1]]
        before = self.arcs.in_idx[self.arcs.in_ptr[target] : self.arcs.in_ptr[target + 1]]
        return np.intersect1d(beyond, before).tolist()

    @property
    def network(self) -> Network:
        """The snapshot below."""
        return self.view.network

    def hop(self, source: int, target: int) -> int:
        """Find the place of a hop among ``hops``.

        Raises
        ------
        LookupError
            If there is no such hop.

        """
        start, end = self.first[source], self.first[source + 1]
        place = start + np.searchsorted(self.hops.target[start:end], target)
        if place == end or self.hops.target[place] != target:
            raise LookupError(f"There is no hop from {source} to {target}.")
        return int(place)

    @cached_property
    def nbytes(self) -> int:
        """Bytes held beyond the snapshot."""
        held: list[NDArray[Any]] = [self.prior, self.first, self.key_contact]
        if self.probability is not self.prior:
            held.append(self.probability)
        for table in (self.hops, self.features, self.outcomes):
            held += [getattr(table, name) for name in table.__dataclass_fields__]
        told = 0 if self.origin is None else self.origin.nbytes
        return self.arcs.nbytes + told + sum(array.nbytes for array in held)


def known_features(
    view: NetworkView, hops: Hops, channel: int, key_contact: NDArray[np.int32] | None = None
) -> HopFeatures:
    """Look up what the model wants to know of hops on the day, requests put among it."""
    return replace(
        features_of(view, hops, key_contact),
        requests=requests_put(view)[hops.target],
        channel=np.full(len(hops), channel, np.int8),
    )


def judged_by(
    model: OddsModel, staircase: Staircase | None, features: HopFeatures
) -> NDArray[np.floating[Any]]:
    """Give the probability of hops by a model, corrected where outcomes gave a staircase."""
    said = probabilities(model, features)
    return said if staircase is None else staircase.corrected(said)


def taught(
    prior: NDArray[np.floating[Any]],
    hops: Hops,
    outcomes: Outcomes,
    asked: NDArray[np.int64],
    day: int,
) -> NDArray[np.floating[Any]]:
    """Give the probability of hops after what was answered; ``asked``: places of those with any."""
    if not len(asked):  # few ties of many were ever asked on
        return prior
    belief = learned(prior[asked], hops.source[asked], hops.target[asked], outcomes, day)
    probability = prior.copy()
    probability[asked] = belief.mean
    return probability


def _arcs(network: Network, hops: Hops, probability: NDArray[np.floating[Any]]) -> Arcs:
    lengths = hop_lengths(probability)
    return Arcs.of(hops.source, hops.target, lengths, network.rank, network.never_on_a_route)
