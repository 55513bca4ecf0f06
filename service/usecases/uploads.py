"""Files that somebody hands in: kept in a folder of their own until their job is over."""

import shutil
import time
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from graph.errors import LimitError, NotFoundError, UnreadableFileError, shown
from service.exchange.source import CSV_ENDINGS, WORKBOOK_ENDINGS

FILES: Final = "files"
REFUSED: Final = "refused"
MAPPING: Final = "mapping.toml"
MOST_FILES: Final = 50
LONGEST_FILE_NAME: Final = 200
KEPT_DAYS: Final = 30
CHUNK: Final = 2**20
UNPACKED_PER_PACKED: Final = 20
"""A network as CSV packs to about an eighth; what grows more was made to harm."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file as it came: the name that it has for its owner, and its content."""

    name: str
    content: IO[bytes]


class NothingRefusedError(NotFoundError):
    """An import has no refused rows, or they are no longer kept."""

    code = "nothing-refused"


class UnknownRefusedFileError(NotFoundError):
    """An import refused no rows of this file; ``known`` are those of which it did."""

    code = "unknown-refused-file"

    def __init__(self, file: str, known: Iterable[str]) -> None:
        super().__init__(file=shown(file), known=", ".join(known))


def keep(folder: Path, uploaded: Iterable[UploadedFile], most_bytes: int) -> list[tuple[str, str]]:
    """Write files into a folder, archives unpacked; give path and name of each.

    Names never become paths: files are numbered.

    Raises
    ------
    LimitError
        If there are too many files, or an archive unpacks to too much.
    UnreadableFileError
        If an archive cannot be read.

    """
    target = folder / FILES
    target.mkdir(parents=True, exist_ok=True)
    kept: list[tuple[str, str]] = []

    def add(name: str, content: IO[bytes], most: int) -> int:
        if len(kept) == MOST_FILES:
            raise LimitError("files", MOST_FILES, "more")
        path = target / str(len(kept))
        size = _copy(content, path, most)
        kept.append((str(path), name[-LONGEST_FILE_NAME:]))
        return size

    for file in uploaded:
        if is_archive(file.name):
            left = most_bytes * UNPACKED_PER_PACKED
            try:
                with zipfile.ZipFile(file.content) as archive:
                    for member in archive.infolist():
                        inner = PurePosixPath(member.filename)
                        if inner.suffix.casefold() in CSV_ENDINGS | WORKBOOK_ENDINGS:
                            with archive.open(member) as content:
                                left -= add(inner.name, content, left)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
                raise UnreadableFileError(file.name, "broken-archive") from error
        else:
            add(PurePosixPath(file.name.replace("\\", "/")).name, file.content, most_bytes)
    return kept


def is_archive(name: str) -> bool:
    """Tell from its name whether a file holds others."""
    return PurePosixPath(name).suffix.casefold() == ".zip"


def unpacked(paths: Sequence[Path], folder: Path, most_bytes: int) -> tuple[list[Path], list[str]]:
    """Give files and folders to read, archives among them unpacked; and the names of all.

    Raises
    ------
    LimitError, UnreadableFileError
        As :func:`keep` does.

    """
    found: list[tuple[Path, str]] = []
    for number, path in enumerate(paths):
        if is_archive(path.name) and path.is_file():
            with path.open("rb") as content:
                files = keep(folder / str(number), [UploadedFile(path.name, content)], most_bytes)
            if not files:
                raise UnreadableFileError(path.name, "nothing-to-import")
            found += [(Path(inner), name) for inner, name in files]
        else:
            found.append((path, path.name))
    return [path for path, _ in found], [name for _, name in found]


def drop(folder: Path) -> None:
    """Delete a folder with all that is in it."""
    shutil.rmtree(folder, ignore_errors=True)


def refused_files(folder: Path) -> tuple[Path, ...]:
    """Give the files of refused rows that a job wrote."""
    return tuple(sorted((folder / REFUSED).glob("*.csv")))


def sweep(uploads: Path) -> None:
    """Delete the folders of jobs that nobody asks for any more."""
    oldest = time.time() - KEPT_DAYS * 24 * 3600
    for folder in uploads.glob("*"):
        if folder.is_dir() and folder.stat().st_mtime < oldest:
            drop(folder)


def _copy(content: IO[bytes], path: Path, most: int) -> int:
    size = 0
    with path.open("wb") as file:
        while piece := content.read(CHUNK):
            size += len(piece)
            if size > most:
                raise LimitError("unpacked", most, f"more than {most}")
            file.write(piece)
    return size
