"""Users, what they may do, and the credentials by which they come in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from graph.records.checks import LONGEST_NAME, Checks
from graph.records.networks import LANGUAGES
from graph.vocabulary import NetworkId, Role, UserId

LOCAL_OWNER: Final = UserId("local-owner")
"""The one user of a laptop without login."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A principal: every write has one as its author.

    Parameters
    ----------
    is_owner
        May create networks and users and is administrator everywhere.
    is_active
        A user who left keeps the authorship of old records but cannot come in.
    contact_id
        The user as a person of a network, the start of routes: ``network/contact`` or empty.

    """

    id: UserId
    name: str
    language: str = "en"
    is_owner: bool = False
    is_active: bool = True
    contact_id: str = ""

    def __post_init__(self) -> None:
        """Check meaning."""
        checks = Checks()
        checks.identifier("id", self.id)
        checks.text("name", self.name, LONGEST_NAME, required=True)
        checks.text("contact_id", self.contact_id, LONGEST_NAME)
        if self.language not in LANGUAGES:
            checks.add("language", "unknown-word", self.language, known=", ".join(LANGUAGES))
        checks.refuse("user", self.id)


@dataclass(frozen=True, slots=True)
class Grant:
    """A user's role in one network."""

    user_id: UserId
    network_id: NetworkId
    role: Role


class CredentialKind(StrEnum):
    """Tokens serve programs, invitations come in once, sessions hold a browser's stay."""

    TOKEN = "token"  # noqa: S105 - a kind of credential
    INVITATION = "invitation"
    SESSION = "session"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A secret of 256 bits that stands for a user; only its SHA-256 is stored.

    Parameters
    ----------
    id
        Public name, to list and end it.
    digest
        SHA-256 of the secret, 64 hexadecimal digits.
    label
        What it is for, or the browser that holds the session.
    expires_at
        ``None``: only by being ended.
    ended_at
        When it was revoked, used up or signed out.

    """

    id: str
    kind: CredentialKind
    user_id: UserId
    digest: str
    label: str = ""
    created_at: datetime
    expires_at: datetime | None = None
    ended_at: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Tell whether it still opens the door at a moment (aware)."""
        return self.ended_at is None and (self.expires_at is None or now < self.expires_at)
