"""The embedded store: one SQLite file that fulfils all of :mod:`graph.ports`."""

import sqlite3
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from graph.errors import StoreError
from queries.sqlite.columns import SqliteColumns
from queries.sqlite.commits import SqliteCommits
from queries.sqlite.connections import Connections, run
from queries.sqlite.dumps import SqliteDumps
from queries.sqlite.jobs import SqliteJobs
from queries.sqlite.networks import SqliteNetworks
from queries.sqlite.records import SqliteRecords
from queries.sqlite.users import SqliteUsers


class SqliteStore(
    SqliteNetworks,
    SqliteCommits,
    SqliteRecords,
    SqliteColumns,
    SqliteDumps,
    SqliteUsers,
    SqliteJobs,
):
    """Fulfils :class:`graph.ports.Store` for all threads of a process.

    Several processes may open one file; each sees what the others committed.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def reading_together(self) -> AbstractContextManager[None]:
        """Let this thread's reads within share a connection and see one moment of the store."""
        return self._connections.moment()

    def is_ready(self) -> bool:
        """Tell whether the store answers now; never raises."""
        with suppress(StoreError, sqlite3.Error), self._connections.reading() as db:
            run(db, "user/load", id="").fetchall()
            return True
        return False

    def close(self) -> None:
        """Let go of the file."""
        self._connections.close()


def open_sqlite(path: str | Path, timeout_seconds: float = 8.0) -> SqliteStore:
    """Open a store, making the file and its folder where they are not there.

    Parameters
    ----------
    path
        The file. Beside it stand its write-ahead log and index while it is open.
    timeout_seconds
        Longest wait for other writers.

    Raises
    ------
    StoreError
        A leaf that says why the file cannot be used.

    """
    return SqliteStore(Connections(Path(path), timeout_seconds))
