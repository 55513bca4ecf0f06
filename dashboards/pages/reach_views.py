"""What the three pages about reaching somebody share: the way between them, and the steps."""

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.elements import aria
from dashboards.links import PageName, Place, joined, link
from dashboards.texts import Say
from graph.access.routes import MOST_STEPS


def reach_views(say: Say, place: Place, starts: Sequence[str]) -> Component:
    """Lead from one page to the others; from whom the ways begin goes along."""
    first, *others = (*starts, "")
    several = joined(starts)
    addresses = {
        PageName.REACH: {"from": first, "also_from": joined([id_ for id_ in others if id_])},
        PageName.CAMPAIGN: {"from": several},
        PageName.WITHIN_REACH: {"from": several},
    }
    links = [
        chip(
            say,
            say(f"reaching.views.{page}"),
            link(place.network_id, page, **query),
            is_current=page is place.page,
        )
        for page, query in addresses.items()
    ]
    return html.Nav(html.Ul(links, className="chips"), **aria(label=say("reaching.views.label")))


def chip(say: Say, text: str, href: str, *, is_current: bool) -> Component:
    """Lead to one of several views of a thing; the one that is shown is marked."""
    name: list[Component | str] = [text]
    if is_current:  # dcc.Link knows no aria-current
        name.append(html.Span(say("shell.this_page"), className="visually-hidden"))
    return html.Li(dcc.Link(name, href=href, className="chip current" if is_current else "chip"))


def steps_field(say: Say, id_: str, steps: int) -> Component:
    """Let the reader choose how many steps a way may have."""
    return dmc.Select(
        id=id_,
        label=say("reach.max_steps"),
        data=[
            {"value": str(count), "label": say("reach.up_to", count=count)}
            for count in range(1, MOST_STEPS + 1)
        ],
        value=str(min(max(steps, 1), MOST_STEPS)),
        allowDeselect=False,
        size="md",
    )
