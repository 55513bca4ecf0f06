"""Use cases: which partners need somebody to look after them, and whom they could meet."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from graph.access.accessibility import MOST_STARTS
from graph.access.answers import Brief
from graph.access.load import Caps
from graph.access.network import AccessNetwork
from graph.access.routes import refused
from graph.coordination.answers import (
    IntroductionAnswer,
    IntroductionsAnswer,
    IsolationAnswer,
    LaterAnswer,
    NeedAnswer,
    PartnerIntroductions,
    SituationAnswer,
)
from graph.coordination.introductions import (
    Circumstances,
    Introduction,
    Suggestions,
    suggested_introductions,
)
from graph.coordination.isolation import (
    AHEAD_DAYS,
    Day,
    Later,
    Need,
    Situation,
    foreseen,
    order_of_need,
    partners_of,
)
from graph.coordination.needs import Tier
from graph.coordination.skeleton import Skeleton
from graph.errors import FieldIssue, InvalidQuestionError, RefusedEndError, UnknownRecordError
from graph.network import PARTNER
from graph.records.conflicts import ConflictOfInterest
from graph.records.dates import epoch_day, from_epoch_day
from graph.strength.contacts import unordered_codes
from graph.vocabulary import Channel, Noun, Role
from service.snapshots import Snapshots
from service.usecases.access import MOST_REACHED
from service.usecases.access_ends import index_of, within
from service.usecases.access_telling import Telling
from service.usecases.accessibility import all_starts
from service.usecases.visits import Visit

MOST_PARTNERS: Final = 20
"""Partners for whom introductions are suggested at once."""
CONFLICTS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokersQuestion:
    """Who are the active brokers, as somebody asked.

    Parameters
    ----------
    brokers
        Ids of contacts, or of partners, all of whose people in post count. Empty: the people of
        the network whom its users have named as themselves; there may be none.
    broker_until
        Ids of brokers with the last day of their appointments, where it is known.
    on
        Day looked at.

    """

    on: date
    brokers: tuple[str, ...] = ()
    broker_until: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IsolationQuestion(BrokersQuestion):
    """Which partners need somebody; ``key_only``: key partners alone, ``limit``: most shown."""

    limit: int = 100
    key_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionsQuestion(BrokersQuestion):
    """Whom these partners could meet; ``partners`` are ids."""

    partners: tuple[str, ...]


def find_isolated(
    visit: Visit, snapshots: Snapshots, question: IsolationQuestion
) -> IsolationAnswer:
    """Put partners into the order in which they need somebody; equal ones by name.

    Raises
    ------
    UnknownNetworkError
        If there is no such network, or the user has no part in it.
    InvalidQuestionError
        If a limit is passed.
    UnknownRecordError
        If an id names nobody in the network.
    RefusedEndError
        If a broker is on no route.

    """
    visit.require(Role.READER)
    issues = _issues(question) + within("limit", question.limit, MOST_REACHED)
    if issues:
        raise InvalidQuestionError(issues)
    day = epoch_day(question.on)
    access = snapshots.access(visit.network_id, day)
    called, today, later_brokers = _brokers(visit, access, question)
    later = Day(_foreseen(visit, snapshots, access), later_brokers)
    partners = partners_of(access.network, key_only=question.key_only)
    needs = order_of_need(today, later, partners)
    told = Telling(visit, access.view)
    shown = _first_by_name(told, needs, question.limit)
    told.introduce([*called, *(one for need in shown for one in _named(need))])
    has_brokers = bool(today.brokers)
    tiers = Counter(need.tier for need in needs)
    later_on = from_epoch_day(_later_day(day))
    return IsolationAnswer(
        on=question.on,
        later_on=later_on,
        revision=told.revision,
        brokers=tuple(map(told.brief, called)),
        key_only=question.key_only,
        total=len(needs),
        unreached=sum(need.is_unreached for need in needs) if has_brokers else None,
        tiers={tier: tiers[tier] for tier in Tier},
        actors=Skeleton.of(access).count,
        needs=tuple(_need(told, need, later_on) for need in shown),
    )


def suggest_introductions(
    visit: Visit, snapshots: Snapshots, question: IntroductionsQuestion
) -> IntroductionsAnswer:
    """Suggest up to three introductions for each partner; nothing is written, nobody is asked.

    Raises
    ------
    UnknownNetworkError, InvalidQuestionError
        As :func:`find_isolated`.
    RefusedEndError
        If a broker is on no route, or a partner was merged into another.
    UnknownRecordError
        If an id names nobody in the network, or a partner's is not that of a partner.

    """
    visit.require(Role.READER)
    issues = _issues(question)
    if not question.partners:
        issues.append(FieldIssue("partner", "missing"))
    elif len(question.partners) > MOST_PARTNERS:
        count, most = str(len(question.partners)), str(MOST_PARTNERS)
        issues.append(FieldIssue("partner", "too-many", count, {"most": most}))
    if issues:
        raise InvalidQuestionError(issues)
    day = epoch_day(question.on)
    access = snapshots.access(visit.network_id, day)
    in_person = snapshots.access(visit.network_id, day, None, Channel.IN_PERSON)
    partners = [_partner(access, id_) for id_ in dict.fromkeys(question.partners)]
    called, today, _ = _brokers(visit, access, question)
    cap = visit.store.load_network(visit.network_id).network.request_cap
    circumstances = Circumstances(
        Caps.on_record(access.network, cap), _conflicts(visit, access, day)
    )
    found = suggested_introductions(today, in_person, partners, circumstances)
    told = Telling(visit, access.view)
    told.introduce(
        [
            *called,
            *partners,
            *(
                one
                for suggestions in found
                for introduction in suggestions.introductions
                for one in (introduction.meet, introduction.through)
            ),
        ]
    )
    return IntroductionsAnswer(
        question.on,
        told.revision,
        tuple(map(told.brief, called)),
        tuple(_suggestions(told, suggestions) for suggestions in found),
    )


# ---------------------------------------------------------------------------- who is a broker


def _issues(question: BrokersQuestion) -> list[FieldIssue]:
    return [
        FieldIssue(field, "too-many", str(len(said)), {"most": str(MOST_STARTS)})
        for field, said in (("broker", question.brokers), ("broker_until", question.broker_until))
        if len(said) > MOST_STARTS
    ]


def _brokers(
    visit: Visit, access: AccessNetwork, question: BrokersQuestion
) -> tuple[list[int], Day, tuple[int, ...]]:
    """Give the brokers as called, the day with those active on it, and those active later."""
    until = {index_of(access.network, id_): last for id_, last in question.broker_until}
    if question.brokers:
        called = [index_of(access.network, id_) for id_ in dict.fromkeys(question.brokers)]
    else:
        called = ourselves(visit, access)
    later_on = from_epoch_day(_later_day(access.view.day))
    now = [one for one in called if one not in until or until[one] >= question.on]
    later = [one for one in now if one not in until or until[one] >= later_on]
    return (
        now,
        Day(access, tuple(all_starts(access, now, ()))),
        tuple(all_starts(access, later, ())),
    )


def ourselves(visit: Visit, access: AccessNetwork) -> list[int]:
    """Give the people of the network who are users of the house, as they said of themselves."""
    places = (user.contact_id.partition("/") for user in visit.store.list_users() if user.is_active)
    index = access.network.index_of
    found = {
        index[contact_id]
        for place, _, contact_id in places
        if place == visit.network_id and contact_id in index
    }
    rank = access.network.rank
    return sorted((one for one in found if refused(access, one) is None), key=lambda one: rank[one])


def _foreseen(visit: Visit, snapshots: Snapshots, access: AccessNetwork) -> AccessNetwork:
    """Derive the ways of the later day; what is held already is used where nothing differs."""
    network, day = access.network, access.view.day
    ahead = foreseen(network, day)
    if ahead is network:
        return snapshots.access(visit.network_id, _later_day(day))
    return AccessNetwork.of(
        ahead.on(_later_day(day)), model=access.model, staircase=access.staircase
    )


def _later_day(day: int) -> int:
    """Look ahead, to the end of the calendar at most."""
    return min(day + AHEAD_DAYS, epoch_day(date.max))


def _partner(access: AccessNetwork, id_: str) -> int:
    partner = index_of(access.network, id_)
    if access.network.actors.kind[partner] != PARTNER:
        raise UnknownRecordError("partner", id_)
    if (reason := refused(access, partner)) is not None:
        raise RefusedEndError(id_, reason)
    return partner


def _conflicts(visit: Visit, access: AccessNetwork, day: int) -> NDArray[np.int64]:
    """Read who is in open conflict of interest with whom on the day, as numbers of pairs."""
    index = access.network.index_of
    pairs = list[tuple[int, int]]()
    after: str | None = None
    while True:
        page = visit.store.find(
            visit.network_id,
            Noun.CONFLICT,
            {},
            reader=visit.who.user.id,
            after=after,
            limit=CONFLICTS_AT_ONCE,
        )
        for stored in page.items:
            record = cast("ConflictOfInterest", stored.record)
            if record.holds_on(day) and record.contact_id in index:
                whose = index[record.contact_id]
                pairs += [(whose, index[id_]) for id_ in record.about_ids if id_ in index]
        after = page.next
        if after is None:
            break
    ends = np.array(pairs, np.int32).reshape(-1, 2)
    return unordered_codes(ends[:, 0], ends[:, 1])


# ---------------------------------------------------------------------------- telling


def _first_by_name(told: Telling, needs: Sequence[Need], limit: int) -> list[Need]:
    """Take the first, equal ones by name; names are read as far as they decide."""
    if not needs:
        return []
    last = needs[min(limit, len(needs)) - 1].rank
    first = [need for need in needs if need.rank <= last]
    told.introduce([need.partner for need in first])
    first.sort(key=lambda need: (need.rank, told.brief(need.partner).name.casefold()))
    return first[:limit]


def _named(need: Need) -> list[int]:
    """Give everybody whom the answer about a partner names, itself apart."""
    named = list[int]()
    if need.standing:
        named += [*need.standing.route, *need.standing.at_worst]
    if need.later:
        named += need.later.hangs_on
    if need.situation.dependence.on is not None:
        named.append(need.situation.dependence.on)
    return [need.partner, *named]


def _need(told: Telling, need: Need, later_on: date) -> NeedAnswer:
    standing = need.standing
    return NeedAnswer(
        partner=told.brief(need.partner),
        is_key=need.is_key,
        rank=need.rank,
        equals=need.equals,
        tier=need.tier,
        chance=standing.chance if standing else None,
        route=_briefs(told, standing.route if standing else ()),
        worst=standing.worst if standing else None,
        at_worst=_briefs(told, standing.at_worst if standing else ()),
        hangs_on=_briefs(told, standing.hangs_on if standing else ()),
        harmonic=need.harmonic,
        situation=_situation(told, need.situation),
        later=_later(told, need.later, later_on) if need.later else None,
        undefined=need.undefined,
    )


def _situation(told: Telling, situation: Situation) -> SituationAnswer:
    on = situation.dependence.on
    return SituationAnswer(
        situation.is_isolate,
        situation.is_pendant,
        situation.is_outside,
        situation.within_two_steps,
        situation.stale,
        situation.no_other_sector,
        situation.dependence.share,
        None if on is None else told.brief(on),
        situation.access_distance,
    )


def _later(told: Telling, later: Later, on: date) -> LaterAnswer:
    return LaterAnswer(on, later.tier, _briefs(told, later.hangs_on), later.endings)


def _suggestions(told: Telling, found: Suggestions) -> PartnerIntroductions:
    return PartnerIntroductions(
        partner=told.brief(found.partner),
        chance=found.standing.chance if found.standing else None,
        worst=found.standing.worst if found.standing else None,
        harmonic=found.harmonic,
        introductions=tuple(_introduction(told, one) for one in found.introductions),
        joint_gain=found.joint_gain,
        reason=found.reason,
    )


def _introduction(told: Telling, found: Introduction) -> IntroductionAnswer:
    return IntroductionAnswer(
        meet=told.brief(found.meet),
        through=told.brief(found.through),
        is_cold=found.is_cold,
        gain=found.gain,
        chance=found.chance,
        effort=found.effort,
        value=found.value,
        new_hop=found.new_hop,
        chance_after=found.after.chance if found.after else None,
        worst_after=found.after.worst if found.after else None,
    )


def _briefs(told: Telling, actors: Sequence[int]) -> tuple[Brief, ...]:
    return tuple(map(told.brief, actors))
