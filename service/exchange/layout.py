"""Our own format: which files there are, which columns each has, and by what names.

`docs/data-format.md` describes it for people; a test holds the two together.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from typing import Any, Final

from graph.records.names import fold
from graph.vocabulary import (
    ActorKind,
    Capacity,
    Channel,
    InteractionKind,
    Level,
    PartnerKind,
    Sector,
    Traversal,
)
from service.exchange import cells
from service.exchange.cells import Convert
from service.exchange.words import labels_under


class FileKind(StrEnum):
    """What the rows of a table are; the value is the name of its file."""

    TIE_TYPES = "tie_types"
    PARTNERS = "partners"
    CONTACTS = "contacts"
    ALIASES = "aliases"
    RELATIONSHIPS = "relationships"
    INTERACTIONS = "interactions"
    NOTES = "notes"


_FILE_NAMES: Final[Mapping[FileKind, str]] = {
    FileKind.TIE_TYPES: "tie types; types of relationship; jenis hubungan",
    FileKind.PARTNERS: "partners; partner; organisations; organizations; mitra; organisasi",
    FileKind.CONTACTS: "contacts; contact; people; persons; kontak; orang",
    FileKind.ALIASES: "aliases; alias; nama lain",
    FileKind.RELATIONSHIPS: "relationships; relations; ties; positions; hubungan; relasi; jabatan",
    FileKind.INTERACTIONS: "interactions; meetings; meetings and messages; interaksi; pertemuan; "
    "pertemuan dan pesan; rapat",
    FileKind.NOTES: "notes; catatan",
}

REFUSED_SUFFIX: Final = "-refused"
_REFUSED: Final = re.compile(rf"{REFUSED_SUFFIX}(?:-[0-9]+)?$", re.IGNORECASE)
"""Ends the name of a file of refused rows; repaired, it is read as what it came from."""


class Blank(Enum):
    """What an empty cell says."""

    CLEARS = "clears"
    SAYS_NOTHING = "says nothing"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of our format.

    Parameters
    ----------
    field
        Field of the record, with a full stop before a part of it; the first name of the column too
        unless ``names`` begins with another.
    names
        Headers under which it is found, folded, beside the label that screens give the field; the
        first one is the one we write.
    convert
        Reads a cell; ``None``: a text.
    empty
        Value of an empty cell.
    blank
        Whether an empty cell clears what is known or says nothing.
    words
        Vocabulary of the values.
    is_list, is_number
        Whether a cell holds several values; whether a scale may be applied.

    """

    field: str
    names: tuple[str, ...]
    convert: Convert | None = None
    empty: Any = ""
    blank: Blank = Blank.CLEARS
    words: type[StrEnum] | None = None
    is_list: bool = False
    is_number: bool = False

    @property
    def name(self) -> str:
        """The header that we write."""
        return self.names[0].replace(" ", "_")


def _text(field: str, also: str = "") -> Column:
    return Column(field, _names(field, also))


def _names(field: str, also: str) -> tuple[str, ...]:
    others = [name for raw in also.split(";") if (name := raw.strip())]
    own = others.pop(0)[1:] if others and others[0].startswith("=") else field
    return tuple(dict.fromkeys(fold(name) for name in (own, field, *others)))


def _list(field: str, also: str = "") -> Column:
    return Column(field, _names(field, also), None, (), is_list=True)


def _number(field: str, also: str = "") -> Column:
    return Column(field, _names(field, also), cells.read_number, None, is_number=True)


def _whole(field: str, also: str = "") -> Column:
    return Column(field, _names(field, also), cells.read_whole, None)


def _date(field: str, also: str = "") -> Column:
    return Column(field, _names(field, also), cells.read_date, None)


def _flag(field: str, also: str = "") -> Column:
    return Column(field, _names(field, also), cells.read_flag, False, Blank.SAYS_NOTHING)  # noqa: FBT003


def _reference(field: str, also: str = "") -> Column:
    return Column(field, _names(field, also), None, None)


def _word(field: str, words: type[StrEnum], convert: Convert, also: str = "") -> Column:
    return Column(field, _names(field, also), convert, None, words=words)


