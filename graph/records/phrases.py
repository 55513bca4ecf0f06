"""Phrases: templates of messages, letters and calls that a network may replace, and their gaps."""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Final

from graph.errors import FieldIssue, shown
from graph.records.networks import LANGUAGES

FORMS: Final = ("message", "letter", "call")
TEMPLATES: Final = ("introduce", "receive", "remind", "thank", "thank_anyway")

GAPS: Final = frozenset(
    {
        *("asker", "asker_in_talk", "asker_office", "asker_in_full", "guest"),
        *("asked", "asked_in_full", "addressee", "addressee_name", "attention"),
        *("next", "leader", "leader_beyond", "purpose", "due", "met", "asked_on"),
        *("number", "dated", "subject", "copies", "close"),
    }
)
"""What may stand between braces in a template."""

KEYS: Final = frozenset(
    {
        *(f"words.{form}.{template}" for form in FORMS for template in TEMPLATES),
        *(f"words.subject.{template}" for template in TEMPLATES),
        "words.close",
    }
)
"""What a network may replace. ``id:words.close`` replaces it in Indonesian letters alone."""

WITHOUT_GAPS: Final = frozenset({"words.close"})
SUBJECT_GAPS: Final = frozenset({"next", "leader", "purpose", "guest"})


def gaps_allowed(key: str) -> frozenset[str]:
    """Tell which gaps the template of a key may have."""
    if key in WITHOUT_GAPS:
        return frozenset()
    return SUBJECT_GAPS if key.startswith("words.subject.") else GAPS


def key_of(named: str) -> str:
    """Give the key that a network's entry replaces, without its language."""
    language, between, key = named.partition(":")
    return key if between and language in LANGUAGES else named


def gaps_in(template: str) -> tuple[str, ...]:
    """List the gaps of a template.

    Raises
    ------
    ValueError
        If braces do not match, or a gap is more than a name.

    """
    found: list[str] = []
    for _, name, spec, conversion in Formatter().parse(template):
        if name is None:
            continue
        if spec or conversion or not name.isidentifier():
            raise ValueError(f"{{{name}}} is more than the name of a gap.")
        found.append(name)
    return tuple(found)


def faults_of(phrases: Mapping[str, str]) -> Iterator[FieldIssue]:
    """Find what is wrong with a network's own templates.

    >>> [(issue.code, issue.value) for issue in faults_of({"words.message.thank": "Dear {boss},"})]
    [('unknown-gap', 'boss')]

    """
    for named, template in phrases.items():
        field, key = f"phrases.{shown(named[:40])}", key_of(named)
        if key not in KEYS:
            yield FieldIssue(field, "unknown-phrase", named, {"known": ", ".join(sorted(KEYS))})
            continue
        try:
            gaps = gaps_in(template)
        except ValueError:
            yield FieldIssue(field, "unreadable-phrase", template)
            continue
        allowed = gaps_allowed(key)
        known = ", ".join(f"{{{gap}}}" for gap in sorted(allowed)) or "-"
        for gap in gaps:
            if gap not in allowed:
                yield FieldIssue(field, "unknown-gap", gap, {"known": known})
