"""Mapping files: how the columns, values, types and scales of foreign files become ours.

A mapping is a TOML file with one table for each of our files. It is checked when it is read, and
every fault is named by its key. `docs/data-format.md` explains it with examples.
"""

import tomllib
from collections.abc import Mapping as MappingOf
from pathlib import Path
from typing import Any, Final, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from graph.errors import FieldIssue, InvalidRecordError, UnreadableFileError, shown
from graph.records.identity import is_identifier
from service.exchange.cells import CellError, written
from service.exchange.layout import PREFIXED, WITHOUT_PREFIXED, Column, FileKind, columns_of

LARGEST: Final = 2**20
REST: Final = "*"
"""In a table of values: every other value."""

Plain: TypeAlias = str | bool | int | float


class Part(BaseModel):
    """A part of a mapping; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Scale(Part):
    """A straight line from the source's scale to ours.

    ``from = [1, 5]``, ``to = [0.2, 1]``: 1 becomes 0.2, 5 becomes 1. A reversed scale is written
    ``from = [5, 1]``. Values outside ``from`` are refused.
    """

    source: tuple[float, float] = Field(alias="from")
    target: tuple[float, float] = Field(alias="to", default=(0.0, 1.0))

    @model_validator(mode="after")
    def _spans_something(self) -> "Scale":
        if self.source[0] == self.source[1]:
            raise ValueError("the two ends of `from` are equal")
        return self

    def apply(self, value: float) -> float:
        """Move a value from the source's scale to ours."""
        low, high = self.source
        if not min(low, high) <= value <= max(low, high):
            raise CellError(
                "outside-scale", least=f"{min(low, high):g}", most=f"{max(low, high):g}"
            )
        share = (value - low) / (high - low)
        return self.target[0] + share * (self.target[1] - self.target[0])


class TypeRule(Part):
    """What a type of relationship of the source is here.

    ``label`` and ``title`` hold where the row states none; ``reverse`` turns the two ends round.
    """

    type: str
    label: str = ""
    title: str = ""
    reverse: bool = False

    @field_validator("type")
    @classmethod
    def _is_a_word(cls, value: str) -> str:
        if not is_identifier(value):
            raise ValueError("a type is one word of letters, digits and _")
        return value


class FileMapping(Part):
    """How one file is read.

    Parameters
    ----------
    file
        Name of the file or sheet, where it is not ours.
    delimiter, encoding
        Of a CSV file, where they are not found out rightly.
    list_separator
        Between the entries of a cell that holds several.
    prefixes
        Put before the identifiers of a column, by our field: ``{ id = "person-" }``.
    columns
        Their column (or columns, for a list) for each of our fields.
    constants
        Value of a field that has no column, or whose cell is empty.
    values
        Their words and ours, by field; ``""`` is empty, ``"*"`` stands for every other word.
    scales
        Straight lines between scales, by field.
    ignore
        Their columns that are not wanted.
    keep_others
        Keep all other columns as custom fields instead of warning of them.

    """

    file: str = ""
    delimiter: str = Field(default="", max_length=1)
    encoding: str = ""
    list_separator: str = Field(default=";", min_length=1, max_length=1)
    prefixes: dict[str, str] = Field(default_factory=dict)
    columns: dict[str, str | list[str]] = Field(default_factory=dict)
    constants: dict[str, Plain] = Field(default_factory=dict)
    values: dict[str, dict[str, Plain]] = Field(default_factory=dict)
    scales: dict[str, Scale] = Field(default_factory=dict)
    ignore: list[str] = Field(default_factory=list)
    keep_others: bool = False


