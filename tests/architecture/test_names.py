"""Names: our four rooms are ours alone, and no file is named after nothing."""

from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.tracked import tracked_files

ROOMS: Final = ("service", "graph", "queries", "dashboards")
NAMES_THAT_SAY_NOTHING: Final = {"common", "helper", "helpers", "misc", "util", "utils"}


@pytest.mark.parametrize("room", ROOMS)
def test_no_other_distribution_owns_the_name_of_a_room(room: str) -> None:
    assert set(packages_distributions().get(room, [])) <= {"restu"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_a_typed_package_of_its_own(room: str, pytestconfig: pytest.Config) -> None:
    folder = pytestconfig.rootpath / room

    assert (folder / "__init__.py").is_file(), "a namespace package could merge with a stranger"
    assert (folder / "py.typed").is_file()


def test_every_folder_of_modules_is_a_package(pytestconfig: pytest.Config) -> None:
    modules = [path for path in tracked_files(pytestconfig.rootpath) if in_a_room(path)]

    folders = {path.parent for path in modules if path.suffix == ".py"}
    packages = {path.parent for path in modules if path.name == "__init__.py"}
    assert folders <= packages


def test_modules_are_named_after_what_they_hold(pytestconfig: pytest.Config) -> None:
    named_after_nothing = [
        path
        for path in tracked_files(pytestconfig.rootpath)
        if path.suffix == ".py" and NAMES_THAT_SAY_NOTHING & {path.stem, *path.parts}
    ]

    assert named_after_nothing == []


def in_a_room(path: Path) -> bool:
    return path.parts[0] in ROOMS
