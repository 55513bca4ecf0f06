"""``restu path``: who can introduce us to a leader, step by step."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from graph.vocabulary import Channel
from service.cli.days import day_typed
from service.cli.options import NetworkOption, at_terminal
from service.cli.terminal import ExitCode, Terminal

if TYPE_CHECKING:
    from service.usecases.visits import Visit


class Choosing(StrEnum):
    """The words of ``graph.access.choices.Choice``; the engine is loaded when it is asked."""

    BEST = "best"
    INDEPENDENT = "independent"
    DIVERSE = "diverse"


StepsOption = Annotated[int, typer.Option("--steps", help="Most steps of a way, 1 to 6.")]
TypesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--type",
        metavar="TYPE",
        help="Use these types of relationship alone (met_with and colleagues are types too); "
        "may be repeated.",
        show_default=False,
    ),
]
OnOption = Annotated[
    str | None,
    typer.Option("--on", "--as-of", metavar="DAY", help="Day looked at.", show_default="today"),
]


@at_terminal
def path(
    term: Terminal,
    start: Annotated[
        str, typer.Argument(metavar="FROM", help="Who asks: an identifier, a name or an alias.")
    ],
    leader: Annotated[
        str,
        typer.Argument(
            metavar="TO", help="The leader; of an organisation its present head is meant."
        ),
    ],
    network: NetworkOption = None,
    choose: Annotated[
        Choosing,
        typer.Option(
            "--choose",
            help="The best ways; independent ones, which share nobody; or diverse ones, of which "
            "most likely at least one works.",
        ),
    ] = Choosing.BEST,
    k: Annotated[
        int | None,
        typer.Option(
            "--k",
            help="Most ways to show: up to 20 best, 3 independent, 10 diverse.",
            show_default="5, 3, 3",
        ),
    ] = None,
    also_from: Annotated[
        list[str] | None,
        typer.Option("--also-from", metavar="WHO", help="Who else may ask.", show_default=False),
    ] = None,
    also_to: Annotated[
        list[str] | None,
        typer.Option("--also-to", metavar="WHO", help="Or to this leader.", show_default=False),
    ] = None,
    channel: Annotated[
        Channel | None,
        typer.Option("--channel", help="What if all were asked so.", show_default="message"),
    ] = None,
    busyness: Annotated[
        float | None,
        typer.Option(
            "--busyness",
            min=0,
            max=1,
            help="What if the leader were so busy, 0 to 1.",
            show_default="as recorded",
        ),
    ] = None,
    availability: Annotated[
        float,
        typer.Option(
            "--availability",
            min=0,
            max=1,
            help="What if the leader could be met at all only so likely, 0 to 1.",
        ),
    ] = 1.0,
    steps: StepsOption = 4,
    avoid: Annotated[
        list[str] | None,
        typer.Option("--avoid", metavar="WHO", help="Not through these.", show_default=False),
    ] = None,
    through: Annotated[
        list[str] | None,
        typer.Option("--through", metavar="WHO", help="Only through these.", show_default=False),
    ] = None,
    types: TypesOption = None,
    on: OnOption = None,
) -> None:
    """Show who can introduce FROM to the leader TO, step by step, and how we know.

    Ends with 1 if there is no way; the answer then says why, and who comes nearest.
    """
    # The engine is compiled code that takes its time to load; help does without it.
    from graph.access.choices import Choice  # noqa: PLC0415
    from service.cli.actors import actor_id  # noqa: PLC0415
    from service.snapshots import Snapshots  # noqa: PLC0415
    from service.usecases.access import PathQuestion, find_paths  # noqa: PLC0415

    visit = term.visit(network)
    snapshots = Snapshots(term.store)
    question = PathQuestion(
        start=actor_id(visit, snapshots, start),
        leader=actor_id(visit, snapshots, leader),
        also_from=tuple(actor_id(visit, snapshots, who) for who in also_from or ()),
        also_to=tuple(actor_id(visit, snapshots, who) for who in also_to or ()),
        on=day_looked_at(on, visit),
        choice=Choice(choose),
        channel=channel,
        busyness=busyness,
        availability=availability,
        with_stability=True,
        k=k,
        max_steps=steps,
        avoid=tuple(actor_id(visit, snapshots, who) for who in avoid or ()),
        through=tuple(actor_id(visit, snapshots, who) for who in through or ()),
        types=tuple(types or ()),
    )
    answer = find_paths(visit, snapshots, question)
    if term.is_json:
        from service.schemas.access import AccessPathsOut  # noqa: PLC0415

        term.answer(AccessPathsOut.of(visit.network_id, answer).model_dump(mode="json"))
    else:
        from service.cli.ways import tell_paths  # noqa: PLC0415

        tell_paths(term, answer)
    if not answer.ways:
        raise typer.Exit(ExitCode.INCOMPLETE)


def day_looked_at(typed: str | None, visit: "Visit") -> date:
    """Read the day looked at; today is a day of the network's time zone."""
    return visit.today() if typed is None else day_typed(typed)
