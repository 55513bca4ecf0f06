"""Days of the story, told from a reference day: "-1y6m" is a year and a half before it."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from graph.records.dates import Precision, StatedDate

_OFFSET: Final = re.compile(
    r"(?P<sign>[-+]?)(?:(?P<years>\d+)y)?(?:(?P<months>\d+)m)?(?:(?P<weeks>\d+)w)?"
    r"(?:(?P<days>\d+)d)?(?:~(?P<precision>[my]))?"
)
_MONTHS_PER_YEAR: Final = 12
_SATURDAY: Final = 5


def day_told(offset: str, reference_day: date) -> StatedDate:
    """Turn a distance from the reference day into a date, as exact as the story tells it.

    Parameters
    ----------
    offset
        Years, months, weeks and days in this order: ``-2y``, ``-1y9m1d``, ``+38d``, ``0d``.
        ``~m`` or ``~y`` behind it keeps the month or the year alone.
    reference_day
        The day on which the story is told.

    Raises
    ------
    ValueError
        If the offset is not written like this.

    Examples
    --------
    >>> day_told("-1y1m1d", date(2024, 3, 31)).iso, day_told("-6y~y", date(2024, 3, 31)).iso
    ('2023-02-27', '2018')

    """
    found = _OFFSET.fullmatch(offset)
    if found is None or not any(sign.isdigit() for sign in offset):
        raise ValueError(f"{offset!r} is not a distance in days; write it like -1y6m, -3w or +38d.")
    parts = {unit: int(found[unit] or 0) for unit in ("years", "months", "weeks", "days")}
    sign = -1 if found["sign"] == "-" else 1
    months = sign * (parts["years"] * _MONTHS_PER_YEAR + parts["months"])
    day = _months_later(reference_day, months)
    day += sign * timedelta(weeks=parts["weeks"], days=parts["days"])
    match found["precision"]:
        case "y":
            return StatedDate(day.replace(month=1, day=1), Precision.YEAR)
        case "m":
            return StatedDate(day.replace(day=1), Precision.MONTH)
        case _:
            return StatedDate(day)


def working_day(day: date) -> date:
    """Move a day of the weekend back to Friday, so that nothing moves into the future."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.year * _MONTHS_PER_YEAR + day.month - 1 + months, _MONTHS_PER_YEAR)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
