"""``restu request words`` and ``card``: from the terminal, in both languages, and for programs."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.records.contacts import Contact
from graph.records.requests import IntroductionRequest, RequestStep
from graph.vocabulary import Channel
from service.cli.terminal import ExitCode
from tests.service.command_line import done, enter, keep, run


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(tmp_path, monkeypatch)
    records = [
        Contact(id="rina", name="Rina"),
        Contact(id="hadi", name="Hadi", phone="0812 3456 7890"),
        Contact(id="laila", name="Laila", name_in_talk="Bu Laila", is_leader=True),
        IntroductionRequest(
            id="r",
            leader_id="laila",
            starter_id="rina",
            steps=(
                RequestStep("rina", "hadi", Channel.MESSAGE),
                RequestStep("hadi", "laila", Channel.PHONE),
            ),
            purpose="clean water",
        ),
    ]
    keep(*records, network="net", at=datetime(2024, 1, 1, tzinfo=UTC))


def test_words_come_as_text_with_the_gap_that_nobody_filled_and_the_link() -> None:
    out = done("request", "words", "r").out

    assert out.startswith("Dear [form of address] Hadi,\n")
    assert "Open in my messenger: https://wa.me/6281234567890?text=Dear%20%5Bform" in out


def test_words_speak_the_language_of_the_terminal_and_of_the_step() -> None:
    out = done("request", "words", "r", "--step", "2", "--lang", "id").out

    assert out.startswith("- Sapa Bu Laila dan tanyakan apakah waktunya tepat.\n")


def test_programs_get_words_as_by_rest() -> None:
    told = json.loads(
        done("request", "words", "r", "--as", "letter", "--for", "thank", "--json").out
    )

    assert (told["form"], told["occasion"], told["language"]) == ("letter", "thank", "en")
    assert told["missing"] == ["[form of address]", "[office]"]


def test_a_card_is_a_file_that_a_browser_opens(tmp_path: Path) -> None:
    out = done("request", "card", "r", "--to", "way.html", "--lang", "id").out

    assert "way.html" in out
    page = (tmp_path / "way.html").read_text("utf-8")
    assert "<title>Jalur perkenalan kepada Bu Laila</title>" in page


def test_a_request_that_is_not_there_has_no_words() -> None:
    assert run("request", "words", "nobody").code == ExitCode.REFUSED
