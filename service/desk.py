"""The desk that pages ask: use cases in the name of whoever sent the request."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from dashboards.desk import (
    Batch,
    CampaignAsked,
    CareAsked,
    Found,
    Listing,
    Overview,
    Pair,
    Profile,
    ReachAsked,
    RequestBoard,
    RequestFile,
    WaysAsked,
    WithinAsked,
    Written,
)
from graph.access.answers import Brief, CalibrationAnswer, PathAnswer, ReachAnswer
from graph.access.closeness import Closeness
from graph.access.overviews import AccessibilityAnswer, CampaignAnswer
from graph.access.requests import Happening, LetterAnswer, Recorded, Start
from graph.access.strength_answers import CoolingNotice
from graph.coordination.answers import IntroductionsAnswer, IsolationAnswer
from graph.errors import UnknownJobError, UnknownNetworkError
from graph.ports import Store
from graph.records.conflicts import ConflictOfInterest
from graph.records.dates import epoch_day
from graph.records.identity import natural_id
from graph.records.interactions import Interaction
from graph.records.jobs import Job
from graph.records.names import fold, name_key, organisation_key
from graph.records.networks import LONGEST_INTERVAL, NetworkRecord
from graph.records.requests import IntroductionRequest, Letter
from graph.records.stored import NOUN_OF, AnyRecord, Stored
from graph.records.ties import Tie, TieType
from graph.records.users import LOCAL_OWNER, User
from graph.vocabulary import ActorKind, NetworkId, Noun, RequestState, Role, UserId
from service.security import Principal
from service.snapshots import Snapshots
from service.usecases import (
    access,
    accessibility,
    calibration,
    campaigns,
    coordination,
    due_requests,
    entries,
    import_jobs,
    jobs,
    networks,
    pairs,
    profiles,
    records,
    request_acts,
    requests,
    strengths,
    users,
    words,
)
from service.usecases.import_drafts import UNDO_ACT
from service.usecases.imports import IMPORT_ACT
from service.usecases.visits import Visit, now

LONGEST_SLUG: Final = 40
LATEST_BATCHES: Final = 20
NAMESAKES_READ: Final = 20
REVISIONS_READ: Final = 200
NOTICES_SHOWN: Final = 3
CONFLICTS_READ: Final = 100
REQUESTS_READ: Final = 50
"""Requests of each state on the board."""


class ServiceDesk:
    """Fulfils ``dashboards.desk.Desk``.

    Parameters
    ----------
    store, snapshots
        Records, and what is derived from them.
    who
        Whoever sent the request.
    wake
        Tells the workers that there is a job.

    """

    def __init__(
        self, store: Store, snapshots: Snapshots, who: Principal, wake: Callable[[], None]
    ) -> None:
        self._store = store
        self._snapshots = snapshots
        self._who = who
        self._wake = wake
        self._at = now()

    @property
    def user(self) -> User:
        """Who asks."""
        return self._who.user

    @property
    def is_local(self) -> bool:
        """Whether nobody needs to sign in here."""
        return not self._who.credential_id

    def list_networks(self) -> tuple[NetworkRecord, ...]:
        """Networks in which the reader has a part, by name."""
        seen = (
            entry.network
            for entry in self._store.list_networks()
            if self._who.role_in(NetworkId(entry.network.id)) is not None
        )
        return tuple(sorted(seen, key=lambda network: (fold(network.name), network.id)))

    def create_network(self, name: str, language: str) -> NetworkRecord:
        """Open a new network; its identifier is made from its name."""
        self._who.require_owner()
        taken = {entry.network.id for entry in self._store.list_networks()}
        network = NetworkRecord(id=_slug(name, taken), name=name.strip(), language=language)
        networks.create_network(self._store, self._who, network)
        return network

    def role(self, network_id: NetworkId) -> Role:
        """Tell what the reader may do in a network."""
        role = self._who.role_in(network_id)
        if role is None:
            raise UnknownNetworkError(network_id)
        return role

    def today(self, network_id: NetworkId) -> date:
        """Tell the day in the network's time zone."""
        visit = self._visit(network_id)
        visit.require(Role.READER)
        return visit.today()

    def overview(self, network_id: NetworkId) -> Overview:
        """Count what is in a network."""
        visit = self._visit(network_id)
        standing = networks.read_network(visit)
        revisions = self._store.list_revisions(network_id, limit=1)
        changed = revisions[0] if revisions else None
        page = self._store.find(
            network_id,
            Noun.INTERACTION,
            {},
            reader=self.user.id,
            as_of=epoch_day(visit.today()),
            limit=1,
        )
        held = [item.record for item in page.items]
        last = held[0] if held else None
        return Overview(
            standing.entry.network,
            standing.counts,
            standing.entry.revision,
            _local(changed.at, standing.entry.network) if changed else None,
            self._name_of(changed.author) if changed else "",
            last.held_on.first if isinstance(last, Interaction) else None,
        )

    def me(self, network_id: NetworkId) -> Brief | None:
        """Tell who of the network's people the reader is, if the reader said so."""
        place, _, contact_id = self.user.contact_id.partition("/")
        if place != network_id or not contact_id:
            return None
        return self.introduce(network_id, [contact_id]).get(contact_id)

    def remember_me(self, network_id: NetworkId, contact_id: str) -> None:
        """Note who of the network's people the reader is."""
        self._visit(network_id).require(Role.READER)
        user = replace(self.user, contact_id=f"{network_id}/{contact_id}")
        users.change_user(self._store, self._who, user)

    def search(
        self,
        network_id: NetworkId,
        query: str,
        *,
        kinds: Collection[ActorKind] = tuple(ActorKind),
        limit: int = 10,
    ) -> tuple[Found, ...]:
        """Find people and organisations by name or alias, the best first."""
        visit = self._visit(network_id)
        matches = access.search(visit, self._snapshots, query, kinds=kinds, limit=limit)
        named = self.introduce(network_id, [match.id for match in matches])
        return tuple(
            Found(named[match.id], match.matched) for match in matches if match.id in named
        )

    def namesakes(self, network_id: NetworkId, name: str, kind: ActorKind) -> tuple[Brief, ...]:
        """Find who is called so already, however the name is spelled."""
        key = name_key if kind is ActorKind.CONTACT else organisation_key
        found = self.search(network_id, name, kinds=(kind,), limit=NAMESAKES_READ)
        return tuple(match.brief for match in found if key(match.matched) == key(name))

    def introduce(self, network_id: NetworkId, ids: Collection[str]) -> Mapping[str, Brief]:
        """Tell who is behind identifiers; unknown ones are absent."""
        visit = self._visit(network_id)
        visit.require(Role.READER)
        wanted = [id_ for id_ in dict.fromkeys(ids) if id_]
        return access.introduce(visit, self._snapshots, wanted, on=visit.today()) if wanted else {}

    def tie_types(self, network_id: NetworkId) -> tuple[TieType, ...]:
        """Types of relationship that are in use, built-in ones first."""
        visit = self._visit(network_id)
        visit.require(Role.READER)
        return tuple(records.registry(visit).values())

    def find_paths(self, network_id: NetworkId, asked: WaysAsked) -> PathAnswer:
        """Find the most likely ways to a leader."""
        question = access.PathQuestion(
            start=asked.start,
            leader=asked.leader,
            on=asked.on,
            also_from=asked.also_from,
            also_to=asked.also_to,
            choice=asked.choice,
            k=asked.k,
            channel=asked.channel,
            busyness=asked.busyness,
            with_stability=True,
            max_steps=asked.max_steps,
            avoid=asked.avoid,
            through=asked.through,
            types=asked.types,
        )
        return access.find_paths(self._visit(network_id), self._snapshots, question)

    def find_campaign(self, network_id: NetworkId, asked: CampaignAsked) -> CampaignAnswer:
        """Choose whom to ask for which of several leaders."""
        question = campaigns.CampaignQuestion(
            leaders=asked.leaders,
            starts=asked.starts,
            on=asked.on,
            max_steps=asked.max_steps,
            avoid=asked.avoid,
        )
        return campaigns.find_campaign(self._visit(network_id), self._snapshots, question)

    def find_leaders(self, network_id: NetworkId, asked: WithinAsked) -> AccessibilityAnswer:
        """Rank all leaders by how near our own people come."""
        return accessibility.find_leaders(self._visit(network_id), self._snapshots, _within(asked))

    def find_partners(self, network_id: NetworkId, asked: WithinAsked) -> AccessibilityAnswer:
        """Rank all partners by how near our own people come."""
        return accessibility.find_partners(self._visit(network_id), self._snapshots, _within(asked))

    def find_isolated(self, network_id: NetworkId, asked: CareAsked) -> IsolationAnswer:
        """Put partners into the order in which they need somebody to look after them."""
        question = coordination.IsolationQuestion(
            brokers=asked.brokers, on=asked.on, key_only=asked.key_only, limit=asked.limit
        )
        return coordination.find_isolated(self._visit(network_id), self._snapshots, question)

    def find_introductions(
        self, network_id: NetworkId, asked: CareAsked, partner_ids: tuple[str, ...]
    ) -> IntroductionsAnswer:
        """Suggest for some partners whom they could meet, and through whom."""
        question = coordination.IntroductionsQuestion(
            brokers=asked.brokers, on=asked.on, partners=partner_ids
        )
        return coordination.suggest_introductions(
            self._visit(network_id), self._snapshots, question
        )

    def find_reach(self, network_id: NetworkId, asked: ReachAsked) -> ReachAnswer:
        """Rank everyone who can reach somebody, or whom somebody can reach."""
        question = access.ReachQuestion(
            end=asked.end,
            is_toward=asked.is_toward,
            on=asked.on,
            max_steps=asked.max_steps,
            limit=asked.limit,
        )
        return access.find_reach(self._visit(network_id), self._snapshots, question)

    def list_actors(
        self, network_id: NetworkId, kind: ActorKind, *, after: str | None = None, limit: int = 50
    ) -> Listing:
        """List people or organisations by name."""
        noun = Noun.CONTACT if kind is ActorKind.CONTACT else Noun.PARTNER
        page = records.find(
            self._visit(network_id), noun, {}, as_of=None, after=after, limit=limit, removed=False
        )
        ids = [item.record.id for item in page.items]
        named = self.introduce(network_id, ids)
        return Listing(tuple(named[id_] for id_ in ids if id_ in named), page.next)

    def profile(
        self, network_id: NetworkId, actor_id: str, *, after: Mapping[Noun, str] | None = None
    ) -> Profile:
        """Read everything about a person or an organisation."""
        found = profiles.read_profile(self._visit(network_id), actor_id, after=after or {})
        network = self._store.load_network(network_id).network
        others = self.introduce(network_id, {*found.named, found.actor.record.id})
        return Profile(
            found.actor,
            found.positions,
            tuple(sorted(found.ties, key=partial(_tie_order, found.actor.record.id, others))),
            found.interactions,
            others,
            _local(found.actor.changed_at, network),
            self._name_of(found.actor.changed_by),
            found.next,
        )

    def closeness(
        self, network_id: NetworkId, actor_id: str, others: Sequence[str]
    ) -> Mapping[str, Closeness]:
        """Tell how close somebody is to others today, by their ids."""
        visit = self._visit(network_id)
        on = visit.today()
        return {
            other: strengths.find_strength(visit, self._snapshots, actor_id, other, on=on).closeness
            for other in others
        }

    def cooling(self, network_id: NetworkId, actor_id: str) -> tuple[CoolingNotice, ...]:
        """Tell with whom it is time for somebody to be in touch again."""
        visit = self._visit(network_id)
        question = strengths.CoolingQuestion(on=visit.today(), of=actor_id, limit=NOTICES_SHOWN)
        return strengths.find_cooling(visit, self._snapshots, question).notices

    def pair(self, network_id: NetworkId, one: str, other: str) -> Pair:
        """Tell how close two are today, and everything that is on record between them."""
        visit = self._visit(network_id)
        found = pairs.read_pair(visit, self._snapshots, one, other, on=visit.today())
        said = [stored.record.override for stored in found.ties]
        judges = {override.by for override in said if override is not None}
        return Pair(
            found.answer,
            found.ties,
            found.judgeable,
            {user_id: self._name_of(user_id) for user_id in judges},
            found.notice,
        )

    def conflicts(
        self, network_id: NetworkId, contact_id: str
    ) -> tuple[Stored[ConflictOfInterest], ...]:
        """List the conflicts of interest of somebody that are on record, running ones first."""
        visit = self._visit(network_id)
        page = records.find(
            visit,
            Noun.CONFLICT,
            {"contact_id": contact_id},
            as_of=None,
            after=None,
            limit=CONFLICTS_READ,
            removed=False,
        )
        found = cast("tuple[Stored[ConflictOfInterest], ...]", page.items)
        day = epoch_day(visit.today())
        return tuple(sorted(found, key=lambda stored: not stored.record.holds_on(day)))

    def calibration(self, network_id: NetworkId) -> CalibrationAnswer:
        """Tell how good forecasts were up to today, and what the odds stand on."""
        visit = self._visit(network_id)
        return calibration.calibrate(visit, self._snapshots, visit.today())

    def save(self, network_id: NetworkId, records: Sequence[AnyRecord]) -> Written:
        """Add records of one entry, all or nothing."""
        return Written(entries.save(self._visit(network_id), records))

    def undo(self, network_id: NetworkId, written: Written) -> None:
        """Take back an entry."""
        entries.take_back(self._visit(network_id), written.records)

    def change(self, network_id: NetworkId, record: AnyRecord, version: int) -> int:
        """Change a record that still has the version that was read; give its new version."""
        noun = NOUN_OF[type(record)]
        visit = self._visit(network_id)
        commit = records.change(visit, noun, record.id, lambda _: record, version)
        return commit.stored[0].version

    def put_back(self, network_id: NetworkId, noun: Noun, record_id: str, version: int) -> None:
        """Take the last change of a record back."""
        entries.put_back(self._visit(network_id), noun, record_id, version)

    def remove(self, network_id: NetworkId, noun: Noun, record_id: str, version: int) -> None:
        """Take a record out of use that still has the version that was read."""
        records.remove(self._visit(network_id), noun, record_id, version)

    def restore(self, network_id: NetworkId, noun: Noun, record_id: str) -> None:
        """Put a removed record back into use."""
        records.restore(self._visit(network_id), noun, record_id)

    def requests(self, network_id: NetworkId) -> RequestBoard:
        """List requests for introductions, and what is due about them."""
        visit = self._visit(network_id)
        items: list[IntroductionRequest] = []
        cut: set[RequestState] = set()
        for state in RequestState:
            page = records.find(
                visit,
                Noun.INTRODUCTION,
                {"state": state.value},
                as_of=None,
                after=None,
                limit=REQUESTS_READ,
                removed=False,
            )
            items += [cast("IntroductionRequest", stored.record) for stored in page.items]
            cut |= {state} if page.next else set()
        due = due_requests.find_due(visit, self._snapshots, visit.today())
        return RequestBoard(
            tuple(items), self._named_on(network_id, items), due.items, frozenset(cut)
        )

    def request(self, network_id: NetworkId, request_id: str) -> RequestFile:
        """Read everything about one request."""
        visit = self._visit(network_id)
        asking, network = words.read_asking(visit, self._snapshots, request_id)
        stored = cast(
            "Stored[IntroductionRequest]", records.read(visit, Noun.INTRODUCTION, request_id)
        )
        today = visit.today()
        due = due_requests.find_due(visit, self._snapshots, today, LONGEST_INTERVAL)
        return RequestFile(
            stored,
            self._named_on(network_id, [stored.record]),
            tuple(item for item in due.items if item.request.id == request_id),
            due_requests.plan_asking(visit, self._snapshots, request_id, today),
            self._letter(visit, stored.record),
            asking,
            network.phrases,
            network.language,
        )

    def _letter(self, visit: Visit, request: IntroductionRequest) -> LetterAnswer | None:
        if request.letter is None:
            return None
        return due_requests.find_letter(visit, request.id, visit.today())

    def _named_on(
        self, network_id: NetworkId, items: Iterable[IntroductionRequest]
    ) -> Mapping[str, Brief]:
        return self.introduce(network_id, {id_ for item in items for id_ in item.named_ids})

    def start_request(self, network_id: NetworkId, said: Start) -> str:
        """Make a draft of a request along a route; give its identifier."""
        return request_acts.start(self._visit(network_id), said).stored[0].record.id

    def record_event(
        self, network_id: NetworkId, request_id: str, said: Happening, version: int
    ) -> Recorded:
        """Note what happened to a request that still has the version that was read."""
        visit = self._visit(network_id)
        return request_acts.record_event(visit, self._snapshots, request_id, said, version)

    def undo_event(self, network_id: NetworkId, request_id: str, place: int, version: int) -> None:
        """Take an event back, by its place among the events of that version."""

        def without(request: Any) -> AnyRecord:  # noqa: ANN401 - as records are revised
            events = request.events
            return replace(request, events=(*events[:place], *events[place + 1 :]))

        visit = self._visit(network_id)
        requests.change(visit, Noun.INTRODUCTION, request_id, without, version)

    def save_letter(
        self, network_id: NetworkId, request_id: str, letter: Letter, version: int
    ) -> None:
        """Say which letter goes with a request, and where it has been."""
        request_acts.record_letter(self._visit(network_id), request_id, letter, version)

    def job(self, network_id: NetworkId, job_id: str) -> Job:
        """Read how a job goes."""
        job = jobs.read_job(self._store, self._who, job_id)
        if job.network_id != network_id:
            raise UnknownJobError(job_id)
        return job

    def cancel_job(self, network_id: NetworkId, job_id: str) -> None:
        """Ask a job to stop."""
        self.job(network_id, job_id)
        jobs.cancel_job(self._store, self._who, job_id)

    def list_batches(self, network_id: NetworkId) -> tuple[Batch, ...]:
        """List the latest imports, newest first."""
        self._visit(network_id).require(Role.READER)
        network = self._store.load_network(network_id).network
        lines = self._store.list_revisions(network_id, limit=REVISIONS_READ)
        undone = {line.batch_id for line in lines if line.act == UNDO_ACT}
        loaded = [line for line in lines if line.act == IMPORT_ACT and line.batch_id]
        return tuple(
            Batch(
                line.batch_id,
                _local(line.at, network),
                self._name_of(line.author),
                line.count,
                line.batch_id in undone,
            )
            for line in loaded[:LATEST_BATCHES]
        )

    def undo_batch(self, network_id: NetworkId, batch_id: str) -> Job:
        """Start to take an import out of use as a whole."""
        job = import_jobs.start_undo(self._visit(network_id), batch_id)
        self._wake()
        return job

    def _visit(self, network_id: NetworkId) -> Visit:
        return Visit(self._store, self._who, network_id, self._at)

    def _name_of(self, user_id: UserId) -> str:
        """Name a user; a laptop's owner has given no name."""
        if user_id == LOCAL_OWNER:
            return ""
        user = self._store.load_user(user_id)
        return user.name if user else user_id


