"""Meetings of the story: those its chapters tell, and those that come again."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Final

from service.demo.days import day_told, working_day
from service.demo.files import Row
from service.demo.people import People, Person, Table

_BROKER_SHARE_AT_END: Final = 0.25
_WANDERING_DAYS: Final = 3
_FACE_TO_FACE: Final = ("meeting", "visit")
_MOST_FOR_ACQUAINTANCE: Final = 12
_LEAST_FOR_TIE: Final = 3
_STEP_MINUTES: Final = 5
_LONGEST_WAIT_DAYS: Final = 9


@dataclass(frozen=True, slots=True)
class Meeting:
    """Something that happened; who took the initiative stands first."""

    kind: str
    day: date
    who: tuple[str, ...]
    subject: str
    place: str = ""
    channel: str = ""
    planned: str = ""
    actual: str = ""
    answered: str = ""
    evidence: str = ""

    def row(self, number: int) -> Row:
        """Give the line of the interactions file."""
        return {
            "id": f"{self.kind.replace('_', '-')}-{number:04}",
            "kind": self.kind,
            "date": self.day.isoformat(),
            "initiator": self.who[0],
            "participants": ";".join(self.who),
            "subject": self.subject,
            "location": self.place,
            "channel": self.channel,
            "planned_minutes": self.planned,
            "actual_minutes": self.actual,
            "answered_on": self.answered,
            "evidence": self.evidence,
        }


def told_meetings(story: Table, reference_day: date) -> list[Meeting]:
    """Give the meetings of the chapters."""
    return [
        Meeting(
            kind=told["kind"],
            day=working_day(day_told(told["on"], reference_day).first),
            who=tuple(told["who"]),
            subject=told["subject"],
            place=told.get("at", ""),
            channel=_channel(told),
            planned=str(told.get("planned", "")),
            actual=str(told.get("actual", "")),
            answered=day_told(told["answered"], reference_day).iso if "answered" in told else "",
            evidence=told.get("why", ""),
        )
        for chapter in story["chapter"]
        for told in chapter.get("meetings", ())
    ]


def series_meetings(story: Table, people: People, reference_day: date, seed: int) -> list[Meeting]:
    """Draw the meetings that come again: who came, how long it took, whether it was answered."""
    return [
        meeting
        for number, series in enumerate(story["series"])
        for meeting in _series(
            series,
            people,
            reference_day,
            Random(f"{seed}/series/{number}"),  # noqa: S311 - a story, not a secret
        )
    ]


def met_ties(story: Table, people: People, meetings: Sequence[Meeting]) -> list[Row]:
    """Count how often a broker met a partner's person; from the third time on it is a tie.

    The same meetings stand one by one in the interactions: a reader must not count them twice.
    """
    brokers: list[str] = story["cast"]["brokers"]
    days: defaultdict[tuple[str, str], list[date]] = defaultdict(list)
    for meeting in meetings:
        if meeting.kind in _FACE_TO_FACE and len(meeting.who) <= _MOST_FOR_ACQUAINTANCE:
            for broker, other in product(brokers, meeting.who):
                is_met = broker in meeting.who and other in people and other not in brokers
                if is_met and not _are_colleagues(people[broker], people[other]):
                    days[broker, other].append(meeting.day)
    return [
        {
            "source": broker,
            "target": other,
            "type": "met_with",
            "since": min(met).isoformat(),
            "last_contact": max(met).isoformat(),
            "count": str(len(met)),
            "evidence": f"{len(met)} pertemuan tercatat.",
            "source_ref": "Buku agenda sekretariat",
        }
        for (broker, other), met in sorted(days.items())
        if len(met) >= _LEAST_FOR_TIE
    ]


def _series(
    series: Table, people: People, reference_day: date, random: Random
) -> Iterator[Meeting]:
    start = day_told(series["from"], reference_day).first
    end = day_told(series["to"], reference_day).first
    step = day_told(f"+{series['every']}", start).first - start
    held = start
    while held <= end:
        wandered = held + timedelta(random.randint(-_WANDERING_DAYS, _WANDERING_DAYS))
        day = working_day(min(wandered, end))
        progress = (held - start) / (end - start)
        who = _who_came(series, people, day, progress, random)
        if len(who) > 1:
            yield Meeting(
                kind=series["kind"],
                day=day,
                who=who,
                subject=random.choice(series["subjects"]),
                place=series.get("at", ""),
                channel=_channel(series),
                planned=str(series.get("planned", "")),
                actual=_minutes(series, random),
                answered=_answer(series, day, end, random),
            )
        held += step


def _who_came(
    series: Table, people: People, day: date, progress: float, random: Random
) -> tuple[str, ...]:
    who = [one for one in series["always"] if people[one].serves_on(day)]
    if "fading" in series:
        share = 1 - progress * (1 - _BROKER_SHARE_AT_END)
        if random.random() < share and people[series["fading"]].serves_on(day):
            who.append(series["fading"])
    if "of" in series:
        staff = [one for one in people.at(series["of"], day) if one.id not in who]
        came = [one.id for one in staff if random.random() < series["turnout"]]
        who += came[: max(0, series["most"] - len(who))]
    return tuple(who)


def _are_colleagues(one: Person, other: Person) -> bool:
    """Tell whether two people ever served at the same place; that is inferred, not stated."""
    places = {post.partner_id for post in one.posts}
    return not places.isdisjoint(post.partner_id for post in other.posts)


def _channel(table: Table) -> str:
    if "channel" in table:
        return table["channel"]
    by_kind = {"call": "phone", "message": "message", "letter": "letter", "joint_project": ""}
    return by_kind.get(table["kind"], "in_person")


def _minutes(series: Table, random: Random) -> str:
    if "actual" not in series:
        return ""
    low, high = series["actual"]
    return str(random.randrange(low, high + 1, _STEP_MINUTES))


def _answer(series: Table, day: date, end: date, random: Random) -> str:
    if random.random() >= series.get("answered", 0.0):
        return ""
    return min(end, day + timedelta(random.randint(0, _LONGEST_WAIT_DAYS))).isoformat()
