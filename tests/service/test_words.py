"""What to say on a request and its card, by REST: of a network as it is, and with its own words."""

from collections.abc import Mapping
from itertools import product
from typing import Any, Final

import pytest

from graph.records.phrases import KEYS
from tests.service.clients import House

SECRET: Final = "Rahasia Dapur"
PEOPLE: Final[tuple[Mapping[str, Any], ...]] = (
    {"id": "wati", "name": "Wati Larasati", "name_in_talk": "Bu Wati", "address_form": "Ibu"},
    {"id": "hadi", "name": "Hadi Pranata", "phone": "0812 3456 7890", "remark": SECRET},
    {
        "id": "laila",
        "name": "Laila Rahmania",
        "name_in_talk": "Bu Bupati",
        "address_form": "Ibu",
        "is_leader": True,
        "remark": SECRET,
    },
    {"id": "nas", "name": "Nasrullah Bakti"},
    {"id": "cousin", "name": "Cousin Unasked"},
)


@pytest.fixture
def asked(house: House, net: str) -> str:
    """The address of a request of two steps, the first of them asked, among secrets."""
    for person in PEOPLE:
        assert house.owner.post(f"{net}/contacts", json=person).status_code == 201
    for noun, said in (
        ("partners", {"id": "pupr", "name": "Dinas PUPR Segara", "remark": SECRET}),
        ("partners", {"id": "setda", "name": "Pemkab Segara"}),
        (
            "positions",
            {
                "contact_id": "hadi",
                "partner_id": "pupr",
                "type": "leads",
                "title": "Kepala Dinas",
                "capacity": "plt",
                "evidence": SECRET,
            },
        ),
        ("positions", {"contact_id": "nas", "partner_id": "setda", "title": "Sekretaris Daerah"}),
        ("ties", {"source_id": "wati", "target_id": "hadi", "type": "knows", "evidence": SECRET}),
        ("ties", {"source_id": "hadi", "target_id": "nas", "type": "reports_to"}),
        (
            "interactions",
            {
                "kind": "meeting",
                "held_on": "2024-05-03",
                "participants": ["wati", "hadi", "cousin"],
                "subject": "Rapat dengan Cousin Unasked",
                "evidence": SECRET,
            },
        ),
        ("notes", {"about_id": "hadi", "text": SECRET, "is_private": False}),
        ("notes", {"about_id": "laila", "text": SECRET, "is_private": True}),
        (
            "introductions",
            {
                "id": "request",
                "leader_id": "laila",
                "starter_id": "wati",
                "purpose": "Lokasi IPAL",
                "remark": SECRET,
                "steps": [
                    {"asker_id": "wati", "asked_id": "hadi", "channel": "message"},
                    {"asker_id": "hadi", "asked_id": "laila", "channel": "letter"},
                ],
                "events": [
                    {"step": 0, "state": "asked", "on": "2024-06-01", "remark": SECRET},
                ],
                "letter": {
                    "number": "015/YT",
                    "dated": "2024-06-01",
                    "copies": ["Cousin Unasked"],
                    "places": [{"at": SECRET, "since": "2024-06-02", "instruction": SECRET}],
                },
            },
        ),
    ):
        answer = house.owner.post(f"{net}/{noun}", json=said)
        assert answer.status_code == 201, answer.text
    return f"{net}/introductions/request"


def test_words_of_the_step_that_waits_come_unasked(house: House, asked: str) -> None:
    words = house.owner.get(f"{asked}/words").json()

    assert (words["step"], words["asker_id"], words["asked_id"]) == (0, "wati", "hadi")
    assert (words["form"], words["occasion"], words["language"]) == ("call", "remind", "en")
    assert words["text"].startswith("- Greet [form of address] Hadi Pranata and ask")
    assert words["missing"] == ["[form of address]"]
    assert words["links"] == [{"kind": "telephone", "href": "tel:+6281234567890"}]


