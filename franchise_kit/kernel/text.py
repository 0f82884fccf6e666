"""Text in two languages: how Welsh words are put in order."""

import re
import unicodedata

_ALPHABET = (
    *("a", "b", "c", "ch", "d", "dd", "e", "f", "ff", "g", "ng", "h", "i", "j", "k", "l", "ll", "m", "n"),
    *("o", "p", "ph", "q", "r", "rh", "s", "t", "th", "u", "v", "w", "x", "y", "z"),
)
_PLACE = {letter: place for place, letter in enumerate(_ALPHABET, start=1)}
_LETTER = re.compile("ch|dd|ff|ng|ll|ph|rh|th|.", re.DOTALL)
# In these the n and the g are two letters: Llan + Gollen, Ban + gor. A sign between keeps them apart.
_APART = re.compile(r"\b(llan|ban)(?=g)")

SortKey = tuple[tuple[int, ...], str]


def welsh_sort_key(text: str) -> SortKey:
    """Return the key by which names stand in the order of the Welsh alphabet.

    Accents and capitals decide only between words that are otherwise the same. Digits and signs come first.
    Source: the Welsh alphabet (ng after g), with j, k, q, v, x and z in their Latin places.
    """
    parted = _APART.sub("\\1\N{COMBINING GRAPHEME JOINER}", folded(text))
    letters = (letter for letter in _LETTER.findall(parted) if letter != "\N{COMBINING GRAPHEME JOINER}")
    return tuple(_place(letter) for letter in letters), text


def folded(text: str) -> str:
    """Return text without accents and capitals, as it is compared when somebody searches."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in letters if not unicodedata.combining(sign))


def _place(letter: str) -> int:
    # Letters stand above every other sign of ASCII, and foreign letters above those.
    if letter in _PLACE:
        return 1000 + _PLACE[letter]
    return ord(letter) if ord(letter) < 1000 else 2000 + ord(letter)  # noqa: PLR2004 (the bounds of the line above)
