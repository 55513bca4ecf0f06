"""HTTP doors to partners: organisations, units and bodies."""

from graph.vocabulary import Noun
from service.routes.records import Kind, record_router
from service.schemas.partners import PartnerFilters, PartnerIn, PartnerOut

router = record_router(
    Kind(Noun.PARTNER, "partners", "a partner", "partners", PartnerIn, PartnerOut, PartnerFilters)
)
