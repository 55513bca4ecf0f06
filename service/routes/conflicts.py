"""HTTP doors to conflicts of interest."""

from graph.vocabulary import Noun
from service.routes.records import Kind, record_router
from service.schemas.conflicts import ConflictFilters, ConflictIn, ConflictOut

router = record_router(
    Kind(
        Noun.CONFLICT,
        "conflicts",
        "a conflict of interest",
        "conflicts of interest",
        ConflictIn,
        ConflictOut,
        ConflictFilters,
    )
)
