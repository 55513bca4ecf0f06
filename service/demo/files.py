"""The files of the demo network, in the format that every user's files have."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Final, TypeAlias

Row: TypeAlias = dict[str, str]
"""Values by column; a column that is not there is unknown."""

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(columns.split())
    for name, columns in {
        "partners": "id name sector level kind region parent_id is_key_partner aliases tags notes"
        " source",
        "contacts": "id name name_in_talk address_form is_leader seniority busyness"
        " preferred_channel languages region do_not_ask request_cap aliases tags notes source"
        " partner_id title",
        "relationships": "source target type strength since until title capacity last_contact"
        " count label confidence evidence source_ref",
        "interactions": "id kind date initiator participants subject location channel"
        " planned_minutes actual_minutes answered_on evidence",
        "aliases": "actor_id alias",
        "notes": "about_id text is_private",
    }.items()
}
"""Columns of each file, in order."""


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """Rows of the six files, told from one reference day."""

    reference_day: date
    partners: tuple[Row, ...]
    contacts: tuple[Row, ...]
    relationships: tuple[Row, ...]
    interactions: tuple[Row, ...]
    aliases: tuple[Row, ...]
    notes: tuple[Row, ...]

    def texts(self) -> dict[str, str]:
        """Give the text of each file, by file name."""
        return {f"{name}.csv": _csv_text(columns, self._rows(name)) for name, columns in _FILES}

    def write(self, folder: Path) -> None:
        """Write the files into a folder, which is made if it is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.texts().items():
            (folder / name).write_text(text, encoding="utf-8", newline="")

    def _rows(self, name: str) -> tuple[Row, ...]:
        rows: tuple[Row, ...] = getattr(self, name)
        return rows


_FILES: Final = tuple(COLUMNS.items())


def _csv_text(columns: tuple[str, ...], rows: tuple[Row, ...]) -> str:
    text = StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
