"""Page: which requests are on their way, and what is due about them."""

from collections.abc import Mapping
from typing import Any, Final

from dash import ALL, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards.acts import Act, carry_out, naming
from dashboards.desk import Desk, RequestBoard
from dashboards.desks import Desks, triggered
from dashboards.elements import Child, alert, button_link, problem, section
from dashboards.links import PageName, Place, link, read_place
from dashboards.pages import request_file, request_start
from dashboards.pages.forecasts import to_forecasts
from dashboards.pages.request_acts import Entered, happening, letter_of, place_of
from dashboards.texts import Say
from graph.access.answers import Brief
from graph.access.patience import NextAct
from graph.access.requests import DueAct
from graph.errors import RestuError
from graph.records.requests import IntroductionRequest
from graph.vocabulary import NetworkId, RequestState

GROUPS: Final[Mapping[str, tuple[RequestState, ...]]] = {
    "reminder": (RequestState.ASKED, RequestState.REMINDED, RequestState.NO_ANSWER),
    "agreed": (RequestState.AGREED,),
    "asked": (RequestState.ASKED, RequestState.REMINDED, RequestState.NO_ANSWER),
    "draft": (RequestState.DRAFT,),
    "paused": (RequestState.NOT_NOW, RequestState.DECLINED),
    "over": (RequestState.MET, RequestState.WITHDRAWN),
}
"""Groups of the board and the states in them, what wants an act first."""
PATIENCE: Final = (NextAct.REMIND, NextAct.ANOTHER_WAY)
"""What is due about a request that waits for a reminder."""


def render(desk: Desk, say: Say, place: Place) -> Component:
    """Show the board, one request, or the form that starts one."""
    if place.record_id:
        return request_file.render(desk, say, place)
    if place.query.get("route"):
        return request_start.render(desk, say, place)
    network_id = place.network_id
    board = desk.requests(network_id)
    head = [
        html.H1(say("request.title")),
        html.P(say("request.lead"), className="lead"),
        to_forecasts(say, network_id),
    ]
    if not board.items:
        return html.Div([*head, _none(say, network_id)])
    return html.Div([*head, _due(say, network_id, board), *_groups(say, network_id, board)])


def _none(say: Say, network_id: NetworkId) -> Component:
    return section(
        say("request.none"),
        html.P(say("request.none_remedy")),
        html.Div(
            button_link(say("request.to_reach"), link(network_id, PageName.REACH), is_main=True),
            className="actions",
        ),
    )


def _due(say: Say, network_id: NetworkId, board: RequestBoard) -> Component:
    if not board.due:
        return section(say("request.due_title"), html.P(say("request.nothing_due")))
    lines = [
        html.Li(
            html.Div(
                [
                    dcc.Link(
                        request_file.act(say, due),
                        href=link(network_id, PageName.REQUESTS, due.request.id),
                    ),
                    html.Span(_about(say, due), className="aside"),
                ],
                className="row-text",
            ),
            className="row",
        )
        for due in board.due
    ]
    return section(say("request.due_title"), html.Ul(lines, className="rows"))


def _about(say: Say, due: DueAct) -> str:
    leader = [say("request.to", leader=due.leader.name_in_talk)] if due.leader else []
    return say.listed([*leader, *request_file.when(say, due)])


def _groups(say: Say, network_id: NetworkId, board: RequestBoard) -> list[Component]:
    due = {item.request.id: item for item in board.due if item.due_act.act in PATIENCE}
    groups: list[Component] = []
    for group, states in GROUPS.items():
        items = [
            item
            for item in board.items
            if item.state in states
            and (group not in ("reminder", "asked") or _waits(item, due, group))
        ]
        if not items:
            continue
        cards = [_card(say, network_id, item, board.names) for item in items]
        more = [state for state in states if state in board.cut]
        groups.append(
            section(
                f"{say(f'request.board.{group}')} ({say.number(len(items))})",
                html.Ul(cards, className="board"),
                html.P(say("profile.more", count=len(items)), className="aside") if more else None,
            )
        )
    return groups


def _waits(item: IntroductionRequest, due: Mapping[str, DueAct], group: str) -> bool:
    return (item.id in due) is (group == "reminder")


def _card(
    say: Say, network_id: NetworkId, item: IntroductionRequest, names: Mapping[str, Brief]
) -> Component:
    title = say("request.to", leader=request_file.name(say, names, item.leader_id))
    lines: list[Child] = [
        dcc.Link(title, href=link(network_id, PageName.REQUESTS, item.id), className="card-title")
    ]
    if item.purpose:
        lines.append(html.Span(item.purpose))
    lines.append(html.Span(request_file.standing(say, names, item), className="aside"))
    return html.Li(lines, className="card card-request")


# ---------------------------------------------------------------------------- what is done


