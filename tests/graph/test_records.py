"""What records refuse: each fault with its field, code, value and facts, all faults at once."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final, TypeAlias

import pytest

from graph.errors import FieldIssue, InvalidRecordError
from graph.records.checks import (
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_ITEMS,
    MOST_NUMBER,
    is_clean,
)
from graph.records.contacts import Contact
from graph.records.dates import Precision, StatedDate
from graph.records.interactions import (
    LONGEST_MINUTES,
    MOST_PARTICIPANTS,
    Delegate,
    Interaction,
)
from graph.records.jobs import Job, JobState
from graph.records.networks import LONGEST_PHRASE, NetworkRecord
from graph.records.notes import Note
from graph.records.partners import Partner, is_key_by_default
from graph.records.positions import Position
from graph.records.requests import IntroductionRequest, RequestStep
from graph.records.stored import NOUN_OF, RECORD_OF, Stored
from graph.records.ties import OVERRIDE_DAYS, StrengthOverride, Tie, TieType
from graph.records.users import LOCAL_OWNER, User
from graph.vocabulary import (
    ActorKind,
    InteractionKind,
    Level,
    NetworkId,
    Noun,
    Sector,
    UserId,
)

Said: TypeAlias = dict[str, Any]

MAY: Final = StatedDate(date(2024, 5, 1), Precision.MONTH)
THIRD: Final = StatedDate(date(2024, 5, 3))
SECOND: Final = StatedDate(date(2024, 5, 2))
YEAR: Final = StatedDate(date(2024, 1, 1), Precision.YEAR)


def contact(**said: Any) -> Contact:
    given: Said = {"id": "c-1", "name": "Baiq Ratna"}
    return Contact(**given | said)


def partner(**said: Any) -> Partner:
    given: Said = {"id": "p-1", "name": "Bappeda"}
    return Partner(**given | said)


def position(**said: Any) -> Position:
    given: Said = {"id": "s-1", "contact_id": "c-1", "partner_id": "p-1"}
    return Position(**given | said)


def tie(**said: Any) -> Tie:
    given: Said = {"id": "t-1", "source_id": "c-1", "target_id": "c-2", "type": "knows"}
    return Tie(**given | said)


def tie_type(**said: Any) -> TieType:
    given: Said = {"id": "mentors"}
    return TieType(**given | said)


def meeting(**said: Any) -> Interaction:
    given: Said = {"id": "i-1", "kind": InteractionKind.MEETING, "held_on": THIRD}
    given["participants"] = ("c-1", "c-2")
    return Interaction(**given | said)


def note(**said: Any) -> Note:
    given: Said = {"id": "n-1", "about_id": "c-1", "text": "Likes coffee."}
    return Note(**given | said)


def introduction(**said: Any) -> IntroductionRequest:
    given: Said = {"id": "r-1", "leader_id": "c-1", "starter_id": "p-1"}
    given["steps"] = (RequestStep("c-2", "c-1"),)
    return IntroductionRequest(**given | said)


def override(**said: Any) -> Tie:
    given: Said = {"strength": 0.5, "reason": "Friends", "by": "ani", "since": THIRD}
    return tie(override=StrengthOverride(**given | said))


def network(**said: Any) -> NetworkRecord:
    given: Said = {"id": "lombok", "name": "Lombok"}
    return NetworkRecord(**given | said)


def user(**said: Any) -> User:
    given: Said = {"id": "ani", "name": "Ani"}
    return User(**given | said)


MAKERS: Final[tuple[Callable[..., object], ...]] = (
    contact,
    partner,
    position,
    tie,
    tie_type,
    meeting,
    note,
    introduction,
    network,
    user,
)
RECORD_MAKERS: Final = MAKERS[:8]


@dataclasses.dataclass(frozen=True)
class Fault:
    """A record said wrongly, and the only issue that it must raise."""

    make: Callable[..., object]
    said: dict[str, Any]
    field: str
    code: str
    value: str = ""
    facts: dict[str, str] = dataclasses.field(default_factory=dict[str, str])

    def __str__(self) -> str:
        return f"{self.make.__name__}-{self.field[:20]}-{self.code}-{self.value[:12]}"


def too_long(most: int, letter: str = "x") -> tuple[str, str, dict[str, str]]:
    """A text one letter too long, as it is shown, and the facts of the issue."""
    text = letter * (most + 1)
    return text, letter * 79 + "…", {"longest": str(most), "length": str(most + 1)}


NAME, NAME_SHOWN, NAME_FACTS = too_long(LONGEST_NAME)
LINE, LINE_SHOWN, LINE_FACTS = too_long(LONGEST_LINE)
TEXT, TEXT_SHOWN, TEXT_FACTS = too_long(LONGEST_TEXT)
PHRASE, PHRASE_SHOWN, PHRASE_FACTS = too_long(LONGEST_PHRASE)
DAYS: Final = {"least": "1", "most": "365"}
LEVELS: Final = {"least": "1", "most": "6"}
MANY: Final = {"most": str(MOST_ITEMS)}
NUMBERS: Final = {"least": str(-MOST_NUMBER), "most": str(MOST_NUMBER)}
HUNDRED: Final = {"least": "0", "most": "100"}
MINUTES: Final = {"least": "0", "most": str(LONGEST_MINUTES)}
LANGUAGES: Final = {"known": "en, id"}
NAN: Final = float("nan")

FAULTS: Final = [
    # what all records share
    Fault(contact, {"id": ""}, "id", "missing"),
    Fault(contact, {"id": "two words"}, "id", "not-an-identifier", "two words"),
    Fault(contact, {"id": "-first"}, "id", "not-an-identifier", "-first"),
    Fault(contact, {"id": "end\n"}, "id", "not-an-identifier", "end\ufffd"),
    Fault(contact, {"id": "x" * 97}, "id", "not-an-identifier", "x" * 79 + "…"),
    Fault(partner, {"id": "é"}, "id", "not-an-identifier", "é"),
    Fault(partner, {"source_ref": LINE}, "source_ref", "too-long", LINE_SHOWN, LINE_FACTS),
    Fault(partner, {"source_ref": "a\0b"}, "source_ref", "unprintable", "a\ufffdb"),
    Fault(partner, {"confidence": 1.5}, "confidence", "outside-0-1", "1.5"),
    Fault(partner, {"confidence": -0.1}, "confidence", "outside-0-1", "-0.1"),
    Fault(partner, {"confidence": NAN}, "confidence", "not-a-number", "nan"),
    Fault(partner, {"confidence": float("inf")}, "confidence", "outside-0-1", "inf"),
    Fault(partner, {"fields": {f"f{n}": n for n in range(201)}}, "fields", "too-many", facts=MANY),
    Fault(partner, {"fields": {"area": NAN}}, "fields.area", "not-a-number", "nan"),
    Fault(partner, {"fields": {"area": float("-inf")}}, "fields.area", "not-a-number", "-inf"),
    Fault(partner, {"fields": {"n": 2**53}}, "fields.n", "outside-limits", f"{2**53}", NUMBERS),
    Fault(partner, {"fields": {"": 1}}, "fields.", "missing"),
    Fault(partner, {"fields": {"a\tb": 1}}, "fields.a\ufffdb", "unprintable", "a\ufffdb"),
    Fault(
        partner,
        {"fields": {"y" * 101: 1}},
        "fields." + "y" * 40,
        "too-long",
        "y" * 79 + "…",
        {"longest": "100", "length": "101"},
    ),
    Fault(partner, {"fields": {"story": LINE}}, "fields.story", "too-long", LINE_SHOWN, LINE_FACTS),
    Fault(
        partner,
        {"external_ids": {"simpeg": "19\x00"}},
        "external_ids.simpeg",
        "unprintable",
        "19\ufffd",
    ),
    # contacts
    Fault(contact, {"name": ""}, "name", "missing"),
    Fault(contact, {"name": "   "}, "name", "missing"),
    Fault(contact, {"name": "\u200b"}, "name", "missing"),
    Fault(contact, {"name": "\u3000\u00a0"}, "name", "missing"),
    Fault(contact, {"name": "two\nlines"}, "name", "unprintable", "two\ufffdlines"),
    Fault(contact, {"name": "\ud800"}, "name", "unprintable", "\\ud800"),
    Fault(contact, {"name": NAME}, "name", "too-long", NAME_SHOWN, NAME_FACTS),
    Fault(contact, {"name_in_talk": NAME}, "name_in_talk", "too-long", NAME_SHOWN, NAME_FACTS),
    Fault(contact, {"address_form": "\x07"}, "address_form", "unprintable", "\ufffd"),
    Fault(contact, {"region": NAME}, "region", "too-long", NAME_SHOWN, NAME_FACTS),
    Fault(contact, {"phone": "08\x1b1"}, "phone", "unprintable", "08\ufffd1"),
    Fault(contact, {"email": NAME}, "email", "too-long", NAME_SHOWN, NAME_FACTS),
    Fault(contact, {"aliases": ("Ratna", "")}, "aliases[1]", "missing"),
    Fault(contact, {"languages": ("Sasak", "\x00")}, "languages[1]", "unprintable", "\ufffd"),
    Fault(contact, {"tags": ("t",) * 201}, "tags", "too-many", facts=MANY),
    Fault(contact, {"remark": TEXT}, "remark", "too-long", TEXT_SHOWN, TEXT_FACTS),
    Fault(contact, {"remark": "\x0c"}, "remark", "unprintable", "\ufffd"),
    Fault(contact, {"seniority": 0}, "seniority", "outside-limits", "0", LEVELS),
    Fault(contact, {"seniority": 7}, "seniority", "outside-limits", "7", LEVELS),
    Fault(contact, {"busyness": 1.01}, "busyness", "outside-0-1", "1.01"),
    Fault(contact, {"busyness": NAN}, "busyness", "not-a-number", "nan"),
    Fault(contact, {"request_cap": -1}, "request_cap", "outside-limits", "-1", HUNDRED),
    Fault(contact, {"request_cap": 101}, "request_cap", "outside-limits", "101", HUNDRED),
    Fault(contact, {"merged_into": "a b"}, "merged_into", "not-an-identifier", "a b"),
    Fault(contact, {"merged_into": "c-1"}, "merged_into", "self-tie", "c-1"),
    # partners
    Fault(partner, {"name": ""}, "name", "missing"),
    Fault(partner, {"name": NAME}, "name", "too-long", NAME_SHOWN, NAME_FACTS),
    Fault(partner, {"region": "a\nb"}, "region", "unprintable", "a\ufffdb"),
    Fault(partner, {"aliases": (" ",)}, "aliases[0]", "missing"),
    Fault(partner, {"tags": (NAME,)}, "tags[0]", "too-long", NAME_SHOWN, NAME_FACTS),
    Fault(partner, {"remark": TEXT}, "remark", "too-long", TEXT_SHOWN, TEXT_FACTS),
    Fault(partner, {"parent_id": ""}, "parent_id", "missing"),
    Fault(partner, {"parent_id": "p-1"}, "parent_id", "own-parent", "p-1"),
    Fault(partner, {"merged_into": "!"}, "merged_into", "not-an-identifier", "!"),
    Fault(partner, {"merged_into": "p-1"}, "merged_into", "self-tie", "p-1"),
    # positions
    Fault(position, {"contact_id": ""}, "contact_id", "missing"),
    Fault(position, {"partner_id": "a/b"}, "partner_id", "not-an-identifier", "a/b"),
    Fault(position, {"partner_id": "c-1"}, "partner_id", "self-tie", "c-1"),
    Fault(position, {"title": LINE}, "title", "too-long", LINE_SHOWN, LINE_FACTS),
    Fault(position, {"title": "a\nb"}, "title", "unprintable", "a\ufffdb"),
    Fault(position, {"label": "\x00"}, "label", "unprintable", "\ufffd"),
    Fault(position, {"evidence": "\x00"}, "evidence", "unprintable", "\ufffd"),
    Fault(position, {"strength": 5}, "strength", "outside-0-1", "5"),
    Fault(
        position,
        {"since": THIRD, "until": SECOND},
        "until",
        "start-after-end",
        "2024-05-02",
        {"since": "2024-05-03"},
    ),
    # ties
    Fault(tie, {"source_id": ""}, "source_id", "missing"),
    Fault(tie, {"target_id": " c"}, "target_id", "not-an-identifier", " c"),
    Fault(tie, {"type": "kenal baik"}, "type", "not-an-identifier", "kenal baik"),
    Fault(tie, {"target_id": "c-1"}, "target_id", "self-tie", "c-1"),
    Fault(tie, {"strength": 1.0000001}, "strength", "outside-0-1", "1.0000001"),
    Fault(tie, {"strength": -0.0000001}, "strength", "outside-0-1", "-1e-07"),
    Fault(tie, {"strength": NAN}, "strength", "not-a-number", "nan"),
    Fault(override, {"strength": 1.5}, "override.strength", "outside-0-1", "1.5"),
    Fault(override, {"strength": NAN}, "override.strength", "not-a-number", "nan"),
    Fault(override, {"reason": ""}, "override.reason", "missing"),
    Fault(override, {"reason": LINE}, "override.reason", "too-long", LINE_SHOWN, LINE_FACTS),
    Fault(override, {"by": ""}, "override.by", "missing"),
    Fault(
        override,
        {"until": SECOND},
        "override.until",
        "start-after-end",
        "2024-05-02",
        {"since": "2024-05-03"},
    ),
    Fault(tie, {"label": LINE}, "label", "too-long", LINE_SHOWN, LINE_FACTS),
    Fault(tie, {"evidence": LINE}, "evidence", "too-long", LINE_SHOWN, LINE_FACTS),
    Fault(
        tie,
        {"contact_count": -1},
        "contact_count",
        "outside-limits",
        "-1",
        {"least": "0", "most": "1000000000"},
    ),
    Fault(
        tie,
        {"since": StatedDate(date(2025, 1, 1), Precision.YEAR), "until": MAY},
        "until",
        "start-after-end",
        "2024-05",
        {"since": "2025"},
    ),
    # types of ties
    Fault(tie_type, {"prior": 1.5}, "prior", "outside-0-1", "1.5"),
    Fault(tie_type, {"prior": NAN}, "prior", "not-a-number", "nan"),
    Fault(tie_type, {"label_en": NAME}, "label_en", "too-long", NAME_SHOWN, NAME_FACTS),
    Fault(tie_type, {"label_id": "\x00"}, "label_id", "unprintable", "\ufffd"),
    Fault(tie_type, {"source_kinds": frozenset[ActorKind]()}, "source_kinds", "missing"),
    Fault(tie_type, {"target_kinds": frozenset[ActorKind]()}, "target_kinds", "missing"),
    # interactions
    Fault(meeting, {"participants": ()}, "participants", "too-few-participants"),
    Fault(meeting, {"participants": ("a", "a")}, "participants", "too-few-participants", "a, a"),
    Fault(meeting, {"participants": ("a", "b", "a")}, "participants", "named-twice", "a, b, a"),
    Fault(
        meeting,
        {"participants": tuple(f"c{n}" for n in range(MOST_PARTICIPANTS + 1))},
        "participants",
        "too-many",
        facts={"most": str(MOST_PARTICIPANTS)},
    ),
    Fault(meeting, {"participants": ("a", "b b")}, "participants[1]", "not-an-identifier", "b b"),
    Fault(meeting, {"initiator": "c-9"}, "initiator", "not-a-participant", "c-9"),
    Fault(
        meeting, {"delegates": (Delegate("c-9", "c-1"),)}, "delegates", "not-a-participant", "c-9"
    ),
    Fault(
        meeting, {"delegates": (Delegate("c-1", "x y"),)}, "delegates", "not-an-identifier", "x y"
    ),
    Fault(meeting, {"subject": LINE}, "subject", "too-long", LINE_SHOWN, LINE_FACTS),
    Fault(meeting, {"location": "a\nb"}, "location", "unprintable", "a\ufffdb"),
    Fault(meeting, {"evidence": "\x00"}, "evidence", "unprintable", "\ufffd"),
    Fault(meeting, {"planned_minutes": -1}, "planned_minutes", "outside-limits", "-1", MINUTES),
    Fault(
        meeting,
        {"actual_minutes": LONGEST_MINUTES + 1},
        "actual_minutes",
        "outside-limits",
        str(LONGEST_MINUTES + 1),
        MINUTES,
    ),
    Fault(
        meeting,
        {"answered_on": SECOND},
        "answered_on",
        "answered-before",
        "2024-05-02",
        {"on": "2024-05-03"},
    ),
    # notes
    Fault(note, {"about_id": ""}, "about_id", "missing"),
    Fault(note, {"text": ""}, "text", "missing"),
    Fault(note, {"text": "\n \t"}, "text", "missing"),
    Fault(note, {"text": TEXT}, "text", "too-long", TEXT_SHOWN, TEXT_FACTS),
    # networks
    Fault(network, {"id": "a b"}, "id", "not-an-identifier", "a b"),
    Fault(network, {"name": ""}, "name", "missing"),
    Fault(network, {"purpose": LINE}, "purpose", "too-long", LINE_SHOWN, LINE_FACTS),
    Fault(network, {"request_cap": -1}, "request_cap", "outside-limits", "-1", HUNDRED),
    Fault(network, {"reminder_days": 0}, "reminder_days", "outside-limits", "0", DAYS),
    Fault(network, {"reminder_days": 366}, "reminder_days", "outside-limits", "366", DAYS),
    Fault(network, {"odds": {"base": NAN}}, "odds.base", "not-a-number", "nan"),
    Fault(network, {"odds": {"base": True}}, "odds.base", "not-a-number", "True"),
    Fault(network, {"odds": {"": 1.0}}, "odds.", "missing"),
    Fault(network, {"odds": {f"f{n}": 0.0 for n in range(201)}}, "odds", "too-many", facts=MANY),
    Fault(network, {"phrases": {"x": ""}}, "phrases.x", "missing"),
    Fault(network, {"phrases": {"": "x"}}, "phrases.", "missing"),
    Fault(network, {"phrases": {"x": "a\0"}}, "phrases.x", "unprintable", "a\ufffd"),
    Fault(network, {"phrases": {"x": PHRASE}}, "phrases.x", "too-long", PHRASE_SHOWN, PHRASE_FACTS),
    Fault(
        network, {"phrases": {f"p{n}": "x" for n in range(201)}}, "phrases", "too-many", facts=MANY
    ),
    Fault(network, {"language": "nl"}, "language", "unknown-word", "nl", LANGUAGES),
    *(
        Fault(network, {"time_zone": zone}, "time_zone", "unknown-time-zone", zone)
        for zone in ("", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Asia")
    ),
    Fault(network, {"time_zone": "\0"}, "time_zone", "unknown-time-zone", "\ufffd"),
    Fault(network, {"time_zone": "\ud800"}, "time_zone", "unknown-time-zone", "\\ud800"),
    Fault(network, {"time_zone": NAME}, "time_zone", "unknown-time-zone", NAME_SHOWN),
    # users
    Fault(user, {"id": UserId("")}, "id", "missing"),
    Fault(user, {"name": " "}, "name", "missing"),
    Fault(user, {"contact_id": NAME}, "contact_id", "too-long", NAME_SHOWN, NAME_FACTS),
    Fault(user, {"language": ""}, "language", "unknown-word", "", LANGUAGES),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_names_field_code_value_and_facts(fault: Fault) -> None:
    with pytest.raises(InvalidRecordError) as refused:
        fault.make(**fault.said)

    assert refused.value.issues == (FieldIssue(fault.field, fault.code, fault.value, fault.facts),)


def test_every_check_of_a_record_has_its_fault_here() -> None:
    """So that a new code is added to the table too."""
    assert {fault.code for fault in FAULTS} == {
        "missing",
        "too-long",
        "too-many",
        "unprintable",
        "not-an-identifier",
        "not-a-number",
        "outside-0-1",
        "outside-limits",
        "start-after-end",
        "self-tie",
        "own-parent",
        "too-few-participants",
        "named-twice",
        "not-a-participant",
        "answered-before",
        "unknown-word",
        "unknown-time-zone",
    }


def test_all_faults_of_a_record_are_told_at_once() -> None:
    with pytest.raises(InvalidRecordError) as refused:
        tie(id="", target_id="c-1", strength=7, since=THIRD, until=SECOND, confidence=-1)

    found = [(issue.field, issue.code) for issue in refused.value.issues]
    assert sorted(found) == [
        ("confidence", "outside-0-1"),
        ("id", "missing"),
        ("strength", "outside-0-1"),
        ("target_id", "self-tie"),
        ("until", "start-after-end"),
    ]
    assert (refused.value.noun, refused.value.record_id) == ("tie", "")


@pytest.mark.parametrize("make", RECORD_MAKERS)
def test_a_refusal_names_the_kind_of_record(make: Callable[..., object]) -> None:
    noun = NOUN_OF[type(make())]

    with pytest.raises(InvalidRecordError) as refused:
        make(confidence=2)

    assert refused.value.facts["noun"] == noun == refused.value.noun
    assert str(refused.value).startswith(f"{noun} ")


# ---------------------------------------------------------------------------- hostile values


@pytest.mark.parametrize("make", RECORD_MAKERS)
def test_a_field_name_from_outside_is_repeated_in_a_form_that_can_be_sent(
    make: Callable[..., object],
) -> None:
    with pytest.raises(InvalidRecordError) as refused:
        make(fields={"\ud800\0": "x"})

    issue = refused.value.issues[0]
    assert (issue.field, issue.code) == ("fields.\\ud800\ufffd", "unprintable")
    issue.field.encode("utf-8")


def test_numbers_too_large_to_be_written_are_refused_like_others() -> None:
    endless = 10**5_000

    for said in ({"seniority": endless}, {"busyness": endless}, {"confidence": -endless}):
        with pytest.raises(InvalidRecordError) as refused:
            contact(**said)
        assert refused.value.issues[0].code in {"outside-limits", "outside-0-1"}
        assert refused.value.issues[0].value == "…"
    with pytest.raises(InvalidRecordError):
        contact(fields={"n": endless})


def test_a_refusal_stays_short_whatever_it_refuses() -> None:
    with pytest.raises(InvalidRecordError) as refused:
        contact(id="x" * 1_000_000, name="y" * 1_000_000)

    assert len(str(refused.value)) < 500
    assert len(refused.value.record_id) == 1_000_000  # whole for the caller, short for readers


# ---------------------------------------------------------------------------- what is accepted


@pytest.mark.parametrize("make", MAKERS)
def test_the_least_that_must_be_said_is_enough(make: Callable[..., object]) -> None:
    assert make() == make()


@pytest.mark.parametrize(
    "name",
    [
        "Ir. H. Lalu Muhammad Zaini, M.T.",
        "Sukarno",
        "Ma\u2019ruf",
        "\u0639\u0644\u064a \u200f\u202b",  # Arabic with marks of direction
        "\u0e2a\u0e21\u0e0a\u0e32\u0e22",
        "\u674e\u3000\u660e",  # with an ideographic space
        "Nguye\u0302\u0303n",
        "\U0001f468\u200d\U0001f4bb",
        "?",
        "x" * LONGEST_NAME,
    ],
)
def test_names_of_all_scripts_are_kept_letter_by_letter(name: str) -> None:
    assert contact(name=name).name == name


@pytest.mark.parametrize("text", ["\r\n", "a\tb", "a\nb\r\nc"])
def test_line_breaks_belong_to_long_texts_alone(text: str) -> None:
    assert is_clean(text, lines=True)
    assert not is_clean(text)


@pytest.mark.parametrize("text", ["\ufffe", "\uffff", "\udfff", "\x7f", "\x85", "\x00"])
def test_what_no_store_can_show_is_not_clean(text: str) -> None:
    assert not is_clean(f"a{text}", lines=True)


@pytest.mark.parametrize("share", [0, 0.0, 1, 1.0, 0.5, None])
def test_the_ends_of_zero_to_one_are_included(share: float | None) -> None:
    assert tie(strength=share, confidence=share).strength == share


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (THIRD, THIRD),  # one day
        (THIRD, MAY),  # until the end of May
        (YEAR, MAY),  # some day of 2024 until the end of May
        (MAY, YEAR),
        (None, THIRD),
        (THIRD, None),
    ],
)
def test_a_period_whose_end_is_not_before_its_start_is_accepted(
    since: StatedDate | None, until: StatedDate | None
) -> None:
    assert tie(since=since, until=until).until == until
    assert position(since=since, until=until).since == since


def test_an_answer_may_come_on_the_same_day_or_in_the_same_month() -> None:
    assert meeting(answered_on=THIRD).answered_on == THIRD
    assert meeting(answered_on=MAY).answered_on == MAY


def test_a_word_on_strength_holds_for_half_a_year_unless_its_end_is_said() -> None:
    left, said = override().override, override(until=MAY).override

    assert left is not None
    assert said is not None
    assert left.until == StatedDate(date(2024, 10, 30))
    assert left.day_after - THIRD.day == OVERRIDE_DAYS + 1
    assert (said.until, said.day_after) == (MAY, MAY.day_after)
    last_days = StatedDate(date(9999, 12, 1))
    assert override(since=last_days).override is not None


def test_what_is_planned_or_called_off_was_not_held() -> None:
    assert meeting().is_held
    assert not meeting(is_planned=True).is_held
    assert not meeting(is_cancelled=True).is_held


def test_a_record_names_the_actors_that_must_be_there_before_it() -> None:
    sent = meeting(delegates=(Delegate("c-2", "c-9"),))

    assert sent.named_ids == ("c-1", "c-2", "c-9")
    assert sent.represented == {"c-9"}
    assert introduction().named_ids == ("c-1", "p-1", "c-2")
    assert (tie().named_ids, position().named_ids) == (("c-1", "c-2"), ("c-1", "p-1"))
    assert (note().named_ids, contact().named_ids) == (("c-1",), ())


def test_limits_are_included() -> None:
    assert contact(seniority=1).seniority == 1
    assert contact(seniority=6, request_cap=100).seniority == 6
    assert contact(tags=("t",) * MOST_ITEMS, fields={"n": MOST_NUMBER, "m": -MOST_NUMBER})
    assert meeting(participants=tuple(f"c{n}" for n in range(MOST_PARTICIPANTS)))
    assert partner(fields={"t": True, "n": None, "s": "a\nb", "x": 1e300}).fields["t"] is True


def test_records_compare_by_what_was_said() -> None:
    assert contact(aliases=("Ratna",)) == contact(aliases=("Ratna",))
    assert contact() != contact(is_leader=True)
    with pytest.raises(AttributeError):
        contact().name = "Someone else"  # type: ignore[misc]


def test_today_is_a_day_of_the_networks_time_zone() -> None:
    late = datetime(2024, 5, 3, 17, 30, tzinfo=UTC)  # half past one at night in Makassar

    assert network().today(late) == date(2024, 5, 4)
    assert network(time_zone="Europe/London").today(late) == date(2024, 5, 3)


def test_a_job_is_over_in_three_states() -> None:
    over = {state for state in JobState if state.is_over}
    job = Job(
        id="j",
        network_id=NetworkId("n"),
        kind="import",
        created_by=LOCAL_OWNER,
        created_at=datetime(2024, 5, 3, tzinfo=UTC),
    )

    assert over == {JobState.DONE, JobState.FAILED, JobState.CANCELLED}
    assert job.state is JobState.QUEUED


def test_a_stored_record_knows_its_noun() -> None:
    at = datetime(2024, 5, 3, tzinfo=UTC)

    for make in RECORD_MAKERS:
        record: Any = make()
        stored = Stored(record, 1, 1, LOCAL_OWNER, at, LOCAL_OWNER, at)
        assert RECORD_OF[stored.noun] is type(record)
    assert set(NOUN_OF.values()) == set(Noun)


def test_local_governments_are_key_partners_by_default() -> None:
    local = {Level.PROVINCE, Level.DISTRICT, Level.SUB_DISTRICT, Level.VILLAGE}

    assert {level for level in Level if is_key_by_default(Sector.GOVERNMENT, level)} == local
    assert not is_key_by_default(Sector.BUSINESS, Level.DISTRICT)
    assert not is_key_by_default(None, Level.DISTRICT)
    assert not is_key_by_default(Sector.GOVERNMENT, None)
