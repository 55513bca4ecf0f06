"""Wire shapes of conflicts of interest."""

from typing import Annotated

from pydantic import Field

from graph.records.checks import LONGEST_TEXT
from graph.records.conflicts import MOST_MATTERS, ConflictOfInterest
from service.schemas.base import Id, RecordIn, Said, Schema, Standing, Text

Long = Annotated[Text, Field(json_schema_extra={"maxLength": LONGEST_TEXT})]


class ConflictIn(RecordIn[ConflictOfInterest]):
    """An interest of a person that may weigh on a matter: shown, never silently a ban."""

    contact_id: Id = Field(description="Whose interest it is.", examples=["zaini"])
    about_ids: tuple[Id, ...] = Field(
        json_schema_extra={"minItems": 1, "maxItems": MOST_MATTERS},
        description="In whose matters it weighs.",
        examples=[["pu-loteng"]],
    )
    interest: Long = Field(description="What it is.", examples=["His brother bids for the works."])
    handling: Long = Field(
        default="", description="How it is dealt with.", examples=["Steps aside at the award."]
    )
    declared_on: Said | None = Field(default=None, description="Null: not declared yet.")
    since: Said | None = None
    until: Said | None = None

    def record(self, record_id: str) -> ConflictOfInterest:
        """Make the record."""
        return ConflictOfInterest(
            id=record_id,
            contact_id=self.contact_id,
            about_ids=self.about_ids,
            interest=self.interest,
            handling=self.handling,
            declared_on=self.declared_on,
            since=self.since,
            until=self.until,
            **self.common(),
        )


class ConflictOut(ConflictIn, Standing):
    """A conflict of interest as it stands in the store."""

    id: Id = Field(examples=["interest-2"])


class ConflictFilters(Schema):
    """What a list of conflicts of interest may be narrowed to."""

    contact_id: Id | None = Field(default=None, examples=["zaini"])
    about_id: Id | None = Field(default=None, examples=["pu-loteng"])
    batch_id: Id | None = Field(default=None, examples=["import-1"])
