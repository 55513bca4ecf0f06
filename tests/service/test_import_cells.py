"""Cells: from text to values and back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.vocabulary import Capacity, InteractionKind, Level, Sector
from service.exchange import cells
from service.exchange.cells import CellError, bare, guarded, join_list, split_list, written


@pytest.mark.parametrize(
    ("cell", "number"), [("0.6", 0.6), ("0,6", 0.6), ("3", 3.0), ("-1", -1.0), ("1e-3", 0.001)]
)
def test_numbers_have_a_point_or_a_comma(cell: str, number: float) -> None:
    assert cells.read_number(cell) == number


@pytest.mark.parametrize("cell", ["nan", "inf", "1_000", "1.000.000", "0x10", "strong", "1" * 400])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(CellError, match="not-a-number"):
        cells.read_number(cell)


def test_whole_numbers_may_come_from_a_spreadsheet() -> None:
    assert cells.read_whole("3.0") == 3
    with pytest.raises(CellError, match="not-a-whole-number"):
        cells.read_whole("3.5")


@pytest.mark.parametrize("cell", ["1", "yes", "Ya", "TRUE", "x"])
def test_yes_is_said_in_many_ways(cell: str) -> None:
    assert cells.read_flag(cell) is True


@pytest.mark.parametrize("cell", ["0", "no", "Tidak", "false"])
def test_no_is_said_in_many_ways(cell: str) -> None:
    assert cells.read_flag(cell) is False


def test_maybe_is_neither() -> None:
    with pytest.raises(CellError, match="not-yes-or-no"):
        cells.read_flag("maybe")


def test_words_are_known_in_both_languages_and_any_case() -> None:
    assert cells.read_sector("Civil society") is Sector.CIVIL_SOCIETY
    assert cells.read_sector("dunia usaha") is Sector.BUSINESS
    assert cells.read_level("Kabupaten/Kota") is Level.DISTRICT
    assert cells.read_capacity("Plt.") is Capacity.PLT
    assert cells.read_interaction_kind("joint_project") is InteractionKind.JOINT_PROJECT


def test_an_unknown_word_comes_with_the_known_ones() -> None:
    with pytest.raises(CellError) as caught:
        cells.read_sector("political party")

    assert caught.value.code == "unknown-word"
    assert "civil_society" in caught.value.facts["known"]


def test_a_date_that_cannot_be_read_says_what_may_be_meant() -> None:
    with pytest.raises(CellError) as caught:
        cells.read_date("05/13/2024")

    assert caught.value.code == "date-month-before-day"
    assert caught.value.facts["instead"] == "13-05-2024"


def test_entries_of_a_list_keep_semicolons_and_backslashes() -> None:
    entries = ("PT Air; Tbk", "C:\\x", "last\\")

    assert split_list(join_list(entries)) == entries
    assert split_list(" a ; b;;a ") == ("a", "b")
    assert split_list("a\\b;c") == ("a\\b", "c")  # of others, who know no escapes


@pytest.mark.parametrize("text", ["=1+1", "+62 812", "-5", "@x", "\uff1d1", " =1", "'=1", "''=1"])
def test_formulas_are_guarded_on_the_way_out_and_come_back(text: str) -> None:
    assert guarded(text).startswith("'")
    assert bare(guarded(text)) == text.strip()


def test_an_apostrophe_of_a_name_is_not_touched() -> None:
    assert guarded("'Aisyah") == "'Aisyah"
    assert bare("'Aisyah") == "'Aisyah"


@given(st.text())
@example("'\t=")
@example("\t'=")
def test_guarding_loses_nothing_but_spaces_around(text: str) -> None:
    assert bare(guarded(text)) == text.strip()


@given(
    st.lists(
        st.text(min_size=1).map(str.strip).filter(bool),
        unique=True,
    )
)
def test_lists_survive_a_cell(entries: list[str]) -> None:
    assert split_list(join_list(entries)) == tuple(entries)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "1"),
        (3, "3"),
        (7.0, "7"),
        (-2.0, "-2"),
        (1e300, "1e+300"),
        (0.5, "0.5"),
        (("a", "b"), "a;b"),
    ],
)
def test_values_are_written_plainly(
    value: bool | float | tuple[str, ...] | None, cell: str
) -> None:
    assert written(value) == cell
