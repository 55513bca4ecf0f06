"""What to say on a step of a request: a message, a letter or a call, in the reader's language.

The words are drafts for a person who sends them. Nothing is sent from here, and a form of address
that nobody entered stays a gap that can be seen.
"""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from dashboards.texts import Say
from graph.access.asking import Asking, Form, LinkKind, Occasion, Person, Words, WordsLink
from graph.records.phones import dialled
from graph.records.phrases import gaps_in
from graph.vocabulary import Capacity, PositionType

ADDRESSES: Final = frozenset(
    {
        *("bapak", "ibu", "pak", "bu", "mas", "mbak", "kak", "abang", "bang", "adik"),
        *("saudara", "saudari", "tuan", "nyonya", "guru", "ustaz", "ustazah", "kiai"),
        *("amaq", "inaq", "mamiq", "bli", "ajik"),
    }
)
"""First words by which a name in talk holds a form of address that somebody entered."""

GOVERNMENT_OF: Final = "pemerintah"
"""First word of the name of a region's government."""

_VISIBLE: Final = frozenset({"purpose", "addressee"})
"""Gaps that somebody must fill, in whose place a word stands while there is no fact."""


def words_for(
    asking: Asking,
    say: Say,
    *,
    form: Form | None = None,
    occasion: Occasion | None = None,
    phrases: Mapping[str, str] | None = None,
    own_language: str = "",
) -> Words:
    """Say what there is to say on a step.

    Parameters
    ----------
    asking
        The step, and what is known of it.
    say
        Language of the words.
    form, occasion
        What is wanted; ``None``: what fits the channel, and how things stand.
    phrases, own_language
        Templates that the network replaces, and the language that it writes in.

    """
    occasion = occasion or asking.occasion
    form = form or asking.form(occasion)
    own = Phrases(say, phrases or {}, own_language)
    name = asking.template(occasion)
    facts = _facts(asking, say, form, own)
    subject = filled(own(f"words.subject.{name}"), {**facts, **_in_short(asking, say)}, say)
    text = filled(own(f"words.{form}.{name}"), {**facts, "subject": subject}, say)
    missing = tuple(word for word in gap_words(say) if word in text)
    links = tuple(_links(asking.asked, form, subject, text))
    return Words(form, occasion, text, "" if form is Form.CALL else subject, missing, links)


class Phrases:
    """Templates of the house, or those by which a network replaces them."""

    def __init__(self, say: Say, own: Mapping[str, str], own_language: str) -> None:
        self._say = say
        self._own = own
        self._is_own_language = own_language in ("", say.language)

    def __call__(self, key: str) -> str:
        """Give the template of a key: of this language, of the network, of the house."""
        for_language = self._own.get(f"{self._say.language}:{key}")
        template = for_language or (self._own.get(key) if self._is_own_language else None)
        return template if template and _is_readable(template) else self._say.template(key)


def filled(template: str, facts: Mapping[str, str], say: Say) -> str:
    """Fill the gaps of a template; a line with a gap without a fact is left out."""
    lines: list[str] = []
    for line in template.strip("\n").splitlines():
        gaps = gaps_in(line)
        told = {gap: facts.get(gap) or _visible(gap, say) for gap in gaps}
        if all(told.values()):
            lines.append(line.format_map(told) if gaps else line.format())
    return _without_holes(lines)


def gap_words(say: Say) -> tuple[str, ...]:
    """List the words that stand in a text where a person must write something."""
    return tuple(say(f"words.gap.{name}") for name in ("address", "purpose", "addressee"))


def spoken(person: Person, say: Say) -> str:
    """Name somebody as in talk, with a form of address that was entered, or a visible gap."""
    if person.is_partner:
        return person.name
    in_talk = person.in_talk or person.name
    if _holds_address(person.in_talk):
        return in_talk
    return f"{person.address_form or say('words.gap.address')} {in_talk}"


def formal(person: Person, say: Say) -> str:
    """Address somebody in full; by the office where no form of address was entered."""
    if person.is_partner:
        return person.name
    if person.address_form:
        return f"{person.address_form} {person.name}"
    return _own_office(person, say) or f"{say('words.gap.address')} {person.name}"


def introduced(person: Person, say: Say) -> str:
    """Name somebody to a third person: name and office."""
    where = office(person, say)
    name = " ".join(part for part in (person.address_form, person.name) if part)
    return say("words.at_the_door", office=where, name=name) if where else name


def office(person: Person, say: Say) -> str:
    """Name the office that somebody holds: ``Plt. Kepala Dinas Kesehatan``; empty without one.

    >>> office(Person(id="a", name="Ani", title="Kepala Dinas", partner="Dinas Kesehatan"), Say())
    'Kepala Dinas Kesehatan'

    """
    if person.is_partner:
        return person.name
    title = person.title
    if not title and person.partner and person.post is PositionType.LEADS:
        title = say("words.head_of", partner=person.partner)
    elif title and person.partner:
        title = _joined(title, person.partner)
    elif not title:
        title = person.partner
    if title and person.capacity not in (None, Capacity.DEFINITIVE):
        mark = f"{person.capacity.capitalize()}."
        return title if title.lower().startswith(mark.lower()) else f"{mark} {title}"
    return title


def _own_office(person: Person, say: Say) -> str:
    """Name the office by which nobody else can be meant: many are members of one body."""
    return "" if person.post is PositionType.MEMBER_OF else office(person, say)


