"""Plans an import: from rows to records, against what the store holds already.

The planner reads table after table, actors first, and decides for each row whether it adds,
changes or repeats a record, or is refused and why. Nothing is written here.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final, TypeAlias

from graph.errors import FieldIssue, LimitError
from graph.ports import RecordStore, Write
from graph.records.contacts import Contact
from graph.records.dates import StatedDate, epoch_day, parse_date
from graph.records.identity import natural_id
from graph.records.interactions import Delegate, interaction_id
from graph.records.partners import Partner
from graph.vocabulary import ActorKind, InteractionKind, NetworkId, Noun, UserId
from service.exchange.layout import FileKind
from service.exchange.reports import FileReport, RecordCounts, numbered
from service.exchange.source import Source
from service.exchange.tables import FileWarning
from service.usecases.import_actors import Actors
from service.usecases.import_drafts import Drafts
from service.usecases.import_ends import Ends
from service.usecases.import_relationships import Relationships
from service.usecases.import_rows import FIRST_CHUNK, LATER_CHUNK, Issues, Row, Tally, Values

Progress: TypeAlias = Callable[[str, int, int], None]
"""Is told the stage, how much of it is done and of how much (0: not known); may raise to stop."""

LONG_AGO: Final = parse_date("1000")
"""Stands for a date that is not known: nothing else can lie before it."""


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
        self._drafts = Drafts(store, network_id, author)
        self._ends = Ends(store, network_id, self._drafts)
        self._actors = Actors(self._drafts, self._ends)
        self._relationships = Relationships(
            self._drafts,
            self._ends,
            at,
            source.limits.new_types,
            author=author,
            today=store.load_network(network_id).network.today(at),
        )

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
        actors, relationships = self._actors, self._relationships
        self._each(FileKind.TIE_TYPES, relationships.take_types)
        self._each(FileKind.PARTNERS, actors.take_partners)
        actors.settle(ActorKind.PARTNER)
        self._each(FileKind.CONTACTS, actors.take_contacts)
        actors.settle(ActorKind.CONTACT)
        self._each(FileKind.ALIASES, actors.take_aliases)
        actors.settle_aliases()
        self._each(FileKind.RELATIONSHIPS, relationships.take)
        self._each(FileKind.INTERACTIONS, self._take_interactions)
        self._each(FileKind.NOTES, self._take_notes)
        relationships.add_posts(actors.posts, self._store, self._network_id)
        self._warn_of_namesakes()
        self._told("checking", 1, 1)

    def files(self) -> tuple[FileReport, ...]:
        """Give what became of the rows of each table."""
        return numbered(tally.report() for tally in self._tallies)

    def warnings(self) -> tuple[FileWarning, ...]:
        """Give what a person should look at."""
        told = [warning for tally in self._tallies for warning in tally.told()]
        return (*self._source.warnings, *told)

    def new_types(self) -> tuple[str, ...]:
        """Give the types of relationship that are new to the network."""
        return self._relationships.types.new()

    def counts(self) -> dict[Noun, RecordCounts]:
        """Count the records to create and to change."""
        return self._drafts.counts()

    def writes(self) -> Iterator[Write]:
        """Give what is to be written, actors before what names them."""
        return self._drafts.writes()

    # ------------------------------------------------------------------ reading rows

    def _told(self, stage: str, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(stage, done, total)

    def _each(self, kind: FileKind, take: Callable[[list[Row]], None]) -> None:
        """Read the tables of one kind, chunk by chunk."""
        for reader in self._source.of(kind):
            tally = Tally(reader, self._source.limits.refused_rows)
            self._tallies.append(tally)
            reading = reader.table.open()
            records = iter(reading)
            read = reader.read
            told = self._rows
            size = FIRST_CHUNK if self._drafts.is_first() else LATER_CHUNK
            try:
                while rows := [
                    Row(tally, line, cells, *read(cells)) for line, cells in islice(records, size)
                ]:
                    self._rows += len(rows)
                    if self._rows > self._source.limits.rows:
                        raise LimitError("rows", self._source.limits.rows, "more")
                    take(rows)
                    if self._rows >= told + LATER_CHUNK or len(rows) < size:
                        told = self._rows
                        done = self._read_before + reading.done()
                        self._told("checking", done, self._source.size)
            finally:
                reading.close()
            self._read_before += reader.table.size

    # ------------------------------------------------------------------ interactions, notes

    def _take_interactions(self, rows: list[Row]) -> None:
        sound = [row for row in rows if self._settle_interaction(row)]
        self._drafts.fetch(Noun.INTERACTION, (row.id for row in sound))
        for row in sound:
            held_on: StatedDate = row.values["held_on"]
            if held_on.day > self._today + 1:
                row.warn("lies-ahead", "held_on", held_on.iso)
            self._drafts.take(row)

    def _settle_interaction(self, row: Row) -> bool:
        """Find those who took part, and the id; refuse a row without kind or date."""
        values, issues = row.values, row.issues
        self._settle_participants(values, issues)
        needed = [name for name in ("kind", "held_on") if values.get(name) is None]
        if needed:
            row.note([FieldIssue(name, "missing") for name in needed])
            values["kind"] = values.get("kind") or InteractionKind.OTHER
            values["held_on"] = values.get("held_on") or LONG_AGO
            self._drafts.refuse_all(row, Noun.INTERACTION, *needed)
            return False
        row.noun = Noun.INTERACTION
        natural = interaction_id(
            values["kind"],
            values["held_on"],
            values["participants"],
            values.get("subject", ""),
            values.get("location", ""),
        )
        row.derive_id(values.pop("id", ""), natural)
        return True

    def _settle_participants(self, values: Values, issues: Issues) -> None:
        named: tuple[str, ...] = values.get("participants", ())
        found = [
            self._ends.actor(text, f"participants[{number}]", issues)
            for number, text in enumerate(named)
        ]
        values["participants"] = tuple(id_ for id_ in found if id_ is not None)
        if "initiator" in values:
            values["initiator"] = self._ends.actor(values["initiator"], "initiator", issues)
        if "delegates" in values:
            delegates: list[Delegate] = []
            for text in values["delegates"]:
                who, _, whom = text.partition(">")
                ends = [self._ends.actor(end.strip(), "delegates", issues) for end in (who, whom)]
                if ends[0] is not None and ends[1] is not None:
                    delegates.append(Delegate(ends[0], ends[1]))
            values["delegates"] = tuple(delegates)

    def _take_notes(self, rows: list[Row]) -> None:
        for row in rows:
            values = row.values
            about = self._ends.actor(values.get("about_id") or "", "about_id", row.issues)
            values["about_id"] = about or ""
            # Two people may note the same privately; neither may learn that the other did.
            writer = self._author if values.get("is_private", True) else ""
            derived = natural_id("note", values["about_id"], values.get("text", ""), writer)
            row.noun, row.id = Noun.NOTE, values.pop("id", "") or derived
        self._drafts.fetch(Noun.NOTE, (row.id for row in rows))
        for row in rows:
            self._drafts.take(row)

    def _warn_of_namesakes(self) -> None:
        """Point at new people or organisations of one file that have the same name."""
        for kind, noun in ((FileKind.PARTNERS, Noun.PARTNER), (FileKind.CONTACTS, Noun.CONTACT)):
            tallies = {tally.name: tally for tally in self._tallies if tally.reader.kind is kind}
            first: dict[str, str] = {}
            held, origins = self._drafts[noun].held, self._drafts[noun].origins
            for id_, record in self._drafts[noun].records.items():
                if id_ in held or id_ not in origins or not isinstance(record, Contact | Partner):
                    continue
                if record.merged_into is not None:  # somebody has looked already
                    continue
                other = first.setdefault(record.name.casefold(), id_)
                if other != id_:
                    file, line = origins[id_]
                    facts = {"id": id_, "other": other}
                    tallies[file].warn("same-name", line, "name", record.name, **facts)
