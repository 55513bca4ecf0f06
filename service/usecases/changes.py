"""What changed: the feed by which others keep up, and the log of who did what."""

from graph.ports import ChangeEntry
from graph.records.stored import RevisionEntry
from graph.vocabulary import Role
from service.usecases.visits import Visit


def changes_since(visit: Visit, revision: int, limit: int) -> tuple[int, tuple[ChangeEntry, ...]]:
    """Read what changed after a revision, each record once, and the revision now.

    Raises
    ------
    UnknownNetworkError

    """
    visit.require(Role.READER)
    now = visit.store.load_network(visit.network_id).revision
    reader = visit.who.user.id
    entries = visit.store.changes_since(visit.network_id, revision, limit=limit, reader=reader)
    return max([now, *(entry.revision for entry in entries)]), entries


def list_revisions(visit: Visit, before: int | None, limit: int) -> tuple[RevisionEntry, ...]:
    """Read the change log, newest first.

    Raises
    ------
    UnknownNetworkError

    """
    visit.require(Role.READER)
    return visit.store.list_revisions(visit.network_id, before=before, limit=limit)
