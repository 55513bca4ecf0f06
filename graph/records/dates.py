"""Days, months and years as people say them, and the spans between two of them.

A date keeps the precision in which it was said: "2024" stays a year. Spans are half-open inside;
the last day or period that somebody types is included, and stored as the day after it.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Final, Self

from graph.errors import shown

BEGINNING: Final = -(2**31)
"""Day number of an open start; the smallest int32, so that arrays can hold it."""

OPEN_END: Final = 2**31 - 1
"""Day number of an open end; the largest int32."""

LONGEST_DATE: Final = 64
"""Characters beyond which a text is not read as a date."""

EARLIEST_YEAR: Final = 1000
"""Earlier years are slips of the keyboard, or the zero date of another program."""

_EPOCH: Final = date(1970, 1, 1).toordinal()
_DECEMBER: Final = 12


def epoch_day(day: date) -> int:
    """Count the days from 1970-01-01 to this day."""
    return day.toordinal() - _EPOCH


def from_epoch_day(day: int) -> date:
    """Give the day with this number.

    Raises
    ------
    ValueError
        If the number lies outside the calendar, as `BEGINNING` and `OPEN_END` do.

    """
    ordinal = day + _EPOCH
    if not date.min.toordinal() <= ordinal <= date.max.toordinal():
        raise ValueError(f"Day number {day} lies outside the calendar.")
    return date.fromordinal(ordinal)


class Precision(StrEnum):
    """How exactly a date was said."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A day, a month or a year, as exact as it was said.

    Parameters
    ----------
    first
        First day of the period: 1 May for May 2024.
    precision
        Length of the period.

    Raises
    ------
    ValueError
        If `first` is not the first day of such a period, or carries a time.

    Examples
    --------
    >>> may = StatedDate(date(2024, 5, 1), Precision.MONTH)
    >>> may.iso, may.last
    ('2024-05', datetime.date(2024, 5, 31))

    """

    first: date
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        is_moment = isinstance(self.first, datetime)
        day_wrong = self.precision is not Precision.DAY and self.first.day != 1
        month_wrong = self.precision is Precision.YEAR and self.first.month != 1
        if is_moment or day_wrong or month_wrong:
            raise ValueError(f"{self.first} is not the first day of a {self.precision}.")

    @classmethod
    def from_day(cls, day: int, precision: Precision) -> Self:
        """Restore a date from the number of its first day."""
        return cls(from_epoch_day(day), precision)

    @classmethod
    def from_day_after(cls, day_after: int, precision: Precision) -> Self:
        """Restore a date from the number of the day after its last day.

        Raises
        ------
        ValueError
            If no such period ends on the day before.

        """
        first = from_epoch_day(day_after - 1)
        if precision is not Precision.DAY:
            first = first.replace(day=1)
        if precision is Precision.YEAR:
            first = first.replace(month=1)
        stated = cls(first, precision)
        if stated.day_after != day_after:
            raise ValueError(f"No {precision} ends before day number {day_after}.")
        return stated

    @property
    def day(self) -> int:
        """Number of the first day."""
        return self.first.toordinal() - _EPOCH

    @property
    def last(self) -> date:
        """Last day of the period."""
        if self.precision is Precision.DAY:
            return self.first
        month = _DECEMBER if self.precision is Precision.YEAR else self.first.month
        return date(self.first.year, month, monthrange(self.first.year, month)[1])

    @property
    def day_after(self) -> int:
        """Number of the day after the last day; a number, since 9999 has no next year."""
        return self.last.toordinal() - _EPOCH + 1

    @property
    def iso(self) -> str:
        """The date as 2024, 2024-05 or 2024-05-03."""
        text = self.first.isoformat()
        match self.precision:
            case Precision.YEAR:
                return text[:4]
            case Precision.MONTH:
                return text[:7]
            case Precision.DAY:
                return text


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when something held in the world.

    Parameters
    ----------
    since
        First day or period, None when it is not known or has no start.
    until
        Last day or period, *included*; None while it holds.

    Examples
    --------
    >>> day = parse_date("3 Mei 2024")
    >>> span = Span(day, day)
    >>> span.until_day - span.since_day
    1

    """

    since: StatedDate | None = None
    until: StatedDate | None = None

    @property
    def since_day(self) -> int:
        """Number of the first day; `BEGINNING` when open."""
        return BEGINNING if self.since is None else self.since.day

    @property
    def until_day(self) -> int:
        """Number of the first day on which it no longer holds; `OPEN_END` when open."""
        return OPEN_END if self.until is None else self.until.day_after

    @property
    def is_empty(self) -> bool:
        """Whether the start comes after the end, so that no day is left."""
        return self.since_day >= self.until_day

    def contains(self, day: int) -> bool:
        """Tell whether it holds on the day with this number."""
        return self.since_day <= day < self.until_day

    def overlap(self, other: "Span") -> int:
        """Count the days that two spans share; 0 when they only touch."""
        start = max(self.since_day, other.since_day)
        return max(0, min(self.until_day, other.until_day) - start)


