"""The Neo4j store: all parts of the port over one connection."""

from contextlib import AbstractContextManager, nullcontext
from typing import Literal, Self

from queries.neo4j.columns import Neo4jColumns
from queries.neo4j.commits import Neo4jCommits
from queries.neo4j.connections import Connection
from queries.neo4j.dumps import Neo4jDumps
from queries.neo4j.jobs import Neo4jJobs
from queries.neo4j.records import Neo4jRecords
from queries.neo4j.schema import migrate_neo4j

READY_WITHIN_SECONDS = 1.5


class Neo4jStore(Neo4jCommits, Neo4jRecords, Neo4jColumns, Neo4jDumps, Neo4jJobs):
    """Networks and all that belongs to them in a Neo4j database.

    Parameters
    ----------
    connection
        A way to a server whose schema is up to date.

    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @classmethod
    def opened(cls, connection: Connection) -> Self:
        """Bring the schema up to date and clear up what a dead process left half way."""
        store = cls(connection)
        try:
            migrate_neo4j(connection)
            store._clear_up()
        except BaseException:
            connection.close()
            raise
        return store

    def reading_together(self) -> AbstractContextManager[None]:
        """Let this thread's reads within follow each other: each is tried again on its own."""
        return nullcontext()

    def is_ready(self) -> bool:
        """Tell whether the server answers now; never raises."""
        return self._connection.answers_within(READY_WITHIN_SECONDS)

    def close(self) -> None:
        """Let go of connections."""
        self._connection.close()


def open_neo4j(
    uri: str,
    user: str,
    password: str,
    database: str = "neo4j",
    timeout_seconds: float = 8.0,
    *,
    notifications: Literal["off", "error"] = "off",
) -> Neo4jStore:
    """Open a store on a Neo4j server, 5.26 or newer.

    Parameters
    ----------
    uri, user, password, database
        Where and as whom: ``neo4j://host:7687``.
    timeout_seconds
        How long a call may take before it fails.
    notifications
        ``error`` turns what the server thinks of a query into Python warnings; for tests.

    Raises
    ------
    StoreUnavailableError
        If the server does not answer.
    StoreVersionError
        If the database was written by a newer program.

    """
    connection = Connection(
        uri,
        user,
        password,
        database,
        timeout_seconds=timeout_seconds,
        notifications=notifications,
    )
    return Neo4jStore.opened(connection)
