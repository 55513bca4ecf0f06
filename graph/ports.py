"""What we need from a store. Two fulfil it (``queries/``); one contract suite holds both to it.

All writes to records of a network go through :meth:`RecordStore.commit`: all or nothing, one
revision each, authored, idempotent when a key is given.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, TypeAlias

from graph.network import NetworkColumns
from graph.records.jobs import Job
from graph.records.networks import NetworkRecord
from graph.records.stored import AnyRecord, RevisionEntry, Stored, Superseded
from graph.records.users import Credential, CredentialKind, Grant, User
from graph.vocabulary import ActorKind, NetworkId, Noun, UserId

FilterValue: TypeAlias = str | int | bool


# ---------------------------------------------------------------------------- writes


@dataclass(frozen=True, slots=True)
class Create:
    """Add a record whose identifier is new."""

    record: AnyRecord


@dataclass(frozen=True, slots=True)
class Change:
    """Replace a record that still has the version somebody read; ``None``: whatever it has."""

    record: AnyRecord
    version: int | None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a record out of use."""

    noun: Noun
    id: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Restore:
    """Put a removed record back into use."""

    noun: Noun
    id: str
    version: int | None = None


Write: TypeAlias = Create | Change | Remove | Restore


KEY_DAYS: Final = 30
"""How long an idempotency key is known; no client repeats a request for longer."""


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """Makes a repeated request one write.

    ``fingerprint`` is a digest of the request: the same key with another fingerprint is refused.
    A key is known for ``KEY_DAYS``; a later write with a new key may forget it.
    """

    user_id: UserId
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Commit:
    """What a write did.

    Parameters
    ----------
    revision
        Revision of the network that it made.
    stored
        The touched records in the order of the writes; empty when ``returning`` was false.
    is_replay
        The key was known: nothing was written now, ``stored`` holds what the first write touched,
        as it stands now.

    """

    revision: int
    stored: tuple[Stored[AnyRecord], ...]
    is_replay: bool = False


# ---------------------------------------------------------------------------- reads


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list; ``next`` is the cursor of the following part, ``None`` at the end."""

    items: tuple[Stored[AnyRecord], ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One record that changed after a revision, as it stands now."""

    revision: int
    noun: Noun
    id: str
    version: int
    is_removed: bool


@dataclass(frozen=True, slots=True)
class NameEntry:
    """What the search index holds of an actor; the name in talk is the last of the aliases."""

    index: int
    id: str
    kind: ActorKind
    name: str
    aliases: tuple[str, ...]
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Touched:
    """A record that a revision touched: before (``None``: it was created) and as it stands now."""

    before: Stored[AnyRecord] | None
    now: Stored[AnyRecord]


FILTERS: Final[Mapping[Noun, frozenset[str]]] = {
    Noun.PARTNER: frozenset(
        {"sector", "level", "kind", "region", "parent_id", "is_key_partner", "tag", "batch_id"}
    ),
    Noun.CONTACT: frozenset(
        {"is_leader", "region", "partner_id", "seniority", "do_not_ask", "tag", "batch_id"}
    ),
    Noun.POSITION: frozenset({"contact_id", "partner_id", "type", "capacity", "batch_id"}),
    Noun.TIE: frozenset({"actor_id", "source_id", "target_id", "type", "batch_id"}),
    Noun.INTERACTION: frozenset({"actor_id", "kind", "held_from", "held_to", "batch_id"}),
    Noun.NOTE: frozenset({"about_id", "batch_id"}),
    Noun.TIE_TYPE: frozenset(),
    Noun.INTRODUCTION: frozenset(
        {
            *("leader_id", "starter_id", "asker_id", "asked_id", "waiting_on"),
            *("state", "is_open", "batch_id"),
        }
    ),
    Noun.CONFLICT: frozenset({"contact_id", "about_id", "batch_id"}),
}
"""Filters of a list, all of them equalities but these.

``tag``: one of the tags; ``partner_id`` of a contact: has a position there (on ``as_of`` if given);
``actor_id``: either end or a participant; ``held_from``, ``held_to``: epoch days, included.
``asker_id``, ``asked_id``: of any step; ``waiting_on``: was asked and has not answered.
``about_id`` of a conflict: one of those it is about.
"""

