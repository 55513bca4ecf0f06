"""Ends and limits of questions about access: ids become actors, offices become who holds them."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from graph.access.hops import COLLEAGUES, MET
from graph.access.network import AccessNetwork
from graph.access.routes import refused
from graph.errors import (
    FieldIssue,
    InvalidQuestionError,
    RefusedEndError,
    UnknownRecordError,
    shown,
)
from graph.network import CONTACT, POSITION_CODES, Network, NetworkView
from graph.records.ties import BUILT_IN_TYPES
from graph.vocabulary import PositionType

HEADS: Final = (POSITION_CODES[PositionType.LEADS], POSITION_CODES[PositionType.CHAIRS])


def within(field: str, value: int, most: int, least: int = 1) -> list[FieldIssue]:
    """Tell that a number lies outside its limits, or nothing."""
    if least <= value <= most:
        return []
    facts = {"least": str(least), "most": str(most)}
    return [FieldIssue(field, "outside-limits", str(value), facts)]


def check_types(network: Network, types: Sequence[str]) -> None:
    """Refuse types of relationship that the network does not know."""
    known = {type_.id for type_ in network.types} | set(BUILT_IN_TYPES) | {MET, COLLEAGUES}
    issues = [
        FieldIssue("types", "unknown-tie-type", shown(type_), {"known": ", ".join(sorted(known))})
        for type_ in types
        if type_ not in known
    ]
    if issues:
        raise InvalidQuestionError(issues)


def index_of(network: Network, actor_id: str) -> int:
    """Give the index of an actor in use.

    Raises
    ------
    UnknownRecordError
        If nobody is called so.

    """
    index = network.index_of.get(actor_id)
    if index is None:
        raise UnknownRecordError("actor", actor_id)
    return index


def in_post(view: NetworkView, partner: int, types: Sequence[int] = ()) -> list[int]:
    """Contacts in post at a partner on the day, in some kinds of position or in any, by id."""
    positions, rows = view.network.positions, view.network.positions_by_actor.at([partner])
    there = rows[view.positions[rows] & (positions.partner[rows] == partner)]
    if types:
        there = there[np.isin(positions.type[there], types)]
    contacts = np.unique(positions.contact[there])
    usable = contacts[~view.network.never_on_a_route[contacts]]
    return sorted(map(int, usable), key=lambda contact: int(view.network.rank[contact]))


def starts_of(access: AccessNetwork, start: int, avoid: Sequence[int]) -> list[int]:
    """Give who may start a route: the contact, or the partner itself and its people in post.

    Raises
    ------
    RefusedEndError
        If the start is on no route.

    """
    _refuse(access, start, avoid)
    if access.network.actors.kind[start] == CONTACT:
        return [start]
    return [start, *(actor for actor in in_post(access.view, start) if actor not in avoid)]


def targets_of(access: AccessNetwork, leader: int, avoid: Sequence[int]) -> list[int]:
    """Give to whom a route leads: the contact, or who heads the partner on the day.

    Raises
    ------
    RefusedEndError
        If the leader is on no route, or the office is vacant.

    """
    _refuse(access, leader, avoid)
    if access.network.actors.kind[leader] == CONTACT:
        return [leader]
    heads = [actor for actor in in_post(access.view, leader, HEADS) if actor not in avoid]
    if not heads:
        raise RefusedEndError(str(access.network.actors.id[leader]), "vacant")
    return heads


def _refuse(access: AccessNetwork, actor: int, avoid: Sequence[int]) -> None:
    reason = refused(access, actor, avoid)
    if reason:
        raise RefusedEndError(str(access.network.actors.id[actor]), reason)
