"""Loads query files and holds each header to its body.

A query is named by its path: ``tie/insert`` is ``queries/sql/tie/insert.sql`` in one dialect and
``queries/cypher/tie/insert.cypher`` in the other. The first comment lines say what it does, then
come ``mode:``, ``params:``, ``returns:`` and, where a query has no twin in the other dialect,
``only:`` with the reason.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, LiteralString, TypeAlias, cast

from graph.errors import StoreVersionError

Dialect: TypeAlias = Literal["sql", "cypher"]
Mode: TypeAlias = Literal["read", "write"]

COMMENT: Final[Mapping[Dialect, str]] = {"sql": "--", "cypher": "//"}
NOTHING: Final = "none"
"""Written where a query takes no parameters or returns nothing."""

_KEYS: Final = ("mode", "params", "returns", "only")
_KEY_LINE: Final = re.compile(r"(mode|params|returns|only):\s*(.*)")
_DECLARED: Final = re.compile(r"([a-z_][a-z0-9_]*) :: ([^,<]+(?:<[^>]*>)?)")
_QUOTED: Final = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`")
_USED: Final[Mapping[Dialect, re.Pattern[str]]] = {
    "sql": re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)"),
    "cypher": re.compile(r"\$([a-z_][a-z0-9_]*)"),
}
_WRITES: Final[Mapping[Dialect, re.Pattern[str]]] = {
    "sql": re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE INTO)\b", re.IGNORECASE),
    "cypher": re.compile(r"\b(?:CREATE|MERGE|SET|DELETE|REMOVE)\b", re.IGNORECASE),
}
_STEP: Final = re.compile(r"(\d{4})_([a-z0-9_]+)\.(?:sql|cypher)")


class QueryFileError(ValueError):
    """A query file is missing, or its header and its body say different things."""


@dataclass(frozen=True, slots=True)
class Query:
    """One query file.

    Parameters
    ----------
    name
        Noun and verb: ``tie/insert``.
    about
        What it does, from the first comment lines.
    mode
        ``read`` or ``write``.
    params
        Names of the parameters as declared; where SQL has ``?``, in their order.
    returns
        Names of the returned columns; empty when it returns nothing.
    only
        Why the other dialect has no such query; empty where it has.
    text
        The body with its header. Always a file's content, never put together.

    """

    dialect: Dialect
    name: str
    about: str
    mode: Mode
    params: tuple[str, ...]
    returns: tuple[str, ...]
    only: str
    text: LiteralString


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step of a schema; its statements run in order, in one transaction."""

    number: int
    name: str
    statements: tuple[LiteralString, ...]


@cache
def load(dialect: Dialect, name: str) -> Query:
    """Read a query by noun and verb.

    Raises
    ------
    QueryFileError
        If there is no such file, or its header is wrong.

    """
    noun, _, verb = name.partition("/")
    file = files("queries") / dialect / noun / f"{verb}.{dialect}"
    if not file.is_file():
        raise QueryFileError(f"{dialect}/{name}: there is no such query file.")
    return parse(dialect, name, file.read_text(encoding="utf-8"))


@cache
def names(dialect: Dialect) -> tuple[str, ...]:
    """List the queries of a dialect by name; schema steps are none."""
    folder = files("queries") / dialect
    return tuple(
        sorted(
            f"{noun.name}/{file.name.removesuffix('.' + dialect)}"
            for noun in folder.iterdir()
            if noun.is_dir() and noun.name != "schema"
            for file in noun.iterdir()
            if file.name.endswith("." + dialect)
        )
    )


