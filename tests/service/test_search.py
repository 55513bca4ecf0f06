"""Search by name: spellings, titles, aliases, errors of typing, order, and hostile queries."""

import time
from typing import Final

import pytest

from graph.ports import NameEntry
from graph.vocabulary import ActorKind
from service.search import LONGEST_QUERY, Match, NameIndex

CONTACT, PARTNER = ActorKind.CONTACT, ActorKind.PARTNER
PEOPLE: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "zaini": ("Ir. H. Lalu Muhammad Zaini, M.T.", ("Miq Zen",)),
    "ratna": ("Dra. Hj. Baiq Ratna Dewi", ()),
    "ratnasari": ("Ratnasari", ()),
    "yusuf": ("Drs. H. Moh. Joesoef", ()),
    "maruf": ("Ma\u2019ruf Amin", ()),
    "irene": ("Irène Łukasz", ()),
    "sukarno": ("Sukarno", ()),
    "li": ("\u674e\u660e", ("Li Ming",)),
}
BODIES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "bappeda": ("BAPPEDA Kab. Lombok Timur", ("Badan Perencanaan",)),
    "zaini-foundation": ("Yayasan Zaini", ()),
    "dinas": ("Dinas Kesehatan, Kota Mataram", ()),
}


def entry(
    index: int, id_: str, name: str, kind: ActorKind = CONTACT, aliases: tuple[str, ...] = ()
) -> NameEntry:
    return NameEntry(index, id_, kind, name, aliases)


def index_of(*names: str) -> NameIndex:
    """People with these names, whose ids are their places."""
    return NameIndex(1, [entry(place, f"c{place}", name) for place, name in enumerate(names)])


@pytest.fixture(scope="module")
def everybody() -> NameIndex:
    said = [*PEOPLE.items(), *BODIES.items()]
    kinds = [CONTACT] * len(PEOPLE) + [PARTNER] * len(BODIES)
    return NameIndex(
        7,
        [
            entry(place, id_, name, kinds[place], aliases)
            for place, (id_, (name, aliases)) in enumerate(said)
        ],
    )


def ids(found: tuple[Match, ...]) -> list[str]:
    return [match.id for match in found]


# ---------------------------------------------------------------------------- spellings


@pytest.mark.parametrize(
    ("query", "id_"),
    [
        ("Lalu Muhammad Zaini", "zaini"),
        ("lalu muhammad ZAINI", "zaini"),
        ("Ir. H. Lalu Muhammad Zaini, M.T.", "zaini"),  # as written
        ("H. Lalu Moh. Zaini", "zaini"),  # other titles, another spelling
        ("muhamad zaini", "zaini"),
        ("Pak Zaini", "zaini"),  # as people speak
        ("Bu Ratna Dewi", "ratna"),
        ("Miq Zen", "zaini"),  # an alias
        ("baiq ratna", "ratna"),
        ("Hj. Ratna Dewi", "ratna"),
        ("Muhammad Yusuf", "yusuf"),
        ("joesoef", "yusuf"),
        ("maruf", "maruf"),
        ("ma'ruf", "maruf"),
        ("Irene", "irene"),
        ("lukasz", "irene"),
        ("\u674e", "li"),
        ("ming", "li"),
        ("bappeda", "bappeda"),
        ("Bapeda", "bappeda"),
        ("lombok timur", "bappeda"),
        ("badan perencanaan", "bappeda"),
        ("Dinas Kesehatan, Kota Mataram", "dinas"),
        ("mataram", "dinas"),
    ],
)
def test_a_name_is_found_under_its_usual_spellings(
    everybody: NameIndex, query: str, id_: str
) -> None:
    assert ids(everybody.find(query, limit=1)) == [id_]


@pytest.mark.parametrize(
    ("query", "id_"),
    [
        ("Lalu Zainni", "zaini"),
        ("Zaini Lalu Muhamad", "zaini"),  # in another order
        ("Sukrano", "sukarno"),
        ("sukran", "sukarno"),  # while it is being typed
        ("pak zaimi", "zaini"),
        ("zaimi muha", "zaini"),
        ("baiq rtana", "ratna"),
        ("ratma d", "ratna"),
        ("bapeda lombok timr", "bappeda"),
        ("kesehatan mataran", "dinas"),
    ],
)
def test_a_name_is_found_in_spite_of_a_typing_error(
    everybody: NameIndex, query: str, id_: str
) -> None:
    assert id_ in ids(everybody.find(query))


@pytest.mark.parametrize("query", ["xyz", "qqqqqqqq", "Kementerian Pertahanan"])
def test_a_name_that_nobody_has_is_not_found(everybody: NameIndex, query: str) -> None:
    assert everybody.find(query) == ()


def test_three_letters_are_taken_as_typed(everybody: NameIndex) -> None:
    """Half of all names resemble three letters."""
    assert everybody.find("zan") == ()
    assert set(ids(everybody.find("zai"))) == {"zaini", "zaini-foundation"}
    assert everybody.find("zaini xuz") == ()  # a word too short to be misspelt


def test_the_middle_of_a_word_is_no_beginning(everybody: NameIndex) -> None:
    assert ids(everybody.find("tna")) == []


def test_a_match_tells_the_name_as_written_and_the_one_that_fits(everybody: NameIndex) -> None:
    (match, *_) = everybody.find("miq zen")

    assert match == Match("zaini", CONTACT, "Ir. H. Lalu Muhammad Zaini, M.T.", "Miq Zen")


# ---------------------------------------------------------------------------- order and limits


