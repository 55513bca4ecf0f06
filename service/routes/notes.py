"""HTTP doors to notes: notes, private unless said otherwise."""

from graph.vocabulary import Noun
from service.routes.records import Kind, record_router
from service.schemas.notes import NoteFilters, NoteIn, NoteOut

router = record_router(Kind(Noun.NOTE, "notes", "a note", "notes", NoteIn, NoteOut, NoteFilters))
