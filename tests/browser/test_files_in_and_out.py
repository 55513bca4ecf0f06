"""Files come in, are called off, taken back and given out again, on the Data page."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, serious, serving

pytestmark = pytest.mark.browser

MANY = 60_000
"""Rows that take long enough to be called off."""
LOADED = 60_000
"""Milliseconds in which a job has ended."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("service")) as address:
        yield address


@pytest.fixture
def data_page(visit: Visit) -> Page:
    """Give the Data page of a new network."""
    visitor = visit()
    page = visitor.open("/networks")
    page.get_by_label("Name", exact=True).fill("Air Bersih")
    page.get_by_role("button", name="Open the network").click()
    expect(page.locator("#main h1")).to_have_text("Air Bersih")
    page.get_by_role("link", name="Data", exact=True).click()
    expect(page.get_by_text("Nothing has been loaded yet.")).to_be_visible()
    return page


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    tables = {
        "partners": [("id", "name", "sector"), ("pu", "Dinas PU", "government")],
        "contacts": [("id", "name", "partner_id"), ("ani", "Dra. Ani", "pu"), ("adi", "Adi", "pu")],
        "relationships": [("source", "target", "type"), ("ani", "adi", "knows")],
    }
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(path)
    return path


def load(page: Page, file: Path) -> None:
    page.get_by_label("Files").set_input_files(str(file))
    page.get_by_role("button", name="Load", exact=True).click()


def test_a_workbook_is_loaded_given_out_as_csv_and_taken_back(
    data_page: Page, tmp_path: Path
) -> None:
    page = data_page
    load(page, workbook(tmp_path / "Daftar mitra.xlsx"))
    expect(page.get_by_text("The files are loaded.")).to_be_visible(timeout=LOADED)
    expect(page.get_by_text("Rows read: 4; accepted: 4; refused: 0.")).to_be_visible()
    assert serious(page) == []

    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    assert re.fullmatch(r"air-bersih.*\.zip", download.value.suggested_filename)
    download.value.save_as(tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        text = archive.read("contacts.csv").decode("utf-8-sig")
    assert {row["name"] for row in csv.DictReader(io.StringIO(text))} == {"Dra. Ani", "Adi"}

    page.get_by_role("button", name="Undo").click()
    page.get_by_role("dialog").get_by_role("button", name="Take them out of use").click()
    expect(page.get_by_text("records were taken back.")).to_be_visible(timeout=LOADED)
    expect(page.get_by_text("undone", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    page.get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_text("Nothing is in this network yet")).to_be_visible()


def test_a_running_load_is_called_off_and_nothing_of_it_stays(
    data_page: Page, tmp_path: Path
) -> None:
    page = data_page
    rows = "\n".join(f"c{n},Nama Orang {n}" for n in range(MANY))
    (tmp_path / "contacts.csv").write_text(f"id,name\n{rows}\n", "utf-8")
    load(page, tmp_path / "contacts.csv")
    page.get_by_role("button", name="Call it off").click(timeout=LOADED)

    expect(page.get_by_text("The work was called off")).to_be_visible(timeout=LOADED)
    expect(page.get_by_text("Nothing has been loaded yet.")).to_be_visible()
    page.get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_text("Nothing is in this network yet")).to_be_visible()


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    data_page: Page, tmp_path: Path
) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    load(data_page, tmp_path / "broken.xlsx")

    expect(data_page.get_by_text("broken.xlsx cannot be read")).to_be_visible(timeout=LOADED)
    expect(data_page.get_by_text("Nothing has been loaded yet.")).to_be_visible()
