"""The frame of a use case: who asks, of which network, when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from graph.ports import IdempotencyKey, Store
from graph.vocabulary import NetworkId, Role
from service.security import Principal


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody at work in a network.

    Parameters
    ----------
    key
        Makes a repeated write one write.

    """

    store: Store
    who: Principal
    network_id: NetworkId
    at: datetime
    key: IdempotencyKey | None = None

    def require(self, needed: Role) -> None:
        """Refuse unless the role in the network includes the one needed.

        Raises
        ------
        UnknownNetworkError
            If the user has no part in the network.
        ForbiddenError
            If the role does not suffice.

        """
        self.who.require(self.network_id, needed)

    def today(self) -> date:
        """Tell the day of the network's time zone.

        Raises
        ------
        UnknownNetworkError
            If there is no such network.

        """
        return self.store.load_network(self.network_id).network.today(self.at)


def now() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)
