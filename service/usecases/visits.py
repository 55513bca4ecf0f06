"""The frame of a use case: who asks, of which network, when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from graph.ports import Commit, IdempotencyKey, Store, Write
from graph.records.stored import AnyRecord, Stored
from graph.vocabulary import NetworkId, Noun, Role
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

    def load(self, noun: Noun, ids: Sequence[str]) -> dict[str, Stored[AnyRecord]]:
        """Read records by id as this reader may, removed ones too; unknown ids are absent.

        Raises
        ------
        UnknownNetworkError

        """
        return self.store.load(self.network_id, noun, ids, reader=self.who.user.id)

    def commit(self, writes: Iterable[Write]) -> Commit:
        """Write records as this author, all or nothing; refusals are those of the store."""
        return self.store.commit(
            self.network_id, writes, author=self.who.user.id, at=self.at, key=self.key
        )


def now() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)
