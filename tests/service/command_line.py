"""Runs the command line as a person or a script does."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from typer.testing import CliRunner

from graph.ports import Create
from graph.records.networks import NetworkRecord
from graph.records.stored import AnyRecord
from graph.vocabulary import NetworkId, UserId
from queries.sqlite_store import open_sqlite
from service.cli import app

REPOSITORY: Final = Path(__file__).resolve().parent.parent.parent
NOVEMBER: Final = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def enter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder, in English, whatever the environment says."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("RESTU_STORE", raising=False)
    monkeypatch.setenv("RESTU_LANG", "en")


def keep(*records: AnyRecord, network: str, at: datetime = NOVEMBER) -> None:
    """Make the store of the present folder, with one network that holds these records."""
    store = open_sqlite("restu.db")
    store.create_network(NetworkRecord(id=network, name=network.capitalize()))
    writes = [Create(record) for record in records]
    store.commit(NetworkId(network), writes, author=UserId("sri"), at=at)
    store.close()


def run(*args: str | Path) -> Ran:
    """Run in this process, in the present folder."""
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


def done(*args: str | Path) -> Ran:
    """Run, and expect that all went well."""
    ran = run(*args)
    assert ran.code == 0, ran
    return ran


def environment(**variables: str) -> dict[str, str]:
    """Give an environment without settings of ours but these."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("RESTU_STORE", "RESTU_HOST", "RESTU_PORT"))
        and name not in ("DISPLAY", "WAYLAND_DISPLAY", "LANG", "LC_ALL", "LC_MESSAGES", "COLUMNS")
    }
    return {**kept, "PYTHONPATH": str(REPOSITORY), **variables}


def process(
    *args: str | Path, folder: Path, variables: Mapping[str, str] | None = None, seconds: float = 60
) -> Ran:
    """Run as a process of its own in a folder."""
    result = subprocess.run(
        command(*args),
        cwd=folder,
        env=environment(**(variables or {})),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )
    return Ran(result.returncode, result.stdout, result.stderr)


def command(*args: str | Path) -> list[str]:
    """Give the command's words."""
    return [sys.executable, "-c", "from service.cli import main; main()", *map(str, args)]
