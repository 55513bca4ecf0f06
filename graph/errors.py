"""What can go wrong, in facts. Sentences for readers stand in ``dashboards/texts``.

Every leaf has a ``code``; its ``facts`` fill the sentence that belongs to the code. No error
here knows a status code.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final


@dataclass(frozen=True, slots=True)
class FieldIssue:
    """One thing that is wrong with one field of one record.

    Parameters
    ----------
    field
        Name of the field as users write it, ``since`` or ``participants[2]``.
    code
        Key of the sentence and of its remedy, such as ``start-after-end``.
    value
        What stood there, shortened to 80 characters; empty when nothing did.
    facts
        Further values for the sentence.

    """

    field: str
    code: str
    value: str = ""
    facts: dict[str, str] = dataclasses.field(default_factory=dict[str, str])

    def __str__(self) -> str:
        facts = "".join(f", {name} {value}" for name, value in self.facts.items())
        return f"{self.field} {self.value!r}: {self.code}{facts}"


SHOWN: Final = 80
"""Characters of a refused value that an error repeats."""


def shown(value: object) -> str:
    """Write a refused value short and safe enough to be repeated to the reader."""
    try:
        text = value if isinstance(value, str) else repr(value)
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        return "…"
    text = text[: SHOWN + 1].encode("utf-8", "backslashreplace").decode("utf-8")
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


class RestuError(Exception):
    """Anything that Restu refuses or cannot do, for a reason that it can name."""

    code: ClassVar[str]

    def __init__(self, **facts: str | int) -> None:
        self.facts = {name: str(value) for name, value in facts.items()}
        told = ", ".join(f"{name} {value!r}" for name, value in self.facts.items())
        super().__init__(f"{self.code}: {told}" if told else self.code)


class NotFoundError(RestuError):
    """The thing asked for does not exist, or not for this reader."""


class UnknownNetworkError(NotFoundError):
    """No network has this identifier, or the reader has no part in it."""

    code = "unknown-network"

    def __init__(self, network_id: str) -> None:
        super().__init__(network_id=shown(network_id))


class UnknownRecordError(NotFoundError):
    """No record of this kind has this identifier in this network."""

    code = "unknown-record"

    def __init__(self, noun: str, record_id: str) -> None:
        super().__init__(noun=noun, record_id=shown(record_id))


class UnknownUserError(NotFoundError):
    """No user has this identifier."""

    code = "unknown-user"

    def __init__(self, user_id: str) -> None:
        super().__init__(user_id=shown(user_id))


class UnknownJobError(NotFoundError):
    """No job has this identifier."""

    code = "unknown-job"

    def __init__(self, job_id: str) -> None:
        super().__init__(job_id=shown(job_id))


class ConflictError(RestuError):
    """The request is sound but does not fit what is stored."""


class VersionConflictError(ConflictError):
    """Somebody changed the record since it was read."""

    code = "version-conflict"

    def __init__(self, noun: str, record_id: str, expected: int, current: int) -> None:
        super().__init__(noun=noun, record_id=record_id, expected=expected, current=current)
        self.current = current


class RevisionMovedError(ConflictError):
    """Somebody wrote to the network since the writer looked at it."""

    code = "revision-moved"

    def __init__(self, network_id: str, expected: int, current: int) -> None:
        super().__init__(network_id=network_id, expected=expected, current=current)
        self.current = current


class DuplicateIdError(ConflictError):
    """The identifier is taken in this network, perhaps by a removed record."""

    code = "duplicate-id"

    def __init__(self, noun: str, record_id: str, *, taken_by: str, removed: bool = False) -> None:
        super().__init__(
            noun=noun,
            record_id=record_id,
            taken_by=taken_by,
            state="removed" if removed else "kept",
        )


class UnknownActorError(ConflictError):
    """A record names people or organisations that are not in the network."""

    code = "unknown-actor"

    def __init__(self, actor_ids: Sequence[str]) -> None:
        super().__init__(actor_ids=", ".join(shown(actor_id) for actor_id in actor_ids[:5]))
        self.actor_ids = tuple(actor_ids)


class RemovedRecordError(ConflictError):
    """The record was removed; it must be restored before it is changed."""

    code = "removed-record"

    def __init__(self, noun: str, record_id: str) -> None:
        super().__init__(noun=noun, record_id=record_id)


class KeyReusedError(ConflictError):
    """An idempotency key came back with another request."""

    code = "idempotency-key-reused"


class LeaseLostError(ConflictError):
    """Another worker took the job over, or it is over."""

    code = "lease-lost"

    def __init__(self, job_id: str) -> None:
        super().__init__(job_id=job_id)


class StoreNotEmptyError(ConflictError):
    """A dump goes into an empty store only."""

    code = "store-not-empty"


class InvalidError(RestuError):
    """The request cannot be understood or means nothing."""


class InvalidRecordError(InvalidError):
    """A record contradicts itself or the vocabulary; all issues at once."""

    code = "invalid-record"

    def __init__(self, noun: str, record_id: str, issues: Sequence[FieldIssue]) -> None:
        super().__init__(noun=noun, record_id=shown(record_id))
        self.noun = noun
        self.record_id = record_id
        self.issues = tuple(issues)
        self.args = (f"{noun} {shown(record_id)!r}: " + "; ".join(map(str, issues)),)


class InvalidQuestionError(InvalidError):
    """A question about the network has a parameter that means nothing; all issues at once."""

    code = "invalid-question"

    def __init__(self, issues: Sequence[FieldIssue]) -> None:
        super().__init__()
        self.issues = tuple(issues)
        self.args = ("; ".join(map(str, issues)),)


class RefusedEndError(ConflictError):
    """A route cannot start or end with this actor, and why."""

    code = "refused-end"

    def __init__(self, actor_id: str, reason: str) -> None:
        super().__init__(actor_id=actor_id, reason=reason)
        self.reason = reason


class LimitError(RestuError):
    """A stated limit was passed; the error names the limit and its value."""

    code = "limit-exceeded"

    def __init__(self, limit: str, allowed: int, asked: int | str) -> None:
        super().__init__(limit=limit, allowed=allowed, asked=asked)


class UnreadableFileError(InvalidError):
    """A file cannot be read as what it says it is."""

    code = "unreadable-file"

    def __init__(self, file: str, reason: str, **facts: str | int) -> None:
        super().__init__(file=shown(file), reason=reason, **facts)
        self.reason = reason


class CancelledError(RestuError):
    """The work was called off; nothing of it was kept."""

    code = "cancelled"


class AccessError(RestuError):
    """Who asks may not do this."""


class UnauthenticatedError(AccessError):
    """Nobody is signed in, or the token, session or invitation is not valid (any more)."""

    code = "unauthenticated"


class ForbiddenError(AccessError):
    """The user's role does not allow it."""

    code = "forbidden"

    def __init__(self, needed: str) -> None:
        super().__init__(needed=needed)


class StoreError(RestuError):
    """The store cannot serve now; nothing was written."""


class StoreUnavailableError(StoreError):
    """The database does not answer in time."""

    code = "store-unavailable"


class StoreFullError(StoreError):
    """The disk of the embedded store is full; the data are intact."""

    code = "store-full"


class StoreReadOnlyError(StoreError):
    """The embedded store may be read but not written."""

    code = "store-read-only"


class StoreVersionError(StoreError):
    """The store was written by a newer Restu."""

    code = "store-version"

    def __init__(self, found: int, known: int) -> None:
        super().__init__(found=found, known=known)


class StoreDamagedError(StoreError):
    """The file is not a store of Restu, or it is damaged."""

    code = "store-damaged"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file=shown(file), reason=reason)
        self.reason = reason
