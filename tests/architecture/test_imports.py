"""Import direction: `service` -> `dashboards`, `queries` -> `graph`, and the order inside."""

from pathlib import Path

import pytest
from importlinter import api as importlinter
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_imports_point_the_one_allowed_way(
    pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(pytestconfig.rootpath)

    assert lint_imports(cache_dir=str(tmp_path)) == EXIT_STATUS_SUCCESS


def test_every_room_is_held_to_the_rule(pytestconfig: pytest.Config) -> None:
    configuration = importlinter.read_configuration(str(pytestconfig.rootpath / "pyproject.toml"))

    rooms = configuration["session_options"]["root_packages"]
    assert set(rooms) == {"service", "graph", "queries", "dashboards"}
