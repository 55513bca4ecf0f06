"""Rows of the columns, from records: what a record says, as numbers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from graph.network.codes import (
    AGREED,
    CAPACITY_CODES,
    CHANNEL_CODES,
    CONTACT,
    DECLINED,
    INTERACTION_CODES,
    LEVEL_CODES,
    NO_CAP,
    NO_DAY,
    PARTNER,
    PARTNER_KIND_CODES,
    POSITION_CODES,
    REQUEST_STATE_CODES,
    SECTOR_CODES,
    UNDECIDED,
    ActorFlag,
)
from graph.network.columns import (
    ActorColumns,
    AskColumns,
    MergerColumns,
    NetworkColumns,
    ParticipationColumns,
    PositionColumns,
    TieColumns,
)
from graph.records.contacts import Contact
from graph.records.dates import BEGINNING, OPEN_END
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.requests import IntroductionRequest
from graph.records.ties import StrengthOverride, Tie, TieType
from graph.vocabulary import RequestState

_OUTCOMES: Final = {RequestState.AGREED: AGREED, RequestState.DECLINED: DECLINED}
"""The only answers that teach anything."""


def columns_of(
    actors: Sequence[Contact | Partner],
    ties: Sequence[Tie],
    *,
    positions: Sequence[Position],
    interactions: Sequence[Interaction],
    types: Sequence[TieType],
    requests: Sequence[IntroductionRequest],
    recorded: int | None,
) -> NetworkColumns:
    """Give the columns of a whole revision made of these records; see :meth:`Network.build`."""
    ordered = sorted(actors, key=lambda actor: actor.id)
    index = {actor.id: place for place, actor in enumerate(ordered)}
    names = tuple(dict.fromkeys(tie.type for tie in ties))
    return NetworkColumns(
        revision=1,
        since=0,
        actors=ActorColumns.of_rows([actor_row(index[a.id], a) for a in ordered]),
        ties=TieColumns.of_rows(
            [
                tie_row(key, tie, index[tie.source_id], index[tie.target_id], names)
                for key, tie in enumerate(ties)
            ]
        ),
        positions=PositionColumns.of_rows(
            [
                position_row(key, post, index[post.contact_id], index[post.partner_id])
                for key, post in enumerate(positions)
            ]
        ),
        participations=ParticipationColumns.of_rows(
            [
                participation_row(key, act, actor_id, index[actor_id], recorded)
                for key, act in enumerate(interactions)
                if act.is_held
                for actor_id in act.participants
            ]
        ),
        asks=AskColumns.of_rows(
            [
                row
                for key, request in enumerate(requests)
                for row in ask_rows(key, request, index, recorded)
            ]
        ),
        types=names,
        registry=tuple(types),
        mergers=MergerColumns.of_rows(
            [
                (index[actor.id], index[actor.merged_into])
                for actor in ordered
                if actor.merged_into in index
            ]
        ),
    )


def actor_row(index: int, actor: Contact | Partner) -> tuple[Any, ...]:
    """Give the values of ``ActorColumns`` for a record in use."""
    if isinstance(actor, Partner):
        flags = ActorFlag.KEY_PARTNER * actor.is_key_partner | ActorFlag.MERGED * (
            actor.merged_into is not None
        )
        return (
            index,
            actor.id,
            PARTNER,
            SECTOR_CODES.get(actor.sector or "", 0),
            LEVEL_CODES.get(actor.level or "", 0),
            PARTNER_KIND_CODES[actor.kind],
            0,
            np.nan,
            NO_CAP,
            int(flags),
        )
    flags = (
        ActorFlag.LEADER * actor.is_leader
        | ActorFlag.DO_NOT_ASK * actor.do_not_ask
        | ActorFlag.DECEASED * actor.is_deceased
        | ActorFlag.OPTED_OUT * actor.has_opted_out
        | ActorFlag.MERGED * (actor.merged_into is not None)
    )
    busyness = np.nan if actor.busyness is None else actor.busyness
    cap = NO_CAP if actor.request_cap is None else actor.request_cap
    return (index, actor.id, CONTACT, 0, 0, 0, actor.seniority or 0, busyness, cap, int(flags))


def tie_row(
    key: int, tie: Tie, source: int, target: int, types: Sequence[str]
) -> tuple[float, ...]:
    """Give the values of ``TieColumns`` for a record in use."""
    return (
        key,
        source,
        target,
        types.index(tie.type),
        np.nan if tie.strength is None else tie.strength,
        np.nan if tie.confidence is None else tie.confidence,
        tie.since.day if tie.since else BEGINNING,
        tie.until.day_after if tie.until else OPEN_END,
        tie.last_contact.day if tie.last_contact else NO_DAY,
        *override_values(tie.override),
    )


def override_values(said: StrengthOverride | None) -> tuple[float, int, int]:
    """Give the last three values of ``TieColumns``."""
    return (
        (np.nan, NO_DAY, NO_DAY)
        if said is None
        else (
            said.strength,
            said.since.day,
            said.day_after,
        )
    )


def position_row(key: int, post: Position, contact: int, partner: int) -> tuple[int, ...]:
    """Give the values of ``PositionColumns`` for a record in use."""
    return (
        key,
        contact,
        partner,
        POSITION_CODES[post.type],
        CAPACITY_CODES.get(post.capacity or "", 0),
        post.since.day if post.since else BEGINNING,
        post.until.day_after if post.until else OPEN_END,
    )


def participation_row(
    key: int, act: Interaction, actor_id: str, actor: int, recorded: int | None
) -> tuple[Any, ...]:
    """Give the values of ``ParticipationColumns`` for a participant of an interaction held."""
    return (
        key,
        actor,
        INTERACTION_CODES[act.kind],
        act.held_on.day,
        int(act.initiator == actor_id),
        act.answered_on.day if act.answered_on else NO_DAY,
        act.held_on.day if recorded is None else recorded,
        actor_id not in act.represented,
    )


def ask_rows(
    key: int, request: IntroductionRequest, index: Mapping[str, int], recorded: int | None
) -> Iterator[tuple[Any, ...]]:
    """Give the values of ``AskColumns`` for each step of a request that was asked.

    ``recorded`` is the day of the request's last change; an event that says when it was written
    down is believed more.
    """
    for place, step in enumerate(request.steps):
        events = request.events_of(place)
        asked = next((event for event in events if event.state is RequestState.ASKED), None)
        if asked is None:
            continue
        answer = request.answer_of(place)
        outcome = _OUTCOMES.get(answer.state, UNDECIDED) if answer else UNDECIDED
        decisive = asked if answer is None else answer
        noted = decisive.noted_on or (decisive.on if recorded is None else None)
        yield (
            key,
            place,
            index[step.asker_id],
            index[step.asked_id],
            asked.on.day,
            REQUEST_STATE_CODES[request.state_of(place)],
            outcome,
            answer.on.day if answer and outcome != UNDECIDED else NO_DAY,
            CHANNEL_CODES.get(asked.channel or step.channel or "", 0),
            noted.day if noted else recorded,
            step.predicted.probability if step.predicted else np.nan,
        )
