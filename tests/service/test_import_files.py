"""Files as people save them, and files that would do harm."""

import io
import random
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import psutil
import pytest

from graph.errors import LimitError, RestuError, UnreadableFileError
from graph.vocabulary import Noun
from service.exchange.cells import bare
from service.exchange.layout import FileKind
from service.exchange.limits import Limits
from service.exchange.reports import write_refused
from service.exchange.source import read_source
from tests.service.importing import CONTACTS, FILES, PARTNERS, Desk, open_desk, refusals

SMALL = Limits(file_bytes=10_000, rows=10, line_chars=500, columns=20, refused_rows=3)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as desk:
        yield desk


def refused(desk: Desk, files: dict[str, str | bytes], limits: Limits | None = None) -> str:
    """Give the reason why files cannot be read; the network stays as it is."""
    with pytest.raises(UnreadableFileError) as caught:
        desk.run(files, limits=limits or Limits())
    assert desk.revision() == 0
    return caught.value.reason


# ---------------------------------------------------------------------------- as people save them


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_any_usual_delimiter_is_found_out(desk: Desk, delimiter: str) -> None:
    desk.run({"partners": PARTNERS.replace(",", delimiter)})

    assert desk.record(Noun.PARTNER, "ngo").name == "Yayasan Air Bersih"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_any_usual_encoding_is_found_out(desk: Desk, encoding: str) -> None:
    report = desk.run({"partners": "id,name\nx,Café Européen\n".encode(encoding)})

    assert desk.record(Noun.PARTNER, "x").name == "Café Européen"
    is_guess = encoding in ("utf-16-le", "utf-16-be", "cp1252")
    assert ("encoding-guessed" in [warning.code for warning in report.warnings]) is is_guess


def test_the_line_with_which_excel_names_the_delimiter_is_no_header(desk: Desk) -> None:
    report = desk.run({"partners": "sep=;\r\nid;name\r\na;Ann, Ltd\r\nb;\r\n"})

    assert desk.record(Noun.PARTNER, "a").name == "Ann, Ltd"
    assert refusals(report) == [("partners.csv", 4, "name", "missing")]


def test_lines_are_counted_as_an_editor_counts_them(desk: Desk) -> None:
    text = 'id,name\r\na,"two\nlines"\r\n\r\nb,\r\n,,\r\nc,"three\n\nlines"\nd,\n'

    report = desk.run({"partners": text.replace("two\nlines", "one")})
    assert refusals(report) == [
        ("partners.csv", 4, "name", "missing"),
        ("partners.csv", 6, "name", "unprintable"),
        ("partners.csv", 9, "name", "missing"),
    ]


def test_headers_may_be_indonesian_and_in_any_case(desk: Desk) -> None:
    desk.run({"Mitra": "ID;Nama;SEKTOR;Wilayah\nx;Bank;Dunia usaha;Mataram\n"})

    partner = desk.record(Noun.PARTNER, "x")
    assert (partner.name, partner.sector, partner.region) == ("Bank", "business", "Mataram")


def test_a_file_of_another_name_is_told_by_its_columns(desk: Desk) -> None:
    folder = desk.write({"orang2009": CONTACTS})

    source = read_source(folder / "orang2009.csv")
    assert [reader.kind for reader in source.readers] == [FileKind.CONTACTS]


def test_other_files_of_a_folder_are_left_alone(desk: Desk) -> None:
    report = desk.run({**FILES, "README.md": "x", "budget": "year,sum\n2024,1\n"})

    assert report.refused == 0
    assert [(warning.code, warning.file) for warning in report.warnings] == [
        ("file-not-read", "budget.csv")
    ]


def test_an_unknown_column_is_named_and_not_dropped_silently(desk: Desk) -> None:
    report = desk.run({"partners": "id,name,colour\nx,X,red\n"})

    assert [(w.code, w.field) for w in report.warnings] == [("unknown-column", "colour")]


