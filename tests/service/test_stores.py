"""Backups and moves keep everything, and a damaged file is refused before anything is written."""

import dataclasses
import gzip
import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
import pytest

from graph.errors import StoreNotEmptyError, UnreadableFileError
from graph.ports import DumpEntry, HistoryEntry, LogEntry, NetworkEntry, RecordEntry
from graph.records.contacts import Contact
from graph.records.dates import Precision, StatedDate
from graph.records.interactions import Delegate, Interaction
from graph.records.networks import NetworkRecord
from graph.records.notes import Note
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.requests import (
    IntroductionRequest,
    Letter,
    LetterPlace,
    Prediction,
    RequestEvent,
    RequestStep,
)
from graph.records.stored import AnyRecord, RevisionEntry, Stored, Superseded
from graph.records.ties import StrengthOverride, Tie, TieType
from graph.records.users import Credential, CredentialKind, Grant, User
from graph.vocabulary import (
    ActorKind,
    Capacity,
    Channel,
    InteractionKind,
    Level,
    NetworkId,
    PositionType,
    RequestState,
    Role,
    Sector,
    Traversal,
    UserId,
)
from service.exchange.backups import Tally, entry_of, line_of
from service.usecases import stores

AT = datetime(2026, 3, 3, 2, 15, 0, 123456, tzinfo=UTC)
HOME = NetworkId("lombok")
MAY = StatedDate(date(2024, 5, 1), Precision.MONTH)

RECORDS: list[AnyRecord] = [
    Partner(id="p-1", name="Bappeda", sector=Sector.GOVERNMENT, level=Level.DISTRICT, tags=("a",)),
    Contact(
        id="c-1",
        name="Dra. Baiq Laksmini, M.Si.",
        aliases=("Bu Laksmi",),
        busyness=0.1 + 0.2,
        preferred_channel=Channel.PHONE,
        fields={"size": 3, "share": 1.0, "is_new": True, "said": "é\n", "gone": None},
        external_ids={"z": "1", "a": "2"},
    ),
    Contact(id="c-2", name="Sapoan"),
    Position(
        id="pos-1",
        contact_id="c-1",
        partner_id="p-1",
        type=PositionType.LEADS,
        capacity=Capacity.PLT,
        since=StatedDate(date(2020, 1, 1), Precision.YEAR),
    ),
    Tie(id="t-1", source_id="c-1", target_id="c-2", type="knows", since=MAY, strength=0.25),
    Interaction(
        id="i-1",
        kind=InteractionKind.MEETING,
        held_on=MAY,
        participants=("c-1", "c-2"),
        delegates=(Delegate("c-2", "c-1"),),
    ),
    Note(id="n-1", about_id="c-1", text="Prefers mornings."),
    TieType(id="mentors", source_kinds=frozenset({ActorKind.CONTACT}), traversal=Traversal.FORWARD),
    Tie(
        id="t-2",
        source_id="c-2",
        target_id="p-1",
        type="advises",
        override=StrengthOverride(
            strength=0.75, reason="Friends", by=UserId("sri"), since=MAY, until=MAY
        ),
    ),
    IntroductionRequest(
        id="r-1",
        leader_id="c-1",
        starter_id="p-1",
        steps=(
            RequestStep(
                "c-2", "c-1", Channel.PHONE, MAY, Prediction(0.5, 0.25, 1.0, MAY, {"q": 2})
            ),
        ),
        events=(
            RequestEvent(0, RequestState.ASKED, MAY, remark="é"),
            RequestEvent(0, RequestState.MET, MAY, conditions=""),
        ),
        letter=Letter("1/IV", MAY, copies=("Setda",), places=(LetterPlace("Setda", MAY, "p-1"),)),
    ),
]


def stored(record: AnyRecord, version: int = 1) -> Stored[AnyRecord]:
    return Stored(record, version, 7, UserId("sri"), AT, UserId("sri"), AT, version == 2, "b-1")


