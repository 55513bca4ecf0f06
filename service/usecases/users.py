"""Users, their roles, and the secrets by which they come in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from graph.errors import (
    ConflictError,
    DuplicateIdError,
    UnauthenticatedError,
    UnknownRecordError,
    UnknownUserError,
)
from graph.ports import Store
from graph.records.identity import new_id
from graph.records.users import LOCAL_OWNER, Credential, CredentialKind, Grant, User
from graph.vocabulary import Role, UserId
from service.security import Principal, digest_of, new_secret
from service.usecases.visits import Visit

INVITATION_HOURS: Final = 24
LONGEST_TOKEN_DAYS: Final = 3650
LONGEST_LABEL: Final = 200


class LastOwnerError(ConflictError):
    """Nobody would be left who may create networks and users."""

    code = "last-owner"


@dataclass(frozen=True, slots=True)
class Issued:
    """A new credential with its secret, which is shown this once and stored nowhere."""

    credential: Credential
    secret: str


# ---------------------------------------------------------------------------- who asks


def ensure_local_owner(store: Store) -> User:
    """Give the one user of a laptop without login; make it in a store that has none."""
    owner = store.load_user(LOCAL_OWNER)
    if owner is None:
        owner = User(id=LOCAL_OWNER, name="Local owner", is_owner=True)
        store.save_user(owner)
    return owner


def needs_sign_in(store: Store) -> bool:
    """Tell whether anybody but the local owner could come in: then everybody has to sign in."""
    return any(user.is_active and user.id != LOCAL_OWNER for user in store.list_users())


def local_owner(store: Store) -> Principal:
    """Let the owner of a laptop in without a credential, while there is no other user.

    Raises
    ------
    UnauthenticatedError
        If there are other users, or the local owner was put out of use.

    """
    owner = ensure_local_owner(store)
    if not owner.is_active or needs_sign_in(store):
        raise UnauthenticatedError
    return Principal(owner)


def identify(
    store: Store, secret: str, at: datetime, kinds: tuple[CredentialKind, ...]
) -> Principal:
    """Tell who holds a secret.

    Raises
    ------
    UnauthenticatedError
        If it opens nothing (any more).

    """
    credential = store.find_credential(digest_of(secret))
    if credential is None or credential.kind not in kinds or not credential.is_valid(at):
        raise UnauthenticatedError
    user = store.load_user(credential.user_id)
    if user is None or not user.is_active:
        raise UnauthenticatedError
    return principal_of(store, user, credential.id)


def principal_of(store: Store, user: User, credential_id: str = "") -> Principal:
    """Read a user's roles."""
    grants = store.list_grants(user_id=user.id)
    return Principal(user, {grant.network_id: grant.role for grant in grants}, credential_id)


def sign_in(store: Store, secret: str, at: datetime, *, days: int, label: str) -> Issued:
    """Exchange a token, or an invitation once, for a session.

    A session of a token ends with the token.

    Raises
    ------
    UnauthenticatedError
        If the secret opens nothing (any more).

    """
    kinds = (CredentialKind.TOKEN, CredentialKind.INVITATION)
    identify(store, secret, at, kinds)
    came_by = store.find_credential(digest_of(secret))
    if came_by is None:
        raise UnauthenticatedError
    if came_by.kind is CredentialKind.INVITATION and not store.end_credential(came_by.id, at):
        raise UnauthenticatedError  # somebody else used it between the two steps
    expires_at = at + timedelta(days=days)
    if came_by.kind is CredentialKind.TOKEN and came_by.expires_at is not None:
        expires_at = min(expires_at, came_by.expires_at)
    new_secret_ = new_secret()
    session = Credential(
        id=f"{came_by.id}.{new_id()}",
        kind=CredentialKind.SESSION,
        user_id=came_by.user_id,
        digest=digest_of(new_secret_),
        label=label[:LONGEST_LABEL],
        created_at=at,
        expires_at=expires_at,
    )
    store.save_credential(session)
    return Issued(session, new_secret_)


# ---------------------------------------------------------------------------- users


def list_users(store: Store, who: Principal) -> tuple[User, ...]:
    """Read all users; others than owners read themselves."""
    if who.user.is_owner:
        return store.list_users()
    return (who.user,)


