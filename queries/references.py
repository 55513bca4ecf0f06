"""What people and organisations say of others of their own kind: parents and mergers.

Both stores check it at the end of a commit, so that the actors of one commit may come in any order.
"""

from collections.abc import Callable, Iterable
from typing import Final

from graph.errors import FieldIssue, InvalidRecordError
from graph.records.stored import NOUN_OF, AnyRecord
from graph.vocabulary import Noun

FIELDS: Final = {
    Noun.PARTNER: ("parent_id", "merged_into"),
    Noun.CONTACT: ("merged_into",),
}
"""Fields that name an actor of the record's own kind."""


class References:
    """Those of one commit, as its last write of each actor states them."""

    def __init__(self) -> None:
        self._stated: dict[tuple[Noun, str], dict[str, str]] = {}

    def note(self, record: AnyRecord) -> None:
        """Remember what an actor that is being written states."""
        noun = NOUN_OF[type(record)]
        said = {name: getattr(record, name) for name in FIELDS.get(noun, ())}
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
