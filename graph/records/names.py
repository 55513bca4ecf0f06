"""Names as written on an invitation, and the forms under which they are found.

A name is one field and is kept letter by letter. From it derive a search name without titles,
which may be shown and sorted, and keys, which only compare: two spellings that people mean as one
have one key. A key is never shown.
"""

import re
from typing import Final
from unicodedata import category, combining, normalize

_APOSTROPHES: Final = "'`\u00b4\u02bb\u02bc\u02be\u02bf\u2018\u2019"
_SHAPELESS: Final = {
    ord("\u034f"),
    *range(0x180B, 0x180E),
    *range(0xFE00, 0xFE10),
    *range(0xE0100, 0xE01F0),
}
"""Marks that choose the look of the sign before them and are no part of a spelling."""

_ASCII_FOLDED: Final[dict[int, str | None]] = {
    **{code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)},
    **{ord(sign): None for sign in "'`"},
}
_UNDECOMPOSED: Final[dict[int, str | None]] = {
    **{ord(sign): None for sign in _APOSTROPHES},
    **dict.fromkeys(_SHAPELESS),
    ord("æ"): "ae",
    ord("œ"): "oe",
    ord("ø"): "o",
    ord("đ"): "d",
    ord("ð"): "d",
    ord("þ"): "th",
    ord("ł"): "l",
    ord("ħ"): "h",
    ord("\u0131"): "i",
}
"""Letters that Unicode does not take apart, though readers without them type the plain ones."""

_POINTS: Final = range(10, 37)  # combining classes of Hebrew and Arabic points
_ACCENTS_FROM: Final = 200  # classes from here on sit above, below or beside a letter
_OVERLAY: Final = 1


def fold(text: str) -> str:
    """Reduce a text to what a person compares: letters and digits, small, without accents.

    Apostrophes close up (Ma'ruf is Maruf); other punctuation becomes a space. Letters of other
    scripts stay, with the marks that spell their vowels.

    Examples
    --------
    >>> fold("  Irène  D'Souza-Łukasz ")
    'irene dsouza lukasz'

    """
    if text.isascii():
        return " ".join(text.translate(_ASCII_FOLDED).split())
    parts = normalize("NFKD", text.translate(_UNDECOMPOSED))
    bare = "".join(part for part in parts if not _is_accent(part))
    small = normalize("NFKD", bare.casefold()).translate(_UNDECOMPOSED)
    kept = "".join(sign if _is_spelling(sign) else " " for sign in small)
    return normalize("NFC", " ".join(kept.split()))


def _is_accent(sign: str) -> bool:
    kind = combining(sign)
    return kind == _OVERLAY or kind in _POINTS or kind >= _ACCENTS_FROM


def _is_spelling(sign: str) -> bool:
    return sign.isalnum() or (category(sign)[0] == "M" and not _is_accent(sign))


_TITLE: Final = re.compile(
    r"(?:dr\.? ?\( ?h\.? ?c\.? ?\)|(?:dr\.? ?h\.c|k\. ?h|t\.g\.(?:k\.)?h)\.?(?: |$)"
    r"|(?:prof|drg|dra|drs|dr|ir|hj|kh|tgkh|tgh|k\. ?h|t\.g\.(?:k\.)?h|h)(?:\.| ))",
    re.IGNORECASE | re.ASCII,
)
"""A title before a name, with its dot or the space after it; H.C. belongs to an honorary Dr."""

_TITLE_WORDS: Final = {"prof", "dr", "drg", "dra", "drs", "ir", "h", "hj", "kh", "tgh", "tgkh"}
_DEGREES: Final = """
    advokat akt alm almarhum almarhumah ama amd apoteker apt bidan dipl doktor emeritus esq hons hum
    ing insinyur magister mars med meng mkes mkom msi ners perawat pharm psi psikolog sag sarjana
    shi sip sked skep skom sos spi ssi ssos
"""
_NO_GIVEN_NAMES: Final = _TITLE_WORDS.union(_DEGREES.split())
"""Titles that stand after a comma and, without dots, look like a given name."""

_CONTROLS: Final = dict.fromkeys((*range(32), *range(127, 160)), " ")
_SHORTEST_WORD: Final = 3


def search_name(name: str) -> str:
    """Take the titles off a name: those before it and everything after the first comma.

    Only titles that lead are titles: the H. of "John H. Smith" stays, and so do Lalu, Baiq,
    I Gusti, Raden, Andi, Teuku and Cut, which are parts of names. A list that writes the family
    first ("SMITH, John") is read as the person says it. If nothing would remain, the name stays.

    Examples
    --------
    >>> search_name("Ir. H. Lalu Muhammad Zaini, M.T.")
    'Lalu Muhammad Zaini'
    >>> search_name("SMITH, John")
    'John SMITH'

    """
    written = _collapsed(name)
    before, _, after = written.partition(",")
    bare = _without_titles(before.strip())
    if not _has_letter(bare):
        return written
    given = _given_names(after, family=bare)
    return _without_titles(f"{given} {bare}") if given else bare


