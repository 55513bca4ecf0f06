"""From rows to records: identity, ends, types, what a second import does, what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import CancelledError, InvalidRecordError, LimitError, UnknownNetworkError
from graph.ports import Remove
from graph.records.checks import LONGEST_LINE
from graph.records.contacts import Contact
from graph.records.dates import parse_date
from graph.records.partners import Partner
from graph.records.positions import position_id
from graph.records.ties import TieType, tie_id
from graph.vocabulary import (
    ActorKind,
    Channel,
    Level,
    NetworkId,
    Noun,
    PartnerKind,
    PositionType,
    Sector,
    Traversal,
    UserId,
)
from service.exchange.limits import Limits
from service.exchange.reports import ImportReport, refused_csv, write_refused
from service.exchange.source import read_source
from service.usecases.imports import run_import
from tests.service.importing import (
    AUTHOR,
    FILES,
    NETWORK,
    NOW,
    PARTNERS,
    Desk,
    open_desk,
    refusals,
)

REL = "source,target,type,since,until,label\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as desk:
        yield desk


def outcome(report: ImportReport) -> dict[str, tuple[int, int, int, int]]:
    return {
        file.name: (file.new, file.changed, file.unchanged, len(file.refused))
        for file in report.files
    }


# ---------------------------------------------------------------------------- one import


def test_a_folder_becomes_records_as_one_revision(desk: Desk) -> None:
    report = desk.run(FILES)

    assert (report.read, report.accepted, report.refused) == (6, 6, 0)
    assert report.revision == desk.revision() == 1
    post = desk.record(
        Noun.POSITION,
        position_id("regent", "agency", "leads", "", parse_date("2020")),
    )
    assert (post.type, post.title, post.since.iso) == (PositionType.LEADS, "Kepala Dinas", "2020")
    tie = desk.record(
        Noun.TIE, tie_id("aide", "regent", "gatekeeper_of", "secretary", parse_date("2021-05-03"))
    )
    assert (tie.strength, tie.label) == (0.8, "secretary")
    entry = desk.store.list_revisions(NETWORK)[0]
    assert (entry.act, entry.batch_id, entry.author) == ("import", report.batch_id, AUTHOR)
    assert desk.stored(Noun.CONTACT, "regent").batch_id == report.batch_id


def test_local_governments_are_key_partners_unless_the_file_says_otherwise(desk: Desk) -> None:
    desk.run(
        {
            "partners": "id,name,sector,level,is_key_partner\na,A,government,district,\n"
            "b,B,government,district,0\nc,C,donor,,\n"
        }
    )

    assert [p.is_key_partner for p in desk.all(Noun.PARTNER)] == [True, False, False]


def test_every_column_of_a_contact_is_read(desk: Desk) -> None:
    desk.run(
        {
            "contacts": "id,name,name_in_talk,seniority,busyness,preferred_channel,languages,"
            "do_not_ask,request_cap,aliases,tags,notes,source,fields.shoe size,external_ids.wiki\n"
            'z,"Ir. H. Lalu Zaini, M.T.",Pak Zaini,6,"0,9",surat,id;en,ya,2,'
            "Zaini;Lalu Z,restu,old friend,Daftar 2009,42,Q1\n"
        }
    )

    assert desk.record(Noun.CONTACT, "z") == Contact(
        id="z",
        name="Ir. H. Lalu Zaini, M.T.",
        name_in_talk="Pak Zaini",
        seniority=6,
        busyness=0.9,
        preferred_channel=Channel.LETTER,
        languages=("id", "en"),
        do_not_ask=True,
        request_cap=2,
        aliases=("Zaini", "Lalu Z"),
        tags=("restu",),
        remark="old friend",
        source_ref="Daftar 2009",
        fields={"shoe size": "42"},
        external_ids={"wiki": "Q1"},
    )


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk) -> None:
    folder = desk.write({**FILES, "notes": "about_id,text\nnobody,x\n"})

    tried = desk.run(folder, dry_run=True)
    assert desk.revision() == 0
    done = desk.run(folder)

    assert outcome(tried) == outcome(done)
    assert tried.records == done.records
    assert (tried.revision, tried.is_dry_run, done.is_dry_run) == (None, True, False)


def test_interactions_and_notes_belong_to_those_they_name(desk: Desk) -> None:
    desk.run(
        {
            **FILES,
            "interactions": "kind,date,initiator,participants,subject,planned_minutes,delegates\n"
            "Rapat,3 Mei 2024,aide,aide;regent;ngo,water,90,aide>regent\n",
            "notes": "about_id,text,is_private\nregent,likes coffee,tidak\naide,x,\n",
        }
    )

    meeting = desk.all(Noun.INTERACTION)[0]
    assert (meeting.kind, meeting.held_on.iso) == ("meeting", "2024-05-03")
    assert meeting.participants == ("aide", "regent", "ngo")
    assert (meeting.delegates[0].contact_id, meeting.delegates[0].for_id) == ("aide", "regent")
    assert sorted((note.text, note.is_private) for note in desk.all(Noun.NOTE)) == [
        ("likes coffee", False),
        ("x", True),
    ]


def test_an_unknown_network_is_refused_before_anything_is_read(desk: Desk) -> None:
    source = read_source(desk.write(FILES))

    with pytest.raises(UnknownNetworkError):
        run_import(desk.store, NetworkId("other"), source, author=AUTHOR, at=NOW)


# ---------------------------------------------------------------------------- who is meant


def test_ends_are_named_by_id_or_by_a_name_that_one_actor_has(desk: Desk) -> None:
    desk.create(Contact(id="c1", name="I Gusti Ayu"), Partner(id="p9", name="Bank NTB"))

    report = desk.run(
        {
            **FILES,
            "relationships": REL + "lalu  ZAINI,i gusti ayu,knows,,,\nc1,bank-ntb,works_for,,,\n",
        }
    )

    assert report.refused == 0
    assert [(tie.source_id, tie.target_id) for tie in desk.all(Noun.TIE)] == [("regent", "c1")]
    assert [post.partner_id for post in desk.all(Noun.POSITION)] == ["p9"]


def test_a_name_that_two_have_is_not_guessed(desk: Desk) -> None:
    report = desk.run(
        {
            "contacts": "id,name\na,Ann\nb,ann\nc,Cut\n",
            "relationships": REL + "Ann,c,knows,,,\nBudi,c,knows,,,\n,c,knows,,,\n",
        }
    )

    assert refusals(report) == [
        ("relationships.csv", 2, "source", "ambiguous-name"),
        ("relationships.csv", 3, "source", "unknown-end"),
        ("relationships.csv", 4, "source", "missing"),
    ]
    assert [(w.code, w.line) for w in report.warnings] == [("same-name", 3)]


def test_rows_without_ids_are_known_by_their_names(desk: Desk) -> None:
    desk.create(Contact(id="c1", name="I Gusti Ayu"))
    files = {
        "contacts": "name,region\nI Gusti Ayu,Bali\nBudi,Mataram\n",
        "relationships": REL + "Budi,I Gusti Ayu,knows,,,\n",
    }

    first, second = desk.run(files), desk.run(files)

    assert outcome(first)["contacts.csv"] == (1, 1, 0, 0)
    assert outcome(second)["contacts.csv"] == (0, 0, 2, 0)
    assert desk.record(Noun.CONTACT, "c1").region == "Bali"
    assert len(desk.all(Noun.CONTACT)) == 2


def test_whoever_names_a_refused_row_is_told_where_it_stands(desk: Desk) -> None:
    report = desk.run(
        {
            "contacts": "id,name,seniority\na,Ann,9\nb,Ben,1\n",
            "relationships": REL + "a,b,knows,,,\n",
            "aliases": "contact_id,alias\na,Annie\n",
        }
    )

    assert refusals(report) == [
        ("contacts.csv", 2, "seniority", "outside-limits"),
        ("aliases.csv", 2, "contact_id", "refused-end"),
        ("relationships.csv", 2, "source", "refused-end"),
    ]
    facts = report.files[2].refused[0].issues[0].facts
    assert facts == {"file": "contacts.csv", "line": "2"}


def test_whom_a_record_is_merged_into_may_stand_anywhere_and_must_be_known(desk: Desk) -> None:
    report = desk.run(
        {
            "partners": "id,name,parent_id,merged_into\na,A,b,c\nb,B,A Part,\nc,C,,b\nd,A Part,,\n"
            "e,E,,e\nf,F,g,\ng,G,,f\n",
            "contacts": "id,name,merged_into\nx,X,Y\ny,Y,\nz,Z,a\nv,V,nobody\n",
        }
    )

    assert desk.record(Noun.PARTNER, "a").merged_into == "c"
    assert desk.record(Noun.PARTNER, "b").parent_id == "d"
    assert desk.record(Noun.CONTACT, "x").merged_into == "y"
    assert sorted(refusals(report)) == [
        ("contacts.csv", 4, "merged_into", "wrong-kind"),
        ("contacts.csv", 5, "merged_into", "unknown-end"),
        ("partners.csv", 6, "merged_into", "self-tie"),
        ("partners.csv", 7, "parent_id", "circular-parents"),
        ("partners.csv", 8, "merged_into", "circular-merge"),
    ]


def test_contacts_and_partners_share_their_ids(desk: Desk) -> None:
    report = desk.run({"partners": "id,name\nx,X\n", "contacts": "id,name\nx,Xaver\ny,Y\n"})

    assert refusals(report) == [("contacts.csv", 2, "id", "duplicate-id")]


def test_the_parts_of_a_body_may_stand_above_it(desk: Desk) -> None:
    report = desk.run(
        {"partners": "id,name,parent_id\nc,C,b\nb,B,a\na,A,\nd,D,a\ne,E,Name of F\nf,Name of F,\n"}
    )

    assert report.refused == 0
    parents = {partner.id: partner.parent_id for partner in desk.all(Noun.PARTNER)}
    assert parents == {"a": None, "b": "a", "c": "b", "d": "a", "e": "f", "f": None}


def test_parents_that_are_unknown_refused_or_run_in_a_circle_are_told(desk: Desk) -> None:
    report = desk.run(
        {
            "partners": "id,name,parent_id\na,A,b\nb,B,a\nc,C,nobody\nd,D,c\ne,E,e\nf,F,\n",
            "contacts": "id,name,partner_id\ng,G,a\nh,H,g\n",
        }
    )

    assert refusals(report) == [
        ("partners.csv", 2, "parent_id", "circular-parents"),
        ("partners.csv", 3, "parent_id", "circular-parents"),
        ("partners.csv", 4, "parent_id", "unknown-end"),
        ("partners.csv", 5, "parent_id", "refused-end"),
        ("partners.csv", 6, "parent_id", "own-parent"),
        ("contacts.csv", 2, "partner_id", "refused-end"),
        ("contacts.csv", 3, "partner_id", "refused-end"),
    ]


# ---------------------------------------------------------------------------- types


def test_a_wrong_kind_of_end_is_refused(desk: Desk) -> None:
    rows = "agency,regent,leads,,,\nregent,aide,works_for,,,\nregent,ngo,knows,,,\n"

    report = desk.run({**FILES, "relationships": REL + rows})

    assert refusals(report) == [
        ("relationships.csv", 2, "source", "wrong-kind-of-end"),
        ("relationships.csv", 2, "target", "wrong-kind-of-end"),
        ("relationships.csv", 3, "target", "wrong-kind-of-end"),
        ("relationships.csv", 4, "target", "wrong-kind-of-end"),
    ]


def test_types_are_known_in_any_case_and_in_both_languages(desk: Desk) -> None:
    rows = "regent,ngo,Works For,,,\naide,agency,bekerja di,,,\nngo,agency,Partners-with,,,\n"

    report = desk.run({**FILES, "relationships": REL + rows})

    assert (report.refused, report.new_types) == (0, ())
    assert [tie.type for tie in desk.all(Noun.TIE)] == ["partners_with"]


def test_an_unknown_type_is_kept_off_the_routes_and_reported(desk: Desk) -> None:
    rows = "aide,regent,Went to School with,,,\nregent,aide,went_to_school_with,2001,,\n"
    files = {**FILES, "relationships": REL + rows}

    report = desk.run(files)

    assert report.new_types == ("went_to_school_with",)
    type_ = desk.record(Noun.TIE_TYPE, "went_to_school_with")
    assert (type_.traversal, type_.label_en) == (Traversal.NONE, "Went to School with")
    assert [w.code for w in report.warnings] == ["new-tie-type"]
    assert desk.run(files).new_types == ()


def test_a_type_of_the_network_decides_its_ends(desk: Desk) -> None:
    desk.create(TieType(id="mentors", source_kinds=frozenset({ActorKind.CONTACT})))

    report = desk.run({**FILES, "relationships": REL + "ngo,aide,mentors,,,\n"})

    assert refusals(report) == [("relationships.csv", 2, "source", "wrong-kind-of-end")]


def test_what_a_type_cannot_hold_is_told(desk: Desk) -> None:
    report = desk.run(
        {
            **FILES,
            "relationships": "source,target,type,title,count\nregent,ngo,works_for,Head,3\n"
            "aide,regent,knows,Friend,2\n",
        }
    )

    assert [(w.code, w.line, w.field) for w in report.warnings] == [
        ("not-kept", 2, "count"),
        ("not-kept", 3, "title"),
    ]
    assert desk.all(Noun.TIE)[0].contact_count == 2


# ---------------------------------------------------------------------------- defects


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ("aide,regent,knows,2024-05-03,2024-05-02,,", "until", "start-after-end"),
        ("aide,aide,knows,,,,", "target", "self-tie"),
        ("aide,regent,knows,,,,1.5", "strength", "outside-0-1"),
        ("aide,regent,knows,,,,NaN", "strength", "not-a-number"),
        ("aide,regent,knows,31-02-2024,,,", "since", "date-not-on-calendar"),
        ("aide,regent,,,,,", "type", "missing"),
        ("aide,regent,!!!,,,,", "type", "not-an-identifier"),
    ],
)
def test_a_row_that_means_nothing_is_refused_with_field_and_reason(
    desk: Desk, row: str, field: str, code: str
) -> None:
    report = desk.run(
        {**FILES, "relationships": f"source,target,type,since,until,label,strength\n{row}\n"}
    )

    assert refusals(report) == [("relationships.csv", 2, field, code)]


def test_the_same_day_is_one_day_and_no_defect(desk: Desk) -> None:
    report = desk.run({**FILES, "relationships": REL + "aide,regent,knows,2024-05-03,Mei 2024,\n"})

    assert report.refused == 0


def test_all_that_is_wrong_with_a_row_is_told_at_once(desk: Desk) -> None:
    report = desk.run({"contacts": "id,name,seniority,busyness,is_leader\n!,,9,much,perhaps\n"})

    assert {(field, code) for _, _, field, code in refusals(report)} == {
        ("id", "not-an-identifier"),
        ("name", "missing"),
        ("seniority", "outside-limits"),
        ("busyness", "not-a-number"),
        ("is_leader", "not-yes-or-no"),
    }


@pytest.mark.parametrize(
    ("ends", "faults"),
    [
        ("aide,nobody,knows", [("target", "unknown-end")]),
        ("nobody,agency,leads", [("source", "unknown-end")]),
        ("aide,regent,", [("type", "missing")]),
        ("aide,regent,!!!", [("type", "not-an-identifier")]),
        ("agency,regent,leads", [("source", "wrong-kind-of-end"), ("target", "wrong-kind-of-end")]),
        ("aide,agency,knows", [("target", "wrong-kind-of-end")]),
    ],
)
def test_what_else_is_wrong_is_told_beside_an_unknown_end_or_type(
    desk: Desk, ends: str, faults: list[tuple[str, str]]
) -> None:
    desk.run(FILES)

    report = desk.run(
        {
            "relationships": "source,target,type,since,until,strength,confidence,capacity\n"
            f"{ends},2024,2020,7,3,ruler\n"
        }
    )

    assert [(field, code) for _, _, field, code in refusals(report)] == [
        ("capacity", "unknown-word"),
        *faults,
        ("strength", "outside-0-1"),
        ("until", "start-after-end"),
        ("confidence", "outside-0-1"),
    ]


def test_what_else_is_wrong_is_told_beside_a_missing_kind_or_date(desk: Desk) -> None:
    desk.run(FILES)

    report = desk.run(
        {
            "interactions": "kind,date,participants,planned_minutes,initiator,confidence\n"
            ",,aide;nobody,-1,agency,2\n"
        }
    )

    assert {(field, code) for _, _, field, code in refusals(report)} == {
        ("kind", "missing"),
        ("date", "missing"),
        ("participants", "unknown-end"),
        ("planned_minutes", "outside-limits"),
        ("initiator", "not-a-participant"),
        ("confidence", "outside-0-1"),
    }


def test_what_else_is_wrong_is_told_beside_an_unknown_partner(desk: Desk) -> None:
    long = "t" * (LONGEST_LINE + 1)

    report = desk.run(
        {"contacts": f"id,name,partner_id,title,since,until,busyness\na,,x,{long},2024,2020,7\n"}
    )

    assert {(field, code) for _, _, field, code in refusals(report)} == {
        ("name", "missing"),
        ("partner_id", "unknown-end"),
        ("title", "too-long"),
        ("until", "start-after-end"),
        ("busyness", "outside-0-1"),
    }


def test_a_row_that_stands_twice_is_told_from_one_that_contradicts(desk: Desk) -> None:
    rows = (
        "aide,regent,knows,2020,2021,\naide,regent,knows,2020,2021,\naide,regent,knows,2020,2022,\n"
    )

    report = desk.run({**FILES, "relationships": REL + rows})

    assert refusals(report) == [("relationships.csv", 3, "row", "duplicate-row")]
    assert sorted(tie.until.iso for tie in desk.all(Noun.TIE)) == ["2021", "2022"]
    warning = report.warnings[-1]
    assert (warning.code, warning.line, warning.field, warning.value, warning.facts) == (
        "kept-beside",
        4,
        "until",
        "2022",
        {"first_file": "relationships.csv", "first_line": "2", "first_value": "2021"},
    )


def test_contradicting_rows_keep_their_records_when_they_come_again(desk: Desk) -> None:
    rows = "".join(f"aide,regent,knows,2020,{end},\n" for end in (2021, 2022, 2023, 2022))
    first = desk.run({**FILES, "relationships": REL + rows})

    again = desk.run({**FILES, "relationships": REL + rows})
    corrected = desk.run({**FILES, "relationships": REL + rows.replace("2023", "2024")})

    assert refusals(first) == [("relationships.csv", 5, "row", "duplicate-row")]
    assert again.revision is None
    assert corrected.files[2].changed == 1
    assert sorted(tie.until.iso for tie in desk.all(Noun.TIE)) == ["2021", "2022", "2024"]


def test_rows_that_state_one_id_and_contradict_are_refused(desk: Desk) -> None:
    rows = "k1,aide,regent,knows,2021\nk1,aide,regent,knows,2022\n"

    report = desk.run({**FILES, "relationships": "id,source,target,type,until\n" + rows})

    assert refusals(report) == [("relationships.csv", 3, "until", "conflicting-row")]
    issue = report.files[2].refused[0].issues[0]
    assert (issue.value, issue.facts) == (
        "2022",
        {"file": "relationships.csv", "line": "2", "first": "2021"},
    )


def test_a_row_is_no_duplicate_of_a_refused_one(desk: Desk) -> None:
    rows = "aide,regent,knows,2020,2019,\naide,regent,knows,2020,2021,\n"

    report = desk.run({**FILES, "relationships": REL + rows})

    assert refusals(report) == [("relationships.csv", 2, "until", "start-after-end")]
    assert desk.all(Noun.TIE)[0].until.iso == "2021"


def test_odd_dates_are_pointed_out_and_kept(desk: Desk) -> None:
    report = desk.run(
        {
            **FILES,
            "relationships": "source,target,type,since,last_contact\naide,regent,knows,1066,2031\n",
            "interactions": "kind,date,participants\nvisit,2031-01-01,aide;regent\n",
        }
    )

    assert [(w.code, w.field, w.value) for w in report.warnings] == [
        ("lies-ahead", "last_contact", "2031"),
        ("unlikely-date", "since", "1066"),
        ("lies-ahead", "date", "2031-01-01"),
    ]
    assert report.refused == 0


def test_many_warnings_of_one_kind_are_counted(desk: Desk) -> None:
    rows = "".join(f"a{number},Ann\n" for number in range(31))

    report = desk.run({"contacts": "id,name\n" + rows})

    same = [warning for warning in report.warnings if warning.code == "same-name"]
    assert (len(same), sum(warning.count for warning in same)) == (20, 30)


# ---------------------------------------------------------------------------- a second time


def test_the_same_files_again_change_nothing(desk: Desk) -> None:
    files = {
        **FILES,
        "aliases": "actor_id,alias\nregent,Pak Zaini\n",
        "interactions": "kind,date,participants\nvisit,2024,aide;regent\n",
        "notes": "about_id,text\nregent,x\n",
        "contacts": "id,name,partner_id,title\nregent,Lalu Zaini,,\naide,Siti,ngo,Aide\n",
    }
    desk.run(files)

    again = desk.run(files)

    assert again.revision is None
    assert desk.revision() == 1
    assert again.records == {}
    assert all(file.unchanged == file.read for file in again.files)


def test_a_corrected_end_date_updates_and_does_not_add(desk: Desk) -> None:
    desk.run({**FILES, "relationships": REL + "regent,agency,leads,2020,,\n"})

    report = desk.run({"relationships": REL + "regent,agency,leads,2020,Mei 2024,\n"})

    assert outcome(report) == {"relationships.csv": (0, 1, 0, 0)}
    assert [post.until.iso for post in desk.all(Noun.POSITION)] == ["2024-05"]


def test_what_the_file_has_no_column_for_stays(desk: Desk) -> None:
    desk.run({"contacts": "id,name,aliases,fields.team\nz,Zaini,Zai,red\n"})
    old = desk.record(Noun.CONTACT, "z")
    entered = replace(
        old,
        phone="0812",
        aliases=("Pak Z", "Zai"),
        fields={"team": "red", "cups": 3},
        region="Bima",
    )
    desk.change(entered)

    report = desk.run({"contacts": "id,name,aliases,fields.team,region\nz,Zaini,Lalu,blue,\n"})

    assert outcome(report) == {"contacts.csv": (0, 1, 0, 0)}
    assert desk.record(Noun.CONTACT, "z") == replace(
        entered,
        aliases=("Pak Z", "Zai", "Lalu"),
        fields={"team": "blue", "cups": 3},
        region="",
    )


@pytest.mark.parametrize("cell", ["7", "7.0", "7,0"])
def test_a_number_of_a_custom_field_stays_one_however_a_spreadsheet_writes_it(
    desk: Desk, cell: str
) -> None:
    desk.create(Partner(id="x", name="X", fields={"size": 7.0, "count": 7}))

    report = desk.run({"partners": f'id,name,fields.size,fields.count\nx,X,"{cell}","{cell}"\n'})

    assert (report.revision, report.files[0].unchanged) == (None, 1)


def test_some_columns_are_enough_to_change_what_is_there(desk: Desk) -> None:
    desk.run(FILES)

    report = desk.run({"contacts": "id,do_not_ask\nregent,1\nnew,1\n"})

    assert desk.record(Noun.CONTACT, "regent").do_not_ask
    assert refusals(report) == [("contacts.csv", 3, "name", "missing")]


def test_aliases_are_united_with_those_that_are_known(desk: Desk) -> None:
    desk.create(Contact(id="old", name="Old", aliases=("O",)))

    report = desk.run(
        {
            "contacts": "id,name,aliases\nnew,New,N\n",
            "aliases": "contact_id,alias\nold,O\nold,Oldie\nnew,N\nnew,Newie\nnew,Newie\nnew,\n",
        }
    )

    assert outcome(report)["aliases.csv"] == (3, 0, 1, 2)
    assert desk.record(Noun.CONTACT, "old").aliases == ("O", "Oldie")
    assert desk.record(Noun.CONTACT, "new").aliases == ("N", "Newie")
    assert refusals(report) == [
        ("aliases.csv", 6, "row", "duplicate-row"),
        ("aliases.csv", 7, "alias", "missing"),
    ]


def test_what_somebody_removed_does_not_come_back_by_itself(desk: Desk) -> None:
    desk.run(FILES)
    desk.save(Remove(Noun.CONTACT, "aide"))

    report = desk.run(FILES)

    assert refusals(report) == [("contacts.csv", 3, "id", "removed-record")]
    assert desk.stored(Noun.CONTACT, "aide").is_removed


def test_a_private_note_of_somebody_else_stays_hidden(desk: Desk) -> None:
    files = {**FILES, "notes": "about_id,text\nregent,secret\n"}
    desk.run(files)

    other = desk.run(files, author=UserId("budi"))

    assert outcome(other)["notes.csv"] == (1, 0, 0, 0)


# ---------------------------------------------------------------------------- partner and title


def test_a_title_without_a_partner_is_pointed_out(desk: Desk) -> None:
    report = desk.run({"contacts": "id,name,title\na,Ann,Head\n"})

    assert [(w.code, w.value) for w in report.warnings] == [("title-without-partner", "Head")]


def test_a_column_of_texts_that_was_taken_for_types_stops_the_import(desk: Desk) -> None:
    rows = "".join(f"aide,regent,text {number},,,\n" for number in range(5))

    with pytest.raises(LimitError) as caught:
        desk.run({**FILES, "relationships": REL + rows}, limits=Limits(new_types=4))

    assert caught.value.facts["limit"] == "new_types"


def test_the_partner_of_a_contact_is_an_undated_position(desk: Desk) -> None:
    files = {
        **FILES,
        "contacts": "id,name,partner_id,title\nregent,Zaini,agency,Kepala\naide,S,ngo,A\n",
    }
    desk.run(files)

    posts = {post.contact_id: post for post in desk.all(Noun.POSITION)}
    assert (posts["regent"].type, posts["regent"].since.iso) == (PositionType.LEADS, "2020")
    assert (posts["aide"].type, posts["aide"].title) == (PositionType.WORKS_FOR, "A")
    assert len(desk.all(Noun.POSITION)) == 2

    desk.run({"contacts": "id,name,partner_id,title\naide,S,ngo,Boss\nregent,Zaini,agency,X\n"})
    assert sorted(post.title for post in desk.all(Noun.POSITION)) == ["Boss", "Kepala Dinas"]


# ---------------------------------------------------------------------------- mapping


def test_the_dates_of_a_short_position_are_kept_corrected_and_never_doubled(desk: Desk) -> None:
    header = "id,name,partner_id,title,since,until\n"
    desk.run({"partners": PARTNERS, "contacts": header + "a,A,agency,Kepala,2020,\n"})
    desk.run({"contacts": header + "a,A,agency,Kepala Dinas,2020,2024\n"})

    (post,) = desk.all(Noun.POSITION)
    assert (post.title, post.since.iso, post.until.iso) == ("Kepala Dinas", "2020", "2024")

    report = desk.run({"contacts": header + "a,A,agency,Kepala Dinas,2021,2024\n"})

    assert desk.all(Noun.POSITION) == [post]
    assert [(w.code, w.field, w.value) for w in report.warnings] == [
        ("position-known", "since", "2021")
    ]


def test_a_mapping_turns_foreign_files_into_ours(desk: Desk) -> None:
    files = {
        "orgs": "key;title;branch;size\n1;Dinas PU;public sector;9\n2;Forum Air;round table;3\n",
        "staff": "key;who;boss?;rank;team\n1;Zaini;Y;regent;1\n2;Aminah;N;clerk;2\n",
        "links": "a;b;how;closeness;x\n1;1;head of;;\n2;1;assists;4;\n1;2;employs;;\n",
    }
    mapping = """
        [partners]
        file = "orgs.csv"
        prefixes = { id = "org-" }
        ignore = ["size"]
        columns = { id = "key", name = "title", sector = "branch", kind = "branch" }
        values.sector = { "Public Sector" = "government", "round table" = "" }
        values.kind = { "round table" = "body", "*" = "organisation" }
        constants = { level = "district" }
        [contacts]
        file = "staff"
        prefixes = { id = "p-", partner_id = "org-" }
        columns.id = "key"
        columns.name = "who"
        columns.is_leader = "boss?"
        columns.seniority = "rank"
        columns.partner_id = "team"
        values.seniority = { regent = 6, clerk = "1" }
        [relationships]
        file = "links"
        prefixes = { source = "p-", target = "p-" }
        columns = { source = "a", target = "b", type = "how", strength = "closeness" }
        scales.strength = { from = [1, 5], to = [0.2, 1] }
        keep_others = true
        [relationships.types]
        assists = { type = "gatekeeper_of", label = "assistant" }
        employs = { type = "reports_to", reverse = true }
        "head of" = "knows"
    """

    report = desk.run(files, mapping)

    assert refusals(report) == [("links.csv", 2, "b", "self-tie")]
    agency = desk.record(Noun.PARTNER, "org-1")
    assert (agency.sector, agency.level) == (Sector.GOVERNMENT, Level.DISTRICT)
    forum = desk.record(Noun.PARTNER, "org-2")
    assert (forum.sector, forum.kind) == (None, PartnerKind.BODY)
    assert desk.record(Noun.CONTACT, "p-1").seniority == 6
    ties = {tie.type: tie for tie in desk.all(Noun.TIE)}
    assert (ties["gatekeeper_of"].strength, ties["gatekeeper_of"].label) == (0.8, "assistant")
    assert (ties["reports_to"].source_id, ties["reports_to"].target_id) == ("p-2", "p-1")
    assert {post.partner_id for post in desk.all(Noun.POSITION)} == {"org-1", "org-2"}


def test_a_value_beyond_the_scale_is_refused(desk: Desk) -> None:
    mapping = "[relationships.scales.strength]\nfrom = [5, 1]"

    report = desk.run(
        {
            **FILES,
            "relationships": "source,target,type,strength\naide,regent,knows,6\n"
            "aide,regent,advises,5\n",
        },
        mapping,
    )

    assert refusals(report) == [("relationships.csv", 2, "strength", "outside-scale")]
    assert desk.all(Noun.TIE)[0].strength == 0.0


def test_a_column_that_the_mapping_names_must_be_there(desk: Desk) -> None:
    with pytest.raises(InvalidRecordError) as caught:
        desk.run({"partners": PARTNERS}, "[partners.columns]\nregion = 'Ort'")

    issue = caught.value.issues[0]
    assert (issue.field, issue.code, issue.value) == (
        "partners.columns.region",
        "unknown-column",
        "Ort",
    )


def test_who_took_part_may_stand_in_several_columns(desk: Desk) -> None:
    desk.run(
        {**FILES, "interactions": "who,whom,date\nregent,ngo,2024\n"},
        "[interactions]\ncolumns.participants = ['who', 'whom']\nconstants.kind = 'visit'",
    )

    assert desk.all(Noun.INTERACTION)[0].participants == ("regent", "ngo")


# ---------------------------------------------------------------------------- fed back


def test_refused_rows_are_repaired_and_fed_back(desk: Desk) -> None:
    report = desk.run(
        {"partners": 'id,name,sector\nx,"=A, Ltd",club\ny,Y,donor\nz,"Z ""z""",\u00e9\n'}
    )
    file = report.files[0]
    assert (file.read, file.accepted, len(file.refused)) == (3, 1, 2)

    text = refused_csv(file, lambda issue: (f"no {issue.code}", "=Use a word"))

    lines = text.splitlines()
    assert lines[0] == "id,name,sector,reason,remedy"
    assert lines[1] == "x,\"'=A, Ltd\",club,sector: no unknown-word,'=Use a word"
    repaired = text.replace("club", "business").replace("\u00e9", "media")
    again = desk.run({file.refused_name: repaired})
    assert (again.read, again.refused, again.warnings) == (2, 0, ())
    assert desk.record(Noun.PARTNER, "x").name == "=A, Ltd"
    assert desk.record(Noun.PARTNER, "z").name == 'Z "z"'


