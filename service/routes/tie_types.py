"""HTTP doors to tie-types: the registry, built-in types and the network's own."""

from graph.vocabulary import Noun
from service.routes.records import Kind, record_router
from service.schemas.tie_types import TieTypeFilters, TieTypeIn, TieTypeOut
from service.usecases import tie_types

router = record_router(
    Kind(
        Noun.TIE_TYPE,
        "tie-types",
        "a tie type",
        "tie types",
        TieTypeIn,
        TieTypeOut,
        TieTypeFilters,
        tie_types,
    )
)