# ---------------------------------------------------------------------------- dump


@dataclass(frozen=True, slots=True)
class NetworkEntry:
    """A network with its counters, first entry of its part of a dump.

    Parameters
    ----------
    birth
        Drawn at random when the network is created, and never changed: tells a network from
        another one that had the same id before, whose revisions mean other records.

    """

    network: NetworkRecord
    revision: int
    version: int
    birth: str


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """A record of a network with its dense index or key, and whether it is an old version."""

    network_id: NetworkId
    place: int
    stored: Stored[AnyRecord]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """An old version of a record of a network."""

    network_id: NetworkId
    superseded: Superseded


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A line of a network's change log."""

    network_id: NetworkId
    entry: RevisionEntry


DumpEntry: TypeAlias = (
    NetworkEntry | RecordEntry | HistoryEntry | LogEntry | User | Grant | Credential
)
"""Everything but jobs and idempotency keys, which belong to one installation."""


# ---------------------------------------------------------------------------- protocols


class RecordStore(Protocol):
    """Networks and their records."""

    def create_network(self, network: NetworkRecord) -> None:
        """Add a network at revision 0, with a birth of its own.

        Raises
        ------
        DuplicateIdError
            If the identifier is taken.

        """
        ...

    def change_network(self, network: NetworkRecord, version: int | None) -> int:
        """Replace a network's own fields; return its new version.

        Raises
        ------
        UnknownNetworkError, VersionConflictError

        """
        ...

    def erase_network(self, network_id: NetworkId) -> None:
        """Destroy a network with all that belongs to it.

        Raises
        ------
        UnknownNetworkError

        """
        ...

    def load_network(self, network_id: NetworkId) -> NetworkEntry:
        """Read a network's own fields, revision and version.

        Raises
        ------
        UnknownNetworkError

        """
        ...

    def list_networks(self) -> tuple[NetworkEntry, ...]:
        """Read all networks, by id."""
        ...

    def commit(
        self,
        network_id: NetworkId,
        writes: Iterable[Write],
        *,
        author: UserId,
        at: datetime,
        act: str = "edit",
        batch_id: str = "",
        key: IdempotencyKey | None = None,
        unmoved_since: int | None = None,
        returning: bool = True,
        progress: Callable[[int], None] | None = None,
    ) -> Commit:
        """Write records, all or nothing, as one revision of the network.

        Later writes of one commit see earlier ones: a tie may name a contact created before it.
        A commit of no writes makes no revision. ``progress`` is called now and then with the
        number of writes done; what it raises calls the commit off. Writing a new ``key`` forgets
        keys of the network that are older than ``KEY_DAYS``. ``unmoved_since`` is the revision on
        which the writer has judged what may be written: nobody can come between. A replay of a
        known key is answered whatever the revision.

        Raises
        ------
        UnknownNetworkError
            If there is no such network.
        RevisionMovedError
            If the network has another revision than ``unmoved_since``.
        DuplicateIdError
            If a created identifier is taken; contacts and partners share one space.
        UnknownRecordError, RemovedRecordError
            If a changed record is not there, or out of use; ``Remove`` of a removed record and
            ``Restore`` of one in use are refused with ``VersionConflictError`` if a version was
            given and differs, and are otherwise nothing.
        VersionConflictError
            If a record has another version than the one given.
        UnknownActorError
            If a record names an actor that is not in the network; all missing ones are named.
            A removed actor is known. ``parent_id`` and ``merged_into`` may name actors that come
            later in the commit.
        InvalidRecordError
            If an end of a position, ``parent_id`` or ``merged_into`` is an actor of another kind,
            or if ``merged_into`` leads, over others, back to the record itself.
        KeyReusedError
            If the key came with another fingerprint.

        """
        ...

    def load(
        self, network_id: NetworkId, noun: Noun, ids: Sequence[str], *, reader: UserId
    ) -> dict[str, Stored[AnyRecord]]:
        """Read records by id, removed ones too. Unknown ids and others' private notes are absent.

        Raises
        ------
        UnknownNetworkError

        """
        ...

    def find(
        self,
        network_id: NetworkId,
        noun: Noun,
        filters: Mapping[str, FilterValue],
        *,
        reader: UserId,
        as_of: int | None = None,
        after: str | None = None,
        limit: int = 50,
        removed: bool = False,
    ) -> Page:
        """Read a page of the records in use (or of the removed ones) that pass all filters.

        Order: partners and contacts by folded name, interactions newest first, introductions by
        when they were recorded, newest first, others by id; equal ones by id. ``as_of`` (epoch
        day) keeps positions and ties valid on that day and interactions held on or before it.

        Raises
        ------
        UnknownNetworkError
        InvalidQuestionError
            If ``after`` is not a cursor of such a list or a filter is not in ``FILTERS``.

        """
        ...

    def count(self, network_id: NetworkId) -> dict[Noun, int]:
        """Count the records in use, by kind; private notes of everybody included."""
        ...

    def history(
        self, network_id: NetworkId, noun: Noun, record_id: str, *, reader: UserId
    ) -> tuple[Superseded, ...]:
        """Read the old versions of a record, newest first."""
        ...

    def changes_since(
        self, network_id: NetworkId, revision: int, *, limit: int, reader: UserId
    ) -> tuple[ChangeEntry, ...]:
        """Read what changed after a revision, each record once, by revision, noun and id.

        A page never ends within a revision unless that revision alone is longer than ``limit``:
        then all of it is given. Others' private notes are left out.
        """
        ...

    def list_revisions(
        self, network_id: NetworkId, *, before: int | None = None, limit: int = 50
    ) -> tuple[RevisionEntry, ...]:
        """Read the change log, newest first, revisions below ``before``."""
        ...

    def touched_by(self, network_id: NetworkId, revision: int) -> Iterator[Touched]:
        """Read every record that a revision touched, in the order nouns are declared."""
        ...

    def kinds_of(self, network_id: NetworkId, ids: Sequence[str]) -> dict[str, ActorKind]:
        """Tell which of the ids are contacts and which partners; unknown ones are absent."""
        ...

    def merged_into(self, network_id: NetworkId, ids: Sequence[str]) -> tuple[str, ...]:
        """Name the actors that were merged into any of the ids themselves, by id."""
        ...

    def ids_of(self, network_id: NetworkId, noun: Noun) -> dict[str, int]:
        """Read version of every record of a kind, removed ones as the negative of it, by id."""
        ...

    def load_columns(self, network_id: NetworkId, since: int = 0) -> NetworkColumns:
        """Read what analyses need, as arrays, of one revision.

        ``since`` 0 reads all that is in use; a revision reads only what changed after it,
        removed records included and marked.

        Raises
        ------
        UnknownNetworkError

        """
        ...

    def load_names(self, network_id: NetworkId, since: int = 0) -> tuple[NameEntry, ...]:
        """Read what the search index needs, of all actors or those changed after a revision."""
        ...

    def reading_together(self) -> AbstractContextManager[None]:
        """Let the reads of this thread within the block share what they can.

        Each sees what was committed before the block began, or more. Nothing is written within.
        """
        ...

    def ties_between(
        self, network_id: NetworkId, pairs: Sequence[tuple[str, str]]
    ) -> tuple[Stored[AnyRecord], ...]:
        """Read the ties in use between pairs of actors, in either direction, by id."""
        ...

    def positions_at(
        self, network_id: NetworkId, pairs: Sequence[tuple[str, str]]
    ) -> tuple[Stored[AnyRecord], ...]:
        """Read the positions in use of (contact, partner) pairs, by id."""
        ...

    def interactions_between(
        self,
        network_id: NetworkId,
        pairs: Sequence[tuple[str, str]],
        *,
        most: int = 5,
        until: int | None = None,
    ) -> dict[tuple[str, str], tuple[Stored[AnyRecord], ...]]:
        """Read the newest interactions that both of a pair took part in, by pair as given.

        ``until`` (an epoch day) keeps those held on or before it.
        """
        ...

    def dump(self) -> Iterator[DumpEntry]:
        """Read everything as of one moment: users first, then network by network.

        Within a network: the network, its log, its records by noun (in the order declared) and
        place, then its history.
        """
        ...

    def fill(self, entries: Iterable[DumpEntry]) -> None:
        """Write a dump into an empty store, all or nothing.

        Raises
        ------
        ConflictError
            If the store is not empty.

        """
        ...


