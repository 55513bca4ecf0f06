"""What ties say of closeness on a day: stated, assumed by their type, or said by a person.

Guide: ``docs/methods/strength.md``.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.network import NO_DAY, NetworkView, TieColumns
from graph.strength.fading import stated_after
from graph.strength.strength import PairStrengths
from graph.strength.used import strength_used

LEAST_FADED: Final = 0.05
"""An ended tie or contacts below this strength carry no introduction any more."""

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class TieStrengths:
    """What ties say, one element each; NaN is not known.

    Parameters
    ----------
    stated, prior
        As somebody stated it, and as the type lets assume; both faded where the tie has ended.
    override, override_since
        A person's word that holds on the day, and the epoch day on which it was said; NaN and
        ``NO_DAY`` where there is none.
    carries
        Whether the tie holds, or has ended and not faded yet.

    """

    stated: Floats
    prior: Floats
    override: Floats
    override_since: NDArray[np.int32]
    carries: NDArray[np.bool_]


def tie_strengths(view: NetworkView, ties: TieColumns, computed: PairStrengths) -> TieStrengths:
    """Read what ties that have begun say on a day.

    Parameters
    ----------
    view
        Network on a day.
    ties
        Any of its ties.
    computed
        Computed strengths of the same view: they tell who is embedded, and keep an ended tie
        from fading while its ends are in touch.

    """
    day = view.day
    since_end = (day + 1.0) - ties.until
    has_ended = since_end > 0
    is_embedded = np.zeros(len(ties), np.bool_)  # only what has ended fades
    ended = np.flatnonzero(has_ended)
    if len(ended):
        is_embedded[ended] = computed.acquaintances().embed(ties.source[ended], ties.target[ended])
    priors = np.array([type_.prior for type_ in view.network.types], np.float64)
    stated = stated_after(ties.strength.astype(np.float64), since_end, is_embedded)
    prior = stated_after(priors[ties.type], since_end, is_embedded)
    holds = (ties.override_since <= day) & (day < ties.override_until)
    override = np.where(holds, ties.override, np.nan)
    known, _ = strength_used(
        override=override,
        computed=computed.between(ties.source, ties.target),
        stated=stated,
        colleague=np.full(len(ties), np.nan),
        prior=prior,
    )
    since = np.where(holds, ties.override_since, NO_DAY).astype(np.int32)
    return TieStrengths(stated, prior, override, since, ~has_ended | (known >= LEAST_FADED))
