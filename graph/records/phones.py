"""Telephone numbers as people write them, and the one number that they mean."""

import re
from typing import Final

HOME_CODE: Final = "62"
"""Country of a number that names none."""
FEWEST_DIGITS: Final = 9
MOST_DIGITS: Final = 15

_BETWEEN: Final = re.compile(r"[\s\-./()\u00a0\u2010-\u2013]+")
_OLD_ZERO: Final = re.compile(r"\(\s*0\s*\)")


def dialled(phone: str) -> str:
    """Give the digits of a number with its country, or nothing where it cannot be told.

    Parameters
    ----------
    phone
        As somebody wrote it.

    Examples
    --------
    >>> dialled("0812-3456-7890"), dialled("+62 (0) 812 3456 7890"), dialled("62812 34567890")
    ('6281234567890', '6281234567890', '6281234567890')
    >>> dialled("ask Bu Sari"), dialled("0812 3456 7890 / 0813 1111 2222")
    ('', '')

    """
    digits = _BETWEEN.sub("", _OLD_ZERO.sub("", phone.strip()))
    if digits.startswith("+"):
        digits = digits[1:]
    elif digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = HOME_CODE + digits[1:]
    elif digits.startswith("8"):
        digits = HOME_CODE + digits
    elif not digits.startswith(HOME_CODE):
        return ""
    digits = HOME_CODE + digits[3:] if digits.startswith(f"{HOME_CODE}0") else digits
    if not (digits.isascii() and digits.isdigit()):
        return ""
    return digits if FEWEST_DIGITS <= len(digits) <= MOST_DIGITS else ""
