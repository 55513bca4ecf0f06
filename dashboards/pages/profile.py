"""Page: who is this; everything that is on record about a person or an organisation."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboards.advice import closeness
from dashboards.desk import Desk, Profile
from dashboards.elements import (
    Child,
    actor_link,
    alert,
    badge,
    button_link,
    facts,
    pair_link,
    says_capacity,
    section,
)
from dashboards.links import WITH, PageName, Place, link
from dashboards.pages import conflicts, strengths
from dashboards.texts import Say
from graph.access.answers import Brief
from graph.access.closeness import Closeness
from graph.access.strength_answers import CoolingNotice
from graph.records.contacts import Contact
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.ties import Tie, TieType
from graph.vocabulary import Capacity, NetworkId, Noun, Role

MOST_PARTICIPANTS: Final = 8
MOST_ROWS: Final = 8
"""Lines of a list in sight; the others unfold."""
AFTER: Final = {
    Noun.POSITION: "positions",
    Noun.TIE: "relationships",
    Noun.INTERACTION: "meetings",
}
"""Parameters of the address that hold where a list goes on."""


def render(desk: Desk, say: Say, place: Place) -> Component:
    """Show facts, positions, relationships and meetings, and what can be done from here."""
    if place.query.get(WITH):
        return strengths.render(desk, say, place)
    network_id, actor_id = place.network_id, place.record_id
    after = {noun: cursor for noun, name in AFTER.items() if (cursor := place.query.get(name))}
    profile = desk.profile(network_id, actor_id, after=after)
    record = profile.actor.record
    may_write = desk.role(network_id).includes(Role.EDITOR)
    types = {type_.id: type_ for type_ in desk.tie_types(network_id)}
    close = {} if profile.actor.is_removed else _closeness(desk, network_id, profile)
    told = _Teller(say, network_id, actor_id, profile.others, types, close)
    has_interests = isinstance(record, Contact) and not profile.actor.is_removed
    is_marked = has_interests and conflicts.is_marked(desk, network_id, record.id)
    return html.Div(
        [
            _head(say, record, is_marked=is_marked),
            alert(say("profile.removed"), tone="calm") if profile.actor.is_removed else None,
            alert(say("profile.ask_nothing"), tone="calm")
            if isinstance(record, Contact) and record.do_not_ask
            else None,
            _acts(say, network_id, record, may_write=may_write),
            None if profile.actor.is_removed else _cooling(say, desk.cooling(network_id, actor_id)),
            section(say("profile.facts"), _facts(say, told, record)),
            conflicts.conflicts_of(desk, say, place) if has_interests else None,
            *(_list(say, told, profile, noun, place) for noun in AFTER),
            html.P(_recorded(say, profile), className="aside"),
        ]
    )


def _closeness(desk: Desk, network_id: NetworkId, profile: Profile) -> Mapping[str, Closeness]:
    """Ask how close those are whose relationships are in sight."""
    actor_id = profile.actor.record.id
    ends = [(stored.record.source_id, stored.record.target_id) for stored in profile.ties]
    others = dict.fromkeys(one if other == actor_id else other for one, other in ends)
    seen = [other for other in others if other in profile.others][:MOST_ROWS]
    return desk.closeness(network_id, actor_id, seen)


def _cooling(say: Say, notices: Sequence[CoolingNotice]) -> Component | None:
    """Say with whom it is time to be in touch again."""
    if not notices:
        return None
    lines = [
        html.Li(
            say(
                "profile.cooling.detail",
                greeter=notice.greeter.name_in_talk,
                greeted=notice.greeted.name_in_talk,
                last=notice.last_contact,
                gap=notice.usual_gap,
            )
        )
        for notice in notices
    ]
    return alert(say("profile.cooling.title"), html.Ul(lines))


def _recorded(say: Say, profile: Profile) -> str:
    if not profile.changed_by:
        return say("profile.recorded_at", at=profile.changed_at)
    return say("profile.recorded", at=profile.changed_at, by=profile.changed_by)


def _head(say: Say, record: Contact | Partner, *, is_marked: bool) -> Component:
    marks: list[Component] = []
    if isinstance(record, Contact):
        if record.is_leader:
            marks.append(badge(say("word.field.is_leader"), "leader"))
        if record.do_not_ask:
            marks.append(badge(say("word.field.do_not_ask"), "quiet"))
        if is_marked:
            marks.append(badge(say("conflicts.mark"), "quiet"))
    else:
        marks.append(badge(say(f"word.partner_kind.{record.kind}")))
        if record.is_key_partner:
            marks.append(badge(say("word.field.is_key_partner"), "leader"))
    return html.Div([html.H1(record.name), html.P(marks) if marks else None])


def _acts(
    say: Say, network_id: NetworkId, record: Contact | Partner, *, may_write: bool
) -> Component:
    acts: list[Component] = []
    if isinstance(record, Partner) or not record.do_not_ask:
        acts = [
            button_link(
                say("profile.ways_to"), link(network_id, PageName.REACH, to=record.id), is_main=True
            ),
            button_link(
                say("profile.ways_from"), link(network_id, PageName.REACH, **{"from": record.id})
            ),
        ]
    if may_write:
        acts.append(
            button_link(
                say("profile.add_tie"), link(network_id, PageName.ADD, what="tie", who=record.id)
            )
        )
        if isinstance(record, Contact):
            acts.append(
                button_link(
                    say("profile.met"), link(network_id, PageName.ADD, what="met", who=record.id)
                )
            )
    return html.Div(acts, className="actions")


def _facts(say: Say, told: "_Teller", record: Contact | Partner) -> Component:
    rows: dict[str, Child | list[Child]] = {}

    def fact(field: str, value: Child | list[Child]) -> None:
        if value:
            rows[say(f"word.field.{field}")] = value

    if isinstance(record, Contact):
        fact("name_in_talk", record.name_in_talk)
        fact("address_form", record.address_form)
        fact("seniority", say(f"word.seniority.{record.seniority}") if record.seniority else "")
        channel = record.preferred_channel
        fact("preferred_channel", say(f"word.channel.{channel}") if channel else "")
        fact("phone", record.phone)
        fact("email", record.email)
        fact("languages", say.all_of([say.language_name(code) for code in record.languages]))
    else:
        fact("sector", say.word("sector", record.sector))
        fact("level", say.word("level", record.level) if record.level else "")
        fact("parent_id", told.name(record.parent_id) if record.parent_id else "")
    fact("region", record.region)
    fact("aliases", say.listed(record.aliases))
    fact("tags", say.all_of(record.tags))
    fact("remark", record.remark)
    for name, value in record.fields.items():
        if value not in (None, ""):
            rows[name.replace("_", " ")] = say.fact(value)
    fact("source_ref", record.source_ref)
    return facts(rows) if rows else html.P(say("profile.no_facts"))


def _list(say: Say, told: "_Teller", profile: Profile, noun: Noun, place: Place) -> Component:
    match noun:
        case Noun.POSITION:
            lines = [told.position(stored.record) for stored in profile.positions]
        case Noun.TIE:
            ties = [stored.record for stored in profile.ties]
            lines = [told.tie(statements) for statements in told.together(ties)]
        case _:
            lines = [told.interaction(stored.record) for stored in profile.interactions]
    return section(
        say(f"profile.list.{noun}"),
        html.Ul(lines[:MOST_ROWS], className="rows")
        if lines
        else html.P(say(f"profile.none.{noun}")),
        html.Details(
            [
                html.Summary(say("profile.unfold", count=len(lines) - MOST_ROWS)),
                html.Ul(lines[MOST_ROWS:], className="rows"),
            ]
        )
        if len(lines) > MOST_ROWS
        else None,
        html.P(say("profile.more", count=len(lines)), className="aside")
        if noun in profile.next
        else None,
        _turn(say, noun, place, profile.next.get(noun, "")),
    )


def _turn(say: Say, noun: Noun, place: Place, following: str) -> Component | None:
    """Lead to the next part of a list, and from a later part back to the first."""
    name = AFTER[noun]
    turns = [("next", following)] if following else []
    if place.query.get(name):
        turns.append(("first", ""))
    if not turns:
        return None
    return html.Div(
        [
            button_link(
                say(f"profile.{turn}.{noun}"),
                link(
                    place.network_id, place.page, place.record_id, **{**place.query, name: cursor}
                ),
            )
            for turn, cursor in turns
        ],
        className="actions",
    )


class _Teller:
    """Tells records from the side of one actor."""

    def __init__(
        self,
        say: Say,
        network_id: NetworkId,
        actor_id: str,
        others: Mapping[str, Brief],
        types: Mapping[str, TieType],
        close: Mapping[str, Closeness],
    ) -> None:
        self._say = say
        self._network_id = network_id
        self._actor_id = actor_id
        self._others = others
        self._types = types
        self._close = close

    def name(self, actor_id: str) -> Child:
        """Name somebody, with the way to the profile."""
        brief = self._others.get(actor_id)
        return actor_link(self._network_id, brief) if brief else actor_id

    def position(self, post: Position) -> Component:
        """Tell a position, from the side of the person or of the organisation."""
        say = self._say
        is_person = post.contact_id == self._actor_id
        other = self.name(post.partner_id if is_person else post.contact_id)
        capacity = post.capacity if post.capacity is not Capacity.DEFINITIVE else None
        if says_capacity(say, post.title):
            capacity = None
        title = say.listed(
            part
            for part in (say.word("capacity", capacity) if capacity else "", post.title)
            if part
        )
        below = [say(f"word.position.{post.type}"), say.span(post.since, post.until)]
        return _line([f"{title} · " if title else "", other], say.listed(below), post.evidence)

    def together(self, ties: Iterable[Tie]) -> list[list[Tie]]:
        """Put what both sides say of the same relationship beside each other."""
        groups: dict[tuple[str, ...], list[Tie]] = {}
        for tie in ties:
            mutual = (tie.type, *sorted((tie.source_id, tie.target_id)))
            groups.setdefault(mutual if self._is_mutual(tie) else (tie.id,), []).append(tie)
        return list(groups.values())

    def tie(self, statements: list[Tie]) -> Component:
        """Tell a relationship as "source, what, target", with all that is said of it."""
        say = self._say
        tie = statements[0]
        type_ = self._types.get(tie.type)
        word = say.tie_type(type_) if type_ else say.word("tie", tie.type)
        if tie.source_id == self._actor_id:
            head: list[Child] = [f"{word}: ", self.name(tie.target_id)]
        elif self._is_mutual(tie):
            head = [f"{word}: ", self.name(tie.source_id)]
        else:
            head = [self.name(tie.source_id), f" {word} {self._in_talk(self._actor_id)}"]
        below: list[Child] = [*self._closeness(tie)]
        for stated in statements:
            told = self._stated(stated)
            if len(statements) > 1:
                by = say("profile.stated", name=self._in_talk(stated.source_id))
                told = say.listed(part for part in (by, told) if part)
            below += [told, stated.evidence]
        return _line(head, *below)

    def _closeness(self, tie: Tie) -> list[Child]:
        """Say how close the two are, if anything is known of it, with the way to why."""
        other = tie.target_id if tie.source_id == self._actor_id else tie.source_id
        close = self._close.get(other)
        if close is None:
            return []
        told: list[Child] = []
        if close.strength is not None and close.speaks is not None:
            told = [closeness(self._say, close.strength, close.speaks), ". "]
        one, two = self._others.get(self._actor_id), self._others.get(other)
        if one is not None and two is not None:
            told.append(pair_link(self._say, self._network_id, one, two))
        return [html.Span(told)]

    def _is_mutual(self, tie: Tie) -> bool:
        type_ = self._types.get(tie.type)
        return type_ is not None and not type_.is_directed

    def _in_talk(self, actor_id: str) -> str:
        brief = self._others.get(actor_id)
        return brief.name_in_talk if brief else actor_id

    def _stated(self, tie: Tie) -> str:
        """Tell what one side says of a relationship: what it is called, since when, the latest."""
        say = self._say
        parts = [tie.label] if tie.label else []
        if tie.since or tie.until:
            parts.append(say.span(tie.since, tie.until))
        if tie.last_contact:
            parts.append(say("ways.last_contact", on=tie.last_contact))
        return say.listed(parts)

    def interaction(self, interaction: Interaction) -> Component:
        """Tell a meeting or message."""
        say = self._say
        others = [id_ for id_ in interaction.participants if id_ != self._actor_id]
        head: list[Child] = [
            say.listed([say.date(interaction.held_on), say.word("interaction", interaction.kind)]),
            " · ",
        ]
        for place, id_ in enumerate(others[:MOST_PARTICIPANTS]):
            head += [", " if place else "", self.name(id_)]
        if len(others) > MOST_PARTICIPANTS:
            head.append(f" {say('profile.and_more', count=len(others) - MOST_PARTICIPANTS)}")
        below = [part for part in (interaction.subject, interaction.location) if part]
        return _line(head, say.listed(below), interaction.evidence)


def _line(head: list[Child], *below: Child) -> Component:
    asides = [html.Span(text, className="aside") for text in below if text]
    return html.Li(html.Div([html.Span(head), *asides], className="row-text"), className="row")
