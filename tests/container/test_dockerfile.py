"""Dockerfile: what it copies is there, and what it runs gives up every right."""

import tomllib
from pathlib import Path

import pytest

from tests.container.dockerfile import Instruction, read_dockerfile


@pytest.fixture(scope="module")
def instructions(pytestconfig: pytest.Config) -> list[Instruction]:
    return read_dockerfile(pytestconfig.rootpath / "Dockerfile")


def said(instructions: list[Instruction], verb: str) -> list[Instruction]:
    return [instruction for instruction in instructions if instruction.verb == verb]


def copied(instructions: list[Instruction]) -> set[str]:
    return {
        source
        for copy in said(instructions, "COPY")
        if not copy.words[0].startswith("--from")
        for source in copy.words[:-1]
    }


def test_every_copied_file_exists_and_is_let_through(
    instructions: list[Instruction], pytestconfig: pytest.Config
) -> None:
    ignore = (pytestconfig.rootpath / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_through = {line.removeprefix("!") for line in ignore if line.startswith("!")}

    assert copied(instructions) == let_through
    assert all((pytestconfig.rootpath / source).exists() for source in let_through)


def test_all_rooms_of_the_wheel_are_copied(
    instructions: list[Instruction], pytestconfig: pytest.Config
) -> None:
    project = tomllib.loads((pytestconfig.rootpath / "pyproject.toml").read_text(encoding="utf-8"))

    rooms = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(rooms) <= copied(instructions)


def test_every_requirement_is_installed_with_its_hash(instructions: list[Instruction]) -> None:
    installs = [
        command
        for run in said(instructions, "RUN")
        for command in run.rest.split("&&")
        if "pip install" in command
    ]

    assert installs
    for command in installs:
        assert "--require-hashes" in command or "--no-deps /dist/" in command


def test_the_last_stage_runs_as_a_number_that_is_not_root(
    instructions: list[Instruction],
) -> None:
    last = instructions[-1].stage
    users = [user.rest for user in said(instructions, "USER") if user.stage == last]

    assert users == ["10001:10001"]
    verbs = [instruction.verb for instruction in instructions if instruction.stage == last]
    assert "RUN" not in verbs[verbs.index("USER") :]


def test_the_image_says_whether_it_is_healthy_and_how_it_starts(
    instructions: list[Instruction],
) -> None:
    (healthcheck,) = said(instructions, "HEALTHCHECK")
    (command,) = said(instructions, "CMD")

    assert "/healthz" in healthcheck.rest
    assert command.words[:2] == ["restu", "serve"]


def test_the_image_holds_no_secret(instructions: list[Instruction]) -> None:
    names = {name for env in said(instructions, "ENV") for name in env.pairs}

    assert not {name for name in names if "PASSWORD" in name or "TOKEN" in name}


def test_a_continued_instruction_is_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM a\n# why\nRUN one \\\n    && two\nUSER 1\n")

    assert [(i.verb, i.rest) for i in read_dockerfile(tmp_path / "Dockerfile")] == [
        ("FROM", "a"),
        ("RUN", "one && two"),
        ("USER", "1"),
    ]
