"""HTTP doors to ties: relationships."""

from graph.vocabulary import Noun
from service.routes.records import Kind, record_router
from service.schemas.ties import TieFilters, TieIn, TieOut

router = record_router(Kind(Noun.TIE, "ties", "a tie", "ties", TieIn, TieOut, TieFilters))
