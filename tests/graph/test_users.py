"""Users: roles that include one another, and credentials that end."""

from datetime import UTC, datetime
from typing import Any

from graph.records.users import LOCAL_OWNER, Credential, CredentialKind
from graph.vocabulary import Role


def test_each_role_includes_the_ones_before_it() -> None:
    included = {role: {other for other in Role if role.includes(other)} for role in Role}

    assert included == {
        Role.READER: {Role.READER},
        Role.EDITOR: {Role.READER, Role.EDITOR},
        Role.ADMINISTRATOR: set(Role),
    }


def test_a_credential_opens_until_it_ends_or_expires() -> None:
    made = datetime(2024, 5, 3, 9, 0, tzinfo=UTC)
    later = datetime(2024, 5, 4, 9, 0, tzinfo=UTC)

    def held(**said: Any) -> Credential:
        given: dict[str, Any] = {"kind": CredentialKind.TOKEN, "digest": "0" * 64}
        return Credential(id="k", user_id=LOCAL_OWNER, created_at=made, **given | said)

    assert held().is_valid(later)
    assert held(expires_at=later).is_valid(made)
    assert not held(expires_at=later).is_valid(later)  # the moment itself is over
    assert not held(ended_at=made).is_valid(later)
