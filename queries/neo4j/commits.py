"""Commits in Neo4j: all or nothing, one revision.

Up to ``MOST_AT_ONCE`` writes go into one transaction. Larger commits do not fit into the memory
that a small server gives to transactions: they are staged, see :mod:`queries.neo4j.claims`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Final

import orjson

from graph.errors import KeyReusedError, RevisionMovedError, StoreUnavailableError
from graph.ports import KEY_DAYS, Commit, Create, IdempotencyKey, Write
from graph.records.stored import NOUN_OF, AnyRecord, Stored
from graph.vocabulary import ActorKind, NetworkId, Noun, UserId
from queries.marks import room_of
from queries.neo4j.claims import (
    PATIENT_SECONDS,
    PLACE_ROOMS,
    Neo4jClaims,
    StaleClaimError,
    State,
    place_room,
    read_state,
)
from queries.neo4j.connections import Transaction, TryAgainError
from queries.neo4j.entities import Amendment, insert_entities, update_entities, weight_of
from queries.neo4j.judge import ACTORS, Judge, Key, Known, Piece, key_of
from queries.neo4j.pending import lay_aside, load_pending
from queries.neo4j.properties import Properties, properties_of, standing_from, stored_from
from queries.references import MERGER
from queries.rows import moment, stored_image

MOST_AT_ONCE: Final = 5_000
"""Writes of a commit that goes into one transaction; it takes some 60 MB of the server's heap."""

PIECE: Final = 1_000
"""Writes judged and sent together, between two reports of progress."""

STAGED_PIECE: Final = 2_500
"""Writes staged in one transaction."""

FORGOTTEN: Final = 1_000
"""Old idempotency keys that a commit with a new one forgets at most, to stay short."""

LONGEST_SECONDS: Final = 30.0
"""When the server ends a commit of several pieces."""

EVERYTHING: Final = 2**62
"""A revision that no network reaches: shows a writer what it has staged itself."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What the caller of a commit asked for, beside the writes."""

    network_id: NetworkId
    author: UserId
    at: datetime
    act: str
    batch_id: str
    key: IdempotencyKey | None
    unmoved_since: int | None
    returning: bool
    progress: Callable[[int], None] | None
    token: str

    def tell(self, done: int) -> None:
        """Report progress; what it raises calls the commit off."""
        if self.progress is not None:
            self.progress(done)

    def check_unmoved(self, state: State) -> None:
        """Refuse to write on a revision that the caller has not seen."""
        if self.unmoved_since not in (None, state.revision):
            raise RevisionMovedError(self.network_id, self.unmoved_since, state.revision)

    def judge(self, state: State) -> Judge:
        return Judge(
            revision=state.revision + 1,
            author=self.author,
            at=self.at,
            batch_id=self.batch_id,
            places=state.next_places,
            room_of=place_room,
        )


