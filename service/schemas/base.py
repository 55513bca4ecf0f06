"""What all wire shapes share: strictness, dates as said, merge patches, field errors."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import fields, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Final, Generic, Self, TypeVar, cast, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    WithJsonSchema,
    create_model,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from graph.errors import FieldIssue, InvalidRecordError, shown
from graph.records.base import Record
from graph.records.checks import LONGEST_LINE, LONGEST_NAME
from graph.records.dates import DateError, Precision, StatedDate, parse_date
from graph.records.identity import ID_PATTERN
from graph.records.stored import AnyRecord, Stored
from graph.vocabulary import Noun, UserId


class Schema(BaseModel):
    """A shape without surprises: no unknown fields, no NaN, no change after the check."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


# ---------------------------------------------------------------------------- kinds of value
# Meaning (lengths, limits) is checked by the records, so that a person sees every fault at once;
# the OpenAPI document states the limits all the same.


def _storable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a pair of surrogates, which JSON can write
        raise PydanticCustomError("unprintable", "Type the text anew.") from None
    return text


Text = Annotated[str, AfterValidator(_storable)]
Id = Annotated[
    Text, Field(json_schema_extra={"pattern": ID_PATTERN, "maxLength": 96}, examples=["c-014"])
]
Name = Annotated[Text, Field(json_schema_extra={"maxLength": LONGEST_NAME})]
Line = Annotated[Text, Field(json_schema_extra={"maxLength": LONGEST_LINE})]
Share = Annotated[float, Field(strict=True, json_schema_extra={"minimum": 0, "maximum": 1})]
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]


LARGEST_WHOLE: Final = 2**53 - 1
"""Larger whole numbers are read differently by different programs."""


def _plain(value: object) -> object:
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        raise PydanticCustomError("too-large", "Write a smaller number.", {"most": LARGEST_WHOLE})
    if value is None or isinstance(value, str | int | float):
        return value
    raise PydanticCustomError("wrong-type", "Write a text, a number, yes or no.")


Plain = Annotated[
    Any,
    BeforeValidator(_plain),
    WithJsonSchema({"anyOf": [{"type": kind} for kind in ("string", "number", "boolean", "null")]}),
]
Custom = dict[str, Plain]


def _read_date(value: object) -> object:
    if isinstance(value, StatedDate):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("wrong-type", "Write the date as text.")
    try:
        return parse_date(value)
    except DateError as error:
        raise PydanticCustomError(
            cast("Any", error.fault.value),
            cast("Any", str(error).replace("{", "(").replace("}", ")")),
            {"instead": error.instead},
        ) from None


Said = Annotated[
    StatedDate,
    BeforeValidator(_read_date),
    PlainSerializer(lambda said: said.iso, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "maxLength": 64,
            "description": "A day, month or year as exact as it is known: 2024-05-03, 2024-05, "
            "2024; 3 Mei 2024 and 03-05-2024 (day first) are read too.",
            "examples": ["2024-05"],
        }
    ),
]
"""A date as it was stated; ends of periods are included."""


def _read_day(value: object) -> object:
    if isinstance(value, date):
        return value
    said = _read_date(value)
    if not isinstance(said, StatedDate) or said.precision is not Precision.DAY:
        raise PydanticCustomError("not-a-day", "Write a whole day, such as 2024-05-03.")
    return said.first


