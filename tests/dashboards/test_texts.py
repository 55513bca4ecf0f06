"""Both languages say everything, and say it in the words of the house."""

import ast
import re
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from string import Formatter

import pytest

from dashboards.texts import ISSUE_PARTS, PROBLEM_PARTS, Say, UnknownTextError, texts
from graph import vocabulary
from graph.access.hops import COLLEAGUES, Basis
from graph.access.odds import Factor
from graph.access.routes import NoRoute
from graph.errors import DuplicateIdError, FieldIssue, RestuError, UnreadableFileError
from graph.network import NEVER_ON_A_ROUTE, ActorFlag
from graph.records.dates import DateFault, parse_date
from graph.records.jobs import JobState
from graph.records.networks import LANGUAGES
from graph.records.ties import BUILT_IN_TYPES
from graph.strength.bands import Band
from graph.strength.used import Speaks

ROOMS = Path(__file__).resolve().parent.parent.parent
EN, ID = texts("en"), texts("id")

ANALYSTS_WORDS = {
    "en": (
        r"target\w*|hops?|choke|partisan|isolated|declined|node|edge|betweenness|score|broker(?!s)"
    ),
    "id": (
        r"rekanan|pemimpin|bos|target|pengganti|pengantar|rekomendasi|permintaan perkenalan|tiket"
        r"|rute|orang dalam|hop|simpul|perantara|makelar|calo|penjaga gerbang|titik cekik"
        r"|terisolasi|terkucil|terpinggirkan|mendingin|ikatan|koneksi|skor|bobot|bukti|pialang"
        r"|agen|cabang|junior|memihak|partisan|delegasi|utusan|panitia|penyelidikan|investigasi"
        r"|firasat|macet|bermasalah|beban|kuota|daftar hitam|alarm|anda|ditolak|narahubung"
    ),
}
"""Words of the last column of the interface word list, which no page shows."""


def placeholders(sentence: object) -> set[str]:
    forms = [sentence] if isinstance(sentence, str) else list(sentence.values())  # type: ignore[union-attr]
    return {name for form in forms for _, name, _, _ in Formatter().parse(str(form)) if name}


def test_both_languages_have_the_same_sentences() -> None:
    assert EN.keys() == ID.keys()


