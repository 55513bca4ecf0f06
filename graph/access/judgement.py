"""What is known of each step of some routes beyond its probability: belief, burden, advice.

Guide: ``docs/access-paths.md``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.access.courtesy import passed_over
from graph.access.load import Caps, FavourLoad, favour_load
from graph.access.network import AccessNetwork
from graph.access.remedies import Remedy, look_ahead, remedies
from graph.access.routes import Route
from graph.strength.used import Speaks


@dataclass(frozen=True, slots=True)
class Judgement:
    """One hop, judged.

    Parameters
    ----------
    low, high
        80 % interval of its probability.
    agreed, declined
        Earlier requests on the tie, in this direction.
    speaks
        Where the closeness used comes from.
    load
        What was asked of the target lately.
    remedies
        What would raise the odds, largest gain first.
    told_first
        Indices of superiors of the target whom a route would pass over.

    """

    low: float
    high: float
    agreed: int
    declined: int
    speaks: Speaks
    load: FavourLoad
    remedies: tuple[Remedy, ...]
    told_first: tuple[int, ...]


def judge(
    access: AccessNetwork, routes: Sequence[Route], caps: Caps, full: Collection[int]
) -> Mapping[tuple[int, int], Judgement]:
    """Judge every distinct hop of some routes.

    Parameters
    ----------
    access
        Access network of a day.
    routes
        As found in it.
    caps
        Most requests that may wait for somebody's answer.
    full
        Indices of those for whose answer so many wait (``graph.access.load.at_cap``).

    Returns
    -------
    mapping
        By source and target. A superior is named once for each person asked, unless the person is
        a leader at whom the route ends, or the superior stands on one of the routes.

    Notes
    -----
    What a meeting would do is read from all contacts once: some milliseconds at a million.

    """
    on_route = {actor for route in routes for actor in route.actors}
    leaders = {route.actors[-1] for route in routes}
    hops = dict.fromkeys((hop.source, hop.target) for route in routes for hop in route.hops)
    if not hops:
        return {}
    places = np.array([access.hop(*hop) for hop in hops], np.int64)
    belief = access.belief(places)
    low, high = belief.interval()
    superiors = passed_over(
        access.view, {target for _, target in hops if target not in leaders}, on_route
    )
    rows = places.tolist()
    advice = remedies(
        access,
        rows,
        ahead=look_ahead(access, rows),
        not_now=full,
        apart_from=on_route,
    )
    loads = {target: favour_load(access.view, target, caps) for _, target in hops}
    return {
        (source, target): Judgement(
            low=float(low[row]),
            high=float(high[row]),
            agreed=int(belief.agreed[row]),
            declined=int(belief.declined[row]),
            speaks=Speaks(int(access.hops.speaks[places[row]])),
            load=loads[target],
            remedies=advice[row],
            told_first=superiors.get(target, ()),
        )
        for row, (source, target) in enumerate(hops)
    }