Day = Annotated[
    date,
    BeforeValidator(_read_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2024-05-03"]}),
]

# ---------------------------------------------------------------------------- what is wrong

_CODES: Final[Mapping[str, str]] = {
    "missing": "missing",
    "extra_forbidden": "unknown-field",
    "enum": "unknown-word",
    "literal_error": "unknown-word",
    "finite_number": "not-a-number",
    "string_type": "wrong-type",
    "string_unicode": "unprintable",
    "string_too_long": "too-long",
    "string_too_short": "missing",
    "string_pattern_mismatch": "not-an-identifier",
    "too_long": "too-many",
    "too_short": "too-few",
    "float_type": "not-a-number",
    "float_parsing": "not-a-number",
    "int_type": "not-a-whole-number",
    "int_parsing": "not-a-whole-number",
    "int_parsing_size": "not-a-whole-number",
    "int_from_float": "not-a-whole-number",
    "bool_type": "not-yes-or-no",
    "bool_parsing": "not-yes-or-no",
    "greater_than_equal": "too-small",
    "less_than_equal": "too-large",
    "greater_than": "too-small",
    "less_than": "too-large",
    "list_type": "wrong-type",
    "tuple_type": "wrong-type",
    "dict_type": "wrong-type",
    "model_type": "wrong-type",
    "model_attributes_type": "wrong-type",
    "frozen_set_type": "wrong-type",
}
_WHERE: Final = frozenset({"body", "query", "path", "header", "cookie"})


def field_path(place: Sequence[str | int]) -> str:
    """Write the place of a fault as users write it: ``participants[2]``, ``fields.size``."""
    path = ""
    for step in place:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{shown(step)}" if path else shown(step)
    return path


def issue_of(error: ErrorDetails) -> FieldIssue:
    """Translate one finding of pydantic into the words of the house."""
    place = error["loc"][1:] if error["loc"] and error["loc"][0] in _WHERE else error["loc"]
    context = error.get("ctx") or {}
    kind = error["type"]
    given = "" if kind == "missing" else shown(error.get("input", ""))
    facts = {name: shown(value) for name, value in context.items() if name != "error"}
    if "expected" in context:
        del facts["expected"]
        facts["known"] = str(context["expected"]).replace("'", "").replace(" or ", ", ")
    if "max_length" in facts:
        facts["longest"] = facts["most"] = facts.pop("max_length")
        facts["length"] = str(len(str(error.get("input", ""))))
    for limit, name in (("ge", "least"), ("gt", "least"), ("le", "most"), ("lt", "most")):
        if limit in facts:
            facts[name] = facts.pop(limit)
    return FieldIssue(field_path(place) or "body", _CODES.get(kind, kind), given, facts)


# ---------------------------------------------------------------------------- records

R = TypeVar("R", bound=AnyRecord)
Fields = Annotated[
    Custom,
    Field(
        description="Custom fields, by name.", examples=[{"budget_2024": 1200, "dialect": "Sasak"}]
    ),
]
ExternalIds = Annotated[
    dict[str, Text],
    Field(description="Identifiers elsewhere, by source.", examples=[{"wikidata": "Q42"}]),
]


class RecordIn(Schema, Generic[R]):
    """What may be said of a record when it is created."""

    id: Id = Field(
        default_factory=str, description="Own identifier; drawn when not given.", examples=["c-014"]
    )
    source_ref: Line = Field(
        default="", description="Where the statement comes from.", examples=["Visit of 3 May"]
    )
    confidence: Share | None = Field(
        default=None, description="How sure the recorder is, 0 to 1.", examples=[0.8]
    )
    external_ids: ExternalIds = {}
    fields: Fields = {}

    @classmethod
    def of_record(cls, record: R) -> Self:
        """Write a record as it could have been created."""
        return cls.model_construct(**stated(record, cls.model_fields))

    def signed(self, before: R | None, by: UserId, today: Callable[[], date]) -> Self:
        """Fill in what the service knows better than who writes: who it is, and on which day.

        Parameters
        ----------
        before
            The record as it stands, if it is changed.
        by, today
            Who writes; tells the day of the network's time zone.

        """
        _ = before, by, today
        return self

    def record(self, record_id: str) -> R:
        """Make the record; meaning is checked there."""
        raise NotImplementedError

    def common(self) -> dict[str, Any]:
        """Give the fields that every record has, but the identifier."""
        return {
            "source_ref": self.source_ref,
            "confidence": self.confidence,
            "external_ids": dict(self.external_ids),
            "fields": dict(self.fields),
        }


class Standing(Schema):
    """How a record stands in the store."""

    version: int = Field(description="Changes with every write; the ETag.", examples=[1])
    revision: int = Field(description="Revision that last touched it.", examples=[12])
    recorded_by: str = Field(description="Who created it.", examples=["sri"])
    recorded_at: datetime = Field(examples=["2024-05-03T02:15:00Z"])
    changed_by: str = Field(description="Who touched it last.", examples=["sri"])
    changed_at: datetime = Field(examples=["2024-05-03T02:15:00Z"])
    is_removed: bool = Field(description="Out of use; can be restored.", examples=[False])
    batch_id: str = Field(description="Import that created it, or empty.", examples=[""])

    @classmethod
    def of(cls, stored: Stored[Any]) -> Self:
        """Translate a stored record."""
        standing = {name: getattr(stored, name) for name in Standing.model_fields}
        names = [name for name in cls.model_fields if name not in standing]
        return cls.model_construct(**stated(stored.record, names), **standing)


Out = TypeVar("Out", bound=Standing)


class Listed(Schema, Generic[Out]):
    """A page of a list."""

    items: list[Out]
    next: str | None = Field(
        description="Cursor of the next page; null at the end.", examples=["eyJhIjoiYiJ9"]
    )


class Earlier(Schema, Generic[Out]):
    """An old version of a record, and who replaced it."""

    record: Out
    superseded_by: str = Field(examples=["sri"])
    superseded_at: datetime = Field(examples=["2024-05-03T02:15:00Z"])


class History(Schema, Generic[Out]):
    """The old versions of a record, newest first."""

    items: list[Earlier[Out]]


def stated(record: object, names: Iterable[str]) -> dict[str, Any]:
    """Read fields of a record, mappings as plain dictionaries."""
    values = {name: getattr(record, name) for name in names}
    return {
        name: dict(cast("Any", value)) if isinstance(value, Mapping) else value
        for name, value in values.items()
    }


def merged(base: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """Apply a JSON merge patch (RFC 7396): null clears, objects merge, all else replaces."""
    result = deepcopy(dict(base))
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, Mapping):
            inner = result.get(name)
            result[name] = merged(inner if isinstance(inner, Mapping) else {}, cast("Any", value))
        else:
            result[name] = value
    return result


@lru_cache
def patch_of(shape: type[Schema]) -> type[Schema]:
    """Make the shape of a merge patch: each field may be left out, null clears it."""
    fields: dict[str, Any] = {}
    for name, info in shape.model_fields.items():
        if name == "id":
            continue
        field = deepcopy(info)
        annotation: Any = info.annotation
        if name == "external_ids":
            annotation = dict[str, Text | None]  # null takes one of them away
        elif inner := _inner_shape(annotation):
            annotation = patch_of(inner)
        elif info.metadata:
            annotation = Annotated[annotation, *info.metadata]
        field.metadata = []
        field.default, field.default_factory = None, None
        fields[name] = (annotation | None, field)
    name = shape.__name__.removesuffix("In") + "Patch"
    note = f"What to change; null clears a field. {shape.__doc__}"
    return create_model(name, __base__=Schema, __doc__=note, **fields)


def _inner_shape(annotation: object) -> type[Schema] | None:
    """Give the shape of a field that holds one object or none."""
    parts = get_args(annotation)
    shapes = [part for part in parts if isinstance(part, type) and issubclass(part, Schema)]
    return shapes[0] if type(None) in parts and len(shapes) == 1 else None


def revised(
    shape: type[RecordIn[R]],
    noun: Noun,
    record: R,
    patch: Schema,
    *,
    by: UserId,
    today: Callable[[], date],
) -> R:
    """Apply a merge patch to a record; what its shape does not know stays as it is.

    Parameters
    ----------
    by, today
        As in :meth:`RecordIn.signed`.

    Raises
    ------
    InvalidRecordError
        If the result is not such a record.

    """
    base = shape.of_record(record).model_dump(mode="json")
    changes = patch.model_dump(mode="json", exclude_unset=True)
    try:
        said = shape.model_validate(merged(base, changes))
    except ValidationError as error:
        issues = [issue_of(found) for found in error.errors(include_url=False)]
        raise InvalidRecordError(noun, cast("Record", record).id, issues) from None
    old: Any = record
    unknown = {entry.name for entry in fields(old)} - shape.model_fields.keys() - {"id"}
    signed = said.signed(record, by, today)
    return replace(signed.record(old.id), **{name: getattr(old, name) for name in unknown})
