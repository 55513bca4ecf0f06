"""HTTP doors to measures: the catalogue, and values with ranks."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from graph.analysis.views import Chosen, Lens, Part
from graph.vocabulary import Level, Sector
from service.deps import ServicesDep, VisitDep, only_known_parameters
from service.problems import problem_responses
from service.routes.access import AsOf
from service.schemas.measures import CatalogueOut, MeasureOut, MeasureValuesOut
from service.usecases import measures
from service.usecases.measures import MOST_LISTED, MeasureQuestion

router = APIRouter(
    prefix="/v1/networks/{network_id}/measures",
    tags=["measures"],
    dependencies=[Depends(only_known_parameters)],
)

_LONGEST_WORD = 40


async def _chosen(
    *,
    view: Annotated[
        Lens, Query(description="People, organisations, or all of both joined by positions.")
    ] = Lens.PEOPLE,
    types: Annotated[
        list[str] | None,
        Query(
            max_length=100,
            description="Tie types that count, with met_with for contacts that happened; all by "
            "default.",
            examples=[["knows"]],
        ),
    ] = None,
    sector: Annotated[
        list[Sector] | None, Query(description="Partners of these, and people in post there.")
    ] = None,
    level: Annotated[
        list[Level] | None, Query(description="Partners of these, and people in post there.")
    ] = None,
    least_confidence: Annotated[
        float, Query(ge=0, le=1, description="Ties recorded with less are left out.")
    ] = 0.0,
    least_strength: Annotated[
        float, Query(ge=0, le=1, description="Pairs below it are left out, after adding up.")
    ] = 0.0,
    colleagues: Annotated[
        bool, Query(description="Whether inferred colleagues count, in people and all.")
    ] = False,
    parts: Annotated[
        list[Part] | None,
        Query(description="What joins organisations: ties, people, meetings; all by default."),
    ] = None,
) -> Chosen:
    return Chosen(
        lens=view,
        types=frozenset(types) if types else None,
        sectors=frozenset(sector) if sector else None,
        levels=frozenset(level) if level else None,
        least_confidence=least_confidence,
        least_strength=least_strength,
        with_colleagues=colleagues,
        parts=frozenset(parts or Part),
    )


ChosenDep = Annotated[Chosen, Depends(_chosen)]


@router.get("", summary="List the measures that can be asked for", responses=problem_responses())
def read_catalogue(visit: VisitDep) -> CatalogueOut:
    """Tell of each measure what it means and does not mean, formula, range, cost and source."""
    return CatalogueOut(items=[MeasureOut.of(measure) for measure in measures.list_measures(visit)])


@router.get("/{measure}", summary="Rank actors by a measure", responses=problem_responses())
def read_measure(
    *,
    visit: VisitDep,
    services: ServicesDep,
    chosen: ChosenDep,
    measure: Annotated[
        str,
        Path(
            max_length=_LONGEST_WORD, description="As the catalogue names it.", examples=["degree"]
        ),
    ],
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED, description="Most actors.")] = 100,
    as_of: AsOf = None,
) -> MeasureValuesOut:
    """Compute a measure on a view of a day; equal values share a rank, undefined ones have none."""
    question = MeasureQuestion(
        measure=measure, on=as_of or visit.today(), chosen=chosen, limit=limit
    )
    answer = measures.measure(visit, services.snapshots, question)
    return MeasureValuesOut.of(visit.network_id, answer)
