"""`kill -9` during acknowledged writes: nothing acknowledged is lost, nothing is half written."""

from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from graph.vocabulary import NetworkId
from queries.sqlite_store import open_sqlite
from tests.soak.kill_writers import prepare, run_rounds

NET = NetworkId("killed")


@pytest.mark.parametrize("rounds", [3, pytest.param(30, marks=pytest.mark.soak)])
def test_no_acknowledged_commit_is_lost_when_writers_are_killed(
    tmp_path: Path, rounds: int
) -> None:
    file = tmp_path / "store.db"
    open_store = partial(open_sqlite, file)
    with closing(open_store()) as store:
        prepare(store, NET)

    kept = run_rounds(open_store, NET, rounds, 7, "tests.soak.kill_writers", str(file), NET)

    assert kept >= rounds
