"""Page: add somebody, a relationship or a meeting in a few taps, with undo; made for a phone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards.desk import Desk, Written
from dashboards.desks import Desks, triggered
from dashboards.elements import (
    Child,
    actor_link,
    alert,
    aria,
    button_link,
    clear_button,
    finder,
    post,
    problem,
)
from dashboards.links import PageName, Place, link, read_place
from dashboards.pages.finders import EVERY
from dashboards.texts import Say
from graph.access.answers import Brief
from graph.errors import FieldIssue, InvalidRecordError, RestuError
from graph.records.contacts import Contact
from graph.records.dates import DateError, StatedDate, parse_date
from graph.records.identity import new_id
from graph.records.interactions import Interaction
from graph.records.partners import Partner, is_key_by_default
from graph.records.positions import Position
from graph.records.stored import AnyRecord
from graph.records.ties import Tie
from graph.vocabulary import (
    ActorKind,
    InteractionKind,
    Level,
    NetworkId,
    Noun,
    PositionType,
    Role,
    Sector,
)

WHATS: Final = ("met", "person", "partner", "tie")
QUICK_KINDS: Final = (
    InteractionKind.MEETING,
    InteractionKind.VISIT,
    InteractionKind.CALL,
    InteractionKind.MESSAGE,
    InteractionKind.EVENT,
)


def render(desk: Desk, say: Say, place: Place) -> Component:
    """Offer the three entries, one at a time."""
    network_id = place.network_id
    if not desk.role(network_id).includes(Role.EDITOR):
        return html.Div([html.H1(say("add.title")), alert(say("add.readers"))])
    what = place.query.get("what", WHATS[0])
    what = what if what in WHATS else WHATS[0]
    ids = [place.query.get(name, "") for name in ("who", "whom")]
    named = desk.introduce(network_id, [id_ for id_ in ids if id_]) if any(ids) else {}
    who, whom = (named.get(id_) for id_ in ids)
    forms: dict[str, Callable[[], list[Component]]] = {
        "met": lambda: _met(desk, say, network_id, who),
        "person": lambda: _person(say),
        "partner": lambda: _partner(say),
        "tie": lambda: _tie(desk, say, network_id, who, whom),
    }
    return html.Div(
        [
            html.H1(say("add.title")),
            _whats(say, network_id, what),
            html.Div(
                forms[what](),
                className="form quick",
                role="form",
                **aria(label=say(f"add.what.{what}")),
            ),
            html.Div(id="add-outcome", **aria(live="polite")),
            dcc.Store(id="add-written"),
        ]
    )


def _whats(say: Say, network_id: NetworkId, what: str) -> Component:
    items: list[Component] = []
    for choice in WHATS:
        name: list[Component | str] = [say(f"add.what.{choice}")]
        if choice == what:
            name.append(html.Span(say("shell.this_page"), className="visually-hidden"))
        href = link(network_id, PageName.ADD, what=choice)
        mark = "chip current" if choice == what else "chip"
        items.append(html.Li(dcc.Link(name, href=href, className=mark)))
    return html.Ul(items, className="chips")


def _save(say: Say, what: str) -> Component:
    return dmc.Button(
        say("add.save"), id={"type": "add-save", "what": what}, size="lg", fullWidth=True
    )


def _text(field: str, label: str, description: str = "") -> Component:
    return dmc.TextInput(
        id={"type": "add-text", "field": field},
        label=label,
        description=description or None,
        size="md",
    )


def _person(say: Say) -> list[Component]:
    return [
        _text("name", say("add.person.name"), say("add.person.name_hint")),
        _text("name_in_talk", say("add.person.name_in_talk"), say("add.person.name_in_talk_hint")),
        finder(say, "partner", say("add.person.partner"), kinds="partner"),
        _text("title", say("add.person.title")),
        dmc.Switch(
            id={"type": "add-flag", "field": "is_leader"}, label=say("add.person.leader"), size="md"
        ),
        _save(say, "person"),
    ]


def _partner(say: Say) -> list[Component]:
    return [
        _text("name", say("add.partner.name")),
        _words(say, "sector", Sector),
        _words(say, "level", Level),
        _text("region", say("add.partner.region")),
        _save(say, "partner"),
    ]


def _words(say: Say, field: str, words: type[Sector] | type[Level]) -> Component:
    return dmc.Select(
        id={"type": "add-text", "field": field},
        label=say(f"add.partner.{field}"),
        data=[{"value": word.value, "label": say.word(field, word)} for word in words],
        clearable=True,
        clearButtonProps=clear_button(say),
        size="md",
    )


def _tie(
    desk: Desk, say: Say, network_id: NetworkId, who: Brief | None, whom: Brief | None
) -> list[Component]:
    types = [
        {"value": type_.id, "label": say.tie_type(type_)}
        for type_ in desk.tie_types(network_id)
        if type_.is_on
    ]
    return [
        finder(say, "source", say("add.tie.source"), chosen=who or desk.me(network_id)),
        dmc.Select(
            id={"type": "add-text", "field": "tie_type"},
            label=say("add.tie.type"),
            data=types,
            value="knows",
            allowDeselect=False,
            size="md",
        ),
        finder(say, "target", say("add.tie.target"), chosen=whom),
        _save(say, "tie"),
    ]


def _met(desk: Desk, say: Say, network_id: NetworkId, who: Brief | None) -> list[Component]:
    me, today = desk.me(network_id), desk.today(network_id)
    days = [(today - timedelta(days=back), say(f"add.met.day.{back}")) for back in range(3)]
    return [
        finder(say, "met", say("add.met.whom"), chosen=who, kinds="contact"),
        finder(
            say,
            "me",
            say("add.met.me"),
            chosen=me,
            kinds="contact",
            description=say("add.met.me_hint"),
        )
        if me is None
        else html.P(say("add.met.as", name=me.name_in_talk), className="aside"),
        _choice(
            say("add.met.kind"),
            "kind",
            [(kind.value, say(f"word.interaction.{kind}")) for kind in QUICK_KINDS],
        ),
        _choice(say("add.met.when"), "day", [(day.isoformat(), text) for day, text in days]),
        html.Details(
            [
                html.Summary(say("add.met.more")),
                _text("held_on", say("add.met.other_day"), say("add.met.other_day_hint")),
                _text("subject", say("add.met.subject")),
            ]
        ),
        _save(say, "met"),
    ]


def _choice(label: str, field: str, choices: list[tuple[str, str]]) -> Component:
    return dmc.RadioGroup(
        dmc.Group([dmc.Radio(label=text, value=value, size="md") for value, text in choices]),
        id={"type": "add-text", "field": field},
        label=label,
        value=choices[0][0],
        size="md",
        className="choice",
    )


# ---------------------------------------------------------------------------- what is written


def new_person(entered: dict[str, Any]) -> list[AnyRecord]:
    """Make a contact, and the position if an organisation is named."""
    contact = Contact(
        id=new_id(),
        name=(entered.get("name") or "").strip(),
        name_in_talk=(entered.get("name_in_talk") or "").strip(),
        is_leader=bool(entered.get("is_leader")),
    )
    title, partner = (entered.get("title") or "").strip(), entered.get("partner")
    if title and not partner:
        issue = FieldIssue("partner_id", "missing")
        raise InvalidRecordError(Noun.POSITION, "", [issue])
    if not partner:
        return [contact]
    type_ = PositionType.LEADS if contact.is_leader else PositionType.WORKS_FOR
    post = Position(id=new_id(), contact_id=contact.id, partner_id=partner, type=type_, title=title)
    return [contact, post]


def new_partner(entered: dict[str, Any]) -> list[AnyRecord]:
    """Make an organisation; local governments are key partners unless somebody says otherwise."""
    sector = Sector(entered["sector"]) if entered.get("sector") else None
    level = Level(entered["level"]) if entered.get("level") else None
    return [
        Partner(
            id=new_id(),
            name=(entered.get("name") or "").strip(),
            sector=sector,
            level=level,
            region=(entered.get("region") or "").strip(),
            is_key_partner=is_key_by_default(sector, level),
        )
    ]


def new_tie(entered: dict[str, Any]) -> list[AnyRecord]:
    """Make a tie."""
    _require(Noun.TIE, entered, {"source": "source_id", "target": "target_id"})
    return [
        Tie(
            id=new_id(),
            source_id=entered["source"],
            target_id=entered["target"],
            type=entered.get("tie_type") or "",
        )
    ]


def new_meeting(entered: dict[str, Any]) -> list[AnyRecord]:
    """Make an interaction between the reader and somebody."""
    _require(Noun.INTERACTION, entered, {"met": "participants", "me": "initiator"})
    typed = (entered.get("held_on") or "").strip()
    try:
        held_on = parse_date(typed) if typed else StatedDate(date.fromisoformat(entered["day"]))
    except DateError as error:
        facts = {"instead": error.instead} if error.instead else {}
        issue = FieldIssue("held_on", error.fault, typed, facts)
        raise InvalidRecordError(Noun.INTERACTION, "", [issue]) from None
    return [
        Interaction(
            id=new_id(),
            kind=InteractionKind(entered["kind"]),
            held_on=held_on,
            participants=(entered["me"], entered["met"]),
            subject=(entered.get("subject") or "").strip(),
        )
    ]


def _require(noun: Noun, entered: dict[str, Any], fields: dict[str, str]) -> None:
    missing = [
        FieldIssue(field, "missing") for name, field in fields.items() if not entered.get(name)
    ]
    if missing:
        raise InvalidRecordError(noun, "", missing)


LABELS: Final = {
    "person": {
        "name": "add.person.name",
        "name_in_talk": "add.person.name_in_talk",
        "partner_id": "add.person.partner",
        "title": "add.person.title",
    },
    "partner": {"name": "add.partner.name", "region": "add.partner.region"},
    "tie": {
        "source_id": "add.tie.source",
        "target_id": "add.tie.target",
        "type": "add.tie.type",
    },
    "met": {
        "participants": "add.met.whom",
        "initiator": "add.met.me",
        "held_on": "add.met.other_day",
        "subject": "add.met.subject",
    },
}
"""What the fields of a record are called on its form: keys of the texts."""

MAKERS: Final[dict[str, Callable[[dict[str, Any]], list[AnyRecord]]]] = {
    "person": new_person,
    "partner": new_partner,
    "tie": new_tie,
    "met": new_meeting,
}


def connect(app: Dash, desks: Desks) -> None:
    """Save what was entered; undo it if asked to."""

    @app.callback(
        Output("add-outcome", "children"),
        Output("add-written", "data"),
        Input({"type": "add-save", "what": ALL}, "n_clicks"),
        State({"type": "add-text", "field": ALL}, "id"),
        State({"type": "add-text", "field": ALL}, "value"),
        State({"type": "add-flag", "field": ALL}, "id"),
        State({"type": "add-flag", "field": ALL}, "checked"),
        State(EVERY, "id"),
        State(EVERY, "value"),
        State("place", "pathname"),
        prevent_initial_call=True,
    )
    def save(  # noqa: PLR0917 - Dash gives states by place
        clicks: list[int | None],
        texts: list[dict[str, str]],
        values: list[Any],
        flags: list[dict[str, str]],
        checked: list[bool | None],
        fields: list[dict[str, str]],
        chosen: list[str | None],
        pathname: str,
    ) -> tuple[Any, Any]:
        place = read_place(pathname, "")
        if not any(clicks) or place is None:
            raise PreventUpdate
        what = triggered("what")
        caller = desks.caller()
        desk, say = caller.desk, caller.say
        entered = {id_["field"]: value for id_, value in zip(texts, values, strict=True)}
        entered |= {id_["field"]: flag for id_, flag in zip(flags, checked, strict=True)}
        entered |= {id_["field"]: value for id_, value in zip(fields, chosen, strict=True)}
        try:
            if what == "met":
                _note_me(desk, place.network_id, entered)
            records = MAKERS[what](entered)
            same = namesakes(desk, place.network_id, records[0])
            written = desk.save(place.network_id, records)
        except RestuError as error:
            return refused(desk, say, place.network_id, what, error), None
        told = saved(desk, say, place.network_id, what, records, same)
        return told, [list(pair) for pair in written.records]

    @app.callback(
        Output("add-outcome", "children", allow_duplicate=True),
        Output("add-written", "data", allow_duplicate=True),
        Input({"type": "add-undo", "of": ALL}, "n_clicks"),
        State("add-written", "data"),
        State("place", "pathname"),
        prevent_initial_call=True,
    )
    def undo(
        clicks: list[int | None], written: list[list[str]] | None, pathname: str
    ) -> tuple[Any, Any]:
        place = read_place(pathname, "")
        if not any(clicks) or not written or place is None:
            raise PreventUpdate
        caller = desks.caller()
        records = tuple((Noun(noun), id_) for noun, id_ in written)
        try:
            caller.desk.undo(place.network_id, Written(records))
        except RestuError as error:
            return problem(caller.say, error), desks.stay
        return alert(caller.say("add.undone"), tone="calm"), None


def _note_me(desk: Desk, network_id: NetworkId, entered: dict[str, Any]) -> None:
    """Take the reader as known, or remember who the reader says to be."""
    me = desk.me(network_id)
    if me is not None:
        entered["me"] = me.id
    elif entered.get("me"):
        desk.remember_me(network_id, entered["me"])


def refused(desk: Desk, say: Say, network_id: NetworkId, what: str, error: RestuError) -> Component:
    """Say why an entry was not saved, in the words of its form and with names."""
    labels = {field: say(key) for field, key in LABELS[what].items()}
    issues = error.issues if isinstance(error, InvalidRecordError) else ()
    values = [issue.value for issue in issues if issue.value]
    names = desk.introduce(network_id, values) if values else {}
    return problem(say, error, labels, names)


def namesakes(desk: Desk, network_id: NetworkId, record: AnyRecord) -> tuple[Brief, ...]:
    """Find who is called so already; asked before saving, so that nobody is their own namesake."""
    if isinstance(record, Contact):
        return desk.namesakes(network_id, record.name, ActorKind.CONTACT)
    if isinstance(record, Partner):
        return desk.namesakes(network_id, record.name, ActorKind.PARTNER)
    return ()


def saved(
    desk: Desk,
    say: Say,
    network_id: NetworkId,
    what: str,
    records: list[AnyRecord],
    same: tuple[Brief, ...],
) -> Component:
    """Say what was saved, with the ways to look at it and to undo it."""
    first = records[0]
    ids = (
        [first.id]
        if isinstance(first, Contact | Partner)
        else [first.source_id, first.target_id]
        if isinstance(first, Tie)
        else list(first.participants)
        if isinstance(first, Interaction)
        else []
    )
    named = desk.introduce(network_id, ids)
    who: list[Child] = []
    for place, id_ in enumerate(id_ for id_ in ids if id_ in named):
        who += [" · " if place else "", actor_link(network_id, named[id_])]
    acts: list[Child] = [
        dmc.Button(
            say("add.undo"), id={"type": "add-undo", "of": what}, variant="default", size="md"
        )
    ]
    if isinstance(first, Contact):
        acts.append(
            button_link(
                say("profile.add_tie"), link(network_id, PageName.ADD, what="tie", who=first.id)
            )
        )
    return html.Div(
        [
            alert(
                say(f"add.saved.{what}"),
                html.P(who),
                html.Div(acts, className="actions"),
                tone="good",
            ),
            _is_it_the_same(say, network_id, what, same) if same else None,
        ],
        className="stack",
    )


def _is_it_the_same(
    say: Say, network_id: NetworkId, what: str, same: tuple[Brief, ...]
) -> Component:
    """Ask about others of the same name, without standing in the way."""
    lines: list[Component] = []
    for brief in same:
        where = post(say, brief)
        lines.append(html.Li([actor_link(network_id, brief), f" · {where}" if where else ""]))
    return alert(
        say(f"add.same.{what}"), html.Ul(lines), html.P(say("add.same.remedy")), tone="calm"
    )
