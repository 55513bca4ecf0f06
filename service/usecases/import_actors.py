"""Partners, contacts and aliases of an import."""

from dataclasses import replace

from graph.errors import FieldIssue, shown
from graph.records.checks import LONGEST_NAME, MOST_ITEMS, Checks
from graph.records.contacts import Contact
from graph.records.partners import Partner
from graph.vocabulary import ActorKind
from service.usecases.import_drafts import Drafts
from service.usecases.import_ends import NOUN_OF_ACTOR, Ends
from service.usecases.import_rows import Issues, Place, ReadRow


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
        self._waiting: dict[str, list[ReadRow]] = {}
        self._aliases_seen: dict[tuple[str, str], tuple[str, int]] = {}
        self._more_aliases: dict[str, list[str]] = {}
        self.posts: dict[tuple[str, str], tuple[str, Place]] = {}
        """Title and row of the partner that a contact's row names, by contact and partner."""

    def _read(self, kind: ActorKind, places: list[Place]) -> list[ReadRow]:
        rows: list[ReadRow] = []
        for place in places:
            values, issues = place.tally.reader.read(place.cells)
            rows.append(ReadRow(place, self._ends.id_of(kind, values, issues), values, issues))
        self._drafts.fetch(NOUN_OF_ACTOR[kind], (row.id for row in rows))
        return rows

    def _take(self, kind: ActorKind, row: ReadRow) -> bool:
        taken = self._ends.kinds.get(row.id)
        if taken is not None and taken is not kind:
            facts = {"taken_by": NOUN_OF_ACTOR[taken].value}
            row.issues.append(FieldIssue("id", "duplicate-id", row.id, facts))
        record = self._drafts.take(NOUN_OF_ACTOR[kind], row)
        if record is None:
            self._ends.refuse(row.id, row.place)
            return False
        self._ends.add(kind, record)
        return True

    # ------------------------------------------------------------------ partners

    def take_partners(self, places: list[Place]) -> None:
        """Take partners; those whose parent is not known yet wait for the end."""
        for row in self._read(ActorKind.PARTNER, places):
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

    def _take_partner(self, row: ReadRow) -> None:
        parent: str | None = row.values.get("parent_id")
        if parent is not None and parent != row.id:
            row.values["parent_id"] = self._ends.partner(parent, "parent_id", row.issues)
        self._take(ActorKind.PARTNER, row)

    # ------------------------------------------------------------------ contacts

    def take_contacts(self, places: list[Place]) -> None:
        """Take contacts; the partner that a row names is kept for :attr:`posts`."""
        for row in self._read(ActorKind.CONTACT, places):
            text: str | None = row.values.pop("partner_id", None)
            title: str = row.values.pop("title", "")
            partner = self._ends.partner(text, "partner_id", row.issues)
            if self._take(ActorKind.CONTACT, row) and partner is not None:
                self.posts[row.id, partner] = (title, row.place)

    # ------------------------------------------------------------------ aliases

    def take_aliases(self, places: list[Place]) -> None:
        """Take rows that each give an actor one more name."""
        rows: list[tuple[Place, str | None, str, Issues]] = []
        for place in places:
            values, issues = place.tally.reader.read(place.cells)
            id_ = self._ends.actor(values.get("actor_id") or "", "actor_id", issues)
            rows.append((place, id_, values.get("alias", ""), issues))
        for kind, noun in NOUN_OF_ACTOR.items():
            self._drafts.fetch(
                noun, (id_ for _, id_, _, _ in rows if id_ and self._ends.kinds[id_] is kind)
            )
        for place, id_, alias, issues in rows:
            checks = Checks()
            checks.text("alias", alias, LONGEST_NAME, required=True)
            if id_ is None or issues or checks.issues:
                place.refuse([*issues, *checks.issues])
                continue
            self._take_alias(place, id_, alias)

    def _take_alias(self, place: Place, id_: str, alias: str) -> None:
        noun = NOUN_OF_ACTOR[self._ends.kinds[id_]]
        first = self._aliases_seen.setdefault((id_, alias), (place.tally.name, place.line))
        if first != (place.tally.name, place.line):
            facts = {"line": str(first[1])}
            if first[0] != place.tally.name:
                facts["file"] = first[0]
            place.refuse([FieldIssue("row", "duplicate-row", shown(alias), facts)])
            return
        stored = self._drafts.stored[noun].get(id_)
        record = self._drafts.records[noun].get(id_) or (stored.record if stored else None)
        if stored is not None and stored.is_removed and id_ not in self._drafts.records[noun]:
            place.refuse([FieldIssue("actor_id", "removed-record", id_)])
            return
        known = record.aliases if isinstance(record, Contact | Partner) else ()
        added = self._more_aliases.setdefault(id_, [])
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

    def settle_aliases(self) -> None:
        """Unite the names of the rows with those that are known."""
        for id_, aliases in self._more_aliases.items():
            noun = NOUN_OF_ACTOR[self._ends.kinds[id_]]
            record = self._drafts.records[noun].get(id_) or self._drafts.stored[noun][id_].record
            if aliases and isinstance(record, Contact | Partner):
                changed = replace(record, aliases=(*record.aliases, *aliases))
                self._drafts.records[noun][id_] = changed
                self._ends.add_names(changed)
