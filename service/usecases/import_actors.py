"""Partners, contacts and aliases of an import."""

from dataclasses import replace
from typing import Final

from graph.errors import FieldIssue, InvalidRecordError, shown
from graph.records.checks import LONGEST_NAME, MOST_ITEMS, Checks
from graph.records.contacts import Contact
from graph.records.partners import Partner
from graph.records.positions import Position, position_id
from graph.records.stored import AnyRecord
from graph.vocabulary import ActorKind, PositionType
from service.exchange.cells import written
from service.usecases.import_drafts import Drafts
from service.usecases.import_ends import NOBODY, NOUN_OF_ACTOR, Ends
from service.usecases.import_rows import Row, Values

_OF_A_POST: Final = ("title", "since", "until")
"""Columns of contacts that tell a position in short."""


class Actors:
    """Takes the rows of people and organisations, parents before their parts.

    Parameters
    ----------
    drafts, ends
        What the import has made so far, and whom cells can mean.

    """

    def __init__(self, drafts: Drafts, ends: Ends) -> None:
        self._drafts = drafts
        self._ends = ends
        self._waiting: dict[str, list[Row]] = {}
        self._aliases_seen: dict[tuple[str, str], tuple[str, int]] = {}
        self._more_aliases: dict[str, list[str]] = {}
        self.posts: dict[tuple[str, str], tuple[Position, Row]] = {}
        """Position at the partner that a contact's row names, by contact and partner."""

    def _identify(self, kind: ActorKind, rows: list[Row]) -> None:
        noun = NOUN_OF_ACTOR[kind]
        for row in rows:
            row.noun = noun
            row.id = self._ends.id_of(kind, row.values, row.issues)
        self._drafts.fetch(noun, (row.id for row in rows))

    def _take(self, kind: ActorKind, row: Row) -> bool:
        taken = self._ends.kinds.get(row.id)
        if taken is not None and taken is not kind:
            facts = {"taken_by": NOUN_OF_ACTOR[taken].value}
            row.issues.append(FieldIssue("id", "duplicate-id", row.id, facts))
        record = self._drafts.take(row)
        if record is None:
            self._ends.refuse(row)
            return False
        self._ends.add(kind, record)
        return True

    # ------------------------------------------------------------------ partners

    def take_partners(self, rows: list[Row]) -> None:
        """Take partners; those whose parent is not known yet wait for the end."""
        self._identify(ActorKind.PARTNER, rows)
        for row in rows:
            parent: str | None = row.values.get("parent_id")
            if parent is None or parent in self._ends.kinds or parent == row.id:
                self._take_partner(row)
            else:
                self._waiting.setdefault(parent, []).append(row)

    def settle_parents(self) -> None:
        """Take the partners whose parents stood further down; circles are refused."""
        ids = {row.id for rows in self._waiting.values() for row in rows}
        ready = [parent for parent in self._waiting if parent not in ids]
        while ready:
            for row in self._waiting.pop(ready.pop()):
                self._take_partner(row)
                if row.id in self._waiting:
                    ready.append(row.id)
        for parent, rows in self._waiting.items():
            for row in rows:
                row.issues.append(FieldIssue("parent_id", "circular-parents", shown(parent)))
                row.values["parent_id"] = None
                self._take(ActorKind.PARTNER, row)
        self._waiting.clear()

    def _take_partner(self, row: Row) -> None:
        parent: str | None = row.values.get("parent_id")
        if parent is not None and parent != row.id:
            row.values["parent_id"] = self._ends.partner(parent, "parent_id", "part_of", row.issues)
        self._take(ActorKind.PARTNER, row)

    # ------------------------------------------------------------------ contacts

    def take_contacts(self, rows: list[Row]) -> None:
        """Take contacts; the partner that a row names is kept for :attr:`posts`."""
        self._identify(ActorKind.CONTACT, rows)
        for row in rows:
            text: str | None = row.values.pop("partner_id", None)
            post = {name: row.values.pop(name) for name in _OF_A_POST if name in row.values}
            partner = self._ends.partner(text, "partner_id", "works_for", row.issues)
            if text is None:
                for name, value in post.items():
                    if value:
                        row.warn("title-without-partner", name, written(value))
            # Also beside an unknown partner, so that all faults of the row are told at once.
            position = self._post(row, partner or NOBODY[0], post) if text or partner else None
            if self._take(ActorKind.CONTACT, row) and position and partner is not None:
                self.posts[row.id, partner] = (position, row)

    def _post(self, row: Row, partner: str, post: Values) -> Position | None:
        """Make the position that a contact's row tells in short; note what is wrong with it."""
        type_, since = PositionType.WORKS_FOR, post.get("since")
        id_ = position_id(row.id, partner, type_, "", since)
        try:
            return Position(id=id_, contact_id=row.id, partner_id=partner, type=type_, **post)
        except InvalidRecordError as error:
            row.note(issue for issue in error.issues if issue.field in _OF_A_POST)
            return None

    # ------------------------------------------------------------------ aliases

    def take_aliases(self, rows: list[Row]) -> None:
        """Take rows that each give an actor one more name."""
        for row in rows:
            row.id = (
                self._ends.actor(row.values.get("actor_id") or "", "actor_id", row.issues) or ""
            )
            if row.id:
                row.noun = NOUN_OF_ACTOR[self._ends.kinds[row.id]]
        for noun in NOUN_OF_ACTOR.values():
            self._drafts.fetch(noun, (row.id for row in rows if row.noun is noun))
        for row in rows:
            alias: str = row.values.get("alias", "")
            checks = Checks()
            checks.text("alias", alias, LONGEST_NAME, required=True)
            if row.issues or checks.issues:
                row.refuse(*checks.issues)
            else:
                self._take_alias(row, alias)

    def _take_alias(self, row: Row, alias: str) -> None:
        here = (row.tally.name, row.line)
        file, line = self._aliases_seen.setdefault((row.id, alias), here)
        if (file, line) != here:
            facts = {"file": file, "line": str(line)}
            row.refuse(FieldIssue("row", "duplicate-row", shown(alias), facts))
            return
        shelf = self._drafts[row.noun]
        stored = shelf.stored.get(row.id)
        drafted = shelf.records.get(row.id)
        if stored is not None and stored.is_removed and drafted is None:
            row.refuse(FieldIssue("actor_id", "removed-record", row.id))
            return
        held = _aliases(stored.record) if stored else ()
        known = _aliases(drafted) if drafted else held
        added = self._more_aliases.setdefault(row.id, [])
        if len(known) + len(added) >= MOST_ITEMS:
            row.refuse(FieldIssue("alias", "too-many", shown(alias), {"most": str(MOST_ITEMS)}))
            return
        if alias not in known:
            added.append(alias)
        if alias in held:
            row.tally.unchanged += 1
        else:
            row.tally.new += 1

    def settle_aliases(self) -> None:
        """Unite the names of the rows with those that are known."""
        for id_, aliases in self._more_aliases.items():
            noun = NOUN_OF_ACTOR[self._ends.kinds[id_]]
            record = self._drafts[noun].records.get(id_) or self._drafts[noun].stored[id_].record
            if aliases and isinstance(record, Contact | Partner):
                changed = replace(record, aliases=(*record.aliases, *aliases))
                self._drafts[noun].records[id_] = changed
                self._ends.add_names(changed)


def _aliases(record: AnyRecord) -> tuple[str, ...]:
    return record.aliases if isinstance(record, Contact | Partner) else ()
