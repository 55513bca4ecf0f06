"""Carries out a Dockerfile without Docker: its own commands, in a folder that stands for `/`.

Every absolute path of the image is moved below that folder, the environment holds what the
Dockerfile sets and no more, and what runs in the container runs as its user, without a home.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.container.dockerfile import Instruction

IMAGE_PATH: Final = re.compile(r"/(?=(?:data|dist|opt|src|var/cache)\b)")
STRANGER: Final = 10001
REGISTRY_SETTINGS: Final = re.compile(r"PIP_\w+|SSL_CERT_\w+|\w+_proxy", re.IGNORECASE)


class Rehearsal:
    """State of the build, and then of the container."""

    def __init__(self, repository: Path, root: Path) -> None:
        self.root = root
        self.user: tuple[int, int] | None = None
        self._repository = repository
        self._earlier = root.with_name(root.name + "-earlier")
        self._tools = root.with_name(root.name + "-tools")
        self._folder = root
        self._environment: dict[str, str] = {}
        self._prepare_python()

    def carry_out(self, instruction: Instruction) -> None:
        """Do what one instruction of a build does."""
        match instruction.verb:
            case "FROM":
                self._begin_stage()
            case "WORKDIR":
                self._folder = Path(self.moved(instruction.rest))
                self._folder.mkdir(parents=True, exist_ok=True)
            case "ENV":
                path = self._environment["PATH"]
                for name, value in instruction.pairs.items():
                    self._environment[name] = self.moved(value).replace("$PATH", path)
            case "COPY":
                self._copy(instruction.words)
            case "RUN":
                registry = {k: v for k, v in os.environ.items() if REGISTRY_SETTINGS.fullmatch(k)}
                subprocess.run(
                    ["bash", "-euc", self.moved(instruction.rest)],
                    cwd=self._folder,
                    env=registry | self._environment,
                    check=True,
                )
            case "USER":
                user, group = instruction.rest.split(":")
                self.user = (int(user), int(group))
            case _:  # VOLUME, EXPOSE, HEALTHCHECK, CMD: nothing happens while an image is built
                pass

    def start(self, words: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a command as the container would: its user, its environment, its folder."""
        assert self.user is not None
        user, group = self.user
        return subprocess.Popen(
            [self.moved(word) for word in words],
            cwd=self._folder,
            env=self._environment,
            user=user,
            group=group,
            extra_groups=[],
            stdin=subprocess.DEVNULL,
        )

    def run(self, words: Sequence[str]) -> int:
        """Run a command as the container would, and give its exit code."""
        return self.start(words).wait()

    def moved(self, text: str) -> str:
        """Move the image's paths in a command or a value below the folder."""
        return IMAGE_PATH.sub(f"{self.root}/", text)

    def _prepare_python(self) -> None:
        self._tools.mkdir(mode=0o755)
        python = self._tools / "python"
        python.write_text(f'#!/bin/sh\nexec {python_for_everybody()} "$@"\n')
        python.chmod(0o755)

    def _begin_stage(self) -> None:
        if self.root.exists():
            self.root.rename(self._earlier)
        self.root.mkdir(mode=0o755)
        self._folder = self.root
        self._environment = {"PATH": f"{self._tools}:/usr/bin:/bin", "LANG": "C.UTF-8"}

    def _copy(self, words: list[str]) -> None:
        options = dict(w.removeprefix("--").split("=") for w in words if w.startswith("--"))
        *sources, target = (word for word in words if not word.startswith("--"))
        if "from" in options:
            (source,) = sources
            here = Path(self.moved(target))
            here.parent.mkdir(parents=True, exist_ok=True)
            (self._earlier / source.lstrip("/")).rename(here)
        else:
            for source in sources:
                here = self._folder / (target + source if target.endswith("/") else target)
                copy = shutil.copytree if (self._repository / source).is_dir() else shutil.copy
                copy(self._repository / source, here)
            return
        if "chown" in options:
            user, group = map(int, options["chown"].split(":"))
            for path in (here, *here.rglob("*")):
                os.chown(path, user, group)


def python_for_everybody() -> Path:
    """Find a Python that any user may run: one below root's home is closed to others."""
    name = f"python3.{sys.version_info.minor}"
    for python in (Path(sys.base_prefix) / "bin" / name, Path("/usr/bin/python3")):
        try:
            subprocess.run(
                [python, "-c", "import ensurepip, sys; assert sys.version_info >= (3, 11)"],
                user=STRANGER,
                check=True,
                capture_output=True,
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        return python
    raise RuntimeError(
        "The rehearsal needs a Python 3.11 that every user may run; on Debian: "
        "apt-get install python3 python3-venv"
    )
