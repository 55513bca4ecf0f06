"""Users, roles and credentials in the embedded store."""

import sqlite3
from datetime import datetime

from graph.errors import UnknownUserError
from graph.records.identity import is_identifier
from graph.records.users import Credential, CredentialKind, Grant, User
from graph.vocabulary import NetworkId, UserId
from queries.rows import moment, row_of, thing_of
from queries.sqlite.connections import Connections, run, run_row, run_rows
from queries.sqlite.networks import locate


class SqliteUsers:
    """Users, roles and credentials."""

    _connections: Connections

    def save_user(self, user: User) -> None:
        """Add or replace a user."""
        with self._connections.writing() as db:
            run(db, "user/save", **row_of(user))

    def load_user(self, user_id: UserId) -> User | None:
        """Read a user."""
        with self._connections.reading() as db:
            return _user(db, user_id)

    def list_users(self) -> tuple[User, ...]:
        """Read all users, by id."""
        with self._connections.reading() as db:
            return tuple(thing_of(User, row) for row in run_rows(db, "user/list"))

    def save_grant(self, grant: Grant) -> None:
        """Give a user a role in a network, in place of the one held."""
        with self._connections.writing() as db:
            _require_user(db, grant.user_id)
            locate(db, grant.network_id)
            run(db, "grant/save", **row_of(grant))

    def remove_grant(self, user_id: UserId, network_id: NetworkId) -> None:
        """Take a user's role in a network away; nothing if there is none."""
        with self._connections.writing() as db:
            run(db, "grant/remove", user_id=user_id, network_id=network_id)

    def list_grants(
        self, *, user_id: UserId | None = None, network_id: NetworkId | None = None
    ) -> tuple[Grant, ...]:
        """Read roles by user or network, ordered by both."""
        with self._connections.reading() as db:
            rows = run_rows(db, "grant/list", user_id=user_id, network_id=network_id)
            return tuple(thing_of(Grant, row) for row in rows)

    def save_credential(self, credential: Credential) -> None:
        """Add a credential."""
        with self._connections.writing() as db:
            _require_user(db, credential.user_id)
            run(db, "credential/save", **row_of(credential))

    def find_credential(self, digest: str) -> Credential | None:
        """Read a credential by the SHA-256 of its secret."""
        with self._connections.reading() as db:
            row = run_row(db, "credential/find", digest=digest)
            return None if row is None else thing_of(Credential, row)

    def end_credential(self, credential_id: str, at: datetime) -> bool:
        """End a credential; false if it had ended, so that an invitation opens once."""
        with self._connections.writing() as db:
            return run(db, "credential/end", id=credential_id, at=moment(at)).rowcount == 1

    def list_credentials(
        self, user_id: UserId | None = None, kind: CredentialKind | None = None
    ) -> tuple[Credential, ...]:
        """Read credentials, newest first."""
        with self._connections.reading() as db:
            rows = run_rows(db, "credential/list", user_id=user_id, kind=kind)
            return tuple(thing_of(Credential, row) for row in rows)


def _user(db: sqlite3.Connection, user_id: str) -> User | None:
    row = run_row(db, "user/load", id=user_id) if is_identifier(user_id) else None
    return None if row is None else thing_of(User, row)


def _require_user(db: sqlite3.Connection, user_id: str) -> None:
    if _user(db, user_id) is None:
        raise UnknownUserError(user_id)
