"""Use cases of access on a real store: questions, ends, evidence, reach, search."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from graph.access.answers import Brief, PathAnswer, Step
from graph.access.hops import Basis
from graph.access.odds import Factor
from graph.access.routes import NoRoute
from graph.errors import (
    FieldIssue,
    InvalidQuestionError,
    RefusedEndError,
    UnknownNetworkError,
    UnknownRecordError,
)
from graph.ports import Remove, Store
from graph.records.dates import StatedDate
from graph.records.networks import NetworkRecord
from graph.records.ties import TieType
from graph.records.users import User
from graph.vocabulary import (
    ActorKind,
    Capacity,
    InteractionKind,
    NetworkId,
    Noun,
    PositionType,
    Role,
    Traversal,
    UserId,
)
from queries.sqlite_store import open_sqlite
from service.security import Principal
from service.snapshots import Snapshots
from service.usecases.access import (
    MOST_AVOIDED,
    MOST_FOUND,
    MOST_REACHED,
    PathQuestion,
    ReachQuestion,
    find_paths,
    find_reach,
    introduce,
    search,
)
from service.usecases.visits import Visit
from tests.told import TODAY, Told, ago

NET: Final = NetworkId("lombok")
ANI: Final = UserId("ani")
NOW: Final = datetime(2026, 11, 25, 3, tzinfo=UTC)


@dataclass
class Desk:
    """Somebody who asks; her network is what was told."""

    visit: Visit
    snapshots: Snapshots

    def paths(self, start: str, leader: str, *, on: date = TODAY, **how: Any) -> PathAnswer:
        question = PathQuestion(start=start, leader=leader, on=on, **how)
        return find_paths(self.visit, self.snapshots, question)

    def ways(self, start: str, leader: str, **how: Any) -> list[str]:
        return [
            " ".join([way.steps[0].source.id, *(step.target.id for step in way.steps)])
            for way in self.paths(start, leader, **how).ways
        ]

    def step(self, start: str, leader: str, **how: Any) -> Step:
        """The only step between two who are one step apart."""
        (step,) = self.paths(start, leader, max_steps=1, **how).ways[0].steps
        return step

    def reach(self, end: str, *, toward: bool, **how: Any) -> list[tuple[str, int, str]]:
        question = ReachQuestion(end=end, is_toward=toward, on=TODAY, **how)
        found = find_reach(self.visit, self.snapshots, question).found
        return [(one.actor.id, one.steps, one.beside.id) for one in found]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_sqlite(tmp_path / "store.db")
    opened.create_network(NetworkRecord(id=NET, name="Water"))
    yield opened
    opened.close()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def desk(store: Store, told: Told) -> Callable[[], Desk]:
    """Save what was told and open the desk."""

    def opened() -> Desk:
        store.commit(NET, told.writes(), author=ANI, at=NOW)
        who = Principal(User(id=ANI, name="Ani"), {NET: Role.READER})
        return Desk(Visit(store, who, NET, NOW), Snapshots(store))

    return opened


Opened = Callable[[], Desk]


# ---------------------------------------------------------------------------- questions


@pytest.mark.parametrize(
    ("how", "issue"),
    [
        ({"k": 0}, FieldIssue("k", "outside-limits", "0", {"least": "1", "most": "20"})),
        ({"k": 21}, FieldIssue("k", "outside-limits", "21", {"least": "1", "most": "20"})),
        (
            {"max_steps": 7},
            FieldIssue("max_steps", "outside-limits", "7", {"least": "1", "most": "6"}),
        ),
        (
            {"through": ("a", "b", "c", "d")},
            FieldIssue("through", "too-many", "4", {"most": "3"}),
        ),
        (
            {"avoid": ("a",) * (MOST_AVOIDED + 1)},
            FieldIssue("avoid", "too-many", "101", {"most": "100"}),
        ),
        ({"leader": "s"}, FieldIssue("to", "same-ends", "s")),
    ],
)
def test_a_question_that_means_nothing_is_refused_with_the_field(
    told: Told, desk: Opened, how: dict[str, Any], issue: FieldIssue
) -> None:
    told.tie("s", "t")
    asked: dict[str, Any] = {"start": "s", "leader": "t"} | how

    with pytest.raises(InvalidQuestionError) as refused:
        desk().paths(**asked)

    assert refused.value.issues == (issue,)


def test_all_that_is_wrong_with_a_question_is_told_at_once(told: Told, desk: Opened) -> None:
    with pytest.raises(InvalidQuestionError) as refused:
        desk().paths("s" * 1_000, "s" * 1_000, k=0, max_steps=0)

    assert [issue.field for issue in refused.value.issues] == ["k", "max_steps", "to"]
    assert len(str(refused.value)) < 500


def test_an_unknown_type_is_refused_with_the_known_ones(told: Told, desk: Opened) -> None:
    told.types.append(TieType(id="mentors", traversal=Traversal.BOTH))
    told.tie("s", "t")
    open_desk = desk()

    with pytest.raises(InvalidQuestionError) as refused:
        open_desk.paths("s", "t", types=("knows", "x\ud800" * 500))

    (issue,) = refused.value.issues
    assert (issue.field, issue.code, len(issue.value)) == ("types", "unknown-tie-type", 80)
    assert {"knows", "mentors", "met_with", "colleagues"} <= set(issue.facts["known"].split(", "))
    assert open_desk.ways("s", "t", types=("mentors", "knows")) == ["s t"]


@pytest.mark.parametrize("place", ["start", "leader", "avoid", "through"])
def test_an_unknown_actor_is_named(told: Told, desk: Opened, place: str) -> None:
    told.tie("s", "t")
    asked: dict[str, Any] = {"start": "s", "leader": "t"}
    asked[place] = "nobody" if place in asked else ("nobody",)

    with pytest.raises(UnknownRecordError) as refused:
        desk().paths(**asked)

    assert refused.value.facts == {"noun": "actor", "record_id": "nobody"}


def test_who_has_no_part_in_the_network_is_told_of_none(store: Store, told: Told) -> None:
    told.tie("s", "t")
    store.commit(NET, told.writes(), author=ANI, at=NOW)
    stranger = Principal(User(id=UserId("eve"), name="Eve"))
    desk = Desk(Visit(store, stranger, NET, NOW), Snapshots(store))

    for ask in (
        lambda: desk.paths("s", "t"),
        lambda: desk.reach("t", toward=True),
        lambda: search(desk.visit, desk.snapshots, "s"),
        lambda: introduce(desk.visit, desk.snapshots, ["s"], on=TODAY),
    ):
        with pytest.raises(UnknownNetworkError):
            ask()


# ---------------------------------------------------------------------------- ends


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"do_not_ask": True}, "do_not_ask"),
        ({"is_deceased": True}, "deceased"),
        ({"has_opted_out": True}, "opted_out"),
        ({"merged_into": "s"}, "merged"),
    ],
)
def test_an_end_that_cannot_be_one_is_refused_with_the_reason(
    told: Told, desk: Opened, said: dict[str, Any], reason: str
) -> None:
    told.person("t", **said)
    told.tie("s", "t")
    open_desk = desk()

    for ends in (("s", "t"), ("t", "s")):
        with pytest.raises(RefusedEndError) as refused:
            open_desk.paths(*ends)
        assert refused.value.facts == {"actor_id": "t", "reason": reason}


def test_an_end_that_the_question_avoids_is_refused(told: Told, desk: Opened) -> None:
    told.tie("s", "t")

    with pytest.raises(RefusedEndError) as refused:
        desk().paths("s", "t", avoid=("t",))
    assert refused.value.reason == "avoided"


def test_a_removed_actor_is_unknown(store: Store, told: Told, desk: Opened) -> None:
    told.tie("s", "m")
    told.tie("m", "t")
    open_desk = desk()
    assert open_desk.ways("s", "t") == ["s m t"]
    store.commit(NET, [Remove(Noun.CONTACT, "m")], author=ANI, at=NOW)

    assert open_desk.ways("s", "t") == []
    with pytest.raises(UnknownRecordError):
        open_desk.paths("m", "t")


def test_from_a_partner_any_of_its_people_in_post_may_start(told: Told, desk: Opened) -> None:
    told.partner("lsm")
    told.post("ani", "lsm")
    told.post("budi", "lsm", until=ago(1))  # has left
    told.post("cici", "lsm", since=ago(-1))  # comes tomorrow
    for name in ("ani", "budi", "cici", "lsm"):
        told.tie(name, "bupati", "met_with")

    assert set(desk().ways("lsm", "bupati", types=("met_with",))) == {"ani bupati", "lsm bupati"}


def test_somebody_of_the_partner_who_is_avoided_does_not_start(told: Told, desk: Opened) -> None:
    for name in ("ani", "budi"):
        told.post(name, "lsm")
        told.tie(name, "bupati")

    assert desk().ways("lsm", "bupati", avoid=("ani",)) == ["budi bupati"]


def test_to_a_partner_means_to_its_present_heads(told: Told, desk: Opened) -> None:
    told.partner("dinas")
    told.post("kepala", "dinas", type=PositionType.LEADS)
    told.post("ketua", "dinas", type=PositionType.CHAIRS)
    told.post("mantan", "dinas", type=PositionType.LEADS, until=ago(1))
    told.post("staf", "dinas")
    for name in ("kepala", "ketua", "mantan", "staf"):
        told.tie("s", name)

    assert desk().ways("s", "dinas", max_steps=1) == ["s kepala", "s ketua"]


def test_an_office_that_nobody_leads_is_vacant(told: Told, desk: Opened) -> None:
    told.post("staf", "dinas")
    told.post("kepala", "dinas", type=PositionType.LEADS, until=ago(1))
    told.tie("s", "staf")
    open_desk = desk()

    with pytest.raises(RefusedEndError) as refused:
        open_desk.paths("s", "dinas")
    assert refused.value.facts == {"actor_id": "dinas", "reason": "vacant"}
    assert open_desk.paths("s", "dinas", on=TODAY - timedelta(1)).leader.id == "dinas"


def test_who_leads_the_partner_asked_for_need_not_be_introduced(told: Told, desk: Opened) -> None:
    told.post("kepala", "dinas", type=PositionType.LEADS)
    told.tie("kepala", "s")

    with pytest.raises(InvalidQuestionError) as refused:
        desk().paths("kepala", "dinas")
    assert refused.value.issues == (FieldIssue("to", "same-ends", "dinas"),)


def test_people_of_the_start_ask_their_own_head(told: Told, desk: Opened) -> None:
    told.post("kepala", "dinas", type=PositionType.LEADS)
    told.post("staf", "dinas")
    told.tie("staf", "kepala")

    assert desk().ways("dinas", "kepala") == ["staf kepala"]


def test_a_leader_who_left_office_is_answered_with_the_present_holder(
    told: Told, desk: Opened
) -> None:
    told.post("lama", "dinas", type=PositionType.LEADS, until=ago(100))
    told.post("baru", "dinas", type=PositionType.LEADS, title="Kepala Dinas", since=ago(99))
    told.tie("s", "lama")
    open_desk = desk()

    (holder,) = open_desk.paths("s", "lama").present_holders
    assert (holder.partner.id, holder.holder.id, holder.holder.title) == (
        "dinas",
        "baru",
        "Kepala Dinas",
    )
    assert open_desk.paths("s", "lama", on=TODAY - timedelta(100)).present_holders == ()
    assert open_desk.paths("lama", "s").present_holders == ()


def test_a_leader_who_moved_to_another_office_still_leads(told: Told, desk: Opened) -> None:
    told.post("kepala", "dinas", type=PositionType.LEADS, until=ago(100))
    told.post("baru", "dinas", type=PositionType.LEADS, since=ago(99))
    told.post("kepala", "badan", type=PositionType.LEADS, since=ago(99))
    told.tie("s", "kepala")

    assert desk().paths("s", "kepala").present_holders == ()


# ---------------------------------------------------------------------------- the answer


def test_an_answer_repeats_the_question_and_names_the_ends(told: Told, desk: Opened) -> None:
    told.person("t", name_in_talk="Pak T", is_leader=True)
    told.partner("dinas")
    told.post("t", "dinas", type=PositionType.LEADS, title="Kepala Dinas", capacity=Capacity.PLT)
    told.tie("s", "t", strength=0.5)
    answer = desk().paths("s", "t", k=3, max_steps=2)

    assert (answer.on, answer.k, answer.max_steps, answer.revision) == (TODAY, 3, 2, 1)
    assert answer.start == Brief("s", ActorKind.CONTACT, "s", "s")
    assert answer.leader == Brief(
        "t", ActorKind.CONTACT, "t", "Pak T", True, "Kepala Dinas", "dinas", "dinas", True
    )
    assert (answer.reason, answer.steps_needed, answer.nearest) == (None, None, None)
    (way,) = answer.ways
    assert way.probability == pytest.approx(0.549834)
    assert way.weakest == 0


def test_the_foremost_position_of_the_day_introduces_a_person(told: Told, desk: Opened) -> None:
    told.post("t", "a-dewan", type=PositionType.MEMBER_OF, title="Anggota")
    told.post("t", "z-dinas", type=PositionType.LEADS, label="Kepala")
    told.post("t", "y-lama", type=PositionType.LEADS, title="Lama", until=ago(1))
    told.tie("s", "t")
    open_desk = desk()

    leader = open_desk.paths("s", "t").leader
    assert (leader.title, leader.partner_id) == ("Kepala", "z-dinas")
    before = open_desk.paths("s", "t", on=TODAY - timedelta(1)).leader
    assert (before.title, before.partner_id) == ("Lama", "y-lama")


@pytest.mark.parametrize("capacity", [None, *Capacity])
def test_who_holds_a_post_in_an_acting_capacity_is_marked(
    told: Told, desk: Opened, capacity: Capacity | None
) -> None:
    told.post("t", "dinas", capacity=capacity)
    told.tie("s", "t")

    is_acting = capacity not in {None, Capacity.DEFINITIVE}
    assert desk().paths("s", "t").leader.is_acting is is_acting


def test_no_way_says_why_and_how_near_one_comes(told: Told, desk: Opened) -> None:
    told.post("dekat", "lsm", title="Direktur")
    told.tie("dekat", "t", strength=0.5)
    told.tie("s", "a")
    answer = desk().paths("s", "t")

    assert (answer.ways, answer.reason) == ((), NoRoute.NOT_CONNECTED)
    assert answer.nearest is not None
    assert (answer.nearest.actor.id, answer.nearest.actor.title) == ("dekat", "Direktur")
    assert answer.nearest.probability == pytest.approx(0.549834)


def test_avoid_through_and_types_narrow_the_ways(told: Told, desk: Opened) -> None:
    for middle, type_ in (("a", "knows"), ("b", "advises")):
        told.tie("s", middle, type_)
        told.tie(middle, "t", type_)
    open_desk = desk()

    assert open_desk.ways("s", "t") == ["s b t", "s a t"]
    assert open_desk.ways("s", "t", avoid=("b",)) == ["s a t"]
    assert open_desk.ways("s", "t", through=("a",)) == ["s a t"]
    assert open_desk.ways("s", "t", types=("advises",)) == ["s b t"]
    assert open_desk.paths("s", "t", through=("a", "b")).reason is NoRoute.NOT_THROUGH


# ---------------------------------------------------------------------------- evidence


def test_a_step_shows_all_ties_of_the_pair_that_had_begun(told: Told, desk: Opened) -> None:
    told.tie("s", "t", "knows", strength=0.5, evidence="school")
    told.tie("t", "s", "advises", until=ago(4_000))
    told.tie("s", "t", "met_with", since=ago(-5))

    step = desk().step("s", "t")
    assert [tie.id for tie in step.ties] == ["t0", "t1"]
    assert step.ties[0].evidence == "school"
    assert (step.basis, step.is_inferred, step.strength) == (Basis.TIE, False, 0.5)


def test_a_type_that_is_off_is_no_evidence(told: Told, desk: Opened) -> None:
    """Family ties are nobody's business until the network turns them on."""
    told.tie("s", "t", "knows")
    told.tie("s", "t", "family")

    assert [tie.type for tie in desk().step("s", "t").ties] == ["knows"]