class Neo4jCommits(Neo4jClaims):
    """Writes to records."""

    most_at_once: int = MOST_AT_ONCE

    def commit(
        self,
        network_id: NetworkId,
        writes: Iterable[Write],
        *,
        author: UserId,
        at: datetime,
        act: str = "edit",
        batch_id: str = "",
        key: IdempotencyKey | None = None,
        unmoved_since: int | None = None,
        returning: bool = True,
        progress: Callable[[int], None] | None = None,
    ) -> Commit:
        """Write records, all or nothing, as one revision of the network."""
        order = _Order(
            network_id,
            author,
            at,
            act,
            batch_id,
            key,
            unmoved_since,
            returning,
            progress,
            token_hex(16),
        )
        rest = iter(writes)
        first: list[Write] = []
        weight = 0
        for write in rest:
            first.append(write)
            weight += weight_of(getattr(write, "record", None))
            if weight > self.most_at_once:
                return self._commit_staged(order, _chain(first, rest))
        return self._settling(network_id, lambda: self._commit_at_once(order, first))

    # ------------------------------------------------------------------ in one transaction

    def _commit_at_once(self, order: _Order, writes: Sequence[Write]) -> Commit:
        done: Commit | None = None
        seen = 0

        def work(tx: Transaction) -> Commit:
            nonlocal done, seen
            state = _lock_unclaimed(tx, order.network_id)
            if replay := _replay(tx, order):
                return replay
            order.check_unmoved(state)
            seen = state.revision
            judge = order.judge(state)
            touched = _Touched(order)
            for start in range(0, len(writes), PIECE):
                tx.renew()
                piece = _judge_piece(tx, order, judge, writes[start : start + PIECE])
                _write_piece(tx, order, piece)
                touched.add(piece)
                order.tell(min(start + PIECE, len(writes)))
            _check_strangers(tx, order, judge)
            revision = _log(tx, order, judge, state, touched)
            if judge.count:
                places = [judge.places[room] for room in PLACE_ROOMS]
                tx.write(
                    "network/set_revision",
                    id=order.network_id,
                    revision=revision,
                    next_places=places,
                )
            done = Commit(revision, touched.stored())
            return done

        def landed(tx: Transaction) -> Commit | None:
            found = tx.row(
                "revision/find", network_id=order.network_id, since=seen, token=order.token
            )
            return None if found is None else done

        longest = LONGEST_SECONDS if len(writes) > PIECE else None
        return self._connection.transact(work, landed=landed, longest_seconds=longest)

    # ------------------------------------------------------------------ staged

    def _commit_staged(self, order: _Order, writes: Iterator[Write]) -> Commit:
        claimed = self._settling(order.network_id, lambda: self._claim(order))
        if isinstance(claimed, Commit):
            return claimed
        judge = order.judge(claimed)
        touched = _Touched(order)
        try:
            has_pending = self._stage(order, judge, touched, writes)
            revision = self._activate(order, judge, touched, has_pending=has_pending)
        except BaseException:
            # What cannot be cleared up now is invisible, and cleared up by whoever comes later.
            with suppress(StoreUnavailableError):
                self._abandon(order.network_id, order.token)
            raise
        if has_pending:
            with suppress(StoreUnavailableError):  # it counts already; others can finish it
                self._apply_pending(order.network_id, order.token)
        return Commit(revision, touched.stored())

    def _claim(self, order: _Order) -> State | Commit:
        def work(tx: Transaction) -> State | Commit:
            state = _lock_unclaimed(tx, order.network_id, mine=order.token)
            if replay := _replay(tx, order):
                return replay
            order.check_unmoved(state)
            self._renew(tx, order.network_id, order.token)
            return state

        return self._connection.transact(work, seconds=PATIENT_SECONDS, landed=lambda _: None)

    def _stage(
        self, order: _Order, judge: Judge, touched: "_Touched", writes: Iterator[Write]
    ) -> bool:
        """Write what is new out of sight, and lay changes of what is old aside."""
        has_pending = False
        done = 0
        for number, piece_of_writes in enumerate(_pieces(writes), start=1):
            piece = self._stage_piece(order, judge, number, piece_of_writes)
            has_pending |= any(
                not known.is_new and known.standing.created_in < judge.revision
                for _, known in piece.changed()
            )
            touched.add(piece)
            done += len(piece_of_writes)
            order.tell(done)
        self._connection.transact(lambda tx: _check_strangers(tx, order, judge), keep=False)
        return has_pending

    def _stage_piece(
        self, order: _Order, judge: Judge, number: int, writes: Sequence[Write]
    ) -> Piece:
        places, count = dict(judge.places), judge.count
        written: Piece | None = None

        def work(tx: Transaction) -> Piece:
            nonlocal written
            self._hold(tx, order.network_id, order.token, number)
            judge.places, judge.count = dict(places), count  # a second attempt counts anew
            written = _judge_piece(tx, order, judge, writes, staged=True)
            _write_piece(tx, order, written, staged=True)
            return written

        def landed(tx: Transaction) -> Piece | None:
            return written if read_state(tx, order.network_id).chunk == number else None

        return self._connection.transact(work, seconds=PATIENT_SECONDS, landed=landed)

    def _activate(
        self, order: _Order, judge: Judge, touched: "_Touched", *, has_pending: bool
    ) -> int:
        revision = judge.revision

        def work(tx: Transaction) -> int:
            state = self._hold(tx, order.network_id, order.token)
            logged = _log(tx, order, judge, state, touched)
            if judge.count:
                tx.write(
                    "network/activate",
                    id=order.network_id,
                    revision=revision,
                    next_places=[judge.places[room] for room in PLACE_ROOMS],
                    is_applying=has_pending,
                )
            if not has_pending:
                tx.write("network/release", id=order.network_id)
            return logged

        def landed(tx: Transaction) -> int | None:
            found = tx.row(
                "revision/find",
                network_id=order.network_id,
                since=revision - 1,
                token=order.token,
            )
            return None if found is None else revision

        return self._connection.transact(work, seconds=PATIENT_SECONDS, landed=landed)


