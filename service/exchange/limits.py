"""How much a file may hold, so that no file can take the machine down."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one import; a file beyond one of them is refused whole, and told which.

    Parameters
    ----------
    file_bytes
        Size of one file.
    rows
        Rows of all files together.
    line_chars
        Length of one physical line of a CSV file.
    columns
        Columns of one table.
    cells
        Extent of the worksheets of a workbook, rows by columns, empty cells included: a reader
        makes room for all of them. Larger tables are read as CSV.
    unpacked_bytes
        Size of a workbook after unpacking.
    parts
        Files inside a workbook.
    refused_rows
        Refused rows of one table that are kept for the report; with more of them the mapping is
        wrong, not the rows.
    new_types
        Types of relationship that one import may add; with more of them the column holds no types.

    """

    file_bytes: int = 200 * 2**20
    rows: int = 2_000_000
    line_chars: int = 2**20
    columns: int = 512
    cells: int = 4_000_000
    unpacked_bytes: int = 256 * 2**20
    parts: int = 2_000
    refused_rows: int = 100_000
    new_types: int = 100


STANDARD: Final = Limits()
"""What holds unless somebody says otherwise."""
