"""docker-compose.yml: valid by the Compose specification, and closed by default."""

import json
import re
from importlib.resources import files
from typing import Any, Final

import pytest
import yaml
from jsonschema.validators import validator_for

# check-jsonschema ships the schema that the Compose specification publishes.
SCHEMA: Final = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
VARIABLE: Final = re.compile(r"(?<!\$)\$\{(\w+)([^}]*)\}")


@pytest.fixture(scope="module")
def text(pytestconfig: pytest.Config) -> str:
    return (pytestconfig.rootpath / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose(text: str) -> dict[str, Any]:
    return yaml.safe_load(text)


def problems(compose: dict[str, Any]) -> list[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = validator_for(schema)(schema)
    return [error.message for error in validator.iter_errors(compose)]


def test_the_file_follows_the_compose_specification(compose: dict[str, Any]) -> None:
    assert problems(compose) == []


def test_the_schema_would_see_a_misspelt_key(compose: dict[str, Any]) -> None:
    wrong = {**compose, "services": {"restu": {"image": "restu", "helthcheck": {}}}}

    assert any("helthcheck" in problem for problem in problems(wrong))


def test_no_variable_has_a_default_so_no_password_is_known_to_all(text: str) -> None:
    variables = VARIABLE.findall(text)

    assert {name for name, _ in variables} == {"RESTU_NEO4J_PASSWORD"}
    assert all(rest.startswith(":?") and len(rest) > 2 for _, rest in variables)


def test_every_service_says_whether_it_is_healthy(compose: dict[str, Any]) -> None:
    assert all(service["healthcheck"]["test"] for service in compose["services"].values())
    assert compose["services"]["restu"]["depends_on"]["neo4j"]["condition"] == "service_healthy"


def test_restu_runs_read_only_without_rights_and_neo4j_shows_no_port(
    compose: dict[str, Any],
) -> None:
    restu, neo4j = compose["services"]["restu"], compose["services"]["neo4j"]

    assert restu["read_only"] is True
    assert restu["cap_drop"] == ["ALL"]
    assert "ports" not in neo4j
    for service in (restu, neo4j):
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_ports_are_published_on_loopback_only(compose: dict[str, Any]) -> None:
    published = [
        port for service in compose["services"].values() for port in service.get("ports", [])
    ]

    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_every_named_volume_is_declared_and_used(compose: dict[str, Any]) -> None:
    used = {
        mount.split(":")[0]
        for service in compose["services"].values()
        for mount in service["volumes"]
    }

    assert used == set(compose["volumes"])
