"""Wire shapes of partners."""

from pydantic import Field

from graph.records.checks import LONGEST_TEXT
from graph.records.partners import Partner, is_key_by_default
from graph.vocabulary import Level, PartnerKind, Sector
from service.schemas.base import Flag, Id, Name, RecordIn, Schema, Standing, Text


class PartnerIn(RecordIn[Partner]):
    """An organisation, one of its units, or a body that people sit on together."""

    name: Name = Field(
        description="As the organisation writes itself.", examples=["Dinas PU Lombok Tengah"]
    )
    sector: Sector | None = Field(default=None, examples=["government"])
    level: Level | None = Field(default=None, examples=["district"])
    kind: PartnerKind = Field(default=PartnerKind.ORGANISATION, examples=["organisation"])
    region: Name = Field(default="", examples=["Lombok Tengah"])
    parent_id: Id | None = Field(
        default=None, description="Partner that it is a part of.", examples=[None]
    )
    is_key_partner: Flag | None = Field(
        default=None,
        description="Looked after first; when not given, local governments are.",
        examples=[True],
    )
    aliases: tuple[Name, ...] = Field(default=(), examples=[["Dinas PU", "PUPR"]])
    tags: tuple[Name, ...] = Field(default=(), examples=[["sanitation"]])
    remark: Text = Field(
        default="",
        description="For everybody who may read the network.",
        json_schema_extra={"maxLength": LONGEST_TEXT},
        examples=["Moved to the new office in May."],
    )
    merged_into: Id | None = Field(
        default=None, description="Record that this one was merged into.", examples=[None]
    )

    def record(self, record_id: str) -> Partner:
        """Make the record."""
        is_key = self.is_key_partner
        if is_key is None:
            is_key = is_key_by_default(self.sector, self.level)
        return Partner(
            id=record_id,
            name=self.name,
            sector=self.sector,
            level=self.level,
            kind=self.kind,
            region=self.region,
            parent_id=self.parent_id,
            is_key_partner=is_key,
            aliases=self.aliases,
            tags=self.tags,
            remark=self.remark,
            merged_into=self.merged_into,
            **self.common(),
        )


class PartnerOut(PartnerIn, Standing):
    """A partner as it stands in the store."""

    id: Id = Field(examples=["pu-loteng"])


class PartnerFilters(Schema):
    """What a list of partners may be narrowed to; all must hold."""

    sector: Sector | None = Field(default=None, examples=["government"])
    level: Level | None = Field(default=None, examples=["district"])
    kind: PartnerKind | None = Field(default=None, examples=["organisation"])
    region: Name | None = Field(default=None, examples=["Lombok Tengah"])
    parent_id: Id | None = Field(default=None, examples=["pemkab-loteng"])
    is_key_partner: bool | None = Field(default=None, examples=[True])
    tag: Name | None = Field(default=None, examples=["sanitation"])
    batch_id: Id | None = Field(default=None, examples=["import-1"])
