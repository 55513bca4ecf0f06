"""Dates as people type them, and the spans between them."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from graph.records.dates import (
    BEGINNING,
    OPEN_END,
    DateError,
    DateFault,
    Precision,
    Span,
    StatedDate,
    epoch_day,
    from_epoch_day,
    parse_date,
)

MONTHS = {
    1: "January Jan Januari",
    2: "February Feb Februari Pebruari Peb",
    3: "March Mar Maret Mrt",
    4: "April Apr",
    5: "May Mei",
    6: "June Jun Juni",
    7: "July Jul Juli",
    8: "August Aug Agustus Agu Agt Agust Ags",
    9: "September Sep Sept",
    10: "October Oct Oktober Okt",
    11: "November Nov Nopember Nop",
    12: "December Dec Desember Des",
}
WEEK_OF_6_MAY_2024 = (
    "Monday Mon Senin Sen",
    "Tuesday Tue Selasa Sel",
    "Wednesday Wed Rabu Rab",
    "Thursday Thu Kamis Kam",
    "Friday Fri Jumat Jum'at Jum",
    "Saturday Sat Sabtu Sab",
    "Sunday Sun Minggu Min Ahad",
)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-03",
        "2024/5/3",
        "2024.05.03",
        "2024-05-03T10:00:00Z",
        "2024-05-03T23:30:00.123456+08:00",
        "2024-05-03 10:00",
        "2024-05-03 10:00:00 +0800",
        "2024-05-03T00:00:00-08:00",
        "03-05-2024",
        "3/5/2024",
        "3.5.2024",
        "3 / 5 / 2024",
        "03/05/2024 00.00",
        "3 Mei 2024",
        "3 May 2024",
        "3. Mei 2024",
        "3-Mei-2024",
        "3/May/2024",
        "3rd May, 2024",
        "03 MEI 2024",
        "  3   mei\t2024 ",
        "3 Mei 2024, 10.00 WITA",
        "May 3, 2024",
        "May 3rd 2024",
        "Mei 3, 2024",
        "2024 Mei 3",
        "2024-May-03",
        "Jumat, 3 Mei 2024",
        "Jum\u2019at 3 Mei 2024",
        "Friday, May 3, 2024",
        "fri. 3/5/2024",
    ],
)
def test_a_day_is_read_however_it_is_typed(text: str) -> None:
    assert parse_date(text) == StatedDate(date(2024, 5, 3), Precision.DAY)


@pytest.mark.parametrize(
    "text",
    ["2024-05", "2024-5", "05-2024", "5/2024", "Mei 2024", "may 2024", "May, 2024", "Mei-2024"],
)
def test_a_month_stays_a_month(text: str) -> None:
    assert parse_date(text) == StatedDate(date(2024, 5, 1), Precision.MONTH)


def test_a_year_stays_a_year() -> None:
    assert parse_date(" 2024 ") == StatedDate(date(2024, 1, 1), Precision.YEAR)


@pytest.mark.parametrize(
    ("month", "name"), [(month, name) for month, names in MONTHS.items() for name in names.split()]
)
def test_every_month_is_known_in_both_languages(month: int, name: str) -> None:
    assert parse_date(f"{name} 2024") == StatedDate(date(2024, month, 1), Precision.MONTH)
    assert parse_date(f"17 {name}. 2024").first == date(2024, month, 17)
    assert parse_date(f"{name.upper()} 17, 2024").first == date(2024, month, 17)


@pytest.mark.parametrize(
    ("day", "name"),
    [(6 + i, name) for i, names in enumerate(WEEK_OF_6_MAY_2024) for name in names.split()],
)
def test_every_weekday_is_known_in_both_languages(day: int, name: str) -> None:
    assert parse_date(f"{name}, {day} Mei 2024").first == date(2024, 5, day)


def test_day_comes_before_month_even_when_both_orders_are_possible() -> None:
    assert parse_date("03-04-2024").first == date(2024, 4, 3)


def test_of_a_time_stamp_the_date_is_taken_as_written() -> None:
    assert parse_date("2024-05-03T23:59:59-11:00").iso == "2024-05-03"


def test_characters_that_word_processors_and_phones_put_in_are_read() -> None:
    assert parse_date("\uff13\uff0d\uff15\uff0d\uff12\uff10\uff12\uff14").iso == "2024-05-03"
    assert parse_date("3\u20135\u20132024").iso == "2024-05-03"
    assert parse_date("\u200e3\u00a0Mei 2024\ufeff").iso == "2024-05-03"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", DateFault.EMPTY),
        (" \t", DateFault.EMPTY),
        ("2024-05-03" + " " * 60, DateFault.TOO_LONG),
        ("1" * 1_000_000, DateFault.TOO_LONG),
        ("31-02-2024", DateFault.NOT_ON_CALENDAR),
        ("29 Feb 2023", DateFault.NOT_ON_CALENDAR),
        ("2024-02-30", DateFault.NOT_ON_CALENDAR),
        ("00-05-2024", DateFault.NOT_ON_CALENDAR),
        ("05/13/2024", DateFault.MONTH_BEFORE_DAY),
        ("2024-13-05", DateFault.MONTH_BEFORE_DAY),
        ("13-2024", DateFault.MONTH_TOO_LARGE),
        ("00-2024", DateFault.MONTH_TOO_LARGE),
        ("32-13-2024", DateFault.MONTH_TOO_LARGE),
        ("3-5-24", DateFault.YEAR_NOT_FULL),
        ("3 Mei '24", DateFault.YEAR_NOT_FULL),
        ("Mei 24", DateFault.YEAR_NOT_FULL),
        ("05-24", DateFault.YEAR_NOT_FULL),
        ("3 Mei", DateFault.YEAR_NOT_FULL),
        ("Mei", DateFault.YEAR_NOT_FULL),
        ("24", DateFault.YEAR_NOT_FULL),
        ("0001-01-01", DateFault.YEAR_TOO_EARLY),
        ("0024", DateFault.YEAR_TOO_EARLY),
        ("3 Mai 2024", DateFault.MONTH_UNKNOWN),
        ("awal 2024", DateFault.MONTH_UNKNOWN),
        ("45415", DateFault.IS_NUMBER),
        ("45415.5", DateFault.IS_NUMBER),
        ("20240503", DateFault.IS_NUMBER),
        ("Senin, 3 Mei 2024", DateFault.WEEKDAY_WRONG),
        ("Jumat, Mei 2024", DateFault.UNREAD),
        ("2020-2024", DateFault.UNREAD),
        ("2023/24", DateFault.UNREAD),
        ("2011/12", DateFault.UNREAD),
        ("3-5/2024", DateFault.UNREAD),
        ("2024.5", DateFault.UNREAD),
        ("3/5/2024 10:00 AM", DateFault.UNREAD),
        ("2024-05-03T25:00", DateFault.UNREAD),
        ("3 Mei 2024 dan 4 Mei 2024", DateFault.UNREAD),
        ("-2024", DateFault.UNREAD),
        ("sekarang", DateFault.UNREAD),
        ("٣-٥-٢٠٢٤", DateFault.UNREAD),
        ("²024", DateFault.UNREAD),
        ("2024\x00", DateFault.UNREAD),
        ("\ud800", DateFault.UNREAD),
    ],
)
def test_what_is_no_date_or_more_than_one_is_refused_with_its_reason(
    text: str, fault: DateFault
) -> None:
    with pytest.raises(DateError) as refused:
        parse_date(text)

    assert refused.value.fault is fault
    assert refused.value.remedy
    assert len(str(refused.value)) < 300
    str(refused.value).encode()  # can be written to a log or an answer


@pytest.mark.parametrize(
    ("text", "reading", "remedy", "instead"),
    [
        (
            "31-02-2024",
            "is not a day of the calendar.",
            "The last day of that month is 2024-02-29.",
            "2024-02-29",
        ),
        (
            "05/13/2024",
            "is not a day of the calendar.",
            "The day comes before the month: write 13-05-2024.",
            "13-05-2024",
        ),
        (
            "Senin, 3 Mei 2024",
            "names the wrong day of the week.",
            "2024-05-03 was a Friday: correct the day of the week or the date.",
            "2024-05-03",
        ),
        (
            "3-5-24",
            "has no year of four digits.",
            "Write it like 2024-05-03, 3 Mei 2024, 03-05-2024, Mei 2024 or 2024.",
            "",
        ),
    ],
)
def test_a_refusal_says_what_was_read_and_what_to_write(
    text: str, reading: str, remedy: str, instead: str
) -> None:
    with pytest.raises(DateError) as refused:
        parse_date(text)

    error = refused.value
    assert str(error) == f"{text} {reading} {remedy}"
    assert (error.text, error.remedy, error.instead) == (text, remedy, instead)


def test_day_numbers_count_from_1970() -> None:
    assert epoch_day(date(1970, 1, 1)) == 0
    assert epoch_day(date(2024, 5, 3)) == 19_846
    assert epoch_day(date(1969, 12, 31)) == -1
    assert from_epoch_day(19_846) == date(2024, 5, 3)


@pytest.mark.parametrize("day", [BEGINNING, OPEN_END, 2_932_897, -719_163])
def test_a_day_number_outside_the_calendar_is_refused(day: int) -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        from_epoch_day(day)


@pytest.mark.parametrize(
    ("stated", "day_after", "iso"),
    [
        (StatedDate(date(2024, 5, 3)), date(2024, 5, 4), "2024-05-03"),
        (StatedDate(date(2024, 2, 1), Precision.MONTH), date(2024, 3, 1), "2024-02"),
        (StatedDate(date(2024, 12, 1), Precision.MONTH), date(2025, 1, 1), "2024-12"),
        (StatedDate(date(2024, 1, 1), Precision.YEAR), date(2025, 1, 1), "2024"),
    ],
)
def test_a_period_ends_on_the_day_after_it(stated: StatedDate, day_after: date, iso: str) -> None:
    assert from_epoch_day(stated.day_after) == day_after
    assert from_epoch_day(stated.day) == stated.first
    assert stated.iso == iso


def test_the_last_year_of_the_calendar_has_an_end() -> None:
    assert parse_date("9999").day_after == 2_932_897
    assert parse_date("9999-12-31").day_after == 2_932_897


@pytest.mark.parametrize(
    ("first", "precision"),
    [
        (date(2024, 5, 3), Precision.MONTH),
        (date(2024, 5, 1), Precision.YEAR),
        (date(2024, 1, 2), Precision.YEAR),
        (datetime(2024, 5, 3, 10, tzinfo=UTC), Precision.DAY),
    ],
)
def test_a_date_starts_where_its_period_starts(first: date, precision: Precision) -> None:
    with pytest.raises(ValueError, match="is not the first day of a"):
        StatedDate(first, precision)


def test_no_period_is_made_up_from_a_day_inside_one() -> None:
    middle_of_may = epoch_day(date(2024, 5, 17))

    with pytest.raises(ValueError, match="is not the first day of a month"):
        StatedDate.from_day(middle_of_may, Precision.MONTH)
    with pytest.raises(ValueError, match="No month ends before"):
        StatedDate.from_day_after(middle_of_may, Precision.MONTH)
    with pytest.raises(ValueError, match="No year ends before"):
        StatedDate.from_day_after(epoch_day(date(2024, 6, 1)), Precision.YEAR)


def test_an_open_span_holds_on_every_day() -> None:
    span = Span()

    assert (span.since_day, span.until_day) == (BEGINNING, OPEN_END)
    assert span.contains(0)
    assert span.contains(BEGINNING)
    assert not span.is_empty


def test_the_end_that_was_typed_is_included() -> None:
    span = Span(parse_date("2024-05-03"), parse_date("Mei 2024"))

    assert not span.contains(epoch_day(date(2024, 5, 2)))
    assert span.contains(epoch_day(date(2024, 5, 3)))
    assert span.contains(epoch_day(date(2024, 5, 31)))
    assert not span.contains(epoch_day(date(2024, 6, 1)))


@pytest.mark.parametrize(
    ("since", "until", "is_empty"),
    [
        ("2024-05-03", "2024-05-03", False),
        ("2024-05-04", "2024-05-03", True),
        ("2024-05-03", "2024", False),
        ("Mei 2024", "2024-05-01", False),
        ("2024", "Des 2023", True),
    ],
)
def test_a_span_is_empty_when_its_start_comes_after_its_end(
    since: str, until: str, is_empty: bool
) -> None:
    assert Span(parse_date(since), parse_date(until)).is_empty is is_empty


def test_spans_that_touch_share_no_day() -> None:
    april = Span(parse_date("Apr 2024"), parse_date("Apr 2024"))
    may = Span(parse_date("Mei 2024"), parse_date("Mei 2024"))
    year = Span(parse_date("2024"), parse_date("2024"))

    assert april.overlap(may) == 0
    assert year.overlap(may) == 31
    assert Span(since=parse_date("2024-05-30")).overlap(may) == 2


def documented(shape: str) -> list[tuple[str, ...]]:
    page = Path(__file__).parents[2] / "docs" / "dates-and-names.md"
    return re.findall(shape, page.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_page_about_dates_tells_what_is_read() -> None:
    rows = documented(r"^\| (`.*`) \| (3 May 2024|May 2024|the year 2024)[^|]* \|$")
    iso = {"3 May 2024": "2024-05-03", "May 2024": "2024-05", "the year 2024": "2024"}

    assert len(rows) == 7
    for typed, meaning in rows:
        assert {parse_date(text).iso for text in re.findall("`(.*?)`", typed)} == {iso[meaning]}


def test_the_page_about_dates_names_every_fault() -> None:
    rows = documented(r"^\| ([^|]*) \| [^|]* \| `(date-.*)` \|$")

    assert {code for _, code in rows} == set(DateFault)
    for typed, code in rows:
        for text in re.findall("`(.*?)`", typed):
            with pytest.raises(DateError) as refused:
                parse_date(text)
            assert refused.value.fault == code
