"""Small parts that pages are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.desk import Found
from dashboards.links import WITH, PageName, link
from dashboards.texts import Say
from graph.access.answers import Brief
from graph.access.chances import chance as said_chance
from graph.errors import InvalidQuestionError, InvalidRecordError, RestuError
from graph.vocabulary import ActorKind, Capacity

Child = Component | str
UNFILTERED: Final = {"function": "asFound"}
"""Mantine shows what the search found, misspelt names too, instead of filtering once more."""

FINDER: Final = "finder"
SEVERAL: Final = "finder-of-several"


def aria(**names: str) -> dict[str, Any]:
    """Write attributes for screen readers: ``aria(label=...)`` is ``aria-label``."""
    return {f"aria-{name}": value for name, value in names.items()}


def data(**names: str) -> dict[str, Any]:
    """Write attributes that our script reads: ``data(name=...)`` is ``data-name``."""
    return {f"data-{name}": value for name, value in names.items()}


def alert(title: str, *children: Child, tone: str = "info") -> Component:
    """Say something that the reader should not miss."""
    role = "alert" if tone == "problem" else "status"
    return html.Div(
        [html.P(title, className="alert-title"), *children],
        className=f"alert alert-{tone}",
        role=role,
    )


def problem(
    say: Say,
    error: RestuError,
    labels: Mapping[str, str] | None = None,
    names: Mapping[str, Brief] | None = None,
) -> Component:
    """Say what went wrong and what to do, with every field that needs another look.

    ``labels``: what fields of the record are called on the page, where that differs.
    ``names``: who is behind identifiers that stand in fields, since no reader knows those.
    """
    told = say.problem(error)
    issues = error.issues if isinstance(error, InvalidRecordError | InvalidQuestionError) else ()
    lines: list[Component] = []
    for issue in issues:
        known = (names or {}).get(issue.value)
        text = say.issue(replace(issue, value=known.name) if known else issue)
        name = (labels or {}).get(issue.field.partition("[")[0], text.field)
        lines.append(html.Li([html.Strong(name), ": ", text.reason, " ", html.Span(text.remedy)]))
    if lines:  # each with its own remedy
        return alert(told.title, html.Ul(lines), tone="problem")
    return alert(told.title, html.P(told.detail), html.P(told.remedy), tone="problem")


def chance(say: Say, probability: float) -> Component:
    """Show a likelihood: in words first, the frequency beside it."""
    return html.Span(
        [
            html.Span(className="chance-mark", **aria(hidden="true")),
            say.likelihood(probability),
        ],
        className=f"chance chance-{said_chance(probability)}",
    )


def badge(text: str, kind: str = "plain") -> Component:
    """Mark something with a word."""
    return html.Span(text, className=f"badge badge-{kind}")


def actor_link(network_id: str, brief: Brief, *, in_talk: bool = False) -> Component:
    """Name somebody, with the way to the profile."""
    name = brief.name_in_talk if in_talk else brief.name
    return dcc.Link(name, href=link(network_id, PageName.PEOPLE, brief.id), className="actor")


def pair_link(say: Say, network_id: str, one: Brief, other: Brief) -> Component:
    """Lead to the page of two, from wherever their closeness is told."""
    names = say("strengths.of", one=one.name_in_talk, other=other.name_in_talk)
    return dcc.Link(
        [say("strengths.open"), html.Span(f" {names}", className="visually-hidden")],
        href=link(network_id, PageName.PEOPLE, one.id, **{WITH: other.id}),
        className="pair-link",
    )


def post(say: Say, brief: Brief) -> str:
    """Tell what somebody is and where; empty where that is not known."""
    title = brief.title
    if title and brief.is_acting and not says_capacity(say, title):
        title = f"{say('post.acting')} {title}"
    return say.listed(part for part in (title, brief.partner_name) if part)


def says_capacity(say: Say, title: str) -> bool:
    """Tell whether a title says by itself that the office is held for a time: Plt. Kepala ..."""
    first = title.split(maxsplit=1)[0].rstrip(".").casefold() if title else ""
    return first in {say.word("capacity", kind).rstrip(".").casefold() for kind in Capacity}


def option(say: Say, found: Found) -> dict[str, Any]:
    """Make a choice of a list out of somebody found; namesakes are told apart by their post."""
    brief = found.brief
    parts = [brief.name]
    if found.matched and found.matched != brief.name:
        parts.append(say("find.also", name=found.matched))
    where = post(say, brief)
    if not where and brief.kind is ActorKind.PARTNER:
        where = say("word.actor_kind.partner")
    label = " ".join(parts)
    return {"value": brief.id, "label": f"{label} · {where}" if where else label}


def named(say: Say, brief: Brief) -> dict[str, Any]:
    """Make the choice that stands for somebody who is chosen already."""
    return option(say, Found(brief, brief.name))


def clear_button(say: Say) -> Any:  # noqa: ANN401 - Mantine's own shape leaves attributes out
    """Let the keyboard reach the button that empties a field, and name it."""
    return {"aria-label": say("find.clear"), "aria-hidden": False, "tabIndex": 0}


def finder(
    say: Say,
    field: str,
    label: str,
    *,
    chosen: Brief | None = None,
    kinds: str = "both",
    description: str = "",
    required: bool = False,
) -> Component:
    """Let the reader choose one person or organisation by typing a part of a name.

    ``kinds``: ``contact``, ``partner`` or ``both``.
    """
    return dmc.Select(
        id={"type": FINDER, "field": field, "kinds": kinds},
        label=label,
        description=description or None,
        placeholder=say("find.type_a_name"),
        data=[named(say, chosen)] if chosen else [],
        value=chosen.id if chosen else None,
        searchable=True,
        allowDeselect=False,  # who takes the chosen one again means it
        openOnFocus=False,  # an empty list would hide what the field asks for
        clearable=True,
        clearButtonProps=clear_button(say),
        filter=UNFILTERED,
        required=required,
        withAsterisk=False,
        comboboxProps={"shadow": "md"},
        size="md",
    )


def finder_of_several(
    say: Say,
    field: str,
    label: str,
    *,
    chosen: Sequence[Brief] = (),
    most: int,
    description: str = "",
) -> Component:
    """Let the reader choose several people or organisations by typing parts of names."""
    return dmc.MultiSelect(
        id={"type": SEVERAL, "field": field, "kinds": "both"},
        label=label,
        description=description or None,
        placeholder=say("find.type_a_name"),
        data=[named(say, brief) for brief in chosen],
        value=[brief.id for brief in chosen],
        maxValues=most,
        searchable=True,
        clearable=True,
        clearButtonProps=clear_button(say),
        filter=UNFILTERED,
        hidePickedOptions=True,
        size="md",
    )


def section(title: str, *children: Child | None, id_: str = "") -> Component:
    """Group parts of a page under a heading."""
    attributes: dict[str, Any] = {"id": id_} if id_ else {}
    shown = [child for child in children if child is not None]
    return html.Section([html.H2(title), *shown], className="section", **attributes)


def facts(rows: Mapping[str, Child | Sequence[Child]]) -> Component:
    """List what is known, each under its name."""
    items: list[Component] = []
    for name, value in rows.items():
        items.append(html.Div([html.Dt(name), html.Dd(value)], className="fact"))
    return html.Dl(items, className="facts")


def button_link(text: str, href: str, *, is_main: bool = False) -> Component:
    """Lead to another page with the looks of a button."""
    return dcc.Link(text, href=href, className="button button-main" if is_main else "button")


def number_tile(number: str, text: str) -> Component:
    """Show a figure with its meaning."""
    return html.Div(
        [html.Span(number, className="tile-number"), html.Span(text, className="tile-text")],
        className="tile",
    )
