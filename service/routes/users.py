"""HTTP doors to users."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from graph.records.identity import ID_PATTERN
from service.deps import KeyDep, PrincipalDep, ServicesDep
from service.problems import problem_responses
from service.routes.bodies import StrictRoute
from service.schemas.users import UserIn, UserList, UserOut, UserPatch
from service.usecases import users

router = APIRouter(prefix="/v1/users", tags=["users"], route_class=StrictRoute)

UserPath = Annotated[str, Path(pattern=ID_PATTERN, description="A user.", examples=["sri"])]


@router.get("", summary="List users", responses=problem_responses())
def list_users(services: ServicesDep, who: PrincipalDep) -> UserList:
    """List all users; others than owners see themselves."""
    found = users.list_users(services.store, who)
    return UserList(items=[UserOut.of(user) for user in found])


@router.post("", summary="Add a user", status_code=201, responses=problem_responses(403, 409))
def create_user(
    services: ServicesDep, who: PrincipalDep, key: KeyDep, response: Response, body: UserIn
) -> UserOut:
    """Add a user; an owner may. A token or an invitation lets the user in."""
    user, is_replay = users.create_user(
        services.store, who, body.record(), is_repeatable=key is not None
    )
    response.headers["Location"] = f"/v1/users/{user.id}"
    if is_replay:
        response.headers["Idempotency-Replayed"] = "true"
    return UserOut.of(user)


@router.get("/{user_id}", summary="Read a user", responses=problem_responses())
def read_user(services: ServicesDep, who: PrincipalDep, user_id: UserPath) -> UserOut:
    """Read a user; others than owners read themselves."""
    return UserOut.of(users.read_user(services.store, who, user_id))


@router.patch("/{user_id}", summary="Change a user", responses=problem_responses(403, 409))
def change_user(
    services: ServicesDep, who: PrincipalDep, user_id: UserPath, body: UserPatch
) -> UserOut:
    """Change a user; one's own name and language everybody may."""
    held = users.read_user(services.store, who, user_id)
    return UserOut.of(users.change_user(services.store, who, body.revise(held)))
