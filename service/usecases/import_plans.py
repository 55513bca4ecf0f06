"""Plans an import: from rows to records, against what the store holds already.

The planner reads table after table, actors first, and decides for each row whether it adds,
changes or repeats a record, or is refused and why. Nothing is written here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any, Final, TypeAlias

from graph.errors import FieldIssue, InvalidRecordError, LimitError, shown
from graph.ports import Change, Create, RecordStore, Restore, Write
from graph.records.checks import LONGEST_NAME, MOST_ITEMS, Checks
from graph.records.contacts import Contact
from graph.records.dates import StatedDate, epoch_day
from graph.records.identity import is_identifier, natural_id
from graph.records.interactions import Delegate, interaction_id
from graph.records.names import fold
from graph.records.partners import Partner, is_key_by_default
from graph.records.positions import Position, position_id
from graph.records.stored import RECORD_OF, AnyRecord, Stored
from graph.records.ties import BUILT_IN_TYPES, TieType, custom_type, tie_id
from graph.vocabulary import ActorKind, NetworkId, Noun, PositionType, UserId
from service.exchange.cells import TYPE_WORDS, written
from service.exchange.columns import RowReader
from service.exchange.layout import FileKind
from service.exchange.mapping import RelationshipMapping, TypeRule
from service.exchange.reports import FileReport, RecordCounts, RefusedRow
from service.exchange.source import Source
from service.exchange.tables import FileWarning

Progress: TypeAlias = Callable[[str, int, int], None]
"""Is told the stage, how much of it is done and of how much (0: not known); may raise to stop."""

UNDO_ACT: Final = "undo-import"
IMPORT_ACT: Final = "import"
CHUNK: Final = 2_000
MOST_EXAMPLES: Final = 20
"""Warnings of one code that are told one by one for each table; further ones are counted."""

LONG_AGO: Final = 1900
FAR_AHEAD: Final = 20
"""A year before the first, or so many years from now, is probably a slip of the keyboard."""

Values: TypeAlias = dict[str, Any]
Issues: TypeAlias = list[FieldIssue]

_POSITION_TYPES: Final = {type_.value: type_ for type_ in PositionType}
_TIE_ONLY: Final = ("last_contact", "contact_count")
_POSITION_ONLY: Final = ("title", "capacity")
_ACTOR_NOUNS: Final = {ActorKind.CONTACT: Noun.CONTACT, ActorKind.PARTNER: Noun.PARTNER}


@dataclass(slots=True)
class Tally:
    """What became of the rows of one table so far."""

    reader: RowReader
    most_refused: int
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list[RefusedRow])
    warnings: dict[tuple[str, str], list[FileWarning]] = field(
        default_factory=dict[tuple[str, str], list[FileWarning]]
    )
    further: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    @property
    def name(self) -> str:
        """What reports call the table."""
        return self.reader.table.name

    def refuse(self, line: int, cells: Sequence[str], issues: Iterable[FieldIssue]) -> None:
        """Refuse a row.

        Raises
        ------
        LimitError
            If so many rows are refused that the mapping must be wrong.

        """
        if len(self.refused) >= self.most_refused:
            raise LimitError("refused_rows", self.most_refused, f"more in {self.name}")
        told = tuple(self.reader.as_written(issues))
        self.refused.append(RefusedRow(line, tuple(cells), told))

    def warn(self, code: str, line: int, field_: str, value: str = "", **facts: str) -> None:
        """Note something to look at; beyond some examples it is only counted."""
        key = (code, field_)
        kept = self.warnings.setdefault(key, [])
        if len(kept) < MOST_EXAMPLES:
            header = self.reader.header_of(field_)
            kept.append(FileWarning(code, self.name, line, header, shown(value), 1, facts))
        else:
            self.further[key] = self.further.get(key, 0) + 1

    def report(self) -> FileReport:
        """Close the account."""
        table = self.reader.table
        refused = tuple(sorted(self.refused, key=lambda row: row.line))
        counts = (self.new, self.changed, self.unchanged)
        return FileReport(table.name, self.reader.kind, table.header, *counts, refused)

    def told(self) -> Iterator[FileWarning]:
        """Give the warnings; the last example of a kind carries the count of the further ones."""
        yield from self.reader.warnings
        for key, kept in self.warnings.items():
            yield from kept[:-1]
            yield replace(kept[-1], count=1 + self.further.get(key, 0))


@dataclass(frozen=True, slots=True)
class Place:
    """A row: where it stands and what its cells are."""

    tally: Tally
    line: int
    cells: list[str]

    def refuse(self, issues: Iterable[FieldIssue]) -> None:
        """Refuse the row."""
        self.tally.refuse(self.line, self.cells, issues)


class Planner:
    """Turns the rows of a source into records and compares them with the store.

    Parameters
    ----------
    store, network_id
        What they are compared with.
    author
        Whose import it is; others' private notes are unknown to it.
    at
        Now, to notice dates that lie ahead.
    progress
        Told how far it is.

    """

    def __init__(
        self,
        store: RecordStore,
        network_id: NetworkId,
        source: Source,
        *,
        author: UserId,
        at: datetime,
        progress: Progress | None = None,
    ) -> None:
        self._store = store
        self._network_id = network_id
        self._source = source
        self._author = author
        self._at = at
        self._today = epoch_day(at.date())
        self._progress = progress
        self._rows = 0
        self._read_before = 0
        self._tallies: list[Tally] = []
        self._held = {noun: store.ids_of(network_id, noun) for noun in Noun}
        self._drafts: dict[Noun, dict[str, AnyRecord]] = {noun: {} for noun in Noun}
        self._origins: dict[Noun, dict[str, tuple[str, int]]] = {noun: {} for noun in Noun}
        self._stored: dict[Noun, dict[str, Stored[AnyRecord]]] = {noun: {} for noun in Noun}
        self._kinds: dict[str, ActorKind] = {
            **dict.fromkeys(self._held[Noun.PARTNER], ActorKind.PARTNER),
            **dict.fromkeys(self._held[Noun.CONTACT], ActorKind.CONTACT),
        }
        self._refused_actors: dict[str, tuple[str, int]] = {}
        self._names: dict[str, list[str]] | None = None
        self._acts: dict[int, str] = {}
        self._types: dict[str, TieType] = dict(BUILT_IN_TYPES)
        self._type_words: dict[str, TypeRule] = {}
        self._posts: dict[tuple[str, str], tuple[str, Place]] = {}

    # ------------------------------------------------------------------ what came out

    def run(self) -> None:
        """Read everything.

        Raises
        ------
        UnreadableFileError
            If a file breaks off or breaks a limit.
        CancelledError
            If the progress callback raises it.

        """
        self._load_types()
        self._each(FileKind.TIE_TYPES, self._take_types)
        waiting: list[tuple[Place, str, Values, Issues, str]] = []
        self._each(FileKind.PARTNERS, lambda places: self._take_partners(places, waiting))
        self._settle_parents(waiting)
        self._each(FileKind.CONTACTS, self._take_contacts)
        self._take_aliases()
        self._each(FileKind.RELATIONSHIPS, self._take_relationships)
        self._each(FileKind.INTERACTIONS, self._take_interactions)
        self._each(FileKind.NOTES, self._take_notes)
        self._add_posts()
        self._warn_of_namesakes()
        self._told("checking", 1, 1)

    def files(self) -> tuple[FileReport, ...]:
        """Give what became of the rows of each table."""
        return tuple(tally.report() for tally in self._tallies)

    def warnings(self) -> tuple[FileWarning, ...]:
        """Give what a person should look at."""
        told = [warning for tally in self._tallies for warning in tally.told()]
        return (*self._source.warnings, *told)

    def new_types(self) -> tuple[str, ...]:
        """Give the types of relationship that are new to the network."""
        held = self._held[Noun.TIE_TYPE]
        return tuple(
            id_
            for id_ in self._drafts[Noun.TIE_TYPE]
            if id_ not in held and id_ not in BUILT_IN_TYPES
        )

    def counts(self) -> dict[Noun, RecordCounts]:
        """Count the records to create and to change."""
        found: dict[Noun, RecordCounts] = {}
        for noun, drafts in self._drafts.items():
            held = self._held[noun]
            new = sum(1 for id_ in drafts if id_ not in held)
            changed = sum(1 for id_, record in drafts.items() if self._differs(noun, id_, record))
            if new or changed:
                found[noun] = RecordCounts(new, changed)
        return found

    def writes(self) -> Iterator[Write]:
        """Give what is to be written, actors before what names them."""
        order = (Noun.TIE_TYPE, *(noun for noun in Noun if noun is not Noun.TIE_TYPE))
        for noun in order:
            held = self._held[noun]
            for id_, record in self._drafts[noun].items():
                if id_ not in held:
                    yield Create(record)
                elif self._differs(noun, id_, record):
                    stored = self._stored[noun][id_]
                    if stored.is_removed:
                        yield Restore(noun, id_, stored.version)
                        if record != stored.record:
                            yield Change(record, None)
                    else:
                        yield Change(record, stored.version)

    def _differs(self, noun: Noun, id_: str, record: AnyRecord) -> bool:
        stored = self._stored[noun].get(id_)
        return stored is not None and (stored.is_removed or stored.record != record)

    # ------------------------------------------------------------------ reading rows

    def _told(self, stage: str, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(stage, done, total)

    def _each(self, kind: FileKind, take: Callable[[list[Place]], None]) -> None:
        """Read the tables of one kind, chunk by chunk."""
        for reader in self._source.of(kind):
            tally = Tally(reader, self._source.limits.refused_rows)
            self._tallies.append(tally)
            reading = reader.table.open()
            rows = iter(reading)
            try:
                while chunk := [Place(tally, line, cells) for line, cells in islice(rows, CHUNK)]:
                    self._rows += len(chunk)
                    if self._rows > self._source.limits.rows:
                        raise LimitError("rows", self._source.limits.rows, "more")
                    take(chunk)
                    self._told("checking", self._read_before + reading.done(), self._source.size)
            finally:
                reading.close()
            self._read_before += reader.table.size

    def _place(
        self, noun: Noun, place: Place, id_: str, values: Values, issues: Issues
    ) -> AnyRecord | None:
        """Make the record of a row, or change the one that is there; refuse what is wrong.

        The existing records of the chunk must have been fetched.
        """
        record: AnyRecord | None = None
        if id_ in self._held[noun]:
            stored = self._stored[noun].get(id_)
            if stored is None:
                issues.append(FieldIssue("id", "duplicate-id", id_, {"taken_by": noun}))
            elif stored.is_removed and not self._was_undone(stored):
                issues.append(FieldIssue("id", "removed-record", id_))
        try:
            record = self._record(noun, id_, values)
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
        known = self._origins[noun].get(id_)
        if known is not None:
            place.refuse([self._repeated(noun, id_, record, known, place.tally.name)])
            return None
        tally = place.tally
        self._origins[noun][id_] = (tally.name, place.line)
        self._drafts[noun][id_] = record
        if id_ not in self._held[noun]:
            tally.new += 1
        elif self._differs(noun, id_, record):
            tally.changed += 1
        else:
            tally.unchanged += 1
        return record

    def _record(self, noun: Noun, id_: str, values: Values) -> AnyRecord:
        stored = self._stored[noun].get(id_)
        if stored is None:
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
        first = self._drafts[noun][id_]
        for name in type(record).__dataclass_fields__:
            value, earlier = getattr(record, name), getattr(first, name)
            if value != earlier:
                facts["first"] = shown(_as_text(earlier))
                return FieldIssue(name, "conflicting-row", shown(_as_text(value)), facts)
        return FieldIssue("row", "duplicate-row", id_, facts)

    def _fetch(self, noun: Noun, ids: Iterable[str]) -> None:
        """Read the records of these ids that the store holds and we have not read yet."""
        held, known = self._held[noun], self._stored[noun]
        if not held:
            return
        wanted = [id_ for id_ in dict.fromkeys(ids) if id_ in held and id_ not in known]
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            known.update(self._store.load(self._network_id, noun, part, reader=self._author))

    def _was_undone(self, stored: Stored[AnyRecord]) -> bool:
        """Tell whether it was an undone import, not a person, that took a record out of use."""
        revision = stored.revision
        if revision not in self._acts:
            entries = self._store.list_revisions(self._network_id, before=revision + 1, limit=1)
            self._acts[revision] = entries[0].act if entries else ""
        return self._acts[revision] == UNDO_ACT

    # ------------------------------------------------------------------ who is meant

    def _actor(self, text: str | None, name: str, issues: Issues) -> str | None:
        """Find the actor that a cell names by id or by unique name; note why if there is none."""
        if text is None or text in self._kinds:
            return text
        if text in self._refused_actors:
            file, line = self._refused_actors[text]
            issues.append(
                FieldIssue(name, "refused-end", shown(text), {"file": file, "line": str(line)})
            )
            return None
        found = self._by_name().get(fold(text), []) if text else []
        if len(found) == 1:
            return found[0]
        if found:
            facts = {"ids": ", ".join(found[:5])}
            issues.append(FieldIssue(name, "ambiguous-name", shown(text), facts))
        else:
            issues.append(FieldIssue(name, "unknown-end" if text else "missing", shown(text)))
        return None

    def _partner(self, text: str | None, name: str, issues: Issues) -> str | None:
        found = self._actor(text, name, issues)
        if found is not None and self._kinds[found] is not ActorKind.PARTNER:
            facts = {"kind": ActorKind.CONTACT.value, "type": name}
            issues.append(FieldIssue(name, "wrong-kind-of-end", shown(found), facts))
            return None
        return found

    def _by_name(self) -> dict[str, list[str]]:
        """Give the ids of all actors by folded name and alias."""
        if self._names is None:
            self._names = {}
            for entry in self._store.load_names(self._network_id):
                for name in (entry.name, *entry.aliases):
                    self._add_name(name, entry.id)
            for noun in _ACTOR_NOUNS.values():
                for record in self._drafts[noun].values():
                    self._add_names(record)
        return self._names

    def _add_names(self, record: AnyRecord) -> None:
        if isinstance(record, Contact | Partner):
            for name in (record.name, *record.aliases):
                self._add_name(name, record.id)

    def _add_name(self, name: str, id_: str) -> None:
        if self._names is not None:
            ids = self._names.setdefault(fold(name), [])
            if id_ not in ids:
                ids.append(id_)

    def _actor_id(self, kind: ActorKind, values: Values, issues: Issues) -> str:
        """Take the id of a row, or find the one actor of its name, or derive one from the name."""
        id_: str = values.pop("id", "")
        if id_:
            return id_
        name: str = values.get("name", "")
        found = [
            known
            for known in (self._by_name().get(fold(name), []) if name else [])
            if self._kinds.get(known) is kind and known in self._held[_ACTOR_NOUNS[kind]]
        ]
        if len(found) > 1:
            facts = {"ids": ", ".join(found[:5])}
            issues.append(FieldIssue("name", "ambiguous-name", shown(name), facts))
        return found[0] if found else natural_id(kind, fold(name) or name)

    # ------------------------------------------------------------------ partners and contacts

    def _take_partners(
        self, places: list[Place], waiting: list[tuple[Place, str, Values, Issues, str]]
    ) -> None:
        rows: list[tuple[Place, str, Values, Issues]] = []
        for place in places:
            values, issues = place.tally.reader.read(place.cells)
            id_ = self._actor_id(ActorKind.PARTNER, values, issues)
            rows.append((place, id_, values, issues))
        self._fetch(Noun.PARTNER, (id_ for _, id_, _, _ in rows))
        for place, id_, values, issues in rows:
            parent: str | None = values.get("parent_id")
            if parent is None or parent in self._kinds or parent == id_:
                self._take_partner(place, id_, values, issues)
            else:
                waiting.append((place, id_, values, issues, parent))

    def _take_partner(self, place: Place, id_: str, values: Values, issues: Issues) -> None:
        parent: str | None = values.get("parent_id")
        if parent is not None and parent != id_:
            values["parent_id"] = self._partner(parent, "parent_id", issues)
        self._take_actor(ActorKind.PARTNER, place, id_, values, issues)

    def _take_actor(
        self, kind: ActorKind, place: Place, id_: str, values: Values, issues: Issues
    ) -> None:
        taken = self._kinds.get(id_)
        if taken is not None and taken is not kind:
            issues.append(FieldIssue("id", "duplicate-id", id_, {"taken_by": _ACTOR_NOUNS[taken]}))
        record = self._place(_ACTOR_NOUNS[kind], place, id_, values, issues)
        if record is not None:
            self._kinds[id_] = kind
            self._refused_actors.pop(id_, None)
            self._add_names(record)
        elif id_ not in self._kinds:
            self._refused_actors[id_] = (place.tally.name, place.line)

    def _settle_parents(self, waiting: list[tuple[Place, str, Values, Issues, str]]) -> None:
        """Take the partners whose parents stand further down; who waits for nobody is refused."""
        while waiting:
            later: list[tuple[Place, str, Values, Issues, str]] = []
            for place, id_, values, issues, parent in waiting:
                if parent in self._kinds:
                    self._take_partner(place, id_, values, issues)
                else:
                    later.append((place, id_, values, issues, parent))
            if len(later) == len(waiting):
                break
            waiting = later
        still = {id_: place for place, id_, _, _, _ in waiting}
        while waiting:
            place, id_, values, issues, parent = waiting.pop(0)
            before = place.tally.name
            circle = still.get(parent)
            if (
                circle is not None
                and parent not in self._refused_actors
                and parent not in self._kinds
            ):
                facts = {"file": circle.tally.name or before, "line": str(circle.line)}
                issues.append(FieldIssue("parent_id", "circular-parents", parent, facts))
                values["parent_id"] = None
            self._take_partner(place, id_, values, issues)

    def _take_contacts(self, places: list[Place]) -> None:
        rows: list[tuple[Place, str, Values, Issues]] = []
        for place in places:
            values, issues = place.tally.reader.read(place.cells)
            id_ = self._actor_id(ActorKind.CONTACT, values, issues)
            rows.append((place, id_, values, issues))
        self._fetch(Noun.CONTACT, (id_ for _, id_, _, _ in rows))
        for place, id_, values, issues in rows:
            partner = self._partner(values.pop("partner_id", None), "partner_id", issues)
            title: str = values.pop("title", "")
            refused = len(place.tally.refused)
            self._take_actor(ActorKind.CONTACT, place, id_, values, issues)
            if partner is not None and len(place.tally.refused) == refused:
                self._posts[id_, partner] = (title, place)

    # ------------------------------------------------------------------ aliases

    def _take_aliases(self) -> None:
        """Unite the aliases of a file with those that are known."""
        seen: dict[tuple[str, str], tuple[str, int]] = {}
        more: dict[str, list[str]] = {}
        self._each(FileKind.ALIASES, lambda places: self._take_alias_rows(places, seen, more))
        for id_, aliases in more.items():
            noun = _ACTOR_NOUNS[self._kinds[id_]]
            record = self._drafts[noun].get(id_) or self._stored[noun][id_].record
            if isinstance(record, Contact | Partner):
                changed = replace(record, aliases=(*record.aliases, *aliases))
                self._drafts[noun][id_] = changed
                self._add_names(changed)

    def _take_alias_rows(
        self,
        places: list[Place],
        seen: dict[tuple[str, str], tuple[str, int]],
        more: dict[str, list[str]],
    ) -> None:
        rows: list[tuple[Place, str | None, str, Issues]] = []
        for place in places:
            values, issues = place.tally.reader.read(place.cells)
            id_ = self._actor(values.get("actor_id") or "", "actor_id", issues)
            rows.append((place, id_, values.get("alias", ""), issues))
        for kind, noun in _ACTOR_NOUNS.items():
            self._fetch(noun, (id_ for _, id_, _, _ in rows if id_ and self._kinds[id_] is kind))
        for place, id_, alias, issues in rows:
            checks = Checks()
            checks.text("alias", alias, LONGEST_NAME, required=True)
            if id_ is None or issues or checks.issues:
                place.refuse([*issues, *checks.issues])
                continue
            self._take_alias(place, id_, alias, seen, more)

    def _take_alias(
        self,
        place: Place,
        id_: str,
        alias: str,
        seen: dict[tuple[str, str], tuple[str, int]],
        more: dict[str, list[str]],
    ) -> None:
        noun = _ACTOR_NOUNS[self._kinds[id_]]
        first = seen.setdefault((id_, alias), (place.tally.name, place.line))
        if first != (place.tally.name, place.line):
            facts = {"line": str(first[1])}
            if first[0] != place.tally.name:
                facts["file"] = first[0]
            place.refuse([FieldIssue("row", "duplicate-row", shown(alias), facts)])
            return
        stored = self._stored[noun].get(id_)
        record = self._drafts[noun].get(id_) or (stored.record if stored else None)
        if stored is not None and stored.is_removed and id_ not in self._drafts[noun]:
            place.refuse([FieldIssue("actor_id", "removed-record", id_)])
            return
        known = record.aliases if isinstance(record, Contact | Partner) else ()
        added = more.setdefault(id_, [])
        if len(known) + len(added) >= MOST_ITEMS:
            place.refuse([FieldIssue("alias", "too-many", shown(alias), {"most": str(MOST_ITEMS)})])
            return
        if alias not in known:
            added.append(alias)
        held = (
            stored.record.aliases if stored and isinstance(stored.record, Contact | Partner) else ()
        )
        if alias in held:
            place.tally.unchanged += 1
        else:
            place.tally.new += 1

    # ------------------------------------------------------------------ relationships

    def _load_types(self) -> None:
        held = self._held[Noun.TIE_TYPE]
        self._fetch(Noun.TIE_TYPE, held)
        for id_, stored in self._stored[Noun.TIE_TYPE].items():
            if isinstance(stored.record, TieType) and not stored.is_removed:
                self._types[id_] = stored.record

    def _take_types(self, places: list[Place]) -> None:
        for place in places:
            values, issues = place.tally.reader.read(place.cells)
            id_: str = values.pop("id", "")
            record = self._place(Noun.TIE_TYPE, place, id_, values, issues)
            if isinstance(record, TieType):
                self._types[id_] = record

    def _take_relationships(self, places: list[Place]) -> None:
        rows: list[tuple[Place, Noun, str, Values, Issues]] = []
        for place in places:
            values, issues = place.tally.reader.read(place.cells)
            rule = self._rule(place, values.pop("type", ""), issues)
            source = self._actor(values.pop("source_id", None) or "", "source_id", issues)
            target = self._actor(values.pop("target_id", None) or "", "target_id", issues)
            if rule is None or source is None or target is None:
                place.refuse(issues)
                continue
            if rule.reverse:
                source, target = target, source
            if rule.label and not values.get("label"):
                values["label"] = rule.label
            if rule.title and not values.get("title"):
                values["title"] = rule.title
            position = _POSITION_TYPES.get(rule.type)
            id_: str = values.pop("id", "")
            if position is not None:
                self._as_position(place, position, source, target, values, issues)
                key = (source, target, position, values.get("label", ""), values.get("since"))
                rows.append((place, Noun.POSITION, id_ or position_id(*key), values, issues))
            else:
                self._as_tie(place, rule.type, source, target, values, issues)
                key = (source, target, rule.type, values.get("label", ""), values.get("since"))
                rows.append((place, Noun.TIE, id_ or tie_id(*key), values, issues))
        for noun in (Noun.POSITION, Noun.TIE):
            self._fetch(noun, (id_ for _, row_noun, id_, _, _ in rows if row_noun is noun))
        for place, noun, id_, values, issues in rows:
            self._warn_of_dates(place, values)
            self._place(noun, place, id_, values, issues)

    def _as_position(
        self,
        place: Place,
        type_: PositionType,
        source: str,
        target: str,
        values: Values,
        issues: Issues,
    ) -> None:
        if self._kinds[source] is not ActorKind.CONTACT:
            facts = {"kind": ActorKind.PARTNER.value, "type": type_.value}
            issues.append(FieldIssue("source_id", "wrong-kind-of-end", source, facts))
        if self._kinds[target] is not ActorKind.PARTNER:
            facts = {"kind": ActorKind.CONTACT.value, "type": type_.value}
            issues.append(FieldIssue("target_id", "wrong-kind-of-end", target, facts))
        for name in _TIE_ONLY:
            if values.pop(name, None) is not None:
                place.tally.warn("not-kept", place.line, name, type=type_.value)
        values["contact_id"] = source
        values["partner_id"] = target
        values["type"] = type_

    def _as_tie(
        self,
        place: Place,
        type_: str,
        source: str,
        target: str,
        values: Values,
        issues: Issues,
    ) -> None:
        known = self._types[type_]
        for name, end, allowed in (
            ("source_id", source, known.source_kinds),
            ("target_id", target, known.target_kinds),
        ):
            kind = self._kinds[end]
            if kind not in allowed:
                facts = {"kind": kind.value, "type": type_}
                issues.append(FieldIssue(name, "wrong-kind-of-end", end, facts))
        for name in _POSITION_ONLY:
            value = values.pop(name, None)
            if value and value != values.get("label"):
                place.tally.warn("not-kept", place.line, name, str(value), type=type_)
        values["source_id"] = source
        values["target_id"] = target
        values["type"] = type_

    def _rule(self, place: Place, word: str, issues: Issues) -> TypeRule | None:
        """Find out what a type of relationship means here; an unknown one becomes our own."""
        known = self._type_words.get(word)
        if known is not None:
            return known
        if not word:
            issues.append(FieldIssue("type", "missing"))
            return None
        mapping = place.tally.reader.mapping
        rules = mapping.types if isinstance(mapping, RelationshipMapping) else {}
        plain = fold(word)
        rule = rules.get(word) or next(
            (rule for name, rule in rules.items() if fold(name) == plain), None
        )
        type_ = rule.type if rule else TYPE_WORDS.get(plain, word)
        if type_ not in _POSITION_TYPES and type_ not in self._types:
            type_ = self._known_type(type_, word, place, issues)
        if not type_:
            return None
        rule = replace_type(rule, type_)
        self._type_words[word] = rule
        return rule

    def _known_type(self, type_: str, word: str, place: Place, issues: Issues) -> str:
        """Find a type whatever its case and spaces, or make it the network's own."""
        plain = fold(type_)
        for known in (*_POSITION_TYPES, *self._types):
            if fold(known) == plain:
                return known
        id_ = plain.replace(" ", "_")
        if not is_identifier(id_):
            issues.append(FieldIssue("type", "not-an-identifier", shown(word)))
            return ""
        if id_ not in self._types:
            record = replace(custom_type(id_), label_en=word[:80], label_id=word[:80])
            self._fetch(Noun.TIE_TYPE, [id_])
            self._types[id_] = record
            self._drafts[Noun.TIE_TYPE][id_] = record
            place.tally.warn("new-tie-type", place.line, "type", word, id=id_)
        return id_

    def _add_posts(self) -> None:
        """Make undated positions of the partners that contacts name, where nothing says more."""
        if not self._posts:
            return
        told = {
            (record.contact_id, record.partner_id)
            for record in self._drafts[Noun.POSITION].values()
            if isinstance(record, Position)
        }
        pairs = [pair for pair in self._posts if pair not in told]
        standing: set[tuple[str, str]] = set()
        if self._held[Noun.POSITION]:
            for start in range(0, len(pairs), CHUNK):
                part = pairs[start : start + CHUNK]
                for stored in self._store.positions_at(self._network_id, part):
                    record = stored.record
                    if isinstance(record, Position):
                        standing.add((record.contact_id, record.partner_id))
        made = {pair: position_id(*pair, PositionType.WORKS_FOR, "", None) for pair in pairs}
        self._fetch(Noun.POSITION, made.values())
        for pair, id_ in made.items():
            title, place = self._posts[pair]
            stored = self._stored[Noun.POSITION].get(id_)
            if stored is None:
                if pair not in standing:
                    record = Position(id=id_, contact_id=pair[0], partner_id=pair[1], title=title)
                    self._drafts[Noun.POSITION][id_] = record
            elif not stored.is_removed or self._was_undone(stored):
                values = {"title": title} if "title" in place.tally.reader.fields else {}
                self._drafts[Noun.POSITION][id_] = merged(stored.record, values)

    # ------------------------------------------------------------------ interactions, notes

    def _take_interactions(self, places: list[Place]) -> None:
        rows: list[tuple[Place, str, Values, Issues]] = []
        for place in places:
            values, issues = place.tally.reader.read(place.cells)
            self._settle_participants(values, issues)
            id_: str = values.pop("id", "")
            needed = [name for name in ("kind", "held_on") if values.get(name) is None]
            if needed:
                told = {issue.field for issue in issues}
                reader = place.tally.reader
                issues += [
                    FieldIssue(name, "missing")
                    for name in needed
                    if reader.header_of(name) not in told
                ]
                place.refuse(issues)
                continue
            id_ = id_ or interaction_id(
                values["kind"],
                values["held_on"],
                values.get("participants", ()),
                values.get("subject", ""),
                values.get("location", ""),
            )
            rows.append((place, id_, values, issues))
        self._fetch(Noun.INTERACTION, (id_ for _, id_, _, _ in rows))
        for place, id_, values, issues in rows:
            if values["held_on"].day > self._today + 1:
                place.tally.warn("lies-ahead", place.line, "held_on", values["held_on"].iso)
            self._place(Noun.INTERACTION, place, id_, values, issues)

    def _settle_participants(self, values: Values, issues: Issues) -> None:
        named: tuple[str, ...] = values.get("participants", ())
        found = [
            self._actor(text, f"participants[{number}]", issues)
            for number, text in enumerate(named)
        ]
        values["participants"] = tuple(id_ for id_ in found if id_ is not None)
        if "initiator" in values:
            values["initiator"] = self._actor(values["initiator"], "initiator", issues)
        if "delegates" in values:
            delegates: list[Delegate] = []
            for text in values["delegates"]:
                who, _, whom = text.partition(">")
                ends = [self._actor(end.strip(), "delegates", issues) for end in (who, whom)]
                if ends[0] is not None and ends[1] is not None:
                    delegates.append(Delegate(ends[0], ends[1]))
            values["delegates"] = tuple(delegates)

    def _take_notes(self, places: list[Place]) -> None:
        rows: list[tuple[Place, str, Values, Issues]] = []
        for place in places:
            values, issues = place.tally.reader.read(place.cells)
            about = self._actor(values.pop("about_id", None) or "", "about_id", issues)
            if about is None:
                place.refuse(issues)
                continue
            values["about_id"] = about
            id_: str = values.pop("id", "")
            if not id_:
                # Two people may note the same privately; neither may learn that the other did.
                writer = self._author if values.get("is_private", True) else ""
                id_ = natural_id("note", about, values.get("text", ""), writer)
            rows.append((place, id_, values, issues))
        self._fetch(Noun.NOTE, (id_ for _, id_, _, _ in rows))
        for place, id_, values, issues in rows:
            self._place(Noun.NOTE, place, id_, values, issues)

    # ------------------------------------------------------------------ things to look at

    def _warn_of_dates(self, place: Place, values: Values) -> None:
        last: StatedDate | None = values.get("last_contact")
        if last is not None and last.day > self._today + 1:
            place.tally.warn("lies-ahead", place.line, "last_contact", last.iso)
        latest = self._at.year + FAR_AHEAD
        for name in ("since", "until"):
            stated: StatedDate | None = values.get(name)
            if stated is not None and not LONG_AGO <= stated.first.year <= latest:
                place.tally.warn("unlikely-date", place.line, name, stated.iso)

    def _warn_of_namesakes(self) -> None:
        """Point at new people or organisations of one file that have the same name."""
        for kind, noun in ((FileKind.PARTNERS, Noun.PARTNER), (FileKind.CONTACTS, Noun.CONTACT)):
            tallies = {tally.name: tally for tally in self._tallies if tally.reader.kind is kind}
            first: dict[str, str] = {}
            held, origins = self._held[noun], self._origins[noun]
            for id_, record in self._drafts[noun].items():
                if id_ in held or id_ not in origins or not isinstance(record, Contact | Partner):
                    continue
                other = first.setdefault(record.name.casefold(), id_)
                if other != id_:
                    file, line = origins[id_]
                    facts = {"id": id_, "other": other}
                    tallies[file].warn("same-name", line, "name", record.name, **facts)


def replace_type(rule: TypeRule | None, type_: str) -> TypeRule:
    """Give a rule with the type that the network knows."""
    return TypeRule(type=type_) if rule is None else rule.model_copy(update={"type": type_})


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
