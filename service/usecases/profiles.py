"""Everything that is on record about one person or organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from graph.errors import UnknownRecordError
from graph.records.contacts import Contact
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.stored import AnyRecord, Stored
from graph.records.ties import Tie
from graph.vocabulary import ActorKind, Noun, Role
from service.usecases import records
from service.usecases.visits import Visit

MOST_SHOWN: Final = 300
"""Records of a kind in one reading of a profile; a cursor continues it."""


@dataclass(frozen=True, slots=True)
class ActorRecords:
    """An actor with the records that name it; ``next`` continues the kinds that have more."""

    actor: Stored[Contact] | Stored[Partner]
    positions: tuple[Stored[Position], ...]
    ties: tuple[Stored[Tie], ...]
    interactions: tuple[Stored[Interaction], ...]
    next: Mapping[Noun, str]

    @property
    def named(self) -> frozenset[str]:
        """Identifiers of everybody whom these records name."""
        ids: set[str] = set()
        for post in self.positions:
            ids |= {post.record.contact_id, post.record.partner_id}
        for tie in self.ties:
            ids |= {tie.record.source_id, tie.record.target_id}
        for interaction in self.interactions:
            ids |= set(interaction.record.participants)
        if isinstance(self.actor.record, Partner) and self.actor.record.parent_id:
            ids.add(self.actor.record.parent_id)
        return frozenset(ids)


def read_profile(
    visit: Visit, actor_id: str, *, after: Mapping[Noun, str] | None = None
) -> ActorRecords:
    """Read a person or organisation with positions, ties and interactions.

    Parameters
    ----------
    visit, actor_id
        Who asks, about whom.
    after
        Cursors of the kinds that are to be continued.

    Raises
    ------
    UnknownNetworkError, UnknownRecordError
    InvalidQuestionError
        If a cursor continues no list of its kind.

    """
    visit.require(Role.READER)
    kind = visit.store.kinds_of(visit.network_id, [actor_id]).get(actor_id)
    if kind is None:
        raise UnknownRecordError("actor", actor_id)
    noun = Noun.CONTACT if kind is ActorKind.CONTACT else Noun.PARTNER
    actor = records.read(visit, noun, actor_id, removed=True)
    actor_id = actor.record.id  # a merged record answers with the survivor
    end = "contact_id" if kind is ActorKind.CONTACT else "partner_id"
    following: dict[Noun, str] = {}

    def found(noun: Noun, field: str) -> tuple[Stored[Any], ...]:
        page = visit.store.find(
            visit.network_id,
            noun,
            {field: actor_id},
            reader=visit.who.user.id,
            after=(after or {}).get(noun),
            limit=MOST_SHOWN,
        )
        if page.next is not None:
            following[noun] = page.next
        return page.items

    positions = sorted(found(Noun.POSITION, end), key=_position_order)
    return ActorRecords(
        cast("Stored[Contact] | Stored[Partner]", actor),
        tuple(positions),
        found(Noun.TIE, "actor_id"),
        found(Noun.INTERACTION, "actor_id"),
        following,
    )


def _position_order(stored: Stored[AnyRecord]) -> tuple[int, int, str]:
    """Order running posts before ended ones, newest first."""
    post = cast("Position", stored.record)
    ended = post.until.day_after if post.until else 2**31
    return -ended, -(post.since.day if post.since else -(2**31)), post.id
