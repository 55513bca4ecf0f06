"""Ways in the real data sets: to a governor, and to a member of parliament by a colleague."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from graph.access.answers import PathAnswer
from graph.access.hops import Basis
from graph.records.users import User
from graph.vocabulary import Role
from service.exchange.mapping import load_mapping
from service.security import Principal
from service.snapshots import Snapshots
from service.usecases.access import PathQuestion, find_paths
from service.usecases.visits import Visit
from tests.service.importing import AUTHOR, NETWORK, NOW, open_desk

pytestmark = pytest.mark.data

MAPPINGS = Path(__file__).resolve().parent.parent / "mappings"
TODAY = date(2026, 11, 25)

Ask = Callable[[str, str], PathAnswer]


@pytest.fixture
def ways_in(tmp_path: Path, data_folder: Path) -> Iterator[Callable[[str], Ask]]:
    """Load a data set and give what answers questions about it."""
    with open_desk(tmp_path) as desk:

        def load(name: str) -> Ask:
            desk.run(data_folder / name, load_mapping(MAPPINGS / f"{name}.toml"))
            reader = Principal(User(id=AUTHOR, name="Sari"), {NETWORK: Role.READER})
            visit, snapshots = Visit(desk.store, reader, NETWORK, NOW), Snapshots(desk.store)

            def ask(start: str, leader: str) -> PathAnswer:
                question = PathQuestion(start=start, leader=leader, on=TODAY, k=3)
                return find_paths(visit, snapshots, question)

            return ask

        yield load


def test_a_senator_of_florida_reaches_the_governor(ways_in: Callable[[str], Ask]) -> None:
    """By a colleague of hers in the Senate who is Lieutenant Governor now."""
    ask = ways_in("openstates")

    answer = ask("03362949-948c-415d-a5b6-f99e8fbc6495", "284392c5-5708-4014-9ea1-9552536c5a3e")

    best = answer.ways[0]
    assert answer.leader.title == "Governor"
    assert [step.target.title for step in best.steps][-1] == "Governor"
    assert len(best.steps) == 2
    assert all(step.served is not None for step in best.steps)


def test_an_organisation_reaches_a_member_of_parliament_by_a_colleague_it_met(
    ways_in: Callable[[str], Ask],
) -> None:
    """The chamber of commerce met Alex Agius Saliba, who sits with Alfred Sant."""
    ask = ways_in("eu_mep_meetings")

    answer = ask("P00302", "C124781")

    met, colleagues = answer.ways[0].steps
    assert (met.target.name, colleagues.target.name) == ("Alex AGIUS SALIBA", "Alfred SANT")
    assert met.basis is Basis.TIE
    assert met.ties[0].type == "met_with"
    assert colleagues.is_inferred
    assert colleagues.served is not None
    assert colleagues.served.is_undated