class DateFault(StrEnum):
    """Why a text is not a date; the key of the sentence that readers see."""

    EMPTY = "date-empty"
    TOO_LONG = "date-too-long"
    UNREAD = "date-unread"
    IS_NUMBER = "date-is-number"
    YEAR_NOT_FULL = "date-year-not-full"
    YEAR_TOO_EARLY = "date-year-too-early"
    MONTH_UNKNOWN = "date-month-unknown"
    MONTH_TOO_LARGE = "date-month-too-large"
    MONTH_BEFORE_DAY = "date-month-before-day"
    NOT_ON_CALENDAR = "date-not-on-calendar"
    WEEKDAY_WRONG = "date-weekday-wrong"


_READINGS: Final[dict[DateFault, str]] = {
    DateFault.EMPTY: "The date is empty.",
    DateFault.TOO_LONG: "{text} is too long for a date.",
    DateFault.UNREAD: "{text} is not a date that can be read.",
    DateFault.IS_NUMBER: "{text} is a number, not a date.",
    DateFault.YEAR_NOT_FULL: "{text} has no year of four digits.",
    DateFault.YEAR_TOO_EARLY: "{text} lies before the year 1000.",
    DateFault.MONTH_UNKNOWN: "{text} names no month that is known.",
    DateFault.MONTH_TOO_LARGE: "{text} names no month of the calendar.",
    DateFault.MONTH_BEFORE_DAY: "{text} is not a day of the calendar.",
    DateFault.NOT_ON_CALENDAR: "{text} is not a day of the calendar.",
    DateFault.WEEKDAY_WRONG: "{text} names the wrong day of the week.",
}
_WRITE_LIKE: Final = "Write it like 2024-05-03, 3 Mei 2024, 03-05-2024, Mei 2024 or 2024."


class DateError(ValueError):
    """A text is not a date, or not one that can be read in one way only.

    Parameters
    ----------
    text
        What was read; kept shortened, as `text`.
    remedy
        What to write instead, as an English sentence.
    fault
        Why, as a code for the reader's own language.
    instead
        A date that belongs into the sentence of that code: the one probably meant, the last day
        of the month, or the day whose weekday is another. Empty for the other codes.

    """

    def __init__(
        self, text: str, remedy: str, fault: DateFault = DateFault.UNREAD, *, instead: str = ""
    ) -> None:
        self.text = shown(text)
        self.remedy = remedy
        self.fault = fault
        self.instead = instead
        super().__init__(f"{_READINGS[fault].format(text=self.text)} {remedy}")


