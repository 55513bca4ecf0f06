"""What is known of the steps of a request: facts from which messages, letters and cards are made.

Notes and remarks are not read here, so that nothing of them can reach a letter or a card.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, cast

from graph.access.asking import Asking, Card, CommonGround, Person
from graph.access.courtesy import passed_over
from graph.access.hops import FOREMOST
from graph.errors import FieldIssue, InvalidQuestionError, RemovedRecordError, UnknownRecordError
from graph.network import NetworkView
from graph.records.contacts import Contact
from graph.records.dates import Span, epoch_day
from graph.records.interactions import Interaction
from graph.records.networks import NetworkRecord
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.requests import IntroductionRequest
from graph.vocabulary import Noun, Role
from service.snapshots import Snapshots
from service.usecases.visits import Visit

MOST_PARENTS: Final = 8
"""Offices above one another that are looked at: more than an administration has."""


def read_asking(
    visit: Visit, snapshots: Snapshots, request_id: str, step: int | None = None
) -> tuple[Asking, NetworkRecord]:
    """Read what is known of a step of a request, and the network with its own templates.

    Parameters
    ----------
    step
        Place of the step, from 0; ``None``: the one that is to be asked next, or was asked last.

    Raises
    ------
    UnknownNetworkError, UnknownRecordError, RemovedRecordError
    InvalidQuestionError
        If the request has no such step.

    """
    card, network = read_card(visit, snapshots, request_id)
    if step is None:
        waiting = (place for place, one in enumerate(card.steps) if not one.is_settled)
        step = next(waiting, len(card.steps) - 1)
    if not 0 <= step < len(card.steps):
        most = str(len(card.steps) - 1)
        raise InvalidQuestionError([FieldIssue("step", "no-such-step", str(step), {"most": most})])
    return card.steps[step], network


def read_card(visit: Visit, snapshots: Snapshots, request_id: str) -> tuple[Card, NetworkRecord]:
    """Read what is known of all steps of a request, and the network.

    Raises
    ------
    UnknownNetworkError, UnknownRecordError, RemovedRecordError

    """
    visit.require(Role.READER)
    request = _request(visit, request_id)
    network = visit.store.load_network(visit.network_id).network
    on = network.today(visit.at)
    view = snapshots.network(visit.network_id).on(epoch_day(on))
    superiors = _superiors(view, request)
    ids = [request.starter_id, *request.actor_ids, *(one for row in superiors for one in row)]
    people = _people(visit, ids, epoch_day(on))
    met = _met(visit, request, epoch_day(on))
    doors = _doors(visit, request, people)
    steps = tuple(
        _asking(request, place, people, superiors[place], met[place], doors)
        for place in range(len(request.steps))
    )
    return (
        Card(
            request_id=request.id,
            network=network.name,
            on=on,
            steps=steps,
            purpose=request.purpose,
            letter=request.letter,
        ),
        network,
    )


def _request(visit: Visit, request_id: str) -> IntroductionRequest:
    found = visit.store.load(
        visit.network_id, Noun.INTRODUCTION, [request_id], reader=visit.who.user.id
    )
    if request_id not in found:
        raise UnknownRecordError(Noun.INTRODUCTION, request_id)
    if found[request_id].is_removed:
        raise RemovedRecordError(Noun.INTRODUCTION, request_id)
    return cast("IntroductionRequest", found[request_id].record)


def _asking(
    request: IntroductionRequest,
    place: int,
    people: Mapping[str, Person],
    superiors: Sequence[str],
    met: CommonGround | None,
    doors: Collection[int],
) -> Asking:
    step, is_last = request.steps[place], place == len(request.steps) - 1
    asker, asked = people[step.asker_id], people[step.asked_id]
    said = [event for event in request.events_of(place) if event.channel is not None]
    is_ours = place == 0 or step.asker_id == request.starter_id
    return Asking(
        step=place,
        asker=asker,
        asked=asked,
        leader=people[request.leader_id],
        guest=None if is_ours else people[request.starter_id],
        next=None if is_last else people[request.steps[place + 1].asked_id],
        purpose=request.purpose,
        due=step.due,
        channel=said[-1].channel if said else step.channel,
        state=request.state_of(place),
        state_since=events[-1].on if (events := request.events_of(place)) else None,
        asked_on=request.asked_on(place),
        met=met,
        letter=request.letter,
        attention=asker if place in doors else None,
        superiors=tuple(people[id_] for id_ in superiors if id_ in people),
    )


def _superiors(view: NetworkView, request: IntroductionRequest) -> list[tuple[str, ...]]:
    """Tell for each step who stands above the person asked and would be passed over."""
    index_of, ids = view.network.index_of, view.network.actors.id
    on_route = [index_of[id_] for id_ in request.actor_ids if id_ in index_of]
    asked = [step.asked_id for step in request.steps]
    leader = request.leader_id
    indices = {id_: index_of[id_] for id_ in asked if id_ in index_of and id_ != leader}
    found = passed_over(view, list(indices.values()), on_route)
    return [
        tuple(str(ids[one]) for one in found.get(indices[id_], ())) if id_ in indices else ()
        for id_ in asked
    ]


def _met(visit: Visit, request: IntroductionRequest, day: int) -> list[CommonGround | None]:
    """Tell for each step when its two were last in touch."""
    pairs = [(step.asker_id, step.asked_id) for step in request.steps]
    ordered = sorted({pair for pair in pairs if pair[0] != pair[1]})
    read = visit.store.interactions_between(visit.network_id, ordered, most=1, until=day)
    grounds: list[CommonGround | None] = []
    for pair in pairs:
        stored = read.get(pair) or ()
        newest = cast("Interaction", stored[0].record) if stored else None
        grounds.append(newest and CommonGround(newest.held_on, newest.subject))
    return grounds


def _doors(
    visit: Visit, request: IntroductionRequest, people: Mapping[str, Person]
) -> frozenset[int]:
    """Find the steps whose asker serves below the office of the person asked."""
    return frozenset(
        place
        for place, step in enumerate(request.steps)
        if place > 0
        and people[step.asked_id].partner_id in _above(visit, people[step.asker_id].partner_id)
    )


def _above(visit: Visit, partner_id: str) -> tuple[str, ...]:
    """Give a partner with those that it is a part of."""
    above: list[str] = []
    while partner_id and partner_id not in above and len(above) < MOST_PARENTS:
        above.append(partner_id)
        found = visit.store.load(
            visit.network_id, Noun.PARTNER, [partner_id], reader=visit.who.user.id
        )
        partner_id = next(
            (cast("Partner", stored.record).parent_id or "" for stored in found.values()), ""
        )
    return tuple(above)


def _people(visit: Visit, ids: Iterable[str], day: int) -> dict[str, Person]:
    """Read people and organisations with their foremost position on a day."""
    wanted, reader = list(dict.fromkeys(ids)), visit.who.user.id
    contacts = visit.store.load(visit.network_id, Noun.CONTACT, wanted, reader=reader)
    posts = {id_: _post(visit, id_, day) for id_ in contacts}
    places = [post.partner_id for post in posts.values() if post is not None]
    loaded = visit.store.load(
        visit.network_id, Noun.PARTNER, [*wanted, *dict.fromkeys(places)], reader=reader
    )
    partners = {id_: cast("Partner", stored.record) for id_, stored in loaded.items()}
    people = {
        id_: Person(id=id_, name=partners[id_].name, is_partner=True)
        for id_ in wanted
        if id_ in partners
    }
    for id_, stored in contacts.items():
        person, post = cast("Contact", stored.record), posts[id_]
        place = partners.get(post.partner_id) if post else None
        people[id_] = Person(
            id=id_,
            name=person.name,
            in_talk=person.name_in_talk,
            address_form=person.address_form,
            post=post.type if post else None,
            title=(post.title or post.label) if post else "",
            capacity=post.capacity if post else None,
            partner_id=place.id if place else "",
            partner=place.name if place else "",
            phone=person.phone,
            email=person.email,
            preferred=person.preferred_channel,
            is_not_to_be_asked=person.do_not_ask,
        )
    return people


def _post(visit: Visit, contact_id: str, day: int) -> Position | None:
    page = visit.store.find(
        visit.network_id,
        Noun.POSITION,
        {"contact_id": contact_id},
        reader=visit.who.user.id,
        as_of=day,
        limit=50,
    )
    posts = [cast("Position", stored.record) for stored in page.items]
    held = [post for post in posts if Span(post.since, post.until).contains(day)]
    # As everywhere: a letter names the office that the screen showed.
    return min(
        held, key=lambda post: (FOREMOST.index(post.type), post.partner_id, post.id), default=None
    )
