"""Conflicts of interest: what is refused, and on which days they hold."""

from typing import Any

import pytest

from graph.errors import InvalidRecordError
from graph.records.conflicts import MOST_MATTERS, ConflictOfInterest
from graph.records.dates import epoch_day, parse_date


def conflict(**said: Any) -> ConflictOfInterest:
    known: dict[str, Any] = {
        "contact_id": "oka",
        "about_ids": ("pdam",),
        "interest": "his brother's company",
    }
    return ConflictOfInterest(id="k", **known | said)


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"about_ids": ()}, "about_ids", "missing"),
        ({"about_ids": ("pdam", "pdam")}, "about_ids", "named-twice"),
        ({"about_ids": ("pdam", "oka")}, "about_ids[1]", "self-tie"),
        ({"about_ids": tuple(map(str, range(MOST_MATTERS + 1)))}, "about_ids", "too-many"),
        ({"interest": " "}, "interest", "missing"),
        ({"since": parse_date("2025"), "until": parse_date("2024")}, "until", "start-after-end"),
    ],
)
def test_a_fault_is_named_with_its_field(said: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(InvalidRecordError) as refused:
        conflict(**said)

    assert [(issue.field, issue.code) for issue in refused.value.issues] == [(field, code)]


def test_it_holds_from_its_first_day_to_its_last_included() -> None:
    known = conflict(since=parse_date("2024-03-01"), until=parse_date("2024-05"))

    days = [epoch_day(parse_date(day).last) for day in ("2024-02-29", "2024-03-01", "2024-05-31")]
    assert [known.holds_on(day) for day in (*days, days[-1] + 1)] == [False, True, True, False]


def test_it_names_the_person_and_all_matters() -> None:
    assert conflict(about_ids=("pdam", "ratna")).named_ids == ("oka", "pdam", "ratna")
