"""Owner of every cache of a process: snapshots, access networks, name indexes; bounded in bytes."""

from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, cast

from graph.access.network import AccessNetwork
from graph.network import Network
from graph.ports import RecordStore
from graph.vocabulary import NetworkId
from service.search import NameIndex

DEFAULT_BYTES: Final = 2 * 1024**3


@dataclass(slots=True)
class _Held:
    """What is kept of one network, under a lock so that two requests never build it twice."""

    lock: Lock = field(default_factory=Lock)
    network: Network | None = None
    names: NameIndex | None = None


class Snapshots:
    """Brings networks up to date by the change feed and keeps what is derived from them.

    Parameters
    ----------
    store
        Where records are.
    most_bytes
        Derived networks are dropped, longest unused first, above this size.

    Notes
    -----
    Every question reads the network's revision from the store first, so that writes of other
    processes are seen at once. Safe to share between threads.

    """

    def __init__(self, store: RecordStore, most_bytes: int = DEFAULT_BYTES) -> None:
        self._store = store
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._held: dict[NetworkId, _Held] = {}
        self._derived: OrderedDict[tuple[object, ...], AccessNetwork] = OrderedDict()

    def network(self, network_id: NetworkId) -> Network:
        """Give the snapshot of the present revision.

        Raises
        ------
        UnknownNetworkError
            If there is no such network.

        """
        revision = self._revision(network_id)
        held = self._of(network_id)
        with held.lock:
            network = held.network
            if network is None or network.revision > revision:
                network = Network.of(self._store.load_columns(network_id))
            elif network.revision < revision:
                columns = self._store.load_columns(network_id, since=network.revision)
                network = network.updated(columns)
            held.network = network
        return network

    def names(self, network_id: NetworkId) -> NameIndex:
        """Give the search index of the present revision.

        Raises
        ------
        UnknownNetworkError
            If there is no such network.

        """
        revision = self._revision(network_id)
        held = self._of(network_id)
        with held.lock:
            names = held.names
            if names is None or names.revision > revision:
                names = NameIndex(revision, self._store.load_names(network_id))
            elif names.revision < revision:
                entries = self._store.load_names(network_id, since=names.revision)
                names = names.updated(revision, entries)
            held.names = names
        return names

    def access(
        self, network_id: NetworkId, day: int, types: Collection[str] | None = None
    ) -> AccessNetwork:
        """Give the access network of a day (an epoch day) for some tie types (``None``: all).

        Raises
        ------
        UnknownNetworkError
            If there is no such network.

        """
        network = self.network(network_id)
        wanted = None if types is None else frozenset(types)
        key = (network_id, network.revision, day, wanted)
        return self._kept(key, lambda: AccessNetwork.of(network.on(day), types=wanted))

    def forget(self, network_id: NetworkId) -> None:
        """Drop what is kept of a network that was erased."""
        with self._lock:
            self._held.pop(network_id, None)
            for key in [key for key in self._derived if key[0] == network_id]:
                del self._derived[key]

    def _revision(self, network_id: NetworkId) -> int:
        return self._store.load_network(network_id).revision

    def _of(self, network_id: NetworkId) -> _Held:
        with self._lock:
            return self._held.setdefault(network_id, _Held())

    def _kept(self, key: tuple[object, ...], build: Callable[[], AccessNetwork]) -> AccessNetwork:
        with self._lock:
            if key in self._derived:
                self._derived.move_to_end(key)
                return self._derived[key]
        built = build()
        with self._lock:
            self._derived[key] = built
            for old in [old for old in self._derived if _is_outdated(old, key)]:
                del self._derived[old]
            while len(self._derived) > 1 and self._bytes() > self._most_bytes:
                self._derived.popitem(last=False)
        return built

    def _bytes(self) -> int:
        return sum(access.nbytes for access in self._derived.values())


def _is_outdated(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    """Whether ``old`` belongs to an earlier revision of the network of ``new``."""
    return old[0] == new[0] and cast("int", old[1]) < cast("int", new[1])
