"""What people read on our screens, in either language, they may type into their files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards.texts import Say, texts
from graph.records.names import fold
from graph.records.networks import LANGUAGES
from graph.records.positions import Position
from graph.records.ties import BUILT_IN_TYPES
from graph.vocabulary import (
    ActorKind,
    Capacity,
    Channel,
    InteractionKind,
    Level,
    Noun,
    PartnerKind,
    PositionType,
    Sector,
    Traversal,
)
from service.exchange import cells
from service.exchange.layout import LAYOUT, FileKind, kind_of_name, names_of
from service.exchange.words import HEADINGS, words_of
from tests.service.importing import FILES, Desk, open_desk, refusals

AN_END: tuple[FileKind, str, str] = (FileKind.RELATIONSHIPS, "source_ref", "source")
"""In relationships `source` is an end, as it always was; the origin is `source_ref` or `sumber`."""
FORM_FIELDS = {
    "add.person.name": (FileKind.CONTACTS, "name"),
    "add.person.name_in_talk": (FileKind.CONTACTS, "name_in_talk"),
    "add.person.partner": (FileKind.CONTACTS, "partner_id"),
    "add.person.title": (FileKind.CONTACTS, "title"),
    "add.person.leader": (FileKind.CONTACTS, "is_leader"),
    "add.partner.name": (FileKind.PARTNERS, "name"),
    "add.partner.sector": (FileKind.PARTNERS, "sector"),
    "add.partner.level": (FileKind.PARTNERS, "level"),
    "add.partner.region": (FileKind.PARTNERS, "region"),
    "add.tie.source": (FileKind.RELATIONSHIPS, "source_id"),
    "add.tie.type": (FileKind.RELATIONSHIPS, "type"),
    "add.tie.target": (FileKind.RELATIONSHIPS, "target_id"),
    "add.met.kind": (FileKind.INTERACTIONS, "kind"),
    "add.met.when": (FileKind.INTERACTIONS, "held_on"),
    "add.met.subject": (FileKind.INTERACTIONS, "subject"),
}
NETWORK = {
    "partners": "id,name\nagency,Dinas PU\nngo,Yayasan Air\n",
    "contacts": "id,name\nani,Ani\nbudi,Budi\n",
}


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("en", ["government", "civil_society", "other"]),
        ("id", ["Pemerintah (government)", "LSM / organisasi masyarakat sipil (civil_society)"]),
    ],
)
def test_a_word_that_nobody_knows_is_answered_in_the_words_of_the_reader(
    desk: Desk, language: str, named: list[str]
) -> None:
    report = desk.run({"partners": "id,name,sector\nx,X,klub\n"})

    remedy = Say(language).issue(report.files[0].refused[0].issues[0]).remedy

    assert [word for word in named if word not in remedy] == []


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as desk:
        yield desk


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("vocabulary", list(HEADINGS))
def test_a_label_of_a_vocabulary_is_understood_as_its_value(
    vocabulary: type[Sector], language: str
) -> None:
    say = Say(language)

    for member in vocabulary:
        label = say.word(HEADINGS[vocabulary], member)
        assert words_of(vocabulary)[fold(label)] is member
        assert words_of(vocabulary)[fold(label.upper())] is member


def test_every_vocabulary_of_a_cell_has_its_labels() -> None:
    used = {column.words for columns in LAYOUT.values() for column in columns if column.words}

    assert used <= HEADINGS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_of_a_level_of_seniority_is_understood(language: str) -> None:
    for level in range(1, 7):
        assert cells.read_seniority(Say(language)(f"word.seniority.{level}")) == level
    assert cells.read_seniority("4") == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_of_a_field_is_understood_as_its_column(language: str) -> None:
    missed = {
        (kind, column.field, label)
        for kind, columns in LAYOUT.items()
        for column in columns
        if (label := texts(language).get(f"word.field.{column.field}"))
        and names_of(kind)[fold(str(label))] is not column
    }

    assert missed <= {AN_END}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", sorted(FORM_FIELDS))
def test_what_a_form_asks_for_is_understood_as_its_column(key: str, language: str) -> None:
    kind, field = FORM_FIELDS[key]

    assert names_of(kind)[fold(Say(language)(key))].field == field


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_screens_call_records_names_a_file_of_them(language: str) -> None:
    say = Say(language)

    for noun in set(Noun) - {Noun.INTRODUCTION, Noun.CONFLICT}:  # no file carries these
        kind = FileKind.RELATIONSHIPS if noun in (Noun.TIE, Noun.POSITION) else f"{noun}s"
        assert kind_of_name(say(f"word.nouns.{noun}")) == kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_of_a_relationship_is_understood_as_its_type(desk: Desk, language: str) -> None:
    say = Say(language)
    ends = {
        ActorKind.CONTACT: ("ani", "budi"),
        ActorKind.PARTNER: ("agency", "ngo"),
    }
    rows = [f"ani,agency,{say.word('position', type_)}" for type_ in PositionType]
    for type_ in BUILT_IN_TYPES.values():
        pair = ends[min(type_.source_kinds & type_.target_kinds)]
        rows.append(f'{pair[0]},{pair[1]},"{say.word("tie", type_.id)}"')

    report = desk.run({**NETWORK, "relationships": "\n".join(["source,target,type", *rows])})

    assert refusals(report) == []
    assert report.new_types == ()
    assert {post.type for post in desk.all(Noun.POSITION)} == set(PositionType)
    assert {tie.type for tie in desk.all(Noun.TIE)} == set(BUILT_IN_TYPES)


def test_a_table_written_with_the_words_of_an_indonesian_office(desk: Desk) -> None:
    report = desk.run(
        {
            "Mitra": "Kode;Nama;Sektor;Tingkat;Macam;Bagian dari\n"
            "dpu;Dinas PU;Pemerintah;Kabupaten/kota;Lembaga;\n"
            "pokja;Pokja Air;LSM / organisasi masyarakat sipil;Pusat;Forum, tim atau kelompok kerja"
            ";dpu\n",
            "Kontak": "Kode;Nama;Nama Sapaan;Mitra;Nama jabatan;Mulai;Selesai;Jenjang;"
            "Sebaiknya dihubungi\n"
            "ani;Ani Lestari;Bu Ani;Dinas PU;Kepala Bidang;2020;Mei 2024;Kepala bidang;"
            "lewat surat\n"
            "budi;Budi;Pak Budi;;;;;Staf;lewat pesan\n",
            "Hubungan": "Dari;Kepada;Jenis;Sejak\nAni Lestari;Budi;kenal;2021\n"
            "Budi;Ani Lestari;Bawahan;2021\n",
            "Pertemuan dan pesan": "Macam;Tanggal;Yang hadir;Pokok pembicaraan;Cara menghubungi\n"
            "Kunjungan;3 Mei 2024;Ani Lestari;x;bertemu langsung\n".replace(
                "Ani Lestari;x", '"Ani Lestari;Budi";air'
            ),
        }
    )

    assert refusals(report) == []
    assert [w for w in report.warnings if w.code == "unknown-column"] == []
    assert desk.record(Noun.PARTNER, "pokja").kind is PartnerKind.BODY
    assert desk.record(Noun.PARTNER, "pokja").parent_id == "dpu"
    ani = desk.record(Noun.CONTACT, "ani")
    assert (ani.name_in_talk, ani.seniority, ani.preferred_channel) == (
        "Bu Ani",
        3,
        Channel.LETTER,
    )
    (post,) = desk.all(Noun.POSITION)
    assert isinstance(post, Position)
    assert (post.title, post.since and post.since.iso, post.until and post.until.iso) == (
        "Kepala Bidang",
        "2020",
        "2024-05",
    )
    assert {tie.type for tie in desk.all(Noun.TIE)} == {"knows", "reports_to"}
    assert desk.all(Noun.INTERACTION)[0].kind is InteractionKind.VISIT


@pytest.mark.parametrize(
    ("word", "source", "target", "type_"),
    [
        ("kenal", "ani", "budi", "knows"),
        ("Saling mengenal", "ani", "budi", "knows"),
        ("mengenal", "ani", "budi", "knows"),
        ("bawahan", "ani", "budi", "reports_to"),
        ("atasan", "budi", "ani", "reports_to"),
        ("ajudan", "ani", "budi", "gatekeeper_of"),
        ("Sekretaris", "ani", "budi", "gatekeeper_of"),
        ("protokol", "ani", "budi", "gatekeeper_of"),
        ("mendanai", "agency", "ngo", "funds"),
        ("didanai oleh", "ngo", "agency", "funds"),
        ("bermitra", "agency", "ngo", "partners_with"),
    ],
)
def test_a_word_for_a_tie_says_who_stands_at_which_end(
    desk: Desk, word: str, source: str, target: str, type_: str
) -> None:
    first, second = ("agency", "ngo") if "agency" in (source, target) else ("ani", "budi")

    desk.run({**NETWORK, "relationships": f"Dari,Kepada,Jenis\n{first},{second},{word}\n"})

    (tie,) = desk.all(Noun.TIE)
    assert (tie.source_id, tie.target_id, tie.type) == (source, target, type_)


@pytest.mark.parametrize(
    ("word", "type_", "title"),
    [
        ("anggota", PositionType.MEMBER_OF, ""),
        ("ketua", PositionType.CHAIRS, ""),
        ("memimpin", PositionType.LEADS, ""),
        ("bekerja di", PositionType.WORKS_FOR, ""),
        ("mewakili", PositionType.REPRESENTS, ""),
        ("sekretaris", PositionType.WORKS_FOR, "sekretaris"),
    ],
)
def test_a_word_for_a_position_is_one_of_its_types(
    desk: Desk, word: str, type_: PositionType, title: str
) -> None:
    desk.run({**NETWORK, "relationships": f"Dari,Kepada,Jenis\nani,agency,{word}\n"})

    (post,) = desk.all(Noun.POSITION)
    assert (post.type, post.title) == (type_, title)


def test_which_of_the_words_at_the_door_was_said_is_kept(desk: Desk) -> None:
    desk.run({**NETWORK, "relationships": "Dari,Kepada,Jenis\nani,budi,Ajudan\n"})

    assert desk.all(Noun.TIE)[0].label == "ajudan"


def test_a_network_that_has_a_word_as_its_own_type_keeps_it(desk: Desk) -> None:
    desk.run({**NETWORK, "tie_types": "id,label_en,label_id\nmentors,Mentors,Atasan\n"})

    report = desk.run({"relationships": "Dari,Kepada,Jenis\nani,budi,atasan\nani,budi,MENTORS\n"})

    assert report.new_types == ()
    assert [tie.type for tie in desk.all(Noun.TIE)] == ["mentors"]


def test_a_refused_column_is_named_as_the_file_names_it(desk: Desk) -> None:
    report = desk.run(
        {**FILES, "relationships": "Dari,Kepada,Jenis,Sejak\naide,nobody,kenal,kemarin\n"}
    )

    assert [field for _, _, field, _ in refusals(report)] == ["Sejak", "Kepada"]


def test_words_that_only_some_vocabularies_have_stay_apart() -> None:
    assert cells.read_capacity("pelaksana tugas") is Capacity.PLT
    assert cells.read_level("nasional") is Level.NATIONAL
    assert cells.read_traversal("dua arah") is Traversal.BOTH
    assert cells.read_interaction_kind("telepon") is InteractionKind.CALL
    assert cells.read_channel("telepon") is Channel.PHONE