def test_a_step_shows_the_five_newest_meetings_up_to_the_day(told: Told, desk: Opened) -> None:
    for days in range(8):
        told.meet("s", "t", days_ago=days)
    told.meet("t", "s", "x", days_ago=-3)
    open_desk = desk()

    shown = [act.held_on for act in open_desk.step("s", "t").interactions]
    assert shown == [ago(days) for days in range(5)]
    assert open_desk.step("s", "t").basis is Basis.CONTACT


def test_meetings_after_the_day_do_not_hide_those_before_it(told: Told, desk: Opened) -> None:
    for days in [*range(60), 100, 101, 102, 103, 104, 105, 106]:
        told.meet("s", "t", days_ago=days)

    step = desk().step("s", "t", on=TODAY - timedelta(90))
    assert [act.held_on for act in step.interactions] == [ago(days) for days in range(100, 105)]


def test_an_inferred_step_shows_where_the_two_served(told: Told, desk: Opened) -> None:
    told.partner("dinas")
    told.post("s", "dinas", title="Sekretaris", since=ago(900))
    told.post("t", "dinas", title="Kepala", since=ago(700), until=ago(400))
    step = desk().step("s", "t")

    assert step.is_inferred
    assert (Factor.INFERRED, -0.8) in step.factors
    assert step.served is not None
    assert step.served.partner.id == "dinas"
    assert (step.served.one.title, step.served.other.title) == ("Sekretaris", "Kepala")
    assert (step.served.last_day, step.served.is_undated) == (ago(400).first, False)
    assert step.ties == step.interactions == ()


