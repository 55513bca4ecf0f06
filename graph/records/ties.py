"""Ties between actors, and the registry of their types."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.errors import FieldIssue, InvalidRecordError
from graph.records.base import Record
from graph.records.checks import LONGEST_LINE, LONGEST_NAME, Checks
from graph.records.dates import OPEN_END, Precision, StatedDate, epoch_day, from_epoch_day
from graph.records.identity import natural_id
from graph.vocabulary import ActorKind, Noun, Traversal, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class TieType(Record):
    """A kind of relationship; data, so a network can add its own.

    Parameters
    ----------
    id
        The word used in records: ``knows``.
    source_kinds, target_kinds
        What may stand at either end.
    is_directed
        Whether source and target play different parts.
    traversal
        Along which direction an introduction can travel.
    prior
        Closeness assumed when nothing is known of the pair, on the scale of computed
        strength: 0 to 1.
    is_on
        A type that is off is kept but takes part in no analysis.
    label_en, label_id
        Words for screens; empty for the built-in types, whose words are in the texts.

    """

    source_kinds: frozenset[ActorKind] = frozenset(ActorKind)
    target_kinds: frozenset[ActorKind] = frozenset(ActorKind)
    is_directed: bool = True
    traversal: Traversal = Traversal.NONE
    prior: float = 0.2
    is_on: bool = True
    label_en: str = ""
    label_id: str = ""

    def __post_init__(self) -> None:
        """Check meaning."""
        checks = Checks()
        checks.share("prior", self.prior)
        checks.text("label_en", self.label_en, LONGEST_NAME)
        checks.text("label_id", self.label_id, LONGEST_NAME)
        if not self.source_kinds:
            checks.add("source_kinds", "missing")
        if not self.target_kinds:
            checks.add("target_kinds", "missing")
        self.check_base(Noun.TIE_TYPE, checks)


OVERRIDE_DAYS: Final = 180
"""How long a person's word on a strength holds unless an end was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthOverride:
    """A person's word on how close two are, in place of what was computed.

    Parameters
    ----------
    strength
        0 to 1.
    reason
        Why; required, since nobody else can see it.
    by
        User who said it.
    since
        Day on which it was said.
    until
        Last day included on which it holds; when none is said, ``OVERRIDE_DAYS`` later.

    """

    strength: float
    reason: str
    by: UserId
    since: StatedDate
    until: StatedDate | None = None

    def __post_init__(self) -> None:
        """Write down the end that was left to the rule."""
        if self.until is None:
            last = min(self.since.day + OVERRIDE_DAYS, epoch_day(date.max))
            until = StatedDate(from_epoch_day(last), Precision.DAY)
            object.__setattr__(self, "until", until)

    @property
    def day_after(self) -> int:
        """Number of the first day on which it no longer holds."""
        return OPEN_END if self.until is None else self.until.day_after

    def check(self, checks: Checks) -> None:
        """Note what is wrong with it."""
        checks.share("override.strength", self.strength)
        checks.text("override.reason", self.reason, LONGEST_LINE, required=True, lines=True)
        checks.identifier("override.by", self.by)
        if self.since.day >= self.day_after:
            until = "" if self.until is None else self.until.iso
            checks.add("override.until", "start-after-end", until, since=self.since.iso)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie(Record):
    """A dated, typed relationship between two actors.

    Parameters
    ----------
    source_id, target_id
        The two ends; for an undirected type their order means nothing.
    type
        A word of the network's registry.
    since, until
        First and last day or period included.
    strength
        Closeness as somebody stated it, 0 to 1; ``None`` when nobody did.
    label
        A word of the source, part of the natural key.
    evidence
        How we know.
    last_contact
        Last time they met as far as the source says.
    contact_count
        How many meetings the source counted; recorded ones are not added to it.
    override
        What a person said of the strength; it stands before everything else while it holds.

    """

    source_id: str
    target_id: str
    type: str
    since: StatedDate | None = None
    until: StatedDate | None = None
    strength: float | None = None
    label: str = ""
    evidence: str = ""
    last_contact: StatedDate | None = None
    contact_count: int | None = None
    override: StrengthOverride | None = None

    @property
    def named_ids(self) -> tuple[str, ...]:
        """The two ends."""
        return self.source_id, self.target_id

    def __post_init__(self) -> None:
        """Check meaning."""
        checks = Checks()
        checks.identifier("source_id", self.source_id)
        checks.identifier("target_id", self.target_id)
        checks.identifier("type", self.type)
        if self.source_id == self.target_id:
            checks.add("target_id", "self-tie", self.target_id)
        if self.strength is not None:
            checks.share("strength", self.strength)
        if self.label:
            checks.text("label", self.label, LONGEST_LINE)
        if self.evidence:
            checks.text("evidence", self.evidence, LONGEST_LINE, lines=True)
        if self.contact_count is not None:
            checks.whole("contact_count", self.contact_count, 0, 10**9)
        if self.until is not None:
            checks.span(self.since, self.until)
        if self.override is not None:
            self.override.check(checks)
        self.check_base(Noun.TIE, checks)


