"""The table of coefficients is the model, readable, and the guide shows the same numbers."""

import re
from pathlib import Path

import pytest

from graph.access.coefficients import COEFFICIENTS, Grounds
from graph.access.odds import DEFAULT_MODEL, NAMES, Factor


def test_the_table_holds_every_coefficient_of_the_model_once() -> None:
    assert tuple(row.name for row in COEFFICIENTS) == NAMES
    assert [row.value for row in COEFFICIENTS] == DEFAULT_MODEL.coefficients.tolist()
    assert {row.factor for row in COEFFICIENTS} == set(Factor)


def test_what_is_called_bracketed_names_a_source() -> None:
    bracketed = [row for row in COEFFICIENTS if row.grounds is Grounds.BRACKETED]

    assert [row.name for row in bracketed] == ["base", "levels_up", "in_person", "cold"]
    assert all(row.sources for row in bracketed)


def test_the_base_may_move_further_than_the_rest_when_refitted() -> None:
    assert {row.spread for row in COEFFICIENTS if row.name != "base"} == {0.5}
    assert COEFFICIENTS[0].spread == 0.75


def test_the_guide_shows_the_same_table(pytestconfig: pytest.Config) -> None:
    guide = (Path(pytestconfig.rootpath) / "docs/methods/odds.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| `(\w+)` \| ([+−][\d.]+) \|", guide, re.MULTILINE)

    assert [(name, float(value.replace("−", "-"))) for name, value in shown] == [
        (row.name, row.value) for row in COEFFICIENTS
    ]