def test_colleagues_of_today_have_no_last_day_together(told: Told, desk: Opened) -> None:
    told.post("s", "dinas", since=ago(900))
    told.post("t", "dinas")
    served = desk().step("s", "t").served

    assert served is not None
    assert (served.last_day, served.is_undated) == (None, True)


def test_a_post_that_has_not_begun_is_no_evidence(told: Told, desk: Opened) -> None:
    told.post("s", "dinas", title="dulu", since=ago(2_000), until=ago(400))
    told.post("s", "dinas", title="nanti", since=ago(-30))
    told.post("t", "dinas", since=ago(3_000))
    served = desk().step("s", "t").served

    assert served is not None
    assert (served.one.title, served.last_day) == ("dulu", ago(400).first)


def test_of_several_posts_the_one_that_the_years_together_come_from_is_shown(
    told: Told, desk: Opened
) -> None:
    told.post("s", "dinas", title="lama", since=ago(2_000), until=ago(800))
    told.post("s", "dinas", title="sebentar", since=ago(410))
    told.post("t", "dinas", title="lain", since=ago(2_500), until=ago(400))  # 11 days with both
    served = desk().step("s", "t").served

    assert served is not None
    assert (served.one.title, served.last_day) == ("lama", ago(800).first)


def test_a_step_into_an_organisation_names_whom_one_meets(told: Told, desk: Opened) -> None:
    told.partner("lsm")
    told.person("dewi", name_in_talk="Bu Dewi")
    told.post("dewi", "lsm", type=PositionType.LEADS, title="Direktur")
    told.tie("s", "lsm", "advises")
    told.tie("lsm", "t", "advises")
    first, second = desk().paths("s", "t").ways[0].steps

    assert first.key_contact is not None
    assert (first.key_contact.name_in_talk, first.key_contact.title) == ("Bu Dewi", "Direktur")
    assert second.key_contact is None
    assert (first.target.kind, first.target.name) == (ActorKind.PARTNER, "lsm")


