"""Askers at once, through the use case of every door: never beyond the cap, on both stores."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from graph.access.requests import Happening
from graph.ports import IdempotencyKey, Store
from graph.records.users import LOCAL_OWNER, User
from graph.vocabulary import NetworkId, Noun, RequestState
from service.security import Principal
from service.snapshots import Snapshots
from service.usecases import request_acts
from service.usecases.request_caps import CapReachedError
from service.usecases.visits import Visit, now
from tests.contract.conftest import Opener
from tests.contract.made import add, contact, found, introduction, read, tie

CAP = 2
ASKERS = 20
OWNER = Principal(User(id=LOCAL_OWNER, name="Owner", is_owner=True))
ASK = Happening(state=RequestState.ASKED)


def visit_to(store: Store, net: NetworkId, key: str = "") -> Visit:
    idempotency = IdempotencyKey(LOCAL_OWNER, key, key) if key else None
    return Visit(store, OWNER, net, now(), idempotency)


def test_twenty_askers_at_once_never_pass_the_cap(
    store: Store, net: NetworkId, open_store: Opener
) -> None:
    """Two processes' worth of stores; whoever is refused is told who waits, and since when."""
    add(store, net, contact("hadi", "Pak Hadi", request_cap=CAP), contact("laila"))
    add(store, net, *[contact(f"rina{number}") for number in range(ASKERS)])
    add(
        store,
        net,
        *[introduction(f"r{number}", f"rina{number}", "hadi", "laila") for number in range(ASKERS)],
        *[tie(f"t{number}", f"rina{number}", "hadi") for number in range(ASKERS)],
    )
    stores = [store, open_store()]
    snapshots = [Snapshots(one) for one in stores]
    together = Barrier(ASKERS)

    def ask(number: int) -> CapReachedError | None:
        one = number % 2
        together.wait(60)
        try:
            request_acts.record_event(visit_to(stores[one], net), snapshots[one], f"r{number}", ASK)
        except CapReachedError as refused:
            return refused
        return None

    with ThreadPoolExecutor(ASKERS) as askers:
        refused = [error for error in askers.map(ask, range(ASKERS)) if error is not None]

    waiting = found(store, net, Noun.INTRODUCTION, waiting_on="hadi")
    assert (len(waiting), len(refused)) == (CAP, ASKERS - CAP)
    for error in refused:
        assert (error.facts["name"], error.facts["cap"], error.facts["open"]) == (
            "Pak Hadi",
            str(CAP),
            str(CAP),
        )
        assert error.facts["waiting"].count("rina") == CAP
    asked = read(store, net, Noun.INTRODUCTION, waiting[0]).record
    assert asked.steps[0].predicted is not None  # type: ignore[union-attr]


@pytest.mark.parametrize("own", [None, 0])
def test_a_cap_of_nothing_lets_nobody_ask(store: Store, net: NetworkId, own: int | None) -> None:
    add(store, net, contact("rina"), contact("hadi", request_cap=own), contact("laila"))
    network = store.load_network(net).network
    if own is None:
        store.change_network(type(network)(id=net, name="Net", request_cap=0), None)
    add(store, net, introduction("r", "rina", "hadi", "laila"))

    with pytest.raises(CapReachedError):
        request_acts.record_event(visit_to(store, net), Snapshots(store), "r", ASK)


def test_an_own_cap_comes_before_that_of_the_network(store: Store, net: NetworkId) -> None:
    network = store.load_network(net).network
    store.change_network(type(network)(id=net, name="Net", request_cap=0), None)
    add(store, net, contact("rina"), contact("hadi", request_cap=1), contact("laila"))
    add(store, net, introduction("r", "rina", "hadi", "laila"))

    request_acts.record_event(visit_to(store, net), Snapshots(store), "r", ASK)

    assert found(store, net, Noun.INTRODUCTION, waiting_on="hadi") == ["r"]


def test_an_asking_with_a_key_is_one_also_after_others_wrote(store: Store, net: NetworkId) -> None:
    add(store, net, contact("rina"), contact("hadi", request_cap=1), contact("laila"))
    add(store, net, introduction("r", "rina", "hadi", "laila"))
    snapshots = Snapshots(store)

    first = request_acts.record_event(visit_to(store, net, "k"), snapshots, "r", ASK)
    add(store, net, contact("somebody"))
    again = request_acts.record_event(visit_to(store, net, "k"), snapshots, "r", ASK)

    assert (first.is_replay, again.is_replay) == (False, True)
    assert again.stored.record == first.stored.record
