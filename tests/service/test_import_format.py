"""The page on the data format names every file, column and key that there is."""

import re
import tomllib
from pathlib import Path

import pytest

from service.exchange.layout import LAYOUT, FileKind, kind_of_header, kind_of_name
from service.exchange.limits import STANDARD
from service.exchange.mapping import FileMapping, RelationshipMapping, read_mapping
from service.exchange.words import labels_under, type_words

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "data-format.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", list(FileKind))
def test_every_column_of_a_file_is_described_in_its_section(kind: FileKind, page: str) -> None:
    section = page.partition(f"\n### {kind}\n")[2].partition("\n### ")[0].partition("\n## ")[0]

    told = set(re.findall(r"`([a-z_]+)`", section))
    assert {column.name for column in LAYOUT[kind]} <= told


def test_every_key_of_a_mapping_is_described(page: str) -> None:
    told = set(re.findall(r"`([a-z_]+)`", page.partition("| Key | Meaning |")[2]))

    assert {*FileMapping.model_fields, *RelationshipMapping.model_fields} <= told


def test_the_mapping_of_the_page_is_sound(page: str) -> None:
    example = page.partition("```toml\n")[2].partition("```")[0]

    assert tomllib.loads(example)
    read_mapping(example)


def test_the_limits_are_the_stated_ones(page: str) -> None:
    section = page.partition("\n## Limits\n")[2].partition("\n## ")[0]

    for number in (
        STANDARD.rows,
        STANDARD.columns,
        STANDARD.line_chars,
        STANDARD.cells,
        STANDARD.refused_rows,
        STANDARD.new_types,
        STANDARD.parts,
        STANDARD.file_bytes // 2**20,
        STANDARD.unpacked_bytes // 2**20,
    ):
        assert re.search(rf"\b{number:,}\b", section), number


def test_every_further_word_for_a_relationship_is_listed(page: str) -> None:
    section = page.partition("#### Words for relationships\n")[2].partition("\n### ")[0]
    told = set(re.findall(r"`([a-z ]+)`", section))
    labels = {**labels_under("tie"), **labels_under("position")}

    assert {word for word in type_words() if word not in labels} <= told


@pytest.mark.parametrize("kind", list(FileKind))
def test_a_file_is_told_by_its_name_and_if_it_can_be_by_its_columns(kind: FileKind) -> None:
    assert kind_of_name(kind.value) is kind
    assert kind_of_name(f"{kind.value.title()}-refused") is kind
    header = tuple(column.name for column in LAYOUT[kind])
    assert kind_of_header(header) in (kind, None)
