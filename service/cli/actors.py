"""People and organisations as they are typed: an identifier, a name, a part of a name."""

from typing import Final

from graph.records.names import fold, name_key
from service.cli.terminal import AmbiguousNameError, UnknownNameError
from service.search import Match
from service.snapshots import Snapshots
from service.usecases.access import search
from service.usecases.visits import Visit

MOST_SHOWN: Final = 10


def actor_id(visit: Visit, snapshots: Snapshots, typed: str) -> str:
    """Tell who is meant.

    An identifier is taken as it is; then a name or alias that one actor alone has, whatever its
    spelling; then a part of a name that fits one actor alone. Similar names are only suggested.

    Raises
    ------
    UnknownNetworkError
        If there is no such network.
    UnknownNameError, AmbiguousNameError
        If nobody or several can be meant, with those who come nearest.

    """
    if typed in snapshots.network(visit.network_id).index_of:
        return typed
    matches = search(visit, snapshots, typed, limit=MOST_SHOWN)
    whole = [match for match in matches if _spellings(typed) & _spellings(match.matched)]
    part = [match for match in matches if _is_part(typed, match)]
    for found in (whole, part):
        if len(found) == 1:
            return found[0].id
        if found:
            raise AmbiguousNameError(*found, name=typed)
    raise UnknownNameError(*matches, name=typed)


def _spellings(name: str) -> set[str]:
    return {fold(name), name_key(name)} - {""}


def _is_part(typed: str, match: Match) -> bool:
    return any(
        f" {part}" in f" {whole}"
        for part in _spellings(typed)
        for whole in _spellings(match.matched)
    )