def test_nothing_of_the_future_is_in_an_answer_about_the_past(told: Told, desk: Opened) -> None:
    told.tie("s", "t", since=ago(10))
    told.meet("s", "t", days_ago=5)

    answer = desk().paths("s", "t", on=TODAY - timedelta(20))
    assert (answer.ways, answer.reason) == ((), NoRoute.NOBODY_AT_START)


# ---------------------------------------------------------------------------- reach


def test_reach_ranks_who_can_come_to_a_leader(told: Told, desk: Opened) -> None:
    told.tie("a", "t", strength=0.9)
    told.tie("b", "a", strength=0.9)
    told.tie("c", "t", strength=0.1)
    told.tie("t", "d", "gatekeeper_of")  # leads away from the leader
    open_desk = desk()

    assert open_desk.reach("t", toward=True) == [("a", 1, "t"), ("b", 2, "a"), ("c", 1, "t")]
    assert open_desk.reach("t", toward=True, max_steps=1) == [("a", 1, "t"), ("c", 1, "t")]
    assert ("d", 1, "t") in open_desk.reach("t", toward=False)


def test_reach_counts_all_and_shows_the_asked_part(told: Told, desk: Opened) -> None:
    for n in range(5):
        told.tie(f"a{n}", "t", strength=0.1 * (n + 1))
    open_desk = desk()
    question = ReachQuestion(end="t", is_toward=True, on=TODAY, limit=2, max_steps=1)
    answer = find_reach(open_desk.visit, open_desk.snapshots, question)

    assert (answer.total, answer.end.id, answer.is_toward) == (5, "t", True)
    assert [one.actor.id for one in answer.found] == ["a4", "a3"]
    assert (answer.on, answer.max_steps, answer.revision) == (TODAY, 1, 1)


