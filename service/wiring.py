"""Composition root: the one place that knows which store and which workers there are."""

import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final, cast

from dashboards.texts import Say
from graph.errors import FieldIssue, StoreError, StoreUnavailableError
from graph.ports import Store
from service.deps import Services
from service.exchange.reports import Sentences
from service.jobs import Kind, Timing, Workers
from service.metrics import Metrics
from service.security import Doors
from service.settings import Settings
from service.snapshots import Snapshots
from service.usecases import import_jobs
from service.usecases.uploads import sweep

SQLITE: Final = "sqlite:///"
TRY_AGAIN_SECONDS: Final = 2.0
"""A database that was away is asked again no sooner."""


def open_store(settings: Settings) -> Store:
    """Open the store that the settings name.

    Raises
    ------
    StoreError
        A leaf that says why the store cannot be used.

    """
    if settings.store.startswith(SQLITE):
        from queries.sqlite_store import open_sqlite  # noqa: PLC0415 - the other store's driver is slow

        path = Path(settings.store.removeprefix(SQLITE))
        return open_sqlite(path, settings.query_timeout_seconds)
    from queries.neo4j_store import open_neo4j  # noqa: PLC0415 - half a second that SQLite needs not

    password = settings.neo4j_password
    if password is None:
        raise StoreUnavailableError(missing="RESTU_NEO4J_PASSWORD")
    return open_neo4j(
        settings.store,
        settings.neo4j_user,
        password.get_secret_value(),
        settings.neo4j_database,
        settings.query_timeout_seconds,
    )


class LateStore:
    """A store that is opened when it is first needed and there.

    A database that is away or starting hinders neither our start nor our recovery; until it
    answers, every use fails at once or within the time limit of a query.
    """

    def __init__(self, open_: Callable[[], Store], patience_seconds: float) -> None:
        self._open = open_
        self._patience_seconds = patience_seconds
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._failed_at = -TRY_AGAIN_SECONDS

    def __getattr__(self, name: str) -> object:
        return getattr(self._opened(), name)

    def is_ready(self) -> bool:
        """Tell whether the store answers now; never raises."""
        try:
            return self._opened().is_ready()
        except StoreError:
            return False

    def close(self) -> None:
        """Let go of the store, if it was ever there."""
        if self._store is not None:
            self._store.close()

    def _opened(self) -> Store:
        if self._store is not None:
            return self._store
        if not self._lock.acquire(timeout=self._patience_seconds):
            raise StoreUnavailableError
        try:
            if self._store is None:
                self._store = self._try_to_open()
        finally:
            self._lock.release()
        return self._store

    def _try_to_open(self) -> Store:
        if time.monotonic() - self._failed_at < TRY_AGAIN_SECONDS:
            raise StoreUnavailableError
        try:
            return self._open()
        except StoreUnavailableError:
            self._failed_at = time.monotonic()
            raise


def store_for_service(settings: Settings) -> Store:
    """Open the store of a service: the embedded one now, a database as soon as it is there.

    Raises
    ------
    StoreError
        If the embedded store cannot be used, or no password is set.

    """
    if settings.store.startswith(SQLITE) or settings.neo4j_password is None:
        return open_store(settings)
    late = LateStore(partial(open_store, settings), settings.query_timeout_seconds)
    late.is_ready()
    return cast("Store", late)


def doors_of(settings: Settings) -> Doors:
    """Tell which hosts are served and whose scripts may call."""
    return Doors(
        allowed_hosts=frozenset(name.lower() for name in settings.allowed_hosts),
        allowed_origins=frozenset(origin.lower() for origin in settings.allowed_origins),
        public_url=settings.public_url,
        listens_on=settings.host,
        local_owner=settings.local_owner == "auto",
    )


def job_kinds(store: Store, uploads: Path) -> Mapping[str, Kind]:
    """Give what jobs can do, by name."""
    return {
        import_jobs.IMPORT: partial(import_jobs.do_import, store, uploads, sentences_of),
        import_jobs.UNDO: partial(import_jobs.do_undo, store),
    }


def sentences_of(language: str) -> Sentences:
    """Give the reasons and remedies of a language."""
    say = Say(language)

    def sentences(issue: FieldIssue) -> tuple[str, str]:
        told = say.issue(issue)
        return told.reason or str(issue), told.remedy

    return sentences


def open_services(settings: Settings) -> Services:
    """Open the store and make everything that serves; jobs start with ``workers.start``.

    Raises
    ------
    StoreError
        If the embedded store cannot be used. An absent Neo4j does not hinder the start.

    """
    store = store_for_service(settings)
    metrics = Metrics()
    uploads = settings.data_dir.absolute() / "uploads"
    sweep(uploads)
    workers = Workers(
        store,
        job_kinds(store, uploads),
        threads=settings.job_workers,
        timing=Timing(settings.job_lease_seconds, settings.shutdown_seconds),
        ended=lambda kind, state: metrics.jobs.labels(kind, state).inc(),
    )
    return Services(
        settings=settings,
        store=store,
        snapshots=Snapshots(store, settings.snapshot_cache_bytes),
        workers=workers,
        metrics=metrics,
        doors=doors_of(settings),
        uploads=uploads,
    )
