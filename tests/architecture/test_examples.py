"""Examples in documents and docstrings are run, so that they stay true."""

import doctest
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.tracked import tracked_files

ROOT: Final = Path(__file__).resolve().parent.parent.parent
ROOMS: Final = {"graph", "queries", "dashboards", "service"}


def with_examples(suffix: str) -> list[Path]:
    """Tracked files of a kind that hold an example, relative to the root."""
    files = (path for path in tracked_files(ROOT) if path.suffix == suffix)
    return [path for path in files if ">>> " in (ROOT / path).read_text(encoding="utf-8")]


@pytest.mark.parametrize("document", with_examples(".md"), ids=str)
def test_examples_in_documents_give_what_they_say(document: Path) -> None:
    result = doctest.testfile(str(ROOT / document), module_relative=False, encoding="utf-8")

    assert (result.failed, result.attempted > 0) == (0, True)


@pytest.mark.parametrize(
    "source", [path for path in with_examples(".py") if path.parts[0] in ROOMS], ids=str
)
def test_examples_in_docstrings_give_what_they_say(source: Path) -> None:
    parts = source.with_suffix("").parts
    module = import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    result = doctest.testmod(module)

    assert (result.failed, result.attempted > 0) == (0, True)


def test_the_guide_of_ways_to_a_leader_is_among_them() -> None:
    assert Path("docs/access-paths.md") in with_examples(".md")
