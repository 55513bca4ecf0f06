"""Conflicts of interest of a person, on the profile: shown, entered, ended, removed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, html
from dash.development.base_component import Component

from dashboards.acts import carry_out
from dashboards.desk import Desk, Written
from dashboards.desks import Desks, triggered
from dashboards.elements import (
    Child,
    actor_link,
    alert,
    aria,
    badge,
    finder_of_several,
    problem,
    section,
)
from dashboards.links import Place, read_place
from dashboards.pages.finders import EVERY_SEVERAL, value_of
from dashboards.pages.request_acts import day_in
from dashboards.texts import Say
from graph.access.answers import Brief
from graph.errors import InvalidRecordError, RestuError, UnknownRecordError
from graph.records.conflicts import MOST_MATTERS, ConflictOfInterest
from graph.records.dates import StatedDate, epoch_day
from graph.records.identity import new_id
from graph.records.stored import Stored
from graph.vocabulary import NetworkId, Noun, Role

ABOUT: Final = "conflict-about"
LABELS: Final = {
    "about_ids": "conflicts.about_field",
    "interest": "conflicts.interest",
    "handling": "conflicts.handling_field",
    "declared_on": "conflicts.declared_field",
    "since": "conflicts.since",
    "until": "conflicts.until",
}
"""What the fields of the record are called on its form: keys of the texts."""


def conflicts_of(desk: Desk, say: Say, place: Place) -> Component:
    """Show the conflicts of interest of a person, with the forms for an editor."""
    return section(
        say("conflicts.title"),
        html.Div(view(desk, say, place), id="conflicts-view", className="stack"),
        html.Div(id="conflicts-outcome", **aria(live="polite")),
        id_="conflicts",
    )


def is_marked(desk: Desk, network_id: NetworkId, contact_id: str) -> bool:
    """Tell whether a conflict of interest of somebody is on record today."""
    day = epoch_day(desk.today(network_id))
    return any(stored.record.holds_on(day) for stored in desk.conflicts(network_id, contact_id))


def view(desk: Desk, say: Say, place: Place) -> list[Component]:
    """Show what is on record now."""
    network_id = place.network_id
    found = desk.conflicts(network_id, place.record_id)
    named = desk.introduce(network_id, {id_ for stored in found for id_ in stored.record.about_ids})
    may_write = desk.role(network_id).includes(Role.EDITOR)
    day = epoch_day(desk.today(network_id))
    told = _Teller(say, network_id, named, day, may_write=may_write)
    parts: list[Component] = [
        html.Ul([told.conflict(stored) for stored in found], className="rows")
        if found
        else html.P(say("conflicts.none")),
        html.P(say("conflicts.lead"), className="aside"),
    ]
    return [*parts, _form(say)] if may_write else parts


class _Teller:
    """Tells conflicts of interest."""

    def __init__(
        self,
        say: Say,
        network_id: NetworkId,
        named: Mapping[str, Brief],
        day: int,
        *,
        may_write: bool,
    ) -> None:
        self._say = say
        self._network_id = network_id
        self._named = named
        self._day = day
        self._may_write = may_write

    def conflict(self, stored: Stored[ConflictOfInterest]) -> Component:
        """Tell one, what it concerns first."""
        say, record = self._say, stored.record
        is_over = record.until is not None and record.until.day_after <= self._day
        head: list[Child] = [
            *self._about(record),
            ": ",
            record.interest,
        ]
        if is_over:
            head.append(badge(say("conflicts.over")))
        handling = [say("conflicts.handling", handling=record.handling)] if record.handling else []
        declared = (
            say("conflicts.declared", on=record.declared_on)
            if record.declared_on
            else say("conflicts.not_declared")
        )
        spans = [say.span(record.since, record.until)] if record.since or record.until else []
        below = [*handling, say.listed([*spans, declared])]
        return html.Li(
            html.Div(
                [
                    html.Span(head),
                    *(html.Span(text, className="aside") for text in below),
                    self._acts(stored, is_over=is_over) if self._may_write else None,
                ],
                className="row-text",
            ),
            className="row",
        )

    def _about(self, record: ConflictOfInterest) -> list[Child]:
        told: list[Child] = []
        for place, id_ in enumerate(record.about_ids):
            known = self._named.get(id_)
            told += [
                ", " if place else "",
                actor_link(self._network_id, known) if known else self._say("conflicts.somebody"),
            ]
        return told

    def _acts(self, stored: Stored[ConflictOfInterest], *, is_over: bool) -> Component:
        say, record = self._say, stored.record
        names = [
            self._named[id_].name_in_talk if id_ in self._named else say("conflicts.somebody")
            for id_ in record.about_ids
        ]
        hidden = html.Span(
            f" {say('conflicts.end_of', about=say.all_of(names))}", className="visually-hidden"
        )
        end = html.Div(
            [
                _text(f"until-{record.id}", say("conflicts.until"), say("conflicts.end_hint")),
                _button("end", stored, [say("conflicts.end_save"), hidden]),
            ],
            className="form",
        )
        remove = html.Div(
            [
                html.P(say("conflicts.remove_hint"), className="aside"),
                html.Div(
                    _button("remove", stored, [say("conflicts.remove"), hidden]),
                    className="actions",
                ),
            ],
            className="form",
        )
        folds = [] if is_over else [_fold([say("conflicts.end"), hidden], end)]
        return html.Div([*folds, _fold([say("conflicts.remove"), hidden], remove)])


def _fold(title: list[Child], body: Component) -> Component:
    return html.Details([html.Summary(title), body], className="more")


def _button(do: str, stored: Stored[ConflictOfInterest], text: list[Child]) -> Component:
    return dmc.Button(
        html.Span(text),
        id={"type": "conflict-act", "do": do, "of": stored.record.id, "version": stored.version},
        variant="outline",
        size="md",
    )


def _text(field: str, label: str, description: str = "") -> Component:
    return dmc.TextInput(
        id={"type": "conflict-text", "field": field},
        label=label,
        description=description or None,
        size="md",
    )


def _form(say: Say) -> Component:
    fields: list[Component] = [
        finder_of_several(say, ABOUT, say("conflicts.about_field"), most=MOST_MATTERS),
        dmc.Textarea(
            id={"type": "conflict-text", "field": "interest"},
            label=say("conflicts.interest"),
            description=say("conflicts.interest_hint"),
            autosize=True,
            minRows=2,
            size="md",
        ),
        _text("handling", say("conflicts.handling_field"), say("conflicts.handling_hint")),
        _text("declared_on", say("conflicts.declared_field"), say("conflicts.declared_hint")),
        _text("since", say("conflicts.since")),
        dmc.Button(
            say("conflicts.save"),
            id={"type": "conflict-act", "do": "add", "of": "", "version": 0},
            size="md",
        ),
    ]
    form = html.Div(fields, className="form", role="form", **aria(label=say("conflicts.add")))
    return html.Details([html.Summary(say("conflicts.add")), form])


# ---------------------------------------------------------------------------- what is written


def new_conflict(
    contact_id: str, about: Sequence[str], entered: Mapping[str, str]
) -> ConflictOfInterest:
    """Make the record that somebody entered.

    Raises
    ------
    InvalidRecordError
        If something is missing, or a day cannot be read.

    """
    return ConflictOfInterest(
        id=new_id(),
        contact_id=contact_id,
        about_ids=tuple(about),
        interest=entered.get("interest", "").strip(),
        handling=entered.get("handling", "").strip(),
        declared_on=day_in(entered, "declared_on", Noun.CONFLICT),
        since=day_in(entered, "since", Noun.CONFLICT),
    )


def ended(record: ConflictOfInterest, typed: str, today: date) -> ConflictOfInterest:
    """Let a conflict of interest end on the day typed, or today.

    Raises
    ------
    InvalidRecordError
        If the day cannot be read, or lies before the start.

    """
    until = day_in({"until": typed}, "until", Noun.CONFLICT) or StatedDate(today)
    return replace(record, until=until)


def connect(app: Dash, desks: Desks) -> None:
    """Enter, end and remove; take either back; then show what is on record now."""

    @app.callback(
        Output("conflicts-view", "children"),
        Output("conflicts-outcome", "children"),
        Input({"type": "conflict-act", "do": ALL, "of": ALL, "version": ALL}, "n_clicks"),
        State({"type": "conflict-text", "field": ALL}, "id"),
        State({"type": "conflict-text", "field": ALL}, "value"),
        State(EVERY_SEVERAL, "id"),
        State(EVERY_SEVERAL, "value"),
        State("place", "pathname"),
        prevent_initial_call=True,
    )
    def write(
        clicks: list[int | None],
        fields: list[dict[str, str]],
        values: list[str | None],
        finders: list[dict[str, str]],
        chosen: list[list[str] | None],
        pathname: str,
    ) -> tuple[Any, Any]:
        texts = {id_["field"]: value or "" for id_, value in zip(fields, values, strict=True)}
        about = value_of(finders, chosen, ABOUT) or []
        do, of, version = triggered("do"), triggered("of"), triggered("version")

        def act(desk: Desk, say: Say, place: Place) -> Component:
            network_id = place.network_id
            if do == "add":
                record = new_conflict(place.record_id, about, texts)
                desk.save(network_id, [record])
                return _told(say, "saved", record.id, 1)
            if do == "remove":
                desk.remove(network_id, Noun.CONFLICT, of, int(version))
                return _told(say, "removed", of, 0)
            record = _read(desk, place, of)
            record = ended(record, texts.get(f"until-{of}", ""), desk.today(network_id))
            return _told(say, "ended", of, desk.change(network_id, record, int(version)))

        return carry_out(desks, clicks, read_place(pathname, ""), act, view, refused)

    @app.callback(
        Output("conflicts-view", "children", allow_duplicate=True),
        Output("conflicts-outcome", "children", allow_duplicate=True),
        Input({"type": "conflict-undo", "did": ALL, "of": ALL, "version": ALL}, "n_clicks"),
        State("place", "pathname"),
        prevent_initial_call=True,
    )
    def undo(clicks: list[int | None], pathname: str) -> tuple[Any, Any]:
        did, of, version = triggered("did"), triggered("of"), triggered("version")

        def act(desk: Desk, say: Say, place: Place) -> Component:
            match did:
                case "saved":
                    desk.undo(place.network_id, Written(((Noun.CONFLICT, of),)))
                case "removed":
                    desk.restore(place.network_id, Noun.CONFLICT, of)
                case _:
                    desk.put_back(place.network_id, Noun.CONFLICT, of, int(version))
            return alert(say("conflicts.undone"), tone="calm")

        return carry_out(desks, clicks, read_place(pathname, ""), act, view, refused)


def _read(desk: Desk, place: Place, conflict_id: str) -> ConflictOfInterest:
    for stored in desk.conflicts(place.network_id, place.record_id):
        if stored.record.id == conflict_id:
            return stored.record
    raise UnknownRecordError(Noun.CONFLICT, conflict_id)


def _told(say: Say, what: str, conflict_id: str, version: int) -> Component:
    """Say what was done, with the way to take it back."""
    undo = dmc.Button(
        say("conflicts.undo"),
        id={"type": "conflict-undo", "did": what, "of": conflict_id, "version": version},
        variant="outline",
        size="md",
    )
    return alert(say(f"conflicts.{what}"), html.Div(undo, className="actions"), tone="good")


def refused(desk: Desk, say: Say, place: Place, error: RestuError) -> Component:
    """Say why nothing was written, in the words of the form and with names."""
    labels = {field: say(key) for field, key in LABELS.items()}
    issues = error.issues if isinstance(error, InvalidRecordError) else ()
    values = [issue.value for issue in issues if issue.value]
    names = desk.introduce(place.network_id, values) if values else {}
    return problem(say, error, labels, names)
