"""Cypher files against a real server: they compile, return what they say, and seek in indexes."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from neo4j import Driver, GraphDatabase, NotificationDisabledClassification

from queries.catalog import load, names, steps
from queries.neo4j_store import open_neo4j
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j

SMALL: Final = {"Network", "HiddenNetwork", "User", "SchemaStep", "TieType", "Credential"}
"""Labels with a node for each user, network or word: they may be read whole."""

SCANS: Final = re.compile(r"AllNodesScan|LabelScan|IndexScan|TypeScan|ContainsScan|LookupScan")
LABEL: Final = re.compile(r"\b[a-z_0-9]+:([A-Za-z]+)")


@pytest.fixture(scope="module")
def driver(neo4j_server: Neo4jServer) -> Iterator[Driver]:
    """Give a driver that takes what the server thinks of a query for an error."""
    open_neo4j(neo4j_server.uri, *neo4j_server.auth).close()
    with GraphDatabase.driver(
        neo4j_server.uri,
        auth=neo4j_server.auth,
        notifications_min_severity="WARNING",
        # that a property has not been used yet says nothing about the query
        notifications_disabled_classifications=[NotificationDisabledClassification.UNRECOGNIZED],
        warn_notification_severity="WARNING",
    ) as driver:
        yield driver


@pytest.mark.parametrize("name", names("cypher"))
def test_a_query_compiles_without_warning_and_returns_what_its_header_says(
    driver: Driver, name: str
) -> None:
    query = load("cypher", name)

    _, summary, keys = explain(driver, name)

    assert tuple(keys) == query.returns
    assert summary.query_type in ({"read": "r", "write": ("w", "rw")}[query.mode])


@pytest.mark.parametrize("name", names("cypher"))
def test_a_query_never_reads_the_nodes_of_all_networks(driver: Driver, name: str) -> None:
    """The plan is made for a database that may be empty: the worst moment for the planner."""
    if name == "grant/list":
        return  # as many as users and networks
    _, summary, _ = explain(driver, name)

    scanned = [
        (step, details)
        for step, details in steps_of(summary.plan)
        if SCANS.search(step) and not set(LABEL.findall(details)) & SMALL
    ]
    assert scanned == []


def test_every_look_up_names_its_index() -> None:
    """On an empty database the planner would scan, and keep that plan while an import runs."""
    for name in names("cypher"):
        text = load("cypher", name).text
        seeks = len(re.findall(r"MATCH .*\{network_id: \$network_id, ", text))
        hints = len(re.findall(r"USING INDEX SEEK", text))
        assert hints >= min(seeks, 1), name


def test_the_schema_can_be_applied_twice(driver: Driver) -> None:
    for step in steps("cypher"):
        for statement in step.statements:
            driver.execute_query(statement)


def explain(driver: Driver, name: str) -> Any:
    query = load("cypher", name)
    text: Any = f"EXPLAIN {query.text}"
    return driver.execute_query(text, dict.fromkeys(query.params), database_="neo4j")


def steps_of(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield plan["operatorType"], plan["args"].get("Details", "")
    for child in plan.get("children", []):
        yield from steps_of(child)
