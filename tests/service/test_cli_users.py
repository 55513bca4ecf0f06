"""``restu user``, ``restu token`` and ``restu network`` decide who may come in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.errors import UnauthenticatedError
from graph.records.users import CredentialKind
from queries.sqlite_store import open_sqlite
from service.cli.terminal import ExitCode
from service.usecases import users
from tests.service.command_line import done, enter, run


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(tmp_path, monkeypatch)


def comes_in(secret: str, kind: CredentialKind = CredentialKind.TOKEN) -> str | None:
    store = open_sqlite("restu.db")
    try:
        return users.identify(store, secret, datetime.now(UTC), (kind,)).user.id
    except UnauthenticatedError:
        return None
    finally:
        store.close()


def test_a_new_user_gets_an_invitation_and_a_role() -> None:
    done("network", "add", "lombok", "--name", "Lombok")
    ran = done("user", "add", "sri", "--name", "Sri", "--network", "lombok", "--role", "editor")
    link = next(line for line in ran.out.splitlines() if "#" in line)
    assert link.startswith("http://127.0.0.1:8000/sign-in#")
    assert comes_in(link.partition("#")[2], CredentialKind.INVITATION) == "sri"
    listed = done("user", "list", "--json").json["items"]
    assert next(user for user in listed if user["id"] == "sri")["roles"] == {"lombok": "editor"}
    assert "lombok: editor" in done("user", "list").out


def test_whose_token_it_is_may_be_said_with_an_option() -> None:
    done("user", "add", "sri")
    for words in (("--user", "sri"), ("sri",), ("sri", "--user", "sri")):
        assert comes_in(done("token", "create", *words).out.strip()) == "sri"
    assert comes_in(done("token", "create").out.strip()) == "local-owner"
    ran = run("token", "create", "ani", "--user", "sri")
    assert ran.code == ExitCode.REFUSED
    assert "--user" in ran.err


def test_a_user_of_an_unknown_network_is_not_added() -> None:
    ran = run("user", "add", "sri", "--network", "nowhere", "--role", "reader")
    assert ran.code == ExitCode.REFUSED
    assert [user["id"] for user in done("user", "list", "--json").json["items"]] == ["local-owner"]


def test_a_role_needs_its_network() -> None:
    assert run("user", "add", "sri", "--role", "reader").code == ExitCode.REFUSED


def test_the_same_user_is_not_added_twice() -> None:
    done("user", "add", "sri")
    ran = run("user", "add", "sri")
    assert ran.code == ExitCode.REFUSED
    assert "sri" in ran.err


def test_a_role_is_given_and_taken_away() -> None:
    done("network", "add", "lombok")
    done("user", "add", "sri")
    done("user", "role", "sri", "--network", "lombok", "--role", "administrator")
    assert "administrator" in done("user", "list").out
    done("user", "role", "sri", "--network", "lombok", "--none")
    assert "administrator" not in done("user", "list").out
    assert run("user", "role", "sri", "--network", "lombok").code == ExitCode.REFUSED
    assert run("user", "role", "tono", "-n", "lombok", "--role", "reader").code == ExitCode.REFUSED


def test_a_removed_user_comes_in_no_more() -> None:
    done("user", "add", "sri", "--owner")
    secret = done("token", "create", "sri").out.strip()
    assert comes_in(secret) == "sri"
    done("user", "remove", "sri")
    assert comes_in(secret) is None
    assert "left" in done("user", "list").out


def test_the_last_owner_cannot_be_removed() -> None:
    done("user", "add", "sri")
    ran = run("user", "remove", "local-owner")
    assert ran.code == ExitCode.REFUSED


def test_a_token_is_shown_once_alone_on_its_line_and_can_be_ended() -> None:
    done("network", "add", "lombok")
    ran = done("token", "create", "--label", "Report", "--days", "3")
    assert len(ran.out.splitlines()) == 1
    assert comes_in(ran.out.strip()) == "local-owner"
    (listed,) = done("token", "list", "--json").json["items"]
    assert listed["label"] == "Report"
    assert ran.out.strip() not in done("token", "list", "--json").out
    done("token", "end", listed["id"])
    assert comes_in(ran.out.strip()) is None
    assert run("token", "end", listed["id"] + "x").code == ExitCode.REFUSED


def test_a_token_in_json_has_the_shape_of_the_service() -> None:
    done("network", "add", "lombok")
    token = done("token", "create", "--json").json
    assert token["kind"] == "token"
    assert comes_in(token["secret"]) == "local-owner"


def test_networks_are_listed_with_what_they_hold() -> None:
    assert done("network", "add", "lombok", "--name", "Lombok", "--json").json["name"] == "Lombok"
    assert "Lombok" in done("network", "list").out
    assert done("network", "list", "--json").json["items"][0]["counts"]["contact"] == 0


@pytest.mark.parametrize("words", [("two words",), ("x", "--time-zone", "Mars/Olympus")])
def test_a_network_that_means_nothing_is_refused(words: tuple[str, ...]) -> None:
    ran = run("network", "add", *words)
    assert ran.code == ExitCode.REFUSED
    assert words[-1] in ran.err
