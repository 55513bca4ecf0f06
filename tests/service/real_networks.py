"""The real data sets behind the running service, on days that a test chooses."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any, Final

import pytest

from graph.records.networks import NetworkRecord
from graph.vocabulary import NetworkId, UserId
from queries.sqlite_store import open_sqlite
from service import deps
from service.cli import terminal
from service.exchange.limits import STANDARD
from service.exchange.mapping import load_mapping
from service.exchange.source import read_source
from service.usecases.imports import run_import
from tests.service.clients import running

MAPPINGS: Final = Path(__file__).resolve().parent.parent / "mappings"
LOADED: Final = datetime(2026, 10, 1, 8, tzinfo=UTC)
FIRST: Final = date(2026, 11, 2)
"""A Monday on which people of all three data sets are in post."""


class RealFiles:
    """A store for each data set: imported when first asked for, and from then on copied."""

    def __init__(self, data: Path, folder: Path) -> None:
        self._data = data
        self._folder = folder

    def copy(self, name: str, folder: Path) -> Path:
        """Give a store of one's own in a folder; its network is called like the data set."""
        kept = self._folder / f"{name}.db"
        if not kept.exists():
            self._load(name, kept)
        return Path(copyfile(kept, folder / "restu.db"))

    def _load(self, name: str, file: Path) -> None:
        store = open_sqlite(file)
        try:
            store.create_network(NetworkRecord(id=name, name=name.replace("_", " ").title()))
            source = read_source(
                self._data / name, load_mapping(MAPPINGS / f"{name}.toml"), limits=STANDARD
            )
            run_import(store, NetworkId(name), source, author=UserId("sari"), at=LOADED)
        finally:
            store.close()


@dataclass
class Clock:
    """The day on which the service and the command line believe to be."""

    day: int = 0
    """Counted from the first."""

    @property
    def today(self) -> date:
        return FIRST + timedelta(days=self.day)

    def now(self) -> datetime:
        return datetime(self.today.year, self.today.month, self.today.day, 9, tzinfo=UTC)

    def on(self, day: int) -> str:
        """Write a day."""
        return (FIRST + timedelta(days=day)).isoformat()


@dataclass
class RealNetwork:
    """One real network as a program sees it."""

    name: str
    client: Any
    clock: Clock = field(default_factory=Clock)

    @property
    def address(self) -> str:
        return f"/v1/networks/{self.name}"

    def get(self, path: str, **asked: Any) -> Any:
        answer = self.client.get(f"{self.address}/{path}", params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, method: str, path: str, body: Any, status: int = 200) -> Any:
        headers = {"If-Match": "*"} if method in ("PATCH", "PUT") else {}
        answer = self.client.request(method, f"{self.address}/{path}", json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def find(self, name: str) -> str:
        """Give the identifier of somebody as a person would look for it."""
        found = [one["id"] for one in self.get("search", q=name)["items"] if one["name"] == name]
        assert len(found) == 1, f"{name}: {found}"
        return found[0]

    def ways(self, start: str | list[str], leader: str | list[str], **how: Any) -> Any:
        return self.get("access-paths", **{"from": start, "to": leader, **how})


@contextmanager
def at_work(files: RealFiles, name: str, folder: Path) -> Iterator[RealNetwork]:
    """Run the service on a copy of a real network, on a day that stands still until it is moved."""
    files.copy(name, folder)
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch, running(folder) as house:
        patch.setattr(deps, "now", clock.now)
        patch.setattr(terminal, "now", clock.now)
        yield RealNetwork(name, house.owner, clock)
