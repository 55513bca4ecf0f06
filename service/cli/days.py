"""Days as they are typed."""

from datetime import date

from graph.errors import FieldIssue, InvalidQuestionError, shown
from graph.records.dates import DateError, Precision, StatedDate, parse_date


def day_typed(typed: str) -> date:
    """Read a whole day, in any form in which dates are read.

    Raises
    ------
    InvalidQuestionError
        If it is no date, or only a month or a year.

    """
    try:
        said = parse_date(typed)
    except DateError as error:
        facts = {"instead": error.instead} if error.instead else {}
        raise InvalidQuestionError(
            [FieldIssue("as_of", error.fault, shown(typed), facts)]
        ) from error
    if said.precision is not Precision.DAY:
        raise InvalidQuestionError([FieldIssue("as_of", "not-a-day", shown(typed))])
    return said.first


def date_typed(typed: str, field: str) -> StatedDate:
    """Read a date as exact as it was said, in any form in which dates are read.

    Raises
    ------
    InvalidQuestionError
        If it is no date.

    """
    try:
        return parse_date(typed)
    except DateError as error:
        facts = {"instead": error.instead} if error.instead else {}
        raise InvalidQuestionError([FieldIssue(field, error.fault, shown(typed), facts)]) from error
