"""Laws of names and their keys."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records.names import fold, name_key, organisation_key, search_name

PIECES = """
    Prof. Dr. dr drg. Ir H. h Hj. hj K. K.H. TGH. (Hj.) (H.C.) H.C. Dŕ M. m mm St. st sst Muh. Moh
    Lalu I Ni Gusti oe ooe dj ddj Tjahja jj XII Ann John SMITH John, A. , . - ' \u02bc \u0301 \u0345
    \u00e9 \u0130 \u017f \u212a \ufb01 \u0149 \u1fb3 \u2167 \ud800 \x00 123
"""
NAME_LIKE = st.lists(st.sampled_from([*PIECES.split(), " ", ", "]), max_size=7).map("".join)
ANY_TEXT = st.text(st.characters())  # surrogates and controls included
SPACED = st.lists(st.sampled_from(PIECES.split()), max_size=6).map(" ".join)
NAMES = st.one_of(NAME_LIKE, SPACED, ANY_TEXT)


@pytest.mark.parametrize("derive", [fold, search_name, name_key, organisation_key])
@given(text=NAMES)
def test_deriving_twice_is_deriving_once(derive: Callable[[str], str], text: str) -> None:
    once = derive(text)

    assert derive(once) == once


@given(NAMES)
def test_the_search_name_has_the_key_of_the_name(name: str) -> None:
    assert name_key(search_name(name) or name) == name_key(name)


@pytest.mark.parametrize("derive", [search_name, name_key, organisation_key])
@given(name=NAMES)
def test_a_name_with_a_letter_never_vanishes(derive: Callable[[str], str], name: str) -> None:
    if any(letter.isalpha() for letter in name):
        assert derive(name)


@given(NAMES)
def test_derived_forms_are_collapsed(name: str) -> None:
    for derived in (fold(name), search_name(name), name_key(name), organisation_key(name)):
        assert derived == " ".join(derived.split())


@given(st.text(st.characters(categories=["L", "Zs", "P"], max_codepoint=0x24F)))
def test_case_and_outer_blanks_do_not_change_a_fold(name: str) -> None:
    assert fold(f"  {name} ") == fold(name)
    assert fold(name.casefold()) == fold(name)


@given(st.lists(st.sampled_from(["Prof.", "Dr.", "dr.", "Ir.", "Drs.", "H.", "Hj.", "K.H."])))
def test_no_number_of_titles_changes_a_key(titles: list[str]) -> None:
    written = " ".join([*titles, "Lalu Muhammad Zaini, S.T., M.T."])

    assert search_name(written) == "Lalu Muhammad Zaini"
    assert name_key(written) == name_key("Lalu Muhammad Zaini")


@given(st.text("adehijmnostuvxy", min_size=1, max_size=12))
def test_doubling_a_letter_does_not_change_a_key(word: str) -> None:
    doubled = "".join(letter * 2 for letter in word)

    if not set(word) <= set("ivx"):  # a ruler's numeral
        assert name_key(f"zaini {doubled}") == name_key(f"zaini {word}")
