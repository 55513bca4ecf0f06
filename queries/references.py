"""What people and organisations say of others of their own kind: parents and mergers.

Both stores check it at the end of a commit, so that the actors of one commit may come in any order.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from graph.errors import FieldIssue, InvalidRecordError
from graph.records.stored import NOUN_OF, AnyRecord
from graph.vocabulary import Noun

FIELDS: Final = {
    Noun.PARTNER: ("parent_id", "merged_into"),
    Noun.CONTACT: ("merged_into",),
}
"""Fields that name an actor of the record's own kind."""

MERGER: Final = "merged_into"


class References:
    """Those of one commit, as its last write of each actor states them."""

    def __init__(self) -> None:
        self._stated: dict[tuple[Noun, str], dict[str, str]] = {}
        self._survivors: dict[str, str | None] = {}

    def note(self, record: AnyRecord) -> None:
        """Remember what an actor that is being written states."""
        noun = NOUN_OF[type(record)]
        said = {name: getattr(record, name) for name in FIELDS.get(noun, ())}
        if MERGER in said:
            self._survivors[record.id] = said[MERGER]
        stated = {name: other for name, other in said.items() if other is not None}
        if stated:
            self._stated[noun, record.id] = stated
        else:
            self._stated.pop((noun, record.id), None)

    def named(self) -> Iterable[str]:
        """Give the actors that are named."""
        return {other for stated in self._stated.values() for other in stated.values()}

    def check(self, kind_of: Callable[[str], str | None]) -> set[str]:
        """Give the named actors that are not there, for which ``kind_of`` knows no kind.

        Raises
        ------
        InvalidRecordError
            If one is of another kind than the record that names it.

        """
        kinds = {other: kind_of(other) for other in self.named()}
        for (noun, record_id), stated in self._stated.items():
            issues = [
                FieldIssue(name, "wrong-kind-of-end", other, {"kind": str(kind)})
                for name, other in stated.items()
                if (kind := kinds[other]) not in (None, noun)
            ]
            if issues:
                raise InvalidRecordError(noun, record_id, issues)
        return {other for other, kind in kinds.items() if kind is None}

    def check_mergers(
        self, read: Callable[[Noun, Collection[str]], Mapping[str, str | None]]
    ) -> None:
        """Refuse a merger that leads back to where it began, on however long a way.

        Parameters
        ----------
        read
            Gives the survivors that stored records of a noun state, by id.

        Raises
        ------
        InvalidRecordError

        """
        for noun in FIELDS:
            begun = {
                record_id
                for (of, record_id), stated in self._stated.items()
                if of is noun and MERGER in stated
            }
            circle = _circle_of(begun, self._followed(noun, begun, read))
            if circle:
                survivor = self._survivors[circle] or ""
                issue = FieldIssue(MERGER, "circular-merge", survivor)
                raise InvalidRecordError(noun, circle, [issue])

    def _followed(
        self,
        noun: Noun,
        begun: Iterable[str],
        read: Callable[[Noun, Collection[str]], Mapping[str, str | None]],
    ) -> dict[str, str]:
        """Follow mergers to their ends, one reading for each step; give who follows on whom."""
        known: dict[str, str | None] = {}
        wanted = set(begun)
        while wanted:
            written = wanted & self._survivors.keys()
            kept = wanted - written
            known.update(dict.fromkeys(kept))
            known.update(read(noun, kept) if kept else {})
            known.update((one, self._survivors[one]) for one in written)
            wanted = {other for one in wanted if (other := known[one])} - known.keys()
        return {one: other for one, other in known.items() if other}


def _circle_of(begun: Collection[str], following: Mapping[str, str]) -> str:
    """Give a record of this commit that stands on a circle; empty if there is none."""
    sound: set[str] = set()
    for start in sorted(begun):
        way: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in sound and at not in way:
            way[at] = None
            at = following.get(at)
        if at in way:
            passed = list(way)
            written = [one for one in passed[passed.index(at) :] if one in begun]
            if written:
                return written[0]
        sound |= way.keys()
    return ""
