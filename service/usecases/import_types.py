"""What a type of relationship means: a position, a type of the registry, or a new one."""

from dataclasses import replace
from typing import Final

from graph.errors import FieldIssue, shown
from graph.records.identity import is_identifier
from graph.records.names import fold
from graph.records.ties import BUILT_IN_TYPES, TieType, custom_type
from graph.vocabulary import Noun, PositionType
from service.exchange.cells import TYPE_WORDS
from service.exchange.mapping import RelationshipMapping, TypeRule
from service.usecases.import_drafts import Drafts
from service.usecases.import_rows import Issues, Place

POSITION_TYPES: Final = {type_.value: type_ for type_ in PositionType}


class Types:
    """The registry of the network, with the words of the files read so far."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._types: dict[str, TieType] = dict(BUILT_IN_TYPES)
        self._words: dict[str, TypeRule] = {}
        drafts.fetch(Noun.TIE_TYPE, drafts.held[Noun.TIE_TYPE])
        for id_, stored in drafts.stored[Noun.TIE_TYPE].items():
            if isinstance(stored.record, TieType) and not stored.is_removed:
                self._types[id_] = stored.record

    def add(self, record: TieType) -> None:
        """Know a type of a file."""
        self._types[record.id] = record

    def __getitem__(self, id_: str) -> TieType:
        return self._types[id_]

    def new(self) -> tuple[str, ...]:
        """Give the types that are new to the network."""
        known = (self._drafts.held[Noun.TIE_TYPE], BUILT_IN_TYPES)
        drafts = self._drafts.records[Noun.TIE_TYPE]
        return tuple(id_ for id_ in drafts if not any(id_ in ids for ids in known))

    def rule(self, place: Place, word: str, issues: Issues) -> TypeRule | None:
        """Find out what a type of relationship means here; an unknown one becomes our own."""
        known = self._words.get(word)
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
        if type_ not in POSITION_TYPES and type_ not in self._types:
            type_ = self._known_type(type_, word, place, issues)
        if not type_:
            return None
        rule = (rule or TypeRule(type=type_)).model_copy(update={"type": type_})
        self._words[word] = rule
        return rule

    def _known_type(self, type_: str, word: str, place: Place, issues: Issues) -> str:
        """Find a type whatever its case and spaces, or make it the network's own."""
        plain = fold(type_)
        for known in (*POSITION_TYPES, *self._types):
            if fold(known) == plain:
                return known
        id_ = plain.replace(" ", "_")
        if not is_identifier(id_):
            issues.append(FieldIssue("type", "not-an-identifier", shown(word)))
            return ""
        if id_ not in self._types:
            record = replace(custom_type(id_), label_en=word[:80], label_id=word[:80])
            self._drafts.fetch(Noun.TIE_TYPE, [id_])
            self._types[id_] = record
            self._drafts.records[Noun.TIE_TYPE][id_] = record
            place.tally.warn("new-tie-type", place.line, "type", word, id=id_)
        return id_
