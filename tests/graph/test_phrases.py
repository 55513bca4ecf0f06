"""Templates that a network may replace: known keys, known gaps, readable braces."""

import pytest

from graph.records.phrases import faults_of, gaps_in


def codes(phrases: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(issue.field, issue.code, issue.value) for issue in faults_of(phrases)]


def test_templates_with_known_gaps_pass_in_every_language() -> None:
    assert codes({"words.close": "Salam hangat", "id:words.message.thank": "Yth. {asked},"}) == []


def test_all_unknown_gaps_are_named() -> None:
    found = codes({"words.call.thank": "{asked} {boss} {chance}"})

    assert found == [
        ("phrases.words.call.thank", "unknown-gap", "boss"),
        ("phrases.words.call.thank", "unknown-gap", "chance"),
    ]


def test_the_remedy_names_the_gaps_that_are_known() -> None:
    (issue,) = faults_of({"words.subject.receive": "{due}"})

    assert issue.facts["known"] == "{guest}, {leader}, {next}, {purpose}"


@pytest.mark.parametrize("key", ["words.close.en", "fr:words.close", "id:", "close"])
def test_a_key_that_is_no_phrase_is_refused(key: str) -> None:
    assert [code for _, code, _ in codes({key: "x"})] == ["unknown-phrase"]


@pytest.mark.parametrize(
    "template", ["{asked", "asked}", "{asked.name}", "{asked[0]}", "{asked!r}", "{asked:>9}", "{}"]
)
def test_braces_that_hold_more_than_a_name_are_refused(template: str) -> None:
    assert [code for _, code, _ in codes({"words.message.thank": template})] == [
        "unreadable-phrase"
    ]


def test_doubled_braces_are_braces() -> None:
    assert gaps_in("{{asked}} {due}") == ("due",)