def test_refused_rows_of_tables_of_one_name_stand_in_files_of_their_own(
    desk: Desk, tmp_path: Path
) -> None:
    texts = [f"id,name,sector\n{id_},{id_},club\n" for id_ in "abc"]
    paths = [desk.write({name: text}) / name for name, text in zip(NAMES, texts, strict=True)]
    report = run_import(desk.store, NETWORK, read_source(paths), author=AUTHOR, at=NOW)

    written = write_refused(report, tmp_path / "refused")

    assert [path.name for path in written] == [
        "partners-refused.csv",
        "Partners-refused-2.csv",
        "partners-refused-3.csv",
    ]
    for path, id_ in zip(written, "abc", strict=True):
        text = path.read_bytes().decode("utf-8-sig")
        assert desk.run({path.name: text.replace("club", "media")}).accepted == 1
        assert desk.record(Noun.PARTNER, id_).name == id_


NAMES = ("partners.csv", "Partners.csv", "partners.csv")


def test_rows_that_are_refused_once_more_come_back_with_what_is_wrong_now(desk: Desk) -> None:
    first = desk.run({"partners": "id,name,sector\nx,X,club\n"}).files[0]
    second = desk.run({first.refused_name: refused_csv(first)}).files[0]

    again = refused_csv(second, lambda issue: ("now", ""))

    assert again.splitlines() == ["id,name,sector,reason,remedy", "x,X,club,sector: now,"]
    assert second.refused_name == first.refused_name


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_refused_rows_go_back_in_the_form_in_which_the_file_came(
    desk: Desk, tmp_path: Path, end: str
) -> None:
    rows = ["id;nama;sektor", "x;A, B;klub"]
    report = desk.run({"partners": end.join(rows) + end})

    path = write_refused(report, tmp_path / "refused")[0]

    text = path.read_bytes().decode("utf-8-sig")
    assert text.startswith(f"id;nama;sektor;reason;remedy{end}x;A, B;klub;sektor: ")
    again = desk.run({path.name: text.replace("klub;", "media;", 1)})
    assert (again.accepted, again.refused) == (1, 0)
    assert desk.record(Noun.PARTNER, "x").name == "A, B"


