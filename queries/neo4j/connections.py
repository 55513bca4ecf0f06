"""The way to a Neo4j server: every answer within a stated time, or an error that says so."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Literal, LiteralString, TypeAlias, TypeVar

from neo4j import (
    WRITE_ACCESS,
    Driver,
    GraphDatabase,
    NotificationDisabledClassification,
    NotificationMinimumSeverity,
    Session,
)
from neo4j import Transaction as DriverTransaction
from neo4j.exceptions import (
    ConstraintError,
    CypherSyntaxError,
    CypherTypeError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
)

from graph.errors import StoreUnavailableError
from queries.catalog import Query, load
from queries.neo4j.hands import Hands, TooSlowError

Row: TypeAlias = dict[str, Any]
T = TypeVar("T")

CONNECT_SECONDS: Final = 3.0
POOL_SIZE: Final = 100
UNTESTED_SECONDS: Final = 1.0
"""A connection idle for longer is tested before it is used."""

SCHEMA_SECONDS: Final = 120.0
CLOSE_SECONDS: Final = 1.0
"""How long a caller stays to see its transaction rolled back."""

PAUSE_SECONDS: Final = 0.05
LONGEST_PAUSE_SECONDS: Final = 0.5
UNCERTAIN: Final = (NotificationDisabledClassification.UNRECOGNIZED,)
"""Warnings that only say that a property or type has not been used in this database yet."""

CROSSED: Final = (
    "Neo.ClientError.Statement.EntityNotFound",
    "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists",
    "Neo.ClientError.Schema.ConstraintAlreadyExists",
    "Neo.ClientError.Schema.IndexAlreadyExists",
)
"""What another transaction deleted or made meanwhile, ``IF NOT EXISTS`` or not; asking again
helps."""


_FOR_THE_CALLER: Final = (ConstraintError, CypherSyntaxError, CypherTypeError)
"""A clash that the caller names, or a mistake of ours."""


class TryAgainError(Exception):
    """The network is being worked on by somebody else; asking again a moment later helps."""


class Transaction:
    """An explicit transaction whose every exchange is bounded in time."""

    def __init__(self, hands: Hands, session: Session, seconds: float) -> None:
        self._hands = hands
        self._session = session
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._inner: DriverTransaction | None = None
        self._is_lost = False

    def begin(self, longest_seconds: float) -> None:
        """Open it; the server ends it by itself after ``longest_seconds``."""
        self._inner = self._exchange(
            lambda: self._session.begin_transaction(timeout=longest_seconds)
        )

    def renew(self) -> None:
        """Allow the full time again, for work of many exchanges."""
        self._deadline = time.monotonic() + self._seconds

    def rows(self, name: str, **params: object) -> list[Row]:
        """Run a query of the catalogue and give its rows."""
        query = load("cypher", name)
        sent = {key: _sendable(value) for key, value in params.items()}
        return self._exchange(lambda: self._run(query, sent))

    def row(self, name: str, **params: object) -> Row | None:
        """Run a query that gives one row or none."""
        found = self.rows(name, **params)
        return found[0] if found else None

    def write(self, name: str, **params: object) -> None:
        """Run a query whose rows nobody needs."""
        self.rows(name, **params)

    def define(self, statement: LiteralString) -> None:
        """Run a statement of the schema."""
        self._exchange(lambda: self._open.run(statement).consume())

    def commit(self) -> None:
        """Make it count."""
        self._exchange(self._open.commit)

    def close(self) -> None:
        """Roll back what was not committed, and give the connection back."""
        if self._is_lost:
            return
        with suppress(TooSlowError, Neo4jError, DriverError, OSError):
            self._hands.call(CLOSE_SECONDS, self._session.close, self._session.close)

    @property
    def _open(self) -> DriverTransaction:
        if self._inner is None:
            raise TryAgainError
        return self._inner

    def _run(self, query: Query, params: dict[str, object]) -> list[Row]:
        result = self._open.run(query.text, params)
        names = result.keys()
        return [dict(zip(names, record, strict=True)) for record in result]

    def _exchange(self, work: Callable[[], T]) -> T:
        try:
            return self._hands.call(self._deadline - time.monotonic(), work, self._session.close)
        except TooSlowError:
            self._is_lost = True
            raise


class Connection:
    """A driver with bounded patience.

    Parameters
    ----------
    uri, user, password, database
        Where and as whom.
    timeout_seconds
        How long one call may take, retries included.
    notifications
        ``off``, or ``error``: the server's warnings about a query become Python warnings.

    """

    def __init__(
        self,
        uri: str,
        user: str,
        password: str,
        database: str,
        *,
        timeout_seconds: float,
        notifications: Literal["off", "error"] = "off",
    ) -> None:
        is_strict = notifications == "error"
        severity = NotificationMinimumSeverity.WARNING
        self.timeout_seconds = timeout_seconds
        self._database = database
        self._driver: Driver = GraphDatabase.driver(
            uri,
            auth=(user, password),
            connection_timeout=min(CONNECT_SECONDS, timeout_seconds),
            connection_acquisition_timeout=timeout_seconds,
            max_connection_pool_size=POOL_SIZE,
            liveness_check_timeout=UNTESTED_SECONDS,
            notifications_min_severity=severity if is_strict else NotificationMinimumSeverity.OFF,
            notifications_disabled_classifications=UNCERTAIN,
            warn_notification_severity=severity if is_strict else None,
            telemetry_disabled=True,
        )
        self._hands = Hands()
        self._is_down = False

    def transact(
        self,
        work: Callable[[Transaction], T],
        *,
        keep: bool = True,
        seconds: float | None = None,
        longest_seconds: float | None = None,
        landed: Callable[[Transaction], T | None] | None = None,
    ) -> T:
        """Do work in a transaction, again after a passing failure, within the time allowed.

        Parameters
        ----------
        work
            May be done more than once; sees only what its own transaction did.
        keep
            Whether to commit; a transaction that only reads or locks is rolled back.
        seconds
            How long it may take; by default what a call may take.
        longest_seconds
            When the server ends the transaction; for work that renews its time.
        landed
            Tells whether a commit whose answer got lost came through, by giving its result.

        Raises
        ------
        StoreUnavailableError
            If the time is up, or the server is not there.

        """
        deadline = time.monotonic() + (seconds or self.timeout_seconds)
        pause = PAUSE_SECONDS
        is_unsure = False
        while True:
            left = deadline - time.monotonic()
            try:
                if is_unsure and landed is not None:
                    found = self._once(landed, left, left, keep=False)
                    if found is not None:
                        return found
                    is_unsure = False
                result = self._once(work, left, longest_seconds or left, keep=keep)
            except TooSlowError as error:
                self._is_down = True
                raise StoreUnavailableError from error
            except (Neo4jError, DriverError, OSError, TryAgainError) as error:
                is_unsure = is_unsure or _is_unsure(error)
                if isinstance(error, _FOR_THE_CALLER) and error.code not in CROSSED:
                    raise
                is_over = time.monotonic() + pause >= deadline
                if is_over or not self._may_help(error, is_unsure and landed is None):
                    self._is_down = not isinstance(error, TryAgainError)
                    raise StoreUnavailableError from error
            else:
                self._is_down = False
                return result
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def define(self, statement: LiteralString) -> None:
        """Run a statement of the schema, which may take long where there are data.

        Two programs that do so at the same time get into each other's way, and try again.

        Raises
        ------
        StoreUnavailableError
            If the server is not there.

        """
        self.transact(lambda tx: tx.define(statement), seconds=SCHEMA_SECONDS)

    def answers_within(self, seconds: float) -> bool:
        """Tell whether the server answers in time; never raises."""
        try:
            self._once(lambda tx: tx.rows("store/ping"), seconds, seconds, keep=False)
        except (TooSlowError, Neo4jError, DriverError, OSError):
            return False
        self._is_down = False
        return True

    def close(self) -> None:
        """Close all connections; a silent server is not waited for."""
        try:
            self._hands.call(CONNECT_SECONDS, self._driver.close, lambda: None)
        except TooSlowError:
            return
        finally:
            self._hands.close()

    def _once(
        self,
        work: Callable[[Transaction], T],
        seconds: float,
        longest_seconds: float,
        *,
        keep: bool,
    ) -> T:
        session = self._driver.session(
            database=self._database, default_access_mode=WRITE_ACCESS, fetch_size=-1
        )
        transaction = Transaction(self._hands, session, seconds)
        try:
            transaction.begin(max(longest_seconds, 0.1))
            result = work(transaction)
            if keep:
                transaction.commit()
        finally:
            transaction.close()
        return result

    def _may_help(self, error: Exception, is_hopeless: bool) -> bool:  # noqa: FBT001
        """Tell whether the same work may succeed a moment later.

        While the server is known to be away, one attempt is enough to know that it still is.
        """
        if is_hopeless:
            return False
        if isinstance(error, TryAgainError | IncompleteCommit):
            return True
        if isinstance(error, Neo4jError):
            return error.is_retryable() or error.code in CROSSED
        is_passing = not isinstance(error, DriverError) or error.is_retryable()
        return is_passing and not self._is_down


def _sendable(value: Any) -> Any:  # noqa: ANN401 - whatever a query takes
    """Replace a text that UTF-8 cannot write by one that nothing in the store equals."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return "\x00" + value.encode(errors="backslashreplace").decode()
    elif isinstance(value, list):
        return [_sendable(one) for one in value]
    return value


def _is_unsure(error: Exception) -> bool:
    """Tell whether the connection broke while a commit was on its way."""
    return isinstance(error, IncompleteCommit)
