"""What stands around every page: name, ways to the other pages, language, who is signed in."""

from typing import Final
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.caller import Caller
from dashboards.elements import aria
from dashboards.links import PageName, Place, link
from dashboards.texts import Say
from graph.records.networks import LANGUAGES, NetworkRecord
from graph.vocabulary import Role

MAIN: Final = "main"
"""Where the page's own content begins; the skip link leads here."""

BELOW: Final = {
    PageName.CAMPAIGN: PageName.REACH,
    PageName.WITHIN_REACH: PageName.REACH,
    PageName.FORECASTS: PageName.REQUESTS,
}
"""Pages that stand behind another one of the menu."""


def shell(
    caller: Caller, place: Place | None, networks: tuple[NetworkRecord, ...], main: Component
) -> list[Component]:
    """Put a page between header and footer."""
    say = caller.say
    return [
        html.A(say("shell.skip"), href=f"#{MAIN}", className="skip"),
        html.Header(
            [
                html.Div(
                    [
                        dcc.Link(
                            [html.Span(className="brand-mark", **aria(hidden="true")), "Restu"],
                            href=link(place.network_id) if place else "/networks",
                            className="brand",
                        ),
                        _network_switch(say, place, networks),
                        _language_switch(say, place),
                        _signed_in(caller),
                    ],
                    className="header-line",
                ),
                _navigation(caller, place),
            ],
            className="header",
        ),
        html.Main(main, id=MAIN, tabIndex=-1),
        html.Footer(html.P(say("shell.footer")), className="footer"),
    ]


def _navigation(caller: Caller, place: Place | None) -> Component | None:
    if place is None:
        return None
    say = caller.say
    may_write = caller.desk.role(place.network_id).includes(Role.EDITOR)
    items: list[Component] = []
    for page in PageName:
        if page in BELOW or (page is PageName.ADD and not may_write):
            continue
        name: list[Component | str] = [say(f"shell.page.{page}")]
        is_current = page is BELOW.get(place.page, place.page)
        if is_current:  # dcc.Link knows no aria-current
            name.append(html.Span(say("shell.this_page"), className="visually-hidden"))
        mark = "navigation-link current" if is_current else "navigation-link"
        items.append(html.Li(dcc.Link(name, href=link(place.network_id, page), className=mark)))
    return html.Nav(html.Ul(items), className="navigation", **aria(label=say("shell.pages")))


def _network_switch(
    say: Say, place: Place | None, networks: tuple[NetworkRecord, ...]
) -> Component | None:
    if place is None:
        return None
    name = next(
        (network.name for network in networks if network.id == place.network_id), place.network_id
    )
    return dcc.Link(
        [html.Span(say("shell.network"), className="visually-hidden"), name],
        href="/networks",
        className="network-switch",
    )


def _language_switch(say: Say, place: Place | None) -> Component:
    back = place.href if place else "/networks"
    links: list[Component] = []
    for language in LANGUAGES:
        is_current = language == say.language
        name = Say(language)("language.name")
        if is_current:
            links.append(html.Span(name, className="language current", lang=language))
        else:
            href = f"/language/{language}?{urlencode({'to': back})}"
            links.append(html.A(name, href=href, className="language", lang=language))
    return html.Div(
        links, className="languages", role="group", **aria(label=say("language.switch"))
    )


def _signed_in(caller: Caller) -> Component | None:
    if caller.desk.is_local:
        return None
    return html.Form(
        [
            html.Span(caller.desk.user.name, className="user"),
            html.Button(caller.say("shell.sign_out"), type="submit", className="quiet"),
        ],
        action="/sign-out",
        method="POST",
        className="signed-in",
    )
