"""Each page asks the desk, and says what it was told in the words of the texts."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboards.elements import post
from dashboards.figures.ways import ways_figure
from dashboards.links import PageName, Place, link, read_place
from dashboards.pages import add, data, finders, home, networks, people, profile, reach
from dashboards.texts import Say
from graph.access.answers import Brief
from graph.access.choices import Choice
from graph.access.routes import NoRoute
from graph.errors import FieldIssue, InvalidQuestionError, InvalidRecordError, RefusedEndError
from graph.records.contacts import Contact
from graph.records.interactions import Interaction
from graph.records.networks import LANGUAGES
from graph.records.partners import Partner
from graph.records.positions import Position
from graph.records.ties import Tie, TieType
from graph.vocabulary import ActorKind, Channel, Noun, Role
from tests.dashboards.desk import NET, TODAY, MemoryDesk, found

ROOM = Path(__file__).resolve().parent.parent.parent / "dashboards"
EN = Say("en")
WAYS = Place(NET, PageName.REACH, query={"from": "ani", "to": "ratna"})


def about(actor_id: str, **query: str) -> Place:
    return Place(NET, PageName.PEOPLE, actor_id, query)


def words(component: Any) -> str:
    """All that a reader reads of a component, in order."""
    return " ".join(_words(component))


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | tuple):
        for child in part:
            yield from _words(child)
    elif part is not None:
        for name in ("label", "description", "placeholder", "children"):
            yield from _words(getattr(part, name, None))


# ---------------------------------------------------------------------------- addresses


def test_an_address_is_read_back_as_it_was_written() -> None:
    query: dict[str, Any] = {"from": "a:1", "to": "ç", "steps": 3, "avoid": "x,y"}
    address = link(NET, PageName.REACH, **query)
    path, _, search = address.partition("?")

    place = read_place(path, f"?{search}")

    assert place == Place(
        NET, PageName.REACH, query={"from": "a:1", "to": "ç", "steps": "3", "avoid": "x,y"}
    )
    assert place is not None
    assert place.several("avoid") == ("x", "y")
    assert place.whole("steps", 4) == 3


@pytest.mark.parametrize(
    "path", ["/", "/networks", "/networks/", "/networks/n/what", "/networks/n/reach/x", "/x/n"]
)
def test_an_address_of_no_page_is_no_place(path: str) -> None:
    assert read_place(path, None) is None


def test_the_question_stands_in_the_address() -> None:
    place = read_place(
        "/networks/net/reach",
        "?from=ani&to=ratna&steps=2&ways=3&as_of=2025-01-31&avoid=hadi&types=knows",
    )
    assert place is not None

    asked = reach.read_question(place, TODAY)

    assert (asked.start, asked.leader, asked.max_steps, asked.k) == ("ani", "ratna", 2, 3)
    assert (asked.on, asked.avoid, asked.types) == (date(2025, 1, 31), ("hadi",), ("knows",))


def test_a_strange_number_or_date_in_an_address_counts_as_not_said() -> None:
    place = read_place(
        "/networks/net/reach", "?from=a&to=b&steps=many&ways=-1&as_of=soon&choose=x&busy=x"
    )
    assert place is not None

    asked = reach.read_question(place, TODAY)

    assert (asked.max_steps, asked.k, asked.on) == (4, None, TODAY)
    assert (asked.choice, asked.channel, asked.busyness) == (Choice.INDEPENDENT, None, None)


def test_what_ifs_stand_in_the_address() -> None:
    place = read_place(
        "/networks/net/reach",
        "?from=ani&to=ratna&choose=best&channel=letter&busy=75&also_from=hadi,pokja&also_to=hadi",
    )
    assert place is not None

    asked = reach.read_question(place, TODAY)

    assert (asked.choice, asked.channel, asked.busyness) == (Choice.BEST, Channel.LETTER, 0.75)
    assert (asked.also_from, asked.also_to) == (("hadi", "pokja"), ("hadi",))


# ---------------------------------------------------------------------------- reach a leader


def test_each_step_says_who_asks_whom_how_likely_and_how_we_know(desk: MemoryDesk) -> None:
    told = words(reach.render(desk, EN, WAYS))

    for expected in (
        "2 ways from Bu Ani to Ibu Ratna",
        "Good chance, about 3 in 5",
        "Possible, about 1 in 5",
        "Bu Ani and Pak Hadi know each other, since 2019, last contact 3 May 2026",
        "Rapat mingguan.",
        "Visit, May 2026, Air bersih",
        "Both served at Pokja Sanitasi, together until 20 February 2025",
        "Colleagues by their positions",
        "they are close",
        "the request goes up in rank and asked often lately",
        "nobody has said that they know each other and is very busy",
        "Ir. Hadi Wijaya, Kepala Dinas, Dinas PU",
    ):
        assert expected in told


def test_the_picture_says_what_the_list_says() -> None:
    answer = found(reach.read_question(WAYS, TODAY))

    figure: dict[str, Any] = ways_figure(answer, EN).to_dict()

    hovers = [t for trace in figure["data"] for t in (trace.get("hovertext") or ())]
    labels = [note["text"] for note in figure["layout"]["annotations"]]
    assert "Step 1: Bu Ani asks Pak Hadi. Good chance, about 3 in 5" in hovers
    assert labels == ["Bu Ani", "Pak Hadi", "Ibu Ratna", "Pak Hadi"]
    dashes = [trace["line"]["dash"] for trace in figure["data"] if trace["mode"] == "lines"]
    assert dashes == ["solid", "dot", "solid", "dot"]


@pytest.mark.parametrize("reason", list(NoRoute))
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_way_is_explained_with_the_nearest_and_a_remedy(
    desk: MemoryDesk, reason: NoRoute, language: str
) -> None:
    desk.reason = reason
    say = Say(language)

    told = words(reach.render(desk, say, WAYS))

    assert say("ways.none", leader="Ibu Ratna") in told
    assert say(f"no_route.{reason}", leader="Ibu Ratna", start="Bu Ani", steps=5) in told
    assert say("ways.nearest", leader="Ibu Ratna") in told
    assert "Pak Hadi" in told
    assert say("ways.left_office", leader="Ibu Ratna", partner="Pokja Sanitasi") in told
    assert say("ways.now_in_office") in told


@pytest.mark.parametrize("reason", ["do_not_ask", "deceased", "opted_out", "vacant", "avoided"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_end_that_cannot_be_is_told_by_name(
    desk: MemoryDesk, reason: str, language: str
) -> None:
    desk.refusal = RefusedEndError("ratna", reason)

    page = reach.render(desk, Say(language), WAYS)

    assert "Ibu Ratna" in words(page)
    assert "“ratna”" not in words(page)
    assert "/networks/net/people/ratna" in str(page)


def test_the_same_person_at_both_ends_is_told_by_name(desk: MemoryDesk) -> None:
    desk.refusal = InvalidQuestionError([FieldIssue("to", "same-ends", "ratna")])

    assert "Ibu Ratna stands at both ends" in words(reach.render(desk, EN, WAYS))


def test_the_present_holder_is_asked_for_under_the_same_limits(desk: MemoryDesk) -> None:
    desk.reason = NoRoute.NOT_CONNECTED
    asked = {"from": "ani", "to": "ratna", "steps": "2", "avoid": "x", "page": "2"}

    page = reach.render(desk, EN, Place(NET, PageName.REACH, query=asked))

    assert "Show the ways to Pak Hadi" in words(page)
    assert "from=ani&to=hadi&steps=2&avoid=x" in str(page)


@pytest.mark.parametrize(("role", "is_offered"), [(Role.EDITOR, True), (Role.READER, False)])
def test_who_may_write_is_offered_to_record_who_knows_the_leader(
    desk: MemoryDesk, role: Role, is_offered: bool
) -> None:
    desk.reason, desk.role_here = NoRoute.NOBODY_AT_LEADER, role

    assert ("/add?what=tie&who=ratna" in str(reach.render(desk, EN, WAYS))) is is_offered


@pytest.mark.parametrize("reason", list(NoRoute))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_is_told_what_a_reader_can_do(
    desk: MemoryDesk, reason: NoRoute, language: str
) -> None:
    desk.reason, desk.role_here = reason, Role.READER
    say = Say(language)
    recording = {NoRoute.NOBODY_AT_START, NoRoute.NOBODY_AT_LEADER}
    kind = "ask" if reason in recording else "remedy"

    told = words(reach.render(desk, say, WAYS))

    assert say(f"no_route.{kind}.{reason}", leader="Ibu Ratna", start="Bu Ani") in told
    assert say("word.role.editor") in told or reason not in recording


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Bu Ani is a pupil of Pak Hadi"), ("id", "Bu Ani berguru kepada Pak Hadi")],
)
def test_a_type_of_the_network_is_told_in_its_own_words(
    desk: MemoryDesk, language: str, told: str
) -> None:
    desk.own_types = (
        TieType(id="knows", label_en="is a pupil of", label_id="berguru kepada", is_directed=True),
    )

    assert told in words(reach.render(desk, Say(language), WAYS))


def test_ways_of_several_people_of_an_organisation_begin_at_each_of_them() -> None:
    answer = found(reach.read_question(WAYS, TODAY))
    other = replace(answer.ways[0], steps=(answer.ways[0].steps[1],))

    figure: dict[str, Any] = ways_figure(
        replace(answer, ways=(answer.ways[0], other)), EN
    ).to_dict()

    notes = {(note["text"], note["x"], note["y"]) for note in figure["layout"]["annotations"]}
    assert {("Bu Ani", 0.0, 0.0), ("Pak Hadi", 0.0, -1.0)} <= notes


def test_a_title_that_says_its_capacity_says_it_once() -> None:
    brief = Brief(
        "a", ActorKind.CONTACT, "A", "A", title="Plt. Kepala Dinas", partner_id="pu", is_acting=True
    )

    assert post(EN, brief) == "Plt. Kepala Dinas"
    assert post(EN, replace(brief, title="Kepala Dinas")) == "acting Kepala Dinas"


def test_nothing_is_asked_of_the_engine_before_both_ends_are_named(desk: MemoryDesk) -> None:
    reach.render(desk, EN, Place(NET, PageName.REACH, query={"to": "ratna"}))

    assert desk.asked == []


@pytest.mark.parametrize(
    ("ends", "missing"),
    [
        ({"from": "ani", "to": "ratna"}, []),
        ({"from": "", "to": "ratna"}, ["from"]),
        ({"from": "", "to": ""}, ["from", "to"]),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_end_that_nobody_named_is_asked_for(
    ends: dict[str, str], missing: list[str], language: str
) -> None:
    assert list(reach.missing_ends(Say(language), ends)) == missing


def test_the_reader_is_the_start_once_the_reader_is_known(desk: MemoryDesk) -> None:
    desk.me_id = "ani"

    assert "Dra. Ani Suryani" in str(reach.render(desk, EN, Place(NET, PageName.REACH)))


@pytest.mark.parametrize("query", ["hadi", "Ani · Dinas hadi", "hadiAni · Dinas"])
def test_a_field_with_a_choice_searches_what_was_typed(desk: MemoryDesk, query: str) -> None:
    kept = [{"value": "ani", "label": "Ani · Dinas"}]

    typed = finders.what_was_typed(query, kept)
    options = finders.options_for(desk, EN, NET, typed, "contact", kept)

    assert typed == "hadi"
    assert [option["value"] for option in options] == ["hadi", "ani"]
    assert [option.get("isHeld", False) for option in options] == [False, True]


# ---------------------------------------------------------------------------- other pages


def test_an_empty_network_says_what_to_do_first(desk: MemoryDesk) -> None:
    desk.is_empty = True

    told = words(home.render(desk, EN, NET))

    assert "Nothing is in this network yet" in told
    assert "Load files" in told


def test_an_empty_network_sends_no_reader_to_forms_that_would_refuse(desk: MemoryDesk) -> None:
    desk.is_empty, desk.role_here = True, Role.READER

    assert "Load files" not in words(home.render(desk, EN, NET))


@pytest.mark.parametrize(("language", "number"), [("en", "1,250"), ("id", "1.250")])
def test_figures_are_written_as_the_reader_writes_them(
    desk: MemoryDesk, language: str, number: str
) -> None:
    assert number in words(home.render(desk, Say(language), NET))


def test_a_reader_is_offered_nothing_that_writes(desk: MemoryDesk) -> None:
    desk.role_here = Role.READER

    for page in (
        home.render(desk, EN, NET),
        profile.render(desk, EN, about("ani")),
        people.render(desk, EN, Place(NET, PageName.PEOPLE)),
        data.render(desk, EN, Place(NET, PageName.DATA)),
        add.render(desk, EN, Place(NET, PageName.ADD)),
    ):
        assert "/add" not in str(page)
        assert "data-upload" not in str(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_said_in_every_language(desk: MemoryDesk, language: str) -> None:
    say = Say(language)

    for page in (
        networks.render(desk, say),
        home.render(desk, say, NET),
        reach.render(desk, say, WAYS),
        people.render(desk, say, Place(NET, PageName.PEOPLE)),
        people.render(desk, say, Place(NET, PageName.PEOPLE, query={"q": "hadi"})),
        people.render(desk, say, Place(NET, PageName.PEOPLE, query={"q": "zz"})),
        profile.render(desk, say, about("ratna")),
        *(add.render(desk, say, Place(NET, PageName.ADD, query={"what": w})) for w in add.WHATS),
        data.render(desk, say, Place(NET, PageName.DATA)),
    ):
        assert words(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_undoing_a_load_means_is_said_before_it_is_done(
    desk: MemoryDesk, language: str
) -> None:
    (batch,) = desk.list_batches(NET)
    say = Say(language)

    asked = words(data.undo_question(say, batch))

    assert say.date(batch.at) in asked
    assert "1,408" in EN("data.undo_ask", count=1408)
    assert "1.408" in Say("id")("data.undo_ask", count=1408)
    assert [text for text in ("data.undo_sure", "data.undo_keep") if say(text) not in asked] == []


@pytest.mark.parametrize(("type_", "lines"), [("knows", 1), ("reports_to", 2)])
def test_what_both_sides_say_of_a_relationship_stands_in_one_line(
    desk: MemoryDesk, type_: str, lines: int
) -> None:
    desk.more_ties = (
        Tie(id="t2", source_id="hadi", target_id="ani", type=type_, evidence="Kata Pak Hadi."),
    )

    page = str(profile.render(desk, EN, about("ani")))

    ties = page[page.index("'Relationships'") : page.index("'Meetings and messages'")]
    assert ties.count("className='row'") == lines
    assert "Rapat mingguan." in ties
    assert "Kata Pak Hadi." in ties
    assert ("stated by Bu Ani, since 2019, last contact 3 May 2026" in ties) is (lines == 1)
    assert ("'stated by Pak Hadi'" in ties) is (lines == 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_list_of_a_profile_goes_on_by_its_address(desk: MemoryDesk, language: str) -> None:
    say = Say(language)
    desk.following = {Noun.TIE: "c3"}

    first = profile.render(desk, say, about("ani", meetings="m2"))
    last = profile.render(MemoryDesk(), say, about("ani", relationships="c3"))

    assert say("profile.next.tie") in words(first)
    assert say("profile.first.tie") not in words(first)
    assert say("profile.first.interaction") in words(first)
    assert "/people/ani?meetings=m2&relationships=c3'" in str(first)
    assert say("profile.first.tie") in words(last)
    assert say("profile.next.tie") not in words(last)
    assert "/people/ani'" in str(last)


# ---------------------------------------------------------------------------- quick entries


def test_a_person_in_five_fields_gets_a_position() -> None:
    contact, post = add.new_person(
        {
            "name": " Ir. Hadi ",
            "name_in_talk": "Pak Hadi",
            "partner": "pu",
            "title": "Kepala Dinas",
            "is_leader": True,
        }
    )

    assert isinstance(contact, Contact)
    assert (contact.name, contact.is_leader) == ("Ir. Hadi", True)
    assert isinstance(post, Position)
    assert (post.contact_id, post.partner_id, post.type) == (contact.id, "pu", "leads")


def test_a_position_without_an_organisation_is_asked_about() -> None:
    with pytest.raises(InvalidRecordError, match="partner_id"):
        add.new_person({"name": "Ani", "title": "Kepala"})


def test_an_organisation_is_a_name_and_what_is_known_of_it() -> None:
    (village,) = add.new_partner(
        {"name": "Desa Aik Bening", "sector": "government", "level": "village"}
    )
    (bare,) = add.new_partner({"name": "PT Sanita", "sector": None})

    assert isinstance(village, Partner)
    assert (village.level, village.is_key_partner) == ("village", True)
    assert isinstance(bare, Partner)
    assert (bare.sector, bare.is_key_partner) == (None, False)


def test_a_tie_takes_three_answers() -> None:
    (tie,) = add.new_tie({"source": "ani", "target": "hadi", "tie_type": "knows"})

    assert isinstance(tie, Tie)
    assert (tie.source_id, tie.type, tie.target_id) == ("ani", "knows", "hadi")
    with pytest.raises(InvalidRecordError) as refused:
        add.new_tie({"tie_type": "knows"})
    assert [issue.field for issue in refused.value.issues] == ["source_id", "target_id"]


def test_a_meeting_is_of_the_day_tapped_or_the_day_typed() -> None:
    entered = {"met": "hadi", "me": "ani", "kind": "call", "day": "2026-11-24"}

    (tapped,) = add.new_meeting(entered)
    (typed,) = add.new_meeting({**entered, "held_on": "Mei 2026", "subject": "Air"})

    assert isinstance(tapped, Interaction)
    assert (tapped.held_on.iso, tapped.kind, set(tapped.participants)) == (
        "2026-11-24",
        "call",
        {"ani", "hadi"},
    )
    assert isinstance(typed, Interaction)
    assert (typed.held_on.iso, typed.subject) == ("2026-05", "Air")


def test_a_typed_day_that_cannot_be_read_is_told_with_its_remedy() -> None:
    with pytest.raises(InvalidRecordError) as refused:
        add.new_meeting(
            {"met": "h", "me": "a", "kind": "call", "day": "2026-11-24", "held_on": "31-02-2026"}
        )

    told = EN.issue(refused.value.issues[0])
    assert "31-02-2026" in told.reason
    assert "2026-02-28" in told.remedy


@pytest.mark.parametrize(
    ("what", "fields", "expected"),
    [
        ("person", {"name": "Ir. Hadi Wijaya"}, "Is it the same person?"),
        ("partner", {"name": "Pokja Sanitasi"}, "Is it the same?"),
    ],
)
def test_a_name_that_stands_already_is_saved_and_asked_about(
    desk: MemoryDesk, what: str, fields: dict[str, str], expected: str
) -> None:
    records = add.MAKERS[what](fields)

    told = add.saved(desk, EN, NET, what, records, add.namesakes(desk, NET, records[0]))

    assert expected in words(told)
    assert fields["name"] in words(told)
    new = add.MAKERS[what]({"name": "Somebody Else"})
    assert add.namesakes(desk, NET, new[0]) == ()


@pytest.mark.parametrize(
    ("what", "fields", "labels"),
    [
        ("tie", {"tie_type": "knows"}, ["Who", "Whom"]),
        ("met", {}, ["Whom did you meet", "Who are you"]),
        ("person", {"name": "Ani", "title": "Kepala"}, ["Organisation"]),
    ],
)
def test_a_form_names_what_is_missing_as_its_fields_do(
    what: str, fields: dict[str, str], labels: list[str]
) -> None:
    with pytest.raises(InvalidRecordError) as found_missing:
        add.MAKERS[what](fields)

    told = words(add.refused(MemoryDesk(), EN, NET, what, found_missing.value))

    for label in labels:
        assert f"{label} :  This is needed" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_relationship_with_oneself_is_refused_by_name(desk: MemoryDesk, language: str) -> None:
    with pytest.raises(InvalidRecordError) as same:
        add.new_tie({"source": "ani", "target": "ani", "tie_type": "knows"})

    told = words(add.refused(desk, Say(language), NET, "tie", same.value))

    assert "Dra. Ani Suryani, M.Si." in told
    assert not re.search(r"\bani\b", told)


def test_every_label_of_a_form_is_one_of_its_own() -> None:
    keys = [key for labels in add.LABELS.values() for key in labels.values()]

    assert [key for key in keys if not EN.has(key)] == []
    assert add.LABELS.keys() == add.MAKERS.keys()


# ---------------------------------------------------------------------------- house rules


def test_no_sentence_stands_in_code() -> None:
    sentence = re.compile(r"^[A-Z][\w'’]* [\w'’]+")
    told: list[str] = []
    for path in ROOM.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        raised = {
            id(part) for n in ast.walk(tree) if isinstance(n, ast.Raise) for part in ast.walk(n)
        }
        told += [
            f"{path.name}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs | raised
            and sentence.match(node.value)
        ]

    assert not told


def test_every_key_asked_for_in_code_is_in_the_texts() -> None:
    asked: set[str] = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_say = isinstance(node, ast.Call) and getattr(
                node.func, "id", getattr(node.func, "attr", "")
            ) in ("say", "self")
            if is_say and node.args and isinstance(node.args[0], ast.Constant):  # type: ignore[union-attr]
                asked.add(str(node.args[0].value))  # type: ignore[union-attr]

    assert {key for key in asked if not EN.has(key)} == set()
