"""Requests made of the examples in the OpenAPI document, and a network in which they work."""

from typing import Any, Final

from tests.service.clients import House

SEEDED: Final = {
    "partners": "pu-loteng",
    "contacts": "zaini",
    "positions": "post-1",
    "ties": "tie-1",
    "interactions": "meeting-7",
    "notes": "note-3",
    "conflicts": "interest-2",
    "introductions": "request-5",
    "tie-types": "prays_with",
}
"""A record of each kind in the seeded network."""


def seed(house: House, network_id: str) -> None:
    """Make the network whose records the examples name."""
    house.add_network(network_id)
    net = f"/v1/networks/{network_id}"
    for noun, said in (
        ("partners", {"id": "pemkab-loteng", "name": "Pemkab Lombok Tengah"}),
        ("partners", {"id": "pu-loteng", "name": "Dinas PU", "parent_id": "pemkab-loteng"}),
        ("contacts", {"id": "zaini", "name": "Lalu Zaini"}),
        ("contacts", {"id": "lina", "name": "Lina"}),
        ("contacts", {"id": "head", "name": "Head"}),
        ("tie-types", {"id": "prays_with", "traversal": "both"}),
        ("positions", {"id": "post-1", "contact_id": "zaini", "partner_id": "pemkab-loteng"}),
        ("ties", {"id": "tie-1", "source_id": "lina", "target_id": "head", "type": "knows"}),
        (
            "interactions",
            {
                "id": "meeting-7",
                "kind": "visit",
                "held_on": "2024",
                "participants": ["lina", "head"],
            },
        ),
        ("notes", {"id": "note-3", "about_id": "zaini", "text": "A note.", "is_private": False}),
        (
            "conflicts",
            {
                "id": "interest-2",
                "contact_id": "zaini",
                "about_ids": ["pu-loteng"],
                "interest": "His brother bids for the works.",
            },
        ),
        (
            "introductions",
            {
                "id": "request-5",
                "leader_id": "zaini",
                "starter_id": "lina",
                "steps": [
                    {"asker_id": "lina", "asked_id": "head"},
                    {"asker_id": "head", "asked_id": "zaini"},
                ],
                "letter": {"number": "015/YBL/V/2024"},
            },
        ),
    ):
        answer = house.owner.post(f"{net}/{noun}", json=said)
        assert answer.status_code == 201, answer.text


def body_of(house: House, method: str, template: str) -> dict[str, Any]:
    """Give the arguments of a request that is right in form, from the examples."""
    document = house.app.openapi()
    operation = document["paths"][template][method.lower()]
    request: dict[str, Any] = {"headers": {}, "params": {}}
    for parameter in operation.get("parameters", []):
        value = example_of(document, parameter["schema"], parameter)
        if parameter["in"] == "header" and parameter["name"] == "If-Match":
            request["headers"]["If-Match"] = "*"
        elif parameter["in"] == "query" and parameter.get("required"):
            request["params"][parameter["name"]] = value
            is_an_actor = "/comparison" not in template  # there it is a day
            if parameter["name"] == "from" and is_an_actor:  # not the one that it leads to
                request["params"]["from"] = "lina"
    if template.endswith("/reach"):
        request["params"]["to"] = "zaini"  # either end, not both
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        request["json"] = example_of(document, content["application/json"]["schema"])
    elif "multipart/form-data" in content:
        request["files"] = {"files": ("contacts.csv", b"id,name\nann,Ann\n", "text/csv")}
    return request


def example_of(
    document: dict[str, Any], schema: dict[str, Any], described: dict[str, Any] | None = None
) -> Any:
    """Give the first example of a schema, or put one together of its fields' examples."""
    for place in (described or {}, schema):
        if "examples" in place and isinstance(place["examples"], list):
            return place["examples"][0]
        if "example" in place:
            return place["example"]
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return example_of(document, document["components"]["schemas"][name])
    for part in schema.get("anyOf", []):
        return example_of(document, part)
    if "enum" in schema:
        return schema["enum"][0]
    if "properties" in schema:
        required = set(schema.get("required", []))
        return {
            name: example_of(document, inner)
            for name, inner in schema["properties"].items()
            if name != "id" or name in required
        }
    if "default" in schema:
        return schema["default"]
    return {"string": "zaini", "array": [], "integer": 1, "number": 0.5, "boolean": True}.get(
        schema.get("type", "string")
    )