def _joined(title: str, partner: str) -> str:
    """Put a title before a place without saying words twice: Kepala Dinas (Dinas) Kesehatan."""
    head, tail = title.split(), partner.split()
    lower_head, lower_tail = title.lower().split(), partner.lower().split()
    same_end = 1 if lower_tail[0] == GOVERNMENT_OF else 2  # a title that names the region is whole
    if len(head) > same_end - 1 and lower_head[-same_end:] == lower_tail[-same_end:]:
        return title
    if lower_head[0] == "sekretaris" and lower_tail[: len(head)] == [
        "sekretariat",
        *lower_head[1:],
    ]:
        return " ".join([*head, *tail[len(head) :]])
    for size in range(min(len(head), len(tail)), 0, -1):
        if lower_head[-size:] == lower_tail[:size]:
            return " ".join([*head[:-size], *tail])
    return f"{title}, {partner}"


def _holds_address(in_talk: str) -> bool:
    """Tell whether what people call somebody begins with a form of address."""
    first = in_talk.split(maxsplit=1)[:1]
    return bool(first) and first[0].lower().strip(".") in ADDRESSES


def _facts(asking: Asking, say: Say, form: Form, own: Phrases) -> dict[str, str]:
    asked, asker = asking.asked, asking.asker
    is_letter = form is Form.LETTER
    if is_letter and asking.is_last and asking.guest is not None:
        asker = asking.guest  # whoever wants to be received signs, and the go-between hands it over
    guest = asking.guest if asker is asking.asker else None
    beyond = asking.leader if asking.next and asking.next.id != asking.leader.id else None
    letter = asking.letter if asking.is_last else None
    return {
        "asker": asker.name,
        "asker_in_talk": asker.in_talk or asker.name,
        "asker_office": "" if asker.is_partner else office(asker, say),
        "asker_in_full": ", ".join(
            part for part in (asker.name, "" if asker.is_partner else office(asker, say)) if part
        ),
        "guest": introduced(guest, say) if guest else say("words.us"),
        "asked": spoken(asked, say),
        "asked_in_full": formal(asked, say),
        "addressee": (letter.addressee if letter else "") or office(asked, say),
        "addressee_name": _addressee_name(asked, say),
        "attention": office(asking.attention, say) if asking.attention else "",
        "next": introduced(asking.next, say) if asking.next else "",
        "leader": introduced(asking.leader, say),
        "leader_beyond": introduced(beyond, say) if beyond else "",
        "purpose": asking.purpose.strip().rstrip("."),
        "due": say.date(asking.due) if asking.due else "",
        "met": _met(asking, say) if asker is asking.asker else "",
        "asked_on": say.date(asking.asked_on) if asking.asked_on else "",
        "number": letter.number if letter else "",
        "dated": say.date(letter.dated) if letter and letter.dated else "",
        "copies": _copies(asking, say) if is_letter else "",
        "close": own("words.close").strip(),
    }


def _in_short(asking: Asking, say: Say) -> dict[str, str]:
    """Name those whom a subject line names by their office alone, where they hold one."""
    named = {"leader": asking.leader, "next": asking.next, "guest": asking.guest}
    short = {gap: _own_office(one, say) or one.name for gap, one in named.items() if one}
    return {"guest": say("words.us"), **short}


def _addressee_name(asked: Person, say: Say) -> str:
    """Name a person below the office: as somebody said, or with a gap one member of many."""
    if asked.address_form:
        return f"{asked.address_form} {asked.name}"
    return formal(asked, say) if asked.post is PositionType.MEMBER_OF else ""


def _met(asking: Asking, say: Say) -> str:
    if asking.met is None:
        return ""
    on, subject = say.date(asking.met.on), asking.met.subject.strip().rstrip(".")
    return say("words.met", on=on, subject=subject) if subject else on


def _copies(asking: Asking, say: Say) -> str:
    """List who gets a copy: as the letter says, and whoever must not be passed over."""
    told = list(asking.letter.copies) if asking.letter and asking.is_last else []
    told += [superior for one in asking.superiors if (superior := office(one, say))]
    numbered = [f"{number}. {name}" for number, name in enumerate(dict.fromkeys(told), start=1)]
    return "\n".join([say("words.copies"), *numbered]) if numbered else ""


def _links(asked: Person, form: Form, subject: str, text: str) -> Iterable[WordsLink]:
    """Give links that open a program of the reader's own; nothing is asked of the network."""
    digits = dialled(asked.phone)
    if form is Form.CALL:
        if digits:
            yield WordsLink(LinkKind.TELEPHONE, f"tel:+{digits}")
        return
    if form is Form.MESSAGE:
        yield WordsLink(LinkKind.MESSENGER, f"https://wa.me/{digits}?text={quote(text, safe='')}")
    if _is_email(asked.email):
        body = quote(text.replace("\n", "\r\n"), safe="")
        to = quote(asked.email.strip(), safe="@")
        href = f"mailto:{to}?subject={quote(subject, safe='')}&body={body}"
        yield WordsLink(LinkKind.EMAIL, href)


def _is_email(email: str) -> bool:
    name, at, place = email.strip().partition("@")
    return bool(name and at and "." in place) and not set(email.strip()) & set(" ,;<>\"'")


def _is_readable(template: str) -> bool:
    try:
        gaps_in(template)
    except ValueError:
        return False
    return True


def _visible(gap: str, say: Say) -> str:
    return say(f"words.gap.{gap}") if gap in _VISIBLE else ""


def _without_holes(lines: Iterable[str]) -> str:
    """Put one empty line where paragraphs that were left out would leave several."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1].strip()):
            kept.append(line.rstrip())
    return "\n".join(kept).strip("\n")
