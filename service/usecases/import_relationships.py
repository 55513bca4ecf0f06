"""Relationships of an import: positions of people, ties of every other type."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from graph.errors import FieldIssue
from graph.ports import RecordStore
from graph.records.dates import StatedDate, epoch_day
from graph.records.positions import Position, position_id
from graph.records.ties import TieType, tie_id
from graph.vocabulary import ActorKind, NetworkId, Noun, PositionType
from service.usecases.import_drafts import Drafts, merged
from service.usecases.import_ends import Ends
from service.usecases.import_rows import CHUNK, Issues, Place, ReadRow, Values
from service.usecases.import_types import POSITION_TYPES, Types

LONG_AGO: Final = 1900
FAR_AHEAD: Final = 20
"""A year before the first, or so many years from now, is probably a slip of the keyboard."""

_TIE_ONLY: Final = ("last_contact", "contact_count")
_POSITION_ONLY: Final = ("title", "capacity")


class Relationships:
    """Takes the rows of relationships, and the types that they have.

    Parameters
    ----------
    drafts, ends
        What the import has made so far, and whom cells can mean.
    at
        Now, to notice dates that lie ahead.

    """

    def __init__(self, drafts: Drafts, ends: Ends, at: datetime) -> None:
        self._drafts = drafts
        self._ends = ends
        self._today = epoch_day(at.date())
        self._latest_year = at.year + FAR_AHEAD
        self.types = Types(drafts)

    def take_types(self, places: list[Place]) -> None:
        """Take types of relationship with what the network says of them."""
        for place in places:
            values, issues = place.tally.reader.read(place.cells)
            row = ReadRow(place, values.pop("id", ""), values, issues)
            record = self._drafts.take(Noun.TIE_TYPE, row)
            if isinstance(record, TieType):
                self.types.add(record)

    def take(self, places: list[Place]) -> None:
        """Take relationships."""
        rows: list[tuple[Noun, ReadRow]] = []
        for place in places:
            values, issues = place.tally.reader.read(place.cells)
            rule = self.types.rule(place, values.pop("type", ""), issues)
            source = self._ends.actor(values.pop("source_id", None) or "", "source_id", issues)
            target = self._ends.actor(values.pop("target_id", None) or "", "target_id", issues)
            if rule is None or source is None or target is None:
                place.refuse(issues)
                continue
            if rule.reverse:
                source, target = target, source
            if rule.label and not values.get("label"):
                values["label"] = rule.label
            if rule.title and not values.get("title"):
                values["title"] = rule.title
            position = POSITION_TYPES.get(rule.type)
            id_: str = values.pop("id", "")
            if position is not None:
                self._as_position(place, position, source, target, values, issues)
                key = (source, target, position, values.get("label", ""), values.get("since"))
                row = ReadRow(place, id_ or position_id(*key), values, issues)
                rows.append((Noun.POSITION, row))
            else:
                self._as_tie(place, rule.type, source, target, values, issues)
                key = (source, target, rule.type, values.get("label", ""), values.get("since"))
                row = ReadRow(place, id_ or tie_id(*key), values, issues)
                rows.append((Noun.TIE, row))
        for noun in (Noun.POSITION, Noun.TIE):
            self._drafts.fetch(noun, (row.id for row_noun, row in rows if row_noun is noun))
        for noun, row in rows:
            self._warn_of_dates(row.place, row.values)
            self._drafts.take(noun, row)

    def _as_position(
        self,
        place: Place,
        type_: PositionType,
        source: str,
        target: str,
        values: Values,
        issues: Issues,
    ) -> None:
        if self._ends.kinds[source] is not ActorKind.CONTACT:
            facts = {"kind": ActorKind.PARTNER.value, "type": type_.value}
            issues.append(FieldIssue("source_id", "wrong-kind-of-end", source, facts))
        if self._ends.kinds[target] is not ActorKind.PARTNER:
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
        known = self.types[type_]
        for name, end, allowed in (
            ("source_id", source, known.source_kinds),
            ("target_id", target, known.target_kinds),
        ):
            kind = self._ends.kinds[end]
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

    def add_posts(
        self,
        posts: Mapping[tuple[str, str], tuple[str, Place]],
        store: RecordStore,
        network_id: NetworkId,
    ) -> None:
        """Make undated positions of the partners that contacts name, where nothing says more."""
        if not posts:
            return
        told = {
            (record.contact_id, record.partner_id)
            for record in self._drafts.records[Noun.POSITION].values()
            if isinstance(record, Position)
        }
        pairs = [pair for pair in posts if pair not in told]
        standing: set[tuple[str, str]] = set()
        if self._drafts.held[Noun.POSITION]:
            for start in range(0, len(pairs), CHUNK):
                part = pairs[start : start + CHUNK]
                for stored in store.positions_at(network_id, part):
                    record = stored.record
                    if isinstance(record, Position):
                        standing.add((record.contact_id, record.partner_id))
        made = {pair: position_id(*pair, PositionType.WORKS_FOR, "", None) for pair in pairs}
        self._drafts.fetch(Noun.POSITION, made.values())
        for pair, id_ in made.items():
            title, place = posts[pair]
            stored = self._drafts.stored[Noun.POSITION].get(id_)
            if stored is None:
                if pair not in standing:
                    record = Position(id=id_, contact_id=pair[0], partner_id=pair[1], title=title)
                    self._drafts.records[Noun.POSITION][id_] = record
            elif not stored.is_removed or self._drafts.was_undone(stored):
                values = {"title": title} if "title" in place.tally.reader.fields else {}
                self._drafts.records[Noun.POSITION][id_] = merged(stored.record, values)

    def _warn_of_dates(self, place: Place, values: Values) -> None:
        last: StatedDate | None = values.get("last_contact")
        if last is not None and last.day > self._today + 1:
            place.tally.warn("lies-ahead", place.line, "last_contact", last.iso)
        for name in ("since", "until"):
            stated: StatedDate | None = values.get(name)
            if stated is not None and not LONG_AGO <= stated.first.year <= self._latest_year:
                place.tally.warn("unlikely-date", place.line, name, stated.iso)
