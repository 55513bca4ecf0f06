"""Contacts: people. One field for the name, never first name and surname."""

from dataclasses import dataclass
from typing import Final

from graph.records.base import Record
from graph.records.checks import LONGEST_NAME, LONGEST_TEXT, Checks
from graph.vocabulary import Channel, Noun

SENIORITY_LEAST: Final = 1
SENIORITY_MOST: Final = 6
"""Default scale: 1 staff, 6 minister or governor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """A person.

    Parameters
    ----------
    name
        As written on an invitation, letter by letter: ``Ir. H. Lalu Muhammad Zaini, M.T.``
    name_in_talk
        As people speak of the person: ``Pak Zaini``.
    address_form
        Bapak, Ibu, Tuan Guru …; entered by somebody, never guessed.
    is_leader
        A leader whose time is short and whose blessing counts.
    seniority
        1 (staff) to 6 (minister, governor); ``None`` when not known.
    busyness
        0 (has time) to 1 (hardly ever free); ``None`` when not known.
    preferred_channel
        How the person likes to be asked.
    do_not_ask
        Please do not ask this person now; never on a route.
    is_deceased, has_opted_out
        Never on a route either.
    request_cap
        Most open requests put to the person at a time; ``None``: the network's default.
    merged_into
        Identifier of the record that this one was merged into; reads answer with that one.

    """

    name: str
    name_in_talk: str = ""
    address_form: str = ""
    aliases: tuple[str, ...] = ()
    is_leader: bool = False
    seniority: int | None = None
    busyness: float | None = None
    preferred_channel: Channel | None = None
    languages: tuple[str, ...] = ()
    region: str = ""
    phone: str = ""
    email: str = ""
    do_not_ask: bool = False
    request_cap: int | None = None
    is_deceased: bool = False
    has_opted_out: bool = False
    tags: tuple[str, ...] = ()
    remark: str = ""
    merged_into: str | None = None

    def __post_init__(self) -> None:
        """Check meaning."""
        checks = Checks()
        checks.text("name", self.name, LONGEST_NAME, required=True)
        for name in ("name_in_talk", "address_form", "region", "phone", "email"):
            value: str = getattr(self, name)
            if value:
                checks.text(name, value, LONGEST_NAME)
        for name in ("aliases", "languages", "tags"):
            values: tuple[str, ...] = getattr(self, name)
            if values:
                checks.texts(name, values, LONGEST_NAME)
        if self.remark:
            checks.text("remark", self.remark, LONGEST_TEXT, lines=True)
        if self.seniority is not None:
            checks.whole("seniority", self.seniority, SENIORITY_LEAST, SENIORITY_MOST)
        if self.busyness is not None:
            checks.share("busyness", self.busyness)
        if self.request_cap is not None:
            checks.whole("request_cap", self.request_cap, 0, 100)
        if self.merged_into is not None:
            checks.identifier("merged_into", self.merged_into)
            if self.merged_into == self.id:
                checks.add("merged_into", "self-tie", self.merged_into)
        self.check_base(Noun.CONTACT, checks)
