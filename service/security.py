"""Who asks, and whether a browser may ask for somebody: rules without a web framework."""

import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from graph.errors import ForbiddenError, UnknownNetworkError
from graph.records.users import User
from graph.vocabulary import NetworkId, Role
from service.refusals import HostRefusedError, OriginRefusedError

SECRET_BYTES: Final = 32
SESSION_COOKIE: Final = "restu_session"
LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")

HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": (
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""Sent with every answer that does not set its own; pages widen the policy for what they need."""


# ---------------------------------------------------------------------------- who asks


@dataclass(frozen=True, slots=True)
class Principal:
    """A user, with a role in each network that the user has a part in.

    ``credential_id`` names the token or session by which the user came in; empty for the local
    owner and on the command line.
    """

    user: User
    roles: Mapping[NetworkId, Role] = field(default_factory=dict[NetworkId, Role])
    credential_id: str = ""

    def role_in(self, network_id: NetworkId) -> Role | None:
        """Tell the role in a network; an owner is administrator everywhere."""
        return Role.ADMINISTRATOR if self.user.is_owner else self.roles.get(network_id)

    def require(self, network_id: NetworkId, needed: Role) -> None:
        """Refuse unless the role in the network includes the one needed.

        Raises
        ------
        UnknownNetworkError
            If the user has no part in the network: whether it exists is not told.
        ForbiddenError
            If the role does not suffice.

        """
        role = self.role_in(network_id)
        if role is None:
            raise UnknownNetworkError(network_id)
        if not role.includes(needed):
            raise ForbiddenError(needed)

    def require_owner(self) -> None:
        """Refuse anybody but an owner.

        Raises
        ------
        ForbiddenError
            If the user is no owner.

        """
        if not self.user.is_owner:
            raise ForbiddenError("owner")


def new_secret() -> str:
    """Draw 256 random bits, as 43 characters that need no escape in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest_of(secret: str) -> str:
    """Give the SHA-256 of a secret, which is all that is stored."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


# ---------------------------------------------------------------------------- doors


def host_name(netloc: str) -> str:
    """Give the name in a Host header, without its port, in lower case."""
    name = netloc.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]


def is_loopback(address: str) -> bool:
    """Tell whether a client's address is of this machine."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Doors:
    """Which hosts are served and which sites' scripts may call.

    Parameters
    ----------
    allowed_hosts
        Names beside those of the loopback.
    allowed_origins
        ``scheme://host`` of other sites.
    public_url
        Our own address as browsers see it, when a proxy stands before us.
    listens_on
        Address that the server listens on.
    local_owner
        Whether a laptop's owner may come in without a credential at all.

    """

    allowed_hosts: frozenset[str] = frozenset()
    allowed_origins: frozenset[str] = frozenset()
    public_url: str = ""
    listens_on: str = "127.0.0.1"
    local_owner: bool = True

    def serves(self, host: str) -> bool:
        """Tell whether a Host header names one of our hosts: else DNS rebinding reads the data."""
        name = host_name(host)
        public = host_name(urlsplit(self.public_url).netloc)
        return name in LOOPBACK_NAMES or name in self.allowed_hosts or (name == public != "")

    def accepts_origin(self, origin: str, *, scheme: str, host: str) -> bool:
        """Tell whether scripts of this origin may call: our own pages, and configured sites."""
        own = {f"{scheme}://{host.strip().lower()}", self.public_url.lower()}
        return origin.lower() in own | self.allowed_origins

    def check(
        self, method: str, scheme: str, headers: Mapping[str, str], *, has_session: bool
    ) -> None:
        """Refuse what a strange site may have sent through somebody's browser.

        Parameters
        ----------
        method, scheme
            Of the request.
        headers
            By name in lower case.
        has_session
            The request carries the session cookie, and no token.

        Raises
        ------
        HostRefusedError, OriginRefusedError

        """
        host = headers.get("host", "")
        if not self.serves(host):
            raise HostRefusedError(host=host_name(host)[:80])
        origin = headers.get("origin")
        if origin is not None:
            if not self.accepts_origin(origin, scheme=scheme, host=host):
                raise OriginRefusedError
            return
        is_safe = method in SAFE_METHODS
        site = headers.get("sec-fetch-site")
        if site in ("cross-site", "same-site"):
            # A link from a letter may open a page; nothing else may come from elsewhere.
            if not (is_safe and headers.get("sec-fetch-mode") == "navigate"):
                raise OriginRefusedError
        elif site is None and has_session and not is_safe:
            raise OriginRefusedError

    def is_local(self, client: str, headers: Mapping[str, str]) -> bool:
        """Tell whether a request surely comes from this machine, and not through a proxy."""
        return (
            self.local_owner
            and is_loopback(client)
            and (self.listens_on == "localhost" or is_loopback(self.listens_on))
            and not self.public_url
            and not self.allowed_hosts
            and host_name(headers.get("host", "")) in LOOPBACK_NAMES
            and not any(name in headers for name in FORWARDED)
        )
