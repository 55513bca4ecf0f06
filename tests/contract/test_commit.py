"""Commits: all or nothing, one revision, later writes see earlier ones."""

from collections.abc import Iterator

import pytest

from graph.errors import (
    CancelledError,
    DuplicateIdError,
    FieldIssue,
    InvalidRecordError,
    UnknownActorError,
    UnknownNetworkError,
    UnknownRecordError,
)
from graph.ports import Change, Create, Remove, Restore, Store, Write
from graph.records.dates import parse_date
from graph.records.interactions import Delegate
from graph.records.requests import (
    IntroductionRequest,
    Letter,
    LetterPlace,
    Prediction,
    RequestEvent,
    RequestStep,
)
from graph.records.stored import NOUN_OF, AnyRecord, Stored
from graph.records.ties import StrengthOverride, TieType
from graph.vocabulary import (
    ActorKind,
    Capacity,
    Channel,
    InteractionKind,
    Level,
    NetworkId,
    Noun,
    PartnerKind,
    PositionType,
    RequestState,
    Sector,
    Traversal,
)
from tests.contract.made import (
    ANI,
    BUDI,
    START,
    add,
    conflict,
    contact,
    found,
    introduction,
    later,
    meeting,
    note,
    on,
    partner,
    position,
    read,
    revision,
    tie,
    write,
)

FULL: list[AnyRecord] = [
    partner(
        "pemda",
        "Pemda Kab. Lombok Timur",
        source_ref="staff list, page 3",
        confidence=0.25,
        external_ids={"wikidata": "Q1", "sipd": "52.03"},
        fields={"whole": 7, "share": 0.5, "yes": True, "no": False, "none": None, "text": "é\n“x”"},
        sector=Sector.GOVERNMENT,
        level=Level.DISTRICT,
        kind=PartnerKind.UNIT,
        region="Lombok Timur",
        is_key_partner=True,
        aliases=("Pemda", "Pemkab Lotim"),
        tags=("key", "wash"),
        remark="One\nTwo",
    ),
    partner("bappeda", "Bappeda", parent_id="pemda", merged_into="pemda"),
    contact(
        "zaini",
        "Ir. H. Lalu Muhammad Zaini, M.T.",
        name_in_talk="Pak Zaini",
        address_form="Bapak",
        aliases=("Mamiq Zaini",),
        is_leader=True,
        seniority=5,
        busyness=0.75,
        preferred_channel=Channel.IN_PERSON,
        languages=("id", "sas"),
        region="Selong",
        phone="+62 812 000",
        email="zaini@example.org",
        do_not_ask=True,
        request_cap=0,
        is_deceased=True,
        has_opted_out=True,
        tags=("wash",),
        remark="…",
        merged_into="ani",
    ),
    contact("ani", "Ani"),
    position(
        "post",
        "zaini",
        "bappeda",
        "2019",
        "Mei 2024",
        type=PositionType.LEADS,
        title="Kepala",
        capacity=Capacity.PLT,
        label="x",
        strength=1.0,
        evidence="decree",
    ),
    tie(
        "knows",
        "zaini",
        "pemda",
        "3 Mei 2020",
        "2021",
        type="custom_word",
        strength=0.0,
        label="friend",
        evidence="said so",
        last_contact=on("2020-12"),
        contact_count=4,
        override=StrengthOverride(
            strength=1.0,
            reason="They share\nan office",
            by=BUDI,
            since=parse_date("2024-05"),
            until=parse_date("2024"),
        ),
    ),
    meeting(
        "met",
        "2024-05",
        "zaini",
        "pemda",
        "ani",
        kind=InteractionKind.LETTER,
        initiator="ani",
        subject="Budget",
        location="Selong",
        channel=Channel.LETTER,
        planned_minutes=0,
        actual_minutes=90,
        answered_on=on("2024-06-01"),
        delegates=(Delegate("ani", "zaini"), Delegate("ani", "bappeda")),
        evidence="minutes",
        is_planned=True,
        is_cancelled=True,
    ),
    note("thought", "zaini", "He likes\ncoffee", is_private=False),
    TieType(
        id="custom_word",
        source_kinds=frozenset({ActorKind.CONTACT}),
        is_directed=False,
        traversal=Traversal.BOTH,
        prior=0.0,
        is_on=False,
        label_en="friend",
        label_id="teman",
    ),
    IntroductionRequest(
        id="asked",
        confidence=0.5,
        fields={"round": 2},
        leader_id="zaini",
        starter_id="pemda",
        purpose="Septic sludge\nin two districts",
        remark="…",
        steps=(
            RequestStep(
                "bappeda",
                "ani",
                Channel.IN_PERSON,
                parse_date("2024-06"),
                Prediction(
                    0.5, 0.25, 0.75, parse_date("2024-05-01"), {"strength": 0.5, "load": 2}, "prior"
                ),
            ),
            RequestStep("ani", "zaini"),
        ),
        events=(
            RequestEvent(0, RequestState.ASKED, parse_date("2024-05-03"), Channel.PHONE, "é"),
            RequestEvent(0, RequestState.REMINDED, parse_date("2024-05-13")),
            RequestEvent(
                0, RequestState.AGREED, parse_date("2024"), noted_on=parse_date("2024-06-01")
            ),
            RequestEvent(1, RequestState.ASKED, parse_date("2024-06-03")),
            RequestEvent(
                1, RequestState.MET, parse_date("2024-06-20"), conditions="Hear\nthe village"
            ),
        ),
        letter=Letter(
            "400/12/IV",
            parse_date("2024-05-02"),
            "Bupati Lombok Timur",
            ("Bappeda", "Dinas PU"),
            (
                LetterPlace("Setda", parse_date("2024-05-03")),
                LetterPlace("Bu Ani", parse_date("2024-05"), "ani", "Mohon\nditindaklanjuti"),
            ),
        ),
    ),
    conflict(
        "interest",
        "ani",
        "zaini",
        "pemda",
        interest="Her sister's company\nbids",
        handling="Steps aside",
        declared_on=parse_date("2024-05-04"),
        since=parse_date("2023"),
        until=parse_date("2025-06"),
        source_ref="Letter 12",
    ),
]


