"""What routes may ask for: the services, who asks, in which network, under which conditions."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Header, Request, Response
from fastapi import Path as InPath
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.security import APIKeyCookie, HTTPBearer
from starlette.requests import HTTPConnection

from graph.errors import UnauthenticatedError
from graph.ports import IdempotencyKey, Store
from graph.records.identity import ID_PATTERN
from graph.records.users import CredentialKind
from graph.vocabulary import NetworkId
from service.jobs import Workers
from service.metrics import Metrics
from service.refusals import PreconditionRequiredError, StaleVersionError
from service.security import SAFE_METHODS, SESSION_COOKIE, Doors, Principal
from service.settings import Settings
from service.snapshots import Snapshots
from service.usecases import users
from service.usecases.visits import Visit, now

LONGEST_KEY: Final = 200

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Services:
    """Everything that runs in this process; made by ``service.wiring``."""

    settings: Settings
    store: Store
    snapshots: Snapshots
    workers: Workers
    metrics: Metrics
    doors: Doors
    uploads: Path
    is_closing: threading.Event = field(default_factory=threading.Event)
    thinkers: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))

    async def think(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do a few milliseconds of work that is bound by the interpreter: first come, first served.

        One at a time: threads that hand the interpreter's lock to and fro answer a third fewer
        questions a second, and the last of them much later (``docs/benchmarks.md``). What may
        take longer, such as reading a network, is done before.
        """
        return await to_thread.run_sync(lambda: work(*args, **kwargs), limiter=self.thinkers)


def services_of(connection: HTTPConnection) -> Services:
    """Give the services of the application that answers."""
    return connection.app.state.services


async def _services(request: Request) -> Services:
    return services_of(request)


# What waits for nothing is asynchronous, which spares the way to another thread and back.
ServicesDep = Annotated[Services, Depends(_services)]


async def only_known_parameters(request: Request) -> None:
    """Refuse a parameter that nobody reads: left aside, another question would be answered."""
    known = set(_query_names(request.scope["route"].dependant))
    strange = [name for name in request.query_params if name not in known]
    if strange:
        raise RequestValidationError(
            [
                {
                    "type": "extra_forbidden",
                    "loc": ("query", name),
                    "input": request.query_params[name],
                }
                for name in strange
            ]
        )


def _query_names(dependant: Dependant) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for needed in dependant.dependencies:
        yield from _query_names(needed)


# ---------------------------------------------------------------------------- who asks


def bearer_of(connection: HTTPConnection) -> str | None:
    """Read the token of an ``Authorization: Bearer`` header."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def identify(connection: HTTPConnection) -> Principal:
    """Tell who asks, alike for the API and for pages: by token, session, or as local owner.

    Raises
    ------
    UnauthenticatedError
        If nobody is signed in.

    """
    services = services_of(connection)
    store = services.store
    if (token := bearer_of(connection)) is not None:
        return users.identify(store, token, now(), (CredentialKind.TOKEN,))
    if cookie := connection.cookies.get(SESSION_COOKIE):
        try:
            return users.identify(store, cookie, now(), (CredentialKind.SESSION,))
        except UnauthenticatedError:  # an old cookie does not lock a laptop's owner out
            if not is_local(connection):
                raise
    if is_local(connection):
        return users.local_owner(store)
    raise UnauthenticatedError


def is_local(connection: HTTPConnection) -> bool:
    """Tell whether the request surely comes from this machine."""
    client = connection.client.host if connection.client else ""
    return services_of(connection).doors.is_local(client, connection.headers)


_BEARER: Final = HTTPBearer(auto_error=False, description="A token of `/v1/tokens`.")
_SESSION: Final = APIKeyCookie(
    name=SESSION_COOKIE, auto_error=False, description="A session of `/v1/sessions`."
)


def _principal(
    request: Request,
    _bearer: Annotated[object, Depends(_BEARER)],
    _session: Annotated[object, Depends(_SESSION)],
) -> Principal:
    return identify(request)


PrincipalDep = Annotated[Principal, Depends(_principal)]

# ---------------------------------------------------------------------------- conditions


async def _key(
    request: Request,
    who: PrincipalDep,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=LONGEST_KEY,
            pattern=r"^[\x21-\x7e]+$",
            description="A repeated write with the same key is one write.",
            examples=["4f3c2a10-visit"],
        ),
    ] = None,
) -> IdempotencyKey | None:
    if idempotency_key is None or request.method in SAFE_METHODS:
        return None
    is_form = request.headers.get("content-type", "").startswith("multipart/")
    body = b"" if is_form else await request.body()
    digest = sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode() + body)
    return IdempotencyKey(who.user.id, idempotency_key, digest.hexdigest())


KeyDep = Annotated[IdempotencyKey | None, Depends(_key)]

NetworkPath = Annotated[
    str, InPath(pattern=ID_PATTERN, description="A network.", examples=["demo"])
]


async def _visit(services: ServicesDep, who: PrincipalDep, network_id: NetworkPath) -> Visit:
    return Visit(services.store, who, NetworkId(network_id), now())


async def _writing_visit(visit: Annotated[Visit, Depends(_visit)], key: KeyDep) -> Visit:
    return Visit(visit.store, visit.who, visit.network_id, visit.at, key)


VisitDep = Annotated[Visit, Depends(_visit)]
"""A reader's visit to the network in the address."""

WriteDep = Annotated[Visit, Depends(_writing_visit)]
"""A writer's visit, with the idempotency key if one was sent."""


def _tags(header: str) -> list[str]:
    return [tag.strip() for tag in header.split(",") if tag.strip()]


def version_of(header: str) -> int | None:
    """Read an If-Match header: a version, or ``None`` for ``*``.

    Raises
    ------
    StaleVersionError
        If it is not a version of ours: weak, several, or of another form.

    """
    tags = _tags(header)
    if tags == ["*"]:
        return None
    if len(tags) == 1 and tags[0][:1] == tags[0][-1:] == '"' and tags[0][1:-1].isdecimal():
        digits = tags[0][1:-1]
        if digits.isascii() and len(digits) <= 9:  # noqa: PLR2004 - as many changes as nobody makes
            return int(digits)
    raise StaleVersionError


IfMatchHeader = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description='The ETag of the version that was read, such as "3"; * for any.',
        examples=['"1"', "*"],
    ),
]


async def _required_version(if_match: IfMatchHeader = None) -> int | None:
    if if_match is None:
        raise PreconditionRequiredError
    return version_of(if_match)


async def _optional_version(if_match: IfMatchHeader = None) -> int | None:
    return None if if_match is None else version_of(if_match)


RequiredVersionDep = Annotated[int | None, Depends(_required_version)]
OptionalVersionDep = Annotated[int | None, Depends(_optional_version)]


def mark(response: Response, version: int, *, is_replay: bool = False) -> None:
    """Give an answer its ETag, and say when it repeats an earlier one."""
    response.headers["ETag"] = f'"{version}"'
    if is_replay:
        response.headers["Idempotency-Replayed"] = "true"
