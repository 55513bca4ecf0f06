"""Owner of every cache of a process: snapshots, access networks, name indexes; bounded in bytes."""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, cast

from graph.access.network import AccessNetwork
from graph.errors import UnknownNetworkError
from graph.network import Network
from graph.ports import RecordStore
from graph.vocabulary import NetworkId
from service.search import NameIndex

DEFAULT_BYTES: Final = 2 * 1024**3


@dataclass(slots=True)
class _Held:
    """What is kept of one network; its locks let no two requests build the same thing."""

    reading: Lock = field(default_factory=Lock)
    deriving: Lock = field(default_factory=Lock)
    network: Network | None = None
    names: NameIndex | None = None

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return sum(held.nbytes for held in (self.network, self.names) if held is not None)


class Snapshots:
    """Brings networks up to date by the change feed and keeps what is derived from them.

    Parameters
    ----------
    store
        Where records are.
    most_bytes
        Above this size derived networks are dropped, then snapshots, longest unused first; what
        was made last stays.

    Notes
    -----
    Every question reads the network's revision from the store first, so that writes of other
    processes are seen at once. Safe to share between threads.

    """

    def __init__(self, store: RecordStore, most_bytes: int = DEFAULT_BYTES) -> None:
        self._store = store
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._held: OrderedDict[NetworkId, _Held] = OrderedDict()
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
        with held.reading:
            network = held.network
            if network is not None and network.revision > revision:  # overtaken, or made anew
                revision = self._revision(network_id)
            if network is None or network.revision > revision:
                network = Network.of(self._store.load_columns(network_id))
            elif network.revision < revision:
                columns = self._store.load_columns(network_id, since=network.revision)
                network = network.updated(columns) if columns.since else Network.of(columns)
            held.network = network
        self._trim()
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
        with held.reading:
            names = held.names
            if names is not None and names.revision > revision:
                revision = self._revision(network_id)
            if names is None or names.revision > revision:
                names = NameIndex(revision, self._store.load_names(network_id))
            elif names.revision < revision:
                entries = self._store.load_names(network_id, since=names.revision)
                names = names.updated(revision, entries)
            held.names = names
        self._trim()
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
        held = self._of(network_id)
        with held.deriving:
            access = self._found(key)
            if access is None:
                access = AccessNetwork.of(network.on(day), types=wanted)
                self._keep(key, access, held)
        return access

    def forget(self, network_id: NetworkId) -> None:
        """Drop what is kept of a network that was erased."""
        with self._lock:
            self._held.pop(network_id, None)
            for key in [key for key in self._derived if key[0] == network_id]:
                del self._derived[key]

    def _revision(self, network_id: NetworkId) -> int:
        try:
            return self._store.load_network(network_id).revision
        except UnknownNetworkError:
            self.forget(network_id)  # another process may have erased it
            raise

    def _of(self, network_id: NetworkId) -> _Held:
        with self._lock:
            held = self._held.setdefault(network_id, _Held())
            self._held.move_to_end(network_id)
            return held

    def _found(self, key: tuple[object, ...]) -> AccessNetwork | None:
        with self._lock:
            if key in self._derived:
                self._derived.move_to_end(key)
            return self._derived.get(key)

    def _keep(self, key: tuple[object, ...], access: AccessNetwork, held: _Held) -> None:
        with self._lock:
            if self._held.get(cast("NetworkId", key[0])) is not held:  # forgotten meanwhile
                return
            self._derived[key] = access
            for old in [old for old in self._derived if _is_outdated(old, key)]:
                del self._derived[old]
        self._trim()

    def _trim(self) -> None:
        """Drop the longest unused until what is kept fits, but never the last used of a kind."""
        with self._lock:
            while self._bytes() > self._most_bytes:
                if len(self._derived) > 1:
                    self._derived.popitem(last=False)
                elif len(self._held) > 1:
                    self._held.popitem(last=False)
                else:
                    return

    def _bytes(self) -> int:
        return sum(kept.nbytes for kept in (*self._derived.values(), *self._held.values()))


def _is_outdated(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    """Whether ``old`` belongs to an earlier revision of the network of ``new``."""
    return old[0] == new[0] and cast("int", old[1]) < cast("int", new[1])
