"""People merged into others: what waits for them counts for the one who stays, on both stores."""

import pytest

from graph.access.learning import Outcomes
from graph.access.load import Caps, at_cap, favour_load
from graph.access.requests import Happening
from graph.network import Network
from graph.ports import Change, Remove, Store
from graph.records.users import LOCAL_OWNER, User
from graph.vocabulary import NetworkId, Noun, RequestState
from service.security import Principal
from service.snapshots import Snapshots
from service.usecases import request_acts
from service.usecases.request_caps import CapReachedError
from service.usecases.visits import Visit, now
from tests.contract.made import add, contact, day, introduction, partner, write

OWNER = Principal(User(id=LOCAL_OWNER, name="Owner", is_owner=True))
ASK = Happening(state=RequestState.ASKED)
CAP = 2


@pytest.fixture
def merged(store: Store, net: NetworkId) -> Store:
    """Hadi stands in three records; two requests wait, each for another one of them."""
    add(store, net, contact("rina"), contact("laila"), contact("hadi", request_cap=CAP))
    add(store, net, contact("h-hadi"), contact("ir-hadi"))
    add(
        store,
        net,
        introduction("r1", "rina", "h-hadi", "laila", told="0 asked 2024-05-01"),
        introduction("r2", "rina", "ir-hadi", "laila", told="0 asked 2024-05-02"),
        introduction("r3", "rina", "hadi", "laila"),
    )
    first = [Change(contact("h-hadi", merged_into="hadi"), 1)]
    write(store, net, [*first, Change(contact("ir-hadi", merged_into="h-hadi"), 1)])
    return store


def test_mergers_are_named_one_step_back(merged: Store, net: NetworkId) -> None:
    add(merged, net, partner("dinas"), partner("dinas-pu", merged_into="dinas"))

    assert merged.merged_into(net, ["hadi"]) == ("h-hadi",)
    assert merged.merged_into(net, ["dinas", "h-hadi", "nobody"]) == ("dinas-pu", "ir-hadi")
    assert merged.merged_into(net, ["ir-hadi"]) == ()
    assert merged.merged_into(net, []) == ()


def test_what_waits_for_merged_records_counts_for_the_cap(merged: Store, net: NetworkId) -> None:
    visit = Visit(merged, OWNER, net, now(), None)

    with pytest.raises(CapReachedError) as refused:
        request_acts.record_event(visit, Snapshots(merged), "r3", ASK)

    assert (refused.value.facts["open"], refused.value.facts["cap"]) == ("2", "2")
    assert "2024-05-02" in refused.value.facts["waiting"]


def test_a_record_that_is_taken_apart_again_counts_alone(merged: Store, net: NetworkId) -> None:
    write(merged, net, [Change(contact("ir-hadi"), 2)])
    visit = Visit(merged, OWNER, net, now(), None)

    noted = request_acts.record_event(visit, Snapshots(merged), "r3", ASK)

    assert noted.stored.record.waiting_on == "hadi"


@pytest.mark.parametrize("is_removed", [False, True])
def test_the_load_of_merged_records_is_that_of_the_one_who_stays(
    merged: Store, net: NetworkId, *, is_removed: bool
) -> None:
    if is_removed:  # a merged record may be out of use as well
        write(merged, net, [Remove(Noun.CONTACT, "h-hadi")])
    network = Network.of(merged.load_columns(net))
    view, hadi = network.on(day("2024-06-01")), network.index_of["hadi"]
    caps = Caps.on_record(network, CAP)

    load = favour_load(view, hadi, caps)

    assert (load.lately, load.open, load.cap) == (2, 2, CAP)
    assert at_cap(view, caps) == {hadi}


def test_a_snapshot_follows_a_merger_and_its_end(store: Store, net: NetworkId) -> None:
    """The requests themselves did not change, so the difference holds none of them."""
    add(store, net, contact("rina"), contact("laila"), contact("hadi"), contact("h-hadi"))
    told = "0 asked 2024-05-01, 0 agreed 2024-05-03, 1 asked 2024-05-04"
    add(store, net, introduction("r", "rina", "h-hadi", "laila", told=told))
    states = [Network.of(store.load_columns(net))]
    for version, into in ((1, "hadi"), (2, None)):
        write(store, net, [Change(contact("h-hadi", merged_into=into), version)])
        states.append(states[-1].updated(store.load_columns(net, states[-1].revision)))

    places = states[0].index_of
    whole = [Outcomes.on_record(state) for state in states]
    assert [one.target.tolist() for one in whole] == [
        [places["h-hadi"]],
        [places["hadi"]],
        [places["h-hadi"]],
    ]
    assert [state.asks.source.tolist() for state in states] == [
        [places["rina"], places["h-hadi"]],
        [places["rina"], places["hadi"]],
        [places["rina"], places["h-hadi"]],
    ]
