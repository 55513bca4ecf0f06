"""Identifiers: their form, new ones, and those that follow from a natural key."""

import re
import secrets
from hashlib import blake2b
from typing import Final

ID_PATTERN: Final = r"^[A-Za-z0-9_][A-Za-z0-9_.:@~+-]{0,95}$"
"""Form of every identifier: 1 to 96 characters that need no escape in an address."""

_is_id = re.compile(ID_PATTERN).match


def is_identifier(text: str) -> bool:
    """Tell whether the text has the form of an identifier."""
    return _is_id(text) is not None and text[-1] != "\n"


def new_id() -> str:
    """Draw an identifier that nobody else has: 20 hexadecimal digits, 80 random bits."""
    return secrets.token_hex(10)


def natural_id(noun: str, *parts: str) -> str:
    """Derive the identifier of a record from its natural key.

    The same key gives the same identifier, so a file read twice names the same records.

    Parameters
    ----------
    noun
        First part of the identifier, so that two kinds never meet.
    parts
        The natural key, in the order that the record type states.

    Returns
    -------
    str
        ``noun`` and 96 bits of a BLAKE2b digest, such as ``tie-1f0c…``.

    """
    digest = blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12)
    return f"{noun}-{digest.hexdigest()}"
