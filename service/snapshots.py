"""Owner of every cache of a process: snapshots, access networks, name indexes; bounded in bytes."""

from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Final, cast

import numpy as np

from graph.access.calibration import LEAST_RECALIBRATED, Calibrated, Past, calibrated
from graph.access.network import AccessNetwork
from graph.access.odds import DEFAULT_MODEL
from graph.access.predictions import past_of
from graph.access.refresh import refreshed
from graph.errors import UnknownNetworkError
from graph.network import UNDECIDED, Network, NetworkView
from graph.ports import NetworkEntry, RecordStore
from graph.records.dates import epoch_day
from graph.records.requests import IntroductionRequest
from graph.strength.refresh import refreshed as strengths_refreshed
from graph.strength.strength import PairStrengths, strengths_of
from graph.vocabulary import Channel, NetworkId, Noun, UserId
from service.search import NameIndex

DEFAULT_BYTES: Final = 2 * 1024**3
REQUESTS_AT_ONCE: Final = 500

_NOBODY: Final = UserId("")
"""Requests are everybody's who may read the network: none is private."""


@dataclass(slots=True)
class _Held:
    """What is kept of one network; its locks let no two requests build the same thing.

    ``birth`` tells it from another network that had, or gets, the same id. ``past``: revision and
    what was predicted by then.
    """

    birth: str
    reading: Lock = field(default_factory=Lock)
    deriving: Lock = field(default_factory=Lock)
    network: Network | None = None
    names: NameIndex | None = None
    past: tuple[int, Past] | None = None
    strengths: PairStrengths | None = None

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        held = [self.network, self.names, self.strengths]
        if self.strengths is not None and self.strengths.view.network is not self.network:
            held.append(self.strengths.view.network)  # kept alive until they are brought up to date
        return sum(part.nbytes for part in held if part is not None)

    def strengths_on(self, view: NetworkView) -> PairStrengths:
        """Bring the strengths of pairs to a view; only what changed since the last is computed."""
        if self.strengths is None:
            self.strengths = strengths_of(view)
        elif self.strengths.view.network is not view.network or self.strengths.view.day != view.day:
            self.strengths = strengths_refreshed(self.strengths, view)
        return self.strengths


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
    Every question reads the network's revision and birth from the store first, so that writes of
    other processes are seen at once, a network erased and made anew among them. Safe to share
    between threads.

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
        return self._read(network_id)[2]

    def names(self, network_id: NetworkId) -> NameIndex:
        """Give the search index of the present revision.

        Raises
        ------
        UnknownNetworkError
            If there is no such network.

        """
        while True:
            entry, held = self._entry(network_id)
            with held.reading:
                names = self._newer_names(entry, held)
                if names is not held.names and not self._is_present(network_id, held):
                    continue
                held.names = names
            self._trim()
            return names

    def access(
        self,
        network_id: NetworkId,
        day: int,
        types: Collection[str] | None = None,
        channel: Channel | None = None,
    ) -> AccessNetwork:
        """Give the access network of a day, with the odds as outcomes by then have left them.

        After a write only what it can reach is derived anew; of the older revision nothing is
        kept then.

        Parameters
        ----------
        day
            Epoch day.
        types
            Tie types that may be used; ``None``: all.
        channel
            By which way all are asked; ``None`` counts as a message.

        Raises
        ------
        UnknownNetworkError
            If there is no such network.

        """
        entry, held, network = self._read(network_id)
        wanted = None if types is None else frozenset(types)
        key = (network_id, network.revision, day, wanted, channel, entry.version, held.birth)
        with held.deriving:
            access = self._found(key)
            if access is None:
                odds, view = self._odds(entry, held, network, day), network.on(day)
                before = self._before(key)
                derive = AccessNetwork.of if before is None else partial(refreshed, before)
                access = derive(
                    view,
                    types=wanted,
                    model=odds.model,
                    staircase=odds.staircase,
                    channel=channel,
                    strengths=held.strengths_on(view),
                )
                self._keep(key, access, held)
        return access

    def odds(self, network_id: NetworkId, day: int) -> Calibrated:
        """Give the odds model of a network as outcomes known by a day have left it.

        Raises
        ------
        UnknownNetworkError
            If there is no such network.

        """
        entry, held, network = self._read(network_id)
        with held.deriving:
            return self._odds(entry, held, network, day)

    def strengths(self, network_id: NetworkId, day: int) -> PairStrengths:
        """Give the computed strengths of all pairs on a day.

        Parameters
        ----------
        day
            Epoch day.

        Raises
        ------
        UnknownNetworkError
            If there is no such network.

        """
        _, held, network = self._read(network_id)
        with held.deriving:
            strengths = held.strengths_on(network.on(day))
        self._trim()
        return strengths

    def past(self, network_id: NetworkId) -> Past:
        """Give all that was predicted and what came of it, of the present revision.

        Raises
        ------
        UnknownNetworkError
            If there is no such network.

        """
        _, held, network = self._read(network_id)
        with held.deriving:
            return self._past(network_id, held, network)

    def forget(self, network_id: NetworkId) -> None:
        """Drop what is kept of a network that was erased."""
        with self._lock:
            self._drop(network_id)

    def _odds(self, entry: NetworkEntry, held: _Held, network: Network, day: int) -> Calibrated:
        model = DEFAULT_MODEL.with_known(entry.network.odds)
        if np.count_nonzero(network.asks.outcome != UNDECIDED) < LEAST_RECALIBRATED:
            return calibrated(Past.empty(), model)  # the requests need not be read
        past = self._past(NetworkId(entry.network.id), held, network)
        return calibrated(past.known_before(day + 1), model)

    def _past(self, network_id: NetworkId, held: _Held, network: Network) -> Past:
        """Read the requests of a revision; the caller holds the lock of what is derived."""
        if held.past is None or held.past[0] != network.revision:
            held.past = (network.revision, past_of(self._requests(network_id)))
        return held.past[1]

    def _requests(self, network_id: NetworkId) -> Iterator[tuple[IntroductionRequest, int]]:
        after: str | None = None
        while True:
            page = self._store.find(
                network_id,
                Noun.INTRODUCTION,
                {},
                reader=_NOBODY,
                after=after,
                limit=REQUESTS_AT_ONCE,
            )
            for stored in page.items:
                request = cast("IntroductionRequest", stored.record)
                yield request, epoch_day(stored.changed_at.date())
            after = page.next
            if after is None:
                return

    def _read(self, network_id: NetworkId) -> tuple[NetworkEntry, _Held, Network]:
        while True:
            entry, held = self._entry(network_id)
            with held.reading:
                network = self._newer_network(entry, held)
                if network is not held.network and not self._is_present(network_id, held):
                    continue
                held.network = network
            self._trim()
            return entry, held, network

    def _newer_network(self, entry: NetworkEntry, held: _Held) -> Network:
        network, network_id = held.network, NetworkId(entry.network.id)
        if network is None or self._went_back(entry, network.revision):
            return Network.of(self._store.load_columns(network_id))
        if network.revision >= entry.revision:  # equal, or the question was overtaken
            return network
        columns = self._store.load_columns(network_id, since=network.revision)
        return network.updated(columns) if columns.since else Network.of(columns)

    def _newer_names(self, entry: NetworkEntry, held: _Held) -> NameIndex:
        names, network_id = held.names, NetworkId(entry.network.id)
        if names is None or self._went_back(entry, names.revision):
            return NameIndex(entry.revision, self._store.load_names(network_id))
        if names.revision >= entry.revision:
            return names
        changed = self._store.load_names(network_id, since=names.revision)
        return names.updated(entry.revision, changed)

    def _went_back(self, entry: NetworkEntry, revision: int) -> bool:
        """Tell whether an older state of the network was restored under this process."""
        if revision <= entry.revision:
            return False
        return self._load(NetworkId(entry.network.id)).revision < revision

    def _entry(self, network_id: NetworkId) -> tuple[NetworkEntry, _Held]:
        """Read where a network stands; what is held of another of the same id is dropped."""
        entry = self._load(network_id)
        with self._lock:
            held = self._held.get(network_id)
            if held is None or held.birth != entry.birth:
                self._drop(network_id)
                held = self._held[network_id] = _Held(entry.birth)
            self._held.move_to_end(network_id)
            return entry, held

    def _is_present(self, network_id: NetworkId, held: _Held) -> bool:
        """Tell whether the network was the same all the time while something of it was read."""
        return self._load(network_id).birth == held.birth

    def _load(self, network_id: NetworkId) -> NetworkEntry:
        try:
            return self._store.load_network(network_id)
        except UnknownNetworkError:
            self.forget(network_id)  # another process may have erased it
            raise

    def _drop(self, network_id: NetworkId) -> None:
        self._held.pop(network_id, None)
        for key in [key for key in self._derived if key[0] == network_id]:
            del self._derived[key]

    def _found(self, key: tuple[object, ...]) -> AccessNetwork | None:
        with self._lock:
            if key in self._derived:
                self._derived.move_to_end(key)
            return self._derived.get(key)

    def _before(self, key: tuple[object, ...]) -> AccessNetwork | None:
        """Find what a derived network can be brought up to date from: same day and filter."""
        network_id, _, day, types, channel, _, birth = key
        with self._lock:
            alike = [
                (old[4] == channel, cast("int", old[1]), number)
                for number, old in enumerate(self._derived)
                if (old[0], old[2], old[3], old[6]) == (network_id, day, types, birth)
            ]
            return list(self._derived.values())[max(alike)[2]] if alike else None

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
