"""The access network: hops of a day with their odds, ready for searches."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from graph.access.hops import Hops, features_of, hops_of, key_contacts
from graph.access.odds import DEFAULT_MODEL, HopFeatures, OddsModel, probabilities
from graph.kernels import Arcs, hop_lengths
from graph.network import Network, NetworkView


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
    probability
        Shape (m,), float64: of each hop.
    first
        Shape (n + 1,), int64: place of each actor's first hop.
    arcs
        The hops that a route may use, as the searches read them.

    """

    view: NetworkView
    model: OddsModel
    hops: Hops
    features: HopFeatures
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
    ) -> Self:
        """Derive the access network of a day from the records.

        Parameters
        ----------
        view
            Network on a day.
        types
            Tie types that may be used (``graph.access.hops.hops_of``); ``None``: all.
        model
            Odds of a hop.

        """
        hops = hops_of(view, types)
        features = features_of(view, hops)
        probability = probabilities(model, features)
        network = view.network
        return cls(
            view,
            model,
            hops,
            features,
            probability,
            np.searchsorted(hops.source, np.arange(len(network) + 1)),
            Arcs.of(
                hops.source,
                hops.target,
                hop_lengths(probability),
                network.rank,
                network.never_on_a_route,
            ),
        )

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
        held: list[NDArray[Any]] = [
            self.probability,
            self.first,
            self.key_contact,
        ]
        for table in (self.hops, self.features):
            held += [getattr(table, name) for name in table.__dataclass_fields__]
        return self.arcs.nbytes + sum(array.nbytes for array in held)
