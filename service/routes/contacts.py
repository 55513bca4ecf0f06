"""HTTP doors to contacts: people."""

from graph.vocabulary import Noun
from service.routes.records import Kind, record_router
from service.schemas.contacts import ContactFilters, ContactIn, ContactOut

router = record_router(
    Kind(Noun.CONTACT, "contacts", "a contact", "contacts", ContactIn, ContactOut, ContactFilters)
)
