"""Composition root: the one place that knows which store and which workers there are."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from dashboards.texts import Say
from graph.errors import FieldIssue, StoreUnavailableError
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
    store = open_store(settings)
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
