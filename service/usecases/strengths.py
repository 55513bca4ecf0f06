"""Use cases of closeness: how close two are and why, and whom it is time to greet again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from graph.access.closeness import closeness_between
from graph.access.network import AccessNetwork
from graph.access.strength_answers import (
    CoolingAnswer,
    CoolingNotice,
    CountedTold,
    StrengthAnswer,
)
from graph.errors import FieldIssue, InvalidQuestionError, UnknownRecordError, shown
from graph.network import PARTNER, Network, NetworkView
from graph.records.dates import epoch_day, from_epoch_day
from graph.records.interactions import Interaction
from graph.records.ties import Tie
from graph.strength.contacts import Side
from graph.strength.cooling import cooling_notices
from graph.strength.factors import CountedContact
from graph.vocabulary import InteractionKind, Noun, Role, Traversal
from service.snapshots import Snapshots
from service.usecases import records
from service.usecases.access_telling import Telling
from service.usecases.visits import Visit

MOST_COUNTED: Final = 50
"""Contacts shown of a pair, the newest first."""
MOST_READ: Final = 500
"""Interactions of a pair among which those that count are looked up."""
MOST_NOTICES: Final = 500
MOST_AHEAD: Final = 365

_KINDS: Final = tuple(InteractionKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoolingQuestion:
    """Whom is it time to greet again.

    Parameters
    ----------
    on
        Day looked at.
    of
        Id of a contact, or of a partner whose people of that day are meant; empty: everybody.
    ahead_days
        Also what will be due within so many days if nothing happens.

    """

    on: date
    of: str = ""
    ahead_days: int = 0
    limit: int = 100


def find_strength(
    visit: Visit, snapshots: Snapshots, one: str, other: str, *, on: date
) -> StrengthAnswer:
    """Tell how close two are on a day, from all that is between them.

    Raises
    ------
    UnknownNetworkError
        If there is no such network, or the user has no part in it.
    InvalidQuestionError
        If the two are one.
    UnknownRecordError
        If an id names nobody in the network.

    """
    visit.require(Role.READER)
    if one == other:
        raise InvalidQuestionError([FieldIssue("and", "same-two", shown(other))])
    access = snapshots.access(visit.network_id, epoch_day(on))
    for end in (one, other):
        _index(access.network, end)
    travelled = {
        type_.id
        for type_ in access.network.types
        if type_.is_on and type_.traversal is not Traversal.NONE
    }
    stored = visit.store.ties_between(visit.network_id, [(one, other)])
    between = [cast("Tie", each.record) for each in stored]
    ties = [tie for tie in between if tie.type in travelled]
    return _answer(visit, snapshots, access, (one, other), ties)


def find_tie_strength(
    visit: Visit, snapshots: Snapshots, tie_id: str, *, on: date
) -> StrengthAnswer:
    """Tell how close the ends of a tie are on a day, as far as this tie and their contacts say.

    Raises
    ------
    UnknownNetworkError
        If there is no such network, or the user has no part in it.
    UnknownRecordError
        If there is no such tie, or one of its ends is out of use.

    """
    tie = cast("Tie", records.read(visit, Noun.TIE, tie_id).record)
    access = snapshots.access(visit.network_id, epoch_day(on))
    ends = tie.source_id, tie.target_id
    return _answer(visit, snapshots, access, ends, [tie], tie)


def find_cooling(visit: Visit, snapshots: Snapshots, question: CoolingQuestion) -> CoolingAnswer:
    """Tell who should greet whom by when, the most overdue first.

    Raises
    ------
    UnknownNetworkError
        If there is no such network, or the user has no part in it.
    InvalidQuestionError
        If a limit is passed.
    UnknownRecordError
        If ``of`` names nobody in the network.

    """
    visit.require(Role.READER)
    issues = _within("limit", question.limit, 1, MOST_NOTICES)
    issues += _within("ahead_days", question.ahead_days, 0, MOST_AHEAD)
    if issues:
        raise InvalidQuestionError(issues)
    strengths = snapshots.strengths(visit.network_id, epoch_day(question.on))
    view = strengths.view
    whose = _index(view.network, question.of) if question.of else None
    ours = None if whose is None else _people(view, whose)
    found = cooling_notices(strengths, ours=ours, ahead_days=question.ahead_days)
    shown_rows = range(min(len(found), question.limit))
    told = Telling(visit, view)
    actors = [*found.greeter[: question.limit], *found.greeted[: question.limit]]
    told.introduce([int(actor) for actor in actors] + ([] if whose is None else [whose]))
    return CoolingAnswer(
        on=question.on,
        revision=told.revision,
        whose=None if whose is None else told.brief(whose),
        total=len(found),
        notices=tuple(
            CoolingNotice(
                greeter=told.brief(int(found.greeter[row])),
                greeted=told.brief(int(found.greeted[row])),
                last_contact=from_epoch_day(int(found.newest[row])),
                due=from_epoch_day(int(found.due[row])),
                usual_gap=int(found.usual_gap[row]),
                silence_days=view.day - int(found.newest[row]),
                overdue_days=int(found.overdue_days[row]),
                strength=float(found.strength[row]),
                is_embedded=bool(found.is_embedded[row]),
            )
            for row in shown_rows
        ),
    )


def _answer(
    visit: Visit,
    snapshots: Snapshots,
    access: AccessNetwork,
    ends: tuple[str, str],
    ties: Sequence[Tie],
    tie: Tie | None = None,
) -> StrengthAnswer:
    view = access.view
    one, other = (_index(view.network, end) for end in ends)
    known = {type_.id for type_ in view.network.types}
    ties = [each for each in ties if each.type in known]
    strengths = snapshots.strengths(visit.network_id, view.day)
    if strengths.view.network is not view.network:  # a write came between the two
        access = snapshots.access(visit.network_id, view.day)
        return _answer(visit, snapshots, access, ends, ties, tie)
    closeness = closeness_between(view, strengths, one, other, ties)
    spoken = None if closeness.override_tie is None else ties[closeness.override_tie].override
    counted = () if closeness.computed is None else closeness.computed.counted
    told = Telling(visit, view)
    told.introduce([one, other])
    return StrengthAnswer(
        on=from_epoch_day(view.day),
        revision=told.revision,
        one=told.brief(one),
        other=told.brief(other),
        tie=tie,
        closeness=closeness,
        override=spoken,
        there=_hop_strength(access, one, other),
        back=_hop_strength(access, other, one),
        counted=_told(visit, view, ends, counted[:MOST_COUNTED]),
        counted_total=len(counted),
    )


def _hop_strength(access: AccessNetwork, source: int, target: int) -> float | None:
    try:
        return float(access.hops.strength[access.hop(source, target)])
    except LookupError:
        return None


def _told(
    visit: Visit, view: NetworkView, ends: tuple[str, str], counted: Sequence[CountedContact]
) -> tuple[CountedTold, ...]:
    """Find the records of contacts by what snapshot and store both know of them."""
    ids = _ids_of(visit, view, ends) if any(one.interaction is not None for one in counted) else {}
    told: list[CountedTold] = []
    for contact in counted:
        kind = _KINDS[contact.kind - 1]
        found: list[str] = []
        if contact.interaction is not None:
            present = _participants(view.network, contact.interaction)
            found = ids.get((kind, contact.day, present), [])
        told.append(
            CountedTold(
                interaction_id=found[0] if found else None,
                kind=kind,
                on=from_epoch_day(contact.day),
                is_stated=contact.interaction is None,
                from_one=None if contact.side is Side.BOTH else contact.side is Side.FROM_A,
                share=contact.share,
            )
        )
    return tuple(told)


def _ids_of(
    visit: Visit, view: NetworkView, ends: tuple[str, str]
) -> Mapping[tuple[InteractionKind, int, frozenset[str]], list[str]]:
    """Read the newest interactions of a pair, by kind, day and who was named."""
    found: dict[tuple[InteractionKind, int, frozenset[str]], list[str]] = {}
    read = visit.store.interactions_between(
        visit.network_id, [ends], most=MOST_READ, until=view.day
    )
    for stored in read[ends]:
        act = cast("Interaction", stored.record)
        key = (act.kind, act.held_on.day, frozenset(act.named_ids))
        found.setdefault(key, []).append(act.id)
    return found


def _participants(network: Network, key: int) -> frozenset[str]:
    rows = network.participations
    first, end = np.searchsorted(rows.key, [key, key + 1])
    return frozenset(map(str, network.actors.id[rows.actor[first:end]]))


def _people(view: NetworkView, whose: int) -> NDArray[np.bool_]:
    """Mark a contact, or a partner with its people of the day."""
    marked = np.zeros(len(view.network), np.bool_)
    marked[whose] = True
    if view.network.actors.kind[whose] == PARTNER:
        positions = view.network.positions
        marked[positions.contact[view.positions & (positions.partner == whose)]] = True
    return marked


def _within(field: str, value: int, least: int, most: int) -> list[FieldIssue]:
    if least <= value <= most:
        return []
    facts = {"least": str(least), "most": str(most)}
    return [FieldIssue(field, "outside-limits", str(value), facts)]


def _index(network: Network, actor_id: str) -> int:
    index = network.index_of.get(actor_id)
    if index is None:
        raise UnknownRecordError("actor", actor_id)
    return index
