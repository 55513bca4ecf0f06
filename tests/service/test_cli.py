"""The command line helps at once, in plain words, and fails in sentences."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from dashboards.texts import PROBLEM_PARTS, texts
from graph.errors import StoreUnavailableError, UnknownNetworkError
from graph.records.networks import LANGUAGES
from service.cli import app
from service.cli.options import at_terminal
from service.cli.terminal import ExitCode, NotUnderstoodError, Terminal, language_of
from tests.service.command_line import REPOSITORY, process, run

COMMANDS = [
    ("serve",),
    ("demo",),
    ("import",),
    ("import-undo",),
    ("export", "csv"),
    ("path",),
    ("reach",),
    ("campaign",),
    ("isolated",),
    ("introduce",),
    ("measures",),
    ("scenario",),
    ("compare",),
    ("strength",),
    ("cooling",),
    ("calibration",),
    ("backup",),
    ("restore",),
    ("store", "move"),
    ("request", "start"),
    ("request", "words"),
    ("request", "card"),
    ("network", "list"),
    ("network", "add"),
    ("network", "set"),
    ("user", "add"),
    ("user", "list"),
    ("user", "role"),
    ("user", "remove"),
    ("token", "create"),
    ("token", "list"),
    ("token", "end"),
]


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RESTU_STORE", raising=False)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    ran = run(*words, "--help")
    assert ran.code == 0
    assert "Usage" in ran.out


@pytest.mark.parametrize("words", [w for w in COMMANDS if w[0] != "serve" and w[0] != "demo"])
def test_every_command_that_answers_can_answer_a_program(words: tuple[str, ...]) -> None:
    ran = run(*words, "--help")
    assert "--json" in ran.out
    assert "--lang" in ran.out


def test_help_loads_neither_the_engine_nor_the_service() -> None:
    heavy = "{'numba', 'scipy', 'networkx', 'fastapi', 'uvicorn', 'neo4j', 'pydantic', 'dash'}"
    code = f"import sys, service.cli; print({heavy} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def test_the_version_is_told() -> None:
    assert run("--version").out.startswith("restu ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_misunderstanding_has_its_sentences(language: str) -> None:
    wanted = {
        f"problem.{kind.code}.{part}"
        for kind in NotUnderstoodError.__subclasses__()
        for part in PROBLEM_PARTS
    }
    assert wanted <= texts(language).keys()


def test_a_misspelled_store_is_not_made(tmp_path: Path) -> None:
    ran = run("path", "a", "b", "--store", "sqlite:///nowhere.db")
    assert ran.code == ExitCode.REFUSED
    assert "nowhere.db" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("network", "list", "--store", "postgres://x"), "--store"),
        (("store", "move", "--from", "postgres://x", "--to", "sqlite:///b.db"), "--from"),
        (("network", "list"), "RESTU_STORE"),
    ],
)
@pytest.mark.parametrize("language", ["en", "id"])
def test_a_store_that_is_no_address_is_explained(
    words: tuple[str, ...], option: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if option == "RESTU_STORE":
        monkeypatch.setenv("RESTU_STORE", "postgres://x")
    ran = run(*words, "--lang", language)
    assert ran.code == ExitCode.REFUSED
    assert f"{option} " in ran.err
    assert "postgres://x" in ran.err
    assert "sqlite:///restu.db" in ran.err
    assert "neo4j://" in ran.err
    assert "^(" not in ran.err, "a regular expression says nothing"
    assert "pattern" not in ran.err


def test_a_file_that_is_no_store_does_not_serve(tmp_path: Path) -> None:
    (tmp_path / "restu.db").write_text("a letter, not a database\n" * 500)
    ran = run("network", "list")
    assert ran.code == ExitCode.NO_STORE
    assert "Traceback" not in ran.err


def test_several_networks_have_to_be_chosen_from() -> None:
    run("network", "add", "one")
    run("network", "add", "two")
    ran = run("reach", "--to", "x")
    assert ran.code == ExitCode.REFUSED
    assert "one, two" in ran.err


def small(error: Exception) -> typer.Typer:
    one = typer.Typer()

    @one.command()
    @at_terminal
    def fail(term: Terminal) -> None:
        raise error

    return one


def test_options_that_commands_share_are_those_of_each() -> None:
    @dataclass(frozen=True)
    class Where:
        place: Annotated[str, typer.Argument()]
        floor: Annotated[int, typer.Option("--floor")] = 0

    one = typer.Typer()

    @one.command()
    @at_terminal
    def go(term: Terminal, where: Where, who: Annotated[str, typer.Argument()]) -> None:
        term.answer([where.place, where.floor, who, term.url, term.is_json])

    args = ["hall", "--floor", "2", "ani", "--json", "--store", "sqlite:///a.db"]
    result = CliRunner().invoke(one, args)
    assert json.loads(result.stdout) == ["hall", 2, "ani", "sqlite:///a.db", True]


def test_an_absent_database_has_its_own_exit_code() -> None:
    result = CliRunner().invoke(small(StoreUnavailableError()))
    assert result.exit_code == ExitCode.NO_STORE


def test_a_refusal_names_the_remedy() -> None:
    result = CliRunner().invoke(small(UnknownNetworkError("lombok")))
    assert result.exit_code == ExitCode.REFUSED
    assert "lombok" in result.stderr
    assert len(result.stderr.splitlines()) >= 2


def test_a_program_gets_the_refusal_as_json_on_the_other_stream() -> None:
    result = CliRunner().invoke(small(UnknownNetworkError("lombok")), ["--json"])
    assert result.stdout == ""
    assert '"/problems/unknown-network"' in result.stderr


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C", "RESTU_LANG": "id"}, "id"),
    ],
)
def test_the_language_is_that_of_the_system(variables: dict[str, str], expected: str) -> None:
    assert language_of(variables) == expected


def test_a_real_process_ends_with_the_code_and_without_a_traceback(tmp_path: Path) -> None:
    refused = process("path", "a", "b", folder=tmp_path)
    assert refused.code == ExitCode.REFUSED
    assert refused.out == ""
    assert "Traceback" not in refused.err
    assert process("network", "add", "lombok", folder=tmp_path).code == ExitCode.DONE
    assert process("network", "list", "--json", folder=tmp_path).json["items"][0]["id"] == "lombok"
    assert process("no-such-command", folder=tmp_path).code == ExitCode.REFUSED


def test_the_command_line_has_no_other_commands() -> None:
    listed = {command.name for command in app.registered_commands}
    listed |= {group.name for group in app.registered_groups}
    assert listed == {words[0] for words in COMMANDS}


def test_the_guide_names_every_command_and_exit_code() -> None:
    guide = (REPOSITORY / "docs" / "cli.md").read_text("utf-8")
    assert [words for words in COMMANDS if f"`restu {' '.join(words)}" not in guide] == []
    assert [code for code in ExitCode if f"\n| {code.value} |" not in guide] == []