def test_every_field_comes_back_as_it_was_written(store: Store, net: NetworkId) -> None:
    written = add(store, net, *FULL, batch_id="import-1")

    assert [stored.record for stored in written.stored] == FULL
    for stored in written.stored:
        assert stored == read(store, net, stored.noun, stored.record.id)
        assert stored.version == stored.revision == written.revision == 1
        assert (stored.recorded_by, stored.recorded_at) == (ANI, START)
        assert (stored.changed_by, stored.changed_at) == (ANI, START)
        assert (stored.is_removed, stored.batch_id) == (False, "import-1")


def test_every_field_can_be_changed_and_emptied(store: Store, net: NetworkId) -> None:
    bare: list[AnyRecord] = [
        partner("pemda"),
        partner("bappeda"),
        contact("zaini"),
        contact("ani"),
        position("post", "ani", "pemda"),
        tie("knows", "ani", "zaini"),
        meeting("met", "2023", "ani", "bappeda"),
        note("thought", "ani", "Other"),
        TieType(id="custom_word"),
        introduction("asked", "ani", "zaini"),
        conflict("interest", "ani", "zaini"),
    ]
    add(store, net, *FULL)

    write(store, net, [Change(record, 1) for record in bare], author=BUDI, at=later(1))

    emptied = [stored.record for stored in _all(store, net)]
    assert emptied == bare
    write(store, net, [Change(record, 2) for record in FULL])
    assert [stored.record for stored in _all(store, net)] == FULL


def test_a_commit_is_one_revision_of_all_it_wrote(store: Store, net: NetworkId) -> None:
    assert add(store, net, contact("c1"), contact("c2")).revision == 1
    assert add(store, net, tie("t1", "c1", "c2")).revision == 2

    assert revision(store, net) == 2
    log = store.list_revisions(net)
    assert [(line.revision, line.count) for line in log] == [(2, 1), (1, 2)]


def test_a_commit_of_no_writes_makes_no_revision(store: Store, net: NetworkId) -> None:
    add(store, net, contact("c1"))

    nothing = write(store, net, [])

    assert (nothing.revision, nothing.stored) == (1, ())
    assert revision(store, net) == 1
    assert len(store.list_revisions(net)) == 1


