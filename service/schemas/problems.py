"""Wire shape of a problem (RFC 9457)."""

from pydantic import Field

from service.schemas.base import Schema


class FieldProblem(Schema):
    """What is wrong with one field."""

    field: str = Field(description="Place in the request.", examples=["participants[2]"])
    code: str = Field(examples=["start-after-end"])
    message: str = Field(examples=["The end, 2019, comes before the start, 2020."])
    remedy: str = Field(examples=["Correct one of the two dates."])
    value: str = Field(default="", description="What stood there, shortened.", examples=["2019"])


class Problem(Schema):
    """Why a request was not answered, and what to do about it."""

    type: str = Field(examples=["/problems/unknown-record"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["This network has no person with the identifier “c-9”."])
    instance: str = Field(examples=["/v1/networks/demo/contacts/c-9"])
    remedy: str = Field(default="", examples=["Look for it by name."])
    request_id: str = Field(default="", examples=["5f0c6a1e9b7d4c32"])
    facts: dict[str, str] = Field(default={}, examples=[{"record_id": "c-9"}])
    errors: list[FieldProblem] = Field(default=[], description="Faults of fields, all at once.")
