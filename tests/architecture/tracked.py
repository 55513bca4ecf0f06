"""The files that git keeps of this repository."""

import subprocess
from functools import cache
from pathlib import Path


@cache
def tracked_files(repository: Path) -> tuple[Path, ...]:
    """List the tracked files that exist, relative to the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository, check=True, capture_output=True, text=True
    )
    paths = (Path(name) for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if (repository / path).is_file())