def test_reach_to_a_partner_is_reach_to_its_heads_and_from_it_from_its_people(
    told: Told, desk: Opened
) -> None:
    told.post("kepala", "dinas", type=PositionType.LEADS)
    told.post("staf", "dinas", type=PositionType.WORKS_FOR)
    told.tie("a", "kepala")
    told.tie("b", "staf")
    open_desk = desk()

    toward = open_desk.reach("dinas", toward=True, types=("knows",))
    assert toward == [("a", 1, "kepala")]
    away = open_desk.reach("dinas", toward=False, types=("knows",))
    assert away == [("a", 1, "kepala"), ("b", 1, "staf")]


@pytest.mark.parametrize("limit", [0, MOST_REACHED + 1])
def test_the_limit_of_reach_is_named(told: Told, desk: Opened, limit: int) -> None:
    told.know("t")

    with pytest.raises(InvalidQuestionError) as refused:
        desk().reach("t", toward=True, limit=limit, max_steps=9)
    assert [issue.field for issue in refused.value.issues] == ["max_steps", "limit"]


# ---------------------------------------------------------------------------- who is who


def test_people_are_introduced_in_a_line(told: Told, desk: Opened) -> None:
    told.person("ani", name_in_talk="Bu Ani")
    told.post("ani", "lsm", title="Direktur")
    open_desk = desk()

    found = introduce(open_desk.visit, open_desk.snapshots, ["ani", "lsm", "nobody"], on=TODAY)
    assert {id_: (one.name_in_talk, one.title) for id_, one in found.items()} == {
        "ani": ("Bu Ani", "Direktur"),
        "lsm": ("lsm", ""),
    }
    before = TODAY - timedelta(1)
    assert introduce(open_desk.visit, open_desk.snapshots, [], on=before) == {}


