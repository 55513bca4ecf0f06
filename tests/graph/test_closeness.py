"""What is known of a pair's closeness, and that searches use the same."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.access.closeness import Closeness, closeness_between
from graph.access.hops import hops_of
from graph.network import Network
from graph.records.contacts import Contact
from graph.records.dates import parse_date
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.ties import StrengthOverride, Tie
from graph.strength.strength import strengths_of
from graph.strength.used import Speaks
from graph.vocabulary import InteractionKind, UserId

DAY = parse_date("2026-05-03")
PEOPLE = [Contact(id=name, name=name) for name in ("ani", "budi", "cici")]
OFFICE = Partner(id="office", name="Office")
MEETING = Interaction(
    id="m", kind=InteractionKind.MEETING, held_on=DAY, participants=("ani", "budi")
)


def tie(id_: str, type_: str = "knows", **said: Any) -> Tie:
    return Tie(id=id_, source_id="ani", target_id="budi", type=type_, **said)


def word(strength: float, since: str, until: str | None = None) -> StrengthOverride:
    return StrengthOverride(
        strength=strength,
        reason="Fell out",
        by=UserId("sri"),
        since=parse_date(since),
        until=None if until is None else parse_date(until),
    )


def post(name: str, since: str) -> Position:
    return Position(id=f"p-{name}", contact_id=name, partner_id="office", since=parse_date(since))


def close(*ties: Tie, **what: Any) -> Closeness:
    network = Network.build([*PEOPLE, OFFICE], ties, **what)
    view = network.on(DAY.day)
    one, other = (network.index_of[name] for name in ("ani", "budi"))
    return closeness_between(view, strengths_of(view), one, other, ties)


def test_no_record_at_all_is_not_known_and_not_zero() -> None:
    found = close()

    assert found == Closeness(None, None, None, None, None, None, None, None)


def test_the_prior_of_the_type_speaks_last() -> None:
    found = close(tie("t"))

    assert (found.strength, found.speaks, found.prior) == (0.3, Speaks.PRIOR, 0.3)
    assert (found.stated, found.computed, found.colleague) == (None, None, None)


def test_the_largest_of_what_is_known_speaks_and_the_rest_stands_beside_it() -> None:
    # Two in post together since 2020, two persons there: colleague strength 1 - 1/e.
    posts = [post("ani", "2020"), post("budi", "2020")]

    found = close(tie("t", strength=0.4), interactions=[MEETING], positions=posts)

    assert found.speaks is Speaks.COLLEAGUE
    assert found.strength == found.colleague == pytest.approx(1 - np.exp(-1))
    assert found.stated == 0.4
    assert found.computed is not None
    assert found.computed.strength == pytest.approx(1 - np.exp(-1 / 3))


def test_of_several_words_the_newest_speaks_before_all_else_and_its_tie_is_named() -> None:
    found = close(
        tie("t0", strength=0.9, override=word(0.5, "2026-04-01")),
        tie("t1", "advises", override=word(0.1, "2026-04-02")),
        tie("t2", "funds", override=word(0.8, "2026-05-04")),
        tie("t3", "reports_to", override=word(0.7, "2026-04-03", "2026-05-02")),
    )

    assert (found.strength, found.speaks) == (0.1, Speaks.OVERRIDE)
    assert (found.override, found.override_tie, found.stated) == (0.1, 1, 0.9)


def test_a_tie_that_has_not_begun_says_nothing_and_one_that_ended_says_less() -> None:
    begun = close(tie("t", since=parse_date("2026-05-04"), strength=0.6))
    ended = close(tie("t", until=parse_date("2025-05-03"), strength=0.6))

    assert begun.strength is None
    assert ended.stated == pytest.approx(0.285, abs=5e-4)  # docs/methods/strength.md, section 5


SHARES = st.sampled_from([None, 0.0, 0.04, 0.3, 0.7, 1.0])
DATES = st.sampled_from([None, "2010", "2020-01", "2026-05-03", "2030"])


@st.composite
def ties(draw: st.DrawFn) -> list[Tie]:
    found: list[Tie] = []
    for number in range(draw(st.integers(0, 4))):
        since, until = (draw(DATES) for _ in range(2))
        if since and until and until < since:
            since = None
        said = draw(st.sampled_from([None, word(0.2, "2026-05-01"), word(0.6, "2026-05-02")]))
        ends = draw(st.permutations(["ani", "budi"]))
        found.append(
            Tie(
                id=f"t{number}",
                source_id=ends[0],
                target_id=ends[1],
                type=draw(st.sampled_from(["knows", "advises", "reports_to"])),
                since=parse_date(since) if since else None,
                until=parse_date(until) if until else None,
                strength=draw(SHARES),
                override=said,
            )
        )
    return found


@given(ties(), st.sampled_from([(), (MEETING,)]), st.sets(st.sampled_from(["ani", "budi"])))
def test_it_is_the_strength_of_the_hop_where_all_ties_go_both_ways(
    between: list[Tie], met: tuple[Interaction, ...], in_post: set[str]
) -> None:
    posts = [post(name, "2020") for name in sorted(in_post)]
    network = Network.build([*PEOPLE, OFFICE], between, interactions=met, positions=posts)
    view = network.on(DAY.day)
    one, other = (network.index_of[name] for name in ("ani", "budi"))
    hops = hops_of(view)
    row = np.flatnonzero((hops.source == one) & (hops.target == other))

    found = closeness_between(view, strengths_of(view), one, other, between)

    if len(row):
        assert (found.strength, found.speaks) == (hops.strength[row[0]], hops.speaks[row[0]])
    else:
        assert found.strength is None
