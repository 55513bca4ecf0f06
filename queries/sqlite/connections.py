"""Connections to one SQLite file: shared by threads, one writer at a time, failures told apart."""

import errno
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, local
from time import monotonic
from typing import Any, Final

from graph.errors import (
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
    StoreUnavailableError,
)
from queries.catalog import load
from queries.migrate import migrate_sqlite
from queries.rows import Row

MOST_IDLE: Final = 16
"""Connections kept for the next caller, of each cache."""

READER_CACHE_KIB: Final = 4_000
WRITER_CACHE_KIB: Final = 32_000
"""A large import writes a page of its indexes once instead of often; there is one writer."""

PRIMARY_CODES: Final = 0xFF
"""The bits of an SQLite error that hold the primary code."""

_MAKING: Final = Lock()
"""Held while a file is made, so that nobody opens it before our own handle is closed."""

_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit that was answered survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is erased leaves no trace in free pages
    "PRAGMA temp_store = MEMORY",
)


class Connections:
    """A small pool over one file.

    Parameters
    ----------
    file
        The database; made with its folder when it is not there.
    timeout_seconds
        Longest wait for other writers, of this and of other processes together.

    Raises
    ------
    StoreError
        A leaf that says why the file cannot be used.

    """

    def __init__(self, file: Path, timeout_seconds: float) -> None:
        self.file = file
        self._timeout_seconds = timeout_seconds
        self._idle: dict[int, list[sqlite3.Connection]] = {
            READER_CACHE_KIB: [],
            WRITER_CACHE_KIB: [],
        }
        self._guard = Lock()
        self._writer = Lock()
        self._closed = False
        self._own = local()
        """What a thread holds: the connection of its present moment, if it has one."""
        with self._told_apart():
            _make_file(file)
            self._identity = _identity_of(file)
            try:
                with self._lent(WRITER_CACHE_KIB) as db:
                    migrate_sqlite(db, file.name)
            except BaseException:
                self.close()
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees one moment of the store."""
        own: sqlite3.Connection | None = getattr(self._own, "moment", None)
        if own is not None:
            with self._told_apart():
                yield own
            return
        with self._told_apart(), self._lent(READER_CACHE_KIB) as db:
            db.execute("BEGIN")
            yield db

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Let all reading of this thread within see one moment, through one connection."""
        if getattr(self._own, "moment", None) is not None:
            yield
            return
        with self.reading() as db:
            self._own.moment = db
            try:
                yield
            finally:
                self._own.moment = None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend the one connection that may write now; commits unless something is raised."""
        deadline = monotonic() + self._timeout_seconds
        # Threads queue here, fairly; SQLite's own waiting is a game of chance.
        if not self._writer.acquire(timeout=self._timeout_seconds):
            raise StoreUnavailableError
        try:
            with self._told_apart(), self._lent(WRITER_CACHE_KIB) as db:
                left = max(int((deadline - monotonic()) * 1000), 1)
                db.execute(f"PRAGMA busy_timeout = {left}")
                db.execute("BEGIN IMMEDIATE")
                yield db
                db.execute("COMMIT")
        finally:
            self._writer.release()

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file and empty it, if nobody reads older pages."""
        with suppress(StoreError), self._told_apart(), self._lent(READER_CACHE_KIB) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close all idle connections; those in use follow when they come back."""
        with self._guard:
            self._closed = True
            idle = [db for of_size in self._idle.values() for db in of_size]
            self._idle.clear()
        for db in idle:
            db.close()

    @contextmanager
    def _lent(self, cache_kib: int) -> Iterator[sqlite3.Connection]:
        # An open connection goes on with a file that was removed or replaced: what it writes there
        # would be acknowledged and never be seen again.
        if _identity_of(self.file) != self._identity:
            raise StoreUnavailableError
        with self._guard:
            if self._closed:
                raise StoreUnavailableError
            idle = self._idle[cache_kib]
            db = idle.pop() if idle else None
        db = db or self._open(cache_kib)
        try:
            yield db
        finally:
            self._give_back(db, cache_kib)

    def _give_back(self, db: sqlite3.Connection, cache_kib: int) -> None:
        """Keep a connection for the next caller, out of any transaction, or close it."""
        try:
            if db.in_transaction:
                db.execute("ROLLBACK")
        except sqlite3.Error:
            db.close()
            return
        with self._guard:
            if not self._closed and len(self._idle[cache_kib]) < MOST_IDLE:
                self._idle[cache_kib].append(db)
                return
        db.close()

    def _open(self, cache_kib: int) -> sqlite3.Connection:
        db = sqlite3.connect(
            self.file,
            timeout=self._timeout_seconds,
            isolation_level=None,
            check_same_thread=False,  # one thread at a time, by the pool
            cached_statements=256,
        )
        try:
            for pragma in _PRAGMAS:
                db.execute(pragma)
            db.execute(f"PRAGMA cache_size = -{cache_kib}")
        except BaseException:
            db.close()
            raise
        return db

    @contextmanager
    def _told_apart(self) -> Iterator[None]:
        """Turn SQLite's failures into ours."""
        try:
            yield
        except sqlite3.DatabaseError as failure:
            error = _error_of(failure, self.file)
            if error is None:
                raise
            raise error from failure