def _sure_word(field: str, words: type[StrEnum], convert: Convert, also: str = "") -> Column:
    return Column(field, _names(field, also), convert, None, Blank.SAYS_NOTHING, words=words)


_ORIGIN: Final = (
    _text("source_ref", "source; sumber"),
    _number("confidence", "keyakinan"),
)
# In relationships a column `source` is one of the two ends.
_ORIGIN_OF_A_TIE: Final = (_text("source_ref", "sumber"), _number("confidence", "keyakinan"))
_PERIOD: Final = (
    _date("since", "mulai; sejak; start; tanggal mulai; mulai menjabat"),
    _date("until", "sampai; hingga; end; selesai; berakhir; tanggal selesai"),
)
_REGION: Final = _text("region", "wilayah; daerah")
_TAGS: Final = _list("tags", "tag")
_REMARK: Final = _text("remark", "=notes; catatan; keterangan")
_ALIASES: Final = _list("aliases", "alias; nama lain")
_MERGED_INTO: Final = _reference("merged_into")
_EVIDENCE: Final = _text("evidence", "bukti; dasar")

LAYOUT: Final[Mapping[FileKind, tuple[Column, ...]]] = {
    FileKind.TIE_TYPES: (
        _text("id", "type; jenis"),
        Column("source_kinds", _names("source_kinds", ""), cells.read_kinds, frozenset(ActorKind)),
        Column("target_kinds", _names("target_kinds", ""), cells.read_kinds, frozenset(ActorKind)),
        _flag("is_directed"),
        _sure_word("traversal", Traversal, cells.read_traversal),
        Column("prior", _names("prior", ""), cells.read_number, None, Blank.SAYS_NOTHING),
        _flag("is_on"),
        _text("label_en"),
        _text("label_id"),
        *_ORIGIN,
    ),
    FileKind.PARTNERS: (
        _text("id"),
        _text("name", "nama"),
        _word("sector", Sector, cells.read_sector, "sektor"),
        _word("level", Level, cells.read_level, "tingkat"),
        _sure_word("kind", PartnerKind, cells.read_partner_kind, "bentuk"),
        _REGION,
        _reference("parent_id", "parent; induk"),
        _flag("is_key_partner", "key partner; mitra kunci"),
        _ALIASES,
        _TAGS,
        _REMARK,
        _MERGED_INTO,
        *_ORIGIN,
    ),
    FileKind.CONTACTS: (
        _text("id"),
        _text("name", "nama"),
        _text("name_in_talk", "sapaan; panggilan"),
        _text("address_form", "bentuk sapaan"),
        _flag(
            "is_leader",
            "leader; pimpinan; pimpinan yang waktunya terbatas; a leader whose time is short",
        ),
        Column("seniority", _names("seniority", "jenjang; eselon"), cells.read_seniority, None),
        _number("busyness", "kesibukan"),
        _word("preferred_channel", Channel, cells.read_channel, "channel; saluran"),
        _list("languages", "language; bahasa"),
        _REGION,
        _text("phone", "telephone; telepon; hp; nomor hp; whatsapp"),
        _text("email", "e mail; surel"),
        _flag("do_not_ask", "jangan diminta"),
        _whole("request_cap", "batas permintaan"),
        _flag("is_deceased", "meninggal"),
        _flag("has_opted_out"),
        _ALIASES,
        _TAGS,
        _REMARK,
        _MERGED_INTO,
        *_ORIGIN,
        _reference(
            "partner_id",
            "partner; mitra; instansi; organisasi; lembaga; organisation; organization",
        ),
        _text("title", "position; jabatan"),
        *_PERIOD,
    ),
    FileKind.ALIASES: (
        _reference("actor_id", "contact_id; partner_id"),
        _text("alias", "nama lain; other name; other names"),
    ),
    FileKind.RELATIONSHIPS: (
        _text("id"),
        _reference("source_id", "=source; from; dari; siapa; who"),
        _reference("target_id", "=target; to; ke; kepada; dengan; dengan siapa; whom; with whom"),
        _text("type", "jenis; hubungan; hubungannya; jenis hubungan; relationship; how"),
        _number("strength", "kedekatan"),
        *_PERIOD,
        _text("title", "jabatan"),
        _word("capacity", Capacity, cells.read_capacity, "status jabatan"),
        _date("last_contact", "kontak terakhir"),
        _whole("contact_count", "=count; jumlah"),
        _text("label", "keterangan"),
        _number("override.strength", "=override"),
        _text("override.reason"),
        _text("override.by"),
        _date("override.since"),
        _date("override.until"),
        _EVIDENCE,
        *_ORIGIN_OF_A_TIE,
    ),
    FileKind.INTERACTIONS: (
        _text("id"),
        _sure_word(
            "kind", InteractionKind, cells.read_interaction_kind, "jenis; cara; caranya; how"
        ),
        _date("held_on", "=date; tanggal; kapan; when"),
        _reference("initiator", "pemrakarsa"),
        _list("participants", "peserta; hadir"),
        _text("subject", "perihal; topik; what it was about"),
        _text("location", "place; tempat; lokasi"),
        _word("channel", Channel, cells.read_channel, "saluran"),
        _whole("planned_minutes", "menit rencana"),
        _whole("actual_minutes", "menit"),
        _date("answered_on", "dijawab"),
        _list("delegates", "diwakili"),
        _flag("is_planned", "planned; direncanakan"),
        _flag("is_cancelled", "cancelled; canceled; dibatalkan; batal"),
        _EVIDENCE,
        *_ORIGIN,
    ),
    FileKind.NOTES: (
        _text("id"),
        _reference("about_id", "about; actor_id; contact_id; partner_id; tentang"),
        _text("text", "note; catatan; isi"),
        _flag("is_private", "private; pribadi"),
        *_ORIGIN,
    ),
}
"""Columns of each file, in the order in which we write them."""

