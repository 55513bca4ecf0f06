"""HTTP doors to interactions: meetings, calls, letters."""

from graph.vocabulary import Noun
from service.routes.records import Kind, record_router
from service.schemas.interactions import InteractionFilters, InteractionIn, InteractionOut

router = record_router(
    Kind(
        Noun.INTERACTION,
        "interactions",
        "an interaction",
        "interactions",
        InteractionIn,
        InteractionOut,
        InteractionFilters,
    )
)
