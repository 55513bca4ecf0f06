"""Numbers as people write them are one number."""

import pytest

from graph.records.phones import dialled


@pytest.mark.parametrize(
    "written",
    [
        "081234567890",
        "0812-3456-7890",
        "+62 812 3456 7890",
        "+62 (0)812 3456 7890",
        "62812 3456 7890",
        "0062 812.3456.7890",
        "812 3456 7890",
        "+62 0812 3456 7890",
    ],
)
def test_spellings_of_a_number_are_one_number(written: str) -> None:
    assert dialled(written) == "6281234567890"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("(0370) 631234", "62370631234"),
        ("+1 202 555 0100", "12025550100"),
        ("0044 20 7946 0018", "442079460018"),
    ],
)
def test_fixed_lines_and_other_countries_keep_their_codes(written: str, expected: str) -> None:
    assert dialled(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        "tanya Bu Sari",
        "0812 3456 7890 ext. 3",
        "0812345",
        "0812 1234 5678 / 0813 1234 5678",
        "12345678",
        "+62 812 3456 7890 1234",
        "٠٨١٢٣٤٥٦٧٨٩",
    ],
)
def test_what_is_no_single_number_is_not_dialled(written: str) -> None:
    assert dialled(written) == ""
