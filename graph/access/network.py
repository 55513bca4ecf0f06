"""The access network: hops of a day with their odds, ready for searches."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from graph.access.hops import Hops, features_of, hops_of, key_contacts
from graph.access.odds import DEFAULT_MODEL, HopFeatures, OddsModel, probabilities
from graph.kernels import hop_lengths
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
    out_ptr, length
        Compressed rows over ``hops.target``; lengths as ``graph.kernels.hop_lengths`` gives.
    in_ptr, in_idx, in_hop
        The same arcs by target: sources, and the place of each among ``hops``.

    """

    view: NetworkView
    model: OddsModel
    hops: Hops
    features: HopFeatures
    probability: NDArray[np.floating[Any]]
    out_ptr: NDArray[np.int64]
    length: NDArray[np.int64]
    in_ptr: NDArray[np.int64]
    in_idx: NDArray[np.int32]
    in_hop: NDArray[np.int64]

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
        count = len(view.network)
        in_hop = np.lexsort((hops.source, hops.target))
        return cls(
            view,
            model,
            hops,
            features,
            probability,
            _pointers(hops.source, count),
            hop_lengths(probability),
            _pointers(hops.target[in_hop], count),
            hops.source[in_hop],
            in_hop,
        )

    @property
    def network(self) -> Network:
        """The snapshot below."""
        return self.view.network

    @cached_property
    def in_length(self) -> NDArray[np.int64]:
        """Lengths in the order of ``in_idx``."""
        return self.length[self.in_hop]

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
        start, end = self.out_ptr[source], self.out_ptr[source + 1]
        place = start + np.searchsorted(self.hops.target[start:end], target)
        if place == end or self.hops.target[place] != target:
            raise LookupError(f"There is no hop from {source} to {target}.")
        return int(place)

    @cached_property
    def nbytes(self) -> int:
        """Bytes held beyond the snapshot."""
        held: list[NDArray[Any]] = [
            self.probability,
            self.out_ptr,
            self.length,
            self.in_ptr,
            self.in_idx,
            self.in_hop,
            self.in_length,
            self.key_contact,
        ]
        for table in (self.hops, self.features):
            held += [getattr(table, name) for name in table.__dataclass_fields__]
        return sum(array.nbytes for array in held)


def _pointers(ends: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """Start of each actor's arcs among arcs sorted by actor; one more than actors."""
    pointers = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=count), out=pointers[1:])
    return pointers
