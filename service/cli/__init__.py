"""The command line ``restu``: all that the service does, from a terminal.

One file per noun; what a command needs beside Typer and Rich it imports when it runs, so that
``--help`` answers at once. Guide: ``docs/cli.md``.
"""

from typing import Annotated

import typer

from service.cli import (
    access,
    calibration,
    campaigns,
    coordination,
    demo,
    exports,
    imports,
    measures,
    networks,
    reach,
    requests,
    scenarios,
    server,
    stores,
    strengths,
    users,
    words,
)

app = typer.Typer(
    name="restu",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="Who can introduce me to this leader? Your network, ways through it, and the service.",
)


def _tell_version(*, is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version  # noqa: PLC0415 - a twentieth of a second

        typer.echo(f"restu {version('restu')}")
        raise typer.Exit


@app.callback()
def restu(
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda asked: _tell_version(is_asked=asked),
            is_eager=True,
            help="Tell the version.",
        ),
    ] = False,
) -> None:
    """Ask and keep a network of partners, contacts and relationships."""


app.command("serve")(server.serve)
app.command("demo")(demo.demo)
app.command("import")(imports.import_)
app.command("import-undo")(imports.undo)
app.command("path")(access.path)
app.command("reach")(reach.reach)
app.command("campaign")(campaigns.campaign)
app.command("isolated")(coordination.isolated)
app.command("introduce")(coordination.introduce)
app.command("scenario")(scenarios.scenario)
app.command("compare")(scenarios.compare)
app.command("measures")(measures.measures)
app.command("strength")(strengths.strength)
app.command("cooling")(strengths.cooling)
app.command("calibration")(calibration.calibration)
app.command("backup")(stores.backup)
app.command("restore")(stores.restore)
app.add_typer(exports.app, name="export")
app.add_typer(stores.app, name="store")
requests.app.command("words")(words.words)
requests.app.command("card")(words.card)
app.add_typer(requests.app, name="request")
app.add_typer(networks.app, name="network")
app.add_typer(users.users, name="user")
app.add_typer(users.tokens, name="token")


def main() -> None:
    """Run the command line."""
    app()