def test_refused_rows_of_a_file_that_names_its_delimiter_are_split_as_they_were(
    desk: Desk, tmp_path: Path
) -> None:
    report = desk.run({"partners": "sep=;\r\nid;name;sector;a, b, c, d, e, f\r\nx;X;club;\r\n"})

    (path,) = write_refused(report, tmp_path / "refused")

    path.write_bytes(path.read_bytes().replace(b"club", b"media", 1))
    assert desk.run(path).refused == 0


def test_refused_rows_come_back_under_a_mapping_that_states_letters_and_delimiter(
    desk: Desk, tmp_path: Path
) -> None:
    mapping = "[partners]\nencoding = 'cp1252'\ndelimiter = '^'\n"
    files = {"partners": "id^name^sector\nx^Caf\u00e9^club\n".encode("cp1252")}

    (path,) = write_refused(desk.run(files, mapping), tmp_path / "refused")

    path.write_bytes(path.read_bytes().replace(b"club", b"media", 1))
    assert desk.run(path, mapping).refused == 0
    assert desk.record(Noun.PARTNER, "x").name == "Caf\u00e9"


def test_a_file_of_refused_rows_is_written_for_each_table_that_has_any(
    desk: Desk, tmp_path: Path
) -> None:
    report = desk.run({**FILES, "aliases": "contact_id,alias\nnobody,N\n"})

    paths = write_refused(report, tmp_path / "refused")

    assert [path.name for path in paths] == ["aliases-refused.csv"]
    assert paths[0].read_text("utf-8-sig").splitlines()[1].startswith("nobody,N,contact_id:")