PREFIXED: Final = ("fields", "external_ids")
"""Columns ``fields.NAME`` are custom fields, ``external_ids.NAME`` identifiers elsewhere."""

WITHOUT_PREFIXED: Final = frozenset({FileKind.ALIASES})

REPORT_COLUMNS: Final = ("reason", "remedy")
"""Columns that we add to refused rows; ignored when the rows come back."""


@cache
def columns_of(kind: FileKind) -> Mapping[str, Column]:
    """Give the columns of a file by the field they fill."""
    return {column.field: column for column in LAYOUT[kind]}


@cache
def names_of(kind: FileKind) -> Mapping[str, Column]:
    """Give the columns of a file by every folded header under which they are found.

    The names of our format go first: in relationships, `source` is an end of a tie, though screens
    call the origin of a record so.
    """
    found: dict[str, Column] = {}
    for column in LAYOUT[kind]:
        for name in column.names:
            found.setdefault(name, column)
    for label, field in labels_under("field").items():
        column = columns_of(kind).get(field)
        if column is not None:
            found.setdefault(label, column)
    return found


def stem_of(stem: str) -> str:
    """Give the name, without ending, of the file that a file of refused rows came from."""
    return _REFUSED.sub("", stem)


def kind_of_name(name: str) -> FileKind | None:
    """Tell what a file or sheet holds from its name without ending."""
    plain = fold(stem_of(name))
    for kind, names in _FILE_NAMES.items():
        if plain in [fold(word) for word in names.split(";")]:
            return kind
    return None


_TELLING: Final = (
    (FileKind.RELATIONSHIPS, ("source_id", "target_id")),
    (FileKind.INTERACTIONS, ("held_on", "participants")),
    (FileKind.ALIASES, ("actor_id", "alias")),
    (FileKind.NOTES, ("about_id", "text")),
    (FileKind.PARTNERS, ("name", "sector")),
    (FileKind.CONTACTS, ("name",)),
)


def kind_of_header(header: tuple[str, ...]) -> FileKind | None:
    """Tell what a table holds from its columns, if they leave no doubt."""
    names = [fold(name) for name in header]
    for kind, needed in _TELLING:
        known = names_of(kind)
        if {*needed} <= {known[name].field for name in names if name in known}:
            return kind
    return None
