"""Reads a Dockerfile into its instructions: as much of the grammar as ours uses."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Instruction:
    """One instruction of one stage: ``RUN``, ``COPY`` ... and what follows it."""

    stage: int
    verb: str
    rest: str

    @property
    def words(self) -> list[str]:
        """What follows, as a list: the exec form, or split as a shell would."""
        return json.loads(self.rest) if self.rest.startswith("[") else shlex.split(self.rest)

    @property
    def pairs(self) -> dict[str, str]:
        """What ``ENV`` sets."""
        return dict(word.split("=", 1) for word in self.words)


def read_dockerfile(path: Path) -> list[Instruction]:
    """List the instructions in their order; continued lines are joined."""
    return list(_instructions(path.read_text(encoding="utf-8")))


def _instructions(text: str) -> Iterator[Instruction]:
    stage = -1
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        verb, rest = line.split(maxsplit=1)
        stage += verb == "FROM"
        yield Instruction(stage, verb, rest)
