"""Ties: their registry, their ends and the natural keys by which they are read again."""

from datetime import date
from typing import Final

import pytest

from graph.errors import FieldIssue, InvalidRecordError
from graph.records.dates import Precision, StatedDate
from graph.records.identity import is_identifier
from graph.records.interactions import interaction_id
from graph.records.positions import position_id
from graph.records.ties import BUILT_IN_TYPES, Tie, check_ends, custom_type, tie_id
from graph.vocabulary import ActorKind, Traversal

THIRD: Final = StatedDate(date(2024, 5, 3))
MAY: Final = StatedDate(date(2024, 5, 1), Precision.MONTH)
KINDS: Final = {"c-1": ActorKind.CONTACT, "c-2": ActorKind.CONTACT, "p-1": ActorKind.PARTNER}


def tie(type_: str = "knows", source: str = "c-1", target: str = "c-2") -> Tie:
    return Tie(id="t-1", source_id=source, target_id=target, type=type_)


def test_a_natural_key_gives_the_same_identifier_again_and_another_for_each_part() -> None:
    same = tie_id("a", "b", "knows", "", THIRD)
    others = [
        tie_id("b", "a", "knows", "", THIRD),
        tie_id("a", "b", "advises", "", THIRD),
        tie_id("a", "b", "knows", "school", THIRD),
        tie_id("a", "b", "knows", "", None),
        tie_id("a", "b", "knows", "", MAY),
        position_id("a", "b", "knows", "", THIRD),
    ]

    assert tie_id("a", "b", "knows", "", THIRD) == same
    assert len({same, *others}) == 7
    assert is_identifier(same)


def test_a_corrected_end_is_the_same_tie() -> None:
    """The end is no part of the key, so that a file read again updates it."""
    assert position_id("a", "b", "leads", "", MAY) == position_id("a", "b", "leads", "", MAY)


def test_the_order_of_participants_makes_no_other_meeting() -> None:
    held = ("meeting", THIRD)

    assert interaction_id(*held, ("a", "b"), "s", "x") == interaction_id(
        *held, ("b", "a"), "s", "x"
    )
    assert interaction_id(*held, ("a", "b"), "s", "x") != interaction_id(
        *held, ("a", "b"), "x", "s"
    )
    assert interaction_id(*held, ("a", "b"), "c", "") != interaction_id(
        *held, ("a", "b", "c"), "", ""
    )


def test_a_tie_of_an_unknown_type_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidRecordError) as refused:
        check_ends(tie("kawan"), {"knows": BUILT_IN_TYPES["knows"]}, KINDS)

    assert refused.value.issues == (
        FieldIssue("type", "unknown-tie-type", "kawan", {"known": "knows"}),
    )


@pytest.mark.parametrize(
    ("type_", "source", "target", "wrong"),
    [
        ("knows", "c-1", "p-1", [("target_id", "p-1", "partner")]),
        ("knows", "p-1", "c-2", [("source_id", "p-1", "partner")]),
        (
            "partners_with",
            "c-1",
            "c-2",
            [("source_id", "c-1", "contact"), ("target_id", "c-2", "contact")],
        ),
        ("part_of", "c-1", "p-1", [("source_id", "c-1", "contact")]),
    ],
)
def test_an_end_of_the_wrong_kind_is_refused(
    type_: str, source: str, target: str, wrong: list[tuple[str, str, str]]
) -> None:
    with pytest.raises(InvalidRecordError) as refused:
        check_ends(tie(type_, source, target), BUILT_IN_TYPES, KINDS)

    assert refused.value.issues == tuple(
        FieldIssue(name, "wrong-kind-of-end", end, {"kind": kind, "type": type_})
        for name, end, kind in wrong
    )


def test_an_end_that_is_not_known_is_left_to_the_store() -> None:
    check_ends(tie(target="stranger"), BUILT_IN_TYPES, KINDS)
    check_ends(tie("met_with", target="p-1"), BUILT_IN_TYPES, KINDS)


def test_the_table_of_tie_types_stands_as_decided() -> None:
    """The figures of docs/decisions/0002-access-hops.md; a change belongs there first."""
    table = {
        id_: (type_.prior, type_.traversal.value, type_.is_directed, type_.is_on)
        for id_, type_ in BUILT_IN_TYPES.items()
    }

    assert table == {
        "knows": (0.3, "both", False, True),
        "gatekeeper_of": (0.6, "forward", True, True),
        "reports_to": (0.45, "both", True, True),
        "mandate_over": (0.3, "both", True, True),
        "advises": (0.5, "both", True, True),
        "met_with": (0.25, "both", False, True),
        "partners_with": (0.3, "both", False, True),
        "funds": (0.4, "both", True, True),
        "part_of": (0.3, "none", True, True),
        "succeeded_by": (0.1, "none", True, True),
        "family": (0.7, "both", False, False),
    }


def test_a_custom_type_carries_no_introduction_until_somebody_says_so() -> None:
    assert custom_type("mentors").traversal is Traversal.NONE
    assert custom_type("mentors").is_on
