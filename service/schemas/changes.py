"""Wire shapes of the change feed and the change log."""

from datetime import datetime
from typing import Self

from pydantic import Field

from graph.ports import ChangeEntry
from graph.records.stored import RevisionEntry
from graph.vocabulary import Noun
from service.schemas.base import Schema


class ChangeOut(Schema):
    """A record that changed, as it stands now."""

    revision: int = Field(examples=[12])
    noun: Noun = Field(examples=["contact"])
    id: str = Field(examples=["zaini"])
    version: int = Field(examples=[2])
    is_removed: bool = Field(examples=[False])

    @classmethod
    def of(cls, entry: ChangeEntry) -> Self:
        """Translate an entry of the feed."""
        return cls(**{name: getattr(entry, name) for name in cls.model_fields})


class ChangeFeed(Schema):
    """What changed after a revision; ask again from `next` until `is_complete`."""

    items: list[ChangeOut]
    revision: int = Field(description="Revision of the network now.", examples=[12])
    next: int = Field(description="Revision to ask from next time.", examples=[12])
    is_complete: bool = Field(description="Nothing newer is known.", examples=[True])

    @classmethod
    def of(cls, since: int, revision: int, entries: tuple[ChangeEntry, ...], limit: int) -> Self:
        """Translate a part of the feed."""
        is_complete = len(entries) < limit
        last = entries[-1].revision if entries else since
        return cls(
            items=[ChangeOut.of(entry) for entry in entries],
            revision=revision,
            next=max(last, revision) if is_complete else last,
            is_complete=is_complete,
        )


class RevisionOut(Schema):
    """One line of the change log."""

    revision: int = Field(examples=[12])
    author: str = Field(examples=["sri"])
    at: datetime = Field(examples=["2024-05-03T02:15:00Z"])
    act: str = Field(description="What kind of write it was.", examples=["edit"])
    batch_id: str = Field(examples=[""])
    count: int = Field(description="Records touched.", examples=[1])

    @classmethod
    def of(cls, entry: RevisionEntry) -> Self:
        """Translate a line of the log."""
        return cls(**{name: getattr(entry, name) for name in cls.model_fields})


class RevisionList(Schema):
    """The change log, newest first; ask again with `before` set to `next`."""

    items: list[RevisionOut]
    next: int | None = Field(examples=[None])
