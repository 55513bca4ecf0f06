"""Networks: workspaces. One installation holds several; nothing crosses."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from graph.records.checks import LONGEST_LINE, LONGEST_NAME, Checks

LANGUAGES: Final = ("en", "id")


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

    """

    id: str
    name: str
    purpose: str = ""
    time_zone: str = "Asia/Makassar"
    language: str = "en"
    request_cap: int = 3
    is_demo: bool = False

    def __post_init__(self) -> None:
        """Check meaning."""
        checks = Checks()
        checks.identifier("id", self.id)
        checks.text("name", self.name, LONGEST_NAME, required=True)
        checks.text("purpose", self.purpose, LONGEST_LINE)
        checks.whole("request_cap", self.request_cap, 0, 100)
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
