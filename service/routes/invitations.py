"""HTTP doors to invitations: links that let a user in once."""

from fastapi import APIRouter, Request

from graph.records.users import CredentialKind
from service.deps import PrincipalDep, ServicesDep
from service.problems import problem_responses
from service.routes.bodies import StrictRoute
from service.routes.tokens import CredentialPath
from service.schemas.users import CredentialList, CredentialOut, InvitationIn, IssuedOut
from service.usecases import users
from service.usecases.visits import now

router = APIRouter(prefix="/v1/invitations", tags=["invitations"], route_class=StrictRoute)


@router.get("", summary="List open invitations", responses=problem_responses())
def list_invitations(services: ServicesDep, who: PrincipalDep) -> CredentialList:
    """List the invitations that still open the door."""
    found = users.list_credentials(services.store, who, CredentialKind.INVITATION, now())
    return CredentialList(items=[CredentialOut.of(one) for one in found])


@router.post("", summary="Invite a user", status_code=201, responses=problem_responses())
def create_invitation(
    services: ServicesDep, who: PrincipalDep, request: Request, body: InvitationIn
) -> IssuedOut:
    """Make a link that lets a user in once, within 24 hours; it is shown this once."""
    issued = users.issue(
        services.store, who, CredentialKind.INVITATION, user_id=body.user_id, at=now()
    )
    address = services.settings.public_url or str(request.base_url).rstrip("/")
    # After the # nothing is sent to a server, so that no log ever holds the secret.
    link = f"{address}/sign-in#{issued.secret}"
    return IssuedOut.of(issued.credential).model_copy(
        update={"secret": issued.secret, "link": link}
    )


@router.delete(
    "/{credential_id}",
    summary="Take an invitation back",
    status_code=204,
    responses=problem_responses(),
)
def end_invitation(services: ServicesDep, who: PrincipalDep, credential_id: CredentialPath) -> None:
    """Take an invitation back."""
    users.end_credential(services.store, who, CredentialKind.INVITATION, credential_id, now())
