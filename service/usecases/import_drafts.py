"""Drafts of an import: the records of its rows beside those that the store holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from graph.errors import FieldIssue, InvalidRecordError, shown
from graph.ports import Change, Create, RecordStore, Restore, Write
from graph.records.checks import FieldValue
from graph.records.dates import StatedDate
from graph.records.partners import is_key_by_default
from graph.records.stored import RECORD_OF, AnyRecord, Stored
from graph.records.ties import StrengthOverride
from graph.vocabulary import NetworkId, Noun, UserId
from service.exchange.cells import CellError, read_number, written
from service.exchange.reports import RecordCounts
from service.usecases.import_rows import Row, Values

_NEEDED_TEXT: Final = {Noun.PARTNER: "name", Noun.CONTACT: "name", Noun.NOTE: "text"}
_NONE: Final[Mapping[str, str]] = {}
"""Shared by all records without custom fields; two empty mappings for each would be a waste."""

UNDO_ACT: Final = "undo-import"
FETCHED: Final = 1_000
"""Records read from the store at a time."""


@dataclass(slots=True)
class Shelf:
    """The records of one kind.

    Parameters
    ----------
    held
        Version of every record in the store, by id; removed ones negative.
    records
        Records as the import leaves them.
    stored
        Records of the store that were fetched.
    origins
        Table and line that a record comes from.

    """

    noun: Noun
    held: dict[str, int]
    records: dict[str, AnyRecord] = field(default_factory=dict[str, AnyRecord])
    stored: dict[str, Stored[AnyRecord]] = field(default_factory=dict[str, Stored[AnyRecord]])
    origins: dict[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])

    def differs(self, id_: str, record: AnyRecord) -> bool:
        """Tell whether a record of the store is not as the import leaves it."""
        stored = self.stored.get(id_)
        return stored is not None and (stored.is_removed or stored.record != record)

    def counts(self) -> RecordCounts:
        """Count the records to create and to change."""
        return RecordCounts(
            sum(1 for id_ in self.records if id_ not in self.held),
            sum(1 for id_, record in self.records.items() if self.differs(id_, record)),
        )

    def writes(self) -> Iterator[Write]:
        """Give what is to be written."""
        for id_, record in self.records.items():
            if id_ not in self.held:
                yield Create(record)
            elif self.differs(id_, record):
                stored = self.stored[id_]
                if stored.is_removed:
                    yield Restore(self.noun, id_, stored.version)
                    if record != stored.record:
                        yield Change(record, None)
                else:
                    yield Change(record, stored.version)

    def record(self, id_: str, values: Values) -> AnyRecord:
        """Make a record of what a row states, or change the one that is there.

        Raises
        ------
        InvalidRecordError

        """
        stored = self.stored.get(id_)
        if stored is not None:
            return merged(stored.record, values)
        return _made(self.noun, id_, values)

    def repeated(self, id_: str, record: AnyRecord) -> FieldIssue:
        """Tell what a second row of one identity is: the same again, or a contradiction."""
        file, line = self.origins[id_]
        facts = {"file": file, "line": str(line)}
        first = self.records[id_]
        for name in type(record).__dataclass_fields__:
            value, earlier = getattr(record, name), getattr(first, name)
            if value != earlier:
                facts["first"] = shown(_as_text(earlier))
                return FieldIssue(name, "conflicting-row", shown(_as_text(value)), facts)
        return FieldIssue("row", "duplicate-row", id_, facts)


class Drafts:
    """What the rows make of the network's records; nothing is written.

    Parameters
    ----------
    store, network_id
        What the rows are compared with.
    author
        Whose import it is; others' private notes are unknown to it.

    """

    def __init__(self, store: RecordStore, network_id: NetworkId, author: UserId) -> None:
        self._store = store
        self._network_id = network_id
        self._author = author
        self._shelves = {noun: Shelf(noun, store.ids_of(network_id, noun)) for noun in Noun}
        self._acts: dict[int, str] = {}

    def __getitem__(self, noun: Noun) -> Shelf:
        return self._shelves[noun]

    def is_first(self) -> bool:
        """Tell whether the store holds nothing of this network yet."""
        return not any(shelf.held for shelf in self._shelves.values())

    def counts(self) -> dict[Noun, RecordCounts]:
        """Count the records to create and to change."""
        counts = {noun: shelf.counts() for noun, shelf in self._shelves.items()}
        return {noun: count for noun, count in counts.items() if count.new or count.changed}

    def writes(self) -> Iterator[Write]:
        """Give what is to be written, types and actors before what names them."""
        yield from self._shelves[Noun.TIE_TYPE].writes()
        for noun, shelf in self._shelves.items():
            if noun is not Noun.TIE_TYPE:
                yield from shelf.writes()

    def take(self, row: Row) -> AnyRecord | None:
        """Make the record of a row, or change the one that is there; refuse what is wrong.

        The records that stand under the id must have been fetched.
        """
        shelf, id_, issues = self._shelves[row.noun], row.id, row.issues
        is_held = id_ in shelf.held
        if is_held:
            stored = shelf.stored.get(id_)
            if stored is None:
                issues.append(FieldIssue("id", "duplicate-id", id_, {"taken_by": row.noun.value}))
            elif stored.is_removed and not self.was_undone(stored):
                issues.append(FieldIssue("id", "removed-record", id_))
        record: AnyRecord | None = None
        try:
            record = shelf.record(id_, row.values)
        except InvalidRecordError as error:
            row.note(error.issues)
        if record is not None and not issues and id_ in shelf.origins:
            issue = shelf.repeated(id_, record)
            if issue.code == "conflicting-row" and row.natural:
                return self._take_beside(row, issue)
            issues.append(issue)
        if record is None or issues:
            row.refuse()
            return None
        shelf.origins[id_] = (row.tally.name, row.line)
        shelf.records[id_] = record
        if not is_held:
            row.tally.new += 1
        elif shelf.differs(id_, record):
            row.tally.changed += 1
        else:
            row.tally.unchanged += 1
        return record

    def refuse_all(self, row: Row, noun: Noun, *stood_in: str) -> None:
        """Refuse a row for what is known to be wrong with it, and for all else that is.

        ``stood_in`` are fields whose values only stand for what the row does not tell.
        """
        try:
            _made(noun, row.values.pop("id", "") or noun.value, row.values)
        except InvalidRecordError as error:
            row.note(issue for issue in error.issues if issue.field not in stood_in)
        row.refuse()

    def _take_beside(self, row: Row, difference: FieldIssue) -> AnyRecord | None:
        """Keep a second row of one natural key that states something else.

        Two terms whose starts nobody knows are two; of two ends for one start we cannot tell
        which is right. Neither is lost, and the difference is pointed out.
        """
        if row.copies == 1:
            earlier = difference.facts
            row.warn(
                "kept-beside",
                difference.field,
                difference.value,
                first_file=earlier["file"],
                first_line=earlier["line"],
                first_value=earlier["first"],
            )
        row.stand_beside()
        self.fetch(row.noun, [row.id])
        return self.take(row)

    def fetch(self, noun: Noun, ids: Iterable[str]) -> None:
        """Read the records of these ids that the store holds and we have not read yet."""
        shelf = self._shelves[noun]
        if not shelf.held:
            return
        wanted = [
            id_ for id_ in dict.fromkeys(ids) if id_ in shelf.held and id_ not in shelf.stored
        ]
        for start in range(0, len(wanted), FETCHED):
            part = wanted[start : start + FETCHED]
            found = self._store.load(self._network_id, noun, part, reader=self._author)
            shelf.stored.update(found)

    def was_undone(self, stored: Stored[AnyRecord]) -> bool:
        """Tell whether it was an undone import, not a person, that took a record out of use."""
        revision = stored.revision
        if revision not in self._acts:
            entries = self._store.list_revisions(self._network_id, before=revision + 1, limit=1)
            self._acts[revision] = entries[0].act if entries else ""
        return self._acts[revision] == UNDO_ACT


def _made(noun: Noun, id_: str, values: Values) -> AnyRecord:
    """Make a new record of what a row states.

    Raises
    ------
    InvalidRecordError

    """
    if needed := _NEEDED_TEXT.get(noun):
        values.setdefault(needed, "")  # so that the record itself says that it is missing
    for name in ("fields", "external_ids"):
        stated = values.get(name)
        values[name] = {key: text for key, text in stated.items() if text} if stated else _NONE
    if noun is Noun.PARTNER and "is_key_partner" not in values:
        values["is_key_partner"] = is_key_by_default(values.get("sector"), values.get("level"))
    return RECORD_OF[noun](id=id_, **values)


def merged(record: AnyRecord, values: Mapping[str, Any]) -> AnyRecord:
    """Give a record with what a file states; what the file has no column for stays.

    Aliases are united, custom fields and identifiers elsewhere replaced one by one. The record
    itself comes back if nothing differs.

    Raises
    ------
    InvalidRecordError
        If the two together mean nothing.

    """
    changes: dict[str, Any] = {}
    for name, value in values.items():
        old = getattr(record, name)
        if name == "aliases":
            new = (*old, *(alias for alias in value if alias not in old))
        elif name in ("fields", "external_ids"):
            new = _merged_entries(old, value)
        elif isinstance(old, str) and isinstance(value, str) and old.strip() == value:
            new = old
        else:
            new = value
        if new != old:
            changes[name] = new
    return replace(record, **changes) if changes else record


def _merged_entries(old: Mapping[str, Any], stated: Mapping[str, str]) -> dict[str, Any]:
    """Take stated entries over; an entry that reads the same keeps its value and type."""
    new = dict(old)
    for name, text in stated.items():
        if name in new and _reads_as(new[name], text):
            continue
        if text:
            new[name] = text
        else:
            new.pop(name, None)
    return new


def _reads_as(held: FieldValue, text: str) -> bool:
    """Tell whether a cell says what a custom field holds: 7 is 7.0, as spreadsheets write it."""
    if isinstance(held, int | float) and not isinstance(held, bool):
        try:
            return read_number(text) == held
        except CellError:
            return False
    return written(held).strip() == text


def _as_text(value: object) -> str:
    if isinstance(value, StatedDate):
        return value.iso
    if isinstance(value, StrengthOverride):
        return f"{written(value.strength)} ({value.reason})"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {entry}" for name, entry in value.items())
    return "" if value is None else str(value)
