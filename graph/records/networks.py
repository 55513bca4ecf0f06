"""Networks: workspaces. One installation holds several; nothing crosses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from graph.errors import shown
from graph.records.checks import LONGEST_LINE, LONGEST_NAME, MOST_ITEMS, Checks

LANGUAGES: Final = ("en", "id")
LONGEST_KEY: Final = 100
LONGEST_PHRASE: Final = 4_000
LONGEST_INTERVAL: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRecord:
    """A workspace and its habits.

    Parameters
    ----------
    id
        Short word used in addresses.
    name
        As shown.
    purpose
        One line for those who join.
    time_zone
        IANA name; "today" is a day of this zone.
    language
        Language of letters and of new readers: ``en`` or ``id``.
    request_cap
        Most open requests put to one person at a time.
    is_demo
        Made by ``restu demo``; may be thrown away.
    odds
        Coefficients of the odds model that this network replaces, by name. Whoever knows the
        model checks the names.
    reminder_days
        Days without an answer after which a reminder is due.
    phrases
        Words of letters and messages that this network replaces, by key.

    """

    id: str
    name: str
    purpose: str = ""
    time_zone: str = "Asia/Makassar"
    language: str = "en"
    request_cap: int = 3
    is_demo: bool = False
    odds: Mapping[str, float] = field(default_factory=dict[str, float])
    reminder_days: int = 7
    phrases: Mapping[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Check meaning."""
        checks = Checks()
        checks.identifier("id", self.id)
        checks.text("name", self.name, LONGEST_NAME, required=True)
        checks.text("purpose", self.purpose, LONGEST_LINE)
        checks.whole("request_cap", self.request_cap, 0, 100)
        checks.whole("reminder_days", self.reminder_days, 1, LONGEST_INTERVAL)
        checks.numbers("odds", self.odds)
        if len(self.phrases) > MOST_ITEMS:
            checks.add("phrases", "too-many", most=MOST_ITEMS)
        else:
            for key, words in self.phrases.items():
                place = f"phrases.{shown(key[:40])}"
                checks.text(place, key, LONGEST_KEY, required=True)
                checks.text(place, words, LONGEST_PHRASE, required=True, lines=True)
        if self.language not in LANGUAGES:
            checks.add("language", "unknown-word", self.language, known=", ".join(LANGUAGES))
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            checks.add("time_zone", "unknown-time-zone", self.time_zone)
        checks.refuse("network", self.id)

    def today(self, now: datetime) -> date:
        """Tell the day of the network's time zone at a moment (aware)."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()
