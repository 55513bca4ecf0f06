"""Records as the contract tests need them, in as few words as possible."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from graph.ports import Commit, Create, RecordStore, Write
from graph.records.conflicts import ConflictOfInterest
from graph.records.contacts import Contact
from graph.records.dates import StatedDate, parse_date
from graph.records.interactions import Interaction
from graph.records.notes import Note
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.requests import IntroductionRequest, RequestEvent, RequestStep
from graph.records.stored import AnyRecord, Stored
from graph.records.ties import Tie
from graph.vocabulary import InteractionKind, NetworkId, Noun, RequestState, UserId

ANI: Final = UserId("ani")
BUDI: Final = UserId("budi")
START: Final = datetime(2026, 3, 1, 8, 30, 15, 123_456, tzinfo=UTC)


def later(minutes: int) -> datetime:
    """A moment some minutes after the start."""
    return START + timedelta(minutes=minutes)


def on(text: str | None) -> StatedDate | None:
    return None if text is None else parse_date(text)


def day(text: str) -> int:
    return parse_date(text).day


def contact(id_: str, name: str = "", **fields: Any) -> Contact:
    return Contact(id=id_, name=name or id_, **fields)


def partner(id_: str, name: str = "", **fields: Any) -> Partner:
    return Partner(id=id_, name=name or id_, **fields)


def tie(
    id_: str,
    source: str,
    target: str,
    since: str | None = None,
    until: str | None = None,
    **fields: Any,
) -> Tie:
    fields.setdefault("type", "knows")
    return Tie(
        id=id_, source_id=source, target_id=target, since=on(since), until=on(until), **fields
    )


def position(
    id_: str,
    who: str,
    where: str,
    since: str | None = None,
    until: str | None = None,
    **fields: Any,
) -> Position:
    return Position(
        id=id_, contact_id=who, partner_id=where, since=on(since), until=on(until), **fields
    )


def meeting(id_: str, held_on: str, *who: str, **fields: Any) -> Interaction:
    fields.setdefault("kind", InteractionKind.MEETING)
    return Interaction(id=id_, held_on=parse_date(held_on), participants=who, **fields)


def note(id_: str, about: str, text: str = "…", **fields: Any) -> Note:
    return Note(id=id_, about_id=about, text=text, **fields)


def introduction(id_: str, *who: str, told: str = "", **fields: Any) -> IntroductionRequest:
    """A request along some people; ``told`` as ``0 asked 2024-05-03, 0 agreed 2024-05-09``."""
    steps = tuple(RequestStep(one, other) for one, other in pairwise(who))
    events = [one.split() for one in told.split(",") if one]
    given: dict[str, Any] = {
        "leader_id": who[-1],
        "starter_id": who[0],
        "steps": steps,
        "events": tuple(
            RequestEvent(int(step), RequestState(state), parse_date(held_on))
            for step, state, held_on in events
        ),
    }
    return IntroductionRequest(id=id_, **given | fields)


def conflict(id_: str, who: str, *about: str, **fields: Any) -> ConflictOfInterest:
    fields.setdefault("interest", "a share in the company")
    return ConflictOfInterest(id=id_, contact_id=who, about_ids=about, **fields)


def write(store: RecordStore, net: NetworkId, writes: Iterable[Write], **options: Any) -> Commit:
    options.setdefault("author", ANI)
    options.setdefault("at", START)
    return store.commit(net, writes, **options)


def add(store: RecordStore, net: NetworkId, *records: AnyRecord, **options: Any) -> Commit:
    return write(store, net, [Create(record) for record in records], **options)


def read(
    store: RecordStore, net: NetworkId, noun: Noun, id_: str, reader: UserId = ANI
) -> Stored[AnyRecord]:
    return store.load(net, noun, [id_], reader=reader)[id_]


def found(store: RecordStore, net: NetworkId, noun: Noun, **filters: Any) -> list[str]:
    """Ids of the first page of a list."""
    page = store.find(net, noun, filters, reader=ANI, limit=100)
    return [item.record.id for item in page.items]


def revision(store: RecordStore, net: NetworkId) -> int:
    return store.load_network(net).revision
