"""Use cases: which leaders and partners our own people come near, and which they do not reach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.access.accessibility import (
    MOST_STARTS,
    Nearness,
    leaders_by_accessibility,
    partners_by_accessibility,
)
from graph.access.network import AccessNetwork
from graph.access.overviews import AccessibilityAnswer, NearnessAnswer
from graph.access.routes import DEFAULT_STEPS, MOST_STEPS
from graph.errors import FieldIssue, InvalidQuestionError
from graph.records.dates import epoch_day
from graph.vocabulary import Role
from service.snapshots import Snapshots
from service.usecases.access import MOST_AVOIDED, MOST_REACHED
from service.usecases.access_ends import check_types, index_of, starts_of, within
from service.usecases.access_telling import Telling
from service.usecases.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessibilityQuestion:
    """Whom ``starts`` come near, as somebody asked it.

    Parameters
    ----------
    starts
        Ids of our own people; of a partner all its people in post count.
    on
        Day looked at.
    avoid
        Ids of actors on no way.
    types
        Tie types that may be used; empty: all.
    limit
        Most actors of each list in the answer.
    key_only
        Of partners: key partners alone.

    """

    starts: tuple[str, ...]
    on: date
    max_steps: int = DEFAULT_STEPS
    avoid: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    limit: int = 100
    key_only: bool = False


def find_leaders(
    visit: Visit, snapshots: Snapshots, question: AccessibilityQuestion
) -> AccessibilityAnswer:
    """Rank all leaders by the best way from any of our people.

    Raises
    ------
    UnknownNetworkError
        If there is no such network, or the user has no part in it.
    InvalidQuestionError
        If a limit is passed or a type is unknown; all issues at once.
    UnknownRecordError
        If an id names nobody in the network.
    RefusedEndError
        If a start is on no route.

    """
    return _answer(
        visit,
        snapshots,
        question,
        lambda access, starts, avoid: leaders_by_accessibility(
            access, starts, max_steps=question.max_steps, avoid=avoid
        ),
    )


def find_partners(
    visit: Visit, snapshots: Snapshots, question: AccessibilityQuestion
) -> AccessibilityAnswer:
    """Rank all partners by the best way from any of our people; some no one may reach.

    Raises
    ------
    UnknownNetworkError, InvalidQuestionError, UnknownRecordError, RefusedEndError
        As :func:`find_leaders`.

    """
    return _answer(
        visit,
        snapshots,
        question,
        lambda access, starts, avoid: partners_by_accessibility(
            access,
            starts,
            max_steps=question.max_steps,
            avoid=avoid,
            key_only=question.key_only,
        ),
    )


def check_starts(starts: Sequence[str], avoid: Sequence[str], max_steps: int) -> list[FieldIssue]:
    """Tell what is wrong with the limits that questions about our own people share."""
    issues = within("max_steps", max_steps, MOST_STEPS)
    if not starts:
        issues.append(FieldIssue("from", "missing"))
    for field, ids, most in (("from", starts, MOST_STARTS), ("avoid", avoid, MOST_AVOIDED)):
        if len(ids) > most:
            issues.append(FieldIssue(field, "too-many", str(len(ids)), {"most": str(most)}))
    return issues


def all_starts(access: AccessNetwork, starts: Sequence[int], avoid: Sequence[int]) -> list[int]:
    """Give everybody who may start, each once.

    Raises
    ------
    RefusedEndError
        If a start is on no route.

    """
    return list(dict.fromkeys(one for start in starts for one in starts_of(access, start, avoid)))


def _answer(
    visit: Visit,
    snapshots: Snapshots,
    question: AccessibilityQuestion,
    ranked: Callable[[AccessNetwork, Sequence[int], Sequence[int]], Sequence[Nearness]],
) -> AccessibilityAnswer:
    visit.require(Role.READER)
    issues = check_starts(question.starts, question.avoid, question.max_steps)
    issues += within("limit", question.limit, MOST_REACHED)
    if issues:
        raise InvalidQuestionError(issues)
    check_types(snapshots.network(visit.network_id), question.types)
    access = snapshots.access(visit.network_id, epoch_day(question.on), question.types or None)
    asked = [index_of(access.network, id_) for id_ in dict.fromkeys(question.starts)]
    avoid = [index_of(access.network, id_) for id_ in question.avoid]
    found = ranked(access, all_starts(access, asked, avoid), avoid)
    reached = [near for near in found if near.is_reached]
    unreached = [near for near in found if not near.is_reached]
    shown = [*reached[: question.limit], *unreached[: question.limit]]
    told = Telling(visit, access.view)
    told.introduce(
        [
            *asked,
            *(
                actor
                for near in shown
                for actor in (near.actor, near.by, near.beside)
                if actor is not None
            ),
        ]
    )
    return AccessibilityAnswer(
        on=question.on,
        revision=told.revision,
        starts=tuple(map(told.brief, asked)),
        max_steps=question.max_steps,
        reached_total=len(reached),
        unreached_total=len(unreached),
        reached=tuple(_told(told, near) for near in reached[: question.limit]),
        unreached=tuple(_told(told, near) for near in unreached[: question.limit]),
    )


def _told(told: Telling, near: Nearness) -> NearnessAnswer:
    return NearnessAnswer(
        told.brief(near.actor),
        None if near.by is None else told.brief(near.by),
        near.probability,
        near.steps,
        None if near.beside is None else told.brief(near.beside),
        near.people,
    )
