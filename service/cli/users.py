"""``restu user`` and ``restu token``: who may come in."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from graph.records.users import LOCAL_OWNER, CredentialKind, User
from graph.vocabulary import Role, UserId
from service.cli.options import at_terminal
from service.cli.terminal import Language, OptionsError, OptionsTogetherError, Terminal
from service.usecases.visits import now

if TYPE_CHECKING:
    from graph.records.users import Credential
    from service.usecases.users import Issued

users = typer.Typer(
    no_args_is_help=True, help="Add people who may come in, and say what they may do."
)
tokens = typer.Typer(
    no_args_is_help=True, help="Make tokens for programs and sign-in, and end them."
)

UserArgument = Annotated[str, typer.Argument(metavar="USER", help="Identifier of the user.")]
ReachOption = Annotated[
    str | None, typer.Option("--network", "-n", metavar="ID", help="Network of the role.")
]
RoleOption = Annotated[Role | None, typer.Option("--role", help="What the user may do there.")]


# ---------------------------------------------------------------------------- users


@users.command("add")
@at_terminal
def add_user(
    term: Terminal,
    user_id: UserArgument,
    name: Annotated[str | None, typer.Option("--name", help="Name shown; else the USER.")] = None,
    is_owner: Annotated[
        bool, typer.Option("--owner", help="May create networks and users, and do everything.")
    ] = False,
    language: Annotated[Language, typer.Option("--language", help="Language of the pages.")] = (
        Language.EN
    ),
    network: ReachOption = None,
    role: RoleOption = None,
) -> None:
    """Add a user and print an invitation that opens once, within 24 hours.

    The first user beside the local owner turns sign-in on: then everybody needs a token or an
    invitation. Make that first one an owner.
    """
    from service.usecases import users as cases  # noqa: PLC0415 - help needs none

    if (network is None) != (role is None):
        raise OptionsTogetherError(options="--network, --role")
    term.make_store()
    owner = term.owner
    visit = None if network is None else term.visit(network, is_writer=True)
    user = User(
        id=UserId(user_id), name=name or user_id, language=language.value, is_owner=is_owner
    )
    user, _ = cases.create_user(term.store, owner, user)
    if visit is not None and role is not None:
        cases.give_role(visit, user.id, role)
    invitation = cases.issue(
        term.store, owner, CredentialKind.INVITATION, user_id=user.id, at=now()
    )
    if term.is_json:
        term.answer({**_user(user), "invitation": _issued(term, invitation)})
        return
    term.line(term.say("cli.user.added", user=user.id), style="bold")
    _tell_secret(term, invitation, "cli.user.invitation")


@users.command("list")
@at_terminal
def list_users(
    term: Terminal,
) -> None:
    """List the users with their roles."""
    say = term.say
    roles: dict[str, list[str]] = {}
    for grant in term.store.list_grants():
        said = f"{grant.network_id}: {say.word('role', grant.role)}"
        roles.setdefault(grant.user_id, []).append(said)
    everybody = term.store.list_users()
    if term.is_json:
        grants = term.store.list_grants()
        term.answer(
            {
                "items": [
                    {
                        **_user(user),
                        "roles": {g.network_id: g.role for g in grants if g.user_id == user.id},
                    }
                    for user in everybody
                ]
            }
        )
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("user", "name", "standing", "roles"):
        table.add_column(Text(say(f"cli.user.{column}")))
    for user in everybody:
        standing = "owner" if user.is_owner else "member"
        standing = standing if user.is_active else "left"
        table.add_row(
            Text(user.id),
            Text(user.name),
            Text(say(f"cli.user.is_{standing}")),
            Text("; ".join(roles.get(user.id, []))),
        )
    term.out.print(table)


@users.command("role")
@at_terminal
def give_role(
    term: Terminal,
    user_id: UserArgument,
    network: Annotated[str, typer.Option("--network", "-n", metavar="ID", help="Network.")],
    role: RoleOption = None,
    is_none: Annotated[bool, typer.Option("--none", help="Take the role away.")] = False,
) -> None:
    """Give a user a role in a network (--role), or take it away (--none)."""
    from service.usecases import users as cases  # noqa: PLC0415 - help needs none

    if (role is None) != is_none:
        raise OptionsError(options="--role, --none")
    cases.read_user(term.store, term.owner, user_id)
    visit = term.visit(network, is_writer=True)
    if role is None:
        cases.take_role(visit, user_id)
    else:
        cases.give_role(visit, user_id, role)
    if term.is_json:
        term.answer({"user_id": user_id, "network_id": network, "role": role})
    else:
        said = term.say.word("role", role) if role else term.say("cli.user.no_role")
        term.line(term.say("cli.user.role_given", user=user_id, network=network, role=said))


@users.command("remove")
@at_terminal
def remove_user(
    term: Terminal,
    user_id: UserArgument,
) -> None:
    """Let a user in no more: tokens, invitations and sessions end; what was written stays."""
    from service.usecases import users as cases  # noqa: PLC0415 - help needs none

    owner = term.owner
    user = replace(cases.read_user(term.store, owner, user_id), is_active=False)
    user = cases.change_user(term.store, owner, user)
    for credential in term.store.list_credentials(user.id):
        if credential.is_valid(now()):
            term.store.end_credential(credential.id, now())
    if term.is_json:
        term.answer(_user(user))
    else:
        term.line(term.say("cli.user.removed", user=user.id))


# ---------------------------------------------------------------------------- tokens


@tokens.command("create")
@at_terminal
def create_token(
    term: Terminal,
    named: Annotated[
        str | None,
        typer.Argument(
            metavar="USER", help="Identifier of the user.", show_default=str(LOCAL_OWNER)
        ),
    ] = None,
    user: Annotated[
        str | None,
        typer.Option("--user", metavar="USER", help="The same, by name.", show_default=False),
    ] = None,
    label: Annotated[str, typer.Option("--label", help="What it is for.")] = "",
    days: Annotated[
        int | None,
        typer.Option(
            "--days", min=1, max=3650, help="Days that it opens.", show_default="for good"
        ),
    ] = None,
    is_invitation: Annotated[
        bool, typer.Option("--invitation", help="Opens a browser's stay once, within 24 hours.")
    ] = False,
) -> None:
    """Make a token for a user. It is shown this once and stored nowhere."""
    from service.usecases import users as cases  # noqa: PLC0415 - help needs none

    if named is not None and user is not None and named != user:
        raise OptionsError(options="USER, --user")
    issued = cases.issue(
        term.store,
        term.owner,
        CredentialKind.INVITATION if is_invitation else CredentialKind.TOKEN,
        user_id=named or user or LOCAL_OWNER,
        at=now(),
        label=label,
        lasts=None if days is None else timedelta(days=days),
    )
    if term.is_json:
        term.answer(_issued(term, issued))
    else:
        key = "cli.user.invitation" if is_invitation else "cli.token.created"
        _tell_secret(term, issued, key)


@tokens.command("list")
@at_terminal
def list_tokens(
    term: Terminal,
) -> None:
    """List the tokens that still open, newest first; never their secrets."""
    from service.usecases import users as cases  # noqa: PLC0415 - help needs none

    held = cases.list_credentials(term.store, term.reader, CredentialKind.TOKEN, now())
    if term.is_json:
        term.answer({"items": [_credential(token) for token in held]})
        return
    say = term.say
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("id", "user", "label", "created_at", "expires_at"):
        table.add_column(Text(say(f"cli.token.{column}")))
    for token in held:
        table.add_row(
            Text(token.id),
            Text(token.user_id),
            Text(token.label),
            say.date(token.created_at.astimezone()),
            say.date(token.expires_at.astimezone())
            if token.expires_at
            else say("cli.token.for_good"),
        )
    term.out.print(table)


@tokens.command("end")
@at_terminal
def end_token(
    term: Terminal,
    token_id: Annotated[str, typer.Argument(metavar="ID", help="Identifier that list shows.")],
) -> None:
    """End a token, and the sessions that came in by it."""
    from service.usecases import users as cases  # noqa: PLC0415 - help needs none

    cases.end_credential(term.store, term.owner, CredentialKind.TOKEN, token_id, now())
    if term.is_json:
        term.answer({"id": token_id})
    else:
        term.line(term.say("cli.token.ended", token=token_id))


# ---------------------------------------------------------------------------- telling


def _tell_secret(term: Terminal, issued: "Issued", key: str) -> None:
    """Print the secret or link on a line of its own, unwrapped, to be copied or piped."""
    term.note(term.say(key))
    term.out.file.write(f"{_link(term, issued) or issued.secret}\n")
    expires_at = issued.credential.expires_at
    if expires_at is not None:
        term.note(term.say("cli.token.until", until=expires_at.astimezone()))


def _link(term: Terminal, issued: "Issued") -> str:
    """Write an invitation as an address; what stands after the # is sent to no server."""
    if issued.credential.kind is not CredentialKind.INVITATION:
        return ""
    settings = term.settings
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    return f"{address.rstrip('/')}/sign-in#{issued.secret}"


def _user(user: User) -> dict[str, object]:
    from service.schemas.users import UserOut  # noqa: PLC0415 - help needs none

    return UserOut.of(user).model_dump(mode="json")


def _credential(credential: "Credential") -> dict[str, object]:
    from service.schemas.users import CredentialOut  # noqa: PLC0415 - help needs none

    return CredentialOut.of(credential).model_dump(mode="json")


def _issued(term: Terminal, issued: "Issued") -> dict[str, object]:
    said = _credential(issued.credential)
    return {**said, "secret": issued.secret, "link": _link(term, issued)}
