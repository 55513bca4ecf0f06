"""Documents point at what is there."""

import re
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.tracked import tracked_files

LINK: Final = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
MAKE: Final = re.compile(r"(?:`|^)make ([a-z-]+)", re.MULTILINE)
TARGET: Final = re.compile(r"^([a-z-]+):", re.MULTILINE)


@pytest.fixture(scope="module")
def documents(pytestconfig: pytest.Config) -> list[Path]:
    root = pytestconfig.rootpath
    return [root / path for path in tracked_files(root) if path.suffix == ".md"]


def test_every_relative_link_leads_to_a_file(documents: list[Path]) -> None:
    broken = [
        f"{document.name}: {target}"
        for document in documents
        for target in LINK.findall(document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]

    assert broken == []


def test_every_make_command_in_a_document_is_a_target(
    documents: list[Path], pytestconfig: pytest.Config
) -> None:
    targets = set(TARGET.findall((pytestconfig.rootpath / "Makefile").read_text(encoding="utf-8")))

    named = {
        name
        for document in documents
        for name in MAKE.findall(document.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= targets
