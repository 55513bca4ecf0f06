"""HTTP doors to networks and to the roles in them."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Response

from graph.records.identity import ID_PATTERN
from service.deps import (
    KeyDep,
    PrincipalDep,
    RequiredVersionDep,
    ServicesDep,
    VisitDep,
    WriteDep,
    mark,
)
from service.problems import problem_responses
from service.routes.bodies import StrictRoute
from service.schemas.networks import (
    GrantIn,
    GrantList,
    GrantOut,
    NetworkIn,
    NetworkList,
    NetworkOut,
    NetworkPatch,
)
from service.usecases import networks, users
from service.usecases.networks import NetworkStanding

router = APIRouter(prefix="/v1/networks", tags=["networks"], route_class=StrictRoute)

ONE: Final = "/{network_id}"
UserPath = Annotated[str, Path(pattern=ID_PATTERN, description="A user.", examples=["sri"])]


def shown(standing: NetworkStanding) -> NetworkOut:
    """Translate a network as its reader sees it."""
    return NetworkOut.of(standing.entry, standing.counts, standing.role)


@router.get("", summary="List networks", responses=problem_responses())
def list_networks(services: ServicesDep, who: PrincipalDep) -> NetworkList:
    """List the networks that the reader has a part in."""
    found = networks.list_networks(services.store, who)
    return NetworkList(items=[shown(standing) for standing in found])


@router.post("", summary="Add a network", status_code=201, responses=problem_responses(403, 409))
def create_network(
    services: ServicesDep, who: PrincipalDep, key: KeyDep, response: Response, body: NetworkIn
) -> NetworkOut:
    """Add a workspace; an owner may."""
    standing, is_replay = networks.create_network(
        services.store, who, body.record(), is_repeatable=key is not None
    )
    response.headers["Location"] = f"/v1/networks/{body.id}"
    mark(response, standing.entry.version, is_replay=is_replay)
    return shown(standing)


@router.get(ONE, summary="Read a network", responses=problem_responses())
def read_network(visit: VisitDep, response: Response) -> NetworkOut:
    """Read a network's own fields, its revision and counts."""
    standing = networks.read_network(visit)
    mark(response, standing.entry.version)
    return shown(standing)


@router.patch(ONE, summary="Change a network", responses=problem_responses(403, 412, 428))
def change_network(
    visit: WriteDep, version: RequiredVersionDep, response: Response, body: NetworkPatch
) -> NetworkOut:
    """Change a network's own fields; its administrator may."""
    standing = networks.change_network(visit, body.revise, version)
    mark(response, standing.entry.version)
    return shown(standing)


@router.delete(ONE, summary="Erase a network", status_code=204, responses=problem_responses(403))
def erase_network(visit: WriteDep, services: ServicesDep) -> None:
    """Destroy a network with all that belongs to it; an owner may. This cannot be undone."""
    networks.erase_network(visit)
    services.snapshots.forget(visit.network_id)


@router.get(f"{ONE}/grants", summary="List roles", responses=problem_responses())
def list_grants(visit: VisitDep) -> GrantList:
    """List who has which role in the network."""
    return GrantList(items=[GrantOut.of(grant) for grant in networks.list_grants(visit)])


@router.put(f"{ONE}/grants/{{user_id}}", summary="Give a role", responses=problem_responses(403))
def give_role(visit: WriteDep, user_id: UserPath, body: GrantIn) -> GrantOut:
    """Give a user a role in the network, in place of the one held; its administrator may."""
    return GrantOut.of(users.give_role(visit, user_id, body.role))


@router.delete(
    f"{ONE}/grants/{{user_id}}",
    summary="Take a role away",
    status_code=204,
    responses=problem_responses(403),
)
def take_role(visit: WriteDep, user_id: UserPath) -> None:
    """Take a user's role in the network away; its administrator may."""
    users.take_role(visit, user_id)
