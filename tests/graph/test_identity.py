"""Identifiers: their form, new ones, and those of natural keys."""

import re

import pytest

from graph.records.identity import ID_PATTERN, is_identifier, natural_id, new_id


@pytest.mark.parametrize("text", ["a", "7", "_x", "c-014", "a.b:c@d~e+f-g", "A" * 96])
def test_identifiers_need_no_escape_in_an_address(text: str) -> None:
    assert is_identifier(text)


@pytest.mark.parametrize(
    "text", ["", "-a", ".a", "a b", "a/b", "a?b", "a#b", "a%b", "a\n", "\na", "é", "A" * 97, "a\0"]
)
def test_other_texts_are_no_identifiers(text: str) -> None:
    assert not is_identifier(text)


def test_new_identifiers_are_identifiers_and_differ() -> None:
    drawn = {new_id() for _ in range(1_000)}

    assert len(drawn) == 1_000
    assert all(re.fullmatch("[0-9a-f]{20}", text) for text in drawn)


def test_natural_keys_do_not_run_together() -> None:
    assert natural_id("tie", "a", "bc") == natural_id("tie", "a", "bc")
    assert natural_id("tie", "a", "bc") != natural_id("tie", "ab", "c")
    assert natural_id("tie", "a") != natural_id("tie", "a", "")
    assert re.fullmatch(ID_PATTERN, natural_id("tie", "\ud800", "x" * 10_000))
