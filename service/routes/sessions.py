"""HTTP doors to sessions: a browser exchanges a secret for a cookie that no script can read."""

from fastapi import APIRouter, Request, Response
from starlette.requests import HTTPConnection

from graph.records.users import CredentialKind
from service.deps import PrincipalDep, Services, ServicesDep
from service.problems import problem_responses
from service.routes.bodies import StrictRoute
from service.routes.tokens import CredentialPath
from service.schemas.users import CredentialList, CredentialOut, PrincipalOut, SessionIn
from service.security import SESSION_COOKIE
from service.usecases import users
from service.usecases.users import Issued
from service.usecases.visits import now

router = APIRouter(prefix="/v1/sessions", tags=["sessions"], route_class=StrictRoute)


@router.get("", summary="List sessions", responses=problem_responses())
def list_sessions(services: ServicesDep, who: PrincipalDep) -> CredentialList:
    """List one's own sessions; an owner sees everybody's."""
    found = users.list_credentials(services.store, who, CredentialKind.SESSION, now())
    return CredentialList(items=[CredentialOut.of(one, who.credential_id) for one in found])


@router.post("", summary="Sign in", status_code=201, responses=problem_responses())
def create_session(
    services: ServicesDep, request: Request, response: Response, body: SessionIn
) -> CredentialOut:
    """Exchange a token, or an invitation once, for a session in an HttpOnly cookie."""
    issued = sign_in(services, request, body.secret)
    set_cookie(response, request, services, issued)
    return CredentialOut.of(issued.credential, issued.credential.id)


@router.get("/current", summary="Tell who is signed in", responses=problem_responses())
def read_current(who: PrincipalDep) -> PrincipalOut:
    """Tell who is signed in, with the role in each network."""
    return PrincipalOut.of(who.user, who.roles)


@router.delete("/current", summary="Sign out", status_code=204, responses=problem_responses())
def end_current(
    services: ServicesDep, _who: PrincipalDep, request: Request, response: Response
) -> None:
    """End the session that this request came by."""
    sign_out(services, request)
    take_cookie(response)


@router.delete(
    "/{credential_id}", summary="End a session", status_code=204, responses=problem_responses()
)
def end_session(services: ServicesDep, who: PrincipalDep, credential_id: CredentialPath) -> None:
    """End a session, such as one on a lost phone."""
    users.end_credential(services.store, who, CredentialKind.SESSION, credential_id, now())


# ---------------------------------------------------------------------------- for pages too


def sign_in(services: Services, connection: HTTPConnection, secret: str) -> Issued:
    """Exchange a secret for a session, named after the browser.

    Raises
    ------
    UnauthenticatedError
        If the secret opens nothing (any more).

    """
    browser = connection.headers.get("user-agent", "")
    label = "".join(letter for letter in browser if letter.isprintable())
    return users.sign_in(
        services.store, secret, now(), days=services.settings.session_days, label=label
    )


def sign_out(services: Services, connection: HTTPConnection) -> None:
    """End the session that a request came by, if it came by one."""
    users.sign_out(services.store, connection.cookies.get(SESSION_COOKIE, ""), now())


def set_cookie(
    response: Response, connection: HTTPConnection, services: Services, issued: Issued
) -> None:
    """Give the browser the session."""
    is_secure = services.settings.public_url.startswith("https://")
    response.set_cookie(
        SESSION_COOKIE,
        issued.secret,
        expires=issued.credential.expires_at,
        path="/",
        secure=is_secure or connection.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def take_cookie(response: Response) -> None:
    """Take the session from the browser."""
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")
