"""The doors that all kinds of record have: list, create, read, change, remove, restore, history."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Protocol, cast

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field, create_model

from graph.ports import Commit, FilterValue, Page
from graph.records.dates import StatedDate, epoch_day
from graph.records.identity import ID_PATTERN
from graph.records.stored import AnyRecord, Stored, Superseded
from graph.vocabulary import Noun
from service.deps import OptionalVersionDep, RequiredVersionDep, VisitDep, WriteDep, mark
from service.problems import problem_responses
from service.routes.bodies import StrictRoute
from service.schemas.base import (
    Day,
    Earlier,
    History,
    Listed,
    RecordIn,
    Schema,
    Standing,
    patch_of,
    revised,
)
from service.usecases import records
from service.usecases.visits import Visit

PREFIX: Final = "/v1/networks/{network_id}"
DEFAULT_PAGE: Final = 50
MOST_PAGE: Final = 200
LONGEST_CURSOR: Final = 2_000

RecordPath = Annotated[str, Path(pattern=ID_PATTERN, description="A record.", examples=["zaini"])]
AsOf = Annotated[
    Day | None,
    Query(description="A day of the world; by default all days.", examples=["2024-05-03"]),
]


class Paging(Schema):
    """What every list takes beside its filters."""

    as_of: Day | None = Field(
        default=None,
        description="A day of the world; by default all days.",
        examples=["2024-05-03"],
    )
    cursor: str | None = Field(
        default=None, max_length=LONGEST_CURSOR, description="`next` of the page before."
    )
    limit: int = Field(
        default=DEFAULT_PAGE, ge=1, le=MOST_PAGE, description="Longest page.", examples=[50]
    )
    removed: bool = Field(
        default=False,
        description="Removed records instead of those in use.",
        examples=[False],
    )


class Acts(Protocol):
    """The use cases of a kind of record; ``service.usecases.records`` unless it has its own."""

    def create(self, visit: Visit, make: Callable[[str], AnyRecord], wanted_id: str = "") -> Commit:
        """Add a record."""
        ...

    def find(
        self,
        visit: Visit,
        noun: Noun,
        filters: Mapping[str, FilterValue],
        *,
        as_of: int | None,
        after: str | None,
        limit: int,
        removed: bool,
    ) -> Page:
        """Read a page of a list."""
        ...

    def read(
        self,
        visit: Visit,
        noun: Noun,
        record_id: str,
        *,
        as_of: int | None = None,
        removed: bool = False,
        follow: bool = True,
    ) -> Stored[AnyRecord]:
        """Read a record."""
        ...

    def change(
        self,
        visit: Visit,
        noun: Noun,
        record_id: str,
        revise: Callable[[Any], AnyRecord],
        version: int | None,
    ) -> Commit:
        """Change a record."""
        ...

    def remove(
        self, visit: Visit, noun: Noun, record_id: str, version: int | None = None
    ) -> Commit:
        """Take a record out of use."""
        ...

    def restore(
        self, visit: Visit, noun: Noun, record_id: str, version: int | None = None
    ) -> Commit:
        """Put a record back into use."""
        ...

    def history(self, visit: Visit, noun: Noun, record_id: str) -> tuple[Superseded, ...]:
        """Read the old versions of a record."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record and its wire shapes.

    Parameters
    ----------
    plural
        Word of the address.
    label, labels
        Words of the documentation.

    """

    noun: Noun
    plural: str
    label: str
    labels: str
    shape_in: type[RecordIn[Any]]
    shape_out: type[Standing]
    filters: type[Schema]
    acts: Acts = records


def record_router(kind: Kind) -> APIRouter:
    """Make the doors of one kind of record."""
    router = APIRouter(
        prefix=f"{PREFIX}/{kind.plural}", tags=[kind.plural], route_class=StrictRoute
    )
    word = kind.plural.replace("-", "_")
    single = kind.noun.value
    out = cast("Any", kind.shape_out)

    def list_(visit: VisitDep, query: Paging) -> object:
        page = kind.acts.find(
            visit,
            kind.noun,
            filters_of(query),
            as_of=None if query.as_of is None else epoch_day(query.as_of),
            after=query.cursor,
            limit=query.limit,
            removed=query.removed,
        )
        return Listed[out](items=[out.of(stored) for stored in page.items], next=page.next)

    def create(
        visit: WriteDep, request: Request, response: Response, body: RecordIn[Any]
    ) -> object:
        said = body.signed(None, visit.who.user.id, visit.today)
        commit = kind.acts.create(visit, said.record, said.id)
        stored = commit.stored[0]
        response.headers["Location"] = f"{request.url.path}/{stored.record.id}"
        return told(kind, response, commit)

    def read(
        visit: VisitDep,
        response: Response,
        record_id: RecordPath,
        as_of: AsOf = None,
        removed: Annotated[bool, Query(description="Also if it was removed.")] = False,
        follow: Annotated[bool, Query(description="Answer with the survivor of a merger.")] = True,
    ) -> object:
        day = None if as_of is None else epoch_day(as_of)
        stored = kind.acts.read(
            visit, kind.noun, record_id, as_of=day, removed=removed, follow=follow
        )
        mark(response, stored.version)
        return out.of(stored)

    def change(
        visit: WriteDep,
        response: Response,
        record_id: RecordPath,
        version: RequiredVersionDep,
        body: Schema,
    ) -> object:
        def revise(record: AnyRecord) -> AnyRecord:
            return revised(
                kind.shape_in, kind.noun, record, body, by=visit.who.user.id, today=visit.today
            )

        commit = kind.acts.change(visit, kind.noun, record_id, revise, version)
        return told(kind, response, commit)

    def remove(
        visit: WriteDep, response: Response, record_id: RecordPath, version: OptionalVersionDep
    ) -> None:
        told(kind, response, kind.acts.remove(visit, kind.noun, record_id, version))

    def restore(
        visit: WriteDep, response: Response, record_id: RecordPath, version: OptionalVersionDep
    ) -> object:
        return told(kind, response, kind.acts.restore(visit, kind.noun, record_id, version))

    def read_history(visit: VisitDep, record_id: RecordPath) -> object:
        found = kind.acts.history(visit, kind.noun, record_id)
        return History[out](
            items=[
                Earlier[out](
                    record=out.of(old.stored),
                    superseded_by=old.superseded_by,
                    superseded_at=old.superseded_at,
                )
                for old in found
            ]
        )

    # FastAPI reads the shape of a body from the annotation; it differs from kind to kind.
    query = create_model(f"{kind.shape_in.__name__}Query", __base__=(kind.filters, Paging))
    list_.__annotations__["query"] = Annotated[query, Query()]
    create.__annotations__["body"] = kind.shape_in
    change.__annotations__["body"] = patch_of(kind.shape_in)

    router.add_api_route(
        "",
        list_,
        methods=["GET"],
        operation_id=f"list_{word}",
        summary=f"List {kind.labels}",
        response_model=Listed[out],
        responses=problem_responses(),
    )
    router.add_api_route(
        "",
        create,
        methods=["POST"],
        operation_id=f"create_{single}",
        summary=f"Add {kind.label}",
        response_model=out,
        status_code=201,
        responses=problem_responses(403, 409),
    )
    router.add_api_route(
        "/{record_id}",
        read,
        methods=["GET"],
        operation_id=f"read_{single}",
        summary=f"Read {kind.label}",
        response_model=out,
        responses=problem_responses(),
    )
    router.add_api_route(
        "/{record_id}",
        change,
        methods=["PATCH"],
        operation_id=f"change_{single}",
        summary=f"Change {kind.label}",
        description="A merge patch (RFC 7396): null clears a field.",
        response_model=out,
        responses=problem_responses(403, 409, 412, 428),
    )
    router.add_api_route(
        "/{record_id}",
        remove,
        methods=["DELETE"],
        operation_id=f"remove_{single}",
        summary=f"Take {kind.label} out of use",
        status_code=204,
        response_class=Response,
        responses=problem_responses(403, 412),
    )
    router.add_api_route(
        "/{record_id}/restore",
        restore,
        methods=["POST"],
        operation_id=f"restore_{single}",
        summary=f"Put {kind.label} back into use",
        response_model=out,
        responses=problem_responses(403, 412),
    )
    router.add_api_route(
        "/{record_id}/history",
        read_history,
        methods=["GET"],
        operation_id=f"read_{single}_history",
        summary=f"Read the earlier versions of {kind.label}",
        response_model=History[out],
        responses=problem_responses(),
    )
    return router


def filters_of(filters: Schema) -> Mapping[str, FilterValue]:
    """Give the filters that were set; days as the store counts them."""
    names = filters.model_fields_set - Paging.model_fields.keys()
    given = {name: getattr(filters, name) for name in names}
    return {
        name: (value.day if name.endswith("_from") else value.day_after - 1)
        if isinstance(value, StatedDate)
        else value
        for name, value in given.items()
        if value is not None
    }


def told(kind: Kind, response: Response, commit: Commit) -> object:
    """Write the record that a commit touched."""
    stored: Stored[AnyRecord] = commit.stored[0]
    mark(response, stored.version, is_replay=commit.is_replay)
    return kind.shape_out.of(stored)
