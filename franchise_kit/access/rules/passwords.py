"""Which passwords are good enough: long, not guessed early, and without one's own words in them."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

SHORTEST: Final = 12
LONGEST: Final = 128
PRODUCT: Final = "cydofal"
# With ten tries in five minutes this many guesses take years; a common password falls far below.
FEWEST_GUESSES: Final = 10**8
# zxcvbn's time grows with the square of the length; what is longer was judged by its beginning.
JUDGED_LETTERS: Final = 64
SHORTEST_OWN_WORD: Final = 4
# In half of all co-ops' names, and good words for a pass phrase.
ORDINARY_WORDS: Final = frozenset(
    {
        *("care", "carers", "caring", "community", "coop", "cooperative", "home", "limited", "wales"),
        *("cartref", "cwmni", "cydweithredol", "cymru", "cymuned", "cymunedol", "gofal", "gofalwyr"),
    }
)


def normal_form(password: str) -> str:
    """Return a password as it is hashed: one form for letters that keyboards write in two ways (ŵ).

    Nothing else is changed: no letter is cut, trimmed or lower-cased.
    Source: SECURITY_CHECKLIST 13; Unicode Standard Annex 15, form C.
    """
    return unicodedata.normalize("NFC", password)


def faults_of(password: str, *, own_words: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the codes of what is wrong: ``too_short``, ``too_long``, ``own_words`` or ``common``.

    No rule asks for capitals, digits or signs, and nothing expires by date.
    Source: SECURITY_CHECKLIST 13 to 15; NCSC's guidance on passwords (length, deny list, no composition).
    """
    text = normal_form(password)
    if len(text) < SHORTEST:
        return ("too_short",)
    if len(text) > LONGEST:
        return ("too_long",)
    if _holds_own_word(text, own_words):
        return ("own_words",)
    if _is_guessed_early(text):
        return ("common",)
    return ()


def own_words_of(*, names: Iterable[str], email: str, coop_names: Iterable[str]) -> frozenset[str]:
    """Return the words that a person's password must not have in it.

    Source: SECURITY_CHECKLIST 15: the co-op's, product's or user's name or e-mail.
    """
    local, _, host = email.partition("@")
    words = {PRODUCT, _squeezed(email), _squeezed(local), *_words(local), _squeezed(host.partition(".")[0])}
    for name in names:
        words |= {_squeezed(name), *_words(name)}
    for name in coop_names:
        words |= {_squeezed(name), *(word for word in _words(name) if word not in ORDINARY_WORDS)}
    return frozenset(word for word in words if len(word) >= SHORTEST_OWN_WORD)


def _words(text: str) -> list[str]:
    return [_squeezed(word) for word in re.split(r"[\W_]+", text)]


def _squeezed(text: str) -> str:
    """Return letters and digits alone, without case and accents, so that no spelling slips through."""
    parted = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in parted if letter.isalnum())


def _holds_own_word(text: str, own_words: Iterable[str]) -> bool:
    squeezed = _squeezed(text)
    return any(word in squeezed for word in (PRODUCT, *own_words))


def _is_guessed_early(text: str) -> bool:
    # Here, since its lists take 25 ms to load and few processes ever set a password.
    from zxcvbn import zxcvbn  # noqa: PLC0415 - loaded when first used

    # Own words were looked for above: zxcvbn would keep them in a list that all its callers share.
    verdict = zxcvbn(text[:JUDGED_LETTERS])
    return bool(verdict["guesses"] < FEWEST_GUESSES)


def is_guessed(words: str) -> bool:
    """Say whether a passphrase is one that is tried first; how few letters it may have is not asked here.

    Source: NIST SP 800-63B, 5.1.1.2: what is commonly used or expected is refused.
    """
    return bool({"common", "own_words"} & set(faults_of(words[:LONGEST])))
