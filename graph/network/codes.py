"""The words of columns: what the numbers in an array stand for."""

from collections.abc import Iterable
from enum import IntFlag
from typing import Final

from graph.records.dates import BEGINNING
from graph.vocabulary import (
    ActorKind,
    Capacity,
    Channel,
    InteractionKind,
    Level,
    PartnerKind,
    PositionType,
    RequestState,
    Sector,
)

NO_DAY: Final = BEGINNING
"""Stands for "not known" in columns of days that are not ends of a period."""
NO_CAP: Final = -1
"""The network's own cap on open requests counts."""
AGREED: Final = 1
DECLINED: Final = 0
UNDECIDED: Final = -1


class ActorFlag(IntFlag):
    """Yes-or-no facts of an actor, one bit each."""

    LEADER = 1
    DO_NOT_ASK = 2
    DECEASED = 4
    OPTED_OUT = 8
    KEY_PARTNER = 16
    REMOVED = 32
    MERGED = 64


NEVER_ON_A_ROUTE: Final = (
    ActorFlag.DO_NOT_ASK
    | ActorFlag.DECEASED
    | ActorFlag.OPTED_OUT
    | ActorFlag.REMOVED
    | ActorFlag.MERGED
)


def _codes(words: Iterable[str]) -> dict[str, int]:
    return {word: place for place, word in enumerate(words, start=1)}


# Codes in columns: 0 is "not known", otherwise 1 + place in the enumeration.
KIND_CODES: Final = _codes(ActorKind)
SECTOR_CODES: Final = _codes(Sector)
LEVEL_CODES: Final = _codes(Level)
PARTNER_KIND_CODES: Final = _codes(PartnerKind)
CAPACITY_CODES: Final = _codes(Capacity)
INTERACTION_CODES: Final = _codes(InteractionKind)
POSITION_CODES: Final = _codes(PositionType)
CHANNEL_CODES: Final = _codes(Channel)
REQUEST_STATE_CODES: Final = _codes(RequestState)
CONTACT: Final = KIND_CODES[ActorKind.CONTACT]
PARTNER: Final = KIND_CODES[ActorKind.PARTNER]
BODY: Final = PARTNER_KIND_CODES[PartnerKind.BODY]
