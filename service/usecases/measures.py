"""Use cases of measures: the catalogue, and the values of one measure with ranks."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np

from graph.analysis.catalogue import MEASURES, Measure, ranked
from graph.analysis.views import Chosen, sociogram_of
from graph.coordination.measured import MeasureAnswer, MeasuredActor
from graph.errors import FieldIssue, InvalidQuestionError, shown
from graph.records.dates import epoch_day
from graph.vocabulary import Role
from service.snapshots import Snapshots
from service.usecases.access_ends import check_types, within
from service.usecases.access_telling import Telling
from service.usecases.visits import Visit

MOST_LISTED: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureQuestion:
    """Which measure, of whom and of which records.

    Parameters
    ----------
    measure
        Id of the catalogue.
    on
        Day looked at.
    chosen
        Whom to look at, and which records count.
    limit
        Most actors in the answer, best first.

    """

    measure: str
    on: date
    chosen: Chosen = field(default_factory=Chosen)
    limit: int = 100


def list_measures(visit: Visit) -> tuple[Measure, ...]:
    """List the measures that can be asked for.

    Raises
    ------
    UnknownNetworkError
        If there is no such network, or the user has no part in it.

    """
    visit.require(Role.READER)
    return tuple(MEASURES.values())


def measure(visit: Visit, snapshots: Snapshots, question: MeasureQuestion) -> MeasureAnswer:
    """Compute a measure on a view of the network and rank the actors by it.

    Raises
    ------
    UnknownNetworkError
        If there is no such network, or the user has no part in it.
    InvalidQuestionError
        If the catalogue has no such measure, a limit is passed or a type of relationship is
        unknown.

    """
    visit.require(Role.READER)
    wanted = MEASURES.get(question.measure)
    if wanted is None:
        facts = {"known": ", ".join(MEASURES)}
        issue = FieldIssue("measure", "unknown-word", shown(question.measure), facts)
        raise InvalidQuestionError([issue])
    issues = within("limit", question.limit, MOST_LISTED)
    chosen = question.chosen
    issues += _outside("least_confidence", chosen.least_confidence)
    issues += _outside("least_strength", chosen.least_strength)
    if issues:
        raise InvalidQuestionError(issues)
    if chosen.types:
        check_types(snapshots.network(visit.network_id), sorted(chosen.types))
    strengths = snapshots.strengths(visit.network_id, epoch_day(question.on))
    graph = sociogram_of(strengths, chosen)
    ranking = ranked(graph, wanted, chosen.lens)
    # Vertices stand in the order of identifiers, so that equal ones do too.
    order = np.argsort(np.where(ranking.rank > 0, ranking.rank, len(graph) + 1), kind="stable")
    places = order[: question.limit].tolist()
    told = Telling(visit, strengths.view)
    told.introduce([int(graph.actors[place]) for place in places])
    return MeasureAnswer(
        measure=wanted,
        chosen=chosen,
        on=question.on,
        revision=told.revision,
        total=len(graph),
        ties=len(graph.both) // 2,
        undefined_total=int(np.count_nonzero(ranking.rank == 0)),
        undefined=ranking.undefined,
        actors=tuple(
            MeasuredActor(
                told.brief(int(graph.actors[place])),
                float(ranking.values[place]) if ranking.rank[place] else None,
                int(ranking.rank[place]) or None,
                int(ranking.equals[place]) if ranking.rank[place] else None,
            )
            for place in places
        ),
    )


def _outside(name: str, share: float) -> list[FieldIssue]:
    if 0 <= share <= 1:
        return []
    return [FieldIssue(name, "outside-limits", str(share), {"least": "0", "most": "1"})]
