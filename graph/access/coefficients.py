"""The odds model as a table that people can read: each number, its unit, and what speaks for it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from graph.access.odds import DEFAULT_MODEL, FACTOR_OF, NAMES, Factor


class Unit(StrEnum):
    """What one step of a coefficient's quantity is."""

    ONCE = "once"
    """Part of every hop."""
    WHOLE_SCALE = "whole_scale"
    """From 0 to 1."""
    LEVEL = "level"
    REQUEST = "request"
    IF_SO = "if_so"
    """Where it is the case; for reciprocity also against it where it is not."""


class Grounds(StrEnum):
    """How well a coefficient is founded before any outcome was recorded."""

    BRACKETED = "bracketed"
    """Judgement within what published studies measured."""
    JUDGEMENT = "judgement"
    """Judgement alone; the direction is published or plain."""
    POLICY = "policy"
    """Chosen to protect those who are asked."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One row of the table.

    Parameters
    ----------
    name
        As in :class:`graph.access.odds.OddsModel`, and as a network replaces it.
    factor
        The factor that it is part of.
    value
        Log-odds for each unit.
    spread
        Standard deviation of the prior when it is refitted from outcomes.
    unit, grounds
        Codes.
    sources
        Published studies; empty where there is none.

    """

    name: str
    factor: Factor
    value: float
    spread: float
    unit: Unit
    grounds: Grounds
    sources: tuple[str, ...] = ()

    @property
    def evidence(self) -> str:
        """Key of the sentence that says what speaks for the number."""
        return f"coefficient.{self.name}"


TRAVERS: Final = "Travers & Milgram (1969) Sociometry 32:425"
DODDS: Final = "Dodds, Muhamad & Watts (2003) Science 301:827"
ROGHANIZAD: Final = "Roghanizad & Bohns (2017) J. Exp. Soc. Psychol. 69:223"
ALMAATOUQ: Final = "Almaatouq et al. (2016) PLoS ONE 11:e0151588"
KALLA: Final = "Kalla & Broockman (2016) Am. J. Political Sci. 60:545"
MIRITELLO: Final = "Miritello et al. (2013) Sci. Rep. 3:1950"

BASE_SPREAD: Final = 0.75
SPREAD: Final = 0.5

_GROUNDS: Final[dict[str, tuple[Unit, Grounds, tuple[str, ...]]]] = {
    "base": (Unit.ONCE, Grounds.BRACKETED, (TRAVERS, DODDS)),
    "strength": (Unit.WHOLE_SCALE, Grounds.JUDGEMENT, (DODDS,)),
    "reciprocity": (Unit.IF_SO, Grounds.JUDGEMENT, (ALMAATOUQ,)),
    "levels_up": (Unit.LEVEL, Grounds.BRACKETED, (KALLA,)),
    "busyness": (Unit.WHOLE_SCALE, Grounds.JUDGEMENT, (KALLA,)),
    "load": (Unit.REQUEST, Grounds.POLICY, (MIRITELLO,)),
    "in_person": (Unit.IF_SO, Grounds.BRACKETED, (ROGHANIZAD,)),
    "phone": (Unit.IF_SO, Grounds.JUDGEMENT, (ROGHANIZAD,)),
    "cold": (Unit.IF_SO, Grounds.BRACKETED, (ROGHANIZAD,)),
    "other_sector": (Unit.IF_SO, Grounds.JUDGEMENT, ()),
    "shared_forum": (Unit.IF_SO, Grounds.JUDGEMENT, ()),
    "inferred": (Unit.IF_SO, Grounds.JUDGEMENT, ()),
    "nobody_known": (Unit.IF_SO, Grounds.JUDGEMENT, ()),
}

COEFFICIENTS: Final = tuple(
    Coefficient(
        name,
        FACTOR_OF[name],
        getattr(DEFAULT_MODEL, name),
        BASE_SPREAD if name == "base" else SPREAD,
        *_GROUNDS[name],
    )
    for name in NAMES
)
"""All of them in the order of :data:`graph.access.odds.NAMES`."""