class RelationshipMapping(FileMapping):
    """Relationships have types as well."""

    types: dict[str, TypeRule] = Field(default_factory=dict)

    @field_validator("types", mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {
            word: {"type": rule} if isinstance(rule, str) else rule for word, rule in value.items()
        }


class Mapping(Part):
    """All files of a source."""

    tie_types: FileMapping = FileMapping()
    partners: FileMapping = FileMapping()
    contacts: FileMapping = FileMapping()
    aliases: FileMapping = FileMapping()
    relationships: RelationshipMapping = RelationshipMapping()
    interactions: FileMapping = FileMapping()
    notes: FileMapping = FileMapping()

    def of(self, kind: FileKind) -> FileMapping:
        """Give the part for one of our files."""
        part: FileMapping = getattr(self, kind.value)
        return part


OUR_OWN: Final = Mapping()
"""Files in our own format need nothing."""


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises
    ------
    UnreadableFileError, InvalidRecordError
        As :func:`read_mapping` does.

    """
    if path.stat().st_size > LARGEST:
        raise UnreadableFileError(path.name, "file-too-large", most=LARGEST)
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(path.name, "unknown-encoding", encoding="utf-8") from error
    return read_mapping(text, path.name)


def read_mapping(text: str, name: str = "mapping") -> Mapping:
    """Read and check the text of a mapping file.

    Raises
    ------
    UnreadableFileError
        If it is not TOML.
    InvalidRecordError
        If a key or a value means nothing; every issue names its key.

    """
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableFileError(name, "not-toml", detail=shown(str(error))) from error
    try:
        mapping = Mapping.model_validate(table)
    except ValidationError as error:
        issues = [
            FieldIssue(
                _key(*(str(part) for part in fault["loc"])),
                "unknown-key" if fault["type"] == "extra_forbidden" else "wrong-value",
                shown(fault["input"]),
                {"expected": fault["msg"]},
            )
            for fault in error.errors()
        ]
        raise InvalidRecordError("mapping", name, issues) from error
    issues = [issue for kind in FileKind for issue in _meaning(kind, mapping.of(kind))]
    if issues:
        raise InvalidRecordError("mapping", name, issues)
    return mapping


def _key(*parts: str) -> str:
    return ".".join(parts)


def _meaning(kind: FileKind, part: FileMapping) -> list[FieldIssue]:
    """Look for fields that we do not have and words that we do not know."""
    issues: list[FieldIssue] = []
    for table in ("prefixes", "columns", "constants", "values", "scales"):
        entries: MappingOf[str, Any] = getattr(part, table)
        for field, entry in entries.items():
            key = _key(kind, table, field)
            column = column_for(kind, field)
            if column is None:
                known = ", ".join(columns_of(kind))
                issues.append(FieldIssue(key, "unknown-field", field, {"known": known}))
            elif table == "scales" and not column.is_number:
                issues.append(FieldIssue(key, "no-scale", field))
            elif table == "columns" and isinstance(entry, list) and not column.is_list:
                issues.append(FieldIssue(key, "one-column-only", field))
    for field, constant in part.constants.items():
        issues += _unreadable(_key(kind, "constants", field), column_for(kind, field), constant)
    for field, words in part.values.items():
        for word, value in words.items():
            key = _key(kind, "values", field, word)
            issues += _unreadable(key, column_for(kind, field), value)
    return issues


def _unreadable(key: str, column: Column | None, value: Plain) -> list[FieldIssue]:
    text = plain_text(value)
    if not text or column is None or column.convert is None:
        return []
    try:
        column.convert(text)
    except CellError as error:
        return [FieldIssue(key, error.code, shown(text), error.facts)]
    return []


def plain_text(value: Plain) -> str:
    """Write a value of a mapping as a cell would hold it."""
    return written(value)


def column_for(kind: FileKind, field: str) -> Column | None:
    """Give our column for a field; custom fields and identifiers elsewhere have one each.

    The names that our files use (``notes``, ``date``) may stand for the fields.
    """
    found = columns_of(kind).get(field)
    if found is None:
        found = next((column for column in columns_of(kind).values() if column.name == field), None)
    if found is None and kind not in WITHOUT_PREFIXED:
        prefix, _, name = field.partition(".")
        if prefix in PREFIXED and name:
            return Column(field, (field,))
    return found
