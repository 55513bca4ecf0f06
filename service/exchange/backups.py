"""Entries of a dump as lines of JSON, and the file of a backup that is made of them.

A backup is gzip over lines: a header, the entries in the order of the dump, a footer with their
counts and hash. Guide: ``docs/cli.md``.
"""

import gzip
import io
import os
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from errno import ENOENT
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import NoneType
from typing import Any, Final, TypeAlias, cast, get_args, get_origin, get_type_hints

import numpy as np
import orjson

from graph.errors import RestuError, UnreadableFileError
from graph.ports import DumpEntry, HistoryEntry, LogEntry, NetworkEntry, RecordEntry
from graph.records.stored import RECORD_OF, AnyRecord, Stored, Superseded
from graph.records.users import Credential, Grant, User
from graph.vocabulary import Noun

FORMAT: Final = "restu-backup"
FORMAT_VERSION: Final = 2
LONGEST_LINE: Final = 32 * 1024**2
"""Bytes of the longest line that is read; the longest record has a small part of it."""
QUICK: Final = 6
"""Level of compression: half a second per hundred thousand records."""

_KINDS: Final[Mapping[type[Any], str]] = {
    User: "user",
    Grant: "grant",
    Credential: "credential",
    NetworkEntry: "network",
    LogEntry: "revision",
    RecordEntry: "record",
    HistoryEntry: "history",
}
_KIND_OF: Final = {kind: entry for entry, kind in _KINDS.items()}
_DIGEST_BYTES: Final = 32

Json: TypeAlias = Any
"""What JSON can hold, and what is made of it."""


class Fault(StrEnum):
    """Why a file is no backup that can be read."""

    MISSING = "missing"
    NOT_A_BACKUP = "not-a-backup"
    NEWER_FORMAT = "newer-format"
    CUT_SHORT = "cut-short"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store or a backup holds.

    Parameters
    ----------
    counts
        Entries by kind; records by their noun, in use or removed.
    sha256
        Hash of all entries; equal contents have equal hashes, in whatever store.

    """

    counts: Mapping[str, int]
    sha256: str

    @property
    def total(self) -> int:
        """Entries of all kinds."""
        return sum(self.counts.values())


class Tally:
    """Counts entries and hashes them, in whatever order they come.

    Each entry is one line of canonical JSON (UTF-8, keys of mappings sorted, fields in the order
    in which the records declare them). The hash is the SHA-256 of the sorted SHA-256 digests of
    the lines, so a store may tell its users, say, in another order.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._digests = bytearray()

    def add(self, kind: str, line: bytes) -> None:
        """Take one line in."""
        self._counts[kind] += 1
        self._digests += sha256(line).digest()

    def contents(self) -> Contents:
        """Give the sum."""
        digests = np.frombuffer(self._digests, dtype=f"S{_DIGEST_BYTES}")
        counts = dict(sorted(self._counts.items()))
        return Contents(counts, sha256(np.sort(digests).tobytes()).hexdigest())


# ---------------------------------------------------------------------------- entry to line


def line_of(entry: DumpEntry) -> tuple[str, bytes]:
    """Write an entry as its kind (of records: the noun) and its line, without a line break."""
    kind = _KINDS[type(entry)]
    named: dict[str, Any] = {"kind": kind}
    counted = kind
    if isinstance(entry, RecordEntry):
        counted = named["noun"] = entry.stored.noun.value
    elif isinstance(entry, HistoryEntry):
        named["noun"] = entry.superseded.stored.noun.value
    named["entry"] = entry
    return counted, orjson.dumps(named, default=_plain, option=orjson.OPT_SORT_KEYS)


def _plain(value: object) -> object:
    """Give what JSON has no form for: sets, in order."""
    if isinstance(value, frozenset):
        return sorted(cast("frozenset[str]", value))
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, Any]", value))
    raise TypeError(type(value).__name__)


# ---------------------------------------------------------------------------- line to entry


def entry_of(line: bytes) -> DumpEntry:
    """Restore the entry of a line; records are checked as if they were new.

    Raises
    ------
    ValueError, LookupError, TypeError, AttributeError, RestuError
        If it is no such line.

    """
    told = orjson.loads(line)
    kind = _KIND_OF[told["kind"]]
    made: Any = told["entry"]
    if kind is RecordEntry:
        stored = _stored(Noun(told["noun"]), made["stored"])
        return RecordEntry(made["network_id"], made["place"], stored)
    if kind is HistoryEntry:
        old = made["superseded"]
        stored = _stored(Noun(told["noun"]), old["stored"])
        at = datetime.fromisoformat(old["superseded_at"])
        return HistoryEntry(made["network_id"], Superseded(stored, old["superseded_by"], at))
    return cast("DumpEntry", _reader(kind)(made))


def _stored(noun: Noun, told: Mapping[str, Any]) -> Stored[AnyRecord]:
    values = {
        name: read(told[name]) for name, read in _fields_of(Stored).items() if name != "record"
    }
    return Stored(record=_reader(RECORD_OF[noun])(told["record"]), **values)


def _same(value: Json) -> Json:
    return value


@cache
def _reader(hint: Json) -> Callable[[Any], Any]:
    """Choose how a value of a declared type is read from JSON."""
    inner = get_args(hint)
    if NoneType in inner:
        read = _reader(next(kind for kind in inner if kind is not NoneType))
        return _same if read is _same else lambda value: None if value is None else read(value)
    kind = get_origin(hint) or hint
    if kind is tuple:
        item = _reader(inner[0])
        return lambda values: tuple(map(item, values))
    if kind is frozenset:
        item = _reader(inner[0])
        return lambda values: frozenset(map(item, values))
    if kind in (datetime, date):
        return kind.fromisoformat
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    if is_dataclass(kind):
        return _maker(cast("type[Any]", kind))
    return _same