def test_a_row_with_more_cells_than_columns_is_refused(desk: Desk) -> None:
    report = desk.run({"partners": "id,name\nx,Smith, Ltd\ny,Y\n"})

    assert refusals(report) == [("partners.csv", 2, "row", "too-many-cells")]


# ---------------------------------------------------------------------------- that would do harm


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\n\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"id,name\nx,a\0b\n", "nul-bytes"),
        (b"\0" * 100, "nul-bytes"),
        (b"PK\x03\x04rest", "not-csv"),
        (b'id,name\nx,"never closed\ny,Y\n', "quotes"),
        (b'id,name\nx,"closed" twice"\n', "quotes"),
        (b"id,name,Name\nx,X,Y\n", "duplicate-header"),
        (b"id,name\nx,\x81\x8d\n", "unknown-encoding"),
        (b"a" * 600, "line-too-long"),
        (b"id,name\nx," + b"a" * 600, "line-too-long"),
        (b"," * 30 + b"id\n", "too-many-columns"),
        (b"x" * 10_001, "file-too-large"),
    ],
)
def test_a_hostile_csv_is_refused_with_its_reason(desk: Desk, content: bytes, reason: str) -> None:
    assert refused(desk, {"partners": content}, SMALL) == reason


def test_a_quotation_mark_that_is_never_closed_names_the_line_where_it_opened(desk: Desk) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        desk.run({"partners": 'id,name\na,A\nb,"B\nc,C\nd,D\n'})

    assert caught.value.facts["line"] == "3"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"id,name\nx," + b"a" * 50_000_000 + b"\n", id="a line of 50 MB"),
        pytest.param(b"c," * 1_000_000 + b"\n1,2\n", id="a million columns"),
        pytest.param(b'id,name\nx,"' + b"y\n" * 5_000_000, id="a quotation of 10 MB"),
    ],
)
def test_memory_stays_bounded(desk: Desk, content: bytes) -> None:
    folder = desk.write({"partners": content})
    del content
    before = psutil.Process().memory_info().rss

    with pytest.raises(UnreadableFileError):
        desk.run(folder)

    assert psutil.Process().memory_info().rss - before < 60 * 2**20


def test_a_delimiter_that_was_taken_for_another_is_noticed(desk: Desk) -> None:
    folder = desk.write({"data": "id^name^sector\nx^X^donor\n"})

    with pytest.raises(UnreadableFileError) as caught:
        desk.run(folder / "data.csv")

    assert caught.value.reason == "unknown-table"
    assert "id^name^sector" in caught.value.facts["columns"]


def test_more_rows_than_allowed_stop_the_import(desk: Desk) -> None:
    rows = "".join(f"p{number},P\n" for number in range(11))

    with pytest.raises(LimitError) as caught:
        desk.run({"partners": "id,name\n" + rows}, limits=SMALL)

    assert caught.value.facts["limit"] == "rows"
    assert desk.revision() == 0


def test_so_many_refused_rows_mean_a_wrong_mapping(desk: Desk) -> None:
    with pytest.raises(LimitError) as caught:
        desk.run({"partners": "id,name\n" + "x,\n" * 5}, limits=SMALL)

    assert caught.value.facts["limit"] == "refused_rows"


@pytest.mark.parametrize("name", ["budget.docx", "partners.xls", "nothing.csv"])
def test_what_is_no_table_is_refused(desk: Desk, name: str) -> None:
    folder = desk.write({"budget.docx": "x", "partners.xls": "x"})

    with pytest.raises(UnreadableFileError):
        read_source(folder / name)


def test_an_empty_folder_has_nothing_to_import(desk: Desk) -> None:
    with pytest.raises(UnreadableFileError, match="nothing-to-import"):
        read_source(desk.write({}))


# ---------------------------------------------------------------------------- workbooks


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rezipped(content: bytes, **changed: bytes) -> bytes:
    """Put parts into a workbook, by name with __ for /."""
    parts = {name.replace("__", "/") + ".xml": part for name, part in changed.items()}
    file = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()


