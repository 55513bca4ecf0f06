"""Use cases: what would be if somebody moved, left or was introduced; what changed; how it went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from graph.access.accessibility import MOST_STARTS
from graph.access.answers import Brief
from graph.access.network import AccessNetwork
from graph.coordination.change import (
    Change,
    Moment,
    Pair,
    Shift,
    change_between,
    month_days,
    shifts,
)
from graph.coordination.scenario import (
    MOST_BROKERED,
    MOST_SUPPOSED,
    Mend,
    Outcome,
    Scenario,
    access_after,
    betweenness,
    outcome_of,
)
from graph.coordination.scenario_answers import (
    ComparisonAnswer,
    MendAnswer,
    PieceAnswer,
    RiseAnswer,
    ScenarioAnswer,
    SeriesAnswer,
    ShiftAnswer,
)
from graph.errors import FieldIssue, InvalidQuestionError, shown
from graph.network import CONTACT, PARTNER
from graph.records.dates import epoch_day
from graph.vocabulary import Channel, Role
from service.snapshots import Snapshots
from service.usecases.access_ends import index_of
from service.usecases.access_telling import Telling
from service.usecases.accessibility import all_starts
from service.usecases.coordination import ourselves
from service.usecases.visits import Visit

MOST_TOLD: Final = 100
"""Most named in each list of an answer; the totals stand beside."""
MOST_RISES: Final = 10
MOST_MEMBERS: Final = 5
"""Most named of a piece."""
MOST_MONTHS: Final = 60
"""Longest series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioQuestion:
    """What is supposed, in ids; ``brokers`` empty: the users who have named themselves."""

    on: date
    moves: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    introduces: tuple[tuple[str, str], ...] = ()
    brokers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonQuestion:
    """Which two days, and who are the brokers, in ids; as of a scenario."""

    since: date
    until: date
    brokers: tuple[str, ...] = ()


def suppose(visit: Visit, snapshots: Snapshots, question: ScenarioQuestion) -> ScenarioAnswer:
    """Tell what a scenario comes to; nothing is written and nobody is asked.

    Raises
    ------
    UnknownNetworkError
        If there is no such network, or the user has no part in it.
    InvalidQuestionError
        If nothing is supposed, a limit is passed, who moves is no person, or somebody is named
        twice; all issues at once.
    UnknownRecordError
        If an id names nobody in the network.
    RefusedEndError
        If a broker is on no route.

    """
    visit.require(Role.READER)
    _check(question)
    day = epoch_day(question.on)
    access = snapshots.access(visit.network_id, day)
    scenario = _scenario(access, question)
    called = _called(visit, access, question.brokers)
    after = access_after(access, scenario)
    outcome = outcome_of(
        access,
        scenario,
        all_starts(access, called, ()),
        brokers_after=all_starts(after, [one for one in called if one not in scenario.leaves], ()),
        in_person=snapshots.access(visit.network_id, day, None, Channel.IN_PERSON),
        after=after,
    )
    told = Telling(visit, access.view)
    told.introduce(_named(scenario, called, outcome))
    return _answer(told, access, question.on, (called, scenario, outcome))


def compare(visit: Visit, snapshots: Snapshots, question: ComparisonQuestion) -> ComparisonAnswer:
    """Tell what changed between two days, by what is on record now.

    Raises
    ------
    UnknownNetworkError, UnknownRecordError, RefusedEndError
        As :func:`suppose`.
    InvalidQuestionError
        If the days are not in order.

    """
    visit.require(Role.READER)
    _check_days(question)
    called, earlier = _moment(visit, snapshots, question.since, question.brokers)
    _, later = _moment(visit, snapshots, question.until, question.brokers)
    change = change_between(earlier, later)
    moved = _shifts(earlier, later)
    told = Telling(visit, later.access.view)
    rose, fell = _first_shifts(moved, is_up=True), _first_shifts(moved, is_up=False)
    told.introduce(
        [
            *called,
            *change.came[:MOST_TOLD],
            *change.went[:MOST_TOLD],
            *(end for pair in change.gained[:MOST_TOLD] for end in pair),
            *(end for pair in change.lost[:MOST_TOLD] for end in pair),
            *(shift.actor for shift in (*(rose or ()), *(fell or ()))),
            *(change.reached or ()),
            *(change.unreached or ()),
        ]
    )
    return _comparison(told, question, called, change, (rose, fell))


