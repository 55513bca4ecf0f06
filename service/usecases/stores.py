"""Whole stores: what one holds, moving it, a backup of it and its return."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeAlias

from graph.errors import RestuError
from graph.ports import DumpEntry, Store
from service.exchange.backups import BackupFile, Contents, Tally, line_of, write_file

Progress: TypeAlias = Callable[[int], None]
"""Is called now and then with the number of entries done."""

EVERY: Final = 500


class UnequalStoresError(RestuError):
    """After a move the target holds something else than the source."""

    code = "unequal-stores"

    def __init__(self, sent: Contents, arrived: Contents) -> None:
        super().__init__(sent=sent.sha256, arrived=arrived.sha256)


def content_hash(store: Store) -> Contents:
    """Count and hash everything that a store holds, as of one moment.

    Jobs and idempotency keys belong to one installation and do not count.
    """
    tally = Tally()
    for entry in store.dump():
        tally.add(*line_of(entry))
    return tally.contents()


def move(source: Store, target: Store, *, progress: Progress | None = None) -> Contents:
    """Copy everything into an empty store and compare; the source is left as it is.

    Returns
    -------
    Contents
        What both hold now.

    Raises
    ------
    StoreNotEmptyError
        If the target holds anything.
    UnequalStoresError
        If they differ afterwards: a mistake of ours, or somebody wrote into the target.

    """
    return _fill(target, source.dump(), progress)


def write_backup(
    store: Store, path: Path, *, at: datetime, progress: Progress | None = None
) -> Contents:
    """Write everything of one moment into a file that only its owner may read.

    Writers are not kept waiting longer than the store's own dump keeps them.

    Parameters
    ----------
    store
        What is to be kept.
    path
        The file; what lies there is replaced once the new one is whole.
    at
        When (aware), for its header.
    progress
        Told now and then how many entries are done.

    Returns
    -------
    Contents
        What the file holds.

    """
    entries = _reported(store.dump(), progress)
    return write_file(path, entries, made_at=at, by=version("restu"))


def read_backup(path: Path) -> BackupFile:
    """Open a backup; its footer is held against its content first.

    Raises
    ------
    UnreadableFileError
        If it is no backup, was cut short or changed, or was written by a newer Restu.

    """
    return BackupFile(path)


def restore(store: Store, path: Path, *, progress: Progress | None = None) -> Contents:
    """Fill an empty store from a backup, all or nothing.

    Returns
    -------
    Contents
        What the store holds now.

    Raises
    ------
    UnreadableFileError
        As :func:`read_backup`; nothing was written.
    StoreNotEmptyError
        If the store holds anything.
    UnequalStoresError
        If the store holds something else than the file afterwards.

    """
    return bring_back(store, read_backup(path), progress=progress)


def bring_back(store: Store, backup: BackupFile, *, progress: Progress | None = None) -> Contents:
    """Fill an empty store from a backup that was found whole, as :func:`restore` does."""
    return _fill(store, backup.entries(), progress)


def _fill(store: Store, entries: Iterable[DumpEntry], progress: Progress | None) -> Contents:
    """Fill an empty store and compare what it holds with what went in.

    What went in is counted as this program writes it: a backup of an older one says less of each
    record, and its own hash was compared when it was read.
    """
    tally = Tally()

    def counted() -> Iterator[DumpEntry]:
        for entry in entries:
            tally.add(*line_of(entry))
            yield entry

    store.fill(_reported(counted(), progress))
    sent, arrived = tally.contents(), content_hash(store)
    if sent != arrived:
        raise UnequalStoresError(sent, arrived)
    return arrived


def _reported(entries: Iterable[DumpEntry], progress: Progress | None) -> Iterator[DumpEntry]:
    done = 0
    for entry in entries:
        yield entry
        done += 1
        if progress is not None and done % EVERY == 0:
            progress(done)
    if progress is not None:
        progress(done)
