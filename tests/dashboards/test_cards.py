"""The card of a request: what a person needs on the way, and nothing that must stay at home."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from dashboards.cards import card_page, style
from dashboards.texts import Say
from graph.access.asking import Asking, Card, CommonGround, Person
from graph.records.dates import parse_date
from graph.records.networks import LANGUAGES
from graph.records.requests import Letter, LetterPlace
from graph.vocabulary import Channel, RequestState

BROKER = Person(id="wati", name="Wati Larasati", in_talk="Bu Wati", address_form="Ibu")
HEAD = Person(
    id="hadi",
    name="Ir. Hadi Pranata",
    in_talk="Pak Hadi",
    address_form="Bapak",
    title="Kepala Dinas",
    partner="Dinas PUPR",
    phone="0812 3456 7890",
)
REGENT = Person(
    id="laila", name="Laila Rahmania", in_talk="Bu Bupati", address_form="Ibu", title="Bupati"
)
ABOVE = Person(id="nas", name="Nasrullah Bakti", title="Sekretaris Daerah")
CARD = Card(
    request_id="r",
    network="Gumi Bersih",
    on=date(2026, 11, 25),
    purpose="Lokasi IPAL & sumur",
    letter=Letter(
        number="015/YT",
        dated=parse_date("2026-11-01"),
        copies=("Drs. Tembusan Rahasia",),
        places=(LetterPlace("Meja Bu Penyimpan", parse_date("2026-11-05")),),
    ),
    steps=(
        Asking(
            step=0,
            asker=BROKER,
            asked=HEAD,
            leader=REGENT,
            next=REGENT,
            purpose="Lokasi IPAL & sumur",
            due=parse_date("2026-12-03"),
            channel=Channel.PHONE,
            state=RequestState.ASKED,
            state_since=parse_date("2026-11-20"),
            asked_on=parse_date("2026-11-20"),
            met=CommonGround(parse_date("2026-10-01"), "Membahas Pak Terlarang"),
            superiors=(ABOVE,),
        ),
        Asking(
            step=1,
            asker=HEAD,
            asked=REGENT,
            leader=REGENT,
            guest=BROKER,
            channel=Channel.LETTER,
            purpose="Lokasi IPAL & sumur",
        ),
    ),
)


class Reader(HTMLParser):
    """What a reader sees, the tags in order, and where links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.seen = ""
        self._in_style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._in_style = tag == "style"
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.seen += data


def test_a_card_tells_the_steps_in_order_with_office_way_day_and_words() -> None:
    seen = Reader(card_page(CARD, Say("en"))).seen

    parts = [
        "The way to Bu Bupati",
        "What forLokasi IPAL & sumur",
        "Letter015/YT, 1 November 2026",
        "Step 1 Bu Wati asks Pak Hadi",
        "Out of courtesy, please tell first: Sekretaris Daerah.",
        "OfficeKepala Dinas PUPR",
        "Howby telephone",
        "By when3 December 2026",
        "Where it standsasked on 20 November 2026",
        "What to say",
        "Dear Pak Hadi,",
        "Step 2 Pak Hadi asks Bu Bupati",
        "Where it standsnot yet asked",
        "Greet Bu Bupati",
        "Please ask only those who stand on this card",
        "Made on 25 November 2026 with Restu for Gumi Bersih.",
    ]
    places = [seen.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_names_nobody_who_is_not_asked(language: str) -> None:
    page = card_page(CARD, Say(language))

    for hidden in ("Nasrullah", "Terlarang", "Tembusan Rahasia", "Penyimpan"):
        assert hidden not in page


def test_a_superior_without_an_office_is_told_of_without_a_name() -> None:
    step = replace(CARD.steps[0], superiors=(replace(ABOVE, title=""),))
    page = card_page(replace(CARD, steps=(step, CARD.steps[1])), Say("id"))

    assert "mohon diberi tahu terlebih dahulu: atasan Pak Hadi." in page
    assert "Nasrullah" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_has_no_percentages_no_scripts_and_nothing_from_elsewhere(language: str) -> None:
    written = card_page(CARD, Say(language))
    page = Reader(written)

    assert "%" not in written
    assert not {"script", "img", "link", "iframe", "form"} & set(page.tags)
    assert page.links == ["tel:+6281234567890"]


def test_somebody_who_asked_not_to_be_asked_is_marked() -> None:
    step = replace(CARD.steps[0], asked=replace(HEAD, is_not_to_be_asked=True))
    page = card_page(replace(CARD, steps=(step, CARD.steps[1])), Say("id"))

    assert "Mohon Pak Hadi tidak dimintai bantuan dulu." in page


def test_what_people_wrote_is_text_on_a_card() -> None:
    head = replace(HEAD, in_talk="<script>alert(1)</script>")
    step = replace(CARD.steps[0], asked=head, purpose='"><img src=x>')
    page = card_page(
        replace(CARD, steps=(step, CARD.steps[1]), purpose="<b>", network="<i>"), Say("en")
    )

    assert not {"script", "img", "b", "i"} & set(Reader(page).tags)


def test_the_style_is_for_paper_too_and_asks_nothing_of_anybody() -> None:
    assert "@media print" in style()
    assert "url(" not in style()
    assert "@import" not in style()
    assert "</" not in style()
