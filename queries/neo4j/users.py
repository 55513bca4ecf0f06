"""Users, their roles and credentials in Neo4j."""

from datetime import datetime

from graph.errors import UnknownNetworkError, UnknownUserError
from graph.records.users import Credential, CredentialKind, Grant, User
from graph.vocabulary import NetworkId, Role, UserId
from queries.neo4j.connections import Connection
from queries.neo4j.properties import properties_of_thing, thing_from
from queries.rows import moment


class Neo4jUsers:
    """Who may come in, and what they may do."""

    _connection: Connection

    def save_user(self, user: User) -> None:
        """Add or replace a user."""
        row = properties_of_thing(user)
        self._connection.transact(lambda tx: tx.write("user/save", row=row))

    def load_user(self, user_id: UserId) -> User | None:
        """Read a user."""
        row = self._connection.transact(lambda tx: tx.row("user/load", id=user_id), keep=False)
        return None if row is None else thing_from(User, row["row"])

    def list_users(self) -> tuple[User, ...]:
        """Read all users, by id."""
        rows = self._connection.transact(lambda tx: tx.rows("user/list"), keep=False)
        return tuple(thing_from(User, row["row"]) for row in rows)

    def save_grant(self, grant: Grant) -> None:
        """Give a user a role in a network, in place of the one held."""
        row = self._connection.transact(
            lambda tx: tx.row(
                "grant/save",
                user_id=grant.user_id,
                network_id=grant.network_id,
                role=grant.role.value,
            )
        )
        if row is None or not row["has_user"]:
            raise UnknownUserError(grant.user_id)
        if not row["has_network"]:
            raise UnknownNetworkError(grant.network_id)

    def remove_grant(self, user_id: UserId, network_id: NetworkId) -> None:
        """Take a user's role in a network away; nothing if there is none."""
        self._connection.transact(
            lambda tx: tx.write("grant/remove", user_id=user_id, network_id=network_id)
        )

    def list_grants(
        self, *, user_id: UserId | None = None, network_id: NetworkId | None = None
    ) -> tuple[Grant, ...]:
        """Read roles by user or network, ordered by both."""
        rows = self._connection.transact(
            lambda tx: tx.rows("grant/list", user_id=user_id, network_id=network_id), keep=False
        )
        return tuple(
            Grant(UserId(row["user_id"]), NetworkId(row["network_id"]), Role(row["role"]))
            for row in rows
        )

    def save_credential(self, credential: Credential) -> None:
        """Add a credential."""
        row = properties_of_thing(credential)
        found = self._connection.transact(lambda tx: tx.row("credential/save", row=row))
        if found is None or not found["has_user"]:
            raise UnknownUserError(credential.user_id)

    def find_credential(self, digest: str) -> Credential | None:
        """Read a credential by the SHA-256 of its secret."""
        row = self._connection.transact(
            lambda tx: tx.row("credential/find", digest=digest), keep=False
        )
        return None if row is None else thing_from(Credential, row["row"])

    def end_credential(self, credential_id: str, at: datetime) -> bool:
        """End a credential; false if it had ended, so that an invitation opens once."""
        row = self._connection.transact(
            lambda tx: tx.row("credential/end", id=credential_id, at=moment(at))
        )
        return row is not None

    def list_credentials(
        self, user_id: UserId | None = None, kind: CredentialKind | None = None
    ) -> tuple[Credential, ...]:
        """Read credentials, newest first."""
        word = None if kind is None else kind.value
        rows = self._connection.transact(
            lambda tx: tx.rows("credential/list", user_id=user_id, kind=word), keep=False
        )
        return tuple(thing_from(Credential, row["row"]) for row in rows)
