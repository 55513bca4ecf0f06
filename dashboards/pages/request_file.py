"""One request: what is next, its way, what happened, its letter, and words for the next step."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.desk import Desk, RequestFile
from dashboards.elements import (
    Child,
    actor_link,
    alert,
    aria,
    badge,
    clear_button,
    section,
)
from dashboards.links import PageName, Place, link
from dashboards.pages.request_acts import BETWEEN_COPIES, acts_of, step_of
from dashboards.pages.request_start import channels
from dashboards.texts import Say
from dashboards.words import words_for
from graph.access.answers import Brief
from graph.access.asking import Form
from graph.access.patience import NextAct
from graph.access.requests import DueAct, Happening, LetterAnswer, Recorded
from graph.records.requests import OVER, IntroductionRequest, Letter, RequestEvent
from graph.vocabulary import NetworkId, RequestState, Role

LABELS: Final = {
    "on": "request.field.on",
    "channel": "request.field.channel",
    "remark": "request.field.remark",
    "conditions": "request.field.conditions",
    "state": "request.next_title",
    "number": "request.letter.number",
    "dated": "request.letter.dated",
    "addressee": "request.letter.addressee",
    "copies": "request.letter.copies",
    "at": "request.letter.at",
    "since": "request.letter.since",
    "places": "request.letter.since",
    "instruction": "request.letter.instruction",
}
"""What the fields of a request are called here: keys of the texts."""
DUE_STATES: Final = {
    NextAct.REMIND: RequestState.REMINDED,
    NextAct.ASK_NEXT: RequestState.ASKED,
    NextAct.ASK_AGAIN: RequestState.ASKED,
    NextAct.NOTE_MEETING: RequestState.MET,
}
"""What is noted once somebody has done what is next."""

Names = Mapping[str, Brief]


def render(desk: Desk, say: Say, place: Place) -> Component:
    """Show one request; what is noted replaces the view and leaves the outcome beside it."""
    return html.Div(
        [
            html.Div(id="request-outcome", **aria(live="polite")),
            html.Div(view(desk, say, place), id="request-view", className="stack"),
        ]
    )


def view(desk: Desk, say: Say, place: Place) -> list[Component]:
    """Show a request as it is now."""
    network_id = place.network_id
    found = desk.request(network_id, place.record_id)
    may_write = desk.role(network_id).includes(Role.EDITOR)
    request = found.request
    is_over = request.state in OVER
    parts = (
        _head(say, network_id, found),
        _next(say, found, may_write=may_write),
        _words(say, place, found),
        _steps(say, network_id, found, is_over=is_over),
        _letter(say, found, may_write=may_write and not is_over),
        _history(say, found),
        html.P(dcc.Link(say("request.all"), href=link(network_id, PageName.REQUESTS))),
        dcc.Store(id="request-version", data=found.stored.version),
    )
    return [part for part in parts if part is not None]


def name(say: Say, names: Names, id_: str) -> str:
    """Name somebody as in talk."""
    return names[id_].name_in_talk if id_ in names else say("request.names_gone")


def standing(say: Say, names: Names, request: IntroductionRequest) -> str:
    """Tell where a request stands: whom it waits for, since when."""
    parts = [say.word("request_state", request.state)]
    waiting = request.waiting_on
    if waiting is not None:
        parts.append(say("request.waiting_for", name=name(say, names, waiting)))
    if request.events:
        parts.append(say("request.since", on=request.events[-1].on))
    return say.listed(parts)


def act(say: Say, due: DueAct) -> str:
    """Say what is next, as an act of somebody."""
    gone = say("request.names_gone")
    told = due.due_act
    at = told.place.at if told.place else ""
    one = due.asker.name_in_talk if due.asker else gone
    other = due.asked.name_in_talk if due.asked else gone
    sentence = say(f"request.act.{told.act}", one=one, other=other, at=at)
    return f"{sentence[:1].upper()}{sentence[1:]}"


def when(say: Say, due: DueAct) -> list[str]:
    """Say by which way, how long somebody has waited, and since when it is due."""
    told = due.due_act
    parts = [say.word("channel", told.channel)] if told.channel else []
    if told.reminders:
        parts.append(say("request.reminded_times", count=told.reminders))
    if due.waiting > 0:
        parts.append(say("request.waited", count=due.waiting))
    if due.overdue > 0:
        parts.append(say("request.days_overdue", count=due.overdue))
    elif due.overdue == 0:
        parts.append(say("request.overdue_today"))
    else:
        parts.append(say("request.due_in", count=-due.overdue))
    return parts


# ---------------------------------------------------------------------------- parts of the page


def _head(say: Say, network_id: NetworkId, found: RequestFile) -> Component:
    request, names = found.request, found.names
    leader = names.get(request.leader_id)
    facts = [html.P([badge(say.word("request_state", request.state)), " ", _for(say, found)])]
    if request.purpose:
        label = html.Span(say("request.purpose"), className="step-label")
        facts.append(html.P([label, request.purpose]))
    if request.remark:
        facts.append(html.P(request.remark, className="aside"))
    if (proposed := request.proposed_blessing) is not None:
        agreed = say("request.blessing.agreed", on=proposed.on)
        on = proposed.conditions
        told = [agreed, html.Br(), say("request.blessing.conditions", conditions=on)]
        facts.append(html.P(told if on else agreed))
    title = say("request.to", leader=name(say, names, request.leader_id))
    who = [actor_link(network_id, leader)] if leader else []
    card = f"/v1/networks/{network_id}/introductions/{request.id}/card?language={say.language}"
    return html.Div(
        [
            html.H1(title),
            html.P(who),
            *facts,
            html.Div(
                html.A(
                    say("request.words.card"),
                    href=card,
                    target="_blank",
                    rel="noopener",
                    className="button",
                ),
                className="actions",
            ),
        ],
        className="summary",
    )


def _for(say: Say, found: RequestFile) -> str:
    request = found.request
    return say("request.for_whom", starter=name(say, found.names, request.starter_id))


def _next(say: Say, found: RequestFile, *, may_write: bool) -> Component:
    request = found.request
    lines = [
        html.P([html.Strong(act(say, due)), html.Br(), _aside(say.listed(when(say, due)))])
        for due in found.following
    ]
    if request.state in OVER:
        lines = [html.P(say("request.over"))]
    elif not lines:
        key = "not_asked_yet" if request.state is RequestState.DRAFT else "nothing_next"
        lines = [html.P(say(f"request.{key}"))]
    acts = _acts(say, found) if may_write else []
    readers = None if may_write else html.P(say("request.readers"), className="aside")
    return section(say("request.next_title"), *lines, *acts, readers)


def _acts(say: Say, found: RequestFile) -> list[Component]:
    """Offer what can be noted, what is next first; further facts unfold."""
    request = found.request
    states = list(acts_of(request))
    wanted = [DUE_STATES.get(due.due_act.act) for due in found.following]
    states.sort(key=lambda state: state not in wanted)
    if not states:
        return []
    buttons = [
        dmc.Button(
            _do(say, found, state),
            id={"type": "request-act", "state": state.value},
            variant="filled" if number == 0 else "outline",
            size="md",
            className="act",
        )
        for number, state in enumerate(states)
    ]
    return [
        html.Div(buttons, className="acts"),
        html.Details(
            [
                html.Summary(say("request.details")),
                html.Div(_facts(say, is_met=RequestState.MET in states), className="form"),
            ]
        ),
    ]


def _do(say: Say, found: RequestFile, state: RequestState) -> str:
    request = found.request
    step = request.steps[step_of(request, state)]
    key = state.value
    if state is RequestState.ASKED and request.asked_on(step_of(request, state)):
        key = "asked_again"
    one, other = (name(say, found.names, id_) for id_ in (step.asker_id, step.asked_id))
    return say(f"request.do.{key}", one=one, other=other)


def _facts(say: Say, *, is_met: bool) -> list[Component]:
    agreed = dmc.Switch(
        id={"type": "act-flag", "field": "agreed"},
        label=say("request.field.agreed_in_principle"),
        size="md",
    )
    conditions = _text("act-text", "conditions", say("request.field.conditions"))
    return [
        _text("act-text", "on", say("request.field.on"), say("request.day_hint")),
        dmc.Select(
            id={"type": "act-text", "field": "channel"},
            label=say("request.field.channel"),
            data=channels(say),
            clearable=True,
            clearButtonProps=clear_button(say),
            size="md",
        ),
        _text("act-text", "remark", say("request.field.remark")),
        *([agreed, conditions] if is_met else []),
    ]


def _text(kind: str, field: str, label: str, hint: str = "", value: str = "") -> Component:
    return dmc.TextInput(
        id={"type": kind, "field": field},
        label=label,
        description=hint or None,
        value=value,
        size="md",
    )


def _words(say: Say, place: Place, found: RequestFile) -> Component | None:
    """Draft what to say next, in the reader's language."""
    if found.request.state in OVER:
        return None
    form = place.query.get("form", "")
    words = words_for(
        found.asking,
        say,
        form=Form(form) if form in list(Form) else None,
        phrases=found.phrases,
        own_language=found.language,
    )
    missing = say("request.words.missing", gaps=say.all_of(words.missing)) if words.missing else ""
    links = [
        html.A(
            say(f"words.link.{one.kind}"),
            href=one.href,
            target="_blank",
            rel="noreferrer noopener",
            className="button",
        )
        for one in words.links
    ]
    return html.Section(
        html.Details(
            [
                html.Summary(html.H2(say("request.words.title"))),
                html.Div(
                    [
                        html.P(say("request.words.lead"), className="aside"),
                        _forms(say, place, words.form),
                        html.P(words.subject, className="card-title") if words.subject else None,
                        html.Blockquote(words.text, className="draft", lang=say.language),
                        html.P(missing) if missing else None,
                        html.Div(links, className="actions") if links else None,
                    ],
                    className="stack",
                ),
            ],
            open=bool(form),
        ),
        className="section",
    )