@pytest.mark.parametrize("key", sorted(EN))
def test_a_sentence_has_the_same_gaps_in_both_languages(key: str) -> None:
    assert placeholders(EN[key]) == placeholders(ID[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_uses_a_word_that_should_not_reach_a_screen(language: str) -> None:
    banned = re.compile(rf"\b(?:{ANALYSTS_WORDS[language]})\b", re.IGNORECASE)
    shown = {key: re.sub(r"{\w+}", "", str(text)) for key, text in texts(language).items()}
    found = {key: text for key, text in shown.items() if banned.search(text)}

    assert not found


def test_indonesian_has_one_word_for_a_network_and_one_for_an_identifier() -> None:
    other = re.compile(r"\b(?:jaringan|pengenal)", re.IGNORECASE)

    assert [key for key, text in ID.items() if other.search(str(text))] == []


def test_nobody_is_said_to_demand_in_indonesian() -> None:
    assert [key for key, text in ID.items() if "meminta" in str(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_stay_calm(language: str) -> None:
    loud = [key for key, text in texts(language).items() if "!" in str(text)]

    assert not loud


def leaves(family: type[RestuError]) -> Iterator[type[RestuError]]:
    if "code" in vars(family):
        yield family
    for child in family.__subclasses__():
        yield from leaves(child)


def test_every_error_has_its_sentences() -> None:
    wanted = {f"problem.{e.code}.{part}" for e in leaves(RestuError) for part in PROBLEM_PARTS}

    assert wanted <= EN.keys()


def calls(name: str) -> Iterator[ast.Call]:
    """Every call of a function or method of this name in the four rooms."""
    for room in ("graph", "queries", "service", "dashboards"):
        for path in (ROOMS / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    called = node.func
                    if getattr(called, "id", getattr(called, "attr", "")) == name:
                        yield node


def words_in(argument: ast.expr) -> set[str]:
    """Codes that an argument may be: a constant, or either side of a choice."""
    if isinstance(argument, ast.IfExp):
        return words_in(argument.body) | words_in(argument.orelse)
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return {argument.value}
    return set()


def codes_of_issues() -> set[str]:
    found = {fault.value for fault in DateFault}
    for call in (*calls("FieldIssue"), *calls("add")):
        if len(call.args) >= 2:
            found |= words_in(call.args[1])
    for call in calls("CellError"):
        found |= words_in(call.args[0])
    return found


def test_every_issue_has_its_sentences() -> None:
    wanted = {f"issue.{code}.{part}" for code in codes_of_issues() for part in ISSUE_PARTS}

    assert wanted <= EN.keys()


@pytest.mark.parametrize(
    ("error", "place", "keyword", "heading"),
    [
        ("UnreadableFileError", 1, "reason", "problem.unreadable-file.reasons"),
        ("_refusal", 0, "reason", "problem.unreadable-file.reasons"),
        ("LimitError", 0, "limit", "problem.limit-exceeded.limits"),
        ("RefusedEndError", 1, "reason", "problem.refused-end.reasons"),
        ("replace", 99, "stage", "word.stage"),
        ("progress", 0, "stage", "word.stage"),
        ("warn", 0, "code", "warning"),
        ("FileWarning", 0, "code", "warning"),
    ],
)
def test_every_reason_in_an_error_has_its_words(
    error: str, place: int, keyword: str, heading: str
) -> None:
    found: set[str] = set()
    for call in calls(error):
        arguments = call.args[place : place + 1]
        arguments += [named.value for named in call.keywords if named.arg == keyword]
        found |= {word for argument in arguments for word in words_in(argument) if word}

    assert {f"{heading}.{word}" for word in found} <= EN.keys()


def test_every_flag_that_refuses_an_end_has_its_words() -> None:
    reasons = {str(flag.name).lower() for flag in ActorFlag if flag in NEVER_ON_A_ROUTE}

    assert {f"problem.refused-end.reasons.{reason}" for reason in reasons} <= EN.keys()


def test_every_word_of_the_vocabulary_has_a_label() -> None:
    kinds: dict[str, type[Enum]] = {
        "noun": vocabulary.Noun,
        "nouns": vocabulary.Noun,
        "actor_kind": vocabulary.ActorKind,
        "sector": vocabulary.Sector,
        "level": vocabulary.Level,
        "partner_kind": vocabulary.PartnerKind,
        "position": vocabulary.PositionType,
        "capacity": vocabulary.Capacity,
        "traversal": vocabulary.Traversal,
        "interaction": vocabulary.InteractionKind,
        "channel": vocabulary.Channel,
        "role": vocabulary.Role,
        "job": JobState,
        "band": Band,
    }
    wanted = {f"word.{kind}.{word.value}" for kind, words in kinds.items() for word in words}
    wanted |= {f"word.tie.{type_}" for type_ in (*BUILT_IN_TYPES, COLLEAGUES)}
    wanted |= {f"factor.{side}.{factor}" for side in ("helps", "hurts") for factor in Factor}
    wanted |= {f"no_route.{reason}" for reason in NoRoute}
    wanted |= {f"no_route.remedy.{reason}" for reason in NoRoute}
    wanted |= {f"word.speaks.{speaks.name.lower()}" for speaks in Speaks}
    wanted |= {f"basis.{basis.name.lower()}" for basis in Basis}

    assert wanted <= EN.keys()


def test_dates_are_written_as_the_reader_writes_them_and_as_exact_as_said() -> None:
    english, indonesian = Say("en"), Say("id")

    assert english.date(date(2024, 5, 3)) == "3 May 2024"
    assert indonesian.date(date(2024, 8, 17)) == "17 Agustus 2024"
    assert indonesian.date(parse_date("Mei 2024")) == "Mei 2024"
    assert english.date(parse_date("2024")) == "2024"
    assert english.date(datetime(2024, 5, 3, 14, 5)) == "3 May 2024 14:05"  # noqa: DTZ001


def test_numbers_are_written_with_the_signs_of_the_language() -> None:
    assert Say("en").number(12345.5) == "12,345.5"
    assert Say("id").number(12345.5) == "12.345,5"
    assert Say("en").number(7) == "7"


@pytest.mark.parametrize(
    ("probability", "english", "indonesian"),
    [
        (0.95, "about 19 in 20", "sekitar 19 dari 20"),
        (0.21, "about 1 in 5", "sekitar 1 dari 5"),
        (0.02, "about 1 in 50", "sekitar 1 dari 50"),
        (0.0, "about 1 in 1,000", "sekitar 1 dari 1.000"),
    ],
)
def test_probabilities_are_said_as_frequencies(
    probability: float, english: str, indonesian: str
) -> None:
    assert Say("en").odds(probability) == english
    assert Say("id").odds(probability) == indonesian


def test_a_range_is_said_by_its_ends() -> None:
    assert Say("en").between(0.05, 0.37) == "between 1 in 20 and 2 in 5"
    assert Say("id").between(0.05, 0.37) == "antara 1 dari 20 dan 2 dari 5"


def test_no_likelihood_is_a_percentage() -> None:
    said = [Say(language).likelihood(p / 100) for language in LANGUAGES for p in range(101)]

    assert not [text for text in said if "%" in text or "persen" in text]
    assert Say("en").likelihood(0.21) == "Possible, about 1 in 5"


def test_facts_of_an_error_that_are_words_of_ours_are_translated() -> None:
    problem = Say("id").problem(DuplicateIdError("contact", "ani", taken_by="partner"))

    assert "kontak" in problem.detail
    assert "mitra" in problem.detail


def test_an_issue_names_field_value_and_remedy() -> None:
    told = Say("en").issue(FieldIssue("participants[2]", "not-an-identifier", "a b"))

    assert told.field == "who took part"
    assert "a b" in told.reason
    assert told.remedy


def test_a_reason_may_tell_facts_of_its_own() -> None:
    problem = Say("en").problem(UnreadableFileError("people.csv", "nul-bytes", line=7))

    assert "people.csv" in problem.detail
    assert "line 7" in problem.detail


def test_braces_in_what_a_person_typed_are_left_alone() -> None:
    told = Say("en").issue(FieldIssue("name", "unprintable", "{value.__class__}"))

    assert "{value.__class__}" in told.reason


def test_a_missing_sentence_is_our_mistake_and_says_so() -> None:
    with pytest.raises(UnknownTextError, match=r"no\.such\.key"):
        Say("en")("no.such.key")


def test_a_language_that_nobody_translated_is_refused() -> None:
    with pytest.raises(ValueError, match="xx"):
        Say("xx")
