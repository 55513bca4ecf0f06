"""Page: people and organisations; find somebody, or look through the list."""

from typing import Final

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards.desk import Desk
from dashboards.desks import Desks
from dashboards.elements import actor_link, alert, aria, badge, button_link, post
from dashboards.links import PageName, Place, link, read_place
from dashboards.texts import Say
from graph.access.answers import Brief
from graph.vocabulary import ActorKind, NetworkId, Role

PAGE: Final = 50
MOST_FOUND: Final = 40


def render(desk: Desk, say: Say, place: Place) -> Component:
    """Show what a search found, or a part of the list by name."""
    network_id = place.network_id
    kind = _kind(place)
    query = place.query.get("q", "")
    return html.Div(
        [
            html.H1(say("people.title")),
            html.Div(
                [
                    dmc.TextInput(
                        id="people-q",
                        label=say("people.search"),
                        description=say("people.search_hint"),
                        value=query,
                        debounce=400,
                        size="md",
                    ),
                    _kinds(say, network_id, kind, query),
                    button_link(say("people.add"), link(network_id, PageName.ADD))
                    if desk.role(network_id).includes(Role.EDITOR)
                    else None,
                ],
                className="question",
                role="search",
            ),
            _found(desk, say, network_id, kind, query)
            if query
            else _listed(desk, say, place, kind or ActorKind.CONTACT),
        ]
    )


def _kind(place: Place) -> ActorKind | None:
    word = place.query.get("kind", "")
    return ActorKind(word) if word in list(ActorKind) else None


def _kinds(say: Say, network_id: NetworkId, kind: ActorKind | None, query: str) -> Component:
    shown = kind or (None if query else ActorKind.CONTACT)
    links: list[Component] = []
    for choice in (*ActorKind, *([None] if query else [])):
        text = say(f"people.kind.{choice or 'both'}")
        href = link(network_id, PageName.PEOPLE, q=query, kind=choice or "")
        mark = "chip current" if choice == shown else "chip"
        name: list[Component | str] = [text]
        if choice == shown:
            name.append(html.Span(say("shell.this_page"), className="visually-hidden"))
        links.append(html.Li(html.A(name, href=href, className=mark)))
    return html.Ul(links, className="chips")


def _found(
    desk: Desk, say: Say, network_id: NetworkId, kind: ActorKind | None, query: str
) -> Component:
    kinds = (kind,) if kind else tuple(ActorKind)
    found = desk.search(network_id, query, kinds=kinds, limit=MOST_FOUND)
    if not found:
        return alert(say("people.nobody", query=query), html.P(say("people.nobody_remedy")))
    rows: list[Component] = []
    for match in found:
        also = match.matched if match.matched != match.brief.name else ""
        rows.append(_row(say, network_id, match.brief, also))
    return html.Div(
        [
            html.P(say("people.found", count=len(found)), role="status"),
            html.Ul(rows, className="rows"),
        ]
    )


def _listed(desk: Desk, say: Say, place: Place, kind: ActorKind) -> Component:
    network_id = place.network_id
    listing = desk.list_actors(network_id, kind, after=place.query.get("after") or None, limit=PAGE)
    if not listing.items:
        return alert(say(f"people.none.{kind}"))
    rows = [_row(say, network_id, brief) for brief in listing.items]
    following = (
        button_link(
            say("people.next"),
            link(network_id, PageName.PEOPLE, kind=kind, after=listing.next),
        )
        if listing.next
        else None
    )
    return html.Div([html.Ul(rows, className="rows"), following])


def _row(say: Say, network_id: NetworkId, brief: Brief, also: str = "") -> Component:
    below = post(say, brief)
    return html.Li(
        [
            html.Span(className=f"kind-mark kind-{brief.kind}", **aria(hidden="true")),
            html.Div(
                [
                    html.Span(
                        [
                            actor_link(network_id, brief),
                            badge(say("word.field.is_leader"), "leader")
                            if brief.is_leader
                            else None,
                            badge(say("word.actor_kind.partner"))
                            if brief.kind is ActorKind.PARTNER
                            else None,
                        ]
                    ),
                    html.Span(say("find.also", name=also), className="aside") if also else None,
                    html.Span(below, className="aside") if below else None,
                ],
                className="row-text",
            ),
        ],
        className="row",
    )


def connect(app: Dash, _desks: Desks) -> None:
    """Turn a search into an address."""

    @app.callback(
        Output("place", "search", allow_duplicate=True),
        Input("people-q", "value"),
        State("place", "pathname"),
        State("place", "search"),
        prevent_initial_call=True,
    )
    def search(query: str | None, pathname: str, search_: str | None) -> str:
        place = read_place(pathname, search_)
        if place is None or (query or "").strip() == place.query.get("q", ""):
            raise PreventUpdate
        kind = place.query.get("kind", "")
        address = link(place.network_id, PageName.PEOPLE, q=(query or "").strip(), kind=kind)
        return f"?{address.partition('?')[2]}"
