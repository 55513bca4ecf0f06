"""Records to flat rows and back; the only place where the shape of a row is decided.

A row holds JSON-safe values alone: dates as the epoch day and a letter for the precision (an end
as the day after), moments as microseconds since 1970, enumerations by value, tuples and mappings
as JSON text or ``None`` when empty. A dataclass inside a record is a row inside that text. What
was checked when the record was made is not checked again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Final, TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np
import orjson
from numpy.typing import NDArray

from graph.records.contacts import Contact
from graph.records.dates import Precision, StatedDate
from graph.records.interactions import Delegate
from graph.records.jobs import Job
from graph.records.names import fold, search_name
from graph.records.networks import NetworkRecord
from graph.records.partners import Partner
from graph.records.stored import RECORD_OF, AnyRecord, Stored
from graph.records.users import Credential, Grant, User
from graph.vocabulary import Noun, UserId

Row: TypeAlias = dict[str, Any]
Flat: TypeAlias = tuple[Any, ...]
Value: TypeAlias = Any
"""What a field or a column may hold."""

T = TypeVar("T")

STORED_KEYS: Final = (
    "version",
    "revision",
    "recorded_by",
    "recorded_at",
    "changed_by",
    "changed_at",
    "is_removed",
    "batch_id",
)
"""Keys that a stored record adds to those of the record."""

_LETTER: Final = {Precision.DAY: "d", Precision.MONTH: "m", Precision.YEAR: "y"}
_PRECISION: Final = {letter: precision for precision, letter in _LETTER.items()}
_MICROSECOND: Final = timedelta(microseconds=1)
_DAY_MICROSECONDS: Final = timedelta(days=1) // _MICROSECOND
_BIRTH: Final = datetime(1970, 1, 1, tzinfo=UTC)


# ------------------------------------------------------------------------------ values


def moment(at: datetime) -> int:
    """Count the microseconds from 1970 to an aware moment."""
    return (at - _BIRTH) // _MICROSECOND


def from_moment(microseconds: int) -> datetime:
    """Give the moment, in UTC."""
    return _BIRTH + timedelta(microseconds=microseconds)


def days_of(microseconds: Sequence[int]) -> NDArray[np.int64]:
    """Give the epoch days, in UTC, on which moments lie."""
    return np.asarray(microseconds, np.int64) // _DAY_MICROSECONDS


def _plain(value: Value) -> Value:
    return value


def _word(value: Enum | None) -> Value:
    return None if value is None else value.value


def _moment_or_none(value: datetime | None) -> int | None:
    return None if value is None else moment(value)


def _from_moment_or_none(value: int | None) -> datetime | None:
    return None if value is None else from_moment(value)


def _json(value: Value) -> str | None:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode() if value else None


def _json_or_none(value: Value) -> str | None:
    """Tell an empty mapping from none."""
    if value is None:
        return None
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def _from_json(text: str | None) -> Value:
    return None if text is None else orjson.loads(text)


def _mapping(text: str | None) -> dict[str, Any]:
    return {} if text is None else orjson.loads(text)


def _texts(text: str | None) -> tuple[str, ...]:
    return () if text is None else tuple(orjson.loads(text))


def _words(values: frozenset[Enum]) -> str | None:
    return _json(sorted(value.value for value in values))


def _pairs(values: tuple[Delegate, ...]) -> str | None:
    return _json([[delegate.contact_id, delegate.for_id] for delegate in values])


def _delegates(text: str | None) -> tuple[Delegate, ...]:
    return () if text is None else tuple(Delegate(*pair) for pair in orjson.loads(text))


@lru_cache(maxsize=65_536)
def _start_of(day: int, letter: str) -> StatedDate:
    return StatedDate.from_day(day, _PRECISION[letter])


@lru_cache(maxsize=65_536)
def _end_of(day_after: int, letter: str) -> StatedDate:
    return StatedDate.from_day_after(day_after, _PRECISION[letter])


# -------------------------------------------------------------------------------- plans


@dataclass(frozen=True, slots=True)
class _Field:
    """How one field is written and read; a date takes two keys."""

    name: str
    write: Callable[[Any], Any] | None
    read: Callable[[Any], Any] | None
    day: Callable[[StatedDate], int] | None = None
    date: Callable[[int, str], StatedDate] | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.name,) if self.day is None else (self.name, f"{self.name}_precision")


_SCALARS: Final = (str, int, float)
_DAY: Final = attrgetter("day")
_DAY_AFTER: Final = attrgetter("day_after")


def _field(name: str, hint: Value) -> _Field:
    kinds = [kind for kind in get_args(hint) or (hint,) if kind is not NoneType]
    is_union = get_origin(hint) in (UnionType, Union)
    kind = kinds[0] if is_union else get_origin(hint) or hint
    kind = getattr(kind, "__supertype__", kind)  # a NewType counts as what it is made of
    if kind is StatedDate:
        if name == "until":
            return _Field(name, None, None, _DAY_AFTER, _end_of)
        return _Field(name, None, None, _DAY, _start_of)
    if kind in _SCALARS:
        return _Field(name, None, None)
    return _Field(name, *_code_of(kind, get_args(hint), is_optional=is_union))


def _code_of(
    kind: Value, inner: tuple[Value, ...], *, is_optional: bool
) -> tuple[Callable[[Value], Value], Callable[[Value], Value]]:
    """Choose how values that a row cannot hold as they are get written and read."""
    if kind is bool:
        return _plain, bool
    if kind is datetime:
        return _moment_or_none, _from_moment_or_none
    if kind is tuple:
        if is_dataclass(inner[0]):
            return (_pairs, _delegates) if inner[0] is Delegate else _code_of_many(inner[0])
        return _json, _texts
    if is_dataclass(kind):
        return _code_of_one(kind)
    if kind is frozenset:
        word = inner[0]
        return _words, lambda text: frozenset(map(word, orjson.loads(text)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        of_value: Mapping[Value, Value] = {**{word.value: word for word in kind}, None: None}
        return _word, of_value.__getitem__
    return (_json_or_none, _from_json) if is_optional else (_json, _mapping)


def _code_of_one(kind: Value) -> tuple[Callable[[Value], Value], Callable[[Value], Value]]:
    plan = _Plan(kind)
    return (
        lambda thing: None if thing is None else _json(plan.row(thing)),
        lambda text: None if text is None else plan.thing(orjson.loads(text)),
    )


def _code_of_many(kind: Value) -> tuple[Callable[[Value], Value], Callable[[Value], Value]]:
    plan = _Plan(kind)
    return (
        lambda things: _json([plan.row(thing) for thing in things]),
        lambda text: () if text is None else tuple(map(plan.thing, orjson.loads(text))),
    )


class _Plan:
    """How one dataclass becomes a flat row and back, worked out once."""

    __slots__ = ("_dates", "_direct", "_make", "_read", "_write", "blanks", "keys", "kind")

    def __init__(self, kind: type[Any]) -> None:
        hints = get_type_hints(kind)
        plan = [_field(entry.name, hints[entry.name]) for entry in fields(kind)]
        direct = [entry for entry in plan if entry.write is None and entry.day is None]
        coded = [entry for entry in plan if entry.write is not None]
        dates = [entry for entry in plan if entry.day is not None]
        self.kind = kind
        self.keys = tuple(key for entry in (*direct, *coded, *dates) for key in entry.keys)
        self._direct = _getter([entry.name for entry in direct])
        self._write = [(attrgetter(entry.name), entry.write) for entry in coded]
        self._dates = [(attrgetter(entry.name), entry.day) for entry in dates]
        self._make = [(_setter(kind, entry.name), entry.name) for entry in direct]
        self._read = [
            (_setter(kind, entry.name), entry.name, entry.read, entry.date)
            for entry in (*coded, *dates)
        ]
        self.blanks = dict.fromkeys(self.keys)
        writers = {entry.name: entry.write or _plain for entry in (*direct, *coded)}
        for entry in fields(kind):
            if entry.default not in (MISSING, None):
                self.blanks[entry.name] = writers[entry.name](entry.default)

    def flat(self, thing: Value) -> list[Any]:
        """Give the values in the order of ``keys``."""
        values = list(self._direct(thing))
        for get, write in self._write:
            values.append(write(get(thing)))  # type: ignore[misc]
        for get, day in self._dates:
            stated = get(thing)
            if stated is None:
                values += (None, None)
            else:
                values += (day(stated), _LETTER[stated.precision])  # type: ignore[misc]
        return values

    def row(self, thing: Value) -> Row:
        """Give the values by their keys."""
        return dict(zip(self.keys, self.flat(thing), strict=True))

    def thing(self, row: Mapping[str, Any]) -> Value:
        """Make the dataclass without its checks: what is stored passed them.

        A row written before a field was there gets the field's default.
        """
        if not row.keys() >= self.blanks.keys():
            row = {**self.blanks, **row}
        made = object.__new__(self.kind)
        for put, name in self._make:
            put(made, row[name])
        for put, name, read, date in self._read:
            value = row[name]
            if read is not None:
                put(made, read(value))
            elif value is None:
                put(made, None)
            else:
                put(made, date(value, row[f"{name}_precision"]))  # type: ignore[misc]
        return made


def _getter(wanted: list[str]) -> Callable[[Any], Flat]:
    """Read several attributes at once; always a tuple, also for one name."""
    get = attrgetter(*wanted)
    return get if len(wanted) > 1 else lambda thing: (get(thing),)


def _setter(kind: type[Any], name: str) -> Callable[[Any, Any], None]:
    """Write past the frozen ``__setattr__``: the slot itself."""
    return vars(next(base for base in kind.__mro__ if name in vars(base)))[name].__set__


_KINDS: Final[tuple[type[Any], ...]] = (
    *RECORD_OF.values(),
    NetworkRecord,
    User,
    Grant,
    Credential,
    Job,
)
_PLANS: Final[Mapping[type[Any], _Plan]] = {kind: _Plan(kind) for kind in _KINDS}
_PLAN_OF: Final[Mapping[Noun, _Plan]] = {noun: _PLANS[kind] for noun, kind in RECORD_OF.items()}


# --------------------------------------------------------------------------------- rows


def row_keys(kind: type[Any]) -> tuple[str, ...]:
    """Give the keys of the rows of a dataclass, in the order of :func:`flat_row`."""
    return _PLANS[kind].keys


def blanks_of(kind: type[Any]) -> Row:
    """Give a row of nothing but the defaults of a dataclass, ``None`` where it has none."""
    return dict(_PLANS[kind].blanks)


def flat_row(thing: Value) -> list[Any]:
    """Give the values of a row without their keys, for writes in bulk."""
    return _PLANS[type(thing)].flat(thing)


def row_of(thing: Value) -> Row:
    """Make a row of a record, network, user, grant, credential or job."""
    return _PLANS[type(thing)].row(thing)


def thing_of(kind: type[T], row: Mapping[str, Any]) -> T:
    """Restore what :func:`row_of` wrote; further keys of the row are left alone."""
    return cast("T", _PLANS[kind].thing(row))


def record_row(record: AnyRecord) -> Row:
    """Make a row of a record."""
    return row_of(record)


def record_of(noun: Noun, row: Mapping[str, Any]) -> AnyRecord:
    """Restore a record from its row."""
    return cast("AnyRecord", _PLAN_OF[noun].thing(row))


def stored_row(stored: Stored[AnyRecord]) -> Row:
    """Make a row of a stored record: its own keys and ``STORED_KEYS``."""
    row = row_of(stored.record)
    row.update(
        version=stored.version,
        revision=stored.revision,
        recorded_by=stored.recorded_by,
        recorded_at=moment(stored.recorded_at),
        changed_by=stored.changed_by,
        changed_at=moment(stored.changed_at),
        is_removed=stored.is_removed,
        batch_id=stored.batch_id,
    )
    return row


def stored_of(noun: Noun, row: Mapping[str, Any]) -> Stored[AnyRecord]:
    """Restore a stored record from its row."""
    return Stored(
        record_of(noun, row),
        row["version"],
        row["revision"],
        UserId(row["recorded_by"]),
        from_moment(row["recorded_at"]),
        UserId(row["changed_by"]),
        from_moment(row["changed_at"]),
        bool(row["is_removed"]),
        row["batch_id"],
    )


def stored_image(stored: Stored[AnyRecord]) -> str:
    """Write a stored record as JSON text, for the history."""
    return orjson.dumps(stored_row(stored), option=orjson.OPT_SORT_KEYS).decode()


def stored_from_image(noun: Noun, image: str) -> Stored[AnyRecord]:
    """Restore a stored record from its JSON text."""
    return stored_of(noun, orjson.loads(image))


def sort_name(actor: Contact | Partner) -> str:
    """Give the folded name by which lists of actors are sorted."""
    name = search_name(actor.name) if isinstance(actor, Contact) else actor.name
    return fold(name) or name.casefold()