def test_a_form_an_occasion_and_a_language_can_be_chosen(house: House, asked: str) -> None:
    words = house.owner.get(
        f"{asked}/words",
        params={"step": 0, "form": "letter", "occasion": "ask", "language": "id"},
    ).json()

    assert words["text"] == (
        "Perihal: Permohonan perkenalan kepada Laila Rahmania\n"
        "\n"
        "Yth. Plt. Kepala Dinas PUPR Segara\n"
        "\n"
        "Dengan hormat,\n"
        "\n"
        "Menyambung komunikasi kita pada 3 Mei 2024 (Rapat dengan Cousin Unasked), "
        "kami mengucapkan terima kasih.\n"
        "Bersama ini kami mohon kesediaan Plt. Kepala Dinas PUPR Segara memperkenalkan kami "
        "kepada Ibu Laila Rahmania.\n"
        "Adapun keperluannya adalah Lokasi IPAL.\n"
        "\n"
        "Atas perhatian dan bantuan yang diberikan, kami mengucapkan terima kasih.\n"
        "\n"
        "Hormat kami,\n"
        "\n"
        "Wati Larasati\n"
        "\n"
        "Tembusan:\n"
        "1. Sekretaris Daerah, Pemkab Segara"
    )


def test_no_words_hold_notes_or_remarks(house: House, asked: str) -> None:
    for step, form, occasion, language in product(
        (0, 1), ("message", "letter", "call"), ("ask", "remind", "thank"), ("en", "id")
    ):
        query = {"step": step, "form": form, "occasion": occasion, "language": language}
        answer = house.owner.get(f"{asked}/words", params=query)

        assert answer.status_code == 200
        assert SECRET not in answer.text


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_card_holds_no_secret_no_percentage_and_nobody_who_is_not_asked(
    house: House, asked: str, language: str
) -> None:
    answer = house.owner.get(f"{asked}/card", params={"language": language})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    shown = answer.text.split("</style>")[1]
    assert "%" not in answer.text
    for hidden in (SECRET, "Cousin", "Nasrullah"):
        assert hidden not in shown
    assert "Sekretaris Daerah" in shown
    assert "015/YT" in shown
    assert f'<html lang="{language}">' in answer.text


def test_a_card_allows_its_own_style_and_nothing_else(house: House, asked: str) -> None:
    policy = house.owner.get(f"{asked}/card").headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_a_card_is_written_in_the_language_of_the_network(
    house: House, net: str, asked: str
) -> None:
    assert house.owner.patch(net, json={"language": "id"}, headers={"If-Match": "*"}).is_success

    assert "Jalur perkenalan kepada Bu Bupati" in house.owner.get(f"{asked}/card").text


def test_a_network_replaces_its_words(house: House, net: str, asked: str) -> None:
    house.owner.patch(
        net,
        json={"phrases": {"words.message.remind": "Halo {asked}, soal {purpose}."}},
        headers={"If-Match": "*"},
    )

    words = house.owner.get(f"{asked}/words", params={"form": "message"}).json()
    assert words["text"] == "Halo [form of address] Hadi Pranata, soal Lokasi IPAL."


@pytest.mark.parametrize(
    ("phrases", "code"),
    [
        ({"words.message.ask": "x"}, "unknown-phrase"),
        ({"words.message.remind": "{chance}"}, "unknown-gap"),
        ({"words.message.remind": "{asked.__class__}"}, "unreadable-phrase"),
    ],
)
def test_words_that_could_not_be_filled_are_refused_with_what_may_be_used(
    house: House, net: str, phrases: dict[str, str], code: str
) -> None:
    answer = house.owner.patch(net, json={"phrases": phrases}, headers={"If-Match": "*"})

    assert answer.status_code == 422
    (issue,) = answer.json()["errors"]
    assert issue["code"] == code
    if code == "unknown-phrase":
        assert all(key in issue["remedy"] for key in KEYS)


def test_a_step_that_is_not_there_is_refused(house: House, asked: str) -> None:
    answer = house.owner.get(f"{asked}/words", params={"step": 4})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "no-such-step"


@pytest.mark.parametrize("door", ["words", "card"])
def test_a_request_that_is_not_there_or_out_of_use_has_no_words(
    house: House, net: str, asked: str, door: str
) -> None:
    assert house.owner.get(f"{net}/introductions/nobody/{door}").status_code == 404
    assert house.owner.delete(asked, headers={"If-Match": "*"}).is_success
    assert house.owner.get(f"{asked}/{door}").status_code == 409
