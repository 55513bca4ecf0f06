"""What is said on a step: three cases by hand in both languages, and what is never guessed."""

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from dashboards.texts import Say, texts
from dashboards.words import office, words_for
from graph.access.asking import Asking, CommonGround, Form, LinkKind, Occasion, Person
from graph.records.dates import parse_date
from graph.records.networks import LANGUAGES
from graph.records.phrases import KEYS, gaps_allowed, gaps_in
from graph.records.requests import Letter
from graph.vocabulary import Capacity, Channel, PositionType, RequestState

BROKER = Person(
    id="wati",
    name="Dra. Wati Larasati, M.Si.",
    in_talk="Bu Wati",
    address_form="Ibu",
    title="Fasilitator kemitraan",
    partner="Yayasan Tirta",
)
HEAD = Person(
    id="hadi",
    name="Ir. Hadi Pranata",
    in_talk="Pak Hadi",
    address_form="Bapak",
    title="Kepala Dinas",
    partner="Dinas PUPR Kabupaten Segara",
    partner_id="pupr",
    phone="0812-3456-7890",
    email="hadi@pupr.example",
)
REGENT = Person(
    id="laila",
    name="Hj. Laila Rahmania, S.H.",
    in_talk="Bu Bupati",
    address_form="Ibu",
    title="Bupati Segara",
    partner="Pemerintah Kabupaten Segara",
    partner_id="pemkab",
)
INTRODUCE = Asking(
    step=0,
    asker=BROKER,
    asked=HEAD,
    leader=REGENT,
    next=REGENT,
    purpose="lokasi IPAL kedua.",
    due=parse_date("2026-12-03"),
    met=CommonGround(parse_date("2026-11-21"), "Rapat Pokja"),
)
RECEIVE = Asking(
    step=1,
    asker=HEAD,
    asked=REGENT,
    leader=REGENT,
    guest=BROKER,
    purpose="lokasi IPAL kedua",
    letter=Letter(
        number="015/YT/XI/2026", dated=parse_date("2026-11-20"), copies=("Kepala Bappeda",)
    ),
)
REMIND = replace(
    INTRODUCE,
    channel=Channel.MESSAGE,
    state=RequestState.ASKED,
    asked_on=parse_date("2026-11-10"),
)


def test_a_message_asks_in_indonesian_to_be_introduced() -> None:
    words = words_for(INTRODUCE, Say("id"), form=Form.MESSAGE)

    assert words.text == (
        "Yth. Pak Hadi,\n"
        "\n"
        "Saya Dra. Wati Larasati, M.Si., Fasilitator kemitraan, Yayasan Tirta.\n"
        "Menyambung komunikasi kita pada 21 November 2026 (Rapat Pokja).\n"
        "Mohon kesediaan Pak Hadi memperkenalkan kami kepada "
        "Bupati Segara (Ibu Hj. Laila Rahmania, S.H.).\n"
        "Keperluannya: lokasi IPAL kedua.\n"
        "Kabar hingga 3 Desember 2026 akan sangat membantu kami.\n"
        "Apabila waktunya belum tepat, mohon kami diberi tahu.\n"
        "\n"
        "Hormat kami,\n"
        "Bu Wati"
    )
    assert words.missing == ()


def test_a_message_asks_in_english_to_be_introduced() -> None:
    words = words_for(INTRODUCE, Say("en"), form=Form.MESSAGE)

    assert words.text == (
        "Dear Pak Hadi,\n"
        "\n"
        "This is Dra. Wati Larasati, M.Si., Fasilitator kemitraan, Yayasan Tirta.\n"
        "We were last in touch on 21 November 2026 (Rapat Pokja).\n"
        "We would be grateful if you could introduce us to "
        "Bupati Segara (Ibu Hj. Laila Rahmania, S.H.).\n"
        "It is about lokasi IPAL kedua.\n"
        "A word by 3 December 2026 would help us very much.\n"
        "If this is not a good moment, please feel free to say so.\n"
        "\n"
        "Kind regards,\n"
        "Bu Wati"
    )


def test_a_letter_asks_the_leader_in_indonesian_by_the_rules_of_letters() -> None:
    words = words_for(RECEIVE, Say("id"), form=Form.LETTER)

    assert words.subject == "Permohonan audiensi dengan Bupati Segara"
    assert words.text == (
        "Nomor: 015/YT/XI/2026\n"
        "Tanggal: 20 November 2026\n"
        "Perihal: Permohonan audiensi dengan Bupati Segara\n"
        "\n"
        "Yth. Bupati Segara\n"
        "Ibu Hj. Laila Rahmania, S.H.\n"
        "\n"
        "Dengan hormat,\n"
        "\n"
        "Bersama ini kami mohon perkenan Ibu Hj. Laila Rahmania, S.H. menerima kami dalam "
        "audiensi, pada waktu dan tempat yang ditentukan.\n"
        "Adapun keperluannya adalah lokasi IPAL kedua.\n"
        "\n"
        "Atas perhatian dan perkenan yang diberikan, kami mengucapkan terima kasih.\n"
        "\n"
        "Hormat kami,\n"
        "\n"
        "Dra. Wati Larasati, M.Si.\n"
        "Fasilitator kemitraan, Yayasan Tirta\n"
        "\n"
        "Tembusan:\n"
        "1. Kepala Bappeda"
    )