def _forms(say: Say, place: Place, chosen: Form) -> Component:
    items: list[Component] = []
    for form in Form:
        href = link(place.network_id, PageName.REQUESTS, place.record_id, form=form)
        text: list[Child] = [say(f"request.form.{form}")]
        if form is chosen:
            text.append(html.Span(say("shell.this_page"), className="visually-hidden"))
        mark = "chip current" if form is chosen else "chip"
        items.append(html.Li(dcc.Link(text, href=href, className=mark)))
    return html.Ul(items, className="chips")


def _steps(say: Say, network_id: NetworkId, found: RequestFile, *, is_over: bool) -> Component:
    request, names = found.request, found.names
    rows: list[Component] = []
    for place, (step, planned) in enumerate(zip(request.steps, found.plan.steps, strict=True)):
        who: list[Child] = []
        for number, id_ in enumerate((step.asker_id, step.asked_id)):
            brief = names.get(id_)
            who += [f" {say('ways.asks')} "] if number else []
            who.append(
                actor_link(network_id, brief, in_talk=True) if brief else name(say, names, id_)
            )
        state, events = request.state_of(place), request.events_of(place)
        told = say.word("request_state", state)
        if events:
            told = say("request.step_state", state=told, on=events[-1].on)
        below = [told]
        if step.channel:
            below.append(say("request.by", channel=say.word("channel", step.channel)))
        if step.due:
            below.append(say("request.until", on=step.due))
        if step.predicted is not None:
            below.append(say("request.expected", odds=say.odds(step.predicted.probability)))
        elif planned.probability is not None and not is_over:
            below.append(say("request.chance_now", odds=say.odds(planned.probability)))
        rows.append(
            html.Li(
                [
                    html.Span(str(place + 1), className="step-number", **aria(hidden="true")),
                    html.Div(
                        [
                            html.P(who, className="step-who"),
                            *(html.P(text, className="step-post") for text in below),
                        ],
                        className="step-body",
                    ),
                ],
                className="step",
            )
        )
    days = round(found.plan.days_if_agreed)
    takes = None if is_over else html.P(say("request.takes", days=days), className="aside")
    return section(say("request.steps_title"), html.Ol(rows, className="steps"), takes)


