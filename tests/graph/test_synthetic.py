"""Seeded networks: the same seed draws the same, and what is drawn is sound."""

import numpy as np
import pytest

from graph.access.hops import hops_of
from graph.network import CONTACT, PARTNER, SECTOR_CODES, Columns, Network
from graph.synthetic import acquaintances, chain, in_post, random_network
from graph.vocabulary import PositionType, Traversal

DAY = 18_000


def same(one: Columns, other: Columns) -> bool:
    return all(
        np.array_equal(
            getattr(one, name),
            getattr(other, name),
            equal_nan=getattr(one, name).dtype.kind == "f",
        )
        for name in one.DTYPES
    )


def test_a_chain_funds_itself_link_by_link() -> None:
    network = chain("government", "civil_society", "business")

    assert network.actors.id.tolist() == ["a0", "a1", "a2"]
    assert network.actors.sector.tolist() == [
        SECTOR_CODES[sector] for sector in ("government", "civil_society", "business")
    ]
    assert (network.ties.source.tolist(), network.ties.target.tolist()) == ([0, 1], [1, 2])
    assert len(chain().ties) == 0


def test_acquaintances_have_the_strengths_given() -> None:
    network = acquaintances([("b", "a", 0.25), ("b", "c", 0.5)])

    assert network.actors.id.tolist() == ["a", "b", "c"]
    assert network.ties.strength.tolist() == [0.25, 0.5]
    assert network.actors.kind.tolist() == [CONTACT] * 3


def test_a_drawn_network_has_its_size_and_is_sound() -> None:
    network = random_network(1_000, 5_000, seed=7)

    assert (len(network), len(network.ties)) == (1_000, 5_000)
    assert np.count_nonzero(network.actors.kind == PARTNER) == 100
    assert np.all(network.ties.source != network.ties.target)
    assert np.all(network.ties.since < network.ties.until)
    stated = network.ties.strength[~np.isnan(network.ties.strength)]
    assert 2_300 < len(stated) < 2_700
    assert np.all((stated >= 0) & (stated <= 1))
    assert np.all(network.actors.kind[network.positions.contact] == CONTACT)
    assert np.all(network.actors.kind[network.positions.partner] == PARTNER)
    assert all(type_.traversal is Traversal.BOTH for type_ in network.types)
    assert len(hops_of(network.on(DAY))) > 5_000


def test_the_same_seed_draws_the_same_network_and_another_another() -> None:
    one, again, other = (random_network(200, 600, seed=seed) for seed in (3, 3, 4))

    assert all(
        same(getattr(one, table), getattr(again, table))
        for table in ("actors", "ties", "positions", "participations")
    )
    assert not same(one.ties, other.ties)


def test_some_are_far_more_popular_than_most() -> None:
    network = random_network(2_000, 20_000, seed=1)
    degrees = np.bincount(network.ties.source, minlength=len(network))

    assert degrees.max() > 5 * np.median(degrees)


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_the_share_of_organisations_can_be_chosen(share: float) -> None:
    network = random_network(100, 200, seed=1, partner_share=share)

    assert np.count_nonzero(network.actors.kind == PARTNER) == max(1, round(100 * share))


def test_a_post_is_undated() -> None:
    post = in_post("c", "p", PositionType.LEADS)

    assert (post.id, post.type, post.since, post.until) == ("c-p", PositionType.LEADS, None, None)


def test_an_empty_network_is_no_special_case() -> None:
    assert isinstance(chain(), Network)
    assert len(acquaintances([])) == 0