class _Touched:
    """Gathers what a commit answers with, if it answers with records at all."""

    def __init__(self, order: _Order) -> None:
        self._is_wanted = order.returning
        self.keys: list[Key] = []
        self._latest: dict[Key, Stored[AnyRecord]] = {}

    def add(self, piece: Piece) -> None:
        if self._is_wanted:
            self.keys += piece.touched
            self._latest.update((key, piece.known[key].stored) for key in piece.touched)

    def stored(self) -> tuple[Stored[AnyRecord], ...]:
        return tuple(self._latest[key] for key in self.keys)


def _chain(first: list[Write], rest: Iterator[Write]) -> Iterator[Write]:
    yield from first
    first.clear()
    yield from rest


def _pieces(writes: Iterator[Write]) -> Iterator[list[Write]]:
    piece: list[Write] = []
    weight = 0
    for write in writes:
        piece.append(write)
        weight += weight_of(getattr(write, "record", None))
        if weight >= STAGED_PIECE:
            yield piece
            piece, weight = [], 0
    if piece:
        yield piece


def _lock_unclaimed(tx: Transaction, network_id: NetworkId, mine: str = "") -> State:
    """Take the lock that comes first in every commit, once nobody has claimed the network."""
    state = read_state(tx, network_id, lock=True)
    if state.claim and state.claim != mine:
        raise StaleClaimError if state.is_stale else TryAgainError
    return state


def _replay(tx: Transaction, order: _Order) -> Commit | None:
    if order.key is None:
        return None
    row = tx.row(
        "request_key/find",
        network_id=order.network_id,
        user_id=order.key.user_id,
        key=order.key.key,
    )
    if row is None:
        return None
    if row["fingerprint"] != order.key.fingerprint:
        raise KeyReusedError
    touched = [(Noun(noun), record_id) for noun, record_id in orjson.loads(row["touched"])]
    known = _load(tx, order.network_id, touched) if order.returning else {}
    stored = tuple(known[key].stored for key in touched if key in known)
    return Commit(row["revision"], stored, is_replay=True)


def _judge_piece(
    tx: Transaction,
    order: _Order,
    judge: Judge,
    writes: Sequence[Write],
    *,
    staged: bool = False,
) -> Piece:
    keys = dict.fromkeys(key_of(write) for write in writes)
    named: set[str] = set()
    for write in writes:
        if isinstance(write, Create) and NOUN_OF[type(write.record)] in ACTORS:
            keys.update(dict.fromkeys((noun, write.record.id) for noun in ACTORS))
        record = getattr(write, "record", None)
        if record is not None:
            named.update(record.named_ids)
    _look_up(tx, order, judge, named)
    return judge.judge(writes, _load(tx, order.network_id, list(keys), staged=staged))