def _history(say: Say, found: RequestFile) -> Component:
    lines = [html.Li(_event(say, found, event), className="row") for event in found.request.events]
    listed = html.Ul(lines[::-1], className="rows") if lines else html.P(say("request.no_history"))
    return section(say("request.history"), listed)


def _event(say: Say, found: RequestFile, event: RequestEvent) -> Component:
    step = found.request.steps[event.step]
    one, other = (name(say, found.names, id_) for id_ in (step.asker_id, step.asked_id))
    channel = event.channel or (step.channel if event.state is RequestState.ASKED else None)
    parts = [say(f"request.did.{event.state}", one=one, other=other)]
    parts += [say.word("channel", channel)] if channel else []
    text = say.listed(parts)
    below = say.listed(part for part in (say.date(event.on), event.remark) if part)
    return html.Div([html.Span(text), _aside(below)], className="row-text")


def _aside(text: str) -> Component:
    return html.Span(text, className="aside")


# ---------------------------------------------------------------------------- the letter


def _letter(say: Say, found: RequestFile, *, may_write: bool) -> Component:
    answer, letter = found.letter, found.request.letter
    told = [html.P(say("request.letter.none"))] if answer is None else _whereabouts(say, answer)
    return section(
        say("request.letter.title"), *told, *(_letter_forms(say, letter) if may_write else ())
    )


