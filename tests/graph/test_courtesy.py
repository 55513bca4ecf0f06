"""Superiors whom a route would pass over are named; nobody else is."""

from typing import Any

from graph.access.courtesy import passed_over
from graph.network import Network
from graph.records.contacts import Contact
from graph.records.dates import epoch_day, parse_date
from graph.records.ties import Tie

DAY = epoch_day(parse_date("2026-11-25").last)


def told_first(
    ties: list[tuple[str, str, str]],
    asked: str,
    on_route: str = "",
    until: str | None = None,
    **said: Any,
) -> list[str]:
    people = [Contact(id=id_, name=id_, **(said if id_ == "hadi" else {})) for id_ in PEOPLE]
    records = [
        Tie(
            id=f"{source}-{type_}-{target}",
            source_id=source,
            target_id=target,
            type=type_,
            until=parse_date(until) if until else None,
        )
        for source, type_, target in ties
    ]
    network = Network.build(people, records)
    index = network.index_of
    found = passed_over(network.on(DAY), [index[asked]], [index[id_] for id_ in on_route.split()])
    return [str(network.actors.id[actor]) for actor in found.get(index[asked], ())]


PEOPLE = ("dedi", "hadi", "ratna", "sari")


def test_whom_the_asked_person_reports_to_is_told_first() -> None:
    assert told_first([("dedi", "reports_to", "hadi")], "dedi") == ["hadi"]


def test_whoever_has_a_mandate_over_the_person_is_told_first() -> None:
    assert told_first([("sari", "mandate_over", "dedi")], "dedi") == ["sari"]


def test_several_stand_in_the_order_of_identifiers_and_once() -> None:
    ties = [
        ("dedi", "reports_to", "sari"),
        ("dedi", "reports_to", "hadi"),
        ("hadi", "mandate_over", "dedi"),
    ]
    assert told_first(ties, "dedi") == ["hadi", "sari"]


def test_nobody_below_is_named() -> None:
    assert told_first([("dedi", "reports_to", "hadi")], "hadi") == []


def test_a_superior_on_the_route_is_not_passed_over() -> None:
    assert told_first([("dedi", "reports_to", "hadi")], "dedi", "dedi hadi ratna") == []


def test_a_superior_of_former_days_is_not_named() -> None:
    assert told_first([("dedi", "reports_to", "hadi")], "dedi", until="2025") == []


def test_the_dead_and_those_who_opted_out_are_not_named_but_the_burdened_are() -> None:
    ties = [("dedi", "reports_to", "hadi")]
    assert told_first(ties, "dedi", is_deceased=True) == []
    assert told_first(ties, "dedi", has_opted_out=True) == []
    assert told_first(ties, "dedi", do_not_ask=True) == ["hadi"]
