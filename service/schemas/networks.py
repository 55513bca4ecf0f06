"""Wire shapes of networks and of roles in them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic import Field

from graph.ports import NetworkEntry
from graph.records.networks import LONGEST_INTERVAL, NetworkRecord
from graph.records.users import Grant
from graph.vocabulary import Noun, Role
from service.schemas.base import Flag, Id, Line, Name, Schema, Text, Whole, merged, stated

Coefficient = Annotated[float, Field(strict=True)]


class NetworkFields(Schema):
    """What is said of a network."""

    name: Name = Field(examples=["Sanitation Lombok"])
    purpose: Line = Field(default="", examples=["Septic sludge treatment in two districts"])
    time_zone: Name = Field(
        default="Asia/Makassar",
        description="Its today is the day there.",
        examples=["Asia/Makassar"],
    )
    language: Text = Field(default="en", description="en or id.", examples=["id"])
    request_cap: Whole = Field(
        default=3,
        description="Most open requests put to one person at a time.",
        json_schema_extra={"minimum": 0, "maximum": 100},
        examples=[3],
    )
    is_demo: Flag = Field(default=False, description="May be thrown away.", examples=[False])
    odds: dict[Text, Coefficient] = Field(
        default={},
        description="Coefficients of the odds model that the network replaces, by name; "
        "`calibration` lists them.",
        examples=[{"in_person": 1.0}],
    )
    reminder_days: Whole = Field(
        default=7,
        description="Days without an answer after which a reminder is due.",
        json_schema_extra={"minimum": 1, "maximum": LONGEST_INTERVAL},
        examples=[10],
    )
    phrases: dict[Text, Text] = Field(
        default={},
        description="Words of letters and messages that the network replaces, by key.",
        examples=[{"words.close": "Salam hangat"}],
    )


class NetworkIn(NetworkFields):
    """A workspace."""

    id: Id = Field(description="Short word used in addresses.", examples=["sanitation"])

    def record(self) -> NetworkRecord:
        """Make the record."""
        return NetworkRecord(**self.model_dump())


class NetworkPatch(Schema):
    """What to change; null brings the default back."""

    name: Name | None = Field(default=None, examples=["Sanitation and water, Lombok"])
    purpose: Line | None = Field(default=None, examples=["Two districts, from 2024"])
    time_zone: Name | None = Field(default=None, examples=["Asia/Jakarta"])
    language: Text | None = Field(default=None, examples=["en"])
    request_cap: Whole | None = Field(default=None, examples=[2])
    is_demo: Flag | None = Field(default=None, examples=[False])
    odds: dict[Text, Coefficient | None] | None = Field(
        default=None,
        description="What is not named stays; a coefficient that is null gets its default back.",
        examples=[{"in_person": 1.0, "phone": None}],
    )
    reminder_days: Whole | None = Field(default=None, examples=[10])
    phrases: dict[Text, Text | None] | None = Field(
        default=None,
        description="What is not named stays; words that are null are the house's again.",
        examples=[{"words.close": None}],
    )

    def revise(self, network: NetworkRecord) -> NetworkRecord:
        """Apply the change."""
        known: dict[str, Any] = stated(network, NetworkFields.model_fields)
        for name in self.model_fields_set:
            value = getattr(self, name)
            default = NetworkFields.model_fields[name].default
            if isinstance(value, dict):
                value = merged(known[name], value)
            known[name] = value if value is not None else "" if name == "name" else default
        return replace(network, **known)


class NetworkOut(NetworkIn):
    """A network as the reader sees it."""

    version: int = Field(description="Changes with its own fields; the ETag.", examples=[1])
    revision: int = Field(description="Raised by every write to its records.", examples=[12])
    role: Role = Field(description="The reader's role.", examples=["editor"])
    counts: dict[Noun, int] = Field(
        description="Records in use.", examples=[{"contact": 250, "partner": 60}]
    )

    @classmethod
    def of(cls, entry: NetworkEntry, counts: Mapping[Noun, int], role: Role) -> Self:
        """Translate a network."""
        return cls(
            **stated(entry.network, NetworkIn.model_fields),
            version=entry.version,
            revision=entry.revision,
            role=role,
            counts=dict(counts),
        )


class NetworkList(Schema):
    """Networks that the reader has a part in."""

    items: list[NetworkOut]


class GrantIn(Schema):
    """A role."""

    role: Role = Field(examples=["editor"])


class GrantOut(Schema):
    """A user's role in a network."""

    user_id: str = Field(examples=["sri"])
    role: Role = Field(examples=["editor"])

    @classmethod
    def of(cls, grant: Grant) -> Self:
        """Translate a role."""
        return cls(user_id=grant.user_id, role=grant.role)


class GrantList(Schema):
    """Who has which role."""

    items: list[GrantOut]
