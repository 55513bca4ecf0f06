"""The desk that pages ask, on a real store."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboards.desk import Desk, WaysAsked
from graph.errors import (
    DuplicateIdError,
    ForbiddenError,
    InvalidQuestionError,
    InvalidRecordError,
    UnknownJobError,
    UnknownNetworkError,
    UnknownRecordError,
)
from graph.ports import Create
from graph.records.contacts import Contact
from graph.records.dates import parse_date
from graph.records.identity import new_id
from graph.records.interactions import Interaction
from graph.records.jobs import Job
from graph.records.networks import NetworkRecord
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.ties import Tie
from graph.records.users import User
from graph.vocabulary import ActorKind, InteractionKind, NetworkId, Noun, Role, UserId
from queries.sqlite_store import open_sqlite
from service.desk import ServiceDesk
from service.security import Principal
from service.snapshots import Snapshots
from service.usecases import profiles
from service.usecases.imports import IMPORT_ACT, undo_import

NET = NetworkId("net")
OTHER = NetworkId("other")

RINA = User(id=UserId("rina"), name="Rina", is_owner=True)


class Office:
    """A store with two networks, and a desk for whoever asks."""

    def __init__(self, folder: Path) -> None:
        self.store = open_sqlite(folder / "restu.db", 5.0)
        self.snapshots = Snapshots(self.store)
        self.woken = 0
        self.store.save_user(RINA)
        for network_id in (NET, OTHER):
            self.store.create_network(
                NetworkRecord(id=network_id, name=network_id.title(), time_zone="Asia/Jayapura")
            )

    def desk(self, **roles: Role) -> Desk:
        if not roles:
            return self._desk(Principal(self.store.load_user(RINA.id) or RINA))
        user = User(id=UserId("budi"), name="Budi")
        self.store.save_user(user)
        return self._desk(Principal(user, {NetworkId(k): role for k, role in roles.items()}, "t"))

    def _desk(self, who: Principal) -> ServiceDesk:
        return ServiceDesk(self.store, self.snapshots, who, self._wake)

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.store.close()


def person(name: str, **more: object) -> Contact:
    return Contact(id=new_id(), name=name, **more)  # type: ignore[arg-type]


def test_a_person_with_a_position_is_one_entry_and_one_undo(office: Office) -> None:
    desk = office.desk()
    works = Partner(id="pu", name="Dinas PU")
    desk.save(NET, [works])
    contact = person("Ir. Hadi Wijaya", name_in_talk="Pak Hadi")
    post = Position(id=new_id(), contact_id=contact.id, partner_id="pu", title="Kepala")

    written = desk.save(NET, [contact, post])

    brief = desk.introduce(NET, [contact.id])[contact.id]
    assert (brief.name_in_talk, brief.title, brief.partner_name) == (
        "Pak Hadi",
        "Kepala",
        "Dinas PU",
    )
    assert desk.overview(NET).revision == 2
    desk.undo(NET, written)
    assert desk.introduce(NET, [contact.id]) == {}
    assert desk.overview(NET).counts[Noun.POSITION] == 0
    assert office.store.list_revisions(NET)[0].act == "undo"


def test_nothing_of_an_entry_is_kept_if_a_part_is_refused(office: Office) -> None:
    desk = office.desk()
    contact = person("Ani")
    nowhere = Position(id=new_id(), contact_id=contact.id, partner_id=contact.id[:-1] + "x")

    with pytest.raises(Exception, match="unknown-actor"):
        desk.save(NET, [contact, nowhere])

    assert desk.overview(NET).is_empty


def test_a_tie_taken_back_can_be_added_again_and_a_second_time_it_is_told(office: Office) -> None:
    desk = office.desk()
    ani, hadi = person("Ani"), person("Hadi")
    desk.save(NET, [ani, hadi])

    def tie() -> Tie:
        return Tie(id=new_id(), source_id=ani.id, target_id=hadi.id, type="knows")

    first = desk.save(NET, [tie()])
    desk.undo(NET, first)
    again = desk.save(NET, [tie()])

    assert again == first  # the identifier of its natural key, so that an import meets it
    assert desk.overview(NET).counts[Noun.TIE] == 1
    with pytest.raises(DuplicateIdError):
        desk.save(NET, [tie()])


def test_a_tie_of_a_wrong_kind_is_refused_with_its_field(office: Office) -> None:
    desk = office.desk()
    ani, works = person("Ani"), Partner(id="pu", name="Dinas PU")
    desk.save(NET, [ani, works])

    with pytest.raises(InvalidRecordError) as refused:
        desk.save(NET, [Tie(id="t", source_id=ani.id, target_id="pu", type="knows")])

    assert [issue.field for issue in refused.value.issues] == ["target_id"]


def test_a_profile_tells_everything_from_one_side(office: Office) -> None:
    desk = office.desk()
    ani, hadi = person("Ani"), person("Hadi")
    desk.save(NET, [ani, hadi, Partner(id="pu", name="PU"), Partner(id="old", name="Old")])
    since, until = parse_date("2019"), parse_date("2020")
    desk.save(
        NET,
        [
            Position(id="p1", contact_id=ani.id, partner_id="old", since=since, until=until),
            Position(id="p2", contact_id=ani.id, partner_id="pu"),
            Tie(id="t1", source_id=hadi.id, target_id=ani.id, type="knows"),
            Interaction(
                id="i1",
                kind=InteractionKind.CALL,
                held_on=parse_date("2024-05-03"),
                participants=(ani.id, hadi.id),
            ),
        ],
    )

    profile = desk.profile(NET, ani.id)

    assert [stored.record.partner_id for stored in profile.positions] == ["pu", "old"]
    assert [stored.record.source_id for stored in profile.ties] == [hadi.id]
    assert len(profile.interactions) == 1
    assert set(profile.others) == {ani.id, hadi.id, "pu", "old"}
    assert profile.changed_by == "Rina"
    assert [stored.record.contact_id for stored in desk.profile(NET, "pu").positions] == [ani.id]
    with pytest.raises(UnknownRecordError):
        desk.profile(NET, "nobody")


def test_moments_are_told_in_the_time_zone_of_the_network(office: Office) -> None:
    desk = office.desk()
    desk.save(NET, [person("Ani")])

    changed = desk.overview(NET).changed_at

    assert changed is not None
    assert changed.utcoffset() == datetime(2026, 1, 1, tzinfo=changed.tzinfo).utcoffset()
    assert str(changed.tzinfo) == "Asia/Jayapura"


def test_the_latest_meeting_is_not_one_that_is_still_to_come(office: Office) -> None:
    desk = office.desk()
    ani, hadi = person("Ani"), person("Hadi")
    meetings = [
        Interaction(
            id=day,
            kind=InteractionKind.VISIT,
            held_on=parse_date(day),
            participants=(ani.id, hadi.id),
        )
        for day in ("2024-05-03", "2999-01-01")
    ]
    desk.save(NET, [ani, hadi, *meetings])

    assert desk.overview(NET).last_held == date(2024, 5, 3)


def test_people_are_found_with_their_post_and_by_kind(office: Office) -> None:
    desk = office.desk()
    desk.save(NET, [person("Lalu Zaini"), Partner(id="z", name="Zaini Center")])

    both = [found.brief.name for found in desk.search(NET, "zaini")]
    people = [found.brief.name for found in desk.search(NET, "zaini", kinds=(ActorKind.CONTACT,))]

    assert set(both) == {"Lalu Zaini", "Zaini Center"}
    assert people == ["Lalu Zaini"]


def test_namesakes_are_found_however_the_name_is_spelled(office: Office) -> None:
    desk = office.desk()
    yusuf = person("Drs. H. Moh. Joesoef", aliases=("Yoyok",))
    desk.save(NET, [yusuf, Partner(id="b", name="BAPPEDA Lombok"), person("Muhammad Yusufa")])

    def ids(name: str, kind: ActorKind = ActorKind.CONTACT) -> list[str]:
        return [brief.id for brief in desk.namesakes(NET, name, kind)]

    assert ids("Muhammad Yusuf, S.H.") == ids("yoyok") == [yusuf.id]
    assert ids("Yusuf") == []
    assert ids("Bapeda Lombok", ActorKind.PARTNER) == ["b"]
    assert ids("Bapeda Lombok") == []


def test_ties_of_a_profile_begin_with_the_latest_in_touch(office: Office) -> None:
    desk = office.desk()
    people = [person(name) for name in ("Ani", "Cici", "Budi", "Dedi")]
    last = [None, None, parse_date("2024-05-03")]
    desk.save(NET, people)
    desk.save(
        NET,
        [
            Tie(
                id=new_id(),
                source_id=people[0].id,
                target_id=other.id,
                type="knows",
                last_contact=on,
            )
            for other, on in zip(people[1:], last, strict=True)
        ],
    )

    ties = [stored.record for stored in desk.profile(NET, people[0].id).ties]

    assert [tie.target_id for tie in ties] == [people[place].id for place in (3, 2, 1)]


def test_a_long_profile_is_read_to_its_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "MOST_SHOWN", 2)
    desk = office.desk()
    people = [person(f"Ani {place}") for place in range(6)]
    desk.save(NET, people)
    ties = [
        Tie(id=new_id(), source_id=people[0].id, target_id=p.id, type="knows") for p in people[1:]
    ]
    desk.save(NET, ties)

    others: list[str] = []
    after: Mapping[Noun, str] = {}
    while True:
        profile = desk.profile(NET, people[0].id, after=after)
        others += [stored.record.target_id for stored in profile.ties]
        after = profile.next
        if not after:
            break

    assert sorted(others) == sorted(p.id for p in people[1:])
    with pytest.raises(InvalidQuestionError):
        desk.profile(NET, people[0].id, after={Noun.TIE: "nowhere"})


def test_the_way_from_a_person_to_another_is_found(office: Office) -> None:
    desk = office.desk()
    ani, hadi = person("Ani"), person("Hadi")
    tie = Tie(id="t", source_id=ani.id, target_id=hadi.id, type="knows")
    desk.save(NET, [ani, hadi, tie])

    answer = desk.find_paths(NET, WaysAsked(start=ani.id, leader=hadi.id, on=desk.today(NET)))

    assert len(answer.ways) == 1
    assert answer.ways[0].steps[0].ties[0].type == "knows"


def test_the_reader_says_once_who_the_reader_is(office: Office) -> None:
    desk = office.desk()
    ani = person("Ani")
    desk.save(NET, [ani])
    assert desk.me(NET) is None

    desk.remember_me(NET, ani.id)

    later = office.desk()
    me = later.me(NET)
    assert me is not None
    assert me.id == ani.id
    assert later.me(OTHER) is None


def test_a_network_gets_an_address_that_can_be_read(office: Office) -> None:
    desk = office.desk()

    made = [desk.create_network(name, "id").id for name in ("Gumi Bersih!", "Gumi Bersih", "水")]

    assert made[0] == "gumi-bersih"
    assert made[1].startswith("gumi-bersih-")
    assert len(set(made)) == 3
    with pytest.raises(InvalidRecordError):
        desk.create_network("  ", "id")


def test_an_import_is_listed_and_shown_as_undone(office: Office) -> None:
    desk = office.desk()
    at = datetime(2026, 1, 1, tzinfo=UTC)
    contact = person("Ani")
    office.store.commit(NET, [Create(contact)], author=RINA.id, at=at, act=IMPORT_ACT, batch_id="b")
    (loaded,) = desk.list_batches(NET)
    assert (loaded.id, loaded.count, loaded.by, loaded.is_undone) == ("b", 1, "Rina", False)

    undo_import(office.store, NET, "b", author=RINA.id, at=at)

    assert [batch.is_undone for batch in desk.list_batches(NET)] == [True]


def test_a_reader_reads_and_writes_nothing(office: Office) -> None:
    office.desk().save(NET, [person("Ani")])
    desk = office.desk(net=Role.READER)

    assert desk.role(NET) is Role.READER
    assert desk.overview(NET).counts[Noun.CONTACT] == 1
    with pytest.raises(ForbiddenError):
        desk.save(NET, [person("Budi")])
    with pytest.raises(ForbiddenError):
        desk.undo_batch(NET, "b")
    with pytest.raises(ForbiddenError):
        desk.create_network("Mine", "en")


def test_a_network_in_which_one_has_no_part_is_unknown_to_every_question(office: Office) -> None:
    office.desk().save(OTHER, [Contact(id="secret", name="Secret")])
    desk = office.desk(net=Role.ADMINISTRATOR)

    assert [network.id for network in desk.list_networks()] == [NET]
    asked = WaysAsked(start="secret", leader="x", on=date(2026, 1, 1))
    for question in (
        lambda: desk.role(OTHER),
        lambda: desk.today(OTHER),
        lambda: desk.overview(OTHER),
        lambda: desk.remember_me(OTHER, "secret"),
        lambda: desk.search(OTHER, "secret"),
        lambda: desk.introduce(OTHER, ["secret"]),
        lambda: desk.tie_types(OTHER),
        lambda: desk.find_paths(OTHER, asked),
        lambda: desk.list_actors(OTHER, ActorKind.CONTACT),
        lambda: desk.profile(OTHER, "secret"),
        lambda: desk.save(OTHER, [person("X")]),
        lambda: desk.list_batches(OTHER),
        lambda: desk.undo_batch(OTHER, "b"),
    ):
        with pytest.raises(UnknownNetworkError):
            question()
    with pytest.raises(UnknownRecordError):
        desk.profile(NET, "secret")


def test_a_job_of_another_network_is_unknown_here(office: Office) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    office.store.create_job(
        Job(id="j", network_id=OTHER, kind="import", created_by=RINA.id, created_at=at)
    )
    desk = office.desk()

    assert desk.job(OTHER, "j").id == "j"
    with pytest.raises(UnknownJobError):
        desk.job(NET, "j")
