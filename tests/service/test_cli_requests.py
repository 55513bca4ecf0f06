"""``restu request``: from the terminal in both languages, and for programs as REST tells it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.records.contacts import Contact
from graph.records.ties import Tie
from graph.vocabulary import Channel
from service.cli.terminal import ExitCode
from tests.service.command_line import done, enter, keep, run

PEOPLE = (("rina", "Rina"), ("hadi", "Hadi"), ("laila", "Laila"))


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(tmp_path, monkeypatch)
    hadi = {"hadi": {"preferred_channel": Channel.IN_PERSON, "request_cap": 1}}
    records = [
        *[Contact(id=id_, name=name, **hadi.get(id_, {})) for id_, name in PEOPLE],  # type: ignore[arg-type]
        Tie(id="t1", source_id="rina", target_id="hadi", type="knows", strength=0.6),
        Tie(id="t2", source_id="hadi", target_id="laila", type="knows", strength=0.6),
    ]
    keep(*records, network="net", at=datetime(2024, 1, 1, tzinfo=UTC))


def started() -> None:
    done("request", "start", "Rina", "Hadi", "Laila", "--id", "r", "--purpose", "Clean water")


def asked() -> None:
    started()
    done("request", "ask", "r", "--on", "3 May 2024", "--way", "message")


def test_a_request_goes_from_start_to_meeting() -> None:
    asked()
    due = done("request", "due", "--on", "2024-05-12").out
    done("request", "remind", "r", "--on", "2024-05-12", "--way", "phone")
    done("request", "answer", "r", "agreed", "--on", "2024-05-13")
    following = done("request", "due", "--on", "2024-05-13").out
    done("request", "ask", "r", "--on", "2024-05-14", "--way", "in_person")
    met = done(
        *("request", "answer", "r", "met", "--on", "2024-05-20"),
        *("--with", "Hadi", "--blessing", "Hear the village"),
    ).out

    assert "Due on 12 May 2024: 1 thing" in due
    assert "a gentle reminder from Rina to Hadi (in person)" in due
    assert "ask Hadi to ask Laila" in following
    assert "Request r for Rina, to Laila: met" in met
    assert "The meeting was noted" in met
    assert "What was agreed in principle is kept as a note about the leader." in met
    assert "Nothing is due on 1 June 2024." in done("request", "due", "--on", "2024-06-01").out
    shown = done("request", "show", "r").out
    assert "Hear the village" in shown
    assert "days" not in shown  # there is nobody left to ask
    told = done("request", "show", "r", "--json").json["introduction"]
    assert told["proposed_blessing"]["conditions"] == "Hear the village"


def test_who_is_asked_is_expected_to_agree_with_odds_in_words() -> None:
    started()

    told = done("request", "ask", "r").out

    # Log-odds 0.2 of a reference hop and 2 × (0.6 - 0.5) for the strength: 0.60.
    assert "Noted before the answer: agrees about 3 in 5." in told


def test_where_the_letter_is_is_told_with_days() -> None:
    started()
    done(
        "request", "letter", "r", "--number", "015/YBL", "--dated", "2024-05-03", "--copy", "Setda"
    )
    done("request", "letter", "r", "--at", "Bagian Umum", "--since", "2024-05-04")
    told = done(
        *("request", "letter", "r", "--at", "Asisten II", "--since", "2024-05-08"),
        *("--holder", "Hadi", "--instruction", "Mohon dipelajari"),
    ).out
    shape = done("request", "letter", "r", "--json").json

    assert "Letter: 015/YBL, 3 May 2024" in told
    assert "Copy to: Setda" in told
    assert "It has been at Asisten II since 8 May 2024, for " in told
    assert shape["stays"][0]["days"] == 4
    assert shape["now_at"]["actor_id"] == "hadi"


def test_lists_and_single_requests_are_told() -> None:
    asked()

    listed = done("request", "list", "--waiting-on", "Hadi").out
    shown = done("request", "show", "r", "--on", "2024-05-03").out

    assert "Clean water" in listed
    assert "asked" in listed
    assert done("request", "list", "--state", "draft", "--json").json["items"] == []
    assert "1. Rina" in shown
    assert "14 days if everybody agrees" in shown


def test_programs_get_the_shapes_of_rest() -> None:
    asked()

    listed = done("request", "list", "--json").json
    shown = done("request", "show", "r", "--json").json
    due = done("request", "due", "--on", "2024-05-12", "--json").json

    assert [item["id"] for item in listed["items"]] == ["r"]
    assert shown["introduction"]["waiting_on"] == "hadi"
    assert len(shown["plan"]["steps"]) == 2
    assert (due["items"][0]["act"], due["items"][0]["overdue_days"]) == ("remind", 2)


def test_indonesian_is_polite() -> None:
    asked()

    due = done("request", "due", "--on", "2024-05-12", "--lang", "id").out
    refused = run("request", "ask", "r", "--lang", "id")

    assert "pengingat yang santun dari Rina kepada Hadi (" in due
    assert refused.code == ExitCode.REFUSED
    assert "Yang bersangkutan sudah dimintai." in refused.err


def test_a_full_cap_is_told_with_who_waits() -> None:
    asked()
    done("request", "start", "Rina", "Hadi", "Laila", "--id", "s")

    refused = run("request", "ask", "s")

    assert refused.code == ExitCode.REFUSED
    assert (
        "Requests that wait for the answer of Hadi already: 1, by Rina (2024-05-03)" in refused.err
    )


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("letter", "r", "--since", "2024"), "options-together"),
        (("ask", "nobody"), "unknown-record"),
        (("ask", "r", "--on", "tomorrow"), "invalid-question"),
        (("start", "Rina", "Nobody at all"), "unknown-name"),
        (("letter", "r"), "unknown-record"),
    ],
)
def test_what_cannot_be_done_is_refused(args: tuple[str, ...], code: str) -> None:
    started()

    refused = run("request", *args, "--json")

    assert refused.code == ExitCode.REFUSED
    assert f'"/problems/{code}"' in refused.err
