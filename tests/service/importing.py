"""A network to import into, in a file of its own, and files written from the texts of a test."""

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from graph.ports import Change, Create, Store, Write
from graph.records.networks import NetworkRecord
from graph.records.stored import Stored
from graph.vocabulary import NetworkId, Noun, UserId
from queries.sqlite_store import open_sqlite
from service.exchange.limits import STANDARD, Limits
from service.exchange.mapping import OUR_OWN, Mapping, read_mapping
from service.exchange.reports import ImportReport
from service.exchange.source import read_source
from service.usecases.import_plans import Progress
from service.usecases.imports import UndoReport, run_import, undo_import

NETWORK: Final = NetworkId("water")
AUTHOR: Final = UserId("sari")
NOW: Final = datetime(2024, 6, 1, 8, tzinfo=UTC)

PARTNERS: Final = """id,name,sector,level
agency,Dinas Pekerjaan Umum,government,district
ngo,Yayasan Air Bersih,civil_society,
"""
CONTACTS: Final = """id,name,is_leader
regent,Lalu Zaini,1
aide,Siti Aminah,0
"""
RELATIONSHIPS: Final = """source,target,type,since,until,title,label,strength
regent,agency,leads,2020,,Kepala Dinas,,
aide,regent,gatekeeper_of,3 Mei 2021,,,secretary,0.8
"""
FILES: Final = {"partners": PARTNERS, "contacts": CONTACTS, "relationships": RELATIONSHIPS}


@dataclass
class Desk:
    """Imports texts into one network and looks at what came of it."""

    store: Store
    folder: Path

    def __post_init__(self) -> None:
        self.store.create_network(NetworkRecord(id=NETWORK, name="Water"))

    def write(self, files: MappingOf[str, str | bytes]) -> Path:
        """Write files into a folder of their own; a name without ending gets .csv."""
        number = len(list(self.folder.iterdir()))
        folder = self.folder / f"files-{number}"
        folder.mkdir()
        for name, text in files.items():
            path = folder / (name if "." in name else f"{name}.csv")
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    def run(
        self,
        files: MappingOf[str, str | bytes] | Path,
        mapping: str | Mapping = OUR_OWN,
        *,
        limits: Limits = STANDARD,
        dry_run: bool = False,
        author: UserId = AUTHOR,
        progress: Progress | None = None,
    ) -> ImportReport:
        path = files if isinstance(files, Path) else self.write(files)
        rules = read_mapping(mapping) if isinstance(mapping, str) else mapping
        source = read_source(path, rules, limits=limits)
        return run_import(
            self.store,
            NETWORK,
            source,
            author=author,
            at=NOW,
            dry_run=dry_run,
            progress=progress,
        )

    def undo(self, report: ImportReport) -> UndoReport:
        return undo_import(self.store, NETWORK, report.batch_id, author=AUTHOR, at=NOW)

    def stored(self, noun: Noun, id_: str) -> Stored[Any]:
        return self.store.load(NETWORK, noun, [id_], reader=AUTHOR)[id_]

    def record(self, noun: Noun, id_: str) -> Any:
        return self.stored(noun, id_).record

    def all(self, noun: Noun) -> list[Any]:
        page = self.store.find(NETWORK, noun, {}, reader=AUTHOR, limit=1_000)
        return [stored.record for stored in page.items]

    def save(self, *writes: Write) -> None:
        self.store.commit(NETWORK, writes, author=AUTHOR, at=NOW)

    def create(self, *records: Any) -> None:
        self.save(*map(Create, records))

    def change(self, record: Any) -> None:
        self.save(Change(record, None))

    def revision(self) -> int:
        return self.store.load_network(NETWORK).revision


def refusals(report: ImportReport) -> list[tuple[str, int, str, str]]:
    """Give file, line, field and code of everything that was refused."""
    return [
        (file.name, row.line, issue.field, issue.code)
        for file in report.files
        for row in file.refused
        for issue in row.issues
    ]


@contextmanager
def open_desk(folder: Path) -> Iterator[Desk]:
    """Open a new network in a store of its own."""
    files = folder / "files"
    files.mkdir()
    store = open_sqlite(folder / "restu.db")
    try:
        yield Desk(store, files)
    finally:
        store.close()
