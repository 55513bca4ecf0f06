"""The demo network: a story whose files are sound and show what the features need."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from itertools import combinations, pairwise
from pathlib import Path
from typing import Self

import networkx as nx
import pytest

from graph.access.network import AccessNetwork
from graph.access.routes import NoRoute, Routes, find_routes
from graph.network import Network
from graph.records.contacts import Contact
from graph.records.dates import Span, StatedDate, epoch_day, parse_date
from graph.records.identity import is_identifier
from graph.records.interactions import Interaction
from graph.records.names import name_key
from graph.records.notes import Note
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.ties import BUILT_IN_TYPES, Tie, check_ends
from graph.vocabulary import (
    ActorKind,
    Capacity,
    Channel,
    InteractionKind,
    Level,
    PartnerKind,
    PositionType,
    Sector,
    Traversal,
)
from service.demo import DemoFiles, build_story, write_story
from service.demo.build import load_story
from service.demo.days import day_told, working_day
from service.demo.files import COLUMNS, Row

TODAY = date(2026, 11, 25)
BROKER = "laksmini"
REGENT = "danurwinda"
MOST_STEPS = 4
POSITION_TYPES = set(PositionType)


@pytest.fixture(scope="module")
def story() -> DemoFiles:
    return build_story(TODAY)


@pytest.fixture(scope="module")
def ties(story: DemoFiles) -> list[Row]:
    return [row for row in story.relationships if row["type"] not in POSITION_TYPES]


@pytest.fixture(scope="module")
def posts(story: DemoFiles) -> list[Row]:
    return [row for row in story.relationships if row["type"] in POSITION_TYPES]


# ------------------------------------------------------------------------------- the files


def test_the_programme_has_its_size(story: DemoFiles) -> None:
    assert 55 <= len(story.partners) <= 65
    assert len(story.contacts) == 250
    assert len(story.interactions) > 300
    assert len(story.aliases) > 40


def test_all_sectors_levels_and_capacities_are_there(story: DemoFiles, posts: list[Row]) -> None:
    assert {row["sector"] for row in story.partners} == set(Sector)
    assert {row["level"] for row in story.partners} == set(Level)
    assert {row["kind"] for row in story.partners} == set(PartnerKind)
    assert {row["capacity"] for row in posts} - {""} == set(Capacity)
    assert {row["type"] for row in posts} == POSITION_TYPES


def test_the_same_day_and_seed_give_the_same_bytes() -> None:
    assert build_story(TODAY).texts() == build_story(TODAY).texts()


def test_another_seed_gives_another_crowd_in_the_same_story(story: DemoFiles) -> None:
    other = build_story(TODAY, seed=7)

    named = len(load_story()["people"])
    assert other.contacts[:named] == story.contacts[:named]
    assert other.contacts[named:] != story.contacts[named:]
    assert len(other.contacts) == len(story.contacts)


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2027, 1, 1), date(2031, 8, 31)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_story_can_be_told_from_any_day_with_any_seed(day: date, seed: int) -> None:
    story = build_story(day, seed=seed)

    assert len(story.contacts) == 250
    assert_sound(story)
    assert len(independent_ways(story)) >= 3


def test_written_files_hold_what_was_built(story: DemoFiles, tmp_path: Path) -> None:
    written = write_story(tmp_path / "demo", TODAY)

    assert written == story
    assert {path.stem for path in (tmp_path / "demo").iterdir()} == set(COLUMNS)
    for name, text in story.texts().items():
        assert (tmp_path / "demo" / name).read_bytes() == text.encode()
    read = list(csv.DictReader(StringIO(story.texts()["contacts.csv"])))
    assert tuple(read[0]) == COLUMNS["contacts"]
    assert [row["name"] for row in read] == [row["name"] for row in story.contacts]


def test_without_a_day_the_story_is_told_from_today(tmp_path: Path) -> None:
    before = date.today()  # noqa: DTZ011 - as the caller's day is
    day = write_story(tmp_path).reference_day

    assert before <= day <= date.today()  # noqa: DTZ011


# ------------------------------------------------------------------------------- soundness


def test_every_row_makes_a_sound_record(story: DemoFiles) -> None:
    assert_sound(story)


def test_what_a_tie_is_called_is_indonesian_like_the_rest_of_the_story(story: DemoFiles) -> None:
    at_the_door = {row["label"] for row in story.relationships if row["type"] == "gatekeeper_of"}

    assert at_the_door == {"ajudan", "protokol", "sekretaris"}


def test_no_two_ties_have_the_same_natural_key(story: DemoFiles) -> None:
    keys = Counter(
        (row["source"], row["target"], row["type"], row.get("label", ""), row["since"])
        for row in story.relationships
    )

    assert [key for key, times in keys.items() if times > 1] == []


def test_nothing_has_happened_after_the_reference_day(story: DemoFiles) -> None:
    told = [row["date"] for row in story.interactions]
    told += [row["answered_on"] for row in story.interactions if row["answered_on"]]
    told += [row["since"] for row in story.relationships]
    told += [row["last_contact"] for row in story.relationships if row.get("last_contact")]

    assert [day for day in told if parse_date(day).first > TODAY] == []


def test_a_last_contact_lies_within_its_tie(ties: list[Row]) -> None:
    for row in ties:
        if row.get("last_contact"):
            assert parse_date(row["since"]).first <= parse_date(row["last_contact"]).first


def test_meetings_reach_over_two_years_and_fall_on_working_days(story: DemoFiles) -> None:
    days = [date.fromisoformat(row["date"]) for row in story.interactions]

    assert days == sorted(days)
    assert (days[-1] - days[0]).days > 2 * 365 - 40
    assert (TODAY - days[-1]).days <= 14
    assert {day.weekday() for day in days} <= set(range(5))


def test_people_meet_while_they_are_in_post(story: DemoFiles, posts: list[Row]) -> None:
    served = defaultdict(list)
    for row in posts:
        served[row["source"]].append(span_of(row))
    people = {row["id"] for row in story.contacts}

    for row in story.interactions:
        for one in people.intersection(row["participants"].split(";")):
            held = parse_date(row["date"]).day
            assert any(span.contains(held) for span in served[one]), (one, row["date"])


def test_dates_are_told_with_three_precisions(story: DemoFiles) -> None:
    assert {len(row["since"]) for row in story.relationships} == {4, 7, 10}


def test_only_two_people_have_the_same_name(story: DemoFiles) -> None:
    same = [name for name, times in Counter(name_keys(story)).items() if times > 1]

    assert same == [name_key("Ahmad Sapoan")]
    assert Counter(name_keys(story))[same[0]] == 2


def test_one_word_is_a_complete_name(story: DemoFiles) -> None:
    assert sum(" " not in row["name"] for row in story.contacts) >= 10


# ------------------------------------------------------------------------------- the situations


def test_three_ways_to_the_regent_share_nobody(story: DemoFiles) -> None:
    ways = independent_ways(story)

    assert len(ways) >= 3
    assert min(len(way) - 1 for way in ways) == 3
    assert {"satria", "nashihin"} <= {person for way in ways for person in way}


def test_the_regent_is_hard_to_reach(story: DemoFiles) -> None:
    network = access_graph(story)

    assert set(network.predecessors(REGENT)) == {
        *("satria", "yulistiana", "larasati", "nashihin", "nasrullah")
    }
    assert not any(
        {BROKER, REGENT} <= set(row["participants"].split(";")) for row in story.interactions
    )


def test_without_the_leaving_broker_there_is_one_way_less(story: DemoFiles) -> None:
    without = independent_ways(story, avoid="oka")

    assert len(without) == len(independent_ways(story)) - 1


def test_the_shortest_way_goes_through_somebody_who_must_not_be_asked(story: DemoFiles) -> None:
    network = access_graph(story, with_do_not_ask=True)

    assert nx.shortest_path(network, BROKER, REGENT) == [BROKER, "diyah", REGENT]


def test_another_regent_is_near_and_the_minister_out_of_reach(story: DemoFiles) -> None:
    network = access_graph(story)

    assert nx.shortest_path_length(network, BROKER, "lale") == 1
    assert "gunawan" not in network


def test_the_engine_finds_the_same_situation_in_the_records(story: DemoFiles) -> None:
    access = AccessNetwork.of(Records.of(story).network().on(epoch_day(TODAY)))
    index = access.network.index_of

    def routes_to(leader: str, most_steps: int = MOST_STEPS) -> Routes:
        return find_routes(access, [index[BROKER]], [index[leader]], k=20, max_steps=most_steps)

    to_regent = routes_to(REGENT)
    assert len(to_regent.routes) >= 5
    assert min(len(route.hops) for route in to_regent.routes) == 3
    assert all(index["diyah"] not in route.actors for route in to_regent.routes)
    assert 0.02 < to_regent.routes[0].probability < routes_to("lale").routes[0].probability
    assert routes_to("gunawan", 6).reason is NoRoute.NOBODY_AT_LEADER
    assert routes_to("makrifat", 6).routes == ()


def test_some_partners_are_not_connected_at_all(
    story: DemoFiles, ties: list[Row], posts: list[Row]
) -> None:
    alone = set(load_story()["cast"]["not_connected"])
    theirs = alone | {row["source"] for row in posts if row["target"] in alone}

    assert len(alone) >= 5
    assert any(row["is_key_partner"] == "1" for row in story.partners if row["id"] in alone)
    assert [row for row in ties if {row["source"], row["target"]} & theirs] == []


def test_some_partners_are_known_to_one_broker_only(
    story: DemoFiles, ties: list[Row], posts: list[Row]
) -> None:
    cast = load_story()["cast"]
    for partner, broker in cast["known_to_one_broker"].items():
        staff = {row["source"] for row in posts if row["target"] == partner}
        holders = {
            one
            for row in ties
            for one in (row["source"], row["target"])
            if one in cast["brokers"] and staff & {row["source"], row["target"]}
        }
        assert holders == {broker}, partner


def test_one_broker_leaves_soon(posts: list[Row]) -> None:
    ends = {
        row["source"]: parse_date(row["until"]).first
        for row in posts
        if row["target"] == "gumi-bersih" and row["until"]
    }

    assert TODAY < ends["oka"] <= TODAY + timedelta(days=60)
    assert ends["handoko"] < TODAY


def test_a_leader_changed_office_and_an_acting_one_leads_the_old_office(posts: list[Row]) -> None:
    led = {row["target"]: row for row in posts if row["source"] == "sarjana" and is_led(row)}
    acting = [row for row in posts if row["capacity"] == "plt"]

    assert parse_date(led["pupr-st"]["until"]).day + 1 == parse_date(led["pu-prov"]["since"]).day
    assert [row["target"] for row in acting] == ["pupr-st"]
    assert acting[0]["since"] == led["pu-prov"]["since"]


def test_every_office_has_at_most_one_leader_on_a_day(posts: list[Row]) -> None:
    leading = defaultdict(list)
    for row in posts:
        if row["type"] == "leads":
            leading[row["target"]].append(span_of(row))

    for partner, spans in leading.items():
        for one, other in combinations(spans, 2):
            assert one.overlap(other) == 0, partner


def test_counted_meetings_are_the_recorded_ones(story: DemoFiles, ties: list[Row]) -> None:
    met = [row for row in ties if row["type"] == "met_with"]
    assert len(met) > 20

    for row in met:
        together = [
            meeting["date"]
            for meeting in story.interactions
            if {row["source"], row["target"]} <= set(meeting["participants"].split(";"))
            and meeting["kind"] in {"meeting", "visit"}
        ]
        assert int(row["count"]) <= len(together)
        assert row["last_contact"] in together


def test_a_relationship_cools(ties: list[Row]) -> None:
    balai = [row for row in ties if {row["source"], row["target"]} == {BROKER, "sudarmika"}]

    assert max(int(row.get("count", "0") or 0) for row in balai) >= 12
    assert all((TODAY - date.fromisoformat(row["last_contact"])).days > 180 for row in balai)


def test_partners_meet_more_and_more_by_themselves(story: DemoFiles, posts: list[Row]) -> None:
    brokers = set(load_story()["cast"]["brokers"])
    at = {row["source"]: row["target"] for row in reversed(posts) if row["type"] != "member_of"}
    half_year = timedelta(days=182)

    def share_without_broker(until: date) -> float:
        counted = [
            who
            for row in story.interactions
            if until - half_year < date.fromisoformat(row["date"]) <= until
            and (who := set(row["participants"].split(";")))
            and len({at.get(one, one) for one in who - brokers}) > 1
        ]
        assert len(counted) >= 20
        return sum(not brokers & who for who in counted) / len(counted)

    assert share_without_broker(TODAY) > share_without_broker(TODAY - half_year) + 0.2


def test_a_meeting_of_three_hours_is_in_the_record(story: DemoFiles) -> None:
    long_ones = [row for row in story.interactions if int(row["planned_minutes"] or 0) >= 180]

    assert [row["subject"] for row in long_ones] == [
        "Rapat Tim Pengarah: penetapan lokasi IPAL kedua"
    ]


# ------------------------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("offset", "told"),
    [
        ("0d", "2026-11-25"),
        ("-3w", "2026-11-04"),
        ("+38d", "2027-01-02"),
        ("-1y9m1d", "2025-02-24"),
        ("-5y~y", "2021"),
        ("-14m~m", "2025-09"),
    ],
)
def test_a_day_is_told_from_the_reference_day(offset: str, told: str) -> None:
    assert day_told(offset, TODAY).iso == told


def test_a_month_earlier_ends_where_the_month_ends() -> None:
    assert day_told("-1m", date(2026, 3, 31)).iso == "2026-02-28"


@pytest.mark.parametrize("offset", ["", "-", "soon", "3d2w", "-1.5y", "-1y~d"])
def test_another_way_of_telling_a_day_is_refused(offset: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        day_told(offset, TODAY)


def test_a_weekend_moves_back_to_friday() -> None:
    friday = date(2026, 11, 27)

    assert [working_day(friday + timedelta(n)) for n in range(3)] == [friday] * 3
    assert working_day(friday + timedelta(3)) == friday + timedelta(3)


# ------------------------------------------------------------------------------- reading


@dataclass(frozen=True)
class Records:
    """Records made of the rows, as the importer will make them; constructors check the meaning."""

    partners: list[Partner]
    contacts: list[Contact]
    positions: list[Position]
    ties: list[Tie]
    interactions: list[Interaction]
    notes: list[Note]

    @classmethod
    def of(cls, story: DemoFiles) -> Self:
        posts = [row for row in story.relationships if row["type"] in POSITION_TYPES]
        ties = [row for row in story.relationships if row["type"] not in POSITION_TYPES]
        return cls(
            [partner_of(row) for row in story.partners],
            [contact_of(row) for row in story.contacts],
            [position_of(row, f"p{number}") for number, row in enumerate(posts)],
            [tie_of(row, f"t{number}") for number, row in enumerate(ties)],
            [interaction_of(row) for row in story.interactions],
            [
                Note(id=f"n{number}", about_id=row["about_id"], text=row["text"])
                for number, row in enumerate(story.notes)
            ],
        )

    def network(self) -> Network:
        return Network.build(
            [*self.partners, *self.contacts],
            self.ties,
            positions=self.positions,
            interactions=self.interactions,
            types=tuple(BUILT_IN_TYPES.values()),
        )


def assert_sound(story: DemoFiles) -> None:
    """Every row makes a record, every end is there and of the right kind."""
    records = Records.of(story)
    partners = {record.id for record in records.partners}
    people = {record.id for record in records.contacts}
    kinds = dict.fromkeys(partners, ActorKind.PARTNER) | dict.fromkeys(people, ActorKind.CONTACT)
    assert len(kinds) == len(story.partners) + len(story.contacts)
    assert all(is_identifier(actor_id) for actor_id in kinds)
    assert {record.parent_id for record in records.partners} <= partners | {None}
    assert {record.contact_id for record in records.positions} <= people
    assert {record.partner_id for record in records.positions} <= partners
    for tie in records.ties:
        assert {tie.source_id, tie.target_id} <= set(kinds)
        check_ends(tie, BUILT_IN_TYPES, kinds)
    assert len({record.id for record in records.interactions}) == len(records.interactions)
    for meeting in records.interactions:
        assert set(meeting.participants) <= set(kinds)
    assert {row["actor_id"] for row in story.aliases} <= people
    assert all(row["alias"] for row in story.aliases)
    assert {record.about_id for record in records.notes} <= set(kinds)


def partner_of(row: Row) -> Partner:
    return Partner(
        id=row["id"],
        name=row["name"],
        sector=Sector(row["sector"]),
        level=Level(row["level"]),
        kind=PartnerKind(row["kind"]),
        region=row["region"],
        parent_id=row["parent_id"] or None,
        aliases=tuple(filter(None, row["aliases"].split(";"))),
        remark=row["notes"],
    )


def contact_of(row: Row) -> Contact:
    return Contact(
        id=row["id"],
        name=row["name"],
        name_in_talk=row["name_in_talk"],
        is_leader=row["is_leader"] == "1",
        seniority=int(row["seniority"]),
        busyness=float(row["busyness"]) if row["busyness"] else None,
        preferred_channel=Channel(row["preferred_channel"]) if row["preferred_channel"] else None,
        do_not_ask=row["do_not_ask"] == "1",
        request_cap=int(row["request_cap"]) if row.get("request_cap") else None,
        remark=row.get("notes", ""),
    )


def position_of(row: Row, record_id: str) -> Position:
    span = span_of(row)
    return Position(
        id=record_id,
        contact_id=row["source"],
        partner_id=row["target"],
        type=PositionType(row["type"]),
        title=row["title"],
        capacity=Capacity(row["capacity"]) if row.get("capacity") else None,
        since=span.since,
        until=span.until,
    )


def tie_of(row: Row, record_id: str) -> Tie:
    span = span_of(row)
    return Tie(
        id=record_id,
        source_id=row["source"],
        target_id=row["target"],
        type=row["type"],
        since=span.since,
        until=span.until,
        strength=float(row["strength"]) if row.get("strength") else None,
        label=row.get("label", ""),
        last_contact=parse_date(row["last_contact"]) if row.get("last_contact") else None,
        contact_count=int(row["count"]) if row.get("count") else None,
        confidence=float(row["confidence"]) if row.get("confidence") else None,
        evidence=row.get("evidence", ""),
    )


def interaction_of(row: Row) -> Interaction:
    return Interaction(
        id=row["id"],
        kind=InteractionKind(row["kind"]),
        held_on=StatedDate(date.fromisoformat(row["date"])),
        participants=tuple(row["participants"].split(";")),
        initiator=row["initiator"],
        subject=row["subject"],
        location=row["location"],
        channel=Channel(row["channel"]) if row["channel"] else None,
        planned_minutes=int(row["planned_minutes"]) if row["planned_minutes"] else None,
        actual_minutes=int(row["actual_minutes"]) if row["actual_minutes"] else None,
        answered_on=parse_date(row["answered_on"]) if row["answered_on"] else None,
        evidence=row["evidence"],
    )


def span_of(row: Row) -> Span:
    until = row.get("until", "")
    return Span(parse_date(row["since"]), parse_date(until) if until else None)


def is_led(row: Row) -> bool:
    return row["type"] == "leads"


def name_keys(story: DemoFiles) -> Iterator[str]:
    return (name_key(row["name"]) for row in story.contacts)


def access_graph(story: DemoFiles, *, with_do_not_ask: bool = False) -> "nx.DiGraph[str]":
    """Walk acquaintances, meetings and doors in the directions that their types allow."""
    not_asked = {row["id"] for row in story.contacts if row["do_not_ask"] == "1"}
    network: nx.DiGraph[str] = nx.DiGraph()
    for row in story.relationships:
        if row["type"] not in {"knows", "met_with", "gatekeeper_of"}:
            continue
        if not_asked & {row["source"], row["target"]} and not with_do_not_ask:
            continue
        network.add_edge(row["source"], row["target"])
        if BUILT_IN_TYPES[row["type"]].traversal is Traversal.BOTH:
            network.add_edge(row["target"], row["source"])
    return network


def independent_ways(story: DemoFiles, avoid: str = "") -> list[list[str]]:
    """Find the most ways of at most four steps that share nobody, the shortest such set."""
    network = access_graph(story)
    network.remove_nodes_from([avoid])
    ways = sorted(nx.all_simple_paths(network, BROKER, REGENT, cutoff=MOST_STEPS), key=len)
    assert all(network.has_edge(*step) for way in ways for step in pairwise(way))
    last_doors = len({way[-2] for way in ways})
    for size in range(last_doors, 0, -1):
        if found := disjoint(ways, size):
            return found
    return []


def disjoint(ways: list[list[str]], size: int) -> list[list[str]]:
    if size == 0:
        return []
    for place, way in enumerate(ways):
        rest = [other for other in ways[place + 1 :] if not set(way[1:-1]) & set(other[1:-1])]
        others = disjoint(rest, size - 1)
        if len(others) == size - 1:
            return [way, *others]
    return []
