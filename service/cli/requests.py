"""``restu request``: requests for introductions, from the route to the result."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final, cast

import typer
from rich.table import Table
from rich.text import Text

from graph.records.requests import Letter, LetterPlace
from graph.vocabulary import Channel, Noun, RequestState
from service.cli.access import OnOption, day_looked_at
from service.cli.days import date_typed
from service.cli.options import NetworkOption, at_terminal
from service.cli.terminal import OptionsTogetherError, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.access.answers import Brief
    from graph.access.requests import DueAct, DueAnswer, LetterAnswer, PlanAnswer
    from graph.ports import FilterValue
    from graph.records.requests import IntroductionRequest
    from graph.records.stored import Stored
    from service.snapshots import Snapshots
    from service.usecases.visits import Visit

app = typer.Typer(
    no_args_is_help=True,
    help="Requests for introductions: start, ask, remind, note answers, find letters, what is due.",
)

MOST_LISTED: Final = 200


class Answer(StrEnum):
    """What may be noted of a request that was asked."""

    AGREED = RequestState.AGREED
    NOT_NOW = RequestState.NOT_NOW
    DECLINED = RequestState.DECLINED
    NO_ANSWER = RequestState.NO_ANSWER
    MET = RequestState.MET
    WITHDRAWN = RequestState.WITHDRAWN


RequestArgument = Annotated[str, typer.Argument(metavar="ID", help="The request.")]


@dataclass(frozen=True, slots=True)
class Told:
    """What happened on a step, as it was typed."""

    request: RequestArgument
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="When it happened.", show_default="today"),
    ] = None
    way: Annotated[
        Channel | None, typer.Option("--way", help="By which way.", show_default=False)
    ] = None
    step: Annotated[
        int | None,
        typer.Option(
            "--step", help="Step of the way, from 1.", show_default="the one that is next", min=1
        ),
    ] = None
    remark: Annotated[str, typer.Option("--remark", help="A remark.", show_default=False)] = ""


@app.command("start")
@at_terminal
def start(
    term: Terminal,
    route: Annotated[
        list[str],
        typer.Argument(metavar="WHO...", help="The way, from the first who asks to the leader."),
    ],
    starter: Annotated[
        str | None,
        typer.Option("--for", metavar="WHO", help="For whom.", show_default="who asks first"),
    ] = None,
    ways: Annotated[
        list[Channel] | None,
        typer.Option("--way", help="By which way each is asked, in order.", show_default=False),
    ] = None,
    due_on: Annotated[
        str | None,
        typer.Option("--due", metavar="DATE", help="Hoped-for answer.", show_default=False),
    ] = None,
    purpose: Annotated[
        str, typer.Option("--purpose", help="What the meeting is for.", show_default=False)
    ] = "",
    own_id: Annotated[str, typer.Option("--id", help="Own identifier.", show_default=False)] = "",
    network: NetworkOption = None,
) -> None:
    """Start a request along a way; nobody is asked yet."""
    from graph.access.requests import Start  # noqa: PLC0415 - the engine takes its time
    from service.cli.actors import actor_id  # noqa: PLC0415
    from service.snapshots import Snapshots  # noqa: PLC0415
    from service.usecases import request_acts  # noqa: PLC0415

    visit = term.visit(network, is_writer=True)
    snapshots = Snapshots(term.store)
    said = Start(
        actor_ids=tuple(actor_id(visit, snapshots, who) for who in route),
        starter_id=actor_id(visit, snapshots, starter) if starter else "",
        channels=tuple(ways or ()),
        due=date_typed(due_on, "due") if due_on else None,
        purpose=purpose,
        wanted_id=own_id,
    )
    commit = request_acts.start(visit, said)
    stored = cast("Stored[IntroductionRequest]", commit.stored[0])
    if term.is_json:
        from service.schemas.introductions import IntroductionOut  # noqa: PLC0415

        term.answer(IntroductionOut.of(stored).model_dump(mode="json"))
    else:
        _tell_request(term, visit, stored.record)


@app.command("ask")
@at_terminal
def ask(term: Terminal, told: Told, network: NetworkOption = None) -> None:
    """Note that somebody was asked; refused where too many wait already, or nobody should ask."""
    _record(term, network, told, RequestState.ASKED)


@app.command("remind")
@at_terminal
def remind(term: Terminal, told: Told, network: NetworkOption = None) -> None:
    """Note that somebody was reminded."""
    _record(term, network, told, RequestState.REMINDED)


@app.command("answer")
@at_terminal
def answer(
    term: Terminal,
    told: Told,
    what: Annotated[Answer, typer.Argument(metavar="ANSWER", help="What came of it.")],
    together: Annotated[
        list[str] | None,
        typer.Option(
            "--with", metavar="WHO", help="Of a meeting: who else was there.", show_default=False
        ),
    ] = None,
    blessing: Annotated[
        str | None,
        typer.Option(
            "--blessing",
            metavar="CONDITIONS",
            help="Of a meeting: the leader agreed in principle, on these conditions.",
            show_default=False,
        ),
    ] = None,
    network: NetworkOption = None,
) -> None:
    """Note an answer, a meeting with the leader, or that the request is taken back."""
    _record(term, network, told, RequestState(what.value), together or (), blessing)


@app.command("letter")
@at_terminal
def letter(
    term: Terminal,
    request: RequestArgument,
    number: Annotated[str | None, typer.Option("--number", show_default=False)] = None,
    dated: Annotated[
        str | None, typer.Option("--dated", metavar="DATE", show_default=False)
    ] = None,
    addressee: Annotated[
        str | None, typer.Option("--to", help="To whom it is written.", show_default=False)
    ] = None,
    copies: Annotated[
        list[str] | None, typer.Option("--copy", help="Who gets a copy.", show_default=False)
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", help="Where it is now.", show_default=False)
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Since when.", show_default="today"),
    ] = None,
    holder: Annotated[
        str | None,
        typer.Option("--holder", metavar="WHO", help="The same by name.", show_default=False),
    ] = None,
    instruction: Annotated[
        str, typer.Option("--instruction", help="What was written on it.", show_default=False)
    ] = "",
    network: NetworkOption = None,
) -> None:
    """Tell where the letter of a request is, for how many days; options add what is new."""
    if at is None and (since or holder or instruction):
        raise OptionsTogetherError(options="--at; --since, --holder, --instruction")
    from service.cli.actors import actor_id  # noqa: PLC0415 - as in start
    from service.snapshots import Snapshots  # noqa: PLC0415
    from service.usecases import request_acts, requests  # noqa: PLC0415
    from service.usecases.due_requests import find_letter  # noqa: PLC0415

    is_new = any(given is not None for given in (number, dated, addressee, copies, at))
    visit = term.visit(network, is_writer=is_new)
    if is_new:
        stored = requests.load(visit, Noun.INTRODUCTION, request, None)
        said = stored.record.letter or Letter()
        if number is not None:
            said = replace(said, number=number)
        if dated is not None:
            said = replace(said, dated=date_typed(dated, "dated"))
        if addressee is not None:
            said = replace(said, addressee=addressee)
        if copies is not None:
            said = replace(said, copies=tuple(copies))
        if at is not None:
            day = date_typed(since or visit.today().isoformat(), "since")
            who = actor_id(visit, Snapshots(term.store), holder) if holder else None
            said = replace(said, places=(*said.places, LetterPlace(at, day, who, instruction)))
        request_acts.record_letter(visit, request, said, stored.version)
    found = find_letter(visit, request, visit.today())
    if term.is_json:
        from service.schemas.requests import LetterOut  # noqa: PLC0415

        term.answer(LetterOut.of(found).model_dump(mode="json"))
    else:
        _tell_letter(term, found)


@app.command("due")
@at_terminal
def due(
    term: Terminal,
    on: OnOption = None,
    ahead: Annotated[int, typer.Option("--ahead", help="Also within these days.")] = 0,
    network: NetworkOption = None,
) -> None:
    """List what is due about requests, longest overdue first."""
    from service.snapshots import Snapshots  # noqa: PLC0415 - as in start
    from service.usecases.due_requests import find_due  # noqa: PLC0415

    visit = term.visit(network)
    found = find_due(visit, Snapshots(term.store), day_looked_at(on, visit), ahead)
    if term.is_json:
        from service.schemas.requests import DueListOut  # noqa: PLC0415

        term.answer(DueListOut.of(visit.network_id, found).model_dump(mode="json"))
    else:
        _tell_due(term, found)


@app.command("list")
@at_terminal
def list_(
    term: Terminal,
    state: Annotated[RequestState | None, typer.Option("--state", show_default=False)] = None,
    waiting_on: Annotated[
        str | None,
        typer.Option("--waiting-on", metavar="WHO", help="Has not answered.", show_default=False),
    ] = None,
    leader: Annotated[
        str | None, typer.Option("--leader", metavar="WHO", show_default=False)
    ] = None,
    network: NetworkOption = None,
) -> None:
    """List requests, newest first, at most 200."""
    from service.cli.actors import actor_id  # noqa: PLC0415 - as in start
    from service.snapshots import Snapshots  # noqa: PLC0415
    from service.usecases import requests  # noqa: PLC0415

    visit = term.visit(network)
    snapshots = Snapshots(term.store)
    filters: dict[str, FilterValue] = {}
    if state is not None:
        filters["state"] = state.value
    for name, typed in (("waiting_on", waiting_on), ("leader_id", leader)):
        if typed is not None:
            filters[name] = actor_id(visit, snapshots, typed)
    page = requests.find(
        visit,
        Noun.INTRODUCTION,
        filters,
        as_of=None,
        after=None,
        limit=MOST_LISTED,
        removed=False,
    )
    if term.is_json:
        from service.schemas.introductions import IntroductionOut  # noqa: PLC0415

        found = cast("tuple[Stored[IntroductionRequest], ...]", page.items)
        told = [IntroductionOut.of(one).model_dump(mode="json") for one in found]
        term.answer({"items": told})
    else:
        records = [cast("IntroductionRequest", one.record) for one in page.items]
        _tell_list(term, records, _names(visit, snapshots, records))


@app.command("show")
@at_terminal
def show(
    term: Terminal,
    request: RequestArgument,
    on: OnOption = None,
    network: NetworkOption = None,
) -> None:
    """Show a request: what happened, its letter, who asks whom, and how long that takes."""
    from service.snapshots import Snapshots  # noqa: PLC0415 - as in start
    from service.usecases import requests  # noqa: PLC0415
    from service.usecases.due_requests import find_letter, plan_asking  # noqa: PLC0415

    visit = term.visit(network)
    day = day_looked_at(on, visit)
    read = requests.read(visit, Noun.INTRODUCTION, request)
    stored = cast("Stored[IntroductionRequest]", read)
    plan = plan_asking(visit, Snapshots(term.store), request, day)
    if term.is_json:
        from service.schemas.introductions import IntroductionOut  # noqa: PLC0415
        from service.schemas.requests import PlanOut  # noqa: PLC0415

        introduction = IntroductionOut.of(stored).model_dump(mode="json")
        told = PlanOut.of(plan).model_dump(mode="json")
        term.answer({"introduction": introduction, "plan": told})
        return
    _tell_request(term, visit, stored.record)
    if (proposed := stored.record.proposed_blessing) is not None:
        term.line(term.say("request.blessing.agreed", on=proposed.on))
        if proposed.conditions:
            said = term.say("request.blessing.conditions", conditions=proposed.conditions)
            term.line(said, indent=2)
    if stored.record.state not in (RequestState.MET, RequestState.WITHDRAWN):
        _tell_plan(term, plan)
    if plan.request.letter is not None:
        _tell_letter(term, find_letter(visit, request, day))


def _record(
    term: Terminal,
    network: str | None,
    told: Told,
    state: RequestState,
    together: "Sequence[str]" = (),
    conditions: str | None = None,
) -> None:
    """Write what happened, and show where the request stands."""
    from graph.access.requests import Happening  # noqa: PLC0415 - as in start
    from service.cli.actors import actor_id  # noqa: PLC0415
    from service.snapshots import Snapshots  # noqa: PLC0415
    from service.usecases.request_acts import record_event  # noqa: PLC0415

    visit = term.visit(network, is_writer=True)
    snapshots = Snapshots(term.store)
    said = Happening(
        state=state,
        step=None if told.step is None else told.step - 1,
        on=date_typed(told.on, "on") if told.on else None,
        channel=told.way,
        remark=told.remark,
        participants=tuple(actor_id(visit, snapshots, who) for who in together),
        conditions=conditions,
    )
    recorded = record_event(visit, snapshots, told.request, said)
    if term.is_json:
        from service.schemas.requests import RecordedOut  # noqa: PLC0415

        term.answer(RecordedOut.of(recorded).model_dump(mode="json"))
        return
    after = recorded.stored.record
    _tell_request(term, visit, after)
    step = after.steps[after.furthest or 0]
    if state is RequestState.ASKED and step.predicted is not None:
        term.line(term.say("cli.request.expected", odds=term.say.odds(step.predicted.probability)))
    if recorded.interaction_id is not None:
        term.line(term.say("cli.request.meeting_noted", id=recorded.interaction_id))
    if recorded.blessing is not None:
        term.line(term.say("cli.request.blessing_noted"))


def _names(
    visit: "Visit", snapshots: "Snapshots", requests: "Iterable[IntroductionRequest]"
) -> "Mapping[str, Brief]":
    from service.usecases.access import introduce  # noqa: PLC0415 - as in start

    ids = {id_ for request in requests for id_ in request.named_ids}
    return introduce(visit, snapshots, ids, on=visit.today())


def _name(names: "Mapping[str, Brief]", id_: str) -> str:
    return names[id_].name_in_talk if id_ in names else id_


def _state(term: Terminal, state: RequestState) -> str:
    return term.say.word("request_state", state)


def _tell_request(term: Terminal, visit: "Visit", request: "IntroductionRequest") -> None:
    from service.snapshots import Snapshots  # noqa: PLC0415 - as in start

    say = term.say
    names = _names(visit, Snapshots(term.store), [request])
    title = say(
        "cli.request.title",
        id=request.id,
        leader=_name(names, request.leader_id),
        starter=_name(names, request.starter_id),
    )
    term.line(f"{title}: {_state(term, request.state)}", style="bold")
    if request.purpose:
        term.line(request.purpose)
    for place, step in enumerate(request.steps):
        asked = say(
            "cli.path.step", one=_name(names, step.asker_id), other=_name(names, step.asked_id)
        )
        way = f", {say.word('channel', step.channel)}" if step.channel else ""
        state = _state(term, request.state_of(place))
        term.line(f"{place + 1}. {asked}{way}: {state}", indent=2)
        for event in request.events_of(place):
            parts = [say.date(event.on), _state(term, event.state)]
            parts += [say.word("channel", event.channel)] if event.channel else []
            parts += [event.remark] if event.remark else []
            term.line("; ".join(parts), style="dim", indent=5)


def _tell_plan(term: Terminal, plan: "PlanAnswer") -> None:
    say = term.say
    table = _table(term, ("asker", "asked", "channel", "chance", "days"))
    for step in plan.steps:
        table.add_row(
            Text(step.asker.name_in_talk if step.asker else ""),
            Text(step.asked.name_in_talk if step.asked else ""),
            Text(say.word("channel", step.channel)),
            Text("" if step.probability is None else say.odds(step.probability)),
            Text(say.number(step.days, digits=1)),
        )
    term.line()
    term.out.print(table)
    if plan.order is not None:
        term.line(
            say(
                "cli.request.takes",
                askings=say.number(plan.order.expected_askings, digits=1),
                days=say.number(plan.order.expected_days, digits=0),
                agreed=say.number(plan.days_if_agreed, digits=0),
            )
        )


def _tell_letter(term: Terminal, found: "LetterAnswer") -> None:
    say = term.say
    letter = found.letter
    parts = [letter.number, say.date(letter.dated) if letter.dated else "", letter.addressee]
    term.line(say("cli.request.letter", what=", ".join(part for part in parts if part)))
    if letter.copies:
        term.line(say("cli.request.copies", who=", ".join(letter.copies)), indent=2)
    if not found.stays:
        term.line(say("cli.request.letter_nowhere"), indent=2)
        return
    table = _table(term, ("at", "since", "days", "instruction"))
    for stay in found.stays:
        table.add_row(
            Text(stay.place.at),
            Text(say.date(stay.place.since)),
            Text(str(stay.days)),
            Text(stay.place.instruction),
        )
    term.out.print(table)
    now = found.stays[-1]
    term.line(say("cli.request.letter_now", at=now.place.at, since=now.place.since, count=now.days))


def _tell_due(term: Terminal, found: "DueAnswer") -> None:
    say = term.say
    if not found.items:
        term.line(say("cli.request.nothing_due", on=found.on))
        return
    term.line(say("cli.request.due", on=found.on, count=len(found.items)), style="bold")
    table = _table(term, ("id", "what", "leader", "waiting", "overdue"))
    for item in found.items:
        table.add_row(
            Text(item.request.id),
            Text(_what(term, item)),
            Text(item.leader.name_in_talk if item.leader else item.request.leader_id),
            Text(str(item.waiting)),
            Text(str(item.overdue)),
        )
    term.out.print(table)


def _what(term: Terminal, item: "DueAct") -> str:
    act = item.due_act
    ends = (item.asker, item.asked)
    one, other = (brief.name_in_talk if brief else "" for brief in ends)
    ids = (*([""] * (2 - len(act.who))), *act.who)
    at = act.place.at if act.place else ""
    way = f" ({term.say.word('channel', act.channel)})" if act.channel else ""
    sentence = term.say(f"request.act.{act.act}", one=one or ids[0], other=other or ids[1], at=at)
    return sentence + way


def _tell_list(
    term: Terminal, requests: "Sequence[IntroductionRequest]", names: "Mapping[str, Brief]"
) -> None:
    table = _table(term, ("id", "leader", "state", "waiting_on", "purpose"))
    for request in requests:
        waiting = request.waiting_on
        table.add_row(
            Text(request.id),
            Text(_name(names, request.leader_id)),
            Text(_state(term, request.state)),
            Text(_name(names, waiting) if waiting else ""),
            Text(request.purpose),
        )
    term.out.print(table)


def _table(term: Terminal, columns: tuple[str, ...]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(Text(term.say(f"cli.request.column.{column}")))
    return table
