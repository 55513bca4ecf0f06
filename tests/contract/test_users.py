"""Users, roles and credentials."""

from dataclasses import replace
from hashlib import sha256
from secrets import token_hex

import pytest

from graph.errors import UnknownNetworkError, UnknownUserError
from graph.ports import Store
from graph.records.networks import NetworkRecord
from graph.records.users import Credential, CredentialKind, Grant, User
from graph.vocabulary import NetworkId, Role, UserId
from tests.contract.made import START, later


@pytest.fixture
def user(store: Store) -> User:
    user = User(id=UserId(f"user-{token_hex(6)}"), name="Ani Lestari", language="id")
    store.save_user(user)
    return user


def credential(user: User, id_: str = "", **fields: object) -> Credential:
    id_ = id_ or token_hex(6)
    made = Credential(
        id=id_,
        kind=CredentialKind.TOKEN,
        user_id=user.id,
        digest=sha256(id_.encode()).hexdigest(),
        created_at=START,
    )
    return replace(made, **fields)


def test_a_user_comes_back_as_saved(store: Store, user: User) -> None:
    assert store.load_user(user.id) == user
    assert user in store.list_users()


def test_saving_a_user_again_replaces_it(store: Store, user: User) -> None:
    changed = replace(
        user, name="Ani", is_owner=True, is_active=False, contact_id="net/ani", language="en"
    )

    store.save_user(changed)

    assert store.load_user(user.id) == changed
    assert [one.id for one in store.list_users()].count(user.id) == 1


def test_users_are_listed_by_id(store: Store) -> None:
    common = token_hex(6)
    for last in "bca":
        store.save_user(User(id=UserId(common + last), name="N"))

    ids = [user.id for user in store.list_users() if user.id.startswith(common)]
    assert [id_[-1] for id_ in ids] == ["a", "b", "c"]


@pytest.mark.parametrize("stranger", ["nobody", "", "\ud800"])
def test_a_stranger_is_nobody(store: Store, stranger: str) -> None:
    assert store.load_user(UserId(stranger)) is None


def test_a_role_replaces_the_one_held(store: Store, user: User, net: NetworkId) -> None:
    store.save_grant(Grant(user.id, net, Role.READER))
    store.save_grant(Grant(user.id, net, Role.ADMINISTRATOR))

    assert store.list_grants(user_id=user.id) == (Grant(user.id, net, Role.ADMINISTRATOR),)
    assert store.list_grants(network_id=net) == store.list_grants(user_id=user.id, network_id=net)


def test_roles_are_listed_by_user_and_network(store: Store, net: NetworkId) -> None:
    common = token_hex(6)
    users = [User(id=UserId(f"{common}{last}"), name="N") for last in "ba"]
    other = NetworkId(f"{net}-2")
    store.create_network(NetworkRecord(id=other, name="Other"))
    for user in users:
        store.save_user(user)
        for network_id in (other, net):
            store.save_grant(Grant(user.id, network_id, Role.EDITOR))

    listed = store.list_grants(network_id=net)
    assert [grant.user_id[-1] for grant in listed] == ["a", "b"]
    assert [grant.network_id for grant in store.list_grants(user_id=users[0].id)] == [net, other]


def test_a_role_taken_away_is_gone(store: Store, user: User, net: NetworkId) -> None:
    store.save_grant(Grant(user.id, net, Role.READER))

    for _ in range(2):
        store.remove_grant(user.id, net)

    assert store.list_grants(network_id=net) == ()


def test_roles_need_a_user_and_a_network(store: Store, user: User, net: NetworkId) -> None:
    with pytest.raises(UnknownUserError):
        store.save_grant(Grant(UserId("nobody"), net, Role.READER))
    with pytest.raises(UnknownNetworkError):
        store.save_grant(Grant(user.id, NetworkId("nowhere"), Role.READER))


def test_a_credential_is_found_by_its_digest(store: Store, user: User) -> None:
    saved = credential(user, label="laptop", kind=CredentialKind.SESSION, expires_at=later(60))

    store.save_credential(saved)

    assert store.find_credential(saved.digest) == saved
    assert store.find_credential("f" * 64) is None
    assert store.find_credential("") is None


def test_a_credential_needs_a_user(store: Store, user: User) -> None:
    stranger = credential(replace(user, id=UserId("nobody")))

    with pytest.raises(UnknownUserError):
        store.save_credential(stranger)

    assert store.find_credential(stranger.digest) is None


def test_a_credential_ends_once(store: Store, user: User) -> None:
    invitation = credential(user, kind=CredentialKind.INVITATION)
    store.save_credential(invitation)

    assert store.end_credential(invitation.id, later(1))
    assert not store.end_credential(invitation.id, later(2))
    assert not store.end_credential("never-given", later(2))

    assert store.find_credential(invitation.digest) == replace(invitation, ended_at=later(1))


def test_credentials_are_listed_newest_first(store: Store, user: User) -> None:
    other = replace(user, id=UserId(f"{user.id}-2"))
    store.save_user(other)
    for number, owner, kind in (
        (1, user, CredentialKind.TOKEN),
        (2, user, CredentialKind.SESSION),
        (3, other, CredentialKind.TOKEN),
        (2, user, CredentialKind.TOKEN),
    ):
        store.save_credential(credential(owner, kind=kind, created_at=later(number)))

    mine = store.list_credentials(user.id)
    tokens = store.list_credentials(user.id, CredentialKind.TOKEN)

    assert [one.created_at for one in mine] == [later(2), later(2), later(1)]
    assert [one.id for one in mine[:2]] == sorted(one.id for one in mine[:2])
    assert [one.created_at for one in tokens] == [later(2), later(1)]
    everybody = [one for one in store.list_credentials() if one.user_id.startswith(user.id)]
    assert [one.created_at for one in everybody] == [later(3), later(2), later(2), later(1)]
    everyones_tokens = store.list_credentials(kind=CredentialKind.TOKEN)
    assert {one.kind for one in everyones_tokens} == {CredentialKind.TOKEN}
