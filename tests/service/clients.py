"""Clients of the whole application, without a port: as the laptop's owner, as others, as nobody."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI

from graph.records.networks import NetworkRecord
from graph.records.users import CredentialKind, User
from graph.vocabulary import NetworkId, Role, UserId
from service.app import create_app
from service.deps import Services
from service.security import Principal
from service.settings import Settings
from service.usecases import users
from service.usecases.visits import Visit, now

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it asks for another httpx
    warnings.filterwarnings("ignore", message=".*httpx.*")
    from fastapi.testclient import TestClient

LOOPBACK: Final = "http://127.0.0.1:8000"


def settings_for(folder: Path, **changed: Any) -> Settings:
    """Settings of a store of its own."""
    values: dict[str, Any] = {
        "store": f"sqlite:///{folder / 'restu.db'}",
        "data_dir": folder / "files",
        "log_level": "error",
        "warm_start": False,
        "shutdown_seconds": 2.0,
        **changed,
    }
    return Settings(**values)


@dataclass(frozen=True)
class House:
    """A running application and the ways into it."""

    app: FastAPI
    owner: TestClient

    @property
    def services(self) -> Services:
        return self.app.state.services

    def client(self, secret: str | None = None, address: str = "127.0.0.1") -> TestClient:
        """A client of its own cookies; its lifespan is the house's."""
        client = TestClient(self.app, base_url=LOOPBACK, client=(address, 50_000))
        if secret is not None:
            client.headers["Authorization"] = f"Bearer {secret}"
        return client

    def add_user(self, user_id: str, **roles: Role) -> str:
        """Add a user with a role in networks, and give a token."""
        store = self.services.store
        root = Principal(users.ensure_local_owner(store))
        store.save_user(User(id=UserId(user_id), name=user_id.title()))
        for network_id, role in roles.items():
            users.give_role(Visit(store, root, NetworkId(network_id), now()), user_id, role)
        issued = users.issue(
            store,
            root,
            CredentialKind.TOKEN,
            user_id=user_id,
            at=now(),
            lasts=timedelta(days=1),
        )
        return issued.secret

    def add_network(self, network_id: str) -> None:
        self.services.store.create_network(NetworkRecord(id=network_id, name=network_id.title()))


@contextmanager
def running(folder: Path, **changed: Any) -> Iterator[House]:
    """Run the application for a while, with jobs."""
    app = create_app(settings_for(folder, **changed))
    with TestClient(app, base_url=LOOPBACK, client=("127.0.0.1", 50_000)) as owner:
        yield House(app, owner)
