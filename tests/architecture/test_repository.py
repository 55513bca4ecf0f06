"""Nothing in the repository ties it to one machine or one package registry."""

import re
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.tracked import tracked_files

# Written as patterns, so that this file does not hold what it forbids.
MACHINE_PATH: Final = re.compile(rb"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/\w")
REGISTRY_HOST: Final = re.compile(
    rb"\b(?:registry|repo\d*|files|index|deb|static|proxy)[.][a-z-]+[.](?:org|com|io)\b"
    rb"|\bpy(?:pi|thonhosted)[.]org\b"
)
PINNED: Final = re.compile(r"^[a-z0-9.-]+(?:\[[a-z,]+\])?==\S+")


@pytest.mark.parametrize(
    "forbidden", [MACHINE_PATH, REGISTRY_HOST], ids=["machine-path", "registry-host"]
)
def test_no_tracked_file_names_this(
    forbidden: re.Pattern[bytes], pytestconfig: pytest.Config
) -> None:
    found = [
        f"{path}: {hit.group().decode()}"
        for path in tracked_files(pytestconfig.rootpath)
        if (hit := forbidden.search((pytestconfig.rootpath / path).read_bytes()))
    ]

    assert found == []


@pytest.mark.parametrize("lock", ["runtime", "dev", "build"])
def test_a_lock_holds_pins_and_hashes_and_no_address(
    lock: str, pytestconfig: pytest.Config
) -> None:
    text = (pytestconfig.rootpath / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")

    assert "://" not in text
    entries = text.replace("\\\n", "").splitlines()
    assert entries
    for entry in entries:
        assert PINNED.match(entry)
        assert "--hash=sha256:" in entry


def test_the_locks_agree_on_every_version(pytestconfig: pytest.Config) -> None:
    development = pins(pytestconfig.rootpath / "requirements" / "dev.txt")

    for lock in ("runtime", "build"):
        assert pins(pytestconfig.rootpath / "requirements" / f"{lock}.txt") <= development


def pins(lock: Path) -> set[str]:
    lines = lock.read_text(encoding="utf-8").splitlines()
    return {line.removesuffix("\\").strip() for line in lines if PINNED.match(line)}
