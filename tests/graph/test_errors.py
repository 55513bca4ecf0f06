"""Errors carry facts; what was refused is repeated short and in a form that can be sent."""

import pytest

from graph.errors import (
    DuplicateIdError,
    FieldIssue,
    InvalidQuestionError,
    LimitError,
    RestuError,
    StoreUnavailableError,
    UnknownActorError,
    UnknownNetworkError,
    VersionConflictError,
    shown,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("short", "short"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        ("", ""),
        (0.5, "0.5"),
        (None, "None"),
        ("a\0b\nc\u202e", "a\ufffdb\ufffdc\ufffd"),
        ("\ud800", "\\ud800"),
        ("\ud800" * 80, "\\ud800" * 13 + "\\…"),
        ("Ma\u2019ruf \U0001f9d5", "Ma\u2019ruf \U0001f9d5"),
        pytest.param(10**5_000, "…", id="endless"),
    ],
)
def test_a_refused_value_is_shown_short_and_printable(value: object, text: str) -> None:
    assert shown(value) == text
    assert len(shown(value)) <= 80
    shown(value).encode("utf-8")


def test_an_error_tells_its_code_and_facts() -> None:
    assert str(UnknownNetworkError("lombok")) == "unknown-network: network_id 'lombok'"
    assert UnknownNetworkError("lombok").facts == {"network_id": "lombok"}
    assert str(StoreUnavailableError()) == "store-unavailable"
    assert LimitError("k", 20, 21).facts == {"limit": "k", "allowed": "20", "asked": "21"}


def test_a_conflict_carries_the_version_to_try_with() -> None:
    error = VersionConflictError("tie", "t-1", expected=2, current=5)

    assert error.current == 5
    assert error.facts["expected"] == "2"


def test_a_taken_identifier_says_whether_its_holder_is_removed() -> None:
    kept = DuplicateIdError("partner", "x", taken_by="contact")
    removed = DuplicateIdError("partner", "x", taken_by="contact", removed=True)

    assert (kept.facts["state"], removed.facts["state"]) == ("kept", "removed")


def test_many_unknown_actors_are_named_by_the_first_five() -> None:
    error = UnknownActorError([f"a{n}" for n in range(1_000)])

    assert error.facts["actor_ids"] == "a0, a1, a2, a3, a4"
    assert len(error.actor_ids) == 1_000


def test_a_question_tells_all_its_issues() -> None:
    issues = [FieldIssue("k", "outside-limits", "21"), FieldIssue("to", "same-ends", "a")]
    error = InvalidQuestionError(issues)

    assert error.issues == tuple(issues)
    assert str(error) == "k '21': outside-limits; to 'a': same-ends"


def test_every_error_but_the_families_has_a_code_of_its_own() -> None:
    def walk(family: type[RestuError]) -> list[type[RestuError]]:
        return [family, *(leaf for child in family.__subclasses__() for leaf in walk(child))]

    ours = [kind for kind in walk(RestuError) if kind.__module__ == "graph.errors"]
    codes = [vars(kind)["code"] for kind in ours if "code" in vars(kind)]
    assert len(codes) == len(set(codes))
    assert all("code" in vars(kind) for kind in ours if not kind.__subclasses__())
