"""Finds people and organisations by name or alias, folded and tolerant of typing errors.

The index lies in memory, so that both stores answer alike.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

from graph.ports import NameEntry
from graph.records.names import fold, name_key, organisation_key
from graph.vocabulary import ActorKind

LONGEST_QUERY: Final = 200
LEAST_SIMILAR: Final = 0.75
"""Least similarity of two words: one slip in four letters, two in eight."""
SHORTEST_TYPO: Final = 4
"""Shorter words are taken as typed: half of all names resemble three letters."""
SHORTEST_BEGINNING: Final = 5
"""Shorter words are not taken as the misspelt beginning of a longer one."""
ADDRESS: Final = frozenset({"pak", "bapak", "bpk", "bu", "ibu", "mbak", "mas", "kak", "bang"})
"""Words of address that people type before a name, and that are no part of it."""

EXACT, START, WORD, SIMILAR = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Match:
    """A found actor; ``matched`` is the name or alias that fits the query."""

    id: str
    kind: ActorKind
    name: str
    matched: str


@dataclass(frozen=True, slots=True)
class _Named:
    """An actor with every spelling that finds it: a space, the folded text; and its name."""

    entry: NameEntry
    spellings: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, entry: NameEntry) -> Self:
        key = name_key if entry.kind is ActorKind.CONTACT else organisation_key
        return cls(
            entry,
            tuple(
                (f" {text}", name)
                for name in (entry.name, *entry.aliases)
                for text in dict.fromkeys((fold(name), key(name)))
                if text
            ),
        )


class NameIndex:
    """Names of one revision of a network.

    Parameters
    ----------
    revision
        Revision that the entries are right for.
    entries
        Names of the actors in use.

    """

    def __init__(self, revision: int, entries: Iterable[NameEntry]) -> None:
        self.revision = revision
        self._named = {entry.index: _Named.of(entry) for entry in entries if not entry.is_removed}

    def updated(self, revision: int, changed: Sequence[NameEntry]) -> Self:
        """Make the index of a later revision; names that stayed are not folded again."""
        later = type(self)(revision, changed)
        gone = {entry.index for entry in changed if entry.is_removed}
        kept = {index: named for index, named in self._named.items() if index not in gone}
        later._named = {**kept, **later._named}  # noqa: SLF001 - of the same class
        return later

    def __len__(self) -> int:
        return len(self._named)

    @property
    def nbytes(self) -> int:
        """Bytes held, about: a kilobyte a name with its spellings and words."""
        return 1_024 * len(self._named)

    @cached_property
    def _spelled(self) -> tuple[list[str], list[tuple[NameEntry, str]]]:
        """Every spelling of every name, and whose it is."""
        texts: list[str] = []
        owners: list[tuple[NameEntry, str]] = []
        for named in self._named.values():
            for text, name in named.spellings:
                texts.append(text)
                owners.append((named.entry, name))
        return texts, owners

    def find(
        self, query: str, *, kinds: Collection[ActorKind] = tuple(ActorKind), limit: int = 10
    ) -> tuple[Match, ...]:
        """Find actors by a name, a part of one that starts a word, or something similar.

        Parameters
        ----------
        query
            As typed; only its first 200 characters count.
        kinds
            People, organisations or both.
        limit
            Most matches.

        Returns
        -------
        tuple of Match
            Whole names first, then beginnings, then words within a name, then similar names;
            equal ones by name and id.

        Notes
        -----
        One pass over all spellings: some 50 ms at 100,000 actors, with typing errors or without.

        """
        keys = _keys(query[:LONGEST_QUERY])
        texts, owners = self._spelled
        best: dict[int, tuple[int, float, str, str, str]] = {}

        def note(place: int, tier: int, distance: float) -> None:
            entry, name = owners[place]
            if entry.kind not in kinds:
                return
            rank = (tier, distance, entry.name, entry.id, name)
            if entry.index not in best or rank < best[entry.index]:
                best[entry.index] = rank

        for key in keys:
            for place, text in enumerate(texts):
                found = text.find(f" {key}")
                if found >= 0:
                    tier = EXACT if len(text) == len(key) + 1 else START if found == 0 else WORD
                    note(place, tier, 0.0)
        if len(best) < limit:
            for key in keys:
                for place, distance in self._similar(key):
                    note(place, SIMILAR, distance)
        ranked = sorted((rank, index) for index, rank in best.items())[:limit]
        return tuple(
            Match(entry.id, entry.kind, entry.name, rank[4])
            for rank, index in ranked
            for entry in (self._named[index].entry,)
        )

    @cached_property
    def _words(self) -> Mapping[str, Sequence[int]]:
        """Places of the spellings that hold each word."""
        places: dict[str, list[int]] = {}
        for place, text in enumerate(self._spelled[0]):
            for word in dict.fromkeys(text.split()):
                places.setdefault(word, []).append(place)
        return places

    def _similar(self, key: str) -> Iterator[tuple[int, float]]:
        """Give spellings in which every word of the query has its like, and how far they are.

        Candidates are those that hold the like of the rarest word long enough to be misspelt.
        """
        asked = list(dict.fromkeys(key.split()))
        known = self._words
        likes = [self._like(word) for word in asked if len(word) >= SHORTEST_TYPO]
        if not likes:
            return
        rarest = min(likes, key=lambda like: sum(len(known[word]) for word in like))
        for place in {place for word in rarest for place in known[word]}:
            words = self._spelled[0][place].split()
            likeness = [max(_likeness(word, other) for other in words) for word in asked]
            if min(likeness) > 0:
                yield place, 1.0 - sum(likeness) / len(likeness)

    def _like(self, word: str) -> set[str]:
        """Find the known words that resemble a word, or whose beginning does."""
        known = list(self._words)
        several = [known]
        if len(word) >= SHORTEST_BEGINNING:
            several.append([other[: len(word)] for other in known])
        return {
            known[place]
            for texts in several
            for _, _, place in process.extract(
                word,
                texts,
                scorer=OSA.normalized_similarity,
                score_cutoff=LEAST_SIMILAR,
                limit=None,
            )
        } | {other for other in known if other.startswith(word)}


def _keys(asked: str) -> list[str]:
    """Fold a query as names are folded: as typed, as a name, and without a word of address."""
    words = fold(asked).split()
    address = next((n for n, word in enumerate(words) if word not in ADDRESS), len(words))
    folded = (" ".join(words), name_key(asked), name_key(" ".join(words[address:])))
    return [key for key in dict.fromkeys(folded) if key]


def _likeness(word: str, other: str) -> float:
    """Compare a word of a query with a word of a name: 1 the same or its beginning, 0 unlike."""
    if other.startswith(word):
        return 1.0
    if len(word) < SHORTEST_TYPO:
        return 0.0
    whole = OSA.normalized_similarity(word, other, score_cutoff=LEAST_SIMILAR)
    if len(word) < SHORTEST_BEGINNING:
        return whole
    beginning = other[: len(word)]
    return max(whole, OSA.normalized_similarity(word, beginning, score_cutoff=LEAST_SIMILAR))
