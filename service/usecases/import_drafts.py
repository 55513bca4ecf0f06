"""Drafts of an import: the records of its rows beside those that the store holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from graph.errors import FieldIssue, InvalidRecordError, shown
from graph.ports import Change, Create, RecordStore, Restore, Write
from graph.records.dates import StatedDate
from graph.records.partners import is_key_by_default
from graph.records.stored import RECORD_OF, AnyRecord, Stored
from graph.vocabulary import NetworkId, Noun, UserId
from service.exchange.cells import written
from service.exchange.reports import RecordCounts
from service.usecases.import_rows import CHUNK, ReadRow, Values

_NEEDED_TEXT: Final = {Noun.PARTNER: "name", Noun.CONTACT: "name", Noun.NOTE: "text"}
UNDO_ACT: Final = "undo-import"


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
        self.held = {noun: store.ids_of(network_id, noun) for noun in Noun}
        """Version of every record in the store, by id; removed ones negative."""
        self.records: dict[Noun, dict[str, AnyRecord]] = {noun: {} for noun in Noun}
        """Records as the import leaves them."""
        self.stored: dict[Noun, dict[str, Stored[AnyRecord]]] = {noun: {} for noun in Noun}
        """Records of the store that were fetched."""
        self.origins: dict[Noun, dict[str, tuple[str, int]]] = {noun: {} for noun in Noun}
        """Table and line that a record comes from."""
        self._acts: dict[int, str] = {}

    def counts(self) -> dict[Noun, RecordCounts]:
        """Count the records to create and to change."""
        found: dict[Noun, RecordCounts] = {}
        for noun, records in self.records.items():
            held = self.held[noun]
            new = sum(1 for id_ in records if id_ not in held)
            changed = sum(1 for id_, record in records.items() if self.differs(noun, id_, record))
            if new or changed:
                found[noun] = RecordCounts(new, changed)
        return found

    def writes(self) -> Iterator[Write]:
        """Give what is to be written, actors before what names them."""
        order = (Noun.TIE_TYPE, *(noun for noun in Noun if noun is not Noun.TIE_TYPE))
        for noun in order:
            held = self.held[noun]
            for id_, record in self.records[noun].items():
                if id_ not in held:
                    yield Create(record)
                elif self.differs(noun, id_, record):
                    stored = self.stored[noun][id_]
                    if stored.is_removed:
                        yield Restore(noun, id_, stored.version)
                        if record != stored.record:
                            yield Change(record, None)
                    else:
                        yield Change(record, stored.version)

    def differs(self, noun: Noun, id_: str, record: AnyRecord) -> bool:
        """Tell whether a record of the store is not as the import leaves it."""
        stored = self.stored[noun].get(id_)
        return stored is not None and (stored.is_removed or stored.record != record)

    def take(self, noun: Noun, row: ReadRow) -> AnyRecord | None:
        """Make the record of a row, or change the one that is there; refuse what is wrong.

        The records that stand under the id must have been fetched.
        """
        place, id_, issues = row.place, row.id, row.issues
        record: AnyRecord | None = None
        if id_ in self.held[noun]:
            stored = self.stored[noun].get(id_)
            if stored is None:
                issues.append(FieldIssue("id", "duplicate-id", id_, {"taken_by": noun}))
            elif stored.is_removed and not self.was_undone(stored):
                issues.append(FieldIssue("id", "removed-record", id_))
        try:
            record = self._record(noun, id_, row.values)
        except InvalidRecordError as error:
            named = {issue.field for issue in place.tally.reader.as_written(issues)}
            issues += [
                issue
                for issue in error.issues
                if place.tally.reader.header_of(issue.field) not in named
            ]
        if issues:
            place.refuse(issues)
            return None
        if record is None:
            return None
        known = self.origins[noun].get(id_)
        if known is not None:
            place.refuse([self._repeated(noun, id_, record, known, place.tally.name)])
            return None
        tally = place.tally
        self.origins[noun][id_] = (tally.name, place.line)
        self.records[noun][id_] = record
        if id_ not in self.held[noun]:
            tally.new += 1
        elif self.differs(noun, id_, record):
            tally.changed += 1
        else:
            tally.unchanged += 1
        return record

    def _record(self, noun: Noun, id_: str, values: Values) -> AnyRecord:
        stored = self.stored[noun].get(id_)
        if stored is None:
            if needed := _NEEDED_TEXT.get(noun):
                values.setdefault(needed, "")  # so that the record itself says that it is missing
            for name in ("fields", "external_ids"):
                if name in values:
                    values[name] = {key: text for key, text in values[name].items() if text}
            if noun is Noun.PARTNER and "is_key_partner" not in values:
                values["is_key_partner"] = is_key_by_default(
                    values.get("sector"), values.get("level")
                )
            return RECORD_OF[noun](id=id_, **values)
        return merged(stored.record, values)

    def _repeated(
        self, noun: Noun, id_: str, record: AnyRecord, known: tuple[str, int], here: str
    ) -> FieldIssue:
        """Tell what a second row of one identity is: the same again, or a contradiction."""
        file, line = known
        facts = {"line": str(line)} if file == here else {"line": str(line), "file": file}
        first = self.records[noun][id_]
        for name in type(record).__dataclass_fields__:
            value, earlier = getattr(record, name), getattr(first, name)
            if value != earlier:
                facts["first"] = shown(_as_text(earlier))
                return FieldIssue(name, "conflicting-row", shown(_as_text(value)), facts)
        return FieldIssue("row", "duplicate-row", id_, facts)

    def fetch(self, noun: Noun, ids: Iterable[str]) -> None:
        """Read the records of these ids that the store holds and we have not read yet."""
        held, known = self.held[noun], self.stored[noun]
        if not held:
            return
        wanted = [id_ for id_ in dict.fromkeys(ids) if id_ in held and id_ not in known]
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            known.update(self._store.load(self._network_id, noun, part, reader=self._author))

    def was_undone(self, stored: Stored[AnyRecord]) -> bool:
        """Tell whether it was an undone import, not a person, that took a record out of use."""
        revision = stored.revision
        if revision not in self._acts:
            entries = self._store.list_revisions(self._network_id, before=revision + 1, limit=1)
            self._acts[revision] = entries[0].act if entries else ""
        return self._acts[revision] == UNDO_ACT


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
        if name in new and written(new[name]).strip() == text:
            continue
        if text:
            new[name] = text
        else:
            new.pop(name, None)
    return new


def _as_text(value: object) -> str:
    if isinstance(value, StatedDate):
        return value.iso
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
