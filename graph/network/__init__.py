"""The network of one revision: what a store hands over, and the snapshot that measures read.

``codes`` says what the numbers in a column stand for, ``columns`` are the arrays, ``rows`` turn
records into them; ``snapshot`` is the :class:`Network` itself and its view of a day.
"""

from graph.network.codes import (
    AGREED,
    BODY,
    CAPACITY_CODES,
    CHANNEL_CODES,
    CONTACT,
    DECLINED,
    INTERACTION_CODES,
    KIND_CODES,
    LEVEL_CODES,
    NEVER_ON_A_ROUTE,
    NO_CAP,
    NO_DAY,
    PARTNER,
    PARTNER_KIND_CODES,
    POSITION_CODES,
    REQUEST_STATE_CODES,
    SECTOR_CODES,
    UNDECIDED,
    ActorFlag,
)
from graph.network.columns import (
    ActorColumns,
    AskColumns,
    Columns,
    MergerColumns,
    NetworkColumns,
    ParticipationColumns,
    PositionColumns,
    TieColumns,
    no_keys,
)
from graph.network.rows import actor_row, ask_rows, participation_row, position_row, tie_row
from graph.network.snapshot import Network, NetworkView

__all__ = [
    "AGREED",
    "BODY",
    "CAPACITY_CODES",
    "CHANNEL_CODES",
    "CONTACT",
    "DECLINED",
    "INTERACTION_CODES",
    "KIND_CODES",
    "LEVEL_CODES",
    "NEVER_ON_A_ROUTE",
    "NO_CAP",
    "NO_DAY",
    "PARTNER",
    "PARTNER_KIND_CODES",
    "POSITION_CODES",
    "REQUEST_STATE_CODES",
    "SECTOR_CODES",
    "UNDECIDED",
    "ActorColumns",
    "ActorFlag",
    "AskColumns",
    "Columns",
    "MergerColumns",
    "Network",
    "NetworkColumns",
    "NetworkView",
    "ParticipationColumns",
    "PositionColumns",
    "TieColumns",
    "actor_row",
    "ask_rows",
    "no_keys",
    "participation_row",
    "position_row",
    "tie_row",
]