def series(visit: Visit, snapshots: Snapshots, question: ComparisonQuestion) -> SeriesAnswer:
    """Tell the network in a few numbers on the first day of each month, and on both ends.

    Raises
    ------
    UnknownNetworkError, UnknownRecordError, RefusedEndError
        As :func:`suppose`.
    InvalidQuestionError
        If the days are not in order, or more than ``MOST_MONTHS`` months apart.

    """
    visit.require(Role.READER)
    _check_days(question)
    days = month_days(question.since, question.until)
    if len(days) > MOST_MONTHS + 1:
        facts = {"most": str(MOST_MONTHS)}
        raise InvalidQuestionError([FieldIssue("to", "too-many", str(len(days) - 1), facts)])
    moments = [_moment(visit, snapshots, on, question.brokers) for on in days]
    called, last = moments[-1]
    told = Telling(visit, last.access.view)
    told.introduce(called)
    return SeriesAnswer(
        question.since,
        question.until,
        told.revision,
        _briefs(told, called),
        tuple(moment.point() for _, moment in moments),
    )


# ---------------------------------------------------------------------------- asking


def _check(question: ScenarioQuestion) -> None:
    said = (
        ("moves", question.moves, MOST_SUPPOSED),
        ("leaves", question.leaves, MOST_SUPPOSED),
        ("introduces", question.introduces, MOST_SUPPOSED),
        ("brokers", question.brokers, MOST_STARTS),
    )
    issues = [
        FieldIssue(field, "too-many", str(len(given)), {"most": str(most)})
        for field, given, most in said
        if len(given) > most
    ]
    if not (question.moves or question.leaves or question.introduces):
        issues.append(FieldIssue("moves", "missing"))
    leaves = set(question.leaves)
    for place, id_ in enumerate(question.moves):
        if id_ in leaves:
            issues.append(FieldIssue(f"moves[{place}]", "leaves-too", shown(id_)))
    for place, pair in enumerate(question.introduces):
        if pair[0] == pair[1]:
            issues.append(FieldIssue(f"introduces[{place}]", "same-two", shown(pair[0])))
        issues += [
            FieldIssue(f"introduces[{place}]", "leaves-too", shown(id_))
            for id_ in pair
            if id_ in leaves
        ]
    if issues:
        raise InvalidQuestionError(issues)


def _check_days(question: ComparisonQuestion) -> None:
    if question.since > question.until:
        facts = {"since": question.since.isoformat()}
        issue = FieldIssue("to", "start-after-end", question.until.isoformat(), facts)
        raise InvalidQuestionError([issue])


def _scenario(access: AccessNetwork, question: ScenarioQuestion) -> Scenario:
    network = access.network
    moves = _indices(access, question.moves)
    issues = [
        FieldIssue(f"moves[{place}]", "wrong-kind", shown(id_), {"kind": "contact"})
        for place, id_ in enumerate(dict.fromkeys(question.moves))
        if network.actors.kind[moves[place]] != CONTACT
    ]
    if issues:
        raise InvalidQuestionError(issues)
    return Scenario(
        moves=moves,
        leaves=_indices(access, question.leaves),
        introduces=tuple(
            (index_of(network, one), index_of(network, other)) for one, other in question.introduces
        ),
    )


def _indices(access: AccessNetwork, ids: Iterable[str]) -> tuple[int, ...]:
    return tuple(index_of(access.network, id_) for id_ in dict.fromkeys(ids))


def _called(visit: Visit, access: AccessNetwork, brokers: Sequence[str]) -> list[int]:
    return list(_indices(access, brokers)) if brokers else ourselves(visit, access)


def _moment(
    visit: Visit, snapshots: Snapshots, on: date, brokers: Sequence[str]
) -> tuple[list[int], Moment]:
    access = snapshots.access(visit.network_id, epoch_day(on))
    called = _called(visit, access, brokers)
    return called, Moment(access, tuple(all_starts(access, called, ())))


def _shifts(earlier: Moment, later: Moment) -> tuple[Shift, ...] | None:
    """Tell who rose and fell in betweenness; nobody can tell where too many are there."""
    moments = (earlier, later)
    if any(np.count_nonzero(moment.is_there) > MOST_BROKERED for moment in moments):
        return None
    was, becomes = (betweenness(moment.skeleton.rows) for moment in moments)
    if was is None or becomes is None:
        return None
    before, after = (
        {actor: float(values[actor]) for actor in np.flatnonzero(moment.is_there).tolist()}
        for moment, values in ((earlier, was), (later, becomes))
    )
    return shifts(before, after, later.access.network.rank)


def _first_shifts(moved: tuple[Shift, ...] | None, *, is_up: bool) -> tuple[Shift, ...] | None:
    if moved is None:
        return None
    if is_up:
        return tuple(shift for shift in moved if shift.up > 0)[:MOST_RISES]
    return tuple(shift for shift in reversed(moved) if shift.up < 0)[:MOST_RISES]