def test_search_finds_what_was_written_a_moment_ago(told: Told, desk: Opened) -> None:
    told.know("ratna", "budi")
    told.partner("ratna-foundation")
    open_desk = desk()

    def found(query: str, **how: Any) -> list[str]:
        return [match.id for match in search(open_desk.visit, open_desk.snapshots, query, **how)]

    assert found("ratna") == ["ratna", "ratna-foundation"]
    assert found("ratna", kinds=[ActorKind.PARTNER]) == ["ratna-foundation"]
    assert found("ratna", limit=1) == ["ratna"]
    assert found("nobody at all") == []


@pytest.mark.parametrize("limit", [0, MOST_FOUND + 1])
def test_the_limit_of_search_is_named(desk: Opened, limit: int) -> None:
    open_desk = desk()

    with pytest.raises(InvalidQuestionError) as refused:
        search(open_desk.visit, open_desk.snapshots, "a", limit=limit)
    assert refused.value.issues == (
        FieldIssue("limit", "outside-limits", str(limit), {"least": "1", "most": "50"}),
    )


def test_days_far_away_are_days_like_others(told: Told, desk: Opened) -> None:
    told.tie("s", "t", since=StatedDate(date(1000, 1, 1)), strength=0.5)
    told.meet("s", "t", kind=InteractionKind.VISIT)
    open_desk = desk()

    assert open_desk.ways("s", "t", on=date.max) == ["s t"]
    assert open_desk.ways("s", "t", on=date(1000, 1, 1)) == ["s t"]
    assert open_desk.ways("s", "t", on=date.min) == []
