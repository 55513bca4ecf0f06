"""A person's own judgement of how close two are, on their page: shown, said, taken away."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboards.acts import carry_out, naming
from dashboards.desk import Desk, Pair
from dashboards.desks import Desks, triggered
from dashboards.elements import alert, aria, section
from dashboards.links import WITH, Place, read_place
from dashboards.pages.request_acts import day_in
from dashboards.pages.steps import Types
from dashboards.texts import Say
from graph.errors import FieldIssue, InvalidRecordError, UnknownRecordError
from graph.records.dates import StatedDate, epoch_day
from graph.records.stored import Stored
from graph.records.ties import StrengthOverride, Tie
from graph.strength.bands import Band
from graph.vocabulary import Noun, UserId

MIDDLES: Final[Mapping[Band, float]] = {
    Band.STRONG: 0.8,
    Band.MEDIUM: 0.45,
    Band.WEAK: 0.2,
    Band.STALE: 0.05,
}
"""The strength that each word stands for: the middle of its band."""
LABELS: Final = {
    "override.strength": "override.how",
    "override.reason": "override.reason",
    "override.until": "override.until",
    "tie": "override.tie",
}
"""What the fields of an override are called on its form: keys of the texts."""

View = Callable[[Desk, Say, Place], Sequence[Component]]


def judgement(say: Say, reader: UserId, pair: Pair, types: Types, *, may_write: bool) -> Component:
    """Show what people said of the two, and the form in which an editor says it."""
    standing = [
        _standing(say, reader, pair, stored, may_write=may_write)
        for stored in pair.ties
        if stored.record.override is not None
    ]
    parts: list[Component] = [html.Ul(standing, className="rows")] if standing else []
    if not may_write:
        parts.append(html.P(say("override.readers")))
    elif not pair.judgeable:
        parts.append(html.P(say("override.no_tie")))
    else:
        parts += [html.P(say("override.lead")), _form(say, pair, types)]
    return section(say("override.title"), *parts)


def said(say: Say, reader: UserId, pair: Pair, override: StrengthOverride) -> str:
    """Say who judged, since when, until when, and why."""
    facts = {
        "since": override.since,
        "until": override.until or "",
        "reason": override.reason,
    }
    if override.by == reader:
        return say("override.you", **facts)
    by = pair.judges.get(override.by, "")
    return say("override.by", by=by, **facts) if by else say("override.somebody", **facts)


def _standing(
    say: Say, reader: UserId, pair: Pair, stored: Stored[Tie], *, may_write: bool
) -> Component:
    override = stored.record.override
    if override is None:
        raise UnknownRecordError(Noun.TIE, stored.record.id)
    day = epoch_day(pair.answer.on)
    state = "over" if override.day_after <= day else "not_yet" if override.since.day > day else ""
    lines: list[Component] = [html.Span(said(say, reader, pair, override))]
    if state:
        lines.append(html.Span(say(f"override.{state}"), className="aside"))
    button = dmc.Button(
        say("override.remove"),
        id={
            "type": "override-act",
            "do": "remove",
            "of": stored.record.id,
            "version": stored.version,
        },
        variant="outline",
        size="md",
    )
    return html.Li(
        html.Div(
            [*lines, html.Div(button, className="actions") if may_write else None],
            className="row-text stack",
        ),
        className="row",
    )


def _form(say: Say, pair: Pair, types: Types) -> Component:
    ties = [stored for stored in pair.ties if stored.record.id in pair.judgeable]
    return html.Div(
        [
            dcc.Store(
                id="override-versions",
                data={stored.record.id: stored.version for stored in ties},
            ),
            _which(say, pair, types, ties) if len(ties) > 1 else None,
            dmc.RadioGroup(
                dmc.Group(
                    [
                        dmc.Radio(label=say.word("band", band), value=band.value, size="md")
                        for band in Band
                    ]
                ),
                id={"type": "override-text", "field": "how"},
                label=say("override.how"),
                value="",
                size="md",
                className="choice",
            ),
            dmc.Textarea(
                id={"type": "override-text", "field": "reason"},
                label=say("override.reason"),
                description=say("override.reason_hint"),
                autosize=True,
                minRows=2,
                size="md",
            ),
            dmc.TextInput(
                id={"type": "override-text", "field": "until"},
                label=say("override.until"),
                description=say("override.until_hint"),
                size="md",
            ),
            dmc.Button(
                say("override.save"),
                id={"type": "override-act", "do": "save", "of": "", "version": 0},
                size="md",
            ),
        ],
        className="form",
        role="form",
        **aria(label=say("override.title")),
    )


def _which(say: Say, pair: Pair, types: Types, ties: Sequence[Stored[Tie]]) -> Component:
    names = {end.id: end.name_in_talk for end in (pair.answer.one, pair.answer.other)}
    choices: list[dict[str, str]] = []
    for stored in ties:
        tie = stored.record
        word = say.tie_type(types[tie.type])
        parts = [f"{names.get(tie.source_id, '')}: {word}", tie.label]
        if tie.since or tie.until:
            parts.append(say.span(tie.since, tie.until))
        choices.append({"value": tie.id, "label": say.listed(part for part in parts if part)})
    return dmc.Select(
        id={"type": "override-text", "field": "tie"},
        label=say("override.tie"),
        data=choices,
        value=choices[0]["value"],
        allowDeselect=False,
        size="md",
    )


# ---------------------------------------------------------------------------- what is written


def override_of(entered: Mapping[str, str], by: UserId, today: date) -> StrengthOverride:
    """Make the override that somebody entered.

    Raises
    ------
    InvalidRecordError
        If something is missing, or the day cannot be read.

    """
    how, reason = entered.get("how", ""), entered.get("reason", "").strip()
    missing = [
        FieldIssue(field, "missing")
        for field, value in (("override.strength", how), ("override.reason", reason))
        if not value
    ]
    if missing:
        raise InvalidRecordError(Noun.TIE, "", missing)
    until = day_in({"override.until": entered.get("until", "")}, "override.until", Noun.TIE)
    return StrengthOverride(
        strength=MIDDLES[Band(how)], reason=reason, by=by, since=StatedDate(today), until=until
    )


def _tie_of(desk: Desk, place: Place, tie_id: str) -> Tie:
    """Read a relationship of the two once more.

    Raises
    ------
    UnknownRecordError
        If it is out of use by now, or not one of theirs.

    """
    pair = desk.pair(place.network_id, place.record_id, place.query.get(WITH, ""))
    for stored in pair.ties:
        if stored.record.id == tie_id:
            return stored.record
    raise UnknownRecordError(Noun.TIE, tie_id)


def connect(app: Dash, desks: Desks, view: View) -> None:
    """Save a judgement, take it away, take either back; then show the two as they are now."""

    @app.callback(
        Output("pair-view", "children"),
        Output("override-outcome", "children"),
        Input({"type": "override-act", "do": ALL, "of": ALL, "version": ALL}, "n_clicks"),
        State({"type": "override-text", "field": ALL}, "id"),
        State({"type": "override-text", "field": ALL}, "value"),
        State("override-versions", "data", allow_optional=True),
        State("place", "pathname"),
        State("place", "search"),
        prevent_initial_call=True,
    )
    def write(
        clicks: list[int | None],
        fields: list[dict[str, str]],
        values: list[str | None],
        versions: dict[str, int] | None,
        pathname: str,
        search: str,
    ) -> tuple[Any, Any]:
        texts = {id_["field"]: value or "" for id_, value in zip(fields, values, strict=True)}
        do, of, version = triggered("do"), triggered("of"), triggered("version")

        def act(desk: Desk, say: Say, place: Place) -> Component:
            if do == "remove":
                tie = replace(_tie_of(desk, place, of), override=None)
                made = desk.change(place.network_id, tie, int(version))
                return _told(say, "removed", tie.id, made)
            tie_id = texts.get("tie") or next(iter(versions or {}), "")
            today = desk.today(place.network_id)
            override = override_of(texts, desk.user.id, today)
            tie = replace(_tie_of(desk, place, tie_id), override=override)
            made = desk.change(place.network_id, tie, (versions or {}).get(tie_id, 0))
            return _told(say, "saved", tie_id, made)

        return carry_out(desks, clicks, read_place(pathname, search), act, view, naming(LABELS))

    @app.callback(
        Output("pair-view", "children", allow_duplicate=True),
        Output("override-outcome", "children", allow_duplicate=True),
        Input({"type": "override-undo", "of": ALL, "version": ALL}, "n_clicks"),
        State("place", "pathname"),
        State("place", "search"),
        prevent_initial_call=True,
    )
    def undo(clicks: list[int | None], pathname: str, search: str) -> tuple[Any, Any]:
        of, version = triggered("of"), triggered("version")

        def act(desk: Desk, say: Say, place: Place) -> Component:
            desk.put_back(place.network_id, Noun.TIE, of, int(version))
            return alert(say("override.undone"), tone="calm")

        return carry_out(desks, clicks, read_place(pathname, search), act, view, naming(LABELS))


def _told(say: Say, what: str, tie_id: str, version: int) -> Component:
    """Say what was done, with the way to take it back."""
    undo = dmc.Button(
        say("override.undo"),
        id={"type": "override-undo", "of": tie_id, "version": version},
        variant="outline",
        size="md",
    )
    return alert(say(f"override.{what}"), html.Div(undo, className="actions"), tone="good")
