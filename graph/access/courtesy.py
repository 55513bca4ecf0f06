"""Who must be told first out of courtesy: superiors whom a route would pass over.

Guide: ``docs/access-paths.md``.
"""

from collections.abc import Collection, Mapping
from typing import Final

from graph.network import NetworkView
from graph.strength.cooling import BEYOND_REACH

REPORTS_TO: Final = "reports_to"
MANDATE_OVER: Final = "mandate_over"


def passed_over(
    view: NetworkView, asked: Collection[int], on_route: Collection[int]
) -> Mapping[int, tuple[int, ...]]:
    """Find the superiors of people who are asked, where those superiors are not on the route.

    Parameters
    ----------
    view
        Network on a day.
    asked
        Indices of the go-betweens whose superiors matter.
    on_route
        Indices of everybody who is asked anyway, or told by being the leader.

    Returns
    -------
    mapping
        For each of ``asked`` who has any: indices of superiors, by identifier. A superior is
        whoever the person reports to, or who has a mandate over the person, on the day. Those who
        are never on a route are named too: courtesy is no request; the dead and those who want to
        be left alone are not.

    """
    ties, types = view.network.ties, view.network.types
    codes = {type_.id: code for code, type_ in enumerate(types)}
    nobody = (view.network.actors.flags & BEYOND_REACH) != 0
    found: dict[int, set[int]] = {}
    around = view.network.ties_by_actor.at(asked)
    around = around[view.ties[around]]
    type_of_row = ties.type[around]
    for word, below, above in (
        (REPORTS_TO, ties.source, ties.target),
        (MANDATE_OVER, ties.target, ties.source),
    ):
        rows = around[type_of_row == codes.get(word, -1)]
        for person, superior in zip(below[rows].tolist(), above[rows].tolist(), strict=True):
            if person in asked and superior not in on_route and not nobody[superior]:
                found.setdefault(person, set()).add(superior)
    rank = view.network.rank
    return {
        person: tuple(sorted(superiors, key=rank.__getitem__))
        for person, superiors in found.items()
    }
