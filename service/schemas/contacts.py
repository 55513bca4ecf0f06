"""Wire shapes of contacts: one name as on an invitation, never first name and surname."""

from pydantic import Field

from graph.records.checks import LONGEST_TEXT
from graph.records.contacts import SENIORITY_LEAST, SENIORITY_MOST, Contact
from graph.vocabulary import Channel
from service.schemas.base import Flag, Id, Name, RecordIn, Schema, Share, Standing, Text, Whole


class ContactIn(RecordIn[Contact]):
    """A person."""

    name: Name = Field(
        description="As written on an invitation.", examples=["Ir. H. Lalu Muhammad Zaini, M.T."]
    )
    name_in_talk: Name = Field(
        default="", description="As people speak of the person.", examples=["Pak Zaini"]
    )
    address_form: Name = Field(
        default="", description="Entered by somebody, never guessed.", examples=["Bapak"]
    )
    aliases: tuple[Name, ...] = Field(default=(), examples=[["Lalu Zaini"]])
    is_leader: Flag = Field(
        default=False, description="Short of time; their blessing counts.", examples=[False]
    )
    seniority: Whole | None = Field(
        default=None,
        description="1 (staff) to 6 (minister, governor).",
        json_schema_extra={"minimum": SENIORITY_LEAST, "maximum": SENIORITY_MOST},
        examples=[3],
    )
    busyness: Share | None = Field(
        default=None, description="0 (has time) to 1 (hardly ever free).", examples=[0.7]
    )
    preferred_channel: Channel | None = Field(default=None, examples=["in_person"])
    languages: tuple[Name, ...] = Field(default=(), examples=[["id", "sas"]])
    region: Name = Field(default="", examples=["Lombok Tengah"])
    phone: Name = Field(default="", examples=["+62 370 000000"])
    email: Name = Field(default="", examples=["zaini@example.org"])
    do_not_ask: Flag = Field(default=False, description="Never on a route now.", examples=[False])
    request_cap: Whole | None = Field(
        default=None,
        description="Most open requests at a time; the network's habit when not given.",
        json_schema_extra={"minimum": 0, "maximum": 100},
        examples=[2],
    )
    is_deceased: Flag = Field(default=False, examples=[False])
    has_opted_out: Flag = Field(
        default=False, description="Does not want to be listed.", examples=[False]
    )
    tags: tuple[Name, ...] = Field(default=(), examples=[["water"]])
    remark: Text = Field(
        default="",
        description="For everybody who may read the network.",
        json_schema_extra={"maxLength": LONGEST_TEXT},
        examples=["Back from leave in June."],
    )
    merged_into: Id | None = Field(
        default=None, description="Record that this one was merged into.", examples=[None]
    )

    def record(self, record_id: str) -> Contact:
        """Make the record."""
        return Contact(
            id=record_id,
            name=self.name,
            name_in_talk=self.name_in_talk,
            address_form=self.address_form,
            aliases=self.aliases,
            is_leader=self.is_leader,
            seniority=self.seniority,
            busyness=self.busyness,
            preferred_channel=self.preferred_channel,
            languages=self.languages,
            region=self.region,
            phone=self.phone,
            email=self.email,
            do_not_ask=self.do_not_ask,
            request_cap=self.request_cap,
            is_deceased=self.is_deceased,
            has_opted_out=self.has_opted_out,
            tags=self.tags,
            remark=self.remark,
            merged_into=self.merged_into,
            **self.common(),
        )


class ContactOut(ContactIn, Standing):
    """A person as the record stands in the store."""

    id: Id = Field(examples=["zaini"])


class ContactFilters(Schema):
    """What a list of contacts may be narrowed to; all must hold."""

    is_leader: bool | None = Field(default=None, examples=[True])
    region: Name | None = Field(default=None, examples=["Lombok Tengah"])
    partner_id: Id | None = Field(
        default=None, description="Has a position there, on `as_of` if given.", examples=["pu"]
    )
    seniority: int | None = Field(default=None, ge=SENIORITY_LEAST, le=SENIORITY_MOST, examples=[3])
    do_not_ask: bool | None = Field(default=None, examples=[False])
    tag: Name | None = Field(default=None, examples=["water"])
    batch_id: Id | None = Field(default=None, examples=["import-1"])
