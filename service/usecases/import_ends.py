"""Whom a cell means: actors by identifier or by a name that only one of them has."""

from typing import Final

from graph.errors import FieldIssue, shown
from graph.ports import RecordStore
from graph.records.contacts import Contact
from graph.records.identity import natural_id
from graph.records.names import fold
from graph.records.partners import Partner
from graph.records.stored import AnyRecord
from graph.vocabulary import ActorKind, NetworkId, Noun
from service.usecases.import_drafts import Drafts
from service.usecases.import_rows import Issues, Row, Values

NOUN_OF_ACTOR: Final = {ActorKind.CONTACT: Noun.CONTACT, ActorKind.PARTNER: Noun.PARTNER}

NOBODY: Final = ("nobody", "nobody-else")
"""Stand for ends that are not known, so that the rest of their row can be checked."""


class Ends:
    """The actors of the network and of the files read so far.

    Parameters
    ----------
    store, network_id
        Where names of actors are looked up that no file holds.
    drafts
        Actors of the import.

    """

    def __init__(self, store: RecordStore, network_id: NetworkId, drafts: Drafts) -> None:
        self._store = store
        self._network_id = network_id
        self._drafts = drafts
        self.kinds: dict[str, ActorKind] = {
            **dict.fromkeys(drafts[Noun.PARTNER].held, ActorKind.PARTNER),
            **dict.fromkeys(drafts[Noun.CONTACT].held, ActorKind.CONTACT),
        }
        """What each known actor is, by id."""
        self.refused: dict[str, tuple[str, int]] = {}
        """Table and line of actors whose rows were refused."""
        self._names: dict[str, list[str]] | None = None

    def add(self, kind: ActorKind, record: AnyRecord) -> None:
        """Know an actor of a file."""
        self.kinds[record.id] = kind
        self.refused.pop(record.id, None)
        self.add_names(record)

    def refuse(self, row: Row) -> None:
        """Remember an actor whose row was refused, unless it is known all the same."""
        if row.id not in self.kinds:
            self.refused[row.id] = (row.tally.name, row.line)

    def actor(self, text: str | None, name: str, issues: Issues) -> str | None:
        """Find the actor that a cell names by id or by unique name; note why if there is none."""
        if text is None or text in self.kinds:
            return text
        if text in self.refused:
            file, line = self.refused[text]
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

    def partner(self, text: str | None, name: str, type_: str, issues: Issues) -> str | None:
        """Find the partner that a cell names for a tie of a type; a person there is refused."""
        found = self.actor(text, name, issues)
        if found is not None and self.kinds[found] is not ActorKind.PARTNER:
            facts = {"kind": ActorKind.CONTACT.value, "type": type_}
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
            for noun in NOUN_OF_ACTOR.values():
                for record in self._drafts[noun].records.values():
                    self.add_names(record)
        return self._names

    def add_names(self, record: AnyRecord) -> None:
        """Know the names of an actor, if anybody has asked for names yet."""
        if self._names is None:
            return
        if isinstance(record, Contact | Partner):
            for name in (record.name, *record.aliases):
                self._add_name(name, record.id)

    def _add_name(self, name: str, id_: str) -> None:
        if self._names is not None:
            ids = self._names.setdefault(fold(name), [])
            if id_ not in ids:
                ids.append(id_)

    def id_of(self, kind: ActorKind, values: Values, issues: Issues) -> str:
        """Take the id of a row, or find the one actor of its name, or derive one from the name."""
        id_: str = values.pop("id", "")
        if id_:
            return id_
        name: str = values.get("name", "")
        found = [
            known
            for known in (self._by_name().get(fold(name), []) if name else [])
            if self.kinds.get(known) is kind and known in self._drafts[NOUN_OF_ACTOR[kind]].held
        ]
        if len(found) > 1:
            facts = {"ids": ", ".join(found[:5])}
            issues.append(FieldIssue("name", "ambiguous-name", shown(name), facts))
        return found[0] if found else natural_id(kind, fold(name) or name)