def _collapsed(name: str) -> str:
    return " ".join(name.translate(_CONTROLS).split())


def _without_titles(name: str) -> str:
    while title := _TITLE.match(name):
        rest = name[title.end() :].lstrip(" .-/&")
        if not _has_letter(rest):
            break
        name = rest
    return name


def _given_names(after: str, family: str) -> str:
    """Tell given names from degrees behind the comma; in doubt they are degrees."""
    words = after.partition(",")[0].split()
    if len(words) == 1 and re.fullmatch(r"[^\W\d_]\.", words[0]):  # no degree has one letter
        return words[0]
    if " " in family:  # "Siti Aminah, Bendahara"
        return ""
    given: list[str] = []
    for word in words:
        initial = bool(given) and re.fullmatch(r"[^\W\d_]\.?", word)
        if not (initial or _is_given_name(word)):
            break
        given.append(word)
    return " ".join(given)


def _is_given_name(word: str) -> bool:
    plain = fold(word)
    return (
        len(word) >= _SHORTEST_WORD
        and word.isalpha()
        and word[0].isupper()
        and word[1:].islower()
        and not {*"aeiouy"}.isdisjoint(plain)
        and plain not in _NO_GIVEN_NAMES
    )


def _has_letter(text: str) -> bool:
    return any(sign.isalpha() and sign not in _APOSTROPHES for sign in text)


_DOUBLE: Final = re.compile(r"([a-z])\1+")
_DOUBLE_BETWEEN_VOWELS: Final = re.compile(r"(?<=[aeiou])([b-df-hj-np-tv-z])\1+(?=[aeiou])")
_ROMAN: Final = re.compile(r"[ivx]+")
_OLD_SPELLINGS: Final = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("j", "y"))  # in this order
_MUHAMMAD: Final = "muhamad"
_MUHAMMADS: Final = "mohamad mohamed muhamed mochamad muchamad muh moh moch mohd muhd mhd"
_EQUAL_NAMES: Final[dict[str, str]] = dict.fromkeys(_MUHAMMADS.split(), _MUHAMMAD)
_LEADING_ABBREVIATIONS: Final = {"m": _MUHAMMAD, "st": "siti"}
_NAME_PARTS: Final = {"lalu", "baiq", "i", "gusti", "ni", "raden", "andi", "teuku", "cut"}


def name_key(name: str) -> str:
    """Give the key under which all usual spellings of a person's name are one.

    Titles and accents are gone; Muhammad, Mohammad, Muh. and Moh. are equal, and so is M. where a
    name begins; Siti and St. likewise; oe is u, dj and j are y, tj is c; doubled letters count
    once, except in the numerals of rulers. A name of signs alone is its own key.

    Examples
    --------
    >>> name_key("Drs. H. Moh. Joesoef") == name_key("Muhammad Yusuf, S.H.")
    True

    """
    words = (fold(search_name(name)) or fold(name)).split()
    words = _drop_titles([_spelling(word) for word in _drop_titles(words)])
    for place, word in enumerate(words[:-1]):
        if word in _LEADING_ABBREVIATIONS:
            words[place] = _LEADING_ABBREVIATIONS[word]
        if word not in _NAME_PARTS:
            break
    return " ".join(words) or _collapsed(name)


def _drop_titles(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) - 1 and words[start] in _TITLE_WORDS:
        start += 1
    return words[start:]


def _spelling(word: str) -> str:
    if _ROMAN.fullmatch(word):
        return word
    word = _DOUBLE.sub(r"\1", word)
    for old, new in _OLD_SPELLINGS:
        word = word.replace(old, new)
    word = _DOUBLE.sub(r"\1", word)
    return _EQUAL_NAMES.get(word, word)


def organisation_key(name: str) -> str:
    """Give the key under which the usual spellings of an organisation are one.

    Legal forms stay (PT, CV, Yayasan), for a company and a foundation of one name are two. Only a
    consonant doubled between vowels counts once: Bappeda is Bapeda, but BBWS is not BWS.

    Examples
    --------
    >>> organisation_key("BAPPEDA Kab. Lombok Timur")
    'bapeda kab lombok timur'

    """
    folded = _DOUBLE_BETWEEN_VOWELS.sub(r"\1", fold(name))
    return folded or _collapsed(name)
