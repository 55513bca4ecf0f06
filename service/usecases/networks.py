"""Workspaces: who sees which, and what they are called."""

from collections.abc import Callable
from dataclasses import dataclass

from graph.access.odds import DEFAULT_MODEL
from graph.errors import (
    DuplicateIdError,
    InvalidQuestionError,
    InvalidRecordError,
    VersionConflictError,
)
from graph.ports import NetworkEntry, Store
from graph.records.networks import NetworkRecord
from graph.records.phrases import faults_of
from graph.records.users import Grant
from graph.vocabulary import NetworkId, Noun, Role
from service.security import Principal
from service.usecases.visits import Visit


@dataclass(frozen=True, slots=True)
class NetworkStanding:
    """A network as somebody sees it: its entry, counts of records, the reader's role."""

    entry: NetworkEntry
    counts: dict[Noun, int]
    role: Role


def list_networks(store: Store, who: Principal) -> tuple[NetworkStanding, ...]:
    """Read the networks that the user has a part in, by id."""
    return tuple(
        NetworkStanding(entry, store.count(network_id), role)
        for entry in store.list_networks()
        if (role := who.role_in(network_id := NetworkId(entry.network.id))) is not None
    )


def create_network(
    store: Store, who: Principal, network: NetworkRecord, *, is_repeatable: bool = False
) -> tuple[NetworkStanding, bool]:
    """Add a network; only an owner may.

    Parameters
    ----------
    is_repeatable
        The same request, sent again, finds the network that it made.

    Returns
    -------
    tuple
        The network, and whether it was there already.

    Raises
    ------
    ForbiddenError, DuplicateIdError, InvalidRecordError

    """
    who.require_owner()
    _check_odds(network)
    _check_phrases(network)
    network_id = NetworkId(network.id)
    try:
        store.create_network(network)
        is_replay = False
    except DuplicateIdError:
        entry = store.load_network(network_id)
        if not (is_repeatable and entry.network == network):
            raise
        is_replay = True
    return _standing(store, who, network_id), is_replay


def read_network(visit: Visit) -> NetworkStanding:
    """Read a network's own fields, revision and counts.

    Raises
    ------
    UnknownNetworkError

    """
    visit.require(Role.READER)
    return _standing(visit.store, visit.who, visit.network_id)


def change_network(
    visit: Visit, revise: Callable[[NetworkRecord], NetworkRecord], version: int | None
) -> NetworkStanding:
    """Change a network's own fields; its administrator may.

    Raises
    ------
    UnknownNetworkError, ForbiddenError, VersionConflictError, InvalidRecordError

    """
    visit.require(Role.ADMINISTRATOR)
    entry = visit.store.load_network(visit.network_id)
    if version is not None and entry.version != version:
        raise VersionConflictError("network", visit.network_id, version, entry.version)
    network = revise(entry.network)
    _check_odds(network, entry.network)
    _check_phrases(network, entry.network)
    visit.store.change_network(network, entry.version)
    return _standing(visit.store, visit.who, visit.network_id)


def erase_network(visit: Visit) -> None:
    """Destroy a network with all that belongs to it; only an owner may.

    Raises
    ------
    UnknownNetworkError, ForbiddenError

    """
    visit.require(Role.READER)
    visit.who.require_owner()
    visit.store.erase_network(visit.network_id)


def list_grants(visit: Visit) -> tuple[Grant, ...]:
    """Read who has which role in the network.

    Raises
    ------
    UnknownNetworkError

    """
    visit.require(Role.READER)
    return visit.store.list_grants(network_id=visit.network_id)


def _check_odds(network: NetworkRecord, before: NetworkRecord | None = None) -> None:
    """Refuse coefficients that the model does not know; what was there before may stay."""
    held = {} if before is None else before.odds
    said = {name: value for name, value in network.odds.items() if held.get(name) != value}
    try:
        DEFAULT_MODEL.with_changes(said)
    except InvalidQuestionError as error:
        raise InvalidRecordError("network", network.id, error.issues) from error


def _check_phrases(network: NetworkRecord, before: NetworkRecord | None = None) -> None:
    """Refuse templates that could not be filled; what was there before may stay."""
    held = {} if before is None else before.phrases
    said = {name: words for name, words in network.phrases.items() if held.get(name) != words}
    if issues := list(faults_of(said)):
        raise InvalidRecordError("network", network.id, issues)


def _standing(store: Store, who: Principal, network_id: NetworkId) -> NetworkStanding:
    role = who.role_in(network_id) or Role.READER
    return NetworkStanding(store.load_network(network_id), store.count(network_id), role)
