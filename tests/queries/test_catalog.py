"""The catalogue refuses a query file whose header does not fit its body."""

import pytest

from graph.errors import StoreVersionError
from queries.catalog import Dialect, QueryFileError, load, parse, pending_steps, steps

SOUND = """\
-- Find one thing
-- by its id.
-- mode: read
-- params: id :: TEXT, kinds :: LIST<TEXT>,
-- limit :: INTEGER
-- returns: name :: TEXT
-- only: sqlite - no twin
SELECT name FROM thing  -- :not_a_param
WHERE id = :id AND kind IN (:kinds) AND note <> ':neither' AND x::y
LIMIT :limit
"""
CYPHER = """\
// Find one thing.
// mode: read
// params: id :: STRING
// returns: none
MATCH (thing:Thing {id: $id}) WHERE thing.url = 'http://x/$y' RETURN thing // $z
"""


def test_a_header_is_read_as_written() -> None:
    query = parse("sql", "thing/find", SOUND)

    assert query.about == "Find one thing by its id."
    assert (query.mode, query.params, query.returns) == (
        "read",
        ("id", "kinds", "limit"),
        ("name",),
    )
    assert query.only == "sqlite - no twin"
    assert query.text == SOUND


def test_a_cypher_header_is_read_too() -> None:
    query = parse("cypher", "thing/find", CYPHER)

    assert (query.params, query.returns) == (("id",), ())


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("-- Find one thing\n-- by its id.\n", "", "first comment line"),
        ("-- mode: read\n", "", "no `mode:`"),
        ("mode: read", "mode: look", "`read` or `write`"),
        ("mode: read", "mode: write", "the body says otherwise"),
        ("SELECT name FROM thing", "DELETE FROM thing", "the body says otherwise"),
        ("-- returns: name :: TEXT\n", "", "no `returns:`"),
        ("name :: TEXT", "name", "`returns:` is"),
        ("id :: TEXT,", "id TEXT,", "`params:` is"),
        ("id :: TEXT,", "id :: TEXT, id :: TEXT,", "`params:` is"),
        ("id :: TEXT,", "id :: TEXT, more :: TEXT,", "more"),
        ("id = :id", "id = :id AND other = :other", "other"),
        ("id = :id", "id = ?", "id"),
        (SOUND[SOUND.index("SELECT") :], "", "no query below"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(old: str, new: str, complaint: str) -> None:
    assert old in SOUND

    with pytest.raises(QueryFileError, match=complaint):
        parse("sql", "thing/find", SOUND.replace(old, new))


@pytest.mark.parametrize(("marks", "is_sound"), [("?, ?", True), ("?", False), ("?, ?, ?", False)])
def test_question_marks_are_counted(marks: str, is_sound: bool) -> None:
    text = (
        "-- Add.\n-- mode: write\n-- params: a :: TEXT, b :: TEXT\n-- returns: none\n"
        f"INSERT INTO t (a, b) VALUES ({marks})\n"
    )

    if is_sound:
        assert parse("sql", "t/insert", text).params == ("a", "b")
    else:
        with pytest.raises(QueryFileError, match="declared"):
            parse("sql", "t/insert", text)


@pytest.mark.parametrize("name", ["tie/never", "never/find", "tie", "", "../tie/find"])
def test_a_query_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(QueryFileError, match="no such query"):
        load("sql", name)


@pytest.mark.parametrize("dialect", ["sql", "cypher"])
def test_steps_beyond_what_we_know_are_refused(dialect: Dialect) -> None:
    known = len(steps(dialect))

    assert len(pending_steps(dialect, 0)) == known
    assert pending_steps(dialect, known) == ()
    with pytest.raises(StoreVersionError):
        pending_steps(dialect, known + 1)
