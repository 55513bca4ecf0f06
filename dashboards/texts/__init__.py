"""Every sentence that a reader sees, in the reader's language.

>>> say = Say("en")
>>> say("word.sector.civil_society")
'Civil society'
>>> say.date(date(2024, 5, 3))
'3 May 2024'
>>> say.odds(0.21)
'about 1 in 5'

"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeAlias

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

from graph.access.chances import chance, frequency
from graph.errors import FieldIssue, RestuError
from graph.records.dates import Precision, StatedDate
from graph.records.networks import LANGUAGES
from graph.records.ties import TieType

Fact: TypeAlias = str | int | float | date | StatedDate
Sentence: TypeAlias = str | Mapping[str, str]

_LOCALES: Final = {"en": Locale("en", "GB"), "id": Locale("id", "ID")}
_PLURAL: Final = frozenset({"zero", "one", "two", "few", "many", "other"})


class UnknownTextError(LookupError):
    """No sentence has this key; a mistake of ours, not of the reader."""


@dataclass(frozen=True, slots=True)
class ProblemText:
    """What went wrong, in words: title, what happened, what to do."""

    title: str
    detail: str
    remedy: str


@dataclass(frozen=True, slots=True)
class IssueText:
    """What is wrong with one field, in words."""

    field: str
    reason: str
    remedy: str


class Say:
    """Says things in one language.

    Parameters
    ----------
    language
        ``en`` or ``id``.

    Raises
    ------
    ValueError
        If the language is another.

    """

    def __init__(self, language: str = "en") -> None:
        if language not in LANGUAGES:
            raise ValueError(f"{language!r} is not one of {', '.join(LANGUAGES)}.")
        self.language = language
        self.locale = _LOCALES[language]
        self._texts = texts(language)

    def __call__(self, key: str, /, **facts: Fact) -> str:
        """Say the sentence of a key.

        Parameters
        ----------
        key
            Its place in the file of texts: ``home.title``.
        facts
            What stands in its gaps; numbers and dates are written as the reader writes them.
            ``count`` chooses between one and several.

        Raises
        ------
        UnknownTextError
            If there is no such sentence.
        KeyError
            If a gap has no fact.

        """
        sentence = self._texts.get(key)
        if sentence is None:
            raise UnknownTextError(f"{key} is not in the texts of {self.language}.")
        told = {name: self.fact(value) for name, value in facts.items()}
        return self._form(sentence, facts.get("count")).format_map(told)

    def has(self, key: str) -> bool:
        """Tell whether there is a sentence for a key."""
        return key in self._texts

    def template(self, key: str) -> str:
        """Give the sentence of a key with its gaps still open.

        Raises
        ------
        UnknownTextError
            If there is no such sentence, or if it counts.

        """
        sentence = self._texts.get(key)
        if not isinstance(sentence, str):
            raise UnknownTextError(f"{key} is no template in the texts of {self.language}.")
        return sentence

    def word(self, kind: str, value: str | None) -> str:
        """Say a word of the vocabulary: ``word("sector", "donor")``.

        A word of nobody's vocabulary, such as a network's own type of tie, is said as it is;
        nothing is said as "not known".
        """
        if not value:
            return self("word.not_known")
        key = f"word.{kind}.{value}"
        return self(key) if self.has(key) else str(value).replace("_", " ")

    def tie_type(self, type_: TieType) -> str:
        """Say a type of relationship as its network does, else by the house's own word."""
        own = type_.label_id if self.language == "id" else type_.label_en
        return own or self.word("tie", type_.id)

    def language_name(self, code: str) -> str:
        """Say the name of a language: ``sas`` is Sasak; a code that nobody knows stays."""
        return self.locale.languages.get(code, code)

    def fact(self, value: Fact) -> str:
        """Write a fact as the reader does."""
        if isinstance(value, bool):
            return self("word.yes" if value else "word.no")
        if isinstance(value, int | float):
            return self.number(value)
        if isinstance(value, date | StatedDate):
            return self.date(value)
        return value

    def number(self, value: float, *, digits: int = 2) -> str:
        """Write a number with the reader's signs, with at most ``digits`` decimals."""
        shape = "#,##0." + "#" * digits
        return format_decimal(value, format=shape, locale=self.locale)

    def date(self, value: date | StatedDate) -> str:
        """Write a date as exact as it was said, a moment as its day and time."""
        if isinstance(value, StatedDate):
            return self._stated(value)
        day = format_date(value, "d MMMM y", locale=self.locale)
        if isinstance(value, datetime):
            return f"{day} {format_time(value, 'HH:mm', locale=self.locale)}"
        return day

    def span(self, since: StatedDate | None, until: StatedDate | None) -> str:
        """Write a period; both ends are included, an open one is not mentioned."""
        if since is not None and until is not None:
            if since == until:
                return self.date(since)
            return self("span.both", since=since, until=until)
        if since is not None:
            return self("span.since", since=since)
        if until is not None:
            return self("span.until", until=until)
        return self("span.undated")

    def listed(self, parts: Iterable[str]) -> str:
        """Put parts of one statement behind one another."""
        return self("list.between").join(parts)

    def all_of(self, parts: Sequence[str]) -> str:
        """Write names or words as a list that ends with "and"."""
        return format_list(parts, locale=self.locale)

    def chance(self, probability: float) -> str:
        """Say how likely something is: good chance, possible, difficult."""
        return self(f"likelihood.{chance(probability)}")

    def odds(self, probability: float) -> str:
        """Say a probability as a frequency: about 1 in 5."""
        return self("likelihood.about", odds=self._frequency(probability))

    def between(self, low: float, high: float) -> str:
        """Say the ends of a range as frequencies: between 1 in 20 and 2 in 5."""
        least, most = self._frequency(low), self._frequency(high)
        return self("likelihood.between", low=least, high=most)

    def likelihood(self, probability: float) -> str:
        """Say both: possible, about 1 in 4."""
        return self(
            "likelihood.chance_and_odds",
            chance=self(f"likelihood.capital.{chance(probability)}"),
            odds=self.odds(probability),
        )

    def _frequency(self, probability: float) -> str:
        said = frequency(probability)
        return self("likelihood.some_in", few=said.numerator, many=said.denominator)

    def problem(self, error: RestuError) -> ProblemText:
        """Say what an error means and what to do about it."""
        return self.problem_of(error.code, error.facts)

    def problem_of(self, code: str, facts: Mapping[str, str]) -> ProblemText:
        """Say what the error with this code and these facts means."""
        key = f"problem.{code}"
        told = _Told({name: self._told(key, name, value, facts) for name, value in facts.items()})
        return ProblemText(*(self._tell(f"{key}.{part}", told) for part in PROBLEM_PARTS))

    def issue(self, issue: FieldIssue) -> IssueText:
        """Say what is wrong with a field and what to do about it."""
        return self.issue_of(issue.field, issue.code, issue.value, issue.facts)

    def issue_of(self, field: str, code: str, value: str, facts: Mapping[str, str]) -> IssueText:
        """Say what the issue with this code and these facts means."""
        key = f"issue.{code}"
        told = _Told({name: self._told(key, name, fact, facts) for name, fact in facts.items()})
        told.setdefault("file", self("issue.this_file"))
        told["value"], told["field"] = value, self.field(field)
        reason, remedy = (self._tell(f"{key}.{part}", told) for part in ISSUE_PARTS)
        return IssueText(told["field"], reason, remedy)

    def field(self, field: str) -> str:
        """Say the name of a field: ``participants[2]`` is "who took part"."""
        return self.word("field", field.partition("[")[0].partition(".")[0] or field)

    def _told(self, key: str, name: str, value: str, facts: Mapping[str, str]) -> str:
        """Translate the facts of an error that are words of ours; a reason may tell others."""
        if name == "known" and (heading := facts.get("words")):
            return ", ".join(self._known(heading, word) for word in value.split(", "))
        for kind in (f"{key}.{name}s.{value}", f"word.{_WORDS.get(name, name)}.{value}"):
            if self.has(kind):
                return self._tell(kind, _Told(facts))
        return value

    def _known(self, heading: str, word: str) -> str:
        """Name a word that may be written: as screens say it, and as files and REST do."""
        label = self.word(heading, word)
        is_the_same = label.casefold().replace(" ", "_") == word
        return word if is_the_same else f"{label} ({word})"

    def _tell(self, key: str, told: Mapping[str, str]) -> str:
        """Say a sentence even if a fact is missing: an error about an error helps nobody."""
        sentence = self._texts.get(key)
        return self._form(sentence, None).format_map(told) if sentence else ""

    def _form(self, sentence: Sentence, count: Fact | None) -> str:
        if isinstance(sentence, str):
            return sentence
        number = count if isinstance(count, int | float) else 0
        return sentence.get(self.locale.plural_form(number), sentence["other"])

    def _stated(self, value: StatedDate) -> str:
        if value.precision is Precision.YEAR:
            return str(value.first.year)
        if value.precision is Precision.MONTH:
            return format_skeleton("yMMMM", value.first, locale=self.locale)
        return format_date(value.first, "d MMMM y", locale=self.locale)


