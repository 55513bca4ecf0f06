"""Query files: sound headers, the same nouns and verbs in both dialects, none unused."""

import ast
import re
from pathlib import Path
from typing import Final, get_args

import pytest

from queries.catalog import Dialect, load, names, steps
from tests.architecture.tracked import tracked_files

DIALECTS: Final[tuple[Dialect, ...]] = get_args(Dialect)
STORE: Final[dict[Dialect, str]] = {"sql": "sqlite", "cypher": "neo4j"}
EVERY_QUERY: Final = [(dialect, name) for dialect in DIALECTS for name in names(dialect)]
NAMED: Final = re.compile(r"[a-z_]+/[a-z_]+")
QUERY_TEXT: Final = re.compile(
    r"\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|MATCH|OPTIONAL MATCH|MERGE|UNWIND|CALL)\b"
    r".*\b(?:FROM|VALUES|SET|RETURN|DELETE|AS|CREATE)\b",
    re.DOTALL,
)


@pytest.mark.parametrize(("dialect", "name"), EVERY_QUERY, ids=map("-".join, EVERY_QUERY))
def test_header_and_body_of_a_query_agree(dialect: Dialect, name: str) -> None:
    query = load(dialect, name)

    assert NAMED.fullmatch(name)
    assert query.about[0].isupper()
    assert query.about.endswith("."), "the description is a sentence"
    if query.only:
        assert query.only.startswith(f"{STORE[dialect]} - "), "say which store and why"


def test_both_dialects_have_the_same_queries() -> None:
    for dialect, other in (DIALECTS, DIALECTS[::-1]):
        alone = {name for name in names(dialect) if name not in names(other)}
        excused = {name for name in names(dialect) if load(dialect, name).only}

        assert alone - excused == set(), f"{dialect} queries without a twin and without a reason"
        assert excused - alone == set(), f"{dialect} queries that have a twin after all"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_schema_steps_are_numbered_and_not_empty(dialect: Dialect) -> None:
    assert all(step.statements for step in steps(dialect))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_query_is_used(dialect: Dialect, pytestconfig: pytest.Config) -> None:
    texts = [text for _, text in _strings(pytestconfig.rootpath)]
    whole = {text for text in texts if NAMED.fullmatch(text)}
    verbs = {text for text in texts if re.fullmatch(r"/[a-z_]+", text)}  # f"{noun}/verb"
    endings = {text for text in texts if re.fullmatch(r"_[a-z]+", text)}  # f"{query}_since"

    def is_used(name: str) -> bool:
        return (
            name in whole
            or "/" + name.partition("/")[2] in verbs
            or any(name.removesuffix(ending) in whole for ending in endings)
        )

    assert [name for name in names(dialect) if not is_used(name)] == []


def test_no_query_is_written_in_code(pytestconfig: pytest.Config) -> None:
    found = [
        f"{path}: {text[:60]!r}"
        for path, text in _strings(pytestconfig.rootpath)
        if QUERY_TEXT.match(text)
    ]

    assert found == []


def test_queries_stand_in_their_folders_only(pytestconfig: pytest.Config) -> None:
    files = {
        path for path in tracked_files(pytestconfig.rootpath) if path.suffix in (".sql", ".cypher")
    }
    catalogued = {Path("queries", dialect, f"{name}.{dialect}") for dialect, name in EVERY_QUERY}

    strays = {path for path in files - catalogued if path.parts[2:3] != ("schema",)}
    assert strays == set()


def _strings(repository: Path) -> list[tuple[Path, str]]:
    """Collect the texts in the code of the queries room, docstrings left out."""
    found: list[tuple[Path, str]] = []
    for path in tracked_files(repository):
        if path.parts[0] != "queries" or path.suffix != ".py":
            continue
        tree = ast.parse((repository / path).read_text(encoding="utf-8"))
        docstrings = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        found += [
            (path, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
        ]
    return found