# ---------------------------------------------------------------------------- calling it off


@pytest.mark.parametrize("stage", ["checking", "writing"])
def test_an_import_that_is_called_off_leaves_the_network_as_it_was(desk: Desk, stage: str) -> None:
    def cancel(now: str, done: int, total: int) -> None:
        if now == stage:
            raise CancelledError

    with pytest.raises(CancelledError):
        desk.run(FILES, progress=cancel)

    assert desk.revision() == 0
    assert sum(desk.store.count(NETWORK).values()) == 0


def test_progress_grows_to_its_end(desk: Desk) -> None:
    told: list[tuple[str, int, int]] = []
    desk.run(
        {**FILES, "partners": PARTNERS + "".join(f"q{n},P {n},,\n" for n in range(5_000))},
        progress=lambda stage, done, total: told.append((stage, done, total)),
    )
    for stage in ("checking", "writing"):
        shares = [done / total for now, done, total in told if now == stage]
        assert shares == sorted(shares)
        assert all(0 <= share <= 1 for share in shares)
    assert ("checking", 1, 1) in told


def test_a_failure_half_way_leaves_the_network_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = read_source(desk.write(FILES))
    ids_of = desk.store.ids_of

    def before_somebody_else_wrote(network_id: NetworkId, noun: Noun) -> dict[str, int]:
        found = ids_of(network_id, noun)
        if noun is Noun.CONTACT:
            desk.create(Contact(id="aide", name="Somebody"))
        return found

    monkeypatch.setattr(
        type(desk.store), "ids_of", lambda _, *args: before_somebody_else_wrote(*args)
    )

    with pytest.raises(Exception, match="duplicate-id"):
        run_import(desk.store, NETWORK, source, author=AUTHOR, at=NOW)

    assert [contact.name for contact in desk.all(Noun.CONTACT)] == ["Somebody"]
    assert desk.all(Noun.PARTNER) == []
