"""Page: what is in the network, and where to go."""

from dash import html
from dash.development.base_component import Component

from dashboards.desk import Desk, Overview
from dashboards.elements import alert, button_link, number_tile, section
from dashboards.links import PageName, link
from dashboards.texts import Say
from graph.vocabulary import NetworkId, Noun, Role

SHOWN: tuple[Noun, ...] = (Noun.CONTACT, Noun.PARTNER, Noun.POSITION, Noun.TIE, Noun.INTERACTION)


def render(desk: Desk, say: Say, network_id: NetworkId) -> Component:
    """Show the key figures, or what to do first while there are none."""
    overview = desk.overview(network_id)
    may_write = desk.role(network_id).includes(Role.EDITOR)
    head: list[Component] = [html.H1(overview.network.name)]
    if overview.network.purpose:
        head.append(html.P(overview.network.purpose, className="lead"))
    if overview.is_empty:
        return html.Div([*head, _first_steps(say, network_id, may_write=may_write)])
    return html.Div(
        [
            *head,
            html.Div(
                [
                    button_link(say("home.reach"), link(network_id, PageName.REACH), is_main=True),
                    button_link(say("home.people"), link(network_id, PageName.PEOPLE)),
                    button_link(say("home.add"), link(network_id, PageName.ADD))
                    if may_write
                    else None,
                ],
                className="actions",
            ),
            _due(desk, say, network_id) if overview.counts.get(Noun.INTRODUCTION) else None,
            _figures(say, overview),
        ]
    )


def _due(desk: Desk, say: Say, network_id: NetworkId) -> Component | None:
    """Say how much is due on requests, and lead there."""
    count = len(desk.requests(network_id).due)
    if not count:
        return None
    go = button_link(say("request.due_title"), link(network_id, PageName.REQUESTS))
    return alert(say("home.due", count=count), html.Div(go, className="actions"))


def _figures(say: Say, overview: Overview) -> Component:
    tiles = [
        number_tile(
            say.number(overview.counts.get(noun, 0)),
            say(f"home.count.{noun}", count=overview.counts.get(noun, 0)),
        )
        for noun in SHOWN
    ]
    dates: list[Component] = []
    if overview.changed_at is not None:
        dates.append(
            html.P(say("home.changed", at=overview.changed_at, by=overview.changed_by))
            if overview.changed_by
            else html.P(say("home.changed_at", at=overview.changed_at))
        )
    if overview.last_held is not None:
        dates.append(html.P(say("home.last_held", on=overview.last_held)))
    return section(
        say("home.in_the_network"),
        html.Div(tiles, className="tiles"),
        html.Div(dates, className="dates"),
    )


def _first_steps(say: Say, network_id: NetworkId, *, may_write: bool) -> Component:
    if not may_write:
        return section(say("home.empty.title"), html.P(say("home.empty.wait")))
    steps = [
        (
            say("home.empty.files"),
            button_link(say("home.empty.files_go"), link(network_id, PageName.DATA), is_main=True),
        ),
        (
            say("home.empty.hand"),
            button_link(say("home.empty.hand_go"), link(network_id, PageName.ADD)),
        ),
        (
            say("home.empty.then"),
            button_link(say("home.reach"), link(network_id, PageName.REACH)),
        ),
    ]
    return section(
        say("home.empty.title"),
        html.P(say("home.empty.lead")),
        html.Ol([html.Li([html.P(text), go]) for text, go in steps], className="first-steps"),
    )
