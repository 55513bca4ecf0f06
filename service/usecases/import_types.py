"""What a type of relationship means: a position, a type of the registry, or a new one."""

from dataclasses import replace
from typing import Final

from graph.errors import FieldIssue, LimitError, shown
from graph.records.identity import is_identifier
from graph.records.names import fold
from graph.records.ties import BUILT_IN_TYPES, TieType, custom_type
from graph.vocabulary import Noun, PositionType
from service.exchange.mapping import RelationshipMapping, TypeRule
from service.exchange.words import AT_THE_DOOR, type_words
from service.usecases.import_drafts import Drafts
from service.usecases.import_rows import Row

GATEKEEPER: Final = "gatekeeper_of"
POSITION_TYPES: Final = {type_.value: type_ for type_ in PositionType}


class Types:
    """The registry of the network, with the words of the files read so far.

    Parameters
    ----------
    drafts
        What the import has made so far.
    most
        Types that an import may add; with more of them the column holds something else.

    """

    def __init__(self, drafts: Drafts, most: int) -> None:
        self._drafts = drafts
        self._types: dict[str, TieType] = dict(BUILT_IN_TYPES)
        self._most = most
        self._new = 0
        self._words: dict[str, TypeRule] = {}
        drafts.fetch(Noun.TIE_TYPE, drafts[Noun.TIE_TYPE].held)
        for id_, stored in drafts[Noun.TIE_TYPE].stored.items():
            if isinstance(stored.record, TieType) and not stored.is_removed:
                self._types[id_] = stored.record

    def add(self, record: TieType) -> None:
        """Know a type of a file."""
        self._types[record.id] = record

    def __getitem__(self, id_: str) -> TieType:
        return self._types[id_]

    def new(self) -> tuple[str, ...]:
        """Give the types that are new to the network."""
        known = (self._drafts[Noun.TIE_TYPE].held, BUILT_IN_TYPES)
        drafts = self._drafts[Noun.TIE_TYPE].records
        return tuple(id_ for id_ in drafts if not any(id_ in ids for ids in known))

    def rule(self, row: Row) -> TypeRule | None:
        """Find out what a type of relationship means here; an unknown one becomes our own."""
        word: str = row.values.pop("type", "")
        known = self._words.get(word)
        if known is not None:
            return known
        if not word:
            row.issues.append(FieldIssue("type", "missing"))
            return None
        mapping = row.tally.reader.mapping
        rules = mapping.types if isinstance(mapping, RelationshipMapping) else {}
        plain = fold(word)
        rule = rules.get(word) or next(
            (rule for name, rule in rules.items() if fold(name) == plain), None
        )
        type_ = self._known(rule.type if rule else word)
        if not type_ and rule is None and (said := type_words().get(plain)):
            rule = TypeRule(type=said.type, label=said.label, reverse=said.reverse)
            type_ = said.type
        type_ = type_ or self._made(rule.type if rule else word, word, row)
        if not type_:
            return None
        rule = (rule or TypeRule(type=type_)).model_copy(update={"type": type_})
        self._words[word] = rule
        return rule

    def at_organisation(self, rule: TypeRule) -> TypeRule:
        """Read a word for people at somebody's door that is said of an organisation: a title."""
        if rule.type == GATEKEEPER and rule.label in AT_THE_DOOR:
            return TypeRule(type=PositionType.WORKS_FOR.value, title=rule.label)
        return rule

    def _known(self, word: str) -> str:
        """Find a type whatever its case and spaces, or by the network's own label for it."""
        if word in POSITION_TYPES or word in self._types:
            return word
        plain = fold(word)
        for known in (*POSITION_TYPES, *self._types):
            if fold(known) == plain:
                return known
        for id_, type_ in self._types.items():
            if plain and plain in (fold(type_.label_en), fold(type_.label_id)):
                return id_
        return ""

    def _made(self, type_: str, word: str, row: Row) -> str:
        """Make a word a type of the network's own, off the routes until somebody allows it."""
        id_ = fold(type_).replace(" ", "_")
        if not is_identifier(id_):
            row.issues.append(FieldIssue("type", "not-an-identifier", shown(word)))
            return ""
        if id_ not in self._types:
            self._new += 1
            if self._new > self._most:
                raise LimitError("new_types", self._most, f"more in {row.tally.name}")
            record = replace(custom_type(id_), label_en=word[:80], label_id=word[:80])
            self._drafts.fetch(Noun.TIE_TYPE, [id_])
            self._types[id_] = record
            self._drafts[Noun.TIE_TYPE].records[id_] = record
            row.warn("new-tie-type", "type", word, id=id_)
        return id_
