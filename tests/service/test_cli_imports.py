"""``restu import`` loads what is sound, lists what is not, and can be taken back."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from queries.sqlite_store import open_sqlite
from service.cli.terminal import ExitCode
from service.exchange.reports import ImportReport
from service.usecases import import_jobs
from service.usecases.imports import run_import
from tests.service.command_line import done, enter, run

PARTNERS = "id,name,sector\nbappeda,Bappeda,government\npdam,PDAM,business\n"
CONTACTS = (
    "id,name,partner_id,title\nani,Dra. Ani Lestari,bappeda,Kepala\nhadi,Hadi,pdam,Direktur\n"
)
TIES = "source,target,type,strength,since,until\nani,hadi,knows,0.6,2021,\n"
BACKWARD = "hadi,ani,advises,0.5,2024,2020\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    enter(tmp_path, monkeypatch)
    files = tmp_path / "Air Bersih"
    files.mkdir()
    (files / "partners.csv").write_text(PARTNERS)
    (files / "contacts.csv").write_text(CONTACTS)
    (files / "relationships.csv").write_text(TIES)
    return files


def counts() -> dict[str, int]:
    (network,) = done("network", "list", "--json").json["items"]
    return network["counts"]


def test_an_empty_store_gets_a_network_called_like_the_folder(folder: Path) -> None:
    ran = done("import", folder)
    assert "Imported into air-bersih." in ran.out
    (network,) = done("network", "list", "--json").json["items"]
    assert (network["id"], network["name"]) == ("air-bersih", "Air Bersih")
    assert network["counts"]["contact"] == 2


def test_every_row_read_is_new_changed_unchanged_or_refused(folder: Path) -> None:
    (folder / "relationships.csv").write_text(TIES + BACKWARD)
    ran = run("import", folder, "--json")
    assert ran.code == ExitCode.INCOMPLETE
    for file in ran.json["files"]:
        parts = [file[count] for count in ("new", "changed", "unchanged", "refused")]
        assert file["read"] == sum(parts)
    assert ran.json["read"] == 6
    assert ran.json["refused"] == 1


def test_a_refused_row_is_told_with_line_field_and_remedy(folder: Path) -> None:
    (folder / "relationships.csv").write_text(TIES + BACKWARD)
    ran = run("import", folder)
    assert ran.code == ExitCode.INCOMPLETE
    assert "relationships.csv, line 3, until: " in ran.out
    assert "Correct one of the two dates." in ran.out
    assert counts()["tie"] == 1


def test_refused_rows_are_repaired_and_fed_back(folder: Path, tmp_path: Path) -> None:
    (folder / "relationships.csv").write_text(TIES + BACKWARD)
    run("import", folder, "--refused", tmp_path / "refused")
    (file,) = (tmp_path / "refused").iterdir()
    file.write_text(file.read_text("utf-8-sig").replace(",2024,2020,", ",2020,2024,"), "utf-8")
    assert done("import", file).code == ExitCode.DONE
    assert counts()["tie"] == 2


def test_a_zip_of_files_is_unpacked_within_bounds(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "relationships.csv").write_text(TIES + BACKWARD)
    packed = tmp_path / "Air Bersih.zip"
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for path in folder.iterdir():
            archive.write(path, f"../inner/{path.name}")
        archive.writestr("budget.ods", "x")
    ran = run("import", packed, "--refused", tmp_path / "refused")
    assert ran.code == ExitCode.INCOMPLETE
    assert "relationships.csv, line 3, until: " in ran.out
    assert [path.name for path in (tmp_path / "refused").iterdir()] == ["relationships-refused.csv"]
    assert counts()["contact"] == 2
    assert "Nothing has changed" in run("import", packed, folder / "contacts.csv").out

    monkeypatch.setenv("RESTU_MAX_UPLOAD_BYTES", "1024")
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("contacts.csv", b"0" * 100_000)
    refused = run("import", packed, "--json")
    assert refused.code == ExitCode.REFUSED
    assert json.loads(refused.err)["facts"]["limit"] == "unpacked"
    packed.write_bytes(b"PK\x03\x04rest")
    assert "Air Bersih.zip" in run("import", packed).err


def test_the_same_files_again_change_nothing(folder: Path) -> None:
    done("import", folder)
    ran = done("import", folder)
    assert "Nothing has changed" in ran.out
    assert "import-undo" not in ran.out


def test_a_dry_run_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    ran = done("import", folder, "--dry-run")
    assert "Only checked" in ran.out
    assert [path.name for path in tmp_path.iterdir()] == ["Air Bersih"]
    done("network", "add", "lombok")
    assert done("import", folder, "--dry-run", "--json").json["is_dry_run"]
    assert counts()["contact"] == 0


def test_an_import_is_taken_back(folder: Path) -> None:
    batch = done("import", folder, "--json").json["batch_id"]
    assert "taken back" in done("import-undo", batch).out
    assert counts()["contact"] == 0
    assert run("import-undo", "no-such-batch").code == ExitCode.REFUSED


def test_what_was_changed_since_is_kept_and_told(folder: Path) -> None:
    batch = done("import", folder, "--json").json["batch_id"]
    (folder / "contacts.csv").write_text(CONTACTS.replace("Dra. Ani Lestari", "Dr. Ani Lestari"))
    done("import", folder)
    ran = run("import-undo", batch)
    assert ran.code == ExitCode.INCOMPLETE
    assert "contact ani: kept" in ran.out


def test_a_named_network_must_be_there_or_may_be_made(folder: Path) -> None:
    refused = run("import", folder, "--network", "lombok")
    assert refused.code == ExitCode.REFUSED
    assert "--create" in refused.err
    done("import", folder, "--network", "lombok", "--create")
    done("import", folder, "--network", "sumbawa", "--name", "Sumbawa")
    listed = done("network", "list", "--json").json["items"]
    assert {it["id"]: it["name"] for it in listed} == {"lombok": "lombok", "sumbawa": "Sumbawa"}
    assert run("import", folder).code == ExitCode.REFUSED, "which of the two?"


@pytest.mark.parametrize("content", [b"", b"\0\0\0\0", "id,name\na,b\n".encode("utf-16")])
def test_a_file_that_cannot_be_read_leaves_no_network(
    folder: Path, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "contacts.csv"
    file.write_bytes(content)
    ran = run("import", file)
    if ran.code != ExitCode.DONE:  # UTF-16 may be read
        assert ran.code == ExitCode.REFUSED
        assert "contacts.csv" in ran.err
        assert "Traceback" not in ran.err
        assert not (tmp_path / "restu.db").exists()


def test_a_missing_path_and_a_bad_mapping_are_named(folder: Path, tmp_path: Path) -> None:
    assert run("import", tmp_path / "nowhere").code == ExitCode.REFUSED
    mapping = tmp_path / "mapping.toml"
    mapping.write_text("[contacts.columns]\nname = 3\n")
    ran = run("import", folder, "--mapping", mapping)
    assert ran.code == ExitCode.REFUSED
    assert "contacts.columns.name" in ran.err
    assert "Traceback" not in ran.err


def test_an_interrupted_import_leaves_the_store_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("service.usecases.imports.run_import", interrupted)
    assert run("import", folder).code == 130
    store = open_sqlite("restu.db")
    assert store.list_networks() == ()
    store.close()


def test_the_report_speaks_indonesian(folder: Path) -> None:
    assert "Sudah dimasukkan ke air-bersih." in done("import", folder, "--lang", "id").out


def test_a_network_goes_out_and_comes_back_unchanged(folder: Path, tmp_path: Path) -> None:
    done("import", folder)
    ran = done("export", "csv", tmp_path / "out")
    assert "relationships.csv" in ran.out
    assert "Nothing has changed" in done("import", tmp_path / "out").out
    assert done("export", "csv", tmp_path / "out.zip", "--json").json["rows"]["contacts"] == 2


def test_an_export_of_a_day_leaves_out_what_does_not_hold_on_it(
    folder: Path, tmp_path: Path
) -> None:
    done("import", folder)
    rows = done("export", "csv", tmp_path / "out", "--on", "31-12-2020", "--json").json["rows"]
    assert rows["relationships"] == 2  # the two posts are not dated


def test_a_folder_that_may_not_be_written_is_named(folder: Path, tmp_path: Path) -> None:
    done("import", folder)
    (tmp_path / "taken").write_text("a file, not a folder")
    ran = run("export", "csv", tmp_path / "taken")
    assert ran.code == ExitCode.REFUSED
    assert "taken" in ran.err


def test_the_report_for_programs_is_the_one_of_the_service(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "relationships.csv").write_text(TIES + BACKWARD)
    reports: list[ImportReport] = []

    def kept(*args: Any, **named: Any) -> ImportReport:
        reports.append(run_import(*args, **named))
        return reports[-1]

    monkeypatch.setattr("service.usecases.imports.run_import", kept)
    told = run("import", folder, "--json").json
    assert told.pop("network_id") == "air-bersih"
    assert told == json.loads(json.dumps(import_jobs.told_import(reports[0], rows=100)))
