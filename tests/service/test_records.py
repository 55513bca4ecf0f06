"""Records by REST: created, read, changed, removed, restored; refused with the field."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from graph.records.dates import parse_date
from graph.records.ties import StrengthOverride, Tie, tie_id
from graph.vocabulary import Noun, UserId
from service.schemas.base import RecordIn, patch_of, revised
from tests.service.clients import House


def add(house: House, address: str, **said: Any) -> dict[str, Any]:
    answer = house.owner.post(address, json=said)
    assert answer.status_code == 201, answer.text
    return answer.json()


def errors(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return {error["field"]: error["code"] for error in answer.json()["errors"]}


@pytest.fixture
def two(house: House, net: str) -> tuple[str, str]:
    add(house, f"{net}/contacts", id="ann", name="Ann")
    add(house, f"{net}/contacts", id="ben", name="Ben")
    return "ann", "ben"


def test_a_created_record_is_read_back_with_its_author_and_version(house: House, net: str) -> None:
    made = house.owner.post(f"{net}/contacts", json={"name": "Ir. H. Zaini, M.T.", "seniority": 4})

    assert made.status_code == 201
    assert made.headers["etag"] == '"1"'
    read = house.owner.get(made.headers["location"])
    assert read.json() == made.json()
    assert read.json()["recorded_by"] == "local-owner"
    assert read.json()["name"] == "Ir. H. Zaini, M.T."


def test_dates_stay_as_exact_as_they_were_said(
    house: House, net: str, two: tuple[str, str]
) -> None:
    tie = add(
        house,
        f"{net}/ties",
        source_id="ann",
        target_id="ben",
        type="knows",
        since="Mei 2024",
        until="2025",
        last_contact="03-05-2024",
    )

    assert (tie["since"], tie["until"], tie["last_contact"]) == ("2024-05", "2025", "2024-05-03")


def test_a_tie_gets_the_identifier_of_its_natural_key(
    house: House, net: str, two: tuple[str, str]
) -> None:
    said = {"source_id": "ann", "target_id": "ben", "type": "knows"}

    tie = add(house, f"{net}/ties", **said)

    assert tie["id"] == tie_id("ann", "ben", "knows", "", None)
    again = house.owner.post(f"{net}/ties", json=said)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/duplicate-id")


def test_a_tie_whose_identifier_was_outlived_makes_room_for_a_new_one(
    house: House, net: str, two: tuple[str, str]
) -> None:
    said = {"source_id": "ann", "target_id": "ben", "type": "knows"}
    first = add(house, f"{net}/ties", **said)
    moved = house.owner.patch(
        f"{net}/ties/{first['id']}", json={"since": "2020"}, headers={"If-Match": '"1"'}
    )
    assert moved.status_code == 200

    second = add(house, f"{net}/ties", **said)

    assert second["id"] != first["id"]


def test_all_faults_of_form_are_told_at_once(house: House, net: str) -> None:
    body = (
        '{"source_id": "ann\\ud800", "target_id": 7, "type": null, "since": "32 Mei 2024",'
        ' "strength": 1e999, "contact_count": "four", "nickname": "x", "fields": {"a": [1]}}'
    )
    answer = house.owner.post(
        f"{net}/ties", content=body, headers={"Content-Type": "application/json"}
    )

    assert errors(answer) == {
        "source_id": "unprintable",
        "target_id": "wrong-type",
        "type": "wrong-type",
        "since": "date-not-on-calendar",
        "strength": "not-a-number",
        "contact_count": "not-a-whole-number",
        "nickname": "unknown-field",
        "fields.a": "wrong-type",
    }


def test_all_faults_of_meaning_are_told_at_once_with_remedies(
    house: House, net: str, two: tuple[str, str]
) -> None:
    answer = house.owner.post(
        f"{net}/ties",
        json={
            "source_id": "ann",
            "target_id": "ann",
            "type": "knows",
            "since": "2024",
            "until": "2023",
            "strength": 2,
        },
    )

    assert errors(answer) == {
        "target_id": "self-tie",
        "strength": "outside-0-1",
        "until": "start-after-end",
    }
    assert all(error["remedy"] and error["message"] for error in answer.json()["errors"])


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "n" * 1_000_000, "too-long"),
        ("name", "a\u0000b", "unprintable"),
        ("name", "   ", "missing"),
        ("name", None, "wrong-type"),
        ("busyness", float("nan"), "not-a-number"),
        ("busyness", "0.5", "not-a-number"),
        ("busyness", True, "not-a-number"),
        ("seniority", 10**400, "not-a-whole-number"),
        ("seniority", 3.5, "not-a-whole-number"),
        ("seniority", 9, "outside-limits"),
        ("is_leader", "yes", "not-yes-or-no"),
        ("is_leader", 1, "not-yes-or-no"),
        ("preferred_channel", "pigeon", "unknown-word"),
        ("aliases", "Annie", "wrong-type"),
        ("id", "with space", "not-an-identifier"),
    ],
)
def test_a_hostile_value_is_refused_with_its_field(
    house: House, net: str, field: str, value: Any, code: str
) -> None:
    import json

    answer = house.owner.post(
        f"{net}/contacts",
        content=json.dumps({"name": "Ann", field: value}),
        headers={"Content-Type": "application/json"},
    )

    assert errors(answer) == {field: code}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"name": "A", "name": "B"}', "given-twice"),
        (b'{"name": "A"', "not-json"),
        (b'{"name": "\xff"}', "not-utf-8"),
        ('{"name": "A"}'.encode("utf-16"), "not-utf-8"),
        (b"[" * 100_000, "nested-too-deep"),
        (b'{"fields": ' + b'{"a":' * 5_000, "nested-too-deep"),
    ],
)
def test_a_body_that_is_not_plain_json_is_refused(
    house: House, net: str, body: bytes, code: str
) -> None:
    answer = house.owner.post(
        f"{net}/contacts", content=body, headers={"Content-Type": "application/json"}
    )

    assert code in errors(answer).values()


def test_a_tie_is_held_to_the_registry(house: House, net: str, two: tuple[str, str]) -> None:
    ends = {"source_id": "ann", "target_id": "ben"}

    unknown = house.owner.post(f"{net}/ties", json=ends | {"type": "likes"})
    wrong = house.owner.post(f"{net}/ties", json=ends | {"type": "part_of"})
    add(house, f"{net}/tie-types", id="likes")

    assert errors(unknown) == {"type": "unknown-tie-type"}
    assert errors(wrong) == {"source_id": "wrong-kind-of-end", "target_id": "wrong-kind-of-end"}
    assert house.owner.post(f"{net}/ties", json=ends | {"type": "likes"}).status_code == 201


def test_a_position_needs_a_person_and_a_partner(
    house: House, net: str, two: tuple[str, str]
) -> None:
    swapped = house.owner.post(f"{net}/positions", json={"contact_id": "ann", "partner_id": "ben"})
    missing = house.owner.post(f"{net}/positions", json={"contact_id": "ann", "partner_id": "pu"})

    assert errors(swapped) == {"partner_id": "wrong-kind"}
    assert (missing.status_code, missing.json()["facts"]["actor_ids"]) == (409, "pu")


def test_local_governments_are_key_partners_unless_said_otherwise(house: House, net: str) -> None:
    said = {"sector": "government", "level": "district"}

    by_default = add(house, f"{net}/partners", name="Pemkab", **said)
    otherwise = add(house, f"{net}/partners", name="Kantor", is_key_partner=False, **said)

    assert by_default["is_key_partner"]
    assert not otherwise["is_key_partner"]


def test_a_change_needs_the_version_that_was_read(
    house: House, net: str, two: tuple[str, str]
) -> None:
    def change(**headers: str) -> Any:
        return house.owner.patch(f"{net}/contacts/ann", json={"region": "Praya"}, headers=headers)

    assert change().status_code == 428
    assert change(**{"If-Match": '"1"'}).headers["etag"] == '"2"'
    stale = change(**{"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["facts"]["current"]) == (412, "2")
    assert change(**{"If-Match": 'W/"2"'}).status_code == 412
    assert change(**{"If-Match": "*"}).headers["etag"] == '"3"'


def test_a_merge_patch_changes_what_it_names_and_null_clears(house: House, net: str) -> None:
    made = add(
        house,
        f"{net}/contacts",
        name="Ann",
        seniority=3,
        region="Praya",
        external_ids={"wikidata": "Q1", "gov": "7"},
    )

    changed = house.owner.patch(
        f"{net}/contacts/{made['id']}",
        json={"seniority": None, "external_ids": {"gov": None, "x": "1"}, "aliases": ["Annie"]},
        headers={"If-Match": '"1"'},
    ).json()

    assert changed["seniority"] is None
    assert changed["region"] == "Praya"
    assert changed["external_ids"] == {"wikidata": "Q1", "x": "1"}
    assert changed["aliases"] == ["Annie"]


def test_a_required_field_cannot_be_cleared(house: House, net: str, two: tuple[str, str]) -> None:
    answer = house.owner.patch(
        f"{net}/contacts/ann", json={"name": None}, headers={"If-Match": "*"}
    )

    assert errors(answer) == {"name": "missing"}


def test_a_removed_record_is_gone_until_it_is_restored(
    house: House, net: str, two: tuple[str, str]
) -> None:
    address = f"{net}/contacts/ann"
    assert house.owner.delete(address).status_code == 204

    assert house.owner.get(address).status_code == 404
    assert house.owner.get(address, params={"removed": True}).json()["is_removed"]
    refused = house.owner.patch(address, json={"region": "x"}, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/removed-record")
    listed = house.owner.get(f"{net}/contacts", params={"removed": True}).json()["items"]
    assert [one["id"] for one in listed] == ["ann"]

    assert house.owner.post(f"{address}/restore").json()["version"] == 3
    assert house.owner.get(address).status_code == 200


def test_history_tells_the_earlier_versions_newest_first(
    house: House, net: str, two: tuple[str, str]
) -> None:
    for place, region in enumerate(["Praya", "Selong"], start=1):
        house.owner.patch(
            f"{net}/contacts/ann", json={"region": region}, headers={"If-Match": f'"{place}"'}
        )

    items = house.owner.get(f"{net}/contacts/ann/history").json()["items"]

    assert [old["record"]["region"] for old in items] == ["Praya", ""]
    assert items[0]["superseded_by"] == "local-owner"


def test_a_repeated_request_with_a_key_is_one_write(house: House, net: str) -> None:
    def create(name: str) -> Any:
        return house.owner.post(
            f"{net}/contacts", json={"name": name}, headers={"Idempotency-Key": "one"}
        )

    first, again, other = create("Ann"), create("Ann"), create("Ben")

    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert len(house.owner.get(f"{net}/contacts").json()["items"]) == 1


def test_a_repeated_change_removal_and_restoring_with_a_key_are_one_write(
    house: House, net: str, two: tuple[str, str]
) -> None:
    address = f"{net}/contacts/ann"
    acts = [
        ("PATCH", address, {"region": "Praya"}, {"If-Match": '"1"', "Idempotency-Key": "a"}),
        ("DELETE", address, None, {"If-Match": '"2"', "Idempotency-Key": "b"}),
        ("POST", f"{address}/restore", None, {"Idempotency-Key": "c"}),
    ]
    for method, where, body, headers in acts:
        first = house.owner.request(method, where, json=body, headers=headers)
        again = house.owner.request(method, where, json=body, headers=headers)
        assert first.is_success, first.text
        assert again.status_code == first.status_code, again.text
        assert again.headers["idempotency-replayed"] == "true"

    assert house.owner.get(address).json()["version"] == 4


def test_lists_are_filtered_and_paged_by_cursor(house: House, net: str) -> None:
    for number in range(7):
        add(house, f"{net}/contacts", name=f"Person {number}", is_leader=number % 2 == 0)

    found: list[str] = []
    cursor = None
    while True:
        page = house.owner.get(
            f"{net}/contacts",
            params={"is_leader": True, "limit": 3} | ({"cursor": cursor} if cursor else {}),
        ).json()
        found += [one["name"] for one in page["items"]]
        if (cursor := page["next"]) is None:
            break

    assert found == ["Person 0", "Person 2", "Person 4", "Person 6"]


def test_a_list_refuses_strange_filters_cursors_and_lengths(house: House, net: str) -> None:
    assert errors(house.owner.get(f"{net}/contacts?colour=red&limit=1000")) == {
        "colour": "unknown-field",
        "limit": "too-large",
    }
    assert errors(house.owner.get(f"{net}/contacts?cursor=%00x")) == {"cursor": "not-a-cursor"}


@pytest.mark.parametrize("question", ["access-paths?from=a&to=b", "reach?to=b", "search?q=b"])
def test_a_question_is_not_answered_as_if_a_strange_parameter_were_not_there(
    house: House, net: str, question: str
) -> None:
    answer = house.owner.get(f"{net}/{question}&colour=red")
    assert answer.status_code == 422
    assert errors(answer) == {"colour": "unknown-field"}


def test_a_body_that_is_not_called_json_is_refused_as_such(house: House, net: str) -> None:
    answer = house.owner.post(
        f"{net}/contacts", content='{"name": "Ani"}', headers={"Content-Type": "text/plain"}
    )
    assert answer.status_code == 415
    assert answer.json()["type"] == "/problems/wrong-media-type"


def test_a_dated_record_is_unknown_on_a_day_on_which_it_did_not_hold(
    house: House, net: str, two: tuple[str, str]
) -> None:
    tie = add(
        house,
        f"{net}/ties",
        source_id="ann",
        target_id="ben",
        type="knows",
        since="2020",
        until="2021-06",
    )
    address = f"{net}/ties/{tie['id']}"

    def held_on(day: date) -> bool:
        listed = house.owner.get(f"{net}/ties", params={"as_of": day.isoformat()}).json()["items"]
        read = house.owner.get(address, params={"as_of": day.isoformat()}).status_code == 200
        assert read == bool(listed)
        return read

    assert held_on(date(2020, 1, 1))
    assert held_on(date(2021, 6, 30))
    assert not held_on(date(2021, 7, 1))
    assert not held_on(date(2019, 12, 31))


def test_interactions_are_narrowed_by_day(house: House, net: str, two: tuple[str, str]) -> None:
    for day in ("2024-04-30", "2024-05", "2024-06-01"):
        add(house, f"{net}/interactions", kind="meeting", held_on=day, participants=["ann", "ben"])

    listed = house.owner.get(
        f"{net}/interactions", params={"held_from": "2024-05", "held_to": "2024-05"}
    ).json()["items"]

    assert [one["held_on"] for one in listed] == ["2024-05"]


def test_a_merged_record_answers_with_the_survivor(
    house: House, net: str, two: tuple[str, str]
) -> None:
    merged = house.owner.patch(
        f"{net}/contacts/ann", json={"merged_into": "ben"}, headers={"If-Match": "*"}
    )
    assert merged.status_code == 200

    assert house.owner.get(f"{net}/contacts/ann").json()["id"] == "ben"
    own = house.owner.get(f"{net}/contacts/ann", params={"follow": False})
    assert (own.json()["id"], own.json()["merged_into"]) == ("ann", "ben")


def test_a_circle_of_mergers_is_refused(house: House, net: str, two: tuple[str, str]) -> None:
    there, back = (
        house.owner.patch(
            f"{net}/contacts/{one}", json={"merged_into": other}, headers={"If-Match": "*"}
        )
        for one, other in (("ann", "ben"), ("ben", "ann"))
    )

    assert (there.status_code, back.status_code) == (200, 422)
    assert [(issue["field"], issue["code"]) for issue in back.json()["errors"]] == [
        ("merged_into", "circular-merge")
    ]
    assert house.owner.get(f"{net}/contacts/ann").json()["id"] == "ben"


def test_a_built_in_tie_type_is_changed_and_brought_back(house: House, net: str) -> None:
    address = f"{net}/tie-types/knows"
    assert house.owner.get(address).json()["version"] == 0

    changed = house.owner.patch(address, json={"prior": 0.5}, headers={"If-Match": '"0"'})
    assert (changed.status_code, changed.json()["prior"]) == (200, 0.5)
    assert house.owner.delete(address).status_code == 204
    assert house.owner.get(address).json()["prior"] == 0.3

    version = house.owner.get(address).headers["etag"]
    again = house.owner.patch(address, json={"prior": 0.6}, headers={"If-Match": version})
    assert (again.status_code, again.json()["prior"]) == (200, 0.6)
    listed = house.owner.get(f"{net}/tie-types").json()["items"]
    assert next(one["prior"] for one in listed if one["id"] == "knows") == 0.6


def test_the_feed_and_the_log_tell_every_write(
    house: House, net: str, two: tuple[str, str]
) -> None:
    house.owner.delete(f"{net}/contacts/ann")

    feed = house.owner.get(f"{net}/changes", params={"since": 1}).json()
    log = house.owner.get(f"{net}/revisions", params={"limit": 2}).json()

    assert [(one["id"], one["is_removed"]) for one in feed["items"]] == [
        ("ben", False),
        ("ann", True),
    ]
    assert (feed["revision"], feed["next"], feed["is_complete"]) == (3, 3, True)
    assert [one["revision"] for one in log["items"]] == [3, 2]
    assert log["next"] == 2


class LabelIn(RecordIn[Tie]):
    """A tie of which only the label may be said."""

    label: str = ""

    def record(self, record_id: str) -> Tie:
        return Tie(
            id=record_id,
            source_id="ann",
            target_id="ben",
            type="knows",
            label=self.label,
            **self.common(),
        )


def test_a_change_keeps_what_its_shape_does_not_know() -> None:
    """Somebody's word on a strength is not lost when the label of the tie is corrected."""
    said = StrengthOverride(
        strength=0.75, reason="Cousins", by=UserId("ani"), since=parse_date("2024-05-03")
    )
    tie = Tie(id="t", source_id="ann", target_id="ben", type="knows", override=said)
    patch = patch_of(LabelIn).model_validate({"label": "family"})

    changed = revised(LabelIn, Noun.TIE, tie, patch, by=UserId("sri"), today=date.today)

    assert changed == replace(tie, label="family")
