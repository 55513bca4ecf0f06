"""Wire shapes of users and of the credentials by which they come in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from pydantic import Field

from graph.records.users import Credential, CredentialKind, User
from graph.vocabulary import NetworkId, Role
from service.schemas.base import Flag, Id, Name, Schema, Text, Whole


class UserIn(Schema):
    """Somebody who may come in."""

    id: Id = Field(examples=["budi"])
    name: Name = Field(examples=["Budi Santoso"])
    language: Text = Field(default="en", description="en or id.", examples=["id"])
    is_owner: Flag = Field(
        default=False, description="Creates networks and users.", examples=[False]
    )
    is_active: Flag = Field(default=True, description="May come in.", examples=[True])
    contact_id: Name = Field(
        default="", description="The user as a person: network/contact.", examples=["demo/sri"]
    )

    def record(self) -> User:
        """Make the record."""
        return User(**self.model_dump())


class UserPatch(Schema):
    """What to change of a user."""

    name: Name | None = Field(default=None, examples=["Sri Wahyuni, S.T."])
    language: Text | None = Field(default=None, examples=["en"])
    is_owner: Flag | None = Field(default=None, examples=[False])
    is_active: Flag | None = Field(default=None, examples=[True])
    contact_id: Name | None = Field(default=None, examples=["demo/sri"])

    def revise(self, user: User) -> User:
        """Apply the change; null brings the default back."""
        known = {name: getattr(user, name) for name in UserIn.model_fields}
        for name in self.model_fields_set:
            value = getattr(self, name)
            default = UserIn.model_fields[name].default
            known[name] = value if value is not None else "" if name == "name" else default
        return User(**known)


class UserOut(UserIn):
    """A user."""

    @classmethod
    def of(cls, user: User) -> Self:
        """Translate a user."""
        return cls(**{name: getattr(user, name) for name in UserIn.model_fields})


class UserList(Schema):
    """Users, by id."""

    items: list[UserOut]


class TokenIn(Schema):
    """A token for a program."""

    label: Name = Field(default="", description="What it is for.", examples=["Monthly report"])
    user_id: Id = Field(
        default_factory=str,
        description="By default oneself; an owner may name others.",
        examples=["sri"],
    )
    days: Whole | None = Field(
        default=None, ge=1, le=3650, description="Until it expires; null: never.", examples=[90]
    )


class InvitationIn(Schema):
    """A link that lets a user in once, within 24 hours."""

    user_id: Id = Field(examples=["sri"])


class SessionIn(Schema):
    """A token, or the secret of an invitation."""

    secret: Text = Field(max_length=200, examples=["Zk3lY0o1d2Vh…"])


class CredentialOut(Schema):
    """A credential, without its secret."""

    id: str = Field(examples=["5f0c6a1e9b7d4c32aa01"])
    kind: CredentialKind = Field(examples=["token"])
    user_id: str = Field(examples=["sri"])
    label: str = Field(examples=["Monthly report"])
    created_at: datetime = Field(examples=["2024-05-03T02:15:00Z"])
    expires_at: datetime | None = Field(examples=["2024-08-01T02:15:00Z"])
    is_current: bool = Field(
        default=False, description="This request came by it.", examples=[False]
    )

    @classmethod
    def of(cls, credential: Credential, current_id: str = "") -> Self:
        """Translate a credential."""
        names = set(cls.model_fields) - {"is_current", "secret", "link"}
        return cls(
            **{name: getattr(credential, name) for name in names},
            is_current=credential.id == current_id,
        )


class CredentialList(Schema):
    """Valid credentials, newest first."""

    items: list[CredentialOut]


class IssuedOut(CredentialOut):
    """A new credential with its secret, which is shown this once."""

    secret: Text = Field(default="", examples=["Zk3lY0o1d2Vh…"])
    link: str = Field(default="", description="Of an invitation: open it in a browser.")


class PrincipalOut(Schema):
    """Who is signed in."""

    user: UserOut
    roles: dict[str, Role] = Field(
        description="Role by network; an owner is administrator everywhere.",
        examples=[{"demo": "editor"}],
    )

    @classmethod
    def of(cls, user: User, roles: Mapping[NetworkId, Role]) -> Self:
        """Translate who asks."""
        return cls(user=UserOut.of(user), roles={str(name): role for name, role in roles.items()})
