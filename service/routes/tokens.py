"""HTTP doors to tokens, by which programs come in."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path

from graph.records.identity import ID_PATTERN
from graph.records.users import CredentialKind
from service.deps import PrincipalDep, ServicesDep
from service.problems import problem_responses
from service.routes.bodies import StrictRoute
from service.schemas.users import CredentialList, CredentialOut, IssuedOut, TokenIn
from service.usecases import users
from service.usecases.visits import now

router = APIRouter(prefix="/v1/tokens", tags=["tokens"], route_class=StrictRoute)

CredentialPath = Annotated[
    str, Path(pattern=ID_PATTERN, description="A credential.", examples=["5f0c6a1e9b7d4c32aa01"])
]


@router.get("", summary="List tokens", responses=problem_responses())
def list_tokens(services: ServicesDep, who: PrincipalDep) -> CredentialList:
    """List one's own valid tokens; an owner sees everybody's."""
    found = users.list_credentials(services.store, who, CredentialKind.TOKEN, now())
    return CredentialList(items=[CredentialOut.of(one, who.credential_id) for one in found])


@router.post("", summary="Make a token", status_code=201, responses=problem_responses())
def create_token(services: ServicesDep, who: PrincipalDep, body: TokenIn) -> IssuedOut:
    """Make a token of 256 random bits; it is shown this once."""
    issued = users.issue(
        services.store,
        who,
        CredentialKind.TOKEN,
        user_id=body.user_id or who.user.id,
        at=now(),
        label=body.label,
        lasts=None if body.days is None else timedelta(days=body.days),
    )
    return IssuedOut.of(issued.credential).model_copy(update={"secret": issued.secret})


@router.delete(
    "/{credential_id}", summary="End a token", status_code=204, responses=problem_responses()
)
def end_token(services: ServicesDep, who: PrincipalDep, credential_id: CredentialPath) -> None:
    """End a token, and the sessions that came in by it."""
    users.end_credential(services.store, who, CredentialKind.TOKEN, credential_id, now())