PROBLEM_PARTS: Final = ("title", "detail", "remedy")
ISSUE_PARTS: Final = ("reason", "remedy")
_WORDS: Final = {"needed": "role", "taken_by": "noun", "kind": "actor_kind", "type": "tie"}
"""Under which heading the words of an error's facts stand."""


class _Told(dict[str, str]):
    """Facts of an error; a missing one leaves a gap that can be seen."""

    def __missing__(self, name: str) -> str:
        return "…"


@cache
def texts(language: str) -> Mapping[str, Sentence]:
    """Read the sentences of a language, by key.

    What is said on requests, and what the pages of ways, requests and reaching say, have files of
    their own.
    """
    found: dict[str, Sentence] = {}
    for name in (
        f"{language}.toml",
        f"asking.{language}.toml",
        f"requests.{language}.toml",
        f"reaching.{language}.toml",
        f"judging.{language}.toml",
        f"coordination.{language}.toml",
        f"scenarios.{language}.toml",
        f"looking.{language}.toml",
        f"measures.{language}.toml",
    ):
        text = files(__name__).joinpath(name).read_text("utf-8")
        found |= _flat("", tomllib.loads(text))
    return found


def _flat(above: str, table: Mapping[str, Any]) -> list[tuple[str, Sentence]]:
    rows: list[tuple[str, Sentence]] = []
    for name, value in table.items():
        key = f"{above}{name}"
        if isinstance(value, str) or (value.keys() <= _PLURAL and "other" in value):
            rows.append((key, value))
        else:
            rows += _flat(f"{key}.", value)
    return rows
