"""The wheel holds the four rooms, whole, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.test_names import in_a_room
from tests.architecture.tracked import tracked_files


@pytest.fixture(scope="module")
def wheel(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=pytestconfig.rootpath,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("restu-*.whl"))


def test_the_wheel_holds_every_file_of_the_rooms_and_nothing_else(
    wheel: Path, pytestconfig: pytest.Config
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {Path(name) for name in archive.namelist() if ".dist-info/" not in name}

    kept = {path for path in tracked_files(pytestconfig.rootpath) if in_a_room(path)}
    assert kept - held == set()
    assert {path.parts[0] for path in held} == {"service", "graph", "queries", "dashboards"}


def test_the_wheel_says_licence_command_and_that_it_stays_private(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        parts = {Path(name).name: name for name in archive.namelist() if ".dist-info/" in name}
        metadata = archive.read(parts["METADATA"]).decode()
        commands = archive.read(parts["entry_points.txt"]).decode()

    assert "LICENSE" in parts
    assert "License-Expression: Apache-2.0" in metadata
    assert "Classifier: Private :: Do Not Upload" in metadata
    assert "restu = service.cli:main" in commands
