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
from graph.strength.strength import PairStrengths
from graph.vocabulary import Channel


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
        hops = hops_of(view, types, strengths=strengths)
        code = 0 if channel is None else CHANNEL_CODES[channel]
        features = replace(
            features_of(view, hops),
            requests=requests_put(view)[hops.target],
            channel=np.full(len(hops), code, np.int8),
        )
        return cls.of_hops(view, hops, features, model=model, staircase=staircase)

    @classmethod
    def of_hops(
        cls,
        view: NetworkView,
        hops: Hops,
        features: HopFeatures,
        *,
        model: OddsModel = DEFAULT_MODEL,
        staircase: Staircase | None = None,
    ) -> Self:
        """Judge hops by what is known of them, as it is or as one asks "what if?"."""
        outcomes = Outcomes.on_record(view.network).known_on(view.day)
        prior = _judged(model, staircase, features)
        probability, asked = prior, places_of(hops.source, hops.target, outcomes)
        rows = np.unique(asked[asked >= 0])
        if len(rows):  # few ties of many were ever asked on
            belief = learned(prior[rows], hops.source[rows], hops.target[rows], outcomes, view.day)
            probability = prior.copy()
            probability[rows] = belief.mean
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
        )

    def weighed(self, probability: NDArray[np.floating[Any]]) -> Self:
        """Give the same hops with other probabilities; a hop of 0 is on no route."""
        arcs = _arcs(self.network, self.hops, probability)
        return replace(self, probability=probability, arcs=arcs)

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
        prior = _judged(self.model, self.staircase, features)
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

    @cached_property
    def key_contact(self) -> NDArray[np.int32]:
        """Whom a step into each partner meets; -1 where nobody is known."""
        return key_contacts(self.view)

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
        return self.arcs.nbytes + sum(array.nbytes for array in held)


def _judged(
    model: OddsModel, staircase: Staircase | None, features: HopFeatures
) -> NDArray[np.floating[Any]]:
    said = probabilities(model, features)
    return said if staircase is None else staircase.corrected(said)


def _arcs(network: Network, hops: Hops, probability: NDArray[np.floating[Any]]) -> Arcs:
    lengths = hop_lengths(probability)
    return Arcs.of(hops.source, hops.target, lengths, network.rank, network.never_on_a_route)
