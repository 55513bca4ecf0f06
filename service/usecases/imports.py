"""Imports: read files, say what they would do, do it as one write, take it back as a whole."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from graph.errors import UnknownRecordError
from graph.ports import Change, RecordStore, Remove, Restore, Touched, Write
from graph.records.identity import new_id
from graph.records.partners import Partner
from graph.records.stored import AnyRecord, RevisionEntry
from graph.records.ties import Tie
from graph.vocabulary import NetworkId, Noun, UserId
from service.exchange.reports import ImportReport
from service.exchange.source import Source
from service.usecases.import_drafts import UNDO_ACT
from service.usecases.import_plans import Planner, Progress

IMPORT_ACT: Final = "import"
PAGE: Final = 200
FEED: Final = 2_000
COLLECT_RARELY: Final = (50_000, 20, 100)
"""Thresholds of the garbage collector, kept from the first import on: records hold no cycles, and
looking through a hundred thousand of them again and again costs a tenth of an import."""


def plan_import(
    store: RecordStore,
    network_id: NetworkId,
    source: Source,
    *,
    author: UserId,
    at: datetime,
    progress: Progress | None = None,
) -> Planner:
    """Read and check all rows against the network; nothing is written.

    Raises
    ------
    UnknownNetworkError
    UnreadableFileError
        If a file breaks off or breaks a limit.
    LimitError
        If there are too many rows, or too many refused ones.
    CancelledError
        If the progress callback raises it.

    """
    store.load_network(network_id)
    planner = Planner(store, network_id, source, author=author, at=at, progress=progress)
    planner.run()
    return planner


def run_import(
    store: RecordStore,
    network_id: NetworkId,
    source: Source,
    *,
    author: UserId,
    at: datetime,
    dry_run: bool = False,
    progress: Progress | None = None,
    batch_id: str | None = None,
) -> ImportReport:
    """Import a source as one revision of the network, or say what that would do.

    Parameters
    ----------
    source
        From :func:`service.exchange.source.read_source`, with its mapping.
    dry_run
        Do everything but write.
    progress
        Told the stage (``checking``, ``writing``), how much is done and of how much. What it
        raises calls the import off, and the network stays as it was.
    batch_id
        Names the import in the change log; drawn if not given.

    Returns
    -------
    ImportReport
        What became of every row.

    Raises
    ------
    UnknownNetworkError, UnreadableFileError, LimitError, CancelledError
        As :func:`plan_import` does.
    ConflictError
        If somebody changed the same records meanwhile; nothing was written.

    """
    gc.set_threshold(*COLLECT_RARELY)
    plan = plan_import(store, network_id, source, author=author, at=at, progress=progress)
    batch_id = batch_id or new_id()
    counts = plan.counts()
    total = sum(count.new + count.changed for count in counts.values())
    revision: int | None = None
    if total and not dry_run:
        written = _writing(progress, total)
        commit = store.commit(
            network_id,
            plan.writes(),
            author=author,
            at=at,
            act=IMPORT_ACT,
            batch_id=batch_id,
            returning=False,
            progress=written,
        )
        revision = commit.revision
    return ImportReport(
        batch_id=batch_id,
        files=plan.files(),
        revision=revision,
        is_dry_run=dry_run,
        records=counts,
        new_types=plan.new_types(),
        warnings=plan.warnings(),
    )


def _writing(progress: Progress | None, total: int) -> Callable[[int], None]:
    """Tell that writing begins, before the store is busy with it; give what tells how far it is."""

    def written(done: int) -> None:
        if progress is not None:
            progress("writing", min(done, total), total)

    written(0)
    return written


# ---------------------------------------------------------------------------- taking it back


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that undoing an import left as it is.

    ``reason``: ``changed-since`` when somebody changed it after the import, ``in-use-since`` when
    something recorded later names it.
    """

    noun: Noun
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What undoing an import did; ``revision`` is ``None`` if there was nothing left to undo."""

    batch_id: str
    revision: int | None
    undone: int
    kept: tuple[Kept, ...]


def undo_import(
    store: RecordStore,
    network_id: NetworkId,
    batch_id: str,
    *,
    author: UserId,
    at: datetime,
    progress: Progress | None = None,
) -> UndoReport:
    """Take an import back as a whole, as one revision.

    What it created goes out of use, what it changed gets its earlier content back. Records that
    somebody changed since, and actors that something recorded since names, are kept and listed.

    Raises
    ------
    UnknownNetworkError
    UnknownRecordError
        If the network knows no such import.

    """
    store.load_network(network_id)
    entry = _import_entry(store, network_id, batch_id)
    named = _named_since(store, network_id, entry.revision, author)
    writes: list[Write] = []
    undone = 0
    kept: list[Kept] = []
    touched = sorted(store.touched_by(network_id, entry.revision), key=_last_first)
    for number, record in enumerate(touched):
        if progress is not None and number % FEED == 0:
            progress("undoing", number, len(touched))
        now = record.now
        reason = ""
        if now.revision != entry.revision:
            reason = "" if _is_as_before(record) else "changed-since"
        elif _was_absent(record) and now.record.id in named:
            reason = "in-use-since"
        elif record.before is None:
            writes.append(Remove(now.noun, now.record.id, now.version))
            undone += 1
        else:
            writes += _back(record)
            undone += 1
        if reason:
            kept.append(Kept(now.noun, now.record.id, reason))
    revision: int | None = None
    if writes:
        written = _writing(progress, len(writes))
        commit = store.commit(
            network_id,
            writes,
            author=author,
            at=at,
            act=UNDO_ACT,
            batch_id=batch_id,
            returning=False,
            progress=written,
        )
        revision = commit.revision
    return UndoReport(batch_id, revision, undone, tuple(kept))


def _import_entry(store: RecordStore, network_id: NetworkId, batch_id: str) -> RevisionEntry:
    before: int | None = None
    while entries := store.list_revisions(network_id, before=before, limit=PAGE):
        for entry in entries:
            if entry.batch_id == batch_id and entry.act == IMPORT_ACT:
                return entry
        before = entries[-1].revision
    raise UnknownRecordError("import", batch_id)


def _last_first(touched: Touched) -> int:
    """Sort what names actors before them."""
    return -list(Noun).index(touched.now.noun)


def _was_absent(touched: Touched) -> bool:
    return touched.before is None or touched.before.is_removed


def _is_as_before(touched: Touched) -> bool:
    """Tell whether a record stands as it did before the import, so that nothing is left to do."""
    before, now = touched.before, touched.now
    if before is None:
        return now.is_removed
    return now.is_removed == before.is_removed and now.record == before.record


def _back(touched: Touched) -> Iterator[Write]:
    before, now = touched.before, touched.now
    if before is None:
        return
    if before.record != now.record:
        yield Change(before.record, now.version)
    if before.is_removed and not now.is_removed:
        yield Remove(now.noun, now.record.id)
    elif now.is_removed and not before.is_removed:
        yield Restore(now.noun, now.record.id)


def _named_since(
    store: RecordStore, network_id: NetworkId, revision: int, reader: UserId
) -> frozenset[str]:
    """Give the actors and types of tie that records touched after a revision name."""
    named: set[str] = set()
    after = revision
    while entries := store.changes_since(network_id, after, limit=FEED, reader=reader):
        for noun in Noun:
            ids = [entry.id for entry in entries if entry.noun is noun and not entry.is_removed]
            for stored in store.load(network_id, noun, ids, reader=reader).values():
                named.update(_names_of(stored.record))
        after = entries[-1].revision
    return frozenset(named)


def _names_of(record: AnyRecord) -> tuple[str, ...]:
    match record:
        case Tie():
            return (*record.named_ids, record.type)
        case Partner(parent_id=str(parent)):
            return (parent,)
        case _:
            return record.named_ids
