"""A network in the making, told record by record; every test that asks about access begins so."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from graph.network import Network, NetworkView
from graph.ports import Create
from graph.records.contacts import Contact
from graph.records.dates import StatedDate, epoch_day
from graph.records.interactions import Interaction
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.requests import IntroductionRequest, RequestEvent, RequestStep
from graph.records.ties import Tie, TieType
from graph.vocabulary import Channel, InteractionKind, RequestState, Sector

TODAY: Final = date(2026, 11, 25)


def ago(days: int) -> StatedDate:
    """The day that lies so many days before today."""
    return StatedDate(TODAY - timedelta(days))


@dataclass
class Told:
    """A network in the making; identifiers that nobody introduced are people."""

    actors: dict[str, Contact | Partner] = field(default_factory=dict[str, Contact | Partner])
    ties: list[Tie] = field(default_factory=list[Tie])
    posts: list[Position] = field(default_factory=list[Position])
    acts: list[Interaction] = field(default_factory=list[Interaction])
    types: list[TieType] = field(default_factory=list[TieType])
    requests: list[IntroductionRequest] = field(default_factory=list[IntroductionRequest])

    def person(self, id_: str, **said: Any) -> None:
        self.actors[id_] = Contact(id=id_, name=id_, **said)

    def partner(self, id_: str, sector: Sector | None = None, **said: Any) -> None:
        self.actors[id_] = Partner(id=id_, name=id_, sector=sector, **said)

    def know(self, *ids: str) -> None:
        for id_ in ids:
            if id_ not in self.actors:
                self.person(id_)

    def tie(self, source: str, target: str, type_: str = "knows", **said: Any) -> None:
        self.know(source, target)
        given: dict[str, Any] = {"source_id": source, "target_id": target, "type": type_}
        self.ties.append(Tie(id=f"t{len(self.ties)}", **given, **said))

    def post(self, person: str, at: str, **said: Any) -> None:
        self.know(person)
        if at not in self.actors:
            self.partner(at)
        given: dict[str, Any] = {"contact_id": person, "partner_id": at}
        self.posts.append(Position(id=f"s{len(self.posts)}", **given, **said))

    def meet(
        self,
        *ids: str,
        kind: InteractionKind = InteractionKind.MEETING,
        days_ago: int = 0,
        **said: Any,
    ) -> None:
        self.know(*ids)
        given: dict[str, Any] = {"kind": kind, "held_on": ago(days_ago), "participants": ids}
        self.acts.append(Interaction(id=f"i{len(self.acts)}", **given, **said))

    def ask(
        self,
        asker: str,
        asked: str,
        *then: tuple[RequestState, int],
        days_ago: int,
        channel: Channel | None = None,
    ) -> None:
        """One person asked another, and what came of it so many days ago."""
        self.know(asker, asked)
        said = [(RequestState.ASKED, days_ago), *then]
        self.requests.append(
            IntroductionRequest(
                id=f"r{len(self.requests)}",
                leader_id=asked,
                starter_id=asker,
                steps=(RequestStep(asker, asked, channel),),
                events=tuple(RequestEvent(0, state, ago(days)) for state, days in said),
            )
        )

    def network(self) -> Network:
        return Network.build(
            list(self.actors.values()),
            self.ties,
            positions=self.posts,
            interactions=self.acts,
            types=self.types,
            requests=self.requests,
        )

    def view(self, on: date = TODAY) -> NetworkView:
        return self.network().on(epoch_day(on))

    def writes(self) -> list[Create]:
        """All of it as a store takes it, ends before what names them."""
        told = (
            *self.types,
            *self.actors.values(),
            *self.posts,
            *self.ties,
            *self.acts,
            *self.requests,
        )
        return [Create(record) for record in told]


def officials(*, embedded: bool = False) -> Told:
    """Ani and Budi, both in government, whose default rhythm is 84 days; Cici may know both."""
    told = Told()
    told.partner("dinas", Sector.GOVERNMENT)
    for person in ("ani", "budi"):
        told.post(person, "dinas", since=ago(20))
    if embedded:
        told.tie("ani", "cici")
        told.tie("budi", "cici")
    return told
