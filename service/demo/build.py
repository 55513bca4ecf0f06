"""Builds the demo network from its story."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final

from service.demo.files import DemoFiles, Row
from service.demo.meetings import met_ties, series_meetings, told_meetings
from service.demo.people import (
    People,
    Table,
    flag,
    hired_people,
    named_people,
    seat_members,
)
from service.demo.ties import circle_ties, office_ties, told_ties

DEMO_SEED: Final = 2009
"""Seed of the crowd; another one gives other people in the same story."""


def build_story(reference_day: date, seed: int = DEMO_SEED) -> DemoFiles:
    """Tell the story from a day: all its dates lie so many days before or after it.

    Parameters
    ----------
    reference_day
        "Today" of the story. What ends soon ends soon after this day.
    seed
        Seed of the crowd; the named people, their ties and meetings do not depend on it.

    Returns
    -------
    DemoFiles
        Rows of the six files. The same day and seed give the same bytes.

    Examples
    --------
    >>> story = build_story(date(2026, 11, 25))
    >>> len(story.partners), len(story.contacts)
    (64, 250)

    """
    story = load_story()
    partners = _partners(story)
    regions = {row["id"]: row["region"] for row in partners}
    named = named_people(story, regions, reference_day)
    people = People([*named, *hired_people(story, regions, named, reference_day, seed)])
    seat_members(story, people, reference_day, seed)
    meetings = told_meetings(story, reference_day)
    meetings += series_meetings(story, people, reference_day, seed)
    meetings.sort(key=lambda meeting: (meeting.day, meeting.kind, meeting.who, meeting.subject))
    posts = [post.row() for person in people for post in person.all_posts()]
    return DemoFiles(
        reference_day=reference_day,
        partners=partners,
        contacts=tuple(person.row for person in people),
        relationships=(
            *posts,
            *told_ties(story, people, reference_day),
            *office_ties(story, people, reference_day),
            *circle_ties(story, people, reference_day, seed),
            *met_ties(story, people, meetings),
        ),
        interactions=tuple(meeting.row(number) for number, meeting in enumerate(meetings, start=1)),
        aliases=tuple(
            {"actor_id": person.id, "alias": alias} for person in people for alias in person.aliases
        ),
        notes=_notes(story["chapter"]),
    )


def write_story(
    folder: Path, reference_day: date | None = None, seed: int = DEMO_SEED
) -> DemoFiles:
    """Write the files of the demo network into a folder, told from today by default."""
    story = build_story(reference_day or date.today(), seed)  # noqa: DTZ011 - the user's own day
    story.write(folder)
    return story


def load_story() -> Table:
    """Read the story file."""
    text = files("service.demo").joinpath("story.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _partners(story: Table) -> tuple[Row, ...]:
    return tuple(
        _partner(partner, region["name"])
        for region in story["regions"]
        for partner in region["partners"]
    )


def _partner(table: Table, region: str) -> Row:
    return {
        "id": table["id"],
        "name": table["name"],
        "sector": table["sector"],
        "level": table["level"],
        "kind": table.get("kind", "organisation"),
        "region": region,
        "parent_id": table.get("parent", ""),
        "is_key_partner": flag(is_set=table.get("key", False)),
        "aliases": ";".join(table.get("aliases", ())),
        "tags": ";".join(table.get("tags", ())),
        "notes": table.get("notes", ""),
        "source": "Daftar mitra program",
    }


def _notes(chapters: Iterable[Mapping[str, list[Table]]]) -> tuple[Row, ...]:
    return tuple(
        {
            "about_id": note["about"],
            "text": note["text"],
            "is_private": flag(is_set=note.get("private", False)),
        }
        for chapter in chapters
        for note in chapter.get("notes", ())
    )