def test_a_letter_asks_the_leader_in_english() -> None:
    words = words_for(RECEIVE, Say("en"), form=Form.LETTER)

    assert words.text == (
        "Number: 015/YT/XI/2026\n"
        "Date: 20 November 2026\n"
        "Subject: Request for an audience with Bupati Segara\n"
        "\n"
        "To Bupati Segara\n"
        "Ibu Hj. Laila Rahmania, S.H.\n"
        "\n"
        "Dear Ibu Hj. Laila Rahmania, S.H.,\n"
        "\n"
        "We respectfully ask for an opportunity to call on you, at a time and place of your "
        "choice.\n"
        "The purpose is lokasi IPAL kedua.\n"
        "\n"
        "We thank you for your attention.\n"
        "\n"
        "Kind regards,\n"
        "\n"
        "Dra. Wati Larasati, M.Si.\n"
        "Fasilitator kemitraan, Yayasan Tirta\n"
        "\n"
        "Copy to:\n"
        "1. Kepala Bappeda"
    )


def test_a_reminder_comes_by_another_way_and_does_not_press() -> None:
    words = words_for(REMIND, Say("id"))

    assert (words.form, words.occasion) == (Form.CALL, Occasion.REMIND)
    assert words.text == (
        "- Sapa Pak Hadi dan tanyakan apakah waktunya tepat.\n"
        "- Perkenalkan diri: "
        "Dra. Wati Larasati, M.Si., Fasilitator kemitraan, Yayasan Tirta.\n"
        "- Ingatkan permohonan kami pada 10 November 2026 dalam satu kalimat, tanpa mendesak.\n"
        "- Keperluannya: lokasi IPAL kedua.\n"
        "- Tanyakan apakah ada yang kurang: surat, ringkasan, atau pemberitahuan kepada pihak "
        "lain.\n"
        "- Tanyakan kapan kami boleh menghubungi kembali.\n"
        "- Ucapkan terima kasih, apa pun jawabannya."
    )


def test_a_reminder_of_a_call_is_a_message() -> None:
    words = words_for(replace(REMIND, channel=Channel.PHONE), Say("en"))

    assert words.form is Form.MESSAGE
    assert words.text == (
        "Dear Pak Hadi,\n"
        "\n"
        "This is Dra. Wati Larasati, M.Si., Fasilitator kemitraan, Yayasan Tirta.\n"
        "We wrote to you or spoke with you on 10 November 2026.\n"
        "Have you perhaps found time to think about our request?\n"
        "It is about lokasi IPAL kedua.\n"
        "If something is missing, or another time is better, please let us know.\n"
        "\n"
        "Kind regards,\n"
        "Bu Wati"
    )


# ---------------------------------------------------------------------------- forms of address


@pytest.mark.parametrize(("language", "gap"), [("en", "[form of address]"), ("id", "[sapaan]")])
@pytest.mark.parametrize("name", ["Ujang", "Siti Aminah", "Ir. H. Lalu Muhammad Zaini, M.T."])
def test_a_form_of_address_that_nobody_entered_stays_a_gap(
    language: str, gap: str, name: str
) -> None:
    asked = Person(id="x", name=name, title="Kepala Dinas", partner="Dinas Kesehatan")
    words = words_for(replace(INTRODUCE, asked=asked), Say(language), form=Form.MESSAGE)

    assert words.text.splitlines()[0].endswith(f"{gap} {name},")
    assert words.missing == (gap,)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_to_somebody_of_unknown_address_goes_to_the_office(language: str) -> None:
    asked = Person(id="x", name="Siti Aminah", title="Kepala Dinas", partner="Dinas Kesehatan")
    words = words_for(replace(INTRODUCE, asked=asked), Say(language), form=Form.LETTER)

    assert ("Yth. " if language == "id" else "To ") + "Kepala Dinas Kesehatan\n" in words.text
    assert "Siti Aminah" not in words.text
    assert words.missing == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_to_one_member_of_many_names_the_person(language: str) -> None:
    asked = Person(id="x", name="Siti Aminah", title="Anggota", partner="Komisi II")
    asked = replace(asked, post=PositionType.MEMBER_OF)
    words = words_for(replace(INTRODUCE, asked=asked), Say(language), form=Form.LETTER)
    gap = "[sapaan]" if language == "id" else "[form of address]"

    assert f"Anggota, Komisi II\n{gap} Siti Aminah\n" in words.text
    assert words.missing == (gap,)