def test_the_change_log_says_who_when_and_what_kind_of_act(store: Store, net: NetworkId) -> None:
    add(store, net, contact("c1"), author=BUDI, at=later(7), act="import", batch_id="b1")

    (line,) = store.list_revisions(net)
    assert (line.author, line.at, line.act, line.batch_id) == (BUDI, later(7), "import", "b1")


def test_nothing_is_returned_when_nothing_was_asked_for(store: Store, net: NetworkId) -> None:
    assert add(store, net, contact("c1"), returning=False).stored == ()
    assert found(store, net, Noun.CONTACT) == ["c1"]


def test_later_writes_see_earlier_ones(store: Store, net: NetworkId) -> None:
    done = write(
        store,
        net,
        [
            Create(contact("c1")),
            Create(partner("p1")),
            Create(position("po", "c1", "p1")),
            Change(contact("c1", "Renamed"), 1),
            Remove(Noun.POSITION, "po", 1),
            Restore(Noun.POSITION, "po", 2),
            Change(contact("c1", "Again"), 2),
        ],
    )

    assert done.revision == 1
    assert read(store, net, Noun.CONTACT, "c1").version == 3
    assert read(store, net, Noun.CONTACT, "c1").record == contact("c1", "Again")
    assert read(store, net, Noun.POSITION, "po").version == 3
    assert len(store.history(net, Noun.CONTACT, "c1", reader=ANI)) == 2
    assert store.list_revisions(net)[0].count == 7