@cache
def steps(dialect: Dialect) -> tuple[Step, ...]:
    """Read the numbered steps of a schema, ``queries/<dialect>/schema/0001_name.<dialect>``.

    Statements end with a semicolon at the end of a line.

    Raises
    ------
    QueryFileError
        If the numbers are not 1, 2, 3 and so on.

    """
    found: list[Step] = []
    folder = files("queries") / dialect / "schema"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        named = _STEP.fullmatch(file.name)
        if named is None:
            raise QueryFileError(f"{dialect}/schema/{file.name}: name it like 0001_records.")
        text = _without_comments(dialect, file.read_text(encoding="utf-8"))
        parts = (part.strip() for part in re.split(r";[ \t]*(?:\n|$)", text))
        statements = tuple[LiteralString, ...](cast("LiteralString", p) for p in parts if p)
        found.append(Step(int(named[1]), named[2], statements))
    if [step.number for step in found] != list(range(1, len(found) + 1)):
        raise QueryFileError(f"{dialect}/schema: steps must be numbered from 0001 without gaps.")
    return tuple(found)


def pending_steps(dialect: Dialect, applied: int) -> tuple[Step, ...]:
    """Give the schema steps that a store at step ``applied`` still needs.

    Raises
    ------
    StoreVersionError
        If the store knows more steps than this program.

    """
    known = steps(dialect)
    if applied > len(known):
        raise StoreVersionError(found=applied, known=len(known))
    return known[applied:]


def parse(dialect: Dialect, name: str, text: str) -> Query:
    """Take a query file apart and hold its header to its body.

    Raises
    ------
    QueryFileError
        If something is missing, unknown or contradicts the body.

    """

    def wrong(what: str) -> QueryFileError:
        return QueryFileError(f"{dialect}/{name}: {what}")

    about, header = _read_header(dialect, text)
    if not about:
        raise wrong("the first comment line must say what the query does.")
    for key in _KEYS[:3]:
        if not header.get(key):
            raise wrong(f"the header has no `{key}:`.")
    mode = header["mode"]
    if mode not in ("read", "write"):
        raise wrong(f"mode is `read` or `write`, not {mode!r}.")
    params, returns = (_declared(header[key]) for key in ("params", "returns"))
    for key, names_ in (("params", params), ("returns", returns)):
        if names_ is None or len(set(names_)) < len(names_):
            raise wrong(f"`{key}:` is `none` or a list like `id :: TEXT, limit :: INTEGER`.")
    body = _QUOTED.sub("''", _without_comments(dialect, text))
    if not body.strip():
        raise wrong("there is no query below the header.")
    writes = _WRITES[dialect].search(body)
    if (mode == "write") != (writes is not None):
        raise wrong(f"it says mode {mode}, the body says otherwise.")
    params, returns = params or (), returns or ()
    used = set(_USED[dialect].findall(body))
    if dialect == "sql" and not used and "?" in body:
        if body.count("?") != len(params):
            raise wrong(f"{body.count('?')} `?` in the body, {len(params)} params declared.")
    elif used != set(params):
        raise wrong(f"params declared or used alone: {', '.join(sorted(used ^ set(params)))}.")
    return Query(
        dialect,
        name,
        about,
        "read" if mode == "read" else "write",
        params,
        returns,
        header.get("only", ""),
        cast("LiteralString", text),  # whole file of our own package
    )


def _read_header(dialect: Dialect, text: str) -> tuple[str, dict[str, str]]:
    """Split the leading comment lines into the description and the keys after it."""
    about: list[str] = []
    header: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        if not line.startswith(COMMENT[dialect]):
            break
        said = line.removeprefix(COMMENT[dialect]).strip()
        if found := _KEY_LINE.fullmatch(said):
            key = found[1]
            header[key] = found[2]
        elif key:
            header[key] = f"{header[key]} {said}".strip()
        else:
            about.append(said)
    return " ".join(about).strip(), header


def _declared(text: str) -> tuple[str, ...] | None:
    """Read ``id :: TEXT, limit :: INTEGER``; ``None`` if it is not such a list."""
    if text == NOTHING:
        return ()
    found = list(_DECLARED.finditer(text))
    if not found or ", ".join(hit[0].strip() for hit in found) != text.strip():
        return None
    return tuple(hit[1] for hit in found)


def _without_comments(dialect: Dialect, text: str) -> str:
    mark = re.escape(COMMENT[dialect])
    return re.sub(rf"(?m)(?:^|(?<=\s)){mark}.*$", "", text)