_MONTH_NAMES: Final = (
    "january januari jan",
    "february februari pebruari feb febr peb pebr",
    "march maret mar mrt",
    "april apr",
    "may mei",
    "june juni jun",
    "july juli jul",
    "august agustus aug agu agt agust ags agst",
    "september sep sept",
    "october oktober oct okt",
    "november nopember nov nop",
    "december desember dec des",
)
_MONTHS: Final[dict[str, int]] = {
    name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()
}

_WEEKDAY_NAMES: Final = (
    "monday mon senin sen",
    "tuesday tues tue selasa sel",
    "wednesday wed rabu rab",
    "thursday thurs thur thu kamis kam",
    "friday fri jumat jum'at jum",
    "saturday sat sabtu sab",
    "sunday sun minggu min mgg ahad",
)
_WEEKDAYS: Final[dict[str, int]] = {
    name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names.split()
}

_TYPED_ALIKE: Final[dict[int, str | None]] = {
    **{wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)},  # full-width letters, digits
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-"),  # dashes of word processors
    **dict.fromkeys((0x2018, 0x2019, 0x02BC, 0x60, 0xB4), "'"),
    **dict.fromkeys((0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF)),  # invisible, come by pasting
}
"""Characters that people type or paste for others; no other script's digits are read."""

_YEAR: Final = "(?P<year>[0-9]{4})"
_MONTH: Final = "(?P<month>[0-9]{1,2})"
_DAY: Final = "(?P<day>[0-9]{1,2})"
_WORD: Final = r"(?P<word>[a-z]+)\.?"
_TIME: Final = (
    r"(?:(?:t|,? )(?:[01]?[0-9]|2[0-4])[:.][0-5][0-9](?:[:.](?:[0-5][0-9]|60)(?:[.,][0-9]{1,9})?)?"
    r" ?(?:z|utc|gmt|wib|wita|wit|[+-][0-9]{2}:?(?:[0-9]{2})?)?)?"
)
_SHAPES: Final = tuple(
    re.compile(shape)
    for shape in (
        rf"{_YEAR} ?(?P<gap>[-/.]) ?{_MONTH} ?(?P=gap) ?{_DAY}{_TIME}",
        rf"{_DAY} ?(?P<gap>[-/.]) ?{_MONTH} ?(?P=gap) ?{_YEAR}{_TIME}",
        rf"{_DAY}(?:st|nd|rd|th)?[-/. ] ?{_WORD},? ?[-/ ]? ?{_YEAR}{_TIME}",
        rf"{_WORD} ?{_DAY}(?:st|nd|rd|th)?(?:, ?| ){_YEAR}{_TIME}",
        rf"{_YEAR} ?[-/ ] ?{_WORD} ?[-/ ] ?{_DAY}{_TIME}",
        rf"{_YEAR} ?- ?{_MONTH}",  # with a stroke, 2011/12 may be two years
        rf"{_MONTH} ?[-/] ?{_YEAR}",
        rf"{_WORD},? ?[-/]? ?{_YEAR}",
        rf"{_YEAR} ?[-/ ] ?{_WORD}",
        _YEAR,
    )
)
_AFTER_WEEKDAY: Final = re.compile(r"(?P<weekday>[a-z']+)\.?(?:, ?| )(?P<rest>.+)")
_SERIAL: Final = re.compile(r"[0-9]{5,}(?:\.[0-9]+)?")
_YEARLESS: Final = re.compile(r"(?:[0-9]{1,2}|[a-z]+)(?:[-/.,' ]+(?:[0-9]{1,2}|[a-z]+)){0,2}")


def parse_date(text: str) -> StatedDate:
    """Read a date as people type it, in English or Bahasa Indonesia.

    The year has four digits; between two numbers the day comes before the month, unless the year
    stands first. Of a time stamp the date is taken as written, whatever its offset. A weekday is
    checked.

    Raises
    ------
    DateError
        If the text is no date, or could be more than one.

    Examples
    --------
    >>> [parse_date(text).iso for text in ("Jumat, 3 Mei 2024", "3/5/2024", "Agt 2024", "2024")]
    ['2024-05-03', '2024-05-03', '2024-08', '2024']

    """
    if len(text) > LONGEST_DATE:
        raise DateError(text, _WRITE_LIKE, DateFault.TOO_LONG)
    return _parse(text)


