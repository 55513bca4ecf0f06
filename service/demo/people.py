"""Everybody in the story: those it names, and the crowd that its rules hire."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from graph.records.dates import Span, StatedDate, epoch_day
from graph.records.names import search_name
from service.demo.days import day_told
from service.demo.files import Row
from service.demo.names import DrawnName, NameMaker, slug

Table = Mapping[str, Any]
"""A table of the story."""

LEADING: Final = ("leads", "chairs")
_BUSYNESS: Final = {1: 0.2, 2: 0.3, 3: 0.45, 4: 0.6, 5: 0.8, 6: 0.95}
_CHANNELS: Final = ("message", "message", "phone", "email", "in_person", "")
_MOVED_SHARE: Final = 0.12
_UNSAID_SHARE: Final = 0.2
_SHORTEST_SERVICE_DAYS: Final = 120
_LONGEST_SERVICE_DAYS: Final = 2_900
_DEFINITIVE_FROM: Final = 3


@dataclass(frozen=True, slots=True)
class Post:
    """A dated position of one person."""

    contact_id: str
    partner_id: str
    type: str
    title: str
    span: Span
    capacity: str = ""

    def is_held_on(self, day: date) -> bool:
        """Tell whether it is held on a day."""
        return self.span.contains(epoch_day(day))

    def row(self) -> Row:
        """Give the line of the relationships file."""
        return {
            "source": self.contact_id,
            "target": self.partner_id,
            "type": self.type,
            "since": said(self.span.since),
            "until": said(self.span.until),
            "title": self.title,
            "capacity": self.capacity,
        }


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with posts; ``kind`` is the kind of place of the crowd, empty for the named."""

    id: str
    name: str
    in_talk: str
    seniority: int
    kind: str
    row: Row
    posts: tuple[Post, ...]
    aliases: tuple[str, ...] = ()
    memberships: list[Post] = field(default_factory=list[Post])

    def all_posts(self) -> tuple[Post, ...]:
        """Give posts and seats in committees."""
        return (*self.posts, *self.memberships)

    def serves_on(self, day: date, partner_id: str | None = None) -> bool:
        """Tell whether the person is in post on a day, there or anywhere."""
        return any(
            post.is_held_on(day) and partner_id in (None, post.partner_id)
            for post in self.all_posts()
        )


