"""Names without titles, and the keys under which their spellings are one."""

import re
from pathlib import Path

import pytest

from graph.records.names import fold, name_key, organisation_key, search_name


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("Ir. H. Lalu Muhammad Zaini, M.T.", "Lalu Muhammad Zaini"),
        ("Prof. Dr. Ir. Zaini, M.Sc., Ph.D.", "Zaini"),
        ("Prof Dr Ir Zaini", "Zaini"),
        ("PROF. DR. IR. ZAINI", "ZAINI"),
        ("dr. Ani Lestari, Sp.A(K)", "Ani Lestari"),
        ("dr Ani Lestari", "Ani Lestari"),
        ("drg. Sari", "Sari"),
        ("Drs. Made Wirata", "Made Wirata"),
        ("Dra. Hj. Siti Aminah, M.Pd.", "Siti Aminah"),
        ("H. Ahmad", "Ahmad"),
        ("H Ahmad", "Ahmad"),
        ("h. ahmad", "ahmad"),
        ("Hj Nur", "Nur"),
        ("K.H. Hasyim", "Hasyim"),
        ("K. H. Hasyim", "Hasyim"),
        ("KH Hasyim", "Hasyim"),
        ("K.H.Hasyim", "Hasyim"),
        ("TGH. Saleh", "Saleh"),
        ("T.G.H. Saleh", "Saleh"),
        ("TGKH. M. Saleh", "M. Saleh"),
        ("Dr.Ir.H.Zaini", "Zaini"),
        ("Dr. H.C. Rahman", "Rahman"),
        ("Dr. (H.C.) Ir. Rahman", "Rahman"),
        ("Dr. H. C. Rahman", "C. Rahman"),
        ("  Lalu \t Zaini\n", "Lalu Zaini"),
        ("Zaini , S. H.", "Zaini"),
        ("Zaini,S.T.,M.T.", "Zaini"),
        ("Siti Aminah, Ners", "Siti Aminah"),
        ("Siti Aminah, Bendahara", "Siti Aminah"),
        ("Suharti, Apt", "Suharti"),
        ("Ron Carter, Jr.", "Ron Carter"),
    ],
)
def test_titles_before_and_everything_after_the_comma_are_left_out(written: str, bare: str) -> None:
    assert search_name(written) == bare


@pytest.mark.parametrize(
    "name",
    [
        "Sukarno",
        "John H. Smith",
        "Lalu Zaini",
        "Baiq Ratna",
        "I Gusti Ngurah Agung",
        "Ni Luh Sari",
        "Raden Ayu",
        "Andi Irfan",
        "Teuku Umar",
        "Cut Meutia",
        "Irfan",
        "Drajat Halim",
        "Hjalmar",
        "Profesi",
    ],
)
def test_parts_of_a_name_are_not_titles(name: str) -> None:
    assert search_name(name) == name