def _load(
    tx: Transaction, network_id: NetworkId, keys: Sequence[Key], *, staged: bool = False
) -> dict[Key, Known]:
    """Read records as a writer sees them: its own staged ones and their changes too."""
    ids: dict[Noun, list[str]] = {}
    for noun, record_id in keys:
        ids.setdefault(noun, []).append(record_id)
    known: dict[Key, Known] = {}
    for noun, of_noun in ids.items():
        rows = tx.rows(
            f"{room_of(noun)}/load",
            network_id=network_id,
            revision=EVERYTHING,
            ids=sorted(of_noun),
            noun=noun.value,
        )
        there = {row["row"]["id"]: row["row"] for row in rows}
        latest = dict(there)
        if staged and there:
            latest.update((row["id"], row) for row in load_pending(tx, network_id, noun, of_noun))
        for record_id, row in latest.items():
            stored = stored_from(noun, row)
            known[noun, record_id] = Known(stored, standing_from(row), there[record_id])
    return known


def _look_up(tx: Transaction, order: _Order, judge: Judge, ids: Iterable[str]) -> None:
    """Tell the judge what the actors are that it has not heard of."""
    wanted = sorted(set(ids).difference(judge.kinds))
    if wanted:
        rows = tx.rows("actor/kinds", network_id=order.network_id, revision=EVERYTHING, ids=wanted)
        judge.kinds.update((row["id"], ActorKind(row["kind"])) for row in rows)


def _write_piece(tx: Transaction, order: _Order, piece: Piece, *, staged: bool = False) -> None:
    new: dict[Noun, list[Properties]] = {}
    now: dict[Noun, list[Amendment]] = {}
    aside: dict[Noun, list[Amendment]] = {}
    for noun, known in piece.changed():
        row = properties_of(order.network_id, known.stored, known.standing)
        if known.is_new:
            new.setdefault(noun, []).append(row)
            continue
        was_visible = known.standing.created_in < known.stored.revision
        later = aside if staged and was_visible else now
        later.setdefault(noun, []).append(Amendment.of(known.before, row))
    insert_entities(tx, order.network_id, new)
    update_entities(tx, order.network_id, now)
    if aside:
        lay_aside(tx, order.network_id, aside)
    if piece.old:
        tx.write("version/insert", rows=[_old_row(order, stored, piece) for stored in piece.old])


def _old_row(order: _Order, stored: Stored[AnyRecord], piece: Piece) -> Properties:
    return {
        "network_id": order.network_id,
        "noun": stored.noun.value,
        "id": stored.record.id,
        "version": stored.version,
        "revision": stored.revision,
        "image": stored_image(stored),
        "superseded_by": order.author,
        "superseded_at": moment(order.at),
        "visible_from": piece.known[stored.noun, stored.record.id].stored.revision,
    }


def _check_strangers(tx: Transaction, order: _Order, judge: Judge) -> None:
    _look_up(tx, order, judge, judge.references.named())
    judge.check_strangers()

    def survivors(noun: Noun, ids: Collection[str]) -> dict[str, str | None]:
        rows = tx.rows(
            f"{room_of(noun)}/load",
            network_id=order.network_id,
            revision=EVERYTHING,
            ids=sorted(ids),
            noun=noun.value,
        )
        return {row["row"]["id"]: row["row"].get(MERGER) for row in rows}

    judge.references.check_mergers(survivors)


def _log(tx: Transaction, order: _Order, judge: Judge, state: State, touched: _Touched) -> int:
    """Write the line of the change log and the idempotency key; give the revision."""
    revision = judge.revision if judge.count else state.revision
    if judge.count:
        row = {
            "network_id": order.network_id,
            "revision": revision,
            "author": order.author,
            "at": moment(order.at),
            "act": order.act,
            "batch_id": order.batch_id,
            "count": judge.count,
            "token": order.token,
        }
        tx.write("revision/insert", row=row)
    if order.key is not None:
        before = moment(order.at - timedelta(days=KEY_DAYS))
        tx.write("request_key/forget", network_id=order.network_id, before=before, limit=FORGOTTEN)
        row = {
            "network_id": order.network_id,
            "user_id": order.key.user_id,
            "key": order.key.key,
            "fingerprint": order.key.fingerprint,
            "revision": revision,
            "touched": orjson.dumps(touched.keys).decode(),
            "at": moment(order.at),
        }
        tx.write("request_key/insert", row=row)
    return revision
