"""How records become rows of the embedded store's tables: keys in place of ids."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import orjson

from graph.errors import FieldIssue, InvalidRecordError
from graph.records.contacts import Contact
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.stored import RECORD_OF, AnyRecord
from graph.vocabulary import Noun
from queries.catalog import load
from queries.marks import SHARED, marks_of, room_of
from queries.rows import flat_row, row_keys, row_of, sort_name
from queries.sqlite.connections import run
from queries.sqlite.networks import Located, json_of

ENDS: Final[Mapping[Noun, tuple[str, ...]]] = {
    Noun.TIE: ("source_id", "target_id"),
    Noun.POSITION: ("contact_id", "partner_id"),
    Noun.NOTE: ("about_id",),
}
"""Fields that name one actor and are stored as its key."""

_KEYS: Final = {noun: row_keys(kind) for noun, kind in RECORD_OF.items()}
_END_PLACES: Final = {
    noun: tuple(_KEYS[noun].index(name) for name in names) for noun, names in ENDS.items()
}
_TYPE_PLACE: Final = _KEYS[Noun.TIE].index("type")
_POSITION_ENDS: Final = (("contact_id", Noun.CONTACT), ("partner_id", Noun.PARTNER))


class Actors:
    """Keys and kinds of the actors that records name, looked up in sets and remembered."""

    def __init__(self, db: sqlite3.Connection, network: Located) -> None:
        self._db = db
        self._network = network
        self._keys: dict[str, int] = {}
        self._contacts: set[str] = set()
        self.missing: set[str] = set()

    def note(self, actor_id: str, key: int, noun: Noun) -> None:
        """Remember an actor that was just written."""
        self._keys[actor_id] = key
        if noun is Noun.CONTACT:
            self._contacts.add(actor_id)

    def look_up(self, ids: Iterable[str]) -> None:
        """Find those of the ids that are not known yet; the others become missing."""
        wanted = {actor_id for actor_id in ids if actor_id not in self._keys} - self.missing
        if not wanted:
            return
        found = run(self._db, "actor/locate", network=self._network.key, ids=json_of([*wanted]))
        for actor_id, key, noun in found:
            self.note(actor_id, key, Noun(noun))
        self.missing |= wanted - self._keys.keys()

    def key(self, actor_id: str) -> int | None:
        """Give the key of an actor that was looked up."""
        return self._keys.get(actor_id)

    def kind(self, actor_id: str) -> Noun:
        """Tell what an actor is that was looked up and found."""
        return Noun.CONTACT if actor_id in self._contacts else Noun.PARTNER

    def known_kind(self, actor_id: str) -> Noun | None:
        """Tell what an actor is that was looked up, ``None`` if it was not found."""
        return self.kind(actor_id) if actor_id in self._keys else None


class TieWords:
    """Codes of the words that ties use for their type."""

    def __init__(self, db: sqlite3.Connection, network: Located) -> None:
        self._db = db
        self._network = network
        self._codes = {word: code for code, word in run(db, "tie_word/list", network=network.key)}

    def code(self, word: str) -> int:
        """Give the code of a word, a new one if need be."""
        code = self._codes.get(word)
        if code is None:
            code = self._codes[word] = len(self._codes)
            run(self._db, "tie_word/insert", network=self._network.key, code=code, word=word)
        return code


class Tables:
    """Writes records under their keys.

    Parameters
    ----------
    db
        A connection in a writing transaction.
    network
        Network that the records belong to.

    """

    def __init__(self, db: sqlite3.Connection, network: Located) -> None:
        self._db = db
        self._network = network
        self._words: TieWords | None = None
        self.actors = Actors(db, network)

    @staticmethod
    def named_by(records: Iterable[AnyRecord]) -> set[str]:
        """Collect the actors that records name and that must be there before them."""
        return {actor_id for record in records for actor_id in record.named_ids}

    def has_missing(self, record: AnyRecord) -> bool:
        """Tell whether a record names an actor that is not there."""
        return not self.actors.missing.isdisjoint(record.named_ids)

    def insert(
        self, noun: Noun, places: Iterable[tuple[int, AnyRecord]], stamps: Iterable[Sequence[Any]]
    ) -> None:
        """Add records under their places; each stamp holds the values of ``STORED_KEYS``."""
        keyed = [(self._network.first + place, record) for place, record in places]
        self._many(
            f"{room_of(noun)}/insert",
            [
                (key, self._network.key, *self._values(noun, record), *stamp)
                for (key, record), stamp in zip(keyed, stamps, strict=True)
            ],
        )
        if noun in (Noun.CONTACT, Noun.PARTNER):
            for key, record in keyed:
                self.actors.note(record.id, key, noun)
        elif noun is Noun.INTERACTION:
            self._take_part(keyed)
        elif noun in SHARED:
            self._mark(keyed)

    def update(
        self, noun: Noun, keyed: Sequence[tuple[int, AnyRecord]], stamps: Iterable[Sequence[Any]]
    ) -> None:
        """Replace what records say; a stamp holds version, revision, author and moment."""
        # A sort name or the noun comes first.
        skipped = 1 if noun in SHARED or noun in (Noun.CONTACT, Noun.PARTNER) else 0
        rows: list[tuple[Any, ...]] = []
        for (key, record), stamp in zip(keyed, stamps, strict=True):
            values = self._values(noun, record)
            del values[skipped]  # the id stays
            if noun in SHARED:
                del values[0]
            rows.append((*values, *stamp, key))
        self._many(f"{room_of(noun)}/update", rows)
        if noun is Noun.INTERACTION:
            self._many("participation/remove", [(key,) for key, _ in keyed])
            self._take_part(keyed)
        elif noun in SHARED:
            self._many("record_mark/remove", [(key,) for key, _ in keyed])
            self._mark(keyed)

    def set_removed(self, noun: Noun, rows: Sequence[Sequence[Any]]) -> None:
        """Take records out of use or put them back."""
        self._many(f"{room_of(noun)}/set_removed", rows)

    def keep_versions(self, rows: Sequence[Sequence[Any]]) -> None:
        """Keep old versions; the network's key is put before each row."""
        self._many("version/insert", [(self._network.key, *row) for row in rows])

    def _values(self, noun: Noun, record: AnyRecord) -> list[Any]:
        if noun in SHARED:
            return [noun.value, record.id, orjson.dumps(row_of(record)).decode()]
        values = flat_row(record)
        for place in _END_PLACES.get(noun, ()):
            values[place] = self.actors.key(values[place])
        if noun is Noun.TIE:
            if self._words is None:
                self._words = TieWords(self._db, self._network)
            values[_TYPE_PLACE] = self._words.code(values[_TYPE_PLACE])
        elif isinstance(record, Contact | Partner):
            values.insert(0, sort_name(record))
        elif noun is Noun.POSITION:
            self._check_position(record)
        return values

    def _check_position(self, record: AnyRecord) -> None:
        issues = [
            FieldIssue(name, "wrong-kind-of-end", end, {"kind": self.actors.kind(end)})
            for name, noun in _POSITION_ENDS
            if self.actors.kind(end := getattr(record, name)) is not noun
        ]
        if issues:
            raise InvalidRecordError(Noun.POSITION, record.id, issues)

    def _take_part(self, keyed: Iterable[tuple[int, AnyRecord]]) -> None:
        find: Callable[[str], int | None] = self.actors.key
        self._many(
            "participation/insert",
            [
                (
                    key,
                    find(actor_id),
                    actor_id == record.initiator,
                    actor_id not in record.represented,
                )
                for key, record in keyed
                if isinstance(record, Interaction)
                for actor_id in record.participants
            ],
        )

    def _mark(self, keyed: Iterable[tuple[int, AnyRecord]]) -> None:
        marked = [(key, mark) for key, record in keyed for mark in marks_of(record)]
        self._many("record_mark/insert", marked)

    def _many(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        self._db.executemany(load("sql", name).text, rows)
