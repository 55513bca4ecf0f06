"""The snapshot: what its columns hold, what a day shows, what a difference changes."""

import dataclasses
from datetime import date
from typing import Any, Final

import numpy as np
import pytest

from graph.network import (
    BODY,
    CONTACT,
    LEVEL_CODES,
    NO_CAP,
    NO_DAY,
    PARTNER,
    SECTOR_CODES,
    ActorColumns,
    ActorFlag,
    Network,
    NetworkColumns,
    ParticipationColumns,
    PositionColumns,
    TieColumns,
)
from graph.records.contacts import Contact
from graph.records.dates import BEGINNING, OPEN_END, StatedDate, epoch_day, parse_date
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.ties import BUILT_IN_TYPES, Tie, TieType
from graph.vocabulary import (
    Capacity,
    InteractionKind,
    Level,
    PartnerKind,
    PositionType,
    Sector,
    Traversal,
    UserId,
)

ANI: Final = Contact(id="ani", name="Ani", seniority=4, busyness=0.25, is_leader=True)
BUDI: Final = Contact(id="budi", name="Budi")
FORUM: Final = Partner(
    id="forum", name="Forum Air", sector=Sector.OTHER, level=Level.DISTRICT, kind=PartnerKind.BODY
)


def day(text: str) -> int:
    return epoch_day(date.fromisoformat(text))


def columns(revision: int, **given: Any) -> NetworkColumns:
    """What a store gives: nothing but what is named."""
    held: dict[str, Any] = {
        "since": 0,
        "actors": ActorColumns.empty(),
        "ties": TieColumns.empty(),
        "positions": PositionColumns.empty(),
        "participations": ParticipationColumns.empty(),
        "types": (),
    }
    return NetworkColumns(revision=revision, **held | given)


def actor_rows(*rows: tuple[int, str, int]) -> ActorColumns:
    """Contacts by index, id and flags."""
    return ActorColumns.of_rows(
        [(index, id_, CONTACT, 0, 0, 0, 0, np.nan, NO_CAP, flags) for index, id_, flags in rows]
    )


def tie_rows(*rows: tuple[int, int, int, int]) -> TieColumns:
    """Ties that always held, by key, ends and type."""
    untold = (np.nan, np.nan, BEGINNING, OPEN_END, NO_DAY, np.nan, NO_DAY, NO_DAY)
    return TieColumns.of_rows([(*row, *untold) for row in rows])


# ---------------------------------------------------------------------------- columns


def test_actors_stand_in_the_order_of_their_identifiers() -> None:
    network = Network.build([FORUM, BUDI, ANI])

    assert network.actors.id.tolist() == ["ani", "budi", "forum"]
    assert network.index_of == {"ani": 0, "budi": 1, "forum": 2}
    assert network.rank.tolist() == [0, 1, 2]
    assert len(network) == 3