def tie_id(source_id: str, target_id: str, type_: str, label: str, since: StatedDate | None) -> str:
    """Derive the identifier from the natural key: the two ends, type, label and start."""
    return natural_id("tie", source_id, target_id, type_, label, since.iso if since else "")


def check_ends(tie: Tie, types: Mapping[str, TieType], kinds: Mapping[str, ActorKind]) -> None:
    """Check a tie against the registry and against what its ends are.

    Parameters
    ----------
    tie
        The tie; its own fields are sound already.
    types
        Registry of the network, by id.
    kinds
        Kind of each known actor, by id. An end that is missing is left to the store.

    Raises
    ------
    InvalidRecordError
        If the type is not in the registry or an end is of a kind that it does not allow.

    """
    type_ = types.get(tie.type)
    if type_ is None:
        issue = FieldIssue(
            "type", "unknown-tie-type", tie.type, {"known": ", ".join(sorted(types))}
        )
        raise InvalidRecordError(Noun.TIE, tie.id, [issue])
    issues = [
        FieldIssue(name, "wrong-kind-of-end", end, {"kind": kind, "type": tie.type})
        for name, end, allowed in (
            ("source_id", tie.source_id, type_.source_kinds),
            ("target_id", tie.target_id, type_.target_kinds),
        )
        if (kind := kinds.get(end)) is not None and kind not in allowed
    ]
    if issues:
        raise InvalidRecordError(Noun.TIE, tie.id, issues)


_ANY: Final = frozenset(ActorKind)
_PERSON: Final = frozenset({ActorKind.CONTACT})
_ORGANISATION: Final = frozenset({ActorKind.PARTNER})


def _built_in(
    id_: str,
    prior: float,
    traversal: Traversal,
    *,
    ends: tuple[frozenset[ActorKind], frozenset[ActorKind]] = (_ANY, _ANY),
    is_directed: bool = True,
    is_on: bool = True,
) -> TieType:
    return TieType(
        id=id_,
        prior=prior,
        traversal=traversal,
        source_kinds=ends[0],
        target_kinds=ends[1],
        is_directed=is_directed,
        is_on=is_on,
    )


BUILT_IN_TYPES: Final[Mapping[str, TieType]] = {
    type_.id: type_
    for type_ in (
        _built_in("knows", 0.3, Traversal.BOTH, ends=(_PERSON, _PERSON), is_directed=False),
        _built_in("gatekeeper_of", 0.6, Traversal.FORWARD, ends=(_PERSON, _PERSON)),
        _built_in("reports_to", 0.45, Traversal.BOTH, ends=(_PERSON, _PERSON)),
        _built_in("mandate_over", 0.3, Traversal.BOTH),
        _built_in("advises", 0.5, Traversal.BOTH),
        _built_in("met_with", 0.25, Traversal.BOTH, is_directed=False),
        _built_in(
            "partners_with",
            0.3,
            Traversal.BOTH,
            ends=(_ORGANISATION, _ORGANISATION),
            is_directed=False,
        ),
        _built_in("funds", 0.4, Traversal.BOTH),
        _built_in("part_of", 0.3, Traversal.NONE, ends=(_ORGANISATION, _ORGANISATION)),
        _built_in("succeeded_by", 0.1, Traversal.NONE),
        _built_in(
            "family", 0.7, Traversal.BOTH, ends=(_PERSON, _PERSON), is_directed=False, is_on=False
        ),
    )
}
"""Types every network starts with. Reasons: ``docs/decisions``, the record on tie types."""


def custom_type(id_: str) -> TieType:
    """Make the type for a word that no registry knows: not traversable until somebody says so."""
    return TieType(id=id_, traversal=Traversal.NONE)
