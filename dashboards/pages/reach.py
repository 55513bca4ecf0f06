"""Page: who can introduce me to this leader."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards.desk import Desk, WaysAsked
from dashboards.desks import Desks
from dashboards.elements import aria, clear_button, finder, finder_of_several, problem
from dashboards.figures.ways import ways_figure
from dashboards.links import PageName, Place, joined, link, read_place
from dashboards.pages.finders import EVERY, EVERY_SEVERAL, value_of
from dashboards.pages.reach_views import reach_views
from dashboards.pages.steps import Telling
from dashboards.pages.ways import no_way, refused_end, same_ends, start_of, summary, way
from dashboards.texts import Say
from dashboards.theme import GRAPH_CONFIG
from graph.access.answers import Brief, PathAnswer
from graph.access.choices import DEFAULT, MOST, Choice
from graph.access.hops import COLLEAGUES, MET
from graph.access.routes import DEFAULT_STEPS, MOST_REQUIRED, MOST_ROUTES, MOST_STEPS
from graph.errors import InvalidQuestionError, RefusedEndError, RestuError
from graph.records.ties import TieType
from graph.vocabulary import Channel, NetworkId, Role, Traversal

MOST_LEFT_OUT: Final = 20
MOST_ENDS: Final = 20
"""Further people who may start, or leaders, that the form takes."""
BUSY: Final = ("0", "25", "50", "75", "100")
"""How busy a leader may be imagined, in hundredths."""
NO_SHARE: Final = 101
"""Stands for what is no share of a hundred."""
ENDS: Final = ("from", "to")
"""Fields without which there is no question."""

LABELS: Final = {
    "from": "reach.from",
    "to": "reach.to",
    "max_steps": "reach.max_steps",
    "k": "reach.ways",
    "as_of": "reach.on",
    "avoid": "reach.avoid",
    "through": "reach.through",
    "types": "reach.types",
    "channel": "reach.what_if.channel",
    "busyness": "reach.what_if.busyness",
}
"""What the parts of a question are called on the form: keys of the texts."""

T = TypeVar("T", bound=StrEnum)


def render(desk: Desk, say: Say, place: Place) -> Component:
    """Ask for both ends; once an address names them, show the ways."""
    network_id, today = place.network_id, desk.today(place.network_id)
    asked = read_question(place, today)
    several = (*asked.also_from, *asked.also_to, *asked.avoid, *asked.through)
    named = desk.introduce(network_id, [asked.start, asked.leader, *several])
    start = named.get(asked.start) or (None if asked.start else desk.me(network_id))
    return html.Div(
        [
            html.H1(say("reach.title")),
            html.P(say("reach.lead"), className="lead"),
            reach_views(say, place, [start.id, *asked.also_from] if start else ()),
            _form(desk, say, network_id, asked, named, start, today),
            html.Div(
                _answer(desk, say, place, asked, named) if asked.start and asked.leader else None,
                className="answer",
            ),
        ]
    )


def read_question(place: Place, today: date) -> WaysAsked:
    """Read the question that an address states."""
    try:
        on = date.fromisoformat(place.query.get("as_of", ""))
    except ValueError:
        on = today
    return WaysAsked(
        start=place.query.get("from", ""),
        leader=place.query.get("to", ""),
        on=on,
        also_from=place.several("also_from"),
        also_to=place.several("also_to"),
        choice=_one_of(Choice, place.query.get("choose")) or Choice.INDEPENDENT,
        k=place.whole("ways", 0) or None,
        channel=_one_of(Channel, place.query.get("channel")),
        busyness=None if (busy := place.whole("busy", NO_SHARE)) == NO_SHARE else busy / 100,
        max_steps=place.whole("steps", DEFAULT_STEPS),
        avoid=place.several("avoid"),
        through=place.several("through"),
        types=place.several("types"),
    )


def _one_of(words: type[T], written: str | None) -> T | None:
    """Read a word of an address; one that nobody knows counts as not said."""
    return words(written) if written in list(words) else None


def _answer(
    desk: Desk, say: Say, place: Place, asked: WaysAsked, named: Mapping[str, Brief]
) -> Component:
    network_id = place.network_id
    try:
        answer = desk.find_paths(network_id, asked)
    except RestuError as error:
        return _refused(say, network_id, asked, named, error)
    may_write = desk.role(network_id).includes(Role.EDITOR)
    if not answer.ways:
        return no_way(say, network_id, answer, place.query, may_write=may_write)
    telling = Telling(
        say,
        network_id,
        {type_.id: type_ for type_ in desk.tie_types(network_id)},
        answer.on,
        frozenset(interest.person.id for interest in answer.interests),
    )
    return html.Div(
        [
            summary(say, network_id, answer, place.query),
            _views(telling, answer, may_write=may_write),
        ]
    )


def _refused(
    say: Say,
    network_id: NetworkId,
    asked: WaysAsked,
    named: Mapping[str, Brief],
    error: RestuError,
) -> Component:
    """Say why a question has no answer, with the names of those whom it is about."""
    told: Component | None = None
    if isinstance(error, RefusedEndError) and (end := named.get(error.facts["actor_id"])):
        is_leader = end.id == asked.leader
        told = refused_end(say, network_id, end, error.reason, is_leader=is_leader, on=asked.on)
    elif (end := named.get(asked.leader)) and _is_about_same_ends(error):
        told = same_ends(say, end)
    return html.Div(told or problem(say, error, {field: say(key) for field, key in LABELS.items()}))


def _is_about_same_ends(error: RestuError) -> bool:
    issues = error.issues if isinstance(error, InvalidQuestionError) else ()
    return [issue.code for issue in issues] == ["same-ends"]


def _views(telling: Telling, answer: PathAnswer, *, may_write: bool) -> Component:
    """Put the steps first, the picture behind a tab; both in sight where the screen is wide."""
    say, network_id = telling.say, telling.network_id
    steps = html.Ol(
        [
            way(
                telling,
                found,
                number,
                start=start_of(network_id, answer, found) if may_write else "",
            )
            for number, found in enumerate(answer.ways, start=1)
        ],
        className="ways",
    )
    picture = dcc.Graph(
        id="ways-picture",
        figure=ways_figure(answer, say),
        config=GRAPH_CONFIG,
        responsive=True,
        className="picture",
        style={"height": f"{120 + 96 * len(answer.ways)}px"},
    )
    return dmc.Tabs(
        [
            dmc.TabsList(
                [
                    dmc.TabsTab(say("reach.steps"), value="steps"),
                    dmc.TabsTab(say("reach.picture"), value="picture"),
                ],
                **aria(label=say("reach.views")),
            ),
            dmc.TabsPanel(steps, value="steps"),
            dmc.TabsPanel(
                html.Figure([picture, html.Figcaption(say("reach.picture_caption"))]),
                value="picture",
            ),
        ],
        value="steps",
        keepMounted=True,
        className="views",
    )


# ---------------------------------------------------------------------------- the question


def _form(
    desk: Desk,
    say: Say,
    network_id: NetworkId,
    asked: WaysAsked,
    named: Mapping[str, Brief],
    start: Brief | None,
    today: date,
) -> Component:
    def briefs(ids: tuple[str, ...]) -> list[Brief]:
        return [named[id_] for id_ in ids if id_ in named]

    several = asked.also_from or asked.also_to or asked.avoid or asked.through or asked.types
    what_if = asked.channel is not None or asked.busyness is not None or asked.on != today
    is_special = bool(several or what_if)
    return html.Div(
        [
            html.Div(
                [
                    finder(say, "from", say("reach.from"), chosen=start),
                    finder(say, "to", say("reach.to"), chosen=named.get(asked.leader)),
                    dmc.Select(
                        id="reach-steps",
                        label=say("reach.max_steps"),
                        data=[
                            {"value": str(steps), "label": say("reach.up_to", count=steps)}
                            for steps in range(1, MOST_STEPS + 1)
                        ],
                        value=str(min(max(asked.max_steps, 1), MOST_STEPS)),
                        allowDeselect=False,
                        size="md",
                    ),
                    dmc.Select(
                        id="reach-choice",
                        label=say("reach.choice.label"),
                        data=[
                            {"value": choice.value, "label": say(f"reach.choice.{choice}")}
                            for choice in (Choice.INDEPENDENT, Choice.BEST, Choice.DIVERSE)
                        ],
                        value=asked.choice.value,
                        allowDeselect=False,
                        size="md",
                    ),
                ],
                className="form-line",
            ),
            html.Details(
                [
                    html.Summary(say("reach.more")),
                    html.Div(_limits(desk, say, network_id, asked, briefs), className="form"),
                ],
                open=is_special,
            ),
            dmc.Button(say("reach.go"), id="reach-go", size="md"),
        ],
        className="question",
        role="search",
    )


def _limits(
    desk: Desk,
    say: Say,
    network_id: NetworkId,
    asked: WaysAsked,
    briefs: Callable[[tuple[str, ...]], list[Brief]],
) -> list[Component]:
    return [
        *_what_ifs(say, asked),
        finder_of_several(
            say,
            "also_from",
            say("reach.also.from"),
            chosen=briefs(asked.also_from),
            most=MOST_ENDS,
        ),
        finder_of_several(
            say, "also_to", say("reach.also.to"), chosen=briefs(asked.also_to), most=MOST_ENDS
        ),
        dmc.NumberInput(
            id="reach-ways",
            label=say("reach.ways"),
            value=asked.k or "",
            placeholder=str(DEFAULT[asked.choice]),
            min=1,
            max=MOST_ROUTES,
            clampBehavior="strict",
            size="md",
        ),
        finder_of_several(
            say, "avoid", say("reach.avoid"), chosen=briefs(asked.avoid), most=MOST_LEFT_OUT
        ),
        finder_of_several(
            say, "through", say("reach.through"), chosen=briefs(asked.through), most=MOST_REQUIRED
        ),
        dmc.MultiSelect(
            id="reach-types",
            label=say("reach.types"),
            description=say("reach.types_hint"),
            data=_type_choices(say, desk.tie_types(network_id)),
            value=list(asked.types),
            clearable=True,
            clearButtonProps=clear_button(say),
            size="md",
        ),
    ]


def _what_ifs(say: Say, asked: WaysAsked) -> list[Component]:
    """Ask what another way of asking, a busier leader or waiting would do."""
    busy = "" if asked.busyness is None else str(round(asked.busyness * 100))
    known = sorted({*BUSY, *([busy] if busy else [])}, key=int)
    return [
        dmc.Select(
            id="reach-channel",
            label=say("reach.what_if.channel"),
            placeholder=say("reach.what_if.channel_none"),
            data=[{"value": way.value, "label": say.word("channel", way)} for way in Channel],
            value=asked.channel,
            clearable=True,
            clearButtonProps=clear_button(say),
            size="md",
        ),
        dmc.Select(
            id="reach-busy",
            label=say("reach.what_if.busyness"),
            placeholder=say("reach.what_if.busyness_none"),
            data=[
                {
                    "value": share,
                    "label": say(f"reach.busyness.{share}") if share in BUSY else f"{share} / 100",
                }
                for share in known
            ],
            value=busy or None,
            clearable=True,
            clearButtonProps=clear_button(say),
            size="md",
        ),
        dmc.TextInput(
            id="reach-on",
            label=say("reach.on"),
            description=say("reach.on_hint"),
            value=asked.on.isoformat(),
            inputProps={"type": "date"},
            size="md",
        ),
    ]


def _type_choices(say: Say, types: tuple[TieType, ...]) -> list[dict[str, str]]:
    usable = [type_ for type_ in types if type_.is_on and type_.traversal is not Traversal.NONE]
    words = {type_.id: say.tie_type(type_) for type_ in usable}
    words[MET] = say.word("tie", MET)
    words[COLLEAGUES] = say.word("tie", COLLEAGUES)
    return [{"value": id_, "label": label} for id_, label in words.items()]


def connect(app: Dash, desks: Desks) -> None:
    """Turn a question into an address; the page of that address answers it."""

    @app.callback(
        Output("place", "search", allow_duplicate=True),
        Output(EVERY, "error"),
        Input("reach-go", "n_clicks"),
        State(EVERY, "id"),
        State(EVERY, "value"),
        State(EVERY_SEVERAL, "id"),
        State(EVERY_SEVERAL, "value"),
        State("reach-steps", "value"),
        State("reach-ways", "value"),
        State("reach-on", "value"),
        State("reach-types", "value"),
        State("reach-choice", "value"),
        State("reach-channel", "value"),
        State("reach-busy", "value"),
        State("place", "pathname"),
        prevent_initial_call=True,
    )
    def ask(  # noqa: PLR0917 - Dash gives states by place
        clicks: int | None,
        fields: list[dict[str, str]],
        values: list[str | None],
        several: list[dict[str, str]],
        lists: list[list[str] | None],
        steps: str,
        ways: int | str | None,
        on: str | None,
        types: list[str] | None,
        choice: str,
        channel: str | None,
        busy: str | None,
        pathname: str,
    ) -> tuple[Any, list[str]]:
        place = read_place(pathname, "")
        if not clicks or place is None:
            raise PreventUpdate
        caller = desks.caller()
        ends = {field: value_of(fields, values, field) or "" for field in ENDS}
        missing = missing_ends(caller.say, ends)
        errors = [missing.get(id_["field"], "") for id_ in fields]
        if missing:
            return desks.stay, errors
        today = caller.desk.today(place.network_id)
        query: dict[str, Any] = {
            **ends,
            "steps": steps,
            "choose": "" if choice == Choice.INDEPENDENT else choice,
            "ways": min(int(ways), MOST[Choice(choice)]) if ways else "",
            "channel": channel or "",
            "busy": busy or "",
            "also_from": joined(value_of(several, lists, "also_from")),
            "also_to": joined(value_of(several, lists, "also_to")),
            "as_of": "" if on == today.isoformat() else (on or ""),
            "avoid": joined(value_of(several, lists, "avoid")),
            "through": joined(value_of(several, lists, "through")),
            "types": joined(types),
        }
        address = link(place.network_id, PageName.REACH, **query)
        return f"?{address.partition('?')[2]}", errors

    app.clientside_callback(
        ClientsideFunction("restu", "lookAgain"), Input(EVERY, "error"), prevent_initial_call=True
    )


def missing_ends(say: Say, ends: Mapping[str, str]) -> dict[str, str]:
    """Say which ends of the way nobody has named yet, by field."""
    return {field: say(f"reach.missing.{field}") for field, value in ends.items() if not value}
