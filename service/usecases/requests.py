"""Requests for introductions as records: like all others, but nobody is asked beyond the caps."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final, cast

from graph.errors import (
    FieldIssue,
    InvalidRecordError,
    RemovedRecordError,
    UnknownRecordError,
    VersionConflictError,
)
from graph.ports import Change, Commit, Create, Restore
from graph.records.identity import new_id
from graph.records.requests import IntroductionRequest, RequestStep
from graph.records.stored import AnyRecord, Stored
from graph.vocabulary import Noun, Role
from service.usecases.records import check_references, find, history, read, remove
from service.usecases.request_caps import Plan, commit_plan
from service.usecases.visits import Visit

__all__ = ["change", "create", "find", "history", "load", "read", "remove", "restore"]

RESERVED: Final = frozenset({"due", "from-route"})
"""Words that stand in addresses where an identifier would."""


def create(visit: Visit, make: Callable[[str], AnyRecord], wanted_id: str = "") -> Commit:
    """Add a request.

    Raises
    ------
    InvalidRecordError, DuplicateIdError, UnknownActorError, KeyReusedError
    CapReachedError, NotToBeAskedError
        If somebody would be asked who may not be.

    """
    visit.require(Role.EDITOR)
    if wanted_id in RESERVED:
        issue = FieldIssue("id", "reserved-word", wanted_id)
        raise InvalidRecordError(Noun.INTRODUCTION, wanted_id, [issue])
    request = cast("IntroductionRequest", make(wanted_id or new_id()))
    check_references(visit, request)
    return commit_plan(visit, lambda: Plan(None, request, (Create(request),)))


def change(
    visit: Visit,
    noun: Noun,
    record_id: str,
    revise: Callable[[Any], AnyRecord],
    version: int | None,
) -> Commit:
    """Change a request that still has the version that somebody read; predictions stay.

    Raises
    ------
    UnknownRecordError, RemovedRecordError, VersionConflictError, InvalidRecordError,
    UnknownActorError, KeyReusedError
    CapReachedError, NotToBeAskedError
        If somebody would be asked who may not be.

    """
    visit.require(Role.EDITOR)

    def plan() -> Plan:
        stored = load(visit, noun, record_id, version)
        before = stored.record
        after = cast("IntroductionRequest", revise(before))
        after = replace(after, steps=tuple(_with_predictions(before.steps, after.steps)))
        after.check_follows(before)
        check_references(visit, after)
        return Plan(before, after, (Change(after, stored.version),))

    return commit_plan(visit, plan)


def restore(visit: Visit, noun: Noun, record_id: str, version: int | None = None) -> Commit:
    """Put a removed request back into use.

    Raises
    ------
    UnknownRecordError, VersionConflictError, KeyReusedError
    CapReachedError, NotToBeAskedError
        If it waits for somebody for whom too many wait, or who may not be asked any more.

    """
    visit.require(Role.EDITOR)

    def plan() -> Plan:
        stored = _load(visit, noun, record_id)
        before = None if stored.is_removed else stored.record
        return Plan(before, stored.record, (Restore(noun, record_id, version),))

    return commit_plan(visit, plan)


def load(
    visit: Visit, noun: Noun, record_id: str, version: int | None
) -> Stored[IntroductionRequest]:
    """Read a request that is to be changed.

    Raises
    ------
    UnknownRecordError, RemovedRecordError, VersionConflictError

    """
    stored = _load(visit, noun, record_id)
    if version is not None and stored.version != version:
        raise VersionConflictError(noun, record_id, version, stored.version)
    if stored.is_removed:
        raise RemovedRecordError(noun, record_id)
    return stored


def _load(visit: Visit, noun: Noun, record_id: str) -> Stored[IntroductionRequest]:
    found = visit.store.load(visit.network_id, noun, [record_id], reader=visit.who.user.id)
    if record_id not in found:
        raise UnknownRecordError(noun, record_id)
    return cast("Stored[IntroductionRequest]", found[record_id])


def _with_predictions(
    before: tuple[RequestStep, ...], after: tuple[RequestStep, ...]
) -> Iterable[RequestStep]:
    """Keep what was predicted of a step whose ends are the same, also where nobody repeats it."""
    for place, step in enumerate(after):
        old = before[place] if place < len(before) else None
        is_same = old and (old.asker_id, old.asked_id) == (step.asker_id, step.asked_id)
        if old and is_same and step.predicted is None:
            yield replace(step, predicted=old.predicted)
        else:
            yield step
