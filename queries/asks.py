"""Steps of requests that were asked, as arrays for the snapshot; the same for both stores."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from graph.network import AskColumns, ask_rows, no_keys
from graph.records.requests import IntroductionRequest
from graph.records.stored import AnyRecord, Stored
from queries.rows import days_of, moment

Placed: TypeAlias = tuple[int, Stored[AnyRecord]]
"""A request with its dense number."""


def asked_actors(requests: Iterable[Placed]) -> list[str]:
    """Name the actors whose places :func:`ask_columns` needs."""
    return sorted({one for _, stored in requests for one in stored.record.named_ids})


def ask_columns(requests: Sequence[Placed], place_of: Mapping[str, int]) -> AskColumns:
    """Make the columns of those of the requests that are in use."""
    changed = days_of([moment(stored.changed_at) for _, stored in requests]).tolist()
    rows = [
        row
        for (place, stored), day in zip(requests, changed, strict=True)
        if isinstance(stored.record, IntroductionRequest) and not stored.is_removed
        for row in ask_rows(place, stored.record, place_of, day)
    ]
    return AskColumns.of_rows(rows)


def touched_requests(requests: Sequence[Placed], since: int) -> NDArray[np.int32]:
    """Give the numbers of requests of a difference, whose older rows no longer count."""
    return np.array([place for place, _ in requests], np.int32) if since else no_keys()
