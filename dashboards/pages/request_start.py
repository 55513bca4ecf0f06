"""The form that starts a request along a way."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboards.desk import Desk
from dashboards.elements import alert, aria, button_link, clear_button
from dashboards.links import PageName, Place, link
from dashboards.pages.request_acts import day_in
from dashboards.texts import Say
from graph.access.requests import Start
from graph.vocabulary import Channel, Role

LABELS: Final = {
    "purpose": "request.start.purpose",
    "due": "request.start.due",
    "actor_ids": "request.steps_title",
}
"""What the fields of a request are called on the form: keys of the texts."""


def render(desk: Desk, say: Say, place: Place) -> Component:
    """Ask what for, how each is asked, and until when; the way stands above."""
    network_id, route = place.network_id, place.several("route")
    if not desk.role(network_id).includes(Role.EDITOR):
        return html.Div([html.H1(say("request.start.title")), alert(say("request.readers"))])
    named = desk.introduce(network_id, route)
    names = [named[id_].name_in_talk for id_ in route if id_ in named]
    if len(names) < len(route) or len(route) < 2:  # noqa: PLR2004 - somebody asks somebody
        to_reach = button_link(say("request.to_reach"), link(network_id, PageName.REACH))
        told = alert(say("request.start.no_way"), html.Div(to_reach, className="actions"))
        return html.Div([html.H1(say("request.start.title")), told])
    return html.Div(
        [
            html.H1(say("request.start.title")),
            html.P(say("request.start.lead"), className="lead"),
            html.P(say("ways.then").join(names), className="way-chain"),
            html.Div(
                [
                    dmc.Textarea(
                        id="request-purpose",
                        label=say("request.start.purpose"),
                        description=say("request.start.purpose_hint"),
                        autosize=True,
                        minRows=2,
                        size="md",
                    ),
                    *(
                        _channel(say, number, one, other)
                        for number, (one, other) in enumerate(pairwise(names))
                    ),
                    dmc.TextInput(
                        id="request-due",
                        label=say("request.start.due"),
                        description=say("request.start.due_hint"),
                        size="md",
                    ),
                    dmc.Button(
                        say("request.start.save"), id="request-start", size="lg", fullWidth=True
                    ),
                ],
                className="form quick",
                role="form",
                **aria(label=say("request.start.title")),
            ),
            html.Div(id="request-outcome", **aria(live="polite")),
        ]
    )


def _channel(say: Say, step: int, one: str, other: str) -> Component:
    return dmc.Select(
        id={"type": "request-channel", "step": step},
        label=say("request.start.channel", one=one, other=other),
        placeholder=say("request.start.channel_none"),
        data=channels(say),
        clearable=True,
        clearButtonProps=clear_button(say),
        size="md",
    )


def channels(say: Say) -> list[dict[str, str]]:
    """Offer the ways of asking that are open to whoever knows the person."""
    return [
        {"value": way.value, "label": say.word("channel", way)}
        for way in Channel
        if way is not Channel.COLD
    ]


def said(place: Place, purpose: str, due: str, ways: Sequence[str | None]) -> Start:
    """Read what the form says.

    Raises
    ------
    InvalidRecordError
        If the day cannot be read.

    """
    return Start(
        actor_ids=place.several("route"),
        starter_id=place.query.get("for", ""),
        channels=tuple(Channel(way) if way in list(Channel) else None for way in ways),
        due=day_in({"due": due}, "due"),
        purpose=purpose.strip(),
    )
