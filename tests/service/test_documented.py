"""What an operator or a program meets is written down."""

from pathlib import Path

import pytest

from service.problems import STATUS
from service.settings import Settings


@pytest.fixture
def guide(pytestconfig: pytest.Config) -> str:
    return (Path(pytestconfig.rootpath) / "docs" / "rest.md").read_text(encoding="utf-8")


def test_every_setting_is_in_the_guide(guide: str) -> None:
    missing = [name for name in Settings.model_fields if f"`RESTU_{name.upper()}`" not in guide]

    assert missing == []


def test_every_problem_is_in_the_guide(guide: str) -> None:
    missing = [error.code for error in STATUS if f"`{error.code}`" not in guide]

    assert missing == []


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())