def read_user(store: Store, who: Principal, user_id: str) -> User:
    """Read a user; others than owners read themselves.

    Raises
    ------
    UnknownUserError

    """
    user = store.load_user(UserId(user_id))
    if user is None or not (who.user.is_owner or who.user.id == user.id):
        raise UnknownUserError(user_id)
    return user


def create_user(
    store: Store, who: Principal, user: User, *, is_repeatable: bool = False
) -> tuple[User, bool]:
    """Add a user; only an owner may. The second value tells whether it was there already.

    Raises
    ------
    ForbiddenError, DuplicateIdError

    """
    who.require_owner()
    held = store.load_user(user.id)
    if held is not None:
        if is_repeatable and held == user:
            return held, True
        raise DuplicateIdError("user", user.id, taken_by="user")
    store.save_user(user)
    return user, False


def change_user(store: Store, who: Principal, user: User) -> User:
    """Replace a user's fields; an owner may all, others their own name, language and person.

    Raises
    ------
    UnknownUserError, ForbiddenError, LastOwnerError

    """
    held = read_user(store, who, user.id)
    if (held.is_owner, held.is_active) != (user.is_owner, user.is_active):
        who.require_owner()
    lost = held.is_owner and held.is_active and not (user.is_owner and user.is_active)
    others = [other for other in store.list_users() if other.id != user.id]
    if lost and not any(other.is_owner and other.is_active for other in others):
        raise LastOwnerError
    store.save_user(user)
    return user


def give_role(visit: Visit, user_id: str, role: Role) -> Grant:
    """Give a user a role in the network; its administrator may.

    Raises
    ------
    UnknownNetworkError, ForbiddenError, UnknownUserError

    """
    visit.require(Role.ADMINISTRATOR)
    grant = Grant(UserId(user_id), visit.network_id, role)
    visit.store.save_grant(grant)
    return grant


def take_role(visit: Visit, user_id: str) -> None:
    """Take a user's role in the network away; its administrator may.

    Raises
    ------
    UnknownNetworkError, ForbiddenError

    """
    visit.require(Role.ADMINISTRATOR)
    visit.store.remove_grant(UserId(user_id), visit.network_id)


# ---------------------------------------------------------------------------- credentials


def issue(
    store: Store,
    who: Principal,
    kind: CredentialKind,
    *,
    user_id: str,
    at: datetime,
    label: str = "",
    lasts: timedelta | None = None,
) -> Issued:
    """Make a token or an invitation: for oneself, or for anybody by an owner.

    Raises
    ------
    UnknownUserError
        If there is no such user for who asks.

    """
    user = read_user(store, who, user_id)
    if kind is CredentialKind.INVITATION:
        lasts = timedelta(hours=INVITATION_HOURS)
    secret = new_secret()
    credential = Credential(
        id=new_id(),
        kind=kind,
        user_id=user.id,
        digest=digest_of(secret),
        label=label[:LONGEST_LABEL],
        created_at=at,
        expires_at=None if lasts is None else at + lasts,
    )
    store.save_credential(credential)
    return Issued(credential, secret)


def list_credentials(
    store: Store, who: Principal, kind: CredentialKind, at: datetime
) -> tuple[Credential, ...]:
    """Read the valid credentials of a kind, newest first: one's own; an owner everybody's."""
    user_id = None if who.user.is_owner else who.user.id
    return tuple(
        credential
        for credential in store.list_credentials(user_id, kind)
        if credential.is_valid(at)
    )


def end_credential(
    store: Store, who: Principal, kind: CredentialKind, credential_id: str, at: datetime
) -> None:
    """End a credential, and the sessions that came in by it.

    Raises
    ------
    UnknownRecordError
        If there is no such credential for who asks.

    """
    user_id = None if who.user.is_owner else who.user.id
    known = {credential.id for credential in store.list_credentials(user_id, kind)}
    if credential_id not in known:
        raise UnknownRecordError("credential", credential_id)
    store.end_credential(credential_id, at)
    if kind is CredentialKind.TOKEN:
        for session in store.list_credentials(user_id, CredentialKind.SESSION):
            if session.id.startswith(f"{credential_id}."):
                store.end_credential(session.id, at)


def sign_out(store: Store, secret: str, at: datetime) -> None:
    """End the session of a secret; nothing if it opens none."""
    session = store.find_credential(digest_of(secret)) if secret else None
    if session is not None and session.kind is CredentialKind.SESSION:
        store.end_credential(session.id, at)
