"""Run every benchmark and write `docs/benchmarks.md`: ``make bench``.

A benchmark is a module ``bench_<noun>.py``. Its docstring says what is compared; run as a program
it checks its answers and prints a Markdown table. Each has a process of its own, so that none
warms, or fills, the memory of the next.
"""

import ast
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
PAGE: Final = HERE.parent / "docs" / "benchmarks.md"
PEERS: Final = ("networkx", "igraph", "numba", "numpy", "neo4j")

INTRODUCTION: Final = """\
# Benchmarks

Restu beside its peers, in one run on one machine, answers compared before times. Made by
`make bench`; run it on yours.

{day}, {cores} cores ({machine}), Python {python}, {packages}.
"""


def main() -> None:
    """Run all, one after the other, and write the page."""
    sections = [INTRODUCTION.format_map(surroundings())]
    for module in sorted(HERE.glob("bench_*.py")):
        print(f"{module.stem} ...", flush=True)
        sections.append(section(module))
    PAGE.write_text("\n".join(sections), encoding="utf-8")
    print(f"written: {PAGE.relative_to(HERE.parent)}")


def surroundings() -> dict[str, object]:
    """Say where the figures come from."""
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "packages": ", ".join(f"{package} {version(package)}" for package in PEERS),
    }


def section(module: Path) -> str:
    """Run one benchmark; give its title, its words and its table."""
    words = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or module.stem
    title, _, rest = words.partition("\n")
    run = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module.stem}"],
        cwd=HERE.parent,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    heading = title.partition(":")[0].rstrip(".")
    command = f"`python -m benchmarks.{module.stem}`"
    parts = [f"## {heading}", rest.strip(), run.stdout.strip(), f"Alone: {command}"]
    return "\n\n".join(part for part in parts if part) + "\n"


if __name__ == "__main__":
    main()
