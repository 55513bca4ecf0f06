"""A person's word on a strength, and planned meetings, from files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.records.dates import parse_date
from graph.records.ties import StrengthOverride
from graph.vocabulary import Noun, UserId
from tests.service.importing import AUTHOR, FILES, Desk, open_desk, refusals

HEADER = "id,source,target,type,override,override_reason,override_by,override_since,override_until"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as desk:
        assert desk.run(FILES).refused == 0
        yield desk


def row(cells: str, id_: str = "t", type_: str = "knows", header: str = HEADER) -> dict[str, str]:
    return {"relationships": f"{header}\n{id_},aide,regent,{type_},{cells}\n"}


def held(desk: Desk) -> StrengthOverride | None:
    return desk.record(Noun.TIE, "t").override


def test_who_imports_a_word_on_a_strength_signs_it_unless_the_row_says_who_did(desk: Desk) -> None:
    assert desk.run(row('"0,2",They fell out,,,')).warnings == ()
    ours = held(desk)
    desk.run(row("0.2,They fell out,budi,May 2024,2024"))

    assert ours == StrengthOverride(
        strength=0.2, reason="They fell out", by=AUTHOR, since=parse_date("2024-06-01")
    )
    assert held(desk) == StrengthOverride(
        strength=0.2,
        reason="They fell out",
        by=UserId("budi"),
        since=parse_date("2024-05"),
        until=parse_date("2024"),
    )


def test_the_same_word_again_keeps_who_said_it_and_another_one_is_signed_anew(desk: Desk) -> None:
    desk.run(row("0.2,They fell out,budi,2024-05-01,"))

    again = desk.run(row("0.2,They fell out,,,"))
    assert again.revision is None
    desk.run(row("0.3,They fell out,,,"))
    said = held(desk)

    assert said is not None
    assert (said.by, said.strength, said.since.iso) == (AUTHOR, 0.3, "2024-06-01")


def test_empty_cells_take_the_word_back_and_files_without_the_columns_leave_it(desk: Desk) -> None:
    desk.run(row("0.2,They fell out,,,"))

    desk.run(row("family", header="id,source,target,type,label"))
    kept = held(desk)
    desk.run(row(",,,,"))

    assert kept is not None
    assert held(desk) is None


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (",They fell out,,,", ("override", "missing")),
        ("0.2,,,,", ("override_reason", "missing")),
        ("2,They fell out,,,", ("override", "outside-0-1")),
        ("near,They fell out,,,", ("override", "not-a-number")),
        ("0.2,They fell out,,2024-05,2024-04", ("override_until", "start-after-end")),
        ("0.2,They fell out,not an id,,", ("override_by", "not-an-identifier")),
    ],
)
@pytest.mark.parametrize("source", ["aide", "nobody"])
def test_a_faulty_word_refuses_its_row_by_the_name_of_the_column(
    desk: Desk, cells: str, wrong: tuple[str, str], source: str
) -> None:
    files = {"relationships": f"{HEADER}\nt,{source},regent,knows,{cells}\n"}

    refused = {fault[2:] for fault in refusals(desk.run(files))}

    assert refused == {wrong} | ({("source", "unknown-end")} if source == "nobody" else set())


def test_a_word_on_a_position_is_pointed_out(desk: Desk) -> None:
    files = {"relationships": f"{HEADER}\np,aide,agency,works_for,0.2,They fell out,,,\n"}

    report = desk.run(files)

    assert [(told.code, told.field) for told in report.warnings] == [("not-kept", "override")]
    assert desk.record(Noun.POSITION, "p").strength is None


def test_a_mapping_brings_a_foreign_scale_of_the_word_to_ours(desk: Desk) -> None:
    mapping = """
    [relationships.columns]
    override = "Judgement"
    override_reason = "Why"
    [relationships.scales.override]
    from = [1, 5]
    to = [0, 1]
    """
    files = {"relationships": "id,source,target,type,Judgement,Why\nt,aide,regent,knows,2,Quarrel"}

    desk.run(files, mapping)

    said = held(desk)
    assert said is not None
    assert (said.strength, said.reason) == (0.25, "Quarrel")


def test_a_planned_meeting_comes_as_planned(desk: Desk) -> None:
    files = {"interactions": "id,kind,date,participants,Planned\nm,meeting,2024,aide;regent,ya\n"}

    assert desk.run(files).refused == 0

    meeting = desk.record(Noun.INTERACTION, "m")
    assert (meeting.is_planned, meeting.is_cancelled) == (True, False)
