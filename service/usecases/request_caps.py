"""Who may still be asked: caps on open requests, held without a race, and whom nobody asks.

What is open is counted on a revision, and the write lands only on that revision; whoever was
overtaken counts again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

from graph.errors import ConflictError, RevisionMovedError, shown
from graph.ports import Commit, NetworkEntry, Write
from graph.records.contacts import Contact
from graph.records.dates import StatedDate
from graph.records.partners import Partner
from graph.records.requests import OPEN, IntroductionRequest
from graph.vocabulary import Noun
from service.usecases.visits import Visit

MOST_TRIES: Final = 100
"""Somebody else wrote each time before: more writers at once than a network has."""
PAGE: Final = 200
NO_REVISION: Final = -1


class CapReachedError(ConflictError):
    """As many requests as may already wait for this person's answer."""

    code = "cap-reached"

    def __init__(self, actor_id: str, name: str, cap: int, waiting: Sequence[str]) -> None:
        super().__init__(
            actor_id=actor_id,
            name=name,
            cap=cap,
            open=len(waiting),
            waiting=", ".join(waiting) or "-",
        )


class NotToBeAskedError(ConflictError):
    """Nobody may ask the person, whatever the odds; ``reason`` is the word of a flag."""

    code = "not-to-be-asked"

    def __init__(self, actor_id: str, name: str, reason: str) -> None:
        super().__init__(actor_id=actor_id, name=name, reason=reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written of one request.

    Parameters
    ----------
    before
        As it counts now; ``None``: it is new, or out of use.
    after
        As it will count.
    writes
        The request's own write first.

    """

    before: IntroductionRequest | None
    after: IntroductionRequest
    writes: tuple[Write, ...]


def commit_plan(visit: Visit, plan: Callable[[], Plan]) -> Commit:
    """Write a request unless it puts too much to somebody.

    Parameters
    ----------
    visit
        Who, where, when.
    plan
        Reads what is there and says what to write; called again when somebody came first.

    Raises
    ------
    CapReachedError
        If as many requests as may wait for the answer of whoever would be asked.
    NotToBeAskedError
        If nobody may ask that person.
    RevisionMovedError
        If others wrote in between a hundred times.

    """
    if (known := _replayed(visit)) is not None:
        return known
    tried = 0
    while True:
        tried += 1
        entry = visit.store.load_network(visit.network_id)
        planned = plan()
        is_asking = _check(visit, entry, planned)
        try:
            return visit.store.commit(
                visit.network_id,
                planned.writes,
                author=visit.who.user.id,
                at=visit.at,
                key=visit.key,
                unmoved_since=entry.revision if is_asking else None,
            )
        except RevisionMovedError:
            if tried == MOST_TRIES:
                raise


def waiting_for(visit: Visit, actor_id: str) -> Iterator[IntroductionRequest]:
    """Give the requests in use that wait for somebody's answer, under whichever record."""
    for one in _all_merged(visit, actor_id):
        yield from _waiting_under(visit, one)


def _all_merged(visit: Visit, actor_id: str) -> list[str]:
    """Name somebody, and all records that were merged into that one, over others too."""
    found, newest = [actor_id], (actor_id,)
    while newest:
        merged = visit.store.merged_into(visit.network_id, newest)
        newest = tuple(one for one in merged if one not in found)
        found += newest
    return found


def _waiting_under(visit: Visit, actor_id: str) -> Iterator[IntroductionRequest]:
    after: str | None = None
    while True:
        page = visit.store.find(
            visit.network_id,
            Noun.INTRODUCTION,
            {"waiting_on": actor_id},
            reader=visit.who.user.id,
            after=after,
            limit=PAGE,
        )
        for stored in page.items:
            yield cast("IntroductionRequest", stored.record)
        after = page.next
        if after is None:
            return


def why_not(person: Contact | Partner | None, *, is_removed: bool = False) -> str:
    """Tell why somebody is never asked: the word of a flag, or nothing."""
    if person is None or is_removed:
        return "removed"
    if person.merged_into is not None:
        return "merged"
    if isinstance(person, Contact):
        for flag in ("is_deceased", "has_opted_out", "do_not_ask"):
            if getattr(person, flag):
                return flag.removeprefix("is_").removeprefix("has_")
    return ""


def people(visit: Visit, ids: Sequence[str]) -> dict[str, tuple[Contact | Partner, bool]]:
    """Read contacts and partners by id, each with whether it was removed."""
    found: dict[str, tuple[Contact | Partner, bool]] = {}
    for noun in (Noun.CONTACT, Noun.PARTNER):
        loaded = visit.store.load(visit.network_id, noun, ids, reader=visit.who.user.id)
        for id_, stored in loaded.items():
            found[id_] = cast("Contact | Partner", stored.record), stored.is_removed
    return found


def asked_since(request: IntroductionRequest) -> StatedDate | None:
    """Tell since when somebody is waited for: the day of the last asking, reminders aside."""
    furthest = request.furthest
    return None if furthest is None else request.asked_on(furthest)


def _replayed(visit: Visit) -> Commit | None:
    """Give what the first of two equal requests wrote: a known key answers on any revision."""
    if visit.key is None:
        return None
    try:
        return visit.store.commit(
            visit.network_id,
            [],
            author=visit.who.user.id,
            at=visit.at,
            key=visit.key,
            unmoved_since=NO_REVISION,
        )
    except RevisionMovedError:
        return None


def _check(visit: Visit, entry: NetworkEntry, plan: Plan) -> bool:
    """Refuse what may not be asked; tell whether the write opens a request."""
    asked = plan.after.waiting_on
    before = plan.before
    if asked is None or (before is not None and _times_asked(before) >= _times_asked(plan.after)):
        return False
    person, is_removed = people(visit, [asked]).get(asked, (None, False))
    if person is None:  # the store refuses strangers, all of them at once
        return False
    name = getattr(person, "name_in_talk", "") or person.name
    if reason := why_not(person, is_removed=is_removed):
        raise NotToBeAskedError(shown(asked), shown(name), reason)
    if before is not None and before.waiting_on == asked:
        return False
    own = person.request_cap if isinstance(person, Contact) else None
    cap = entry.network.request_cap if own is None else own
    waiting = [one for one in waiting_for(visit, asked) if one.id != plan.after.id]
    if len(waiting) >= cap:
        raise CapReachedError(shown(asked), shown(name), cap, _told(visit, waiting))
    return True


def _times_asked(request: IntroductionRequest) -> int:
    """Count askings and reminders; a request that is not open counts none of them."""
    if not request.is_open:
        return 0
    return sum(event.state in OPEN for event in request.events)


def _told(visit: Visit, waiting: Sequence[IntroductionRequest]) -> list[str]:
    """Say who waits, and since when."""
    askers = [request.steps[request.furthest or 0].asker_id for request in waiting]
    names = people(visit, list(dict.fromkeys(askers)))
    told: list[str] = []
    for asker, request in zip(askers, waiting, strict=True):
        person = names[asker][0] if asker in names else None
        name = (getattr(person, "name_in_talk", "") or person.name) if person else asker
        since = asked_since(request)
        told.append(f"{shown(name)} ({since.iso})" if since else shown(name))
    return told
