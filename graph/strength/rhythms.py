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


def sectors_of(view: NetworkView) -> NDArray[np.uint16]:
    """Sectors of each actor as bits: a partner's own, a contact's by the positions of the day."""
    actors = view.network.actors
    place = np.maximum(actors.sector - 1, 0).astype(np.uint16)  # the eighth bit is beyond an int8
    bits = np.where(actors.sector > 0, np.uint16(1) << place, np.uint16(0))
    held = view.network.positions.take(np.flatnonzero(view.positions))
    of_person = np.zeros(len(actors), np.uint16)
    np.bitwise_or.at(of_person, held.contact, bits[held.partner])
    return np.where(actors.kind == CONTACT, of_person, bits)


def default_days(view: NetworkView, actors: NDArray[np.int32] | None = None) -> NDArray[np.int64]:
    """Default rhythm of actors in days: the largest of their sectors, 56 where none is known.

    Of all actors, or of those given.
    """
    sectors = sectors_of(view) if actors is None else sectors_of(view)[actors]
    days = np.where(sectors > 0, 0, UNKNOWN_DAYS)
    for sector, rhythm in DEFAULT_DAYS.items():
        has = (sectors >> np.uint16(SECTOR_CODES[sector] - 1)) & np.uint16(1) > 0
        days = np.where(has, np.maximum(days, rhythm), days)
    return days