def connect(app: Dash, desks: Desks) -> None:
    """Write drafts, note what happened, take it back, keep the letter."""
    _connect_start(app, desks)
    _connect_acts(app, desks)

    @app.callback(
        Output("request-view", "children", allow_duplicate=True),
        Output("request-outcome", "children", allow_duplicate=True),
        Input({"type": "request-letter", "of": ALL}, "n_clicks"),
        State({"type": "letter-text", "field": ALL}, "id"),
        State({"type": "letter-text", "field": ALL}, "value"),
        State("request-version", "data"),
        State("place", "pathname"),
        State("place", "search"),
        prevent_initial_call=True,
    )
    def keep_letter(
        clicks: list[int | None],
        fields: list[dict[str, str]],
        values: list[str | None],
        version: int,
        pathname: str,
        search: str,
    ) -> tuple[Any, Any]:
        entered = {id_["field"]: value or "" for id_, value in zip(fields, values, strict=True)}

        def keep(desk: Desk, say: Say, place: Place) -> Component:
            found = desk.request(place.network_id, place.record_id)
            letter = letter_of(found.request.letter, entered)
            desk.save_letter(place.network_id, place.record_id, letter, version)
            return alert(say("request.letter.saved"), tone="calm")

        return _done(desks, clicks, read_place(pathname, search), keep)


def _connect_start(app: Dash, desks: Desks) -> None:
    @app.callback(
        Output("place", "pathname", allow_duplicate=True),
        Output("place", "search", allow_duplicate=True),
        Output("request-outcome", "children", allow_duplicate=True),
        Input("request-start", "n_clicks"),
        State("request-purpose", "value"),
        State("request-due", "value"),
        State({"type": "request-channel", "step": ALL}, "value"),
        State("place", "pathname"),
        State("place", "search"),
        prevent_initial_call=True,
    )
    def start(
        clicks: int | None,
        purpose: str | None,
        due: str | None,
        channels: list[str | None],
        pathname: str,
        search: str,
    ) -> tuple[Any, Any, Any]:
        place = read_place(pathname, search)
        if not clicks or place is None:
            raise PreventUpdate
        caller = desks.caller()
        try:
            said = request_start.said(place, purpose or "", due or "", channels)
            made = caller.desk.start_request(place.network_id, said)
        except RestuError as error:
            labels = {field: caller.say(key) for field, key in request_start.LABELS.items()}
            return desks.stay, desks.stay, problem(caller.say, error, labels)
        return link(place.network_id, PageName.REQUESTS, made), "", None


def _connect_acts(app: Dash, desks: Desks) -> None:
    @app.callback(
        Output("request-view", "children"),
        Output("request-outcome", "children"),
        Input({"type": "request-act", "state": ALL}, "n_clicks"),
        State({"type": "act-text", "field": ALL}, "id"),
        State({"type": "act-text", "field": ALL}, "value"),
        State({"type": "act-flag", "field": ALL}, "checked"),
        State("request-version", "data"),
        State("place", "pathname"),
        State("place", "search"),
        prevent_initial_call=True,
    )
    def note(
        clicks: list[int | None],
        fields: list[dict[str, str]],
        values: list[str | None],
        flags: list[bool | None],
        version: int,
        pathname: str,
        search: str,
    ) -> tuple[Any, Any]:
        state = triggered("state")
        texts = {id_["field"]: value or "" for id_, value in zip(fields, values, strict=True)}

        def write(desk: Desk, say: Say, place: Place) -> Component:
            entered = Entered(RequestState(state), texts, is_agreed=any(flags))
            said = happening(entered)
            recorded = desk.record_event(place.network_id, place.record_id, said, version)
            today = desk.today(place.network_id)
            return request_file.noted(say, said, recorded, place_of(recorded, said, today))

        return _done(desks, clicks, read_place(pathname, search), write)

    @app.callback(
        Output("request-view", "children", allow_duplicate=True),
        Output("request-outcome", "children", allow_duplicate=True),
        Input({"type": "request-undo", "place": ALL, "version": ALL}, "n_clicks"),
        State("place", "pathname"),
        State("place", "search"),
        prevent_initial_call=True,
    )
    def undo(clicks: list[int | None], pathname: str, search: str) -> tuple[Any, Any]:
        at, version = triggered("place"), triggered("version")

        def take_back(desk: Desk, say: Say, place: Place) -> Component:
            events = desk.request(place.network_id, place.record_id).request.events
            was_met = events[int(at)].state is RequestState.MET
            desk.undo_event(place.network_id, place.record_id, int(at), int(version))
            key = "request.undone_met" if was_met else "request.undone"
            return alert(say(key), tone="calm")

        return _done(desks, clicks, read_place(pathname, search), take_back)


def _done(desks: Desks, clicks: list[int | None], place: Place | None, act: Act) -> tuple[Any, Any]:
    """Do something about a request, then show it as it is now, with what was done."""
    refused = naming(request_file.LABELS)
    return carry_out(desks, clicks, place, act, request_file.view, refused)