def _make_file(file: Path) -> None:
    """Make a file that only its owner may read; SQLite gives its companions the same mode.

    A file that is there is not opened: closing it would drop every lock that SQLite's own
    connections of this process hold on it, and other processes would write over their pages.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _MAKING:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if not file.is_file():
            raise StoreDamagedError(file.name, "not-a-file") from None
    except OSError as failure:
        match failure.errno:
            case errno.EACCES | errno.EPERM | errno.EROFS:
                raise StoreReadOnlyError from failure
            case errno.ENOSPC | errno.EDQUOT:
                raise StoreFullError from failure
            case errno.ENOTDIR:
                raise StoreDamagedError(file.name, "not-a-file") from failure
            case _:
                raise StoreUnavailableError from failure


def _identity_of(file: Path) -> tuple[int, int]:
    """Tell which file lies under this name now."""
    try:
        found = file.stat()
    except OSError as failure:
        raise StoreUnavailableError from failure
    return found.st_dev, found.st_ino


def _error_of(failure: sqlite3.DatabaseError, file: Path) -> StoreError | None:
    code = getattr(failure, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & PRIMARY_CODES
    match code:
        case sqlite3.SQLITE_FULL:
            return StoreFullError()
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StoreReadOnlyError()
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StoreDamagedError(file.name, "not-a-database")
        case sqlite3.SQLITE_CANTOPEN if not _may_write(file):
            return StoreReadOnlyError()
        case (
            sqlite3.SQLITE_BUSY
            | sqlite3.SQLITE_LOCKED
            | sqlite3.SQLITE_IOERR
            | sqlite3.SQLITE_CANTOPEN
            | sqlite3.SQLITE_PROTOCOL
        ):
            return StoreUnavailableError()
        case _:
            return None


def _may_write(file: Path) -> bool:
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def run(db: sqlite3.Connection, name: str, /, **params: Any) -> sqlite3.Cursor:  # noqa: ANN401
    """Run a query by noun and verb; parameters that are not given are null."""
    query = load("sql", name)
    return db.execute(query.text, {**dict.fromkeys(query.params), **params})


def run_rows(db: sqlite3.Connection, name: str, /, **params: Any) -> Iterator[Row]:  # noqa: ANN401
    """Run a query and give its rows by column name, as they come."""
    found = run(db, name, **params)
    columns = [column[0] for column in found.description]
    for values in found:
        yield dict(zip(columns, values, strict=True))


def run_row(db: sqlite3.Connection, name: str, /, **params: Any) -> Mapping[str, Any] | None:  # noqa: ANN401
    """Run a query that finds one row or none."""
    return next(run_rows(db, name, **params), None)
