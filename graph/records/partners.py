"""Partners: organisations, their units, and bodies that people sit on together."""

from dataclasses import dataclass

from graph.records.base import Record
from graph.records.checks import LONGEST_NAME, LONGEST_TEXT, Checks
from graph.vocabulary import Level, Noun, PartnerKind, Sector


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner(Record):
    """An organisation, unit or body.

    Parameters
    ----------
    name
        As the organisation writes itself.
    sector, level, kind
        Place in society; ``None`` when not known.
    region
        Where it works, as written.
    parent_id
        Partner that it is a part of.
    is_key_partner
        Partners that a coordinator looks after first; local governments by default.
    aliases, tags
        Other names; words for grouping.
    remark
        One text for everybody who may read the network; private thoughts belong in notes.
    merged_into
        Identifier of the record that this one was merged into; reads answer with that one.

    """

    name: str
    sector: Sector | None = None
    level: Level | None = None
    kind: PartnerKind = PartnerKind.ORGANISATION
    region: str = ""
    parent_id: str | None = None
    is_key_partner: bool = False
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    remark: str = ""
    merged_into: str | None = None

    def __post_init__(self) -> None:
        """Check meaning."""
        checks = Checks()
        checks.text("name", self.name, LONGEST_NAME, required=True)
        if self.region:
            checks.text("region", self.region, LONGEST_NAME)
        if self.aliases:
            checks.texts("aliases", self.aliases, LONGEST_NAME)
        if self.tags:
            checks.texts("tags", self.tags, LONGEST_NAME)
        if self.remark:
            checks.text("remark", self.remark, LONGEST_TEXT, lines=True)
        if self.parent_id is not None:
            checks.identifier("parent_id", self.parent_id)
            if self.parent_id == self.id:
                checks.add("parent_id", "own-parent", self.parent_id)
        if self.merged_into is not None:
            checks.identifier("merged_into", self.merged_into)
            if self.merged_into == self.id:
                checks.add("merged_into", "self-tie", self.merged_into)
        self.check_base(Noun.PARTNER, checks)


def is_key_by_default(sector: Sector | None, level: Level | None) -> bool:
    """Tell whether a partner is a key partner unless somebody says otherwise.

    Local governments are: nothing moves in a region without them.
    """
    return sector is Sector.GOVERNMENT and level in (
        Level.PROVINCE,
        Level.DISTRICT,
        Level.SUB_DISTRICT,
        Level.VILLAGE,
    )
