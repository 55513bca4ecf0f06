"""What is known of an asking: who asks whom, for what, and what the two have in common.

Facts without sentences, and the shape of what is said; ``dashboards/words.py`` says it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from graph.records.dates import StatedDate
from graph.records.requests import OPEN, Letter
from graph.vocabulary import Capacity, Channel, PositionType, RequestState


class Form(StrEnum):
    """In which form something is said."""

    MESSAGE = "message"
    LETTER = "letter"
    CALL = "call"


class Occasion(StrEnum):
    """On which occasion something is said to somebody who stands on a request."""

    ASK = "ask"
    REMIND = "remind"
    THANK = "thank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody on a request, as far as words need it; a partner is its own office.

    Parameters
    ----------
    in_talk, address_form
        As entered; never guessed from the name.
    post, title, capacity, partner_id, partner
        Foremost position on the day.

    """

    id: str
    name: str
    in_talk: str = ""
    address_form: str = ""
    is_partner: bool = False
    post: PositionType | None = None
    title: str = ""
    capacity: Capacity | None = None
    partner_id: str = ""
    partner: str = ""
    phone: str = ""
    email: str = ""
    preferred: Channel | None = None
    is_not_to_be_asked: bool = False


@dataclass(frozen=True, slots=True)
class CommonGround:
    """When two were last in touch, and about what."""

    on: StatedDate
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One step of a request.

    Parameters
    ----------
    guest
        For whom it is asked; ``None`` where the asker asks for us, the reader's side.
    next
        To whom the asked person is to introduce us; ``None`` on the last step.
    channel
        By which way it is to be asked, or was asked last.
    met
        When asker and asked were last in touch.
    attention
        Whose desk a letter to the asked person goes over (*u.p.*).
    superiors
        Who should be told first out of courtesy, since the route would pass them over.

    """

    step: int
    asker: Person
    asked: Person
    leader: Person
    guest: Person | None = None
    next: Person | None = None
    purpose: str = ""
    due: StatedDate | None = None
    channel: Channel | None = None
    state: RequestState = RequestState.DRAFT
    state_since: StatedDate | None = None
    asked_on: StatedDate | None = None
    met: CommonGround | None = None
    letter: Letter | None = None
    attention: Person | None = None
    superiors: tuple[Person, ...] = ()

    @property
    def is_last(self) -> bool:
        """Whether it is the leader who is asked, to receive us."""
        return self.next is None

    @property
    def is_settled(self) -> bool:
        """Whether nobody waits for anything on this step any more."""
        return self.state in (RequestState.AGREED, RequestState.MET, RequestState.WITHDRAWN)

    @property
    def occasion(self) -> Occasion:
        """What there is to say as things stand."""
        if self.state is RequestState.DRAFT:
            return Occasion.ASK
        is_waiting = self.state in (*OPEN, RequestState.NO_ANSWER)
        return Occasion.REMIND if is_waiting else Occasion.THANK

    def template(self, occasion: Occasion) -> str:
        """Name the template of an occasion."""
        if occasion is Occasion.ASK:
            return "receive" if self.is_last else "introduce"
        is_kind_no = self.state in (RequestState.DECLINED, RequestState.NOT_NOW)
        return "thank_anyway" if occasion is Occasion.THANK and is_kind_no else str(occasion)

    def spoken_form(self) -> Form:
        """Choose a form for a card, on which no letter stands."""
        form = self.form(self.occasion)
        return Form.CALL if form is Form.LETTER else form

    def form(self, occasion: Occasion) -> Form:
        """Choose a form: as the channel says, and for a reminder another than last time."""
        channel = self.channel or self.asked.preferred or Channel.MESSAGE
        usual = _FORM_BY_CHANNEL.get(channel, Form.MESSAGE)
        if occasion is not Occasion.REMIND:
            return usual
        return Form.MESSAGE if usual is Form.CALL else Form.CALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All steps of a request, to print or to read in a car."""

    request_id: str
    network: str
    on: date
    steps: tuple[Asking, ...]
    purpose: str = ""
    letter: Letter | None = None


class LinkKind(StrEnum):
    """Which program of the reader's own a link opens."""

    MESSENGER = "messenger"
    EMAIL = "email"
    TELEPHONE = "telephone"


@dataclass(frozen=True, slots=True)
class WordsLink:
    """An address that opens a program of the reader's own, with the text filled in."""

    kind: LinkKind
    href: str


@dataclass(frozen=True, slots=True)
class Words:
    """What to say on a step.

    Parameters
    ----------
    missing
        Visible gaps in the text, which a person must fill before it is sent.
    links
        Open the reader's own messenger, e-mail program or telephone.

    """

    form: Form
    occasion: Occasion
    text: str
    subject: str = ""
    missing: tuple[str, ...] = ()
    links: tuple[WordsLink, ...] = ()


_FORM_BY_CHANNEL: Final = {
    Channel.LETTER: Form.LETTER,
    Channel.PHONE: Form.CALL,
    Channel.VIDEO: Form.CALL,
    Channel.IN_PERSON: Form.CALL,
}
