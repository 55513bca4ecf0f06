"""Mapping files: checked when they are read, and every fault named by its key."""

from pathlib import Path

import pytest

from graph.errors import InvalidRecordError, UnreadableFileError
from service.exchange.mapping import load_mapping, read_mapping

MAPPINGS = Path(__file__).resolve().parent.parent / "mappings"


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRecordError) as caught:
        read_mapping(text)
    return [(issue.field, issue.code) for issue in caught.value.issues]


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.toml")), ids=lambda path: path.stem)
def test_the_mappings_of_the_real_data_are_sound(path: Path) -> None:
    load_mapping(path)


@pytest.mark.parametrize(
    ("text", "key", "code"),
    [
        ("[partner]\nfile = 'x'", "partner", "unknown-key"),
        ("[partners]\ncolums = {}", "partners.colums", "unknown-key"),
        ("[partners.columns]\nsektor = 'x'", "partners.columns.sektor", "unknown-field"),
        ("[partners.columns]\nname = ['a', 'b']", "partners.columns.name", "one-column-only"),
        ("[partners.values.sector]\nNGO = 'klub'", "partners.values.sector.NGO", "unknown-word"),
        (
            "[contacts.constants]\nis_leader = 'maybe'",
            "contacts.constants.is_leader",
            "not-yes-or-no",
        ),
        ("[contacts.scales]\nname = {from = [1, 5]}", "contacts.scales.name", "no-scale"),
        ("[relationships.types]\nx = 'two words'", "relationships.types.x.type", "wrong-value"),
        ("[partners]\ndelimiter = ';;'", "partners.delimiter", "wrong-value"),
        ("[contacts.scales.busyness]\nfrom = [1, 1]", "contacts.scales.busyness", "wrong-value"),
        ("[aliases.columns]\n'fields.x' = 'y'", "aliases.columns.fields.x", "unknown-field"),
    ],
)
def test_a_fault_is_named_by_its_key(text: str, key: str, code: str) -> None:
    assert faults(text) == [(key, code)]


def test_all_faults_are_told_at_once() -> None:
    assert (
        len(faults("[partners.columns]\na = 'x'\nb = 'y'\n[partners.values.level]\nz = 'q'")) == 3
    )


def test_what_is_not_toml_says_where() -> None:
    with pytest.raises(UnreadableFileError, match="line 2"):
        read_mapping("[partners]\nfile = \n")


def test_a_mapping_that_nests_forever_is_refused() -> None:
    with pytest.raises((UnreadableFileError, InvalidRecordError)):
        read_mapping("x = " + "[" * 100_000)


def test_a_huge_mapping_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes(b"#" * (2**20 + 1))

    with pytest.raises(UnreadableFileError, match="file-too-large"):
        load_mapping(path)
