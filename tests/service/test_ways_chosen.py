"""Ways chosen together, judged step by step: what the answer adds to the routes themselves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from graph.access.answers import PathAnswer, Step
from graph.access.choices import Choice
from graph.access.remedies import Act
from graph.access.routes import NoRoute
from graph.errors import InvalidQuestionError
from graph.ports import Create, Store
from graph.records.conflicts import ConflictOfInterest
from graph.records.dates import parse_date
from graph.records.networks import NetworkRecord
from graph.records.users import User
from graph.strength.used import Speaks
from graph.vocabulary import Channel, NetworkId, RequestState, Role, UserId
from queries.sqlite_store import open_sqlite
from service.security import Principal
from service.snapshots import Snapshots
from service.usecases.access import PathQuestion, find_paths
from service.usecases.visits import Visit
from tests.told import TODAY, Told

NET: Final = NetworkId("lombok")
ANI: Final = UserId("ani")
NOW: Final = datetime(2026, 11, 25, 3, tzinfo=UTC)


@dataclass
class Desk:
    visit: Visit
    snapshots: Snapshots

    def paths(self, *, on: date = TODAY, **how: Any) -> PathAnswer:
        asked: dict[str, Any] = {"start": "ani", "leader": "ratna", "on": on} | how
        return find_paths(self.visit, self.snapshots, PathQuestion(**asked))

    def ways(self, **how: Any) -> list[str]:
        return [
            " ".join([way.steps[0].source.id, *(step.target.id for step in way.steps)])
            for way in self.paths(**how).ways
        ]

    def step(self, **how: Any) -> Step:
        return self.paths(**how).ways[0].steps[0]


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
    @cache
    def opened() -> Desk:
        store.commit(NET, told.writes(), author=ANI, at=NOW)
        who = Principal(User(id=ANI, name="Ani"), {NET: Role.READER})
        return Desk(Visit(store, who, NET, NOW), Snapshots(store))

    return opened


Opened = Callable[[], Desk]


def two_ways_by_hadi_one_by_sri(told: Told) -> None:
    told.tie("ani", "hadi", strength=0.9)
    told.tie("hadi", "ratna", strength=0.9)
    told.tie("hadi", "wati", strength=0.9)
    told.tie("wati", "ratna", strength=0.9)
    told.tie("ani", "sri", strength=0.5)
    told.tie("sri", "ratna", strength=0.5)


def test_independent_ways_share_nobody_and_are_counted(told: Told, desk: Opened) -> None:
    two_ways_by_hadi_one_by_sri(told)

    answer = desk().paths(choice=Choice.INDEPENDENT)

    assert desk().ways(choice=Choice.INDEPENDENT) == ["ani hadi ratna", "ani sri ratna"]
    assert (answer.number, answer.is_exact, answer.k) == (2, True, 3)
    one, other = (way.probability for way in answer.ways)
    assert answer.at_least_one == pytest.approx(1 - (1 - one) * (1 - other))
    assert answer.best_alone == one
    assert answer.stability is None
    drawn = desk().paths(choice=Choice.INDEPENDENT, with_stability=True)
    assert 0 < (drawn.stability or 0) <= 1


def test_the_best_ways_may_share_somebody(told: Told, desk: Opened) -> None:
    two_ways_by_hadi_one_by_sri(told)

    assert desk().ways(k=2) == ["ani hadi ratna", "ani hadi wati ratna"]
    assert desk().ways(choice=Choice.DIVERSE, k=2) == ["ani hadi ratna", "ani sri ratna"]


def test_whom_no_way_can_do_without_is_named(told: Told, desk: Opened) -> None:
    told.tie("ani", "hadi")
    told.tie("hadi", "sari")
    told.tie("hadi", "budi")
    told.tie("sari", "ratna")
    told.tie("budi", "ratna")

    assert [door.id for door in desk().paths().only_doors] == ["hadi"]


@pytest.mark.parametrize(("choice", "most"), [(Choice.INDEPENDENT, 3), (Choice.DIVERSE, 10)])
def test_more_ways_than_a_choice_gives_are_refused(
    told: Told, desk: Opened, choice: Choice, most: int
) -> None:
    told.tie("ani", "ratna")
    with pytest.raises(InvalidQuestionError) as refused:
        desk().paths(choice=choice, k=most + 1)

    assert [(issue.field, issue.facts["most"]) for issue in refused.value.issues] == [
        ("k", str(most))
    ]


def test_several_may_start_and_several_be_met(told: Told, desk: Opened) -> None:
    told.tie("ani", "ratna", strength=0.2)
    told.tie("budi", "ratna", strength=0.9)
    told.tie("budi", "surya", strength=0.8)

    ways = desk().ways(also_from=("budi", "ani"), also_to=("surya",))

    assert ways[:3] == ["budi ratna", "budi surya", "ani ratna"]
    answer = desk().paths(also_from=("budi",), also_to=("surya",))
    assert [brief.id for brief in answer.starts + answer.leaders] == [
        *("ani", "budi", "ratna", "surya")
    ]
    with pytest.raises(InvalidQuestionError):
        desk().paths(also_to=("ani",))


def test_a_leader_who_may_not_be_met_at_all_is_counted_once(told: Told, desk: Opened) -> None:
    two_ways_by_hadi_one_by_sri(told)
    surely, perhaps = desk().paths(k=3), desk().paths(k=3, availability=0.5)

    assert [way.steps for way in perhaps.ways] == [way.steps for way in surely.ways]
    for one, other in zip(perhaps.ways, surely.ways, strict=True):
        assert one.probability == other.probability / 2
        assert (one.low, one.high) == (other.low / 2, other.high / 2)
    assert surely.at_least_one is not None
    assert perhaps.at_least_one == surely.at_least_one / 2
    assert (perhaps.best_alone, perhaps.availability) == (surely.best_alone / 2, 0.5)


@pytest.mark.parametrize("field", ["availability", "busyness"])
def test_a_share_outside_0_to_1_is_refused(told: Told, desk: Opened, field: str) -> None:
    told.tie("ani", "ratna")
    beyond: dict[str, Any] = {field: 1.2}
    with pytest.raises(InvalidQuestionError) as refused:
        desk().paths(**beyond)

    assert [issue.field for issue in refused.value.issues] == [field]


def test_whoever_is_at_the_cap_is_on_no_way_and_is_named(told: Told, desk: Opened) -> None:
    two_ways_by_hadi_one_by_sri(told)
    told.person("hadi", request_cap=1)
    told.ask("lina", "hadi", days_ago=5)

    answer = desk().paths(k=20)

    assert desk().ways(k=20) == ["ani sri ratna"]
    (left,) = answer.not_asked
    assert (left.actor.id, left.burden.open, left.burden.cap) == ("hadi", 1, 1)


def test_if_everybody_is_at_the_cap_nobody_should_be_asked(told: Told, desk: Opened) -> None:
    told.tie("ani", "hadi")
    told.tie("hadi", "ratna")
    told.person("hadi", request_cap=0)

    answer = desk().paths()

    assert (answer.ways, answer.reason) == ((), NoRoute.ONLY_AT_CAP)
    assert [left.actor.id for left in answer.not_asked] == ["hadi"]


def test_earlier_answers_move_the_odds_and_are_counted(told: Told, desk: Opened) -> None:
    told.tie("ani", "ratna", strength=0.5)
    for days_ago in (500, 400):
        told.ask("ani", "ratna", (RequestState.DECLINED, days_ago - 9), days_ago=days_ago)
    told.ask("ani", "ratna", (RequestState.AGREED, 291), days_ago=300)

    step = desk().step()

    assert (step.agreed, step.declined) == (1, 2)
    assert step.low < step.probability < step.high
    before = desk().step(on=TODAY - timedelta(days=495))
    assert (before.agreed, before.declined) == (0, 0)
    assert step.probability < before.probability


def test_what_would_raise_the_odds_is_told_with_the_odds_it_leads_to(
    told: Told, desk: Opened
) -> None:
    told.tie("ani", "ratna", strength=0.5)

    first = desk().step().improvements[0]

    assert (first.act, first.channel) == (Act.OTHER_CHANNEL, Channel.IN_PERSON)
    assert first.probability == pytest.approx(desk().step(channel=Channel.IN_PERSON).probability)


def test_what_if_the_leader_were_busier(told: Told, desk: Opened) -> None:
    told.tie("ani", "hadi", strength=0.5)
    told.tie("hadi", "ratna", strength=0.5)

    free, busy = (desk().paths(busyness=level).ways[0].steps for level in (0.0, 1.0))

    assert free[0].probability == busy[0].probability
    assert free[1].probability > desk().paths().ways[0].steps[1].probability > busy[1].probability
    with pytest.raises(InvalidQuestionError):
        desk().paths(busyness=1.5)


def test_a_superior_whom_the_way_passes_over_is_told_first(told: Told, desk: Opened) -> None:
    told.tie("ani", "dedi")
    told.tie("dedi", "ratna")
    told.tie("dedi", "hadi", "reports_to")
    told.tie("ratna", "surya", "reports_to")

    steps = desk().paths(k=1).ways[0].steps

    assert [[brief.id for brief in step.told_first] for step in steps] == [["hadi"], []]


def test_conflicts_of_interest_are_shown_and_ban_nobody(
    told: Told, desk: Opened, store: Store
) -> None:
    told.tie("ani", "hadi")
    told.tie("hadi", "ratna")
    told.know("sri")
    opened = desk()
    about: dict[str, Any] = {"about_ids": ("ratna",), "interest": "His brother bids."}
    interests = [
        ConflictOfInterest(id="now", contact_id="hadi", **about),
        ConflictOfInterest(id="over", contact_id="hadi", until=parse_date("2020"), **about),
        ConflictOfInterest(id="elsewhere", contact_id="sri", **about),
    ]
    store.commit(NET, [Create(one) for one in interests], author=ANI, at=NOW)

    answer = opened.paths()

    assert [(one.record.id, one.person.id, one.about[0].id) for one in answer.interests] == [
        ("now", "hadi", "ratna")
    ]
    assert len(answer.ways) == 1


def test_it_is_told_where_the_closeness_comes_from(told: Told, desk: Opened) -> None:
    told.tie("ani", "hadi", strength=0.1)
    told.meet("hadi", "ratna", days_ago=3)

    assert [step.speaks for step in desk().paths().ways[0].steps] == [
        *(Speaks.STATED, Speaks.COMPUTED)
    ]
