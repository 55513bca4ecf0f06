"""Gathers what is wrong with a record, so that a person sees all of it at once."""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias, TypeVar

from graph.errors import FieldIssue, InvalidRecordError, shown
from graph.records.dates import StatedDate
from graph.records.identity import is_identifier

LONGEST_NAME: Final = 500
LONGEST_LINE: Final = 2_000
LONGEST_TEXT: Final = 20_000
MOST_ITEMS: Final = 200
"""Most aliases, tags, languages, custom fields of one record."""
MOST_NUMBER: Final = 2**53 - 1
"""Largest whole number that every reader of JSON keeps exactly."""

FieldValue: TypeAlias = str | int | float | bool | None
Value = TypeVar("Value")


def is_clean(text: str, *, lines: bool = False) -> bool:
    """Tell whether a text has only characters that can be stored and shown."""
    if text.isprintable():
        return True
    allowed = "\n\t\r" if lines else ""
    return all(letter.isprintable() or letter in allowed or _is_harmless(letter) for letter in text)


def _is_harmless(letter: str) -> bool:
    """Accept what prints as nothing but breaks nothing: format and space characters."""
    code = ord(letter)
    return code >= 0xA0 and not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF)  # noqa: PLR2004


class Checks:
    """Collects the issues of one record; ``refuse`` raises them together."""

    __slots__ = ("issues",)

    def __init__(self) -> None:
        self.issues: list[FieldIssue] = []

    def add(self, field: str, code: str, value: object = "", **facts: object) -> None:
        """Note one issue."""
        told = {name: str(fact) for name, fact in facts.items()}
        self.issues.append(FieldIssue(field, code, shown(value), told))

    def identifier(self, field: str, value: str) -> None:
        """Require the form of an identifier."""
        if not is_identifier(value):
            self.add(field, "not-an-identifier" if value else "missing", value)

    def text(
        self, field: str, value: str, longest: int, *, required: bool = False, lines: bool = False
    ) -> None:
        """Require a text that can be stored, not longer than ``longest`` characters."""
        if not value:
            if required:
                self.add(field, "missing")
            return
        if len(value) > longest:
            self.add(field, "too-long", value, longest=longest, length=len(value))
        elif value.isprintable():
            if required and value.isspace():
                self.add(field, "missing")
        elif not is_clean(value, lines=lines):
            self.add(field, "unprintable", value)
        elif required and not any(letter.isprintable() and letter != " " for letter in value):
            self.add(field, "missing")

    def texts(self, field: str, values: Iterable[str], longest: int) -> None:
        """Require a short list of clean, non-empty texts."""
        for place, value in enumerate(values):
            if place >= MOST_ITEMS:
                self.add(field, "too-many", most=MOST_ITEMS)
                return
            self.text(f"{field}[{place}]", value, longest, required=True)

    def share(self, field: str, value: float | None) -> None:
        """Require a number from 0 to 1, or nothing."""
        if value is not None and not 0.0 <= value <= 1.0:  # NaN fails both comparisons
            is_number = value < 0 or value > 1
            self.add(field, "outside-0-1" if is_number else "not-a-number", value)

    def whole(self, field: str, value: int | None, least: int, most: int) -> None:
        """Require a whole number within limits, or nothing."""
        if value is not None and not least <= value <= most:
            self.add(field, "outside-limits", value, least=least, most=most)

    def span(self, since: StatedDate | None, until: StatedDate | None) -> None:
        """Require that a period does not end before it starts."""
        if since is not None and until is not None and since.day >= until.day_after:
            self.add("until", "start-after-end", until.iso, since=since.iso)

    def custom(self, field: str, values: Mapping[str, FieldValue]) -> None:
        """Require plain custom fields with clean names and finite numbers."""
        for place, value in self._named(field, values):
            if isinstance(value, str):
                self.text(place, value, LONGEST_LINE, lines=True)
            elif isinstance(value, float):
                if not math.isfinite(value):
                    self.add(place, "not-a-number", value)
            elif isinstance(value, int):
                self.whole(place, value, -MOST_NUMBER, MOST_NUMBER)

    def numbers(self, field: str, values: Mapping[str, float]) -> None:
        """Require finite numbers with clean names."""
        for place, value in self._named(field, values):
            if isinstance(value, bool) or not math.isfinite(value):
                self.add(place, "not-a-number", value)

    def _named(self, field: str, values: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
        """Give each value with its place, under a clean name; or none, where they are too many."""
        if len(values) > MOST_ITEMS:
            self.add(field, "too-many", most=MOST_ITEMS)
            return
        for name, value in values.items():
            place = f"{field}.{shown(name[:40])}"
            self.text(place, name, 100, required=True)
            yield place, value

    def refuse(self, noun: str, record_id: str) -> None:
        """Raise what was found, if anything was.

        Raises
        ------
        InvalidRecordError
            With every issue noted so far.

        """
        if self.issues:
            raise InvalidRecordError(noun, record_id, self.issues)
