"""Laws of dates and spans."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from graph.records.dates import (
    BEGINNING,
    EARLIEST_YEAR,
    OPEN_END,
    DateError,
    Precision,
    Span,
    StatedDate,
    epoch_day,
    from_epoch_day,
    parse_date,
)

DAYS = st.dates(min_value=date(EARLIEST_YEAR, 1, 1))


@st.composite
def stated_dates(draw: st.DrawFn) -> StatedDate:
    day = draw(DAYS)
    precision = draw(st.sampled_from(Precision))
    if precision is not Precision.DAY:
        day = day.replace(day=1)
    if precision is Precision.YEAR:
        day = day.replace(month=1)
    return StatedDate(day, precision)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    return Span(draw(st.none() | stated_dates()), draw(st.none() | stated_dates()))


DAY_NUMBERS = st.integers(BEGINNING, OPEN_END)
PIECES = (
    "2024 1969 0 1 05 12 29 31 45415 - / . , : T Z +07:00 10:30 Mei feb AGT May Jumat, Sun \u0660"
)
DATE_LIKE = st.lists(st.sampled_from([*PIECES.split(), " ", "  "]), max_size=9).map("".join)


@given(stated_dates())
def test_what_is_written_as_iso_is_read_back(stated: StatedDate) -> None:
    assert parse_date(stated.iso) == stated


@given(DAYS)
def test_day_first_and_iso_name_the_same_day(day: date) -> None:
    day_first = f"{day.day}/{day.month}/{day.year}"

    assert parse_date(day_first) == parse_date(day.isoformat())


@given(stated_dates())
def test_a_date_is_restored_from_either_of_its_ends(stated: StatedDate) -> None:
    assert StatedDate.from_day(stated.day, stated.precision) == stated
    assert StatedDate.from_day_after(stated.day_after, stated.precision) == stated


@given(DAYS)
def test_day_numbers_are_restored(day: date) -> None:
    assert from_epoch_day(epoch_day(day)) == day


@given(stated_dates())
def test_a_period_is_as_long_as_it_was_said(stated: StatedDate) -> None:
    lengths = {Precision.DAY: {1}, Precision.MONTH: {28, 29, 30, 31}, Precision.YEAR: {365, 366}}

    assert stated.day_after - stated.day in lengths[stated.precision]
    assert epoch_day(stated.last) == stated.day_after - 1


@given(stated_dates())
def test_a_span_from_a_date_until_itself_is_that_date(stated: StatedDate) -> None:
    span = Span(stated, stated)

    assert not span.is_empty
    assert (span.since_day, span.until_day) == (stated.day, stated.day_after)
    assert span.contains(stated.day)
    assert not span.contains(stated.day_after)


@given(stated_dates(), stated_dates(), DAY_NUMBERS)
def test_a_span_that_starts_after_its_end_contains_no_day(
    one: StatedDate, other: StatedDate, day: int
) -> None:
    until, since = sorted((one, other), key=lambda stated: stated.day_after)
    span = Span(since, until)

    assert span.is_empty == (since.day >= until.day_after)
    assert not (span.is_empty and any(map(span.contains, (day, since.day, until.day))))


@given(spans(), spans(), DAY_NUMBERS)
def test_a_day_is_shared_only_by_spans_that_overlap(one: Span, other: Span, day: int) -> None:
    assert one.overlap(other) == other.overlap(one)
    if one.contains(day) and other.contains(day):
        assert one.overlap(other) > 0


@given(spans())
def test_a_span_overlaps_itself_by_its_length(span: Span) -> None:
    assert span.overlap(span) == max(0, span.until_day - span.since_day)


@given(st.one_of(DATE_LIKE, st.text(), st.text(st.characters(categories=["Cs", "Cc", "Nd"]))))
def test_any_text_is_a_date_or_a_named_fault(text: str) -> None:
    try:
        stated = parse_date(text)
    except DateError as error:
        told = str(error)
    else:
        told = stated.iso
        assert parse_date(told) == stated

    assert told.encode()  # fit for a log or an answer