def everything() -> list[DumpEntry]:
    return [
        User(id=UserId("sri"), name="Sri", language="id"),
        Grant(UserId("sri"), HOME, Role.EDITOR),
        Credential(
            id="k-1",
            kind=CredentialKind.TOKEN,
            user_id=UserId("sri"),
            digest="0" * 64,
            created_at=AT,
            expires_at=AT,
        ),
        NetworkEntry(
            NetworkRecord(id=HOME, name="Lombok", odds={"base": 1.5}, phrases={"opening": "Yth."}),
            revision=7,
            version=2,
            birth="b-7",
        ),
        LogEntry(HOME, RevisionEntry(7, UserId("sri"), AT, "import", "b-1", 8)),
        *[RecordEntry(HOME, place, stored(record)) for place, record in enumerate(RECORDS)],
        HistoryEntry(HOME, Superseded(stored(RECORDS[0], 2), UserId("sri"), AT)),
    ]


class Shelf:
    """The part of a store that moves and backups use."""

    def __init__(self, entries: Iterable[DumpEntry] = ()) -> None:
        self.kept = list(entries)

    def dump(self) -> Iterator[DumpEntry]:
        return iter(self.kept)

    def fill(self, entries: Iterable[DumpEntry]) -> None:
        if self.kept:
            raise StoreNotEmptyError
        self.kept = list(entries)


def shelf(entries: Iterable[DumpEntry] = ()) -> stores.Store:
    return Shelf(entries)  # pyright: ignore[reportReturnType] - dump and fill are all that is used


@pytest.mark.parametrize("entry", everything(), ids=lambda entry: type(entry).__name__)
def test_every_kind_of_entry_comes_back_from_its_line(entry: DumpEntry) -> None:
    kind, line = line_of(entry)
    assert entry_of(line) == entry
    assert line_of(entry_of(line)) == (kind, line)


def test_a_backup_brings_everything_back(tmp_path: Path) -> None:
    source, target = shelf(everything()), shelf()
    told: list[int] = []
    written = stores.write_backup(source, tmp_path / "b.gz", at=AT, progress=told.append)
    assert stores.restore(target, tmp_path / "b.gz") == written == stores.content_hash(source)
    assert list(target.dump()) == everything()
    assert told[-1] == written.total == len(everything())
    assert written.counts["contact"] == 2


