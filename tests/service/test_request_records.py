"""Requests as records of a network: created and changed by use cases, as every door does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import InvalidRecordError
from graph.records.dates import parse_date
from graph.records.networks import NetworkRecord
from graph.records.requests import IntroductionRequest, Prediction, RequestEvent, RequestStep
from graph.records.users import LOCAL_OWNER, User
from graph.vocabulary import NetworkId, Noun, RequestState
from queries.sqlite_store import open_sqlite
from service.security import Principal
from service.usecases import records
from service.usecases.visits import Visit, now
from tests.contract.made import add, contact, partner

NET = NetworkId("net")
PREDICTED = Prediction(0.5, 0.25, 0.75, parse_date("2024-05-01"))
REQUEST = IntroductionRequest(
    id="r",
    leader_id="laila",
    starter_id="ngo",
    steps=(RequestStep("rina", "laila", predicted=PREDICTED),),
    events=(RequestEvent(0, RequestState.ASKED, parse_date("2024-05-03")),),
)


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    store = open_sqlite(tmp_path / "store.db")
    store.create_network(NetworkRecord(id=NET, name="Net"))
    add(store, NET, contact("rina"), contact("laila"), partner("ngo"))
    owner = User(id=LOCAL_OWNER, name="Owner", is_owner=True)
    yield Visit(store, Principal(owner), NET, now())
    store.close()


def test_a_leader_is_a_person(visit: Visit) -> None:
    wrong = replace(
        REQUEST, leader_id="ngo", starter_id="rina", steps=(RequestStep("rina", "ngo"),), events=()
    )

    with pytest.raises(InvalidRecordError) as refused:
        records.create(visit, lambda _: wrong, "r")

    assert [(issue.field, issue.code) for issue in refused.value.issues] == [
        ("leader_id", "wrong-kind")
    ]


def test_what_was_predicted_stays_whatever_else_changes(visit: Visit) -> None:
    records.create(visit, lambda _: REQUEST, "r")
    agreed = RequestEvent(0, RequestState.AGREED, parse_date("2024-05-09"))

    def answer(request: IntroductionRequest) -> IntroductionRequest:
        return replace(request, events=(*request.events, agreed))

    def forget(request: IntroductionRequest) -> IntroductionRequest:
        return replace(request, steps=(replace(request.steps[0], predicted=None),))

    records.change(visit, Noun.INTRODUCTION, "r", answer, 1)
    with pytest.raises(InvalidRecordError):
        records.change(visit, Noun.INTRODUCTION, "r", forget, 2)

    kept = records.read(visit, Noun.INTRODUCTION, "r").record
    assert kept == replace(REQUEST, events=(*REQUEST.events, agreed))
