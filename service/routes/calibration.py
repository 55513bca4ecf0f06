"""HTTP door to calibration: how good the odds were."""

from fastapi import APIRouter, Depends

from service.deps import ServicesDep, VisitDep, only_known_parameters
from service.problems import problem_responses
from service.routes.access import AsOf
from service.schemas.calibration import CalibrationOut
from service.usecases.calibration import calibrate

router = APIRouter(
    prefix="/v1/networks/{network_id}",
    tags=["access"],
    dependencies=[Depends(only_known_parameters)],
)


@router.get("/calibration", summary="Tell how good the odds were", responses=problem_responses())
def read_calibration(
    *, visit: VisitDep, services: ServicesDep, as_of: AsOf = None
) -> CalibrationOut:
    """Give the model in use, what speaks for each number, and how its predictions fared.

    Predictions are stored when a step is asked, and scored against the answer. Nothing that was
    answered or written down after the day is seen.
    """
    answer = calibrate(visit, services.snapshots, as_of or visit.today())
    return CalibrationOut.of(visit.network_id, answer)