def test_a_letter_without_office_and_address_shows_both_gaps() -> None:
    asked = Person(id="x", name="Ujang")
    words = words_for(replace(INTRODUCE, asked=asked), Say("id"), form=Form.LETTER)

    assert "Yth. [jabatan]\n" in words.text
    assert set(words.missing) == {"[sapaan]", "[jabatan]"}


def test_a_form_of_address_stands_before_a_name_in_talk_that_holds_none() -> None:
    asked = replace(HEAD, in_talk="Hadi")

    words = words_for(replace(INTRODUCE, asked=asked), Say("id"), form=Form.MESSAGE)

    assert words.text.startswith("Yth. Bapak Hadi,\n")


def test_a_purpose_that_nobody_wrote_stays_a_gap() -> None:
    words = words_for(replace(INTRODUCE, purpose=""), Say("id"))

    assert "[keperluan pertemuan]" in words.text
    assert words.missing == ("[keperluan pertemuan]",)


def test_a_long_name_is_kept_letter_by_letter() -> None:
    name = "Prof. Dr. Ir. H. Lalu Muhammad Zainul Majdi Wiratmaja Kusumanegara, M.T., M.Sc., Ph.D."
    asked = replace(REGENT, name=name, address_form="Bapak")

    words = words_for(replace(RECEIVE, asked=asked, leader=asked), Say("id"), form=Form.LETTER)

    assert f"Yth. Bupati Segara\nBapak {name}\n" in words.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("asking", [INTRODUCE, RECEIVE, REMIND])
@pytest.mark.parametrize("occasion", list(Occasion))
def test_no_words_bring_a_greeting_of_a_religion_or_a_loud_sign(
    language: str, form: Form, asking: Asking, occasion: Occasion
) -> None:
    text = words_for(asking, Say(language), form=form, occasion=occasion).text.casefold()

    assert not [word for word in ("assalamu", "salam sejahtera", "om swasti", "!") if word in text]
    assert "{" not in text
    assert "\n\n\n" not in text


# ---------------------------------------------------------------------------- who and what


def test_a_go_between_asks_for_the_guest_and_says_who_that_is() -> None:
    words = words_for(RECEIVE, Say("id"), form=Form.MESSAGE)

    assert words.text.startswith("Yth. Ibu Hj. Laila Rahmania, S.H.,\n")
    assert "Saya Ir. Hadi Pranata, Kepala Dinas PUPR Kabupaten Segara." in words.text
    assert (
        "Mohon berkenan menerima Fasilitator kemitraan, Yayasan Tirta "
        "(Ibu Dra. Wati Larasati, M.Si.) untuk pertemuan singkat." in words.text
    )


def test_a_leader_beyond_the_next_person_is_named_as_the_aim() -> None:
    door = Person(id="d", name="Satria", in_talk="Mas Satria")
    words = words_for(replace(INTRODUCE, next=door), Say("en"), form=Form.CALL)

    assert "- Ask whether Pak Hadi could introduce us to Satria." in words.text
    assert "be received by Bupati Segara (Ibu Hj. Laila Rahmania, S.H.)" in words.text


def test_a_letter_goes_over_the_desk_at_the_door_and_copies_superiors() -> None:
    door = Person(id="d", name="Yulis", title="Kepala Bagian Protokol")
    superior = Person(id="s", name="Nasrullah", title="Sekretaris Daerah")
    asking = replace(RECEIVE, attention=door, superiors=(superior,))

    words = words_for(asking, Say("id"), form=Form.LETTER)

    assert "\nu.p. Kepala Bagian Protokol\n" in words.text
    assert words.text.endswith("Tembusan:\n1. Kepala Bappeda\n2. Sekretaris Daerah")