def test_what_is_returned_stands_in_the_order_of_the_writes(store: Store, net: NetworkId) -> None:
    writes: list[Write] = [
        Create(contact("c2")),
        Create(partner("p1")),
        Create(contact("c1")),
        Create(tie("t1", "c1", "c2")),
    ]

    stored = write(store, net, writes).stored

    assert [one.record.id for one in stored] == ["c2", "p1", "c1", "t1"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (contact("x"), contact("x")),
        (contact("x"), partner("x")),
        (partner("x"), contact("x")),
        (tie("x", "a", "b"), tie("x", "b", "a")),
        (position("x", "a", "p"), position("x", "b", "p")),
        (meeting("x", "2024", "a", "b"), meeting("x", "2025", "a", "b")),
        (note("x", "a"), note("x", "b")),
        (TieType(id="x"), TieType(id="x")),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("removed", [True, False])
def test_a_taken_id_is_refused_and_nothing_is_kept(
    store: Store, net: NetworkId, first: AnyRecord, second: AnyRecord, at_once: bool, removed: bool
) -> None:
    add(store, net, contact("a"), contact("b"), partner("p"))
    writes: list[Write] = [Create(first)]
    if removed:
        writes.append(Remove(_noun(first), "x"))
    if not at_once:
        write(store, net, writes)
        writes = []

    with pytest.raises(DuplicateIdError) as refused:
        write(store, net, [Create(contact("new")), *writes, Create(second)])

    assert refused.value.facts["record_id"] == "x"
    assert refused.value.facts["noun"] == _noun(second)
    assert refused.value.facts["taken_by"] == _noun(first)
    assert refused.value.facts["state"] == ("removed" if removed else "kept")
    assert "new" not in store.kinds_of(net, ["new"])
    assert revision(store, net) == (1 if at_once else 2)


def test_one_id_may_name_records_of_different_kinds(store: Store, net: NetworkId) -> None:
    add(store, net, contact("x"), contact("y"), partner("p"))

    add(store, net, tie("x", "x", "y"), position("x", "x", "p"), note("x", "x"))

    assert read(store, net, Noun.TIE, "x").record == tie("x", "x", "y")


@pytest.mark.parametrize(
    "record",
    [
        tie("t", "a", "stranger"),
        tie("t", "stranger", "a"),
        position("po", "stranger", "p"),
        position("po", "a", "stranger"),
        meeting("m", "2024", "a", "stranger"),
        meeting("m", "2024", "a", "b", delegates=(Delegate("a", "stranger"),)),
        note("n", "stranger"),
        partner("q", parent_id="stranger"),
        partner("q", merged_into="stranger"),
        contact("c", merged_into="stranger"),
    ],
)
def test_a_stranger_is_named_and_nothing_is_kept(
    store: Store, net: NetworkId, record: AnyRecord
) -> None:
    add(store, net, contact("a"), contact("b"), partner("p"))

    with pytest.raises(UnknownActorError) as refused:
        add(store, net, contact("new"), record)

    assert refused.value.actor_ids == ("stranger",)
    assert store.kinds_of(net, ["new"]) == {}
    assert revision(store, net) == 1


def test_all_strangers_of_a_commit_are_named(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"))
    ties = [tie(f"t{n}", "a", f"stranger-{n:04}") for n in range(2_500)]

    with pytest.raises(UnknownActorError) as refused:
        add(store, net, *ties, note("n", "nobody"))

    assert refused.value.actor_ids == ("nobody", *[f"stranger-{n:04}" for n in range(2_500)])


def test_a_change_may_not_name_a_stranger_either(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"), contact("b"), tie("t", "a", "b"))

    with pytest.raises(UnknownActorError):
        write(store, net, [Change(tie("t", "a", "stranger"), 1)])

    assert read(store, net, Noun.TIE, "t").version == 1


def test_a_removed_actor_is_known(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"), contact("b"))
    write(store, net, [Remove(Noun.CONTACT, "b")])

    add(store, net, tie("t", "a", "b"))

    assert found(store, net, Noun.TIE) == ["t"]


def test_an_end_that_comes_later_in_the_commit_is_a_stranger(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"))

    with pytest.raises(UnknownActorError):
        add(store, net, tie("t", "a", "b"), contact("b"))


def test_partners_of_one_commit_may_come_before_their_parents(store: Store, net: NetworkId) -> None:
    add(store, net, partner("unit", parent_id="whole"), partner("whole"))

    assert found(store, net, Noun.PARTNER, parent_id="whole") == ["unit"]


def test_records_of_one_commit_may_come_before_those_they_are_merged_into(
    store: Store, net: NetworkId
) -> None:
    add(store, net, contact("twin", merged_into="kept"), contact("kept"))
    write(store, net, [Remove(Noun.CONTACT, "kept")])

    write(store, net, [Change(contact("twin", "T", merged_into="kept"), 1)])

    assert read(store, net, Noun.CONTACT, "twin").version == 2


def test_only_the_last_word_of_a_commit_on_a_merger_counts(store: Store, net: NetworkId) -> None:
    add(store, net, contact("twin"), partner("p"))

    write(
        store,
        net,
        [
            Change(contact("twin", merged_into="stranger"), None),
            Change(contact("twin", merged_into="p"), None),
            Change(contact("twin"), None),
        ],
    )

    assert read(store, net, Noun.CONTACT, "twin").version == 4


def test_mergers_may_not_lead_in_a_circle(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"), contact("b", merged_into="a"), contact("c", merged_into="b"))

    for name, survivor in (("a", "b"), ("a", "c")):
        with pytest.raises(InvalidRecordError) as refused:
            write(store, net, [Change(contact(name, merged_into=survivor), 1)])
        assert (refused.value.record_id, *refused.value.issues) == (
            name,
            FieldIssue("merged_into", "circular-merge", survivor),
        )
    with pytest.raises(InvalidRecordError):
        add(store, net, partner("p", merged_into="q"), partner("q", merged_into="p"))

    assert read(store, net, Noun.CONTACT, "a").version == 1
    turned = [Change(contact("b"), None), Change(contact("a", merged_into="c"), None)]
    with pytest.raises(InvalidRecordError):
        write(store, net, [turned[1], Change(contact("b", merged_into="a"), None)])
    write(store, net, [Change(contact("c"), None), *turned])
    assert read(store, net, Noun.CONTACT, "a").version == 2


def test_a_change_may_not_merge_into_a_stranger_or_another_kind(
    store: Store, net: NetworkId
) -> None:
    add(store, net, contact("twin"), partner("p"))

    with pytest.raises(UnknownActorError):
        write(store, net, [Change(contact("twin", merged_into="stranger"), 1)])
    with pytest.raises(InvalidRecordError):
        write(store, net, [Change(contact("twin", merged_into="p"), 1)])

    assert read(store, net, Noun.CONTACT, "twin").version == 1


@pytest.mark.parametrize(
    ("record", "issues"),
    [
        (position("po", "p", "p2"), [("contact_id", "p", "partner")]),
        (position("po", "a", "b"), [("partner_id", "b", "contact")]),
        (
            position("po", "p", "a"),
            [("contact_id", "p", "partner"), ("partner_id", "a", "contact")],
        ),
        (partner("q", parent_id="a"), [("parent_id", "a", "contact")]),
        (partner("q", merged_into="a"), [("merged_into", "a", "contact")]),
        (contact("c", merged_into="p"), [("merged_into", "p", "partner")]),
        (
            partner("q", parent_id="a", merged_into="b"),
            [("parent_id", "a", "contact"), ("merged_into", "b", "contact")],
        ),
    ],
)
def test_an_end_of_the_wrong_kind_is_told_by_field_and_value(
    store: Store, net: NetworkId, record: AnyRecord, issues: list[tuple[str, str, str]]
) -> None:
    add(store, net, contact("a"), contact("b"), partner("p"), partner("p2"))

    with pytest.raises(InvalidRecordError) as refused:
        add(store, net, contact("new"), record)

    assert refused.value.record_id == record.id
    told = [(issue.field, issue.value, issue.facts["kind"]) for issue in refused.value.issues]
    assert told == issues
    assert {issue.code for issue in refused.value.issues} == {"wrong-kind-of-end"}
    assert store.kinds_of(net, ["new"]) == {}


@pytest.mark.parametrize(
    "writes",
    [
        [Change(contact("nobody"), None)],
        [Change(contact("p"), None)],
        [Change(partner("a"), None)],
        [Remove(Noun.CONTACT, "nobody")],
        [Remove(Noun.PARTNER, "a")],
        [Restore(Noun.TIE, "nobody")],
        [Remove(Noun.TIE, "\ud800")],
        [Remove(Noun.TIE, "")],
    ],
)
def test_a_record_that_is_not_there_cannot_be_changed(
    store: Store, net: NetworkId, writes: list[Write]
) -> None:
    add(store, net, contact("a"), partner("p"))

    with pytest.raises(UnknownRecordError):
        write(store, net, [Create(contact("new")), *writes])

    assert revision(store, net) == 1
    assert store.kinds_of(net, ["new"]) == {}


def test_a_write_to_an_unknown_network_is_refused(store: Store) -> None:
    with pytest.raises(UnknownNetworkError):
        add(store, NetworkId("nowhere"), contact("a"))


def test_a_commit_of_thousands_is_one_revision_in_order(store: Store, net: NetworkId) -> None:
    told: list[int] = []
    people = [contact(f"c{n}") for n in range(2_300)]

    done = add(store, net, *people, progress=told.append)

    assert done.revision == 1
    assert [stored.record.id for stored in done.stored] == [person.id for person in people]
    assert len(told) >= 2
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] <= 2_300
    assert [entry.index for entry in store.load_names(net)] == list(range(2_300))


def test_what_progress_raises_calls_the_commit_off(store: Store, net: NetworkId) -> None:
    def stop(done: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        add(store, net, *[contact(f"c{n}") for n in range(3_000)], progress=stop)

    assert revision(store, net) == 0
    assert store.count(net)[Noun.CONTACT] == 0
    add(store, net, contact("c0"))


def test_writes_that_fail_half_way_leave_nothing(store: Store, net: NetworkId) -> None:
    def writes() -> Iterator[Write]:
        for number in range(2_500):
            yield Create(contact(f"c{number}"))
        raise OSError("the file went away")

    with pytest.raises(OSError, match="went away"):
        write(store, net, writes())

    assert revision(store, net) == 0
    assert store.load_names(net) == ()


def test_places_stay_dense_when_a_commit_fails(store: Store, net: NetworkId) -> None:
    add(store, net, contact("a"), partner("p"))
    with pytest.raises(UnknownActorError):
        add(store, net, contact("b"), tie("t", "a", "stranger"))

    add(store, net, contact("c"), partner("q"))

    columns = store.load_columns(net).actors
    order = columns.index.argsort()
    assert columns.id[order].tolist() == ["a", "p", "c", "q"]
    assert columns.index[order].tolist() == [0, 1, 2, 3]


def _noun(record: AnyRecord) -> Noun:
    return NOUN_OF[type(record)]


def _all(store: Store, net: NetworkId) -> list[Stored[AnyRecord]]:
    return [read(store, net, _noun(record), record.id) for record in FULL]