def test_whole_names_come_before_beginnings_words_and_similar_ones() -> None:
    index = index_of("Dewi Ratna", "Ratne", "Ratnasari", "Ratna", "Ratna Dewi")

    found = [match.name for match in index.find("ratna")]
    assert found == ["Ratna", "Ratna Dewi", "Ratnasari", "Dewi Ratna", "Ratne"]


def test_equal_ones_go_by_name_then_identifier() -> None:
    names = ["Siti B", "Siti A", "Siti A", "Siti C"]

    assert ids(index_of(*names).find("siti")) == ["c1", "c2", "c0", "c3"]


def test_an_actor_with_many_fitting_names_is_found_once() -> None:
    aliases = ("Ratna", "Ratna Dewi", "Bu Ratna")
    index = NameIndex(1, [entry(0, "a", "Ratna D.", aliases=aliases)])

    assert index.find("ratna") == (Match("a", CONTACT, "Ratna D.", "Ratna"),)


@pytest.mark.parametrize("limit", [1, 2, 5, 50])
def test_no_more_are_found_than_asked_for(limit: int) -> None:
    index = index_of(*(f"Siti {n}" for n in range(20)))

    assert len(index.find("siti", limit=limit)) == min(limit, 20)
    assert ids(index.find("siti", limit=limit)) == ids(index.find("siti", limit=50))[:limit]


def test_people_and_organisations_can_be_asked_for_alone(everybody: NameIndex) -> None:
    assert set(ids(everybody.find("zaini"))) == {"zaini", "zaini-foundation"}
    assert ids(everybody.find("zaini", kinds=[CONTACT])) == ["zaini"]
    assert ids(everybody.find("zaini", kinds=[PARTNER])) == ["zaini-foundation"]
    assert everybody.find("zaini", kinds=[]) == ()


def test_a_similar_person_is_found_behind_many_similar_organisations() -> None:
    bodies = [entry(n, f"p{n:03}", f"Sukarnoo {n}", PARTNER) for n in range(300)]
    index = NameIndex(1, [*bodies, entry(300, "c", "Sukarno")])

    assert ids(index.find("sukrano", kinds=[CONTACT], limit=2)) == ["c"]


def test_a_similar_name_is_found_behind_somebody_with_many_aliases() -> None:
    many = entry(0, "a", "Sukarno", aliases=tuple(f"Sukarno {n}" for n in range(100)))
    index = NameIndex(1, [many, entry(1, "b", "Sukarnoo Putra")])

    assert ids(index.find("sukrano", limit=2)) == ["a", "b"]


def test_the_order_of_similar_names_does_not_depend_on_rows() -> None:
    entries = [entry(n, f"c{n:02}", "Sukarno") for n in range(40)]

    one = NameIndex(1, entries).find("sukrano", limit=3)
    other = NameIndex(1, entries[::-1]).find("sukrano", limit=3)
    assert ids(one) == ids(other) == ["c00", "c01", "c02"]


# ---------------------------------------------------------------------------- following the store


def test_an_index_follows_what_changed() -> None:
    index = index_of("Ani", "Budi", "Cici")
    gone = NameEntry(1, "c1", CONTACT, "Budi", (), is_removed=True)

    later = index.updated(2, [entry(0, "c0", "Anita"), gone, entry(3, "c3", "Dedi")])
    assert (len(index), len(later), later.revision) == (3, 3, 2)
    assert ids(later.find("anita")) == ["c0"]
    assert later.find("budi") == ()
    assert ids(later.find("cici")) == ["c2"]
    assert ids(later.find("dedi")) == ["c3"]
    assert index.find("anita") == ()  # the older one, which others read, is as it was
    restored = later.updated(3, [entry(1, "c1", "Budi")])
    assert ids(restored.find("budi")) == ["c1"]


def test_removed_actors_are_in_no_index() -> None:
    gone = NameEntry(0, "c0", CONTACT, "Ani", (), is_removed=True)

    assert len(NameIndex(1, [gone])) == 0
    assert NameIndex(1, []).find("ani") == ()


# ---------------------------------------------------------------------------- hostile queries


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\0\x01\x1b[31m",
        "\ud800\udfff",
        "\u202e\u200b\ufeff",
        "%_*?'\";--",
        "(.*)+$",
        "\n\r\t",
        "\U0001f9d5" * 50,
        "x\u0301" * 10_000,
    ],
)
def test_a_query_of_anything_finds_nobody_and_harms_nobody(
    everybody: NameIndex, query: str
) -> None:
    assert everybody.find(query) == ()


def test_a_query_of_a_megabyte_costs_no_more_than_a_long_one(everybody: NameIndex) -> None:
    start = time.perf_counter()
    everybody.find("ratna " * 170_000)
    everybody.find("x" * 1_000_000)

    assert time.perf_counter() - start < 1


def test_only_the_first_two_hundred_characters_count() -> None:
    name = "n" * LONGEST_QUERY

    assert ids(index_of(name).find(name + "behind")) == ["c0"]


def test_control_characters_within_a_query_are_spaces(everybody: NameIndex) -> None:
    assert ids(everybody.find("Lalu\0Muhammad\x1bZaini", limit=1)) == ["zaini"]


def test_names_of_signs_alone_are_found_as_written() -> None:
    index = index_of("???", "Ani")

    assert ids(index.find("???")) == ["c0"]


def test_many_names_are_searched_in_a_moment() -> None:
    entries = [entry(n, f"c{n}", f"Orang {n} Sembarang Nama") for n in range(20_000)]
    index = NameIndex(1, [*entries, entry(20_000, "last", "Sukarno Putra")])
    index.find("once at first")  # spells the names and their words

    start = time.perf_counter()
    assert ids(index.find("Sukrano Putra", limit=10))[0] == "last"
    assert time.perf_counter() - start < 1  # some fifty times what is usual
