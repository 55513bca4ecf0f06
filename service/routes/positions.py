"""HTTP doors to positions: positions of people at partners."""

from graph.vocabulary import Noun
from service.routes.records import Kind, record_router
from service.schemas.positions import PositionFilters, PositionIn, PositionOut

router = record_router(
    Kind(
        Noun.POSITION,
        "positions",
        "a position",
        "positions",
        PositionIn,
        PositionOut,
        PositionFilters,
    )
)