BOOK = workbook(partners=[["id", "name"], ["x", "X"]])


def test_a_workbook_has_a_sheet_for_each_file(desk: Desk) -> None:
    book = workbook(
        Kontak=[["id", "nama", "jenjang", "is_leader"], ["a", "Ann", 3, True], ["b", "Ben", 2.5]],
        relationships=[
            ["source", "target", "type", "since", "until", "strength"],
            ["a", "x", "works_for", date(2020, 5, 3), datetime(2021, 1, 2), None],  # noqa: DTZ001 - a workbook knows no zones
        ],
        partners=[["id", "name"], ["x", "X"]],
        Anggaran=[["year", "sum"], [2024, 1]],
    )

    report = desk.run({"all.xlsx": book})

    assert refusals(report) == [("all.xlsx/Kontak", 3, "jenjang", "not-a-whole-number")]
    assert [warning.code for warning in report.warnings] == ["file-not-read"]
    position = desk.all(Noun.POSITION)[0]
    assert (position.since.iso, position.until.iso) == ("2020-05-03", "2021-01-02")
    assert desk.record(Noun.CONTACT, "a").seniority == 3
    assert report.files[1].refused_name == "Kontak-refused.csv"


NAME = "nama\\n(lengkap; dengan gelar)"
"""A header of two lines, with the sign that splits the columns in other files, as TOML has it."""


@pytest.mark.parametrize("delimiter", ["", ";", "\\t", "|"])
def test_refused_rows_of_a_workbook_come_back_as_they_were(
    desk: Desk, tmp_path: Path, delimiter: str
) -> None:
    mapping = f"""[contacts]
        file = "Daftar v1.2"
        delimiter = "{delimiter}"
        columns.name = "{NAME}"
    """
    header: list[object] = ["id", NAME.replace("\\n", "\n"), "jenjang", "mulai", "aliases"]
    rows: list[list[object]] = [
        ["a", 'Baris 1\nBaris "2"; a, b', 2.5, date(2020, 5, 3), "=A; -B"],
        ["b", "'quoted' | \ttab", "x y", datetime(2021, 1, 2), None],  # noqa: DTZ001 - a workbook knows no zones
        [7, "Siti \u00c9", 1.5, 0.1, "a\\;b"],
    ]
    report = desk.run({"all.xlsx": workbook(**{"Daftar v1.2": [header, *rows]})}, mapping)
    (first,) = report.files
    assert [row.line for row in first.refused] == [2, 3, 4]

    (path,) = write_refused(report, tmp_path / "refused")
    (second,) = desk.run(path.parent, mapping).files

    assert path.name == "Daftar v1.2-refused.csv"
    assert [bare_cells(row.cells[:5]) for row in second.refused] == [
        bare_cells(row.cells) for row in first.refused
    ]
    assert [row.issues for row in second.refused] == [row.issues for row in first.refused]


def bare_cells(found: tuple[str, ...]) -> list[str]:
    return [bare(cell) for cell in found]


def test_formulas_of_a_workbook_are_read_as_their_last_value_or_nothing(desk: Desk) -> None:
    report = desk.run({"x.xlsx": workbook(partners=[["id", "name"], ["x", "=1+1"], ["y", "Y"]])})

    assert [row.line for row in report.files[0].refused] == [2]