class UserStore(Protocol):
    """Users, roles and credentials."""

    def save_user(self, user: User) -> None:
        """Add or replace a user."""
        ...

    def load_user(self, user_id: UserId) -> User | None:
        """Read a user."""
        ...

    def list_users(self) -> tuple[User, ...]:
        """Read all users, by id."""
        ...

    def save_grant(self, grant: Grant) -> None:
        """Give a user a role in a network, in place of the one held.

        Raises
        ------
        UnknownUserError, UnknownNetworkError

        """
        ...

    def remove_grant(self, user_id: UserId, network_id: NetworkId) -> None:
        """Take a user's role in a network away; nothing if there is none."""
        ...

    def list_grants(
        self, *, user_id: UserId | None = None, network_id: NetworkId | None = None
    ) -> tuple[Grant, ...]:
        """Read roles by user or network, ordered by both."""
        ...

    def save_credential(self, credential: Credential) -> None:
        """Add a credential.

        Raises
        ------
        UnknownUserError

        """
        ...

    def find_credential(self, digest: str) -> Credential | None:
        """Read a credential by the SHA-256 of its secret."""
        ...

    def end_credential(self, credential_id: str, at: datetime) -> bool:
        """End a credential; false if it had ended, so that an invitation opens once."""
        ...

    def list_credentials(
        self, user_id: UserId | None = None, kind: CredentialKind | None = None
    ) -> tuple[Credential, ...]:
        """Read credentials, newest first."""
        ...


