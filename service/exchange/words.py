"""What people write in headers and cells, beside our own names: labels of the screens, synonyms.

Whatever a screen shows in either language may be typed into a file, so the labels are read from
the texts themselves; the tables here hold the further words. All of them are folded.
`docs/data-format.md` lists the words for relationships; a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from dashboards.texts import texts
from graph.records.names import fold
from graph.records.networks import LANGUAGES
from graph.records.ties import BUILT_IN_TYPES
from graph.vocabulary import (
    ActorKind,
    Capacity,
    Channel,
    InteractionKind,
    Level,
    PartnerKind,
    PositionType,
    Sector,
    Traversal,
)

HEADINGS: Final[Mapping[type[StrEnum], str]] = {
    ActorKind: "actor_kind",
    Sector: "sector",
    Level: "level",
    PartnerKind: "partner_kind",
    PositionType: "position",
    Capacity: "capacity",
    Traversal: "traversal",
    InteractionKind: "interaction",
    Channel: "channel",
}
"""Under which heading of the texts the labels of a vocabulary stand."""

_SYNONYMS: Final[Mapping[type[StrEnum], Mapping[str, str]]] = {
    Sector: {
        "government": "pemda; pemerintah daerah; pemerintah pusat; public sector",
        "business": "swasta; perusahaan; bumn; bumd; company; private sector",
        "civil_society": "lsm; ngo; ornop; masyarakat sipil; organisasi masyarakat sipil",
        "academia": "akademisi; universitas; kampus; university",
        "donor": "donatur",
        "media": "pers",
        "community": "komunitas",
        "other": "lain; lain lain",
    },
    Level: {
        "national": "nasional",
        "province": "provinsi; prov",
        "district": "kabupaten; kota; kab; city; regency",
        "sub_district": "kec",
        "village": "desa; kelurahan",
    },
    PartnerKind: {
        "organisation": "organization; organisasi; instansi",
        "unit": "bagian; unit kerja; bidang; seksi",
        "body": "forum; committee; komite; tim; tim pengarah; kelompok kerja; pokja",
    },
    Capacity: {
        "pj": "penjabat",
        "plt": "pelaksana tugas",
        "plh": "pelaksana harian",
        "pjs": "penjabat sementara",
    },
    InteractionKind: {
        "meeting": "pertemuan; audiensi; tatap muka",
        "visit": "kunjungan lapangan",
        "call": "panggilan; panggilan video; video call; phone call",
        "message": "surel; email; e mail; whatsapp; wa; sms",
        "event": "seminar; lokakarya; workshop; pelatihan",
        "joint_project": "proyek bersama; kerja bersama",
    },
    Channel: {
        "in_person": "bertemu; tatap muka; langsung",
        "phone": "telepon; telephone; hp",
        "video": "panggilan video; video call",
        "email": "surel; e mail",
        "message": "pesan; whatsapp; wa; sms",
        "letter": "surat",
    },
    Traversal: {"none": "tidak", "forward": "satu arah", "both": "dua arah"},
}


@dataclass(frozen=True, slots=True)
class TypeWord:
    """What a word for a relationship means: its type, perhaps with the ends turned round.

    ``label`` keeps a word that says more than the type.
    """

    type: str
    reverse: bool = False
    label: str = ""


_FOR_TYPES: Final[Mapping[str, str]] = {
    PositionType.WORKS_FOR: "bekerja pada; bekerja untuk; pegawai; pegawai di; karyawan; staf; "
    "works for; employee",
    PositionType.LEADS: "pimpinan; pimpinan dari; kepala; head of",
    PositionType.REPRESENTS: "perwakilan; perwakilan dari; representative",
    PositionType.MEMBER_OF: "anggota dari; menjadi anggota; member",
    PositionType.CHAIRS: "ketua; ketua dari; chair; chairperson",
    PositionType.SECONDED_TO: "diperbantukan; diperbantukan pada; seconded",
    "knows": "kenal; mengenal; kenalan; know; knows each other",
    "reports_to": "bawahan; bawahan dari; melapor kepada; subordinate of",
    "advises": "penasihat; menasihati; memberi nasihat kepada; adviser; advisor",
    "met_with": "bertemu; bertemu dengan; meets; has met",
    "partners_with": "bermitra; bermitra dengan; mitra; kemitraan; bekerja sama dengan; "
    "kerja sama; partner",
    "funds": "mendanai; membiayai; memberi dana; donatur; funder",
    "part_of": "termasuk",
    "succeeded_by": "diganti oleh; followed by",
    "family": "keluarga; kerabat; bersaudara; saudara",
}
_FOR_TYPES_REVERSED: Final[Mapping[str, str]] = {
    PositionType.LEADS: "dipimpin; dipimpin oleh; led by",
    PositionType.CHAIRS: "diketuai oleh; chaired by",
    "reports_to": "atasan; atasan dari; membawahi; superior of; supervises",
    "advises": "dinasihati oleh; advised by",
    "funds": "didanai oleh; funded by",
    "part_of": "membawahkan; consists of",
    "succeeded_by": "menggantikan; succeeds",
}
AT_THE_DOOR: Final = frozenset(
    {"sekretaris", "ajudan", "protokol", "secretary", "adjutant", "aide", "protocol"}
)
"""Of a person they are at the door; of an organisation these are titles of people who work there.
The word is kept, as label or title."""


@cache
def labels_under(heading: str) -> Mapping[str, str]:
    """Give the words of a vocabulary by every label that a screen shows for them, folded."""
    above = f"word.{heading}."
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for key, label in texts(language).items():
            if key.startswith(above) and isinstance(label, str):
                found.setdefault(fold(label), key.removeprefix(above))
    return found


@cache
def words_of(vocabulary: type[StrEnum]) -> Mapping[str, StrEnum]:
    """Give the members of a vocabulary by every folded way to write them."""
    own = {fold(member.value.replace("_", " ")): member for member in vocabulary}
    labels = labels_under(HEADINGS[vocabulary])
    shown = {label: vocabulary(value) for label, value in labels.items()}
    also = {
        word: vocabulary(value)
        for value, words in _SYNONYMS.get(vocabulary, {}).items()
        for word in _listed(words)
    }
    return {**also, **shown, **own}


@cache
def seniority_words() -> Mapping[str, int]:
    """Give the levels of seniority by their labels, folded."""
    return {label: int(value) for label, value in labels_under("seniority").items()}


@cache
def type_words() -> Mapping[str, TypeWord]:
    """Give what the words for relationships mean, folded; the types themselves are left out."""
    types = {type_.value for type_ in PositionType} | BUILT_IN_TYPES.keys()
    labels = {**labels_under("tie"), **labels_under("position")}
    return {
        **{word: TypeWord("gatekeeper_of", label=word) for word in AT_THE_DOOR},
        **{word: TypeWord(type_) for type_, words in _FOR_TYPES.items() for word in _listed(words)},
        **{
            word: TypeWord(type_, reverse=True)
            for type_, words in _FOR_TYPES_REVERSED.items()
            for word in _listed(words)
        },
        **{label: TypeWord(value) for label, value in labels.items() if value in types},
    }


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(";")]
