"""Names of the people whom the story does not name, drawn from its pools."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from graph.records.names import fold, name_key

_MOST_DRAWS: Final = 1_000
_MEN_SHARE: Final = 0.55
_ONE_WORD_SHARE: Final = 0.75
_HAJ_SHARE: Final = 0.15
_DOCTOR_SHARE: Final = 0.4
_USUAL_DEGREE_SHARE: Final = 0.85
_DEGREE_SHARE: Final = {"group": 0.0, "village": 0.1, "front": 0.5, "media": 0.4, "ngo": 0.5}
_PLAIN_KINDS: Final = ("village", "group")
_PEOPLES: Final = ("sasak", "noble", "bali", "java")
_SHARES: Final = (45, 20, 15, 20)


@dataclass(frozen=True, slots=True)
class DrawnName:
    """A name as on an invitation, how people say it, and what else people write."""

    bare: str
    full: str
    in_talk: str
    address: str
    aliases: tuple[str, ...]


class NameMaker:
    """Draws names that nobody else in the story has, in any spelling.

    Parameters
    ----------
    pools
        The table ``names`` of the story.
    random
        Where chance comes from.
    taken
        Names in use.

    """

    def __init__(self, pools: Mapping[str, Any], random: Random, taken: set[str]) -> None:
        self._pools = pools
        self._random = random
        self._taken = {name_key(name) for name in taken}

    def draw(self, kind: str) -> DrawnName:
        """Draw a name for somebody of a kind of place: ``office``, ``village`` ...

        Raises
        ------
        ValueError
            If the pools hold no further name.

        """
        for _ in range(_MOST_DRAWS):
            is_man = self._random.random() < _MEN_SHARE
            bare = self._bare(kind, is_man=is_man)
            if name_key(bare) not in self._taken:
                self._taken.add(name_key(bare))
                return self._dressed(bare, kind, is_man=is_man)
        raise ValueError(f"The story's pools hold no further name for {kind!r}; add some.")

    def _bare(self, kind: str, *, is_man: bool) -> str:
        sex = "men" if is_man else "women"
        if kind in _PLAIN_KINDS and self._random.random() < _ONE_WORD_SHARE:
            return self._one_of(f"one_word_{sex}")
        people = self._random.choices(_PEOPLES, _SHARES)[0]
        match people:
            case "noble":
                return f"{'Lalu' if is_man else 'Baiq'} {self._one_of(f'noble_{sex}')}"
            case "bali":
                return self._one_of(f"bali_{sex}")
            case _:
                return f"{self._one_of(f'{people}_{sex}')} {self._one_of(f'{people}_{sex}_second')}"

    def _dressed(self, bare: str, kind: str, *, is_man: bool) -> DrawnName:
        full = bare
        is_hindu_name = bare.startswith(("I ", "Ni "))
        if not is_hindu_name and self._random.random() < _HAJ_SHARE:
            full = f"{'H.' if is_man else 'Hj.'} {full}"
        degrees = "campus_degrees" if kind == "campus" else "degrees"
        if kind == "campus" and self._random.random() < _DOCTOR_SHARE:
            full = f"Dr. {full}"
        if self._random.random() < _DEGREE_SHARE.get(kind, _USUAL_DEGREE_SHARE):
            full = f"{full}, {self._one_of(degrees)}"
        if kind in _PLAIN_KINDS:
            called, address = ("Amaq", "Bapak") if is_man else ("Inaq", "Ibu")
        else:
            called, address = ("Pak", "Bapak") if is_man else ("Bu", "Ibu")
        return DrawnName(bare, full, f"{called} {_short(bare)}", address, self._spellings(bare))

    def _spellings(self, bare: str) -> tuple[str, ...]:
        variants: dict[str, str] = self._pools["variants"]
        words = [variants.get(word, word) for word in bare.split()]
        other = " ".join(words)
        return () if other == bare else (other,)

    def _one_of(self, pool: str) -> str:
        return self._random.choice(self._pools[pool])


def slug(name: str) -> str:
    """Make an identifier of a name."""
    return fold(name).replace(" ", "-")


def _short(bare: str) -> str:
    """Take the word by which people call somebody: not the birth order of a Balinese name."""
    words = bare.split()
    if words[0] in {"I", "Ni"}:
        return words[2]
    return words[1] if words[0] in {"Lalu", "Baiq"} else words[0]
