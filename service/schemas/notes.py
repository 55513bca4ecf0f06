"""Wire shapes of notes."""

from pydantic import Field

from graph.records.checks import LONGEST_TEXT
from graph.records.notes import Note
from service.schemas.base import Flag, Id, RecordIn, Schema, Standing, Text


class NoteIn(RecordIn[Note]):
    """A text about a person or partner; private unless said otherwise."""

    about_id: Id = Field(description="Whom or what it is about.", examples=["zaini"])
    text: Text = Field(
        json_schema_extra={"maxLength": LONGEST_TEXT}, examples=["Likes short letters."]
    )
    is_private: Flag = Field(default=True, description="Read by its author alone.", examples=[True])

    def record(self, record_id: str) -> Note:
        """Make the record."""
        return Note(
            id=record_id,
            about_id=self.about_id,
            text=self.text,
            is_private=self.is_private,
            **self.common(),
        )


class NoteOut(NoteIn, Standing):
    """A note as it stands in the store."""

    id: Id = Field(examples=["note-3"])


class NoteFilters(Schema):
    """What a list of notes may be narrowed to."""

    about_id: Id | None = Field(default=None, examples=["zaini"])
    batch_id: Id | None = Field(default=None, examples=["import-1"])
