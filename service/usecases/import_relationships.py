"""Relationships of an import: positions of people, ties of every other type."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from graph.errors import FieldIssue
from graph.ports import RecordStore
from graph.records.dates import StatedDate, epoch_day
from graph.records.positions import Position, position_id
from graph.records.ties import StrengthOverride, Tie, TieType, tie_id
from graph.vocabulary import ActorKind, NetworkId, Noun, PositionType, UserId
from service.exchange.mapping import TypeRule
from service.usecases.import_drafts import Drafts, merged
from service.usecases.import_ends import NOBODY, Ends
from service.usecases.import_rows import LATER_CHUNK, Row
from service.usecases.import_types import POSITION_TYPES, Types

LONG_AGO: Final = 1900
FAR_AHEAD: Final = 20
"""A year before the first, or so many years from now, is probably a slip of the keyboard."""

ANY_TYPE: Final = "knows"
"""Stands for a type that is not known, so that the rest of its row can be checked."""
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
    most_types
        Types that an import may add.
    author, today
        Whose word on a strength it is and of which day, where a row does not say.

    """

    def __init__(
        self,
        drafts: Drafts,
        ends: Ends,
        at: datetime,
        most_types: int,
        *,
        author: UserId,
        today: date,
    ) -> None:
        self._drafts = drafts
        self._ends = ends
        self._author = author
        self._said_on = StatedDate(today)
        self._today = epoch_day(at.date())
        self._latest_year = at.year + FAR_AHEAD
        self.types = Types(drafts, most_types)

    def take_types(self, rows: list[Row]) -> None:
        """Take types of relationship with what the network says of them."""
        for row in rows:
            row.noun, row.id = Noun.TIE_TYPE, row.values.pop("id", "")
            record = self._drafts.take(row)
            if isinstance(record, TieType):
                self.types.add(record)

    def take(self, rows: list[Row]) -> None:
        """Take relationships."""
        sound = [row for row in rows if self._settle(row)]
        for noun in (Noun.POSITION, Noun.TIE):
            self._drafts.fetch(noun, (row.id for row in sound if row.noun is noun))
        for row in sound:
            self._warn_of_dates(row)
            self._state_override(row)
            self._drafts.take(row)

    def _settle(self, row: Row) -> bool:
        """Find the type and both ends of a row; refuse it if one of them is not known."""
        values, issues = row.values, row.issues
        rule = self.types.rule(row)
        source = self._ends.actor(values.pop("source_id", None) or "", "source_id", issues)
        target = self._ends.actor(values.pop("target_id", None) or "", "target_id", issues)
        if rule is None or source is None or target is None:
            self._refuse_all(row, rule)
            return False
        if self._ends.kinds[target] is ActorKind.PARTNER:
            rule = self.types.at_organisation(rule)
        if rule.reverse:
            source, target = target, source
        if rule.label and not values.get("label"):
            values["label"] = rule.label
        if rule.title and not values.get("title"):
            values["title"] = rule.title
        stated = values.pop("id", "")
        label, since = values.get("label", ""), values.get("since")
        position = POSITION_TYPES.get(rule.type)
        if position is not None:
            row.noun = Noun.POSITION
            row.derive_id(stated, position_id(source, target, position, label, since))
            self._as_position(row, position, source, target)
        else:
            row.noun = Noun.TIE
            row.derive_id(stated, tie_id(source, target, rule.type, label, since))
            self._as_tie(row, rule.type, source, target)
        return True

    def _refuse_all(self, row: Row, rule: TypeRule | None) -> None:
        """Refuse a row whose type or ends are not known, for its other faults too."""
        values = row.values
        values["type"] = POSITION_TYPES.get(rule.type, rule.type) if rule else ANY_TYPE
        if rule is not None and rule.type in POSITION_TYPES:
            noun, names, others = Noun.POSITION, ("contact_id", "partner_id"), _TIE_ONLY
        else:
            noun, names, others = Noun.TIE, ("source_id", "target_id"), _POSITION_ONLY
        values.update(zip(names, NOBODY, strict=True))
        for name in others:
            values.pop(name, None)
        row.noun = noun
        self._state_override(row)
        self._drafts.refuse_all(row, noun, *names)

    def _state_override(self, row: Row) -> None:
        """Put a person's word on the strength together of its columns; empty ones take it back."""
        parts: dict[str, Any] | None = row.values.pop("override", None)
        if parts is None:
            return
        said = {name: part for name, part in parts.items() if part not in (None, "")}
        if row.noun is not Noun.TIE:
            if said:
                row.warn("not-kept", "override.strength", type=str(row.values["type"]))
            return
        row.values["override"] = None
        if not said:
            return
        if "strength" not in said:
            row.note([FieldIssue("override.strength", "missing")])
            return
        stored = self._drafts[Noun.TIE].stored.get(row.id)
        held = stored.record.override if stored and isinstance(stored.record, Tie) else None
        if held and all(getattr(held, name) == part for name, part in said.items()):
            row.values["override"] = held  # said before; who repeats it does not sign it
            return
        row.values["override"] = StrengthOverride(
            strength=said["strength"],
            reason=said.get("reason", ""),
            by=UserId(said.get("by", self._author)),
            since=said.get("since", self._said_on),
            until=said.get("until"),
        )

    def _as_position(self, row: Row, type_: PositionType, source: str, target: str) -> None:
        kinds, values = self._ends.kinds, row.values
        if kinds[source] is not ActorKind.CONTACT:
            facts = {"kind": ActorKind.PARTNER.value, "type": type_.value}
            row.issues.append(FieldIssue("source_id", "wrong-kind-of-end", source, facts))
        if kinds[target] is not ActorKind.PARTNER:
            facts = {"kind": ActorKind.CONTACT.value, "type": type_.value}
            row.issues.append(FieldIssue("target_id", "wrong-kind-of-end", target, facts))
        for name in _TIE_ONLY:
            if values.pop(name, None) is not None:
                row.warn("not-kept", name, type=type_.value)
        values["contact_id"] = source
        values["partner_id"] = target
        values["type"] = type_

    def _as_tie(self, row: Row, type_: str, source: str, target: str) -> None:
        known, values = self.types[type_], row.values
        for name, end, allowed in (
            ("source_id", source, known.source_kinds),
            ("target_id", target, known.target_kinds),
        ):
            kind = self._ends.kinds[end]
            if kind not in allowed:
                facts = {"kind": kind.value, "type": type_}
                row.issues.append(FieldIssue(name, "wrong-kind-of-end", end, facts))
        for name in _POSITION_ONLY:
            value = values.pop(name, None)
            if value and value != values.get("label"):
                row.warn("not-kept", name, str(value), type=type_)
        values["source_id"] = source
        values["target_id"] = target
        values["type"] = type_

    def add_posts(
        self,
        posts: Mapping[tuple[str, str], tuple[Position, Row]],
        store: RecordStore,
        network_id: NetworkId,
    ) -> None:
        """Keep the positions that contacts tell in short, where nothing says more."""
        if not posts:
            return
        shelf = self._drafts[Noun.POSITION]
        starts: dict[tuple[str, str], set[StatedDate | None]] = {}
        for record in shelf.records.values():
            if isinstance(record, Position):
                starts.setdefault((record.contact_id, record.partner_id), set()).add(record.since)
        told = frozenset(starts)
        pairs = [pair for pair in posts if pair not in told]
        if shelf.held:
            for start in range(0, len(pairs), LATER_CHUNK):
                part = pairs[start : start + LATER_CHUNK]
                for stored in store.positions_at(network_id, part):
                    record = stored.record
                    if isinstance(record, Position):
                        pair = (record.contact_id, record.partner_id)
                        starts.setdefault(pair, set()).add(record.since)
        self._drafts.fetch(Noun.POSITION, (posts[pair][0].id for pair in pairs))
        for pair, (post, row) in posts.items():
            stored = shelf.stored.get(post.id)
            if pair not in told and stored is not None:
                if not stored.is_removed or self._drafts.was_undone(stored):
                    stated = row.tally.reader.fields & {"title", "until"}
                    values = {name: getattr(post, name) for name in stated}
                    shelf.records[post.id] = merged(stored.record, values)
            elif pair not in starts:
                shelf.records[post.id] = post
            elif post.since is not None and post.since not in starts[pair]:
                row.warn("position-known", "since", post.since.iso)

    def _warn_of_dates(self, row: Row) -> None:
        last: StatedDate | None = row.values.get("last_contact")
        if last is not None and last.day > self._today + 1:
            row.warn("lies-ahead", "last_contact", last.iso)
        for name in ("since", "until"):
            stated: StatedDate | None = row.values.get(name)
            if stated is not None and not LONG_AGO <= stated.first.year <= self._latest_year:
                row.warn("unlikely-date", name, stated.iso)
