"""Partners, contacts and aliases of an import."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from graph.errors import FieldIssue, InvalidRecordError, shown
from graph.records.checks import LONGEST_NAME, MOST_ITEMS, Checks
from graph.records.contacts import Contact
from graph.records.names import fold
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
_OTHERS: Final = ("parent_id", "merged_into")
"""Columns that name an actor of the same kind."""


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
        self._waiting: list[Row] = []
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

    # ------------------------------------------------------------------ partners and contacts

    def take_partners(self, rows: list[Row]) -> None:
        """Take partners; those that name one who is not known yet wait for the end."""
        self._take_or_wait(ActorKind.PARTNER, rows)

    def take_contacts(self, rows: list[Row]) -> None:
        """Take contacts as well; the partner that a row names is kept for :attr:`posts`."""
        self._take_or_wait(ActorKind.CONTACT, rows)

    def _take_or_wait(self, kind: ActorKind, rows: list[Row]) -> None:
        self._identify(kind, rows)
        for row in rows:
            if all(text in self._ends.kinds for _, text in _named_by(row)):
                self._take_named(kind, row)
            else:
                self._waiting.append(row)

    def settle(self, kind: ActorKind) -> None:
        """Take the rows that name others who stood further down; circles are refused."""
        pending = {row.id for row in self._waiting}
        ids = {fold(row.values.get("name", "")): row.id for row in self._waiting}
        held_up: dict[str, list[tuple[Row, str, str]]] = {}
        ready = deque(self._waiting)
        self._waiting.clear()
        while ready:
            row = ready.popleft()
            for field, text in _named_by(row):
                other = text if text in pending else ids.get(fold(text), "")
                if other in pending and other != row.id and text not in self._ends.kinds:
                    held_up.setdefault(other, []).append((row, field, text))
                    break
            else:
                self._take_named(kind, row)
                pending.discard(row.id)
                ready.extend(later for later, _, _ in held_up.pop(row.id, ()))
        for row, field, text in chain.from_iterable(held_up.values()):
            code = "circular-parents" if field == "parent_id" else "circular-merge"
            row.issues.append(FieldIssue(field, code, shown(text)))
            row.values[field] = None
            self._take_named(kind, row)

    def _take_named(self, kind: ActorKind, row: Row) -> None:
        """Take a row whose parent and survivor are known by now, if they ever will be."""
        values, issues = row.values, row.issues
        for field, text in _named_by(row):
            if field == "parent_id":
                values[field] = self._ends.partner(text, field, "part_of", issues)
                continue
            found = self._ends.actor(text, field, issues)
            if found is not None and (other := self._ends.kinds[found]) is not kind:
                issues.append(FieldIssue(field, "wrong-kind", shown(found), {"kind": other.value}))
            values[field] = found
        if kind is ActorKind.CONTACT:
            self._take_contact(row)
        else:
            self._take(kind, row)

    def _take_contact(self, row: Row) -> None:
        text: str | None = row.values.pop("partner_id", None)
        post = {name: row.values.pop(name) for name in _OF_A_POST if name in row.values}
        partner = self._ends.partner(text, "partner_id", "works_for", row.issues)
        if text is None:
            for name, value in post.items():
                if value:
                    row.warn("title-without-partner", name, written(value))
        # Also beside an unknown partner, so that all faults of the row are told at once.
        position = self._post(row, partner or NOBODY[0], post) if text else None
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


def _named_by(row: Row) -> Iterator[tuple[str, str]]:
    """Give the columns of a row that name another actor of its kind, and whom."""
    for field in _OTHERS:
        text: str | None = row.values.get(field)
        if text is not None and text != row.id:
            yield field, text


def _aliases(record: AnyRecord) -> tuple[str, ...]:
    return record.aliases if isinstance(record, Contact | Partner) else ()