@lru_cache(maxsize=32_768)
def _parse(text: str) -> StatedDate:
    plain = " ".join(text.translate(_TYPED_ALIKE).lower().split())
    if not plain:
        raise DateError(text, _WRITE_LIKE, DateFault.EMPTY)
    named = _AFTER_WEEKDAY.fullmatch(plain)
    if named is None or named["weekday"] not in _WEEKDAYS:
        return _read(plain, text)
    stated = _read(named["rest"], text)
    if stated.precision is not Precision.DAY:
        raise DateError(text, _WRITE_LIKE)
    if stated.first.weekday() != _WEEKDAYS[named["weekday"]]:
        day_name = _WEEKDAY_NAMES[stated.first.weekday()].split()[0].capitalize()
        remedy = f"{stated.iso} was a {day_name}: correct the day of the week or the date."
        raise DateError(text, remedy, DateFault.WEEKDAY_WRONG, instead=stated.iso)
    return stated


def _read(plain: str, text: str) -> StatedDate:
    for shape in _SHAPES:
        if found := shape.fullmatch(plain):
            return _date_of(found.groupdict(), text)
    if _SERIAL.fullmatch(plain):
        remedy = f"Give the column the format of a date in the spreadsheet. {_WRITE_LIKE}"
        raise DateError(text, remedy, DateFault.IS_NUMBER)
    if _YEARLESS.fullmatch(plain) and _MONTHS.keys() >= set(re.findall("[a-z]+", plain)):
        raise DateError(text, _WRITE_LIKE, DateFault.YEAR_NOT_FULL)
    raise DateError(text, _WRITE_LIKE)


def _date_of(parts: dict[str, str | None], text: str) -> StatedDate:
    year = int(parts["year"] or 0)
    if year < EARLIEST_YEAR:
        raise DateError(text, _WRITE_LIKE, DateFault.YEAR_TOO_EARLY)
    word, month_digits, day_digits = parts.get("word"), parts.get("month"), parts.get("day")
    if word is not None and word not in _MONTHS:
        remedy = f"Write the month in English or Bahasa Indonesia, or as a number. {_WRITE_LIKE}"
        raise DateError(text, remedy, DateFault.MONTH_UNKNOWN)
    if word is None and month_digits is None:
        return StatedDate(date(year, 1, 1), Precision.YEAR)
    month = _MONTHS[word] if word is not None else int(month_digits or 0)
    day = None if day_digits is None else int(day_digits)
    if not _on_calendar(year, month, day or 1) or day == 0:
        raise _calendar_error(text, year, month, day)
    if day is None:
        return StatedDate(date(year, month, 1), Precision.MONTH)
    return StatedDate(date(year, month, day), Precision.DAY)


def _on_calendar(year: int, month: int, day: int) -> bool:
    return 1 <= month <= _DECEMBER and 1 <= day <= monthrange(year, month)[1]


def _calendar_error(text: str, year: int, month: int, day: int | None) -> DateError:
    """Say what is wrong with the numbers; two that were swapped are shown in order."""
    if 1 <= month <= _DECEMBER:
        last = date(year, month, monthrange(year, month)[1])
        remedy = f"The last day of that month is {last}."
        return DateError(text, remedy, DateFault.NOT_ON_CALENDAR, instead=last.isoformat())
    if day is not None and _on_calendar(year, day, month):
        meant = f"{month:02}-{day:02}-{year}"
        remedy = f"The day comes before the month: write {meant}."
        return DateError(text, remedy, DateFault.MONTH_BEFORE_DAY, instead=meant)
    return DateError(text, "The month is a number from 1 to 12.", DateFault.MONTH_TOO_LARGE)