class People:
    """All persons of the story by id, in the order in which the story brings them."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self._by_id = {person.id: person for person in persons}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_id.values())

    def __getitem__(self, person_id: str) -> Person:
        return self._by_id[person_id]

    def __contains__(self, person_id: str) -> bool:
        return person_id in self._by_id

    def at(self, partner_ids: Sequence[str], day: date) -> list[Person]:
        """Give those who serve at one of the partners on a day."""
        return [
            person
            for person in self._by_id.values()
            if any(person.serves_on(day, partner_id) for partner_id in partner_ids)
        ]

    def crowd_at(self, partner_ids: Sequence[str], day: date) -> list[Person]:
        """Give those of the crowd who serve at one of the partners on a day."""
        return [person for person in self.at(partner_ids, day) if person.kind]

    def head_of(self, partner_id: str, day: date) -> Person | None:
        """Give who leads or chairs a partner on a day; the first whom the story names."""
        for person in self._by_id.values():
            for post in person.posts:
                if post.partner_id == partner_id and post.type in LEADING and post.is_held_on(day):
                    return person
        return None


def named_people(story: Table, regions: Mapping[str, str], reference_day: date) -> list[Person]:
    """Give the persons whom the story names."""
    return [_named(table, regions, reference_day) for table in story["people"]]


def hired_people(
    story: Table,
    regions: Mapping[str, str],
    named: Sequence[Person],
    reference_day: date,
    seed: int,
) -> list[Person]:
    """Draw the crowd: who serves where, since when, and where some of them served before.

    Parameters
    ----------
    story
        The story.
    regions
        Region of each partner.
    named
        Persons whose names and ids are taken.
    reference_day
        The day on which the story is told.
    seed
        The same seed draws the same people.

    """
    random = Random(f"{seed}/crowd")  # noqa: S311 - a story, not a secret
    taken = {search_name(person.name) for person in named}
    maker = NameMaker(story["names"], random, taken)
    ids = {person.id for person in named} | set(regions)
    crowd = []
    for rule in story["crowd"]["people"]:
        for partner_id in rule["of"]:
            for place in range(rule["count"]):
                name = maker.draw(rule["as"])
                person_id = _free_id(slug(name.bare), ids)
                ids.add(person_id)
                former = _former_office(story, rule, partner_id, random)
                crowd.append(
                    _hired(
                        _Vacancy(person_id, partner_id, rule["as"], place, former),
                        name,
                        story["crowd"][rule["as"]],
                        regions[partner_id],
                        reference_day,
                        random,
                    )
                )
    return crowd


def seat_members(story: Table, people: People, reference_day: date, seed: int) -> None:
    """Give people of the crowd their seats in committees."""
    for body in story["bodies"]:
        random = Random(f"{seed}/body/{body['id']}")  # noqa: S311 - a story, not a secret
        since = day_told(body["since"], reference_day)
        for partner_id, seats in body["seats"]:
            staff = people.crowd_at([partner_id], reference_day)
            for person in random.sample(staff, seats):
                start = max(since.first, *(_start(post) for post in person.posts))
                span = Span(StatedDate(start))
                person.memberships.append(
                    Post(person.id, body["id"], "member_of", body["title"], span)
                )


def said(day: StatedDate | None) -> str:
    """Write a date as exactly as it was said; empty when unknown."""
    return "" if day is None else day.iso


def flag(*, is_set: bool) -> str:
    """Write yes or no."""
    return "1" if is_set else "0"


@dataclass(frozen=True, slots=True)
class _Vacancy:
    person_id: str
    partner_id: str
    kind: str
    place: int
    former_partner_id: str | None


def _named(table: Table, regions: Mapping[str, str], reference_day: date) -> Person:
    posts = tuple(
        Post(
            contact_id=table["id"],
            partner_id=post["at"],
            type=post.get("type", "works_for"),
            title=post["title"],
            span=Span(
                day_told(post["since"], reference_day),
                day_told(post["until"], reference_day) if "until" in post else None,
            ),
            capacity=post.get("capacity", ""),
        )
        for post in table["posts"]
    )
    row = {
        "id": table["id"],
        "name": table["name"],
        "name_in_talk": table["talk"],
        "address_form": table.get("address", ""),
        "is_leader": flag(is_set=table.get("leader", False)),
        "seniority": str(table["seniority"]),
        "busyness": str(table["busyness"]),
        "preferred_channel": table.get("channel", ""),
        "languages": ";".join(table.get("languages", ())),
        "region": table.get("region", regions[table["posts"][0]["at"]]),
        "do_not_ask": flag(is_set=table.get("do_not_ask", False)),
        "request_cap": str(table.get("cap", "")),
        "tags": ";".join(table.get("tags", ())),
        "notes": table.get("note", ""),
        "source": "Daftar kontak program",
    }
    return Person(
        table["id"],
        table["name"],
        table["talk"],
        table["seniority"],
        "",
        row,
        posts,
        tuple(table.get("aliases", ())),
    )


def _hired(
    vacancy: _Vacancy,
    name: DrawnName,
    kind: Table,
    region: str,
    reference_day: date,
    random: Random,
) -> Person:
    turn = vacancy.place % len(kind["titles"])
    title, seniority = kind["titles"][turn], kind["seniority"][turn]
    busyness = round(_BUSYNESS[seniority] + random.choice((-0.1, -0.05, 0, 0.05, 0.1)), 2)
    knows_busyness = random.random() >= _UNSAID_SHARE
    is_official = vacancy.kind in {"office", "front"} and seniority >= _DEFINITIVE_FROM
    row = {
        "id": vacancy.person_id,
        "name": name.full,
        "name_in_talk": name.in_talk,
        "address_form": name.address if random.random() >= _UNSAID_SHARE else "",
        "is_leader": flag(is_set=False),
        "seniority": str(seniority),
        "busyness": str(busyness) if knows_busyness else "",
        "preferred_channel": random.choice(_CHANNELS),
        "languages": random.choice(("id", "id;sas", "id;sas", "id;ban", "")),
        "region": region,
        "do_not_ask": flag(is_set=False),
        "source": random.choice(("Daftar hadir", "Kartu nama", "Daftar kontak program")),
    }
    served = random.randint(_SHORTEST_SERVICE_DAYS, _LONGEST_SERVICE_DAYS)
    posts = _posts(vacancy, title, reference_day - timedelta(served), random)
    if is_official:
        posts = (_definitive(posts[0]), *posts[1:])
    return Person(
        vacancy.person_id,
        name.full,
        name.in_talk,
        seniority,
        vacancy.kind,
        row,
        posts,
        name.aliases,
    )


def _posts(vacancy: _Vacancy, title: str, start: date, random: Random) -> tuple[Post, ...]:
    precision = random.choice(("", "", "", "~m", "~y"))
    since = StatedDate(start) if vacancy.former_partner_id else day_told(f"0d{precision}", start)
    now = Post(vacancy.person_id, vacancy.partner_id, "works_for", title, Span(since))
    if vacancy.former_partner_id is None:
        return (now,)
    served = random.randint(_SHORTEST_SERVICE_DAYS, _LONGEST_SERVICE_DAYS)
    span = Span(StatedDate(start - timedelta(served)), StatedDate(start - timedelta(1)))
    before = Post(vacancy.person_id, vacancy.former_partner_id, "works_for", title, span)
    return (now, before)


def _definitive(post: Post) -> Post:
    return Post(
        post.contact_id, post.partner_id, post.type, post.title, post.span, capacity="definitive"
    )


def _former_office(story: Table, rule: Table, partner_id: str, random: Random) -> str | None:
    """Give where somebody served before; nobody comes from or goes to the unconnected."""
    alone = {*story["cast"]["not_connected"], *story["cast"]["known_to_one_broker"]}
    others = [other for other in rule["of"] if other != partner_id and other not in alone]
    if partner_id in alone or not others or random.random() >= _MOVED_SHARE:
        return None
    return random.choice(others)


def _free_id(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def _start(post: Post) -> date:
    return post.span.since.first if post.span.since else date.min