@pytest.mark.parametrize(
    ("state", "key"),
    [
        (RequestState.AGREED, "thank"),
        (RequestState.MET, "thank"),
        (RequestState.DECLINED, "thank_anyway"),
        (RequestState.NOT_NOW, "thank_anyway"),
    ],
)
def test_thanks_fit_the_answer(state: RequestState, key: str) -> None:
    asking = replace(INTRODUCE, state=state)

    assert asking.occasion is Occasion.THANK
    assert asking.template(Occasion.THANK) == key


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (HEAD, "Kepala Dinas PUPR Kabupaten Segara"),
        (REGENT, "Bupati Segara"),
        (replace(HEAD, capacity=Capacity.PLT), "Plt. Kepala Dinas PUPR Kabupaten Segara"),
        (
            replace(HEAD, capacity=Capacity.PLT, title="Plt. Kepala Dinas"),
            "Plt. Kepala Dinas PUPR Kabupaten Segara",
        ),
        (
            Person(id="x", name="A", title="Camat Tanjung Sari", partner="Kecamatan Tanjung Sari"),
            "Camat Tanjung Sari",
        ),
        (
            Person(
                id="x", name="A", title="Sekretaris Daerah", partner="Sekretariat Daerah Segara"
            ),
            "Sekretaris Daerah Segara",
        ),
        (
            Person(id="x", name="A", title="Ketua yayasan", partner="Yayasan Tirta"),
            "Ketua Yayasan Tirta",
        ),
        (
            Person(id="x", name="A", title="Manajer", partner="Yayasan Tirta"),
            "Manajer, Yayasan Tirta",
        ),
        (replace(HEAD, capacity=Capacity.DEFINITIVE), "Kepala Dinas PUPR Kabupaten Segara"),
        (Person(id="x", name="A", partner="Dinas PU", post=PositionType.LEADS), "Head of Dinas PU"),
        (Person(id="x", name="A", partner="Dinas PU"), "Dinas PU"),
        (Person(id="x", name="Dinas PU", is_partner=True), "Dinas PU"),
        (Person(id="x", name="A"), ""),
    ],
)
def test_an_office_is_named_without_saying_a_word_twice(person: Person, expected: str) -> None:
    assert office(person, Say("en")) == expected


# ---------------------------------------------------------------------------- links


def test_a_message_opens_the_readers_own_messenger_with_the_text() -> None:
    words = words_for(INTRODUCE, Say("id"), form=Form.MESSAGE)
    messenger, email = words.links

    address = urlsplit(messenger.href)
    assert (messenger.kind, address.path) == (LinkKind.MESSENGER, "/6281234567890")
    assert parse_qs(address.query) == {"text": [words.text]}
    body = parse_qs(urlsplit(email.href).query)["body"][0]
    assert unquote(urlsplit(email.href).path) == "hadi@pupr.example"
    assert body.replace("\r\n", "\n") == words.text


def test_without_a_number_the_messenger_lets_the_reader_choose() -> None:
    words = words_for(replace(INTRODUCE, asked=replace(HEAD, phone="", email="")), Say("en"))

    (link,) = words.links
    assert urlsplit(link.href).path == "/"


def test_a_call_opens_the_telephone_and_only_with_a_number() -> None:
    call = words_for(INTRODUCE, Say("id"), form=Form.CALL)
    silent = words_for(
        replace(INTRODUCE, asked=replace(HEAD, phone="tanya Bu Sari")), Say("id"), form=Form.CALL
    )

    assert [(link.kind, link.href) for link in call.links] == [
        (LinkKind.TELEPHONE, "tel:+6281234567890")
    ]
    assert silent.links == ()


@pytest.mark.parametrize("email", ["hadi", "a@b.id,c@d.id", "a@b.id?bcc=x", "a b@c.id"])
def test_an_address_that_is_no_plain_one_never_adds_recipients(email: str) -> None:
    words = words_for(
        replace(INTRODUCE, asked=replace(HEAD, email=email)), Say("id"), form=Form.LETTER
    )

    assert not [link for link in words.links if "bcc=" in link.href or "," in link.href]


# ---------------------------------------------------------------------------- a network's own


def test_a_network_replaces_words_in_its_own_language_alone() -> None:
    phrases = {"words.close": "Salam hangat"}

    own = words_for(INTRODUCE, Say("id"), phrases=phrases, own_language="id")
    other = words_for(INTRODUCE, Say("en"), phrases=phrases, own_language="id")

    assert own.text.endswith("\nSalam hangat,\nBu Wati")
    assert other.text.endswith("\nKind regards,\nBu Wati")


def test_a_template_named_for_a_language_is_used_in_it() -> None:
    phrases = {"en:words.message.introduce": "Hello {asked}, a word about {purpose}?"}

    words = words_for(INTRODUCE, Say("en"), form=Form.MESSAGE, phrases=phrases, own_language="id")

    assert words.text == "Hello Pak Hadi, a word about lokasi IPAL kedua?"


def test_braces_in_what_people_wrote_are_left_alone() -> None:
    words = words_for(replace(INTRODUCE, purpose="{asked} {x.y}"), Say("en"))

    assert "It is about {asked} {x.y}." in words.text


def test_a_template_that_cannot_be_read_gives_way_to_ours() -> None:
    words = words_for(INTRODUCE, Say("en"), phrases={"words.close": "{asked.__class__"})

    assert words.text.endswith("\nKind regards,\nBu Wati")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_template_of_the_house_has_gaps_that_it_may_have(language: str, key: str) -> None:
    template = texts(language)[key]

    assert isinstance(template, str)
    assert set(gaps_in(template)) <= gaps_allowed(key)
