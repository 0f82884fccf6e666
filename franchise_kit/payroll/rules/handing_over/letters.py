"""The letters that a format takes: others are written with their nearest, or refused where there is none."""

import re
import unicodedata
from typing import ClassVar, Final

from tenants.refusal import Refusal

HMRC_LONGEST: Final = 35
BACS_LONGEST: Final = 18
ISO_LONGEST: Final = 70
# What no decomposition of Unicode takes apart.
_NEAREST: Final = str.maketrans(
    {"’": "'", "‘": "'", "–": "-", "−": "-", "\N{EM DASH}": "-"}
    | {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O"}
    | {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th"}
)
_BACS_OTHERS: Final = re.compile(r"[^A-Z0-9.\-/& ]+")
_ISO_OTHERS: Final = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")
_NAME_OTHERS: Final = re.compile(r"[^A-Za-z' \-]+")
_ADDRESS_OTHERS: Final = re.compile(r"[^A-Za-z0-9 &'()*,\-./]+")
_FIRST: Final = re.compile(r"[A-Za-z0-9].*")
_FIRST_LETTER: Final = re.compile(r"[A-Za-z].*")
_DIGIT: Final = re.compile(r"[0-9]")


class NoSuchLetters(Refusal):
    """A field has letters that the format cannot carry, or none that it can."""

    code: ClassVar[str] = "letters_not_in_format"


def plain(text: str) -> str:
    """Return text without accents, with the nearest letters of English: ``Siôn Ŵyn`` as ``Sion Wyn``.

    Source: ours, as HMRC and Bacs take no accents; ŵ and ŷ are W and Y with an accent.
    """
    taken_apart = unicodedata.normalize("NFKD", text.translate(_NEAREST))
    return "".join(sign for sign in taken_apart if not unicodedata.combining(sign))


def bacs_text(text: str, *, field: str, place: int = 0, longest: int = BACS_LONGEST) -> str:
    """Return text as Bacs writes it: capitals, digits, blanks and ``. - / &``, cut to its length.

    ``field`` and ``place`` say which field of which payee it is. Raises NoSuchLetters.
    Source: Pay.UK, Bacs Standard 18, the permitted characters, as banks print them.
    """
    capitals = plain(text).upper().replace("'", "")
    _refuse_letters(capitals, field, place)
    return _fitted(_BACS_OTHERS.sub(" ", capitals), _FIRST, longest, (field, place))


def iso_text(text: str, *, field: str, place: int = 0, longest: int = ISO_LONGEST) -> str:
    """Return text in the letters that every bank takes in ISO 20022 messages, cut to its length.

    Raises NoSuchLetters.
    Source: ISO 20022, the restricted Latin set that payment schemes agree on.
    """
    near = plain(text)
    _refuse_letters(near, field, place)
    return _fitted(_ISO_OTHERS.sub(" ", near), _FIRST, longest, (field, place))


def surname(text: str, *, place: int = 0) -> str:
    """Return a surname as HMRC takes it: letters, blanks, hyphens, apostrophes; at most 35.

    Raises NoSuchLetters for digits, foreign letters, or nothing left.
    Source: HMRC, RTI schema: the character set of names.
    """
    near = plain(text)
    _refuse_letters(near, "surname", place)
    if _DIGIT.search(near):
        raise NoSuchLetters(field="surname", place=place)
    return _fitted(_NAME_OTHERS.sub(" ", near), _FIRST_LETTER, HMRC_LONGEST, ("surname", place))


def forenames(text: str, *, place: int = 0) -> tuple[str, ...]:
    """Return the first two forenames as HMRC takes them: letters, hyphens, apostrophes; at most 35 each.

    Raises NoSuchLetters as ``surname`` does.
    Source: HMRC, RTI schema: up to two elements ``Fore``, without blanks.
    """
    near = plain(text)
    _refuse_letters(near, "forename", place)
    if _DIGIT.search(near):
        raise NoSuchLetters(field="forename", place=place)
    words = (_FIRST_LETTER.search(word) for word in _NAME_OTHERS.sub(" ", near).split())
    found = tuple(word[0][:HMRC_LONGEST] for word in words if word)[:2]
    if not found:
        raise NoSuchLetters(field="forename", place=place)
    return found


def address_line(text: str, *, place: int = 0) -> str:
    """Return a line of an address as HMRC takes it, at most 35 signs. Raises NoSuchLetters.

    Source: HMRC, RTI schema: the character set of addresses.
    """
    near = plain(text)
    _refuse_letters(near, "address", place)
    return _fitted(_ADDRESS_OTHERS.sub(" ", near), _FIRST, HMRC_LONGEST, ("address", place))


def _refuse_letters(text: str, field: str, place: int) -> None:
    """Signs may become blanks, but a letter that is lost makes another name of it."""
    if any(sign.isalnum() and not sign.isascii() for sign in text):
        raise NoSuchLetters(field=field, place=place)


def _fitted(text: str, shape: re.Pattern[str], longest: int, where: tuple[str, int]) -> str:
    """Return text from its first letter on, with single blanks, cut to a length."""
    found = shape.search(" ".join(text.split()))
    if found is None:
        raise NoSuchLetters(field=where[0], place=where[1])
    return found[0][:longest].rstrip()