@pytest.mark.parametrize("name", ["H.", "Dr.", "dr", ", M.T.", "123, John"])
def test_a_name_of_titles_alone_stays(name: str) -> None:
    assert search_name(name) == name


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ("SMITH, John", "John SMITH"),
        ("Balmer, David R.", "David R. Balmer"),
        ("Balmer, Gordon Ph.D.", "Gordon Balmer"),
        ("Galvin, A.", "A. Galvin"),
        ("van der Berg, A.", "A. van der Berg"),
        ("ÅBERG, Éva", "Éva ÅBERG"),
    ],
)
def test_a_family_name_written_first_is_put_where_people_say_it(listed: str, said: str) -> None:
    assert search_name(listed) == said
    assert name_key(listed) == name_key(said)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("  Lalu   ZAINI ", "lalu zaini"),
        ("Irène Sánchez-Álvarez", "irene sanchez alvarez"),
        ("Łukasz Sørensen Đặng", "lukasz sorensen dang"),
        ("Straße ﬁn Æsop", "strasse fin aesop"),
        ("İstanbul ılık", "istanbul ilik"),
        ("Ma'ruf D\u2019Souza Nur\u02bfaini", "maruf dsouza nuraini"),
        ("PT. Air (Bersih) & Co.", "pt air bersih co"),
        ("SMKN 1 / ２", "smkn 1 2"),
        ("Юлия", "юлия"),
        ("Ёлкин", "елкин"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("李小龍", "李小龍"),
        ("김철수", "김철수"),
        ("が", "が"),
        ("नमस्ते", "नमस्ते"),
        ("مُحَمَّد", "محمد"),
        ("❤\ufe0f", ""),
        ("a\x00b\ud800c", "a b c"),
    ],
)
def test_folding_keeps_letters_and_digits_of_every_script(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "names",
    [
        [
            "Muhammad Yusuf",
            "Mohammad Yusuf",
            "Mohamad Yusuf",
            "Muhamad Yusuf",
            "Mohamed Yusuf",
            "Muh. Yusuf",
            "Moh. Yusuf",
            "Moch. Yusuf",
            "M. Yusuf",
            "M Yusuf",
            "m.yusuf",
            "H. M. Jusuf, S.H.",
            "H.M. Joesoef",
        ],
        ["Lalu Muhammad Zaini", "Lalu M. Zaini", "LALU MOH ZAINI", "Ir. H. Lalu Muh. Zaini, M.T."],
        ["Zaini Muhammad", "Zaini Muh.", "Zaini Moh"],
        ["Siti Aminah", "St. Aminah", "Sitti Aminnah", "Hj. St. Aminah", "(Hj.) Siti Aminah"],
        ["Soekarno", "Sukarno", "SUKARNO"],
        ["Djoko Tjahjono", "Joko Cahyono", "Yoko Cahjono"],
        ["Njoman Oemar", "Nyoman Umar"],
        ["Ma'ruf", "Maruf", "Ma\u2019roef"],
        ["Annisa Rachmmat", "Anisa Rachmat"],
    ],
)
def test_spellings_that_people_mean_as_one_have_one_key(names: list[str]) -> None:
    assert len({name_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zaini M.", "Zaini Muhammad"),
        ("John M. Smith", "John Muhammad Smith"),
        ("M", "Muhammad"),
        ("Budi St", "Budi Siti"),
        ("Paku Buwono XI", "Paku Buwono XII"),
        ("Ahmad", "Muhammad"),
        ("Lalu Zaini", "Zaini"),
    ],
)
def test_spellings_that_people_tell_apart_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_one_word_is_a_complete_name() -> None:
    assert name_key("Sukarno") == "sukarno"


@pytest.mark.parametrize("name", ["\U0001f642", "\ud800", "!!!", "\u02bc"])
def test_a_name_of_signs_is_its_own_key(name: str) -> None:
    assert name_key(name) == name
    assert organisation_key(name) == name


@pytest.mark.parametrize("blank", ["", " \t", "\u00a0", "\x00\x1f"])
def test_a_blank_name_has_a_blank_key(blank: str) -> None:
    assert search_name(blank) == name_key(blank) == organisation_key(blank) == ""


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Bappeda Kab. Lombok Timur", "bapeda kab lombok timur"),
        ("BAPEDA Kab Lombok Timur", "bapeda kab lombok timur"),
        ("PT Air Minum Giri Menang (Perseroda)", "pt air minum giri menang perseroda"),
        ("Dinas PUPR, Provinsi NTB", "dinas pupr provinsi ntb"),
        ("Yayasan Annisa", "yayasan anisa"),
        ("BBWS Nusa Tenggara I", "bbws nusa tenggara i"),
        ("H. Djoedjoe & Sons", "h djoedjoe sons"),
    ],
)
def test_an_organisation_keeps_its_legal_form_and_its_initials(name: str, key: str) -> None:
    assert organisation_key(name) == key


def test_offices_whose_initials_differ_by_a_letter_are_two() -> None:
    assert organisation_key("BBWS Nusa Tenggara I") != organisation_key("BWS Nusa Tenggara I")
    assert organisation_key("PTPN II") != organisation_key("PTPN I")
    assert organisation_key("DPRD") != organisation_key("DPD")


def test_the_page_about_names_tells_what_is_left_out() -> None:
    page = Path(__file__).parents[2] / "docs" / "dates-and-names.md"
    _, _, after = page.read_text(encoding="utf-8").partition("| Written | Search name |")
    rows = re.findall(r"^\| ([^|-]+) \| ([^|]+) \|$", after.partition("\n\n")[0], re.MULTILINE)

    assert len(rows) == 5
    assert [search_name(written) for written, _ in rows] == [bare for _, bare in rows]
