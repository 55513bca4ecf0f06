"""``restu campaign``: several leaders at once, without asking anybody too often."""

from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.access import OnOption, StepsOption, TypesOption, day_looked_at
from service.cli.names import named
from service.cli.options import NetworkOption, at_terminal
from service.cli.terminal import ExitCode, Terminal

if TYPE_CHECKING:
    from dashboards.texts import Say
    from graph.access.overviews import CampaignAnswer, Chain, LeaderAnswer


@at_terminal
def campaign(
    term: Terminal,
    leaders: Annotated[
        list[str],
        typer.Argument(
            metavar="LEADER[=VALUE]...",
            help="Who is to be reached, and what it is worth beside the others, 0.01 to 100; "
            "1 where nothing is said.",
        ),
    ],
    starts: Annotated[
        list[str],
        typer.Option("--from", metavar="WHO", help="Who may start; may be repeated."),
    ],
    network: NetworkOption = None,
    steps: StepsOption = 4,
    avoid: Annotated[
        list[str] | None,
        typer.Option("--avoid", metavar="WHO", help="Not through these.", show_default=False),
    ] = None,
    least: Annotated[
        float,
        typer.Option("--least", help="Ask nobody along a way less likely than this, 0 to 1."),
    ] = 0.05,
    types: TypesOption = None,
    on: OnOption = None,
) -> None:
    """Choose whom to ask for which LEADER, so that together the most is likely to be reached.

    Nobody is asked beyond the requests that may be put to one person. Nothing is written. Ends
    with 1 if somebody is not to be asked for.
    """
    from service.cli.actors import actor_id  # noqa: PLC0415 - help needs no engine
    from service.snapshots import Snapshots  # noqa: PLC0415 - the same
    from service.usecases.campaigns import CampaignQuestion, find_campaign  # noqa: PLC0415

    visit = term.visit(network)
    snapshots = Snapshots(term.store)
    wanted = [_with_value(leader) for leader in leaders]
    question = CampaignQuestion(
        leaders=tuple((actor_id(visit, snapshots, who), value) for who, value in wanted),
        starts=tuple(actor_id(visit, snapshots, who) for who in starts),
        on=day_looked_at(on, visit),
        max_steps=steps,
        avoid=tuple(actor_id(visit, snapshots, who) for who in avoid or ()),
        types=tuple(types or ()),
        floor=least,
    )
    answer = find_campaign(visit, snapshots, question)
    if term.is_json:
        from service.schemas.campaigns import CampaignOut  # noqa: PLC0415 - tables need none

        term.answer(CampaignOut.of(visit.network_id, answer).model_dump(mode="json"))
    else:
        _tell(term, answer)
    if any(found.chosen is None for found in answer.leaders):
        raise typer.Exit(ExitCode.INCOMPLETE)


def _with_value(typed: str) -> tuple[str, float]:
    """Part a leader from the value typed behind it; a name may hold a sign of equality too."""
    who, _, value = typed.rpartition("=")
    try:
        return (who, float(value)) if who else (typed, 1.0)
    except ValueError:
        return typed, 1.0


# ---------------------------------------------------------------------------- telling


def _tell(term: Terminal, answer: "CampaignAnswer") -> None:
    say = term.say
    ours = ", ".join(start.name for start in answer.starts)
    asked = sum(found.chosen is not None for found in answer.leaders)
    term.line(
        say("cli.campaign.title", count=len(answer.leaders), who=ours, on=answer.on), style="bold"
    )
    for found in answer.leaders:
        term.line()
        _tell_leader(term, found)
    term.line()
    term.line(
        say("cli.campaign.total", count=asked, expected=say.number(answer.expected)), style="bold"
    )
    if not answer.is_optimal:
        term.line(say("cli.campaign.not_proven", bound=say.number(answer.bound)))
    for favour in answer.favours:
        if favour.times > 1:
            times = {"who": favour.person.name, "count": favour.times, "room": favour.room}
            term.line(say("cli.campaign.asked", **times), indent=2)


def _tell_leader(term: Terminal, found: "LeaderAnswer") -> None:
    say = term.say
    term.line(named(say, found.leader), style="bold")
    if found.chosen is not None:
        term.line(_way(say, found.chosen), indent=2)
    else:
        term.line(say(f"cli.campaign.{found.advice}"), indent=2)
    if found.reason is not None:
        ends = {"start": say("cli.campaign.ours"), "leader": found.leader.name}
        term.line(say(f"no_route.{found.reason}", **ends, steps=found.steps_needed or 0), indent=2)
    if found.alone is not None and found.alone != found.chosen:
        term.line(say("cli.campaign.alone", way=_way(say, found.alone)), style="dim", indent=2)
    for taken in found.taken:
        others = ", ".join(leader.name for leader in taken.leaders)
        names = {"who": taken.person.name, "leaders": others}
        term.line(say("cli.campaign.taken", **names), style="dim", indent=2)
    for person in found.at_cap:
        term.line(say("cli.campaign.full", who=person.name), style="dim", indent=2)


def _way(say: "Say", chain: "Chain") -> str:
    names = " → ".join(actor.name for actor in chain.actors)
    return f"{names}: {say.likelihood(chain.probability)}"