def test_what_is_known_of_an_actor_stands_in_its_row() -> None:
    actors = Network.build([ANI, BUDI, FORUM]).actors

    assert actors.kind.tolist() == [CONTACT, CONTACT, PARTNER]
    assert actors.sector.tolist() == [0, 0, SECTOR_CODES["other"]]
    assert actors.level.tolist() == [0, 0, LEVEL_CODES["district"]]
    assert actors.partner_kind.tolist() == [0, 0, BODY]
    assert actors.seniority.tolist() == [4, 0, 0]
    assert actors.busyness.tolist() == pytest.approx([0.25, np.nan, np.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("said", "flag"),
    [
        ({"is_leader": True}, ActorFlag.LEADER),
        ({"do_not_ask": True}, ActorFlag.DO_NOT_ASK),
        ({"is_deceased": True}, ActorFlag.DECEASED),
        ({"has_opted_out": True}, ActorFlag.OPTED_OUT),
        ({"merged_into": "other"}, ActorFlag.MERGED),
    ],
)
def test_each_yes_about_a_person_is_one_flag(said: dict[str, Any], flag: ActorFlag) -> None:
    network = Network.build([Contact(id="c", name="C", **said)])

    assert network.actors.flags.tolist() == [flag]
    assert network.never_on_a_route.tolist() == [flag is not ActorFlag.LEADER]


@pytest.mark.parametrize(
    ("said", "flag"),
    [({"is_key_partner": True}, ActorFlag.KEY_PARTNER), ({"merged_into": "q"}, ActorFlag.MERGED)],
)
def test_each_yes_about_a_partner_is_one_flag(said: dict[str, Any], flag: ActorFlag) -> None:
    network = Network.build([Partner(id="p", name="P", **said)])

    assert network.actors.flags.tolist() == [flag]
    assert network.never_on_a_route.tolist() == [flag is ActorFlag.MERGED]


def test_codes_count_from_one_in_the_order_of_the_words() -> None:
    assert list(SECTOR_CODES.values()) == list(range(1, len(Sector) + 1))
    assert (CONTACT, PARTNER, BODY) == (1, 2, 3)


def test_a_tie_keeps_dates_half_open_and_what_was_not_said_apart() -> None:
    whole = Tie(
        id="t1",
        source_id="ani",
        target_id="budi",
        type="knows",
        strength=0.5,
        confidence=0.25,
        since=parse_date("2024"),
        until=parse_date("Mei 2024"),
        last_contact=parse_date("3 Mei 2024"),
    )
    bare = Tie(id="t2", source_id="budi", target_id="forum", type="met_with")
    ties = Network.build([ANI, BUDI, FORUM], [whole, bare]).ties

    assert ties.since.tolist() == [day("2024-01-01"), BEGINNING]
    assert ties.until.tolist() == [day("2024-06-01"), OPEN_END]
    assert ties.last_contact.tolist() == [day("2024-05-03"), NO_DAY]
    assert ties.strength.tolist() == pytest.approx([0.5, np.nan], nan_ok=True)
    assert ties.confidence.tolist() == pytest.approx([0.25, np.nan], nan_ok=True)
    assert (ties.source.tolist(), ties.target.tolist()) == ([0, 1], [1, 2])


def test_positions_and_participants_name_actors_by_index() -> None:
    post = Position(
        id="s",
        contact_id="ani",
        partner_id="forum",
        type=PositionType.CHAIRS,
        capacity=Capacity.PLT,
        until=parse_date("2024-05-03"),
    )
    met = Interaction(
        id="i",
        kind=InteractionKind.CALL,
        held_on=parse_date("Mei 2024"),
        participants=("budi", "ani"),
    )
    network = Network.build([ANI, BUDI, FORUM], positions=[post], interactions=[met])

    assert network.positions.contact.tolist() == [0]
    assert network.positions.partner.tolist() == [2]
    assert network.positions.since.tolist() == [BEGINNING]
    assert network.positions.until.tolist() == [day("2024-05-04")]
    assert network.positions.type.tolist() == [1 + list(PositionType).index(PositionType.CHAIRS)]
    assert network.positions.capacity.tolist() == [1 + list(Capacity).index(Capacity.PLT)]
    assert sorted(network.participations.actor.tolist()) == [0, 1]
    assert network.participations.day.tolist() == [day("2024-05-01")] * 2
    assert network.participations.recorded.tolist() == [day("2024-05-01")] * 2
    assert network.participations.side.tolist() == [0, 0]
    assert network.participations.answered.tolist() == [NO_DAY, NO_DAY]
    assert network.participations.present.tolist() == [True, True]


def test_an_empty_network_has_nothing_and_still_answers() -> None:
    network = Network.build([])
    view = network.on(0)

    assert (len(network), len(network.ties), network.types) == (0, 0, ())
    assert (network.index_of, network.rank.tolist()) == ({}, [])
    assert (view.ties.tolist(), view.positions.tolist()) == ([], [])
    assert network.nbytes == 0


def test_a_tie_costs_less_than_two_hundred_bytes() -> None:
    people = [Contact(id=f"c{n}", name="C") for n in range(2)]
    ties = [Tie(id=f"t{n}", source_id="c0", target_id="c1", type="knows") for n in range(100)]

    grown = Network.build(people, ties).nbytes - Network.build(people).nbytes
    assert 0 < grown < 200 * len(ties)


# ---------------------------------------------------------------------------- a day


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        ("2024-05-02", False),
        ("2024-05-03", True),  # its first day
        ("2024-05-04", True),  # its last day, as typed
        ("2024-05-05", False),
    ],
)
def test_a_typed_end_is_the_last_day_included(on: str, holds: bool) -> None:
    span: dict[str, Any] = {
        "since": StatedDate(date(2024, 5, 3)),
        "until": StatedDate(date(2024, 5, 4)),
    }
    tie = Tie(id="t", source_id="ani", target_id="budi", type="knows", **span)
    post = Position(id="s", contact_id="ani", partner_id="forum", **span)
    view = Network.build([ANI, BUDI, FORUM], [tie], positions=[post]).on(day(on))

    assert view.ties.tolist() == view.positions.tolist() == [holds]


def test_a_type_that_is_off_holds_on_no_day() -> None:
    tie = Tie(id="t", source_id="ani", target_id="budi", type="family")
    on = TieType(id="family", traversal=Traversal.BOTH)

    assert Network.build([ANI, BUDI], [tie]).on(0).ties.tolist() == [False]
    assert Network.build([ANI, BUDI], [tie], types=[on]).on(0).ties.tolist() == [True]