class JobStore(Protocol):
    """Jobs as rows that every worker sees. No job raises a network's revision by itself."""

    def create_job(self, job: Job) -> None:
        """Add a job.

        Raises
        ------
        DuplicateIdError
            If the identifier is taken.

        """
        ...

    def load_job(self, job_id: str) -> Job | None:
        """Read a job."""
        ...

    def list_jobs(self, network_id: NetworkId, *, limit: int = 50) -> tuple[Job, ...]:
        """Read the jobs of a network, newest first."""
        ...

    def claim_job(self, worker: str, *, at: datetime, until: datetime) -> Job | None:
        """Take the oldest job that is queued, or running with a lease that ran out before ``at``.

        Two workers never get the same job.
        """
        ...

    def report_job(self, job: Job, worker: str, *, until: datetime | None) -> bool:
        """Save progress, state and outcome if the worker still holds the job; extend its lease.

        Returns
        -------
        bool
            Whether somebody asked to cancel it.

        Raises
        ------
        ConflictError
            If the lease was lost: the worker must stop.

        """
        ...

    def request_cancel(self, job_id: str) -> bool:
        """Ask to stop a job; a queued one is cancelled at once. False if it was over already."""
        ...


class Store(RecordStore, UserStore, JobStore, Protocol):
    """All that the service needs from a database."""

    def is_ready(self) -> bool:
        """Tell whether the store answers now, within a second or two; never raises."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
