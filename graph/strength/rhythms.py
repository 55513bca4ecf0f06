"""Default rhythms: how often people of a sector are usually in touch.

Changed by hand only, never from data. Guide: ``docs/methods/strength.md``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.network import CONTACT, SECTOR_CODES, NetworkView
from graph.vocabulary import Sector

DEFAULT_DAYS: Final = {
    Sector.GOVERNMENT: 84,
    Sector.BUSINESS: 56,
    Sector.CIVIL_SOCIETY: 28,
    Sector.ACADEMIA: 84,
    Sector.DONOR: 84,
    Sector.MEDIA: 28,
    Sector.COMMUNITY: 28,
    Sector.OTHER: 28,
}
"""Days between contacts, by sector."""
UNKNOWN_DAYS: Final = 56
LONGEST_DAYS: Final = 84


FEW: Final = 8
"""Actors are few of a network whose part of it is below one in so many."""


def sectors_of(view: NetworkView, of: NDArray[np.int32] | None = None) -> NDArray[np.uint16]:
    """Sectors of each actor as bits: a partner's own, a contact's by the positions of the day.

    Of all actors, or of those given, in their order; of few ones in time that depends on them.
    """
    network, positions = view.network, view.network.positions
    actors = network.actors
    if of is None or FEW * len(of) > len(network):
        held = np.flatnonzero(view.positions)
    else:
        around = network.positions_by_actor.at(np.unique(of))
        held = around[view.positions[around]]
    of_person = np.zeros(len(network), np.uint16)
    np.bitwise_or.at(
        of_person, positions.contact[held], _bits(actors.sector[positions.partner[held]])
    )
    some = slice(None) if of is None else of
    is_person = actors.kind[some] == CONTACT
    return np.where(is_person, of_person[some], _bits(actors.sector[some]))


def _bits(sector: NDArray[np.int8]) -> NDArray[np.uint16]:
    place = np.maximum(sector - 1, 0).astype(np.uint16)  # the eighth bit is beyond an int8
    return np.where(sector > 0, np.uint16(1) << place, np.uint16(0))


def default_days(view: NetworkView, actors: NDArray[np.int32] | None = None) -> NDArray[np.int64]:
    """Default rhythm of actors in days: the largest of their sectors, 56 where none is known.

    Of all actors, or of those given.
    """
    sectors = sectors_of(view, actors)
    days = np.where(sectors > 0, 0, UNKNOWN_DAYS)
    for sector, rhythm in DEFAULT_DAYS.items():
        has = (sectors >> np.uint16(SECTOR_CODES[sector] - 1)) & np.uint16(1) > 0
        days = np.where(has, np.maximum(days, rhythm), days)
    return days
