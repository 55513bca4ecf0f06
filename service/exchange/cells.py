"""Turns the text of a cell into a value, and a value into the text of a cell."""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, Final, TypeAlias

from graph.records.checks import FieldValue
from graph.records.dates import DateError, StatedDate, parse_date
from graph.records.names import fold
from graph.vocabulary import (
    ActorKind,
    Capacity,
    Channel,
    InteractionKind,
    Level,
    PartnerKind,
    Sector,
    Traversal,
)
from service.exchange.words import HEADINGS, seniority_words, words_of

Convert: TypeAlias = Callable[[str], Any]
"""Reads a cell that is not blank; raises `CellError` if it cannot."""


class CellError(ValueError):
    """A cell does not hold what its column is for."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


# A spreadsheet takes a cell that starts with one of these for a formula.
_RISKY: Final = re.compile("'*\\s*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")
_GUARDED: Final = re.compile("'+\\s*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")


def bare(cell: str) -> str:
    """Take off the spaces around a cell and the apostrophe that kept it from being a formula."""
    text = cell.strip()
    if text[:1] == "'" and _GUARDED.match(text):
        return text[1:].lstrip()
    return text


def guarded(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula; :func:`bare` undoes it."""
    return f"'{text}" if _RISKY.match(text) else text


# ---------------------------------------------------------------------------- numbers, yes and no

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,30}(?:[.,][0-9]{1,30})?(?:[eE][+-]?[0-9]{1,4})?")
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,15}(?:[.,]0{1,10})?")
_YES: Final = frozenset({"1", "yes", "y", "true", "ya", "iya", "benar", "x", "v"})
_NO: Final = frozenset({"0", "no", "n", "false", "tidak", "bukan", "salah", "-"})


def read_number(text: str) -> float:
    """Read a number with a decimal point or comma."""
    if _NUMBER.fullmatch(text) is None:
        raise CellError("not-a-number")
    return float(text.replace(",", "."))


def read_whole(text: str) -> int:
    """Read a whole number; 3.0 is one."""
    if _WHOLE.fullmatch(text) is None:
        raise CellError("not-a-whole-number")
    return int(re.split("[.,]", text)[0])


def read_flag(text: str) -> bool:
    """Read yes or no, in figures, English or Bahasa Indonesia."""
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError("not-yes-or-no")


def read_date(text: str) -> StatedDate:
    """Read a date as people type it."""
    try:
        return parse_date(text)
    except DateError as error:
        raise CellError(error.fault, instead=error.instead) from error


# ---------------------------------------------------------------------------- lists

SEPARATOR: Final = ";"


def split_list(text: str, separator: str = SEPARATOR) -> tuple[str, ...]:
    r"""Split a cell into its entries; ``\;`` is a semicolon inside one, ``\\`` a backslash."""
    if "\\" not in text:
        parts = text.split(separator)
    else:
        parts = [""]
        signs = iter(text)
        for sign in signs:
            if sign == "\\":
                after = next(signs, "")
                parts[-1] += after if after in (separator, "\\") and after else sign + after
            elif sign == separator:
                parts.append("")
            else:
                parts[-1] += sign
    return tuple(dict.fromkeys(part for raw in parts if (part := raw.strip())))


def join_list(entries: Iterable[str]) -> str:
    """Write entries into one cell; :func:`split_list` undoes it."""
    return SEPARATOR.join(
        entry.replace("\\", "\\\\").replace(SEPARATOR, f"\\{SEPARATOR}") for entry in entries
    )


# ---------------------------------------------------------------------------- words


def reader_of(vocabulary: type[StrEnum]) -> Convert:
    """Make the reader of a word."""
    words = words_of(vocabulary)
    plain = {member.value: member for member in vocabulary}

    def read(text: str) -> StrEnum:
        member = plain.get(text) or words.get(fold(text.replace("_", " ")))
        if member is None:
            known = ", ".join(vocabulary)
            raise CellError("unknown-word", known=known, words=HEADINGS[vocabulary])
        return member

    return read


def read_kinds(text: str) -> frozenset[ActorKind]:
    """Read what may stand at an end: contact, partner or both."""
    read = reader_of(ActorKind)
    return frozenset(read(word) for word in split_list(text))


def read_seniority(text: str) -> int:
    """Read a level of seniority: its number, or what the screens call it."""
    level = seniority_words().get(fold(text))
    return read_whole(text) if level is None else level


read_sector: Final = reader_of(Sector)
read_level: Final = reader_of(Level)
read_partner_kind: Final = reader_of(PartnerKind)
read_capacity: Final = reader_of(Capacity)
read_interaction_kind: Final = reader_of(InteractionKind)
read_channel: Final = reader_of(Channel)
read_traversal: Final = reader_of(Traversal)


# ---------------------------------------------------------------------------- the way out

EXACT: Final = 2**53
"""Below, every whole number has a float of its own."""


def written(value: FieldValue | StatedDate | Iterable[str]) -> str:
    """Write a value so that reading the cell gives it again."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        # As people write it: 7.0 is how programs tell that a 7 may have decimals.
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)
    if isinstance(value, StatedDate):
        return value.iso
    return join_list(sorted(value) if isinstance(value, frozenset) else value)