def test_a_view_copies_nothing() -> None:
    network = Network.build([ANI, BUDI])

    assert network.on(0, UserId("reader")).network is network


@pytest.mark.parametrize("flag", [ActorFlag.REMOVED, ActorFlag.MERGED])
def test_what_belongs_to_somebody_out_of_use_holds_on_no_day(flag: ActorFlag) -> None:
    post = Position(id="s", contact_id="ani", partner_id="forum")
    tie = Tie(id="t", source_id="ani", target_id="forum", type="advises")
    network = Network.build([ANI, FORUM], [tie], positions=[post])

    assert network.on(0).positions.tolist() == network.on(0).ties.tolist() == [True]
    for index in range(2):
        row = network.actors.take(np.array([index]))
        gone = dataclasses.replace(row, flags=np.array([flag], np.uint8))
        later = network.updated(columns(2, since=1, actors=gone))
        assert later.on(0).positions.tolist() == later.on(0).ties.tolist() == [False]


# ---------------------------------------------------------------------------- types of ties


def test_a_network_may_change_a_built_in_type() -> None:
    weaker = TieType(id="knows", traversal=Traversal.FORWARD, prior=0.1)
    tie = Tie(id="t", source_id="ani", target_id="budi", type="knows")

    assert Network.build([ANI, BUDI], [tie]).types == (BUILT_IN_TYPES["knows"],)
    assert Network.build([ANI, BUDI], [tie], types=[weaker]).types == (weaker,)


def test_a_word_of_no_registry_is_a_custom_type_that_carries_nothing() -> None:
    tie = Tie(id="t", source_id="ani", target_id="budi", type="kawan_sekolah")

    (type_,) = Network.build([ANI, BUDI], [tie]).types
    assert (type_.id, type_.traversal) == ("kawan_sekolah", Traversal.NONE)


def test_a_type_of_the_registry_is_known_before_the_first_tie_has_it() -> None:
    mentors = TieType(id="mentors", traversal=Traversal.FORWARD)

    assert Network.build([ANI], types=[mentors]).types == (mentors,)


# ---------------------------------------------------------------------------- differences


def test_rows_may_come_in_any_order() -> None:
    network = Network.of(
        columns(
            1,
            actors=actor_rows((2, "c", 0), (0, "a", 0), (1, "b", 0)),
            ties=tie_rows((7, 0, 1, 0), (3, 1, 2, 1)),
            types=("knows", "advises"),
        )
    )

    assert network.actors.id.tolist() == ["a", "b", "c"]
    assert network.ties.key.tolist() == [3, 7]
    assert [network.types[code].id for code in network.ties.type] == ["advises", "knows"]


def test_a_difference_replaces_adds_and_takes_out() -> None:
    network = Network.of(
        columns(
            1,
            actors=actor_rows((0, "a", 0), (1, "b", 0)),
            ties=tie_rows((0, 0, 1, 0), (1, 1, 0, 0), (2, 0, 1, 0)),
            types=("knows",),
        )
    )
    later = network.updated(
        columns(
            5,
            since=1,
            actors=actor_rows((1, "b", int(ActorFlag.REMOVED)), (2, "c", 0)),
            ties=tie_rows((1, 2, 0, 0), (3, 2, 1, 1)),
            types=("advises", "knows"),
            gone_ties=np.array([0, 99], np.int32),
        )
    )

    assert later.revision == 5
    assert later.index_of == {"a": 0, "c": 2}
    assert later.ties.key.tolist() == [1, 2, 3]
    assert later.ties.source.tolist() == [2, 0, 2]
    assert [later.types[code].id for code in later.ties.type] == ["advises", "knows", "knows"]
    # the older snapshot, which other requests still read, is as it was
    assert (network.revision, network.index_of) == (1, {"a": 0, "b": 1})
    assert network.ties.key.tolist() == [0, 1, 2]
    assert network.ties.source.tolist() == [0, 1, 0]


def test_places_that_no_row_names_belong_to_nobody() -> None:
    network = Network.of(columns(1, actors=actor_rows((3, "d", 0))))

    assert len(network) == 4
    assert network.index_of == {"d": 3}
    assert network.never_on_a_route.tolist() == [True, True, True, False]
    assert network.actors.kind.tolist() == [0, 0, 0, CONTACT]


def test_a_difference_without_rows_raises_the_revision_alone() -> None:
    network = Network.build(
        [ANI, BUDI], [Tie(id="t", source_id="ani", target_id="budi", type="knows")]
    )
    later = network.updated(columns(2, since=1))

    assert later.revision == 2
    assert later.ties is network.ties  # nothing copied
    assert later.index_of == network.index_of