def test_formulas_of_a_csv_are_text(desk: Desk) -> None:
    desk.run({"partners": 'id,name\nx,"=HYPERLINK(""http://x"")"\ny,@SUM(1)\n'})

    assert desk.record(Noun.PARTNER, "x").name == '=HYPERLINK("http://x")'
    assert desk.record(Noun.PARTNER, "y").name == "@SUM(1)"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"not a zip", "damaged-workbook"),
        (BOOK[: len(BOOK) // 2], "damaged-workbook"),
        (rezipped(BOOK, xl__bomb=b"<a>" * 3_000_000), "zip-bomb"),
        (
            rezipped(
                BOOK, xl__sharedStrings=b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            ),
            "xml-entities",
        ),
        (rezipped(BOOK, xl__worksheets__sheet2=b'<c r="XFD1048576"/>'), "too-many-columns"),
        (rezipped(BOOK, xl__worksheets__sheet2=b'<row r="9999999"><c r="T1"/>'), "too-many-cells"),
        (
            rezipped(BOOK, xl__worksheets__sheet2=b"<row><c><v>1</v></c></row>" * 1_001),
            "too-many-cells",
        ),
        (rezipped(BOOK, xl__worksheets__sheet2=b'<c r="zzzzzzzzA4"/>'), "damaged-workbook"),
        (rezipped(BOOK, xl__worksheets__sheet2=b'<c r="&#65;1"/>'), "damaged-workbook"),
        (
            rezipped(BOOK, xl__worksheets__sheet2=b"<row>" + b"<c/>" * 101 + b"</row>"),
            "too-many-columns",
        ),
        (
            rezipped(BOOK, xl__worksheets__sheet2=b'<row r="900"/><row><c/><c/></row>'),
            "too-many-cells",
        ),
        (rezipped(BOOK, xl__anything=b"<row><c r=\"A1\"/><c\nr = 'ZZZ1'/>"), "too-many-columns"),
        (workbook(partners=[]), "empty"),
    ],
)
def test_a_hostile_workbook_is_refused_with_its_reason(
    desk: Desk, content: bytes, reason: str
) -> None:
    limits = Limits(unpacked_bytes=2**20, columns=100, cells=1_000)

    assert refused(desk, {"partners.xlsx": content}, limits) == reason


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(desk: Desk, seed: int) -> None:
    dice = random.Random(seed)
    csv = CONTACTS.encode() + b'x,"quoted ""name""",1\n'
    for name, content in (("contacts.xlsx", BOOK), ("contacts.csv", csv)):
        damaged = bytearray(content)
        for _ in range(dice.randint(1, 5)):
            place = dice.randrange(len(damaged))
            damaged[place : place + dice.randint(0, 9)] = dice.randbytes(dice.randint(0, 9))
        with suppress(RestuError):
            desk.run({name: bytes(damaged)}, dry_run=True)

    assert desk.revision() == 0


def test_a_zip_that_is_no_workbook_is_refused(desk: Desk) -> None:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("x.txt", "x")

    assert refused(desk, {"partners.xlsx": file.getvalue()}) == "not-a-workbook"


def test_a_bomb_that_lies_about_its_size_is_measured_all_the_same(desk: Desk) -> None:
    packed = zlib.compress(b"\0" * 50_000_000, 9)[2:-4]
    honest = rezipped(BOOK, xl__bomb=b"small")
    with ZipFile(io.BytesIO(honest)) as archive:
        end = archive.start_dir
        files = archive.infolist()
    local = struct.pack("<4sHHHHHLLLHH", b"PK\3\4", 20, 0, 8, 0, 0, 0, len(packed), 5, 10, 0)
    central = struct.pack(
        "<4sHHHHHHLLLHHHHHLL",
        *(b"PK\1\2", 20, 20, 0, 8, 0, 0, 0, len(packed), 5, 10, 0, 0, 0, 0, 0, end),
    )
    part = local + b"xl/lie.xml" + packed
    old = honest[end : honest.rindex(b"PK\5\6")]
    directory = old + central + b"xl/lie.xml"
    count = len(files) + 1
    close = struct.pack(
        "<4sHHHHLLH", b"PK\5\6", 0, 0, count, count, len(directory), end + len(part), 0
    )
    lie = honest[:end] + part + directory + close

    limits = Limits(unpacked_bytes=2**20)
    assert refused(desk, {"partners.xlsx": lie}, limits) == "zip-bomb"