def _tie_order(
    actor_id: str, others: Mapping[str, Brief], stored: Stored[Tie]
) -> tuple[int, str, str]:
    """Order ties of an actor: the latest in touch first, then by name."""
    tie = stored.record
    other = tie.target_id if tie.source_id == actor_id else tie.source_id
    name = fold(others[other].name) if other in others else other
    return -(tie.last_contact.day if tie.last_contact else 0), name, tie.id


def _within(asked: WithinAsked) -> accessibility.AccessibilityQuestion:
    return accessibility.AccessibilityQuestion(
        starts=asked.starts,
        on=asked.on,
        max_steps=asked.max_steps,
        limit=asked.limit,
        key_only=asked.key_only,
    )


def _local(at: datetime, network: NetworkRecord) -> datetime:
    """Give a moment in the network's time zone."""
    return at.astimezone(ZoneInfo(network.time_zone))


def _slug(name: str, taken: Collection[str]) -> str:
    """Make an identifier that can be read in an address out of a name."""
    words = "".join(
        letter if letter.isascii() and letter.isalnum() else " " for letter in fold(name)
    )
    slug = "-".join(words.split())[:LONGEST_SLUG].strip("-")
    if slug and slug not in taken:
        return slug
    return (
        f"{slug}-{natural_id('n', name, str(len(taken)))[2:8]}" if slug else natural_id("n", name)
    )
