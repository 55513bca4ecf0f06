"""Rows: JSON-safe, and the same thing when they are read back."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest

from graph.records.dates import BEGINNING, OPEN_END, parse_date
from graph.records.jobs import Job, JobState
from graph.records.networks import NetworkRecord
from graph.records.stored import NOUN_OF, AnyRecord, Stored
from graph.records.users import Credential, CredentialKind, Grant, User
from graph.vocabulary import NetworkId, Role, UserId
from queries.rows import (
    flat_row,
    from_moment,
    moment,
    record_of,
    record_row,
    row_keys,
    row_of,
    sort_name,
    stored_from_image,
    stored_image,
    stored_of,
    stored_row,
    thing_of,
)
from tests.contract.made import START, contact, later, meeting, partner, tie
from tests.contract.test_commit import FULL

OTHERS: list[Any] = [
    NetworkRecord(id="net", name="Net", is_demo=True, request_cap=0),
    NetworkRecord(
        id="net",
        name="Net",
        odds={"strength": 1.5},
        reminder_days=14,
        phrases={"letter.opening": "Dengan hormat,\n"},
    ),
    User(id=UserId("u"), name="Ani", is_owner=True),
    Grant(UserId("u"), NetworkId("net"), Role.EDITOR),
    Credential(
        id="c",
        kind=CredentialKind.SESSION,
        user_id=UserId("u"),
        digest="0" * 64,
        created_at=START,
        expires_at=later(5),
    ),
    Job(
        id="j",
        network_id=NetworkId("net"),
        kind="import",
        created_by=UserId("u"),
        created_at=START,
        params={"nested": {"é": [1, None, 0.5]}},
        state=JobState.RUNNING,
        result={},
        problem=None,
    ),
]


@pytest.mark.parametrize("record", FULL, ids=lambda record: type(record).__name__)
def test_a_record_comes_back_from_its_row(record: AnyRecord) -> None:
    row = orjson.loads(orjson.dumps(record_row(record)))

    assert record_of(NOUN_OF[type(record)], row) == record


@pytest.mark.parametrize("thing", OTHERS, ids=lambda thing: type(thing).__name__)
def test_what_is_no_record_comes_back_too(thing: Any) -> None:
    row = orjson.loads(orjson.dumps(row_of(thing)))

    assert thing_of(type(thing), row) == thing


@pytest.mark.parametrize("thing", [*FULL, *OTHERS], ids=lambda thing: type(thing).__name__)
def test_a_row_holds_nothing_but_plain_values(thing: Any) -> None:
    for name, value in row_of(thing).items():
        assert type(value) in (str, int, float, bool, type(None)), name


@pytest.mark.parametrize("thing", [*FULL, *OTHERS], ids=lambda thing: type(thing).__name__)
def test_flat_values_stand_in_the_order_of_the_keys(thing: Any) -> None:
    assert dict(zip(row_keys(type(thing)), flat_row(thing), strict=True)) == row_of(thing)


def test_what_comes_back_is_checked_no_more_but_of_the_right_types() -> None:
    row = row_of(contact("c"))
    row.update(is_leader=1, do_not_ask=0, seniority=99)

    restored = thing_of(type(contact("c")), row)

    assert (restored.is_leader, restored.do_not_ask, restored.seniority) == (True, False, 99)
    assert restored.aliases == ()
    assert restored.fields == {}


@pytest.mark.parametrize("text", ["2024", "2024-02", "2024-02-29", "1000", "9999", "9999-12-31"])
def test_a_date_keeps_its_precision_as_start_and_as_end(text: str) -> None:
    record = tie("t", "a", "b", None, text, last_contact=parse_date(text))

    row = record_row(record)

    assert row["until"] == parse_date(text).day_after
    assert row["last_contact"] == parse_date(text).day
    assert BEGINNING < row["last_contact"] < row["until"] < OPEN_END
    assert record_of(NOUN_OF[type(record)], row) == record


def test_moments_are_exact_whatever_their_zone() -> None:
    at = datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    elsewhere = at.astimezone(timezone(timedelta(hours=8)))

    assert moment(at) == moment(elsewhere) == -1
    assert from_moment(-1) == at
    assert from_moment(moment(START)) == START


def test_a_stored_record_comes_back_from_its_image() -> None:
    record = meeting("m", "2024", "a", "b")
    stored: Stored[AnyRecord] = Stored(
        record, 3, 7, UserId("u"), START, UserId("v"), later(1), is_removed=True, batch_id="b"
    )

    assert stored_from_image(stored.noun, stored_image(stored)) == stored
    assert stored_of(stored.noun, stored_row(stored)) == stored


def test_equal_records_have_equal_images_whatever_the_order_of_their_fields() -> None:
    one, other = (
        Stored(contact("c", fields=fields), 1, 1, UserId("u"), START, UserId("u"), START)
        for fields in ({"a": 1, "b": 2}, {"b": 2, "a": 1})
    )

    assert stored_image(one) == stored_image(other)


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (contact("c", "Ir. H. Lalu Zaini, M.T."), "lalu zaini"),
        (contact("c", "Émile"), "emile"),
        (contact("c", "!?"), "!?"),
        (partner("p", "Dr. Sutomo Foundation"), "dr sutomo foundation"),
    ],
)
def test_people_are_sorted_without_titles_organisations_as_written(
    actor: Any, expected: str
) -> None:
    assert sort_name(actor) == expected