@cache
def _fields_of(kind: type[Any]) -> Mapping[str, Callable[[Any], Any]]:
    hints = get_type_hints(kind)
    return {entry.name: _reader(hints[entry.name]) for entry in fields(kind)}


def _maker(kind: type[Any]) -> Callable[[Mapping[str, Any]], Any]:
    required = {
        entry.name
        for entry in fields(kind)
        if entry.default is MISSING and entry.default_factory is MISSING
    }

    def make(told: Mapping[str, Any]) -> Json:
        values = {
            name: read(told[name])
            for name, read in _fields_of(kind).items()
            if name in told or name in required  # an older file knows fewer fields
        }
        return kind(**values)

    return make


# ---------------------------------------------------------------------------- file


def write_file(path: Path, entries: Iterable[DumpEntry], *, made_at: datetime, by: str) -> Contents:
    """Write a backup: first under another name, and in its place only when it is whole.

    Parameters
    ----------
    path
        Where it shall lie; what lies there is replaced. Readable by its owner alone.
    entries
        A dump.
    made_at, by
        For the header: when (aware) and by which version.

    Raises
    ------
    OSError
        If the file cannot be written; what lay there is still there.

    """
    if not path.parent.is_dir():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(path.parent))
    tally = Tally()
    header = {"format": FORMAT, "version": FORMAT_VERSION, "restu": by, "made_at": made_at}
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as raw:
        try:
            with gzip.GzipFile("", "wb", QUICK, raw, mtime=0) as packed:
                out = io.BufferedWriter(cast("io.RawIOBase", packed), 2**17)
                out.write(orjson.dumps(header) + b"\n")
                for entry in entries:
                    kind, line = line_of(entry)
                    tally.add(kind, line)
                    out.write(line + b"\n")
                contents = tally.contents()
                footer = {"footer": True, "counts": contents.counts, "sha256": contents.sha256}
                out.write(orjson.dumps(footer) + b"\n")
                out.flush()
            raw.flush()
            os.fsync(raw.fileno())
            Path(raw.name).replace(path)
        except BaseException:
            Path(raw.name).unlink(missing_ok=True)
            raise
    _sync_folder(path.parent)
    return contents


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can say so."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class BackupFile:
    """A backup whose footer fits its content.

    Parameters
    ----------
    path
        The file. It is read to its end once before anything is made of it.

    Raises
    ------
    UnreadableFileError
        If it is no backup, was cut short or changed, or was written by a newer Restu.

    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.header: Mapping[str, Any] = {}
        self.contents = self._verify()

    def entries(self) -> Iterator[DumpEntry]:
        """Read the entries.

        Raises
        ------
        UnreadableFileError
            If a line is not an entry after all.

        """
        for number, (line, is_last) in enumerate(self._lines(), start=1):
            if number == 1 or is_last:
                continue
            try:
                yield entry_of(line)
            except (ValueError, LookupError, TypeError, AttributeError, RestuError) as error:
                raise self._refused(Fault.DAMAGED, line=number) from error

    def _verify(self) -> Contents:
        tally = Tally()
        footer: Any = None
        for number, (line, is_last) in enumerate(self._lines(), start=1):
            told = self._object(line, number)
            if number == 1:
                self.header = self._check_header(told)
            elif is_last:
                footer = told
            else:
                tally.add(str(told.get("noun" if told.get("kind") == "record" else "kind")), line)
        contents = tally.contents()
        if not isinstance(footer, dict) or "footer" not in footer:
            raise self._refused(Fault.CUT_SHORT)
        if footer.get("sha256") != contents.sha256 or footer.get("counts") != contents.counts:
            raise self._refused(Fault.DAMAGED)
        return contents

    def _check_header(self, told: Mapping[str, Any]) -> Mapping[str, Any]:
        version = told.get("version")
        if told.get("format") != FORMAT or not isinstance(version, int):
            raise self._refused(Fault.NOT_A_BACKUP)
        if version > FORMAT_VERSION:
            raise self._refused(Fault.NEWER_FORMAT)
        return told

    def _object(self, line: bytes, number: int) -> dict[str, Any]:
        try:
            told = orjson.loads(line)
        except ValueError as error:
            fault = Fault.NOT_A_BACKUP if number == 1 else Fault.DAMAGED
            raise self._refused(fault, line=number) from error
        if not isinstance(told, dict):
            raise self._refused(Fault.NOT_A_BACKUP if number == 1 else Fault.DAMAGED, line=number)
        return cast("dict[str, Any]", told)

    def _lines(self) -> Iterator[tuple[bytes, bool]]:
        """Read lines without their breaks, and whether each is the last."""
        try:
            with gzip.open(self.path, "rb") as packed:
                held: bytes | None = None
                while line := packed.readline(LONGEST_LINE + 1):
                    if held is not None:
                        yield held, False
                    if not line.endswith(b"\n"):
                        raise self._refused(Fault.NOT_A_BACKUP if held is None else Fault.CUT_SHORT)
                    held = line[:-1]
                if held is not None:
                    yield held, True
        except FileNotFoundError as error:
            raise self._refused(Fault.MISSING) from error
        except EOFError as error:
            raise self._refused(Fault.CUT_SHORT) from error
        except gzip.BadGzipFile as error:
            fault = Fault.NOT_A_BACKUP if not self.header else Fault.DAMAGED
            raise self._refused(fault) from error
        except zlib.error as error:
            raise self._refused(Fault.DAMAGED) from error
        except OSError as error:
            raise UnreadableFileError(str(self.path), error.strerror or "") from error

    def _refused(self, fault: Fault, **facts: int) -> UnreadableFileError:
        return UnreadableFileError(str(self.path), f"backup-{fault}", **facts)