# ---------------------------------------------------------------------------- telling


def _named(scenario: Scenario, called: Sequence[int], outcome: Outcome) -> list[int]:
    """Give everybody whom the answer names."""
    repair = outcome.repair
    return [
        *called,
        *scenario.moves,
        *scenario.leaves,
        *(end for pair in scenario.introduces for end in pair),
        *(outcome.out_of_reach or ()),
        *(outcome.into_reach or ()),
        *outcome.without_tie,
        *(rise.actor for rise in (outcome.takes_over or ())[:MOST_RISES]),
        *(one for piece in repair.pieces[:MOST_TOLD] for one in piece[:MOST_MEMBERS]),
        *(one for mend in repair.mends[:MOST_TOLD] for one in (mend.one, mend.other, mend.through)),
    ]


def _answer(
    told: Telling,
    access: AccessNetwork,
    on: date,
    found: tuple[Sequence[int], Scenario, Outcome],
) -> ScenarioAnswer:
    called, scenario, outcome = found
    repair, kind = outcome.repair, access.network.actors.kind
    rises = outcome.takes_over
    return ScenarioAnswer(
        on=on,
        revision=told.revision,
        brokers=_briefs(told, called),
        moves=_briefs(told, scenario.moves),
        leaves=_briefs(told, scenario.leaves),
        introduces=_pairs(told, scenario.introduces),
        remaining=outcome.remaining,
        out_of_reach=_known(told, outcome.out_of_reach),
        into_reach=_known(told, outcome.into_reach),
        without_tie=_briefs(told, outcome.without_tie),
        connected=outcome.connected,
        lost=outcome.lost,
        gained=outcome.gained,
        lost_pairs=outcome.lost_pairs,
        before=outcome.before,
        after=outcome.after,
        takes_over=None
        if rises is None
        else tuple(
            RiseAnswer(told.brief(rise.actor), rise.before, rise.after)
            for rise in rises[:MOST_RISES]
        ),
        pieces=tuple(
            PieceAnswer(
                len(piece),
                int(np.count_nonzero(kind[list(piece)] == PARTNER)),
                _briefs(told, piece[:MOST_MEMBERS]),
            )
            for piece in repair.pieces[:MOST_TOLD]
        ),
        pieces_total=len(repair.pieces),
        mends=tuple(_mend(told, mend) for mend in repair.mends[:MOST_TOLD]),
        mends_total=len(repair.mends),
        unmended=repair.unmended,
    )


def _mend(told: Telling, mend: Mend) -> MendAnswer:
    one, other, through = (told.brief(it) for it in (mend.one, mend.other, mend.through))
    return MendAnswer(one, other, through, mend.is_cold, mend.chance)


def _comparison(
    told: Telling,
    question: ComparisonQuestion,
    called: Sequence[int],
    change: Change,
    moved: tuple[tuple[Shift, ...] | None, tuple[Shift, ...] | None],
) -> ComparisonAnswer:
    rose, fell = moved
    return ComparisonAnswer(
        since=question.since,
        until=question.until,
        revision=told.revision,
        brokers=_briefs(told, called),
        before=change.before,
        after=change.after,
        came=_briefs(told, change.came[:MOST_TOLD]),
        came_total=len(change.came),
        went=_briefs(told, change.went[:MOST_TOLD]),
        went_total=len(change.went),
        gained=_pairs(told, change.gained[:MOST_TOLD]),
        gained_total=len(change.gained),
        lost=_pairs(told, change.lost[:MOST_TOLD]),
        lost_total=len(change.lost),
        rose=_told_shifts(told, rose),
        fell=_told_shifts(told, fell),
        reached=_known(told, change.reached),
        unreached=_known(told, change.unreached),
    )


def _told_shifts(told: Telling, moved: tuple[Shift, ...] | None) -> tuple[ShiftAnswer, ...] | None:
    if moved is None:
        return None
    return tuple(
        ShiftAnswer(
            told.brief(shift.actor),
            shift.rank_before,
            shift.rank_after,
            shift.value_before,
            shift.value_after,
        )
        for shift in moved
    )


def _briefs(told: Telling, actors: Sequence[int]) -> tuple[Brief, ...]:
    return tuple(map(told.brief, actors))


def _known(told: Telling, actors: tuple[int, ...] | None) -> tuple[Brief, ...] | None:
    return None if actors is None else _briefs(told, actors)


def _pairs(told: Telling, pairs: Iterable[Pair]) -> tuple[tuple[Brief, Brief], ...]:
    return tuple((told.brief(one), told.brief(other)) for one, other in pairs)
