"""Page: which network; and a new one."""

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards.desk import Desk
from dashboards.desks import Desks
from dashboards.elements import alert, aria, badge, problem, section
from dashboards.links import link
from dashboards.texts import Say
from graph.errors import RestuError
from graph.records.networks import LANGUAGES, NetworkRecord


def render(desk: Desk, say: Say) -> Component:
    """List the reader's networks; an owner may open a new one."""
    networks = desk.list_networks()
    return html.Div(
        [
            html.H1(say("networks.title")),
            html.Ul([_network(say, network) for network in networks], className="cards")
            if networks
            else alert(say("networks.none" if desk.user.is_owner else "networks.none_for_you")),
            _new(say) if desk.user.is_owner else None,
        ]
    )


def _network(say: Say, network: NetworkRecord) -> Component:
    return html.Li(
        [
            dcc.Link(network.name, href=link(network.id), className="card-title"),
            badge(say("networks.demo")) if network.is_demo else None,
            html.P(network.purpose) if network.purpose else None,
        ],
        className="card",
    )


def _new(say: Say) -> Component:
    return section(
        say("networks.new"),
        html.Div(
            [
                dmc.TextInput(
                    id="network-name",
                    label=say("networks.name"),
                    description=say("networks.name_hint"),
                    size="md",
                ),
                dmc.Select(
                    id="network-language",
                    label=say("networks.language"),
                    data=[
                        {"value": code, "label": Say(code)("language.name")} for code in LANGUAGES
                    ],
                    value=say.language,
                    allowDeselect=False,
                    size="md",
                ),
                dmc.Button(say("networks.open"), id="network-open", size="md"),
            ],
            className="form",
        ),
        html.Div(id="network-outcome", **aria(live="polite")),
    )


def connect(app: Dash, desks: Desks) -> None:
    """Open a network when asked to."""

    @app.callback(
        Output("place", "pathname", allow_duplicate=True),
        Output("network-outcome", "children"),
        Input("network-open", "n_clicks"),
        State("network-name", "value"),
        State("network-language", "value"),
        prevent_initial_call=True,
    )
    def open_network(clicks: int | None, name: str | None, language: str) -> tuple[object, object]:
        if not clicks:
            raise PreventUpdate
        caller = desks.caller()
        try:
            network = caller.desk.create_network(name or "", language)
        except RestuError as error:
            return desks.stay, problem(caller.say, error)
        return link(network.id), ""
