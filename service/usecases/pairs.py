"""Everything that is on record about a pair: how close, and what each relationship says."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from graph.access.strength_answers import CoolingNotice, StrengthAnswer
from graph.records.dates import epoch_day
from graph.records.stored import Stored
from graph.records.ties import Tie
from graph.vocabulary import Traversal
from service.snapshots import Snapshots
from service.usecases.records import registry
from service.usecases.strengths import (
    MOST_NOTICES,
    CoolingQuestion,
    find_cooling,
    find_strength,
)
from service.usecases.visits import Visit


@dataclass(frozen=True, slots=True)
class PairRecords:
    """A pair with its relationships.

    Parameters
    ----------
    answer
        How close the two are.
    ties
        Relationships in use between them, whatever their type.
    judgeable
        Those of them on which a person's own judgement would count today.
    notice
        That it is time for the two to be in touch again, if it is.

    """

    answer: StrengthAnswer
    ties: tuple[Stored[Tie], ...]
    judgeable: frozenset[str]
    notice: CoolingNotice | None


def read_pair(visit: Visit, snapshots: Snapshots, one: str, other: str, *, on: date) -> PairRecords:
    """Read how close two are, and everything that is said of them.

    Raises
    ------
    UnknownNetworkError, InvalidQuestionError, UnknownRecordError

    """
    answer = find_strength(visit, snapshots, one, other, on=on)
    ends = (answer.one.id, answer.other.id)
    ties = cast("tuple[Stored[Tie], ...]", visit.store.ties_between(visit.network_id, [ends]))
    types, day = registry(visit), epoch_day(on)
    judgeable = frozenset(
        stored.record.id
        for stored in ties
        if (type_ := types.get(stored.record.type)) is not None
        and type_.is_on
        and type_.traversal is not Traversal.NONE
        and (stored.record.since is None or stored.record.since.day <= day)
    )
    question = CoolingQuestion(on=on, of=one, limit=MOST_NOTICES)
    notices = find_cooling(visit, snapshots, question).notices if answer.closeness.computed else ()
    return PairRecords(
        answer,
        ties,
        judgeable,
        next((each for each in notices if {each.greeter.id, each.greeted.id} == {*ends}), None),
    )