def _letter_forms(say: Say, letter: Letter | None) -> list[Component]:
    hint = say("request.start.due_hint")
    moved = [
        _text("letter-text", "at", say("request.letter.at"), say("request.letter.at_hint")),
        _text("letter-text", "since", say("request.letter.since"), hint),
        _text("letter-text", "instruction", say("request.letter.instruction")),
    ]
    fields = _letter_fields(say, letter or Letter())
    if letter is None:
        return [_fold(say, "add", [*fields, *moved])]
    return [_fold(say, "moved", moved), _fold(say, "change", fields)]


def _whereabouts(say: Say, answer: LetterAnswer) -> list[Component]:
    """Answer "where is our letter?" with days."""
    letter = answer.letter
    lines: list[Component] = []
    about = [
        part for part in (letter.number, say.date(letter.dated) if letter.dated else "") if part
    ]
    if about:
        lines.append(html.P(say.listed(about)))
    if letter.addressee:
        lines.append(html.P(f"{say('request.letter.addressee')}: {letter.addressee}"))
    if letter.copies:
        lines.append(html.P(f"{say('request.letter.copies')}: {say.listed(letter.copies)}"))
    if not answer.stays:
        return [*lines, html.P(say("request.letter.nowhere"))]
    *before, now = answer.stays
    where, days = now.place, now.days
    told = say("request.letter.now", at=where.at, since=where.since, count=days)
    lines.insert(0, html.P(html.Strong(told)))
    if where.instruction:
        lines.insert(1, html.P(f"{say('request.letter.instruction')}: {where.instruction}"))
    if answer.days is not None:
        lines.append(html.P(say("request.letter.whole", count=answer.days)))
    stays = [
        say("request.letter.stay", at=stay.place.at, since=stay.place.since, count=stay.days)
        for stay in before
    ]
    if stays:
        lines.append(html.Ul([html.Li(text) for text in stays], className="posts"))
    return lines


def _letter_fields(say: Say, letter: Letter) -> list[Component]:
    dated = say.date(letter.dated) if letter.dated else ""
    copies = f"{BETWEEN_COPIES} ".join(letter.copies)
    hint = say("request.letter.copies_hint")
    return [
        _text("letter-text", "number", say("request.letter.number"), value=letter.number),
        _text(
            "letter-text",
            "dated",
            say("request.letter.dated"),
            say("request.start.due_hint"),
            dated,
        ),
        _text("letter-text", "addressee", say("request.letter.addressee"), value=letter.addressee),
        _text("letter-text", "copies", say("request.letter.copies"), hint, copies),
    ]


def _fold(say: Say, what: str, fields: Sequence[Component]) -> Component:
    save = dmc.Button(
        say("request.letter.save"), id={"type": "request-letter", "of": what}, size="md"
    )
    title = say(f"request.letter.{what}")
    return html.Details([html.Summary(title), html.Div([*fields, save], className="form")])


# ---------------------------------------------------------------------------- what was noted


def noted(say: Say, said: Happening, recorded: Recorded, place: int | None) -> Component:
    """Say what was noted, and offer to take it back where that is possible."""
    lines: list[Child] = []
    if recorded.interaction_id is not None:
        lines.append(html.P(say("request.meeting_noted")))
    if recorded.blessing is not None:
        lines.append(html.P(say("request.blessing_noted")))
    if place is None:
        lines.append(html.P(say("request.stays_noted")))
    else:
        identifier: dict[str, Any] = {
            "type": "request-undo",
            "place": place,
            "version": recorded.stored.version,
        }
        button = dmc.Button(say("request.undo"), id=identifier, variant="outline", size="md")
        lines.append(html.Div(button, className="actions"))
    what = say.word("request_state", said.state)
    return alert(say("request.noted", what=what), *lines, tone="calm")
