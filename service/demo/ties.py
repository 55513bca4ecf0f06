"""Ties of the story: those its chapters tell, and those of its circles of acquaintance."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from random import Random
from typing import Final

from graph.records.dates import StatedDate
from service.demo.days import day_told
from service.demo.files import Row
from service.demo.people import People, Person, Table, said

_SOURCES: Final = ("Daftar hadir", "Cerita rekan", "Kartu nama", "")
_LATEST_CONTACT_DAYS: Final = 10
_EARLIEST_CONTACT_DAYS: Final = 420
_ACQUAINTED_DAYS: Final = 90
_KNOWN_SHARE: Final = 0.8
_REPORTING_SENIORITY: Final = 3


def told_ties(story: Table, people: People, reference_day: date) -> list[Row]:
    """Give the ties of the chapters; the other side's word is a row of its own where it differs."""
    rows: list[Row] = []
    for tie in chain.from_iterable(chapter.get("ties", ()) for chapter in story["chapter"]):
        row = {
            "source": tie["from"],
            "target": tie["to"],
            "type": tie["type"],
            "strength": str(tie.get("strength", "")),
            "since": day_told(tie["since"], reference_day).iso,
            "until": day_told(tie["until"], reference_day).iso if "until" in tie else "",
            "last_contact": day_told(tie["last"], reference_day).iso if "last" in tie else "",
            "label": tie.get("label", ""),
            "confidence": "0.9" if "strength" in tie else "",
            "evidence": tie.get("why", ""),
            "source_ref": "Catatan fasilitator",
        }
        rows.append(row)
        other = tie.get("mutual", tie.get("strength"))
        if other != tie.get("strength"):
            told_by = people[tie["to"]].in_talk
            rows.append(
                row
                | {
                    "source": tie["to"],
                    "target": tie["from"],
                    "strength": str(other),
                    "evidence": f"Menurut {told_by} sendiri.",
                    "source_ref": f"Percakapan dengan {told_by}",
                }
            )
    return rows


def circle_ties(story: Table, people: People, reference_day: date, seed: int) -> list[Row]:
    """Draw who knows whom in the circles of the story; no pair twice, none that is told."""
    known = {
        frozenset((tie["from"], tie["to"]))
        for chapter in story["chapter"]
        for tie in chapter.get("ties", ())
    }
    rows: list[Row] = []
    for number, circle in enumerate(story["circles"]):
        random = Random(f"{seed}/circle/{number}")  # noqa: S311 - a story, not a secret
        crowd = people.crowd_at(circle["of"], reference_day)
        for one, other in _pairs(circle, people, crowd, random):
            pair = frozenset((one.id, other.id))
            if len(pair) > 1 and pair not in known and _are_apart(one, other, reference_day):
                known.add(pair)
                rows.append(_acquaintance(one, other, circle, reference_day, random))
    return rows


def office_ties(story: Table, people: People, reference_day: date) -> list[Row]:
    """Give who keeps whose door and who reports to whom in the offices of the crowd."""
    alone = set(story["cast"]["not_connected"])
    rows: list[Row] = []
    for person in people:
        if not person.kind or person.posts[0].partner_id in alone:
            continue
        post = person.posts[0]
        head = people.head_of(post.partner_id, reference_day)
        if head is None:
            continue
        since = max(
            start.first
            for start in (post.span.since, _leading_since(head, post.partner_id))
            if start is not None
        )
        row = {"source": person.id, "target": head.id, "since": since.isoformat()}
        if person.kind == "door":
            last = reference_day - timedelta(1)
            rows.append(
                row
                | {
                    "type": "gatekeeper_of",
                    "label": "sekretaris",
                    "strength": "0.6",
                    "last_contact": max(last, since).isoformat(),
                    "evidence": "Sekretaris pimpinan; mengatur agenda.",
                    "source_ref": "Catatan fasilitator",
                }
            )
        elif person.seniority >= _REPORTING_SENIORITY:
            rows.append(row | {"type": "reports_to", "source_ref": "Struktur organisasi"})
    return rows


def _pairs(
    circle: Table, people: People, crowd: Sequence[Person], random: Random
) -> Iterator[tuple[Person, Person]]:
    if "named" in circle:
        for person_id in circle["named"]:
            for other in random.sample(crowd, circle["count"]):
                yield people[person_id], other
        return
    for _ in range(round(circle["per"] * len(crowd))):
        one, other = random.sample(crowd, 2)
        yield one, other


def _are_apart(one: Person, other: Person, day: date) -> bool:
    """Tell whether two people serve at different places; colleagues are inferred, not stated."""
    here = {post.partner_id for post in one.posts if post.is_held_on(day)}
    return here.isdisjoint(post.partner_id for post in other.posts if post.is_held_on(day))


def _acquaintance(
    one: Person, other: Person, circle: Table, reference_day: date, random: Random
) -> Row:
    last = reference_day - timedelta(random.randint(_LATEST_CONTACT_DAYS, _EARLIEST_CONTACT_DAYS))
    earliest = max(_served_since(one), _served_since(other))
    before = last - timedelta(random.randint(_ACQUAINTED_DAYS, 4 * _EARLIEST_CONTACT_DAYS))
    since = max(earliest, before)
    last = max(last, since)
    precision = random.choice(("~m", "~y", ""))
    low, high = circle["strength"]
    return {
        "source": one.id,
        "target": other.id,
        "type": "knows",
        "strength": str(round(random.uniform(low, high), 2)),
        "since": said(day_told(f"0d{precision}", since)),
        "last_contact": last.isoformat() if random.random() < _KNOWN_SHARE else "",
        "confidence": random.choice(("0.6", "0.7", "0.8", "")),
        "evidence": random.choice(circle["why"]),
        "source_ref": random.choice(_SOURCES),
    }


def _served_since(person: Person) -> date:
    return min(post.span.since.first for post in person.posts if post.span.since)


def _leading_since(head: Person, partner_id: str) -> StatedDate | None:
    return max(
        (
            post.span.since
            for post in head.posts
            if post.partner_id == partner_id and post.span.since is not None
        ),
        key=lambda since: since.first,
        default=None,
    )