def test_a_backup_is_read_by_its_owner_alone_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    stores.write_backup(shelf(everything()), tmp_path / "b.gz", at=AT)
    assert stat.S_IMODE((tmp_path / "b.gz").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["b.gz"]


def test_a_failing_backup_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "b.gz"
    stores.write_backup(shelf(everything()), path, at=AT)
    before = path.read_bytes()

    class Failing(Shelf):
        def dump(self) -> Iterator[DumpEntry]:
            yield everything()[0]
            raise ConnectionError

    with pytest.raises(ConnectionError):
        stores.write_backup(Failing(), path, at=AT)  # pyright: ignore[reportArgumentType]
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["b.gz"]


def test_the_hash_does_not_depend_on_the_order_of_the_dump() -> None:
    ahead = stores.content_hash(shelf(everything()))
    assert stores.content_hash(shelf(reversed(everything()))) == ahead
    assert stores.content_hash(shelf(everything()[1:])).sha256 != ahead.sha256


def test_one_changed_letter_changes_the_hash() -> None:
    entries = everything()
    entries[0] = User(id=UserId("sri"), name="Sry", language="id")
    assert stores.content_hash(shelf(entries)) != stores.content_hash(shelf(everything()))


def test_a_move_fills_an_empty_store_alone() -> None:
    source, target = shelf(everything()), shelf()
    assert stores.move(source, target) == stores.content_hash(target)
    with pytest.raises(StoreNotEmptyError):
        stores.move(source, target)


def test_a_store_that_keeps_less_than_it_got_is_found_out() -> None:
    class Losing(Shelf):
        def fill(self, entries: Iterable[DumpEntry]) -> None:
            self.kept = list(entries)[:-1]

    with pytest.raises(stores.UnequalStoresError):
        stores.move(shelf(everything()), Losing())  # pyright: ignore[reportArgumentType]


# ---------------------------------------------------------------------------- damaged files


def lines(path: Path) -> list[bytes]:
    return gzip.decompress(path.read_bytes()).splitlines(keepends=True)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    path = tmp_path / "b.gz"
    stores.write_backup(shelf(everything()), path, at=AT)
    return path


def reason(path: Path) -> str:
    target = Shelf()
    with pytest.raises(UnreadableFileError) as refused:
        stores.restore(target, path)  # pyright: ignore[reportArgumentType]
    assert target.kept == []
    return refused.value.reason


def test_a_missing_file_is_named() -> None:
    assert reason(Path("nowhere.gz")) == "backup-missing"


@pytest.mark.parametrize("content", [b"", b"plain", gzip.compress(b""), gzip.compress(b"x\n")])
def test_another_file_is_no_backup(backup: Path, content: bytes) -> None:
    backup.write_bytes(content)
    assert reason(backup) in ("backup-not-a-backup", "backup-cut-short")


def test_a_file_cut_short_is_refused_wherever_it_ends(backup: Path) -> None:
    whole = backup.read_bytes()
    for length in range(0, len(whole), 37):
        backup.write_bytes(whole[:length])
        assert reason(backup) in ("backup-not-a-backup", "backup-cut-short", "backup-damaged")


def test_a_file_without_its_footer_is_refused(backup: Path) -> None:
    backup.write_bytes(gzip.compress(b"".join(lines(backup)[:-1])))
    assert reason(backup) == "backup-cut-short"


def test_a_changed_entry_is_refused(backup: Path) -> None:
    changed = b"".join(lines(backup)).replace(b"Sapoan", b"Sapuan")
    backup.write_bytes(gzip.compress(changed))
    assert reason(backup) == "backup-damaged"


def test_any_flipped_byte_is_refused_or_means_nothing(backup: Path) -> None:
    whole = bytearray(backup.read_bytes())
    for place in range(20, len(whole), 53):
        flipped = bytearray(whole)
        flipped[place] ^= 0x10
        backup.write_bytes(flipped)
        assert reason(backup).startswith("backup-")


def test_a_backup_of_a_newer_format_is_refused(backup: Path) -> None:
    header, *rest = lines(backup)
    newer = orjson.loads(header) | {"version": 99}
    backup.write_bytes(gzip.compress(orjson.dumps(newer) + b"\n" + b"".join(rest)))
    assert reason(backup) == "backup-newer-format"


LATER_FIELDS = ("override", "is_planned", "is_cancelled", "odds", "phrases", "reminder_days")


def test_a_backup_of_the_first_format_is_brought_back_with_defaults(tmp_path: Path) -> None:
    """It says less of each record, so what the store holds has another hash than the file."""
    older = [e for e in everything() if not (isinstance(e, RecordEntry) and e.place >= 8)]
    kept = [line_of(entry) for entry in older]
    tally = Tally()
    told: list[bytes] = []
    for kind, line in kept:
        made = orjson.loads(line)
        stated = made["entry"].get("network") or made["entry"].get("stored", {}).get("record", {})
        for name in LATER_FIELDS:
            if isinstance(stated, dict):
                stated.pop(name, None)
        told.append(orjson.dumps(made))
        tally.add(kind, told[-1])
    header = {"format": "restu-backup", "version": 1, "restu": "0.1.0", "made_at": AT}
    contents = tally.contents()
    footer = {"footer": True, "counts": contents.counts, "sha256": contents.sha256}
    path = tmp_path / "older.gz"
    path.write_bytes(
        gzip.compress(b"".join(line + b"\n" for line in map(_dumped, [header, *told, footer])))
    )
    target = shelf()

    assert stores.restore(target, path).counts == contents.counts

    plain = NetworkRecord(id=HOME, name="Lombok")
    expected = [
        dataclasses.replace(e, network=plain) if isinstance(e, NetworkEntry) else e for e in older
    ]
    assert list(target.dump()) == expected


def _dumped(line: object) -> bytes:
    return line if isinstance(line, bytes) else orjson.dumps(line)


def test_a_line_without_end_is_refused_in_bounded_memory(backup: Path) -> None:
    header = lines(backup)[0]
    backup.write_bytes(gzip.compress(header + b"0" * (40 * 1024**2), 1))
    assert reason(backup) == "backup-cut-short"
