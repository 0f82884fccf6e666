"""What each refusal says to a reader. Rooms add their own words when they are imported."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from flask_babel import LazyString, format_date
from flask_babel import lazy_gettext as _l

from tenants.refusal import Refusal

_words: Final[dict[str, LazyString]] = {}


def add_words(words: Mapping[str, LazyString]) -> None:
    """Add sentences by refusal code; ``%(name)s`` in a sentence is filled from the refusal's facts."""
    for code, sentence in words.items():
        if code in _words and str(_words[code]._args[0]) != str(sentence._args[0]):  # noqa: SLF001 - the English
            msg = f"Two sentences for the refusal {code}."
            raise ValueError(msg)
        _words[code] = sentence


def has_words(code: str) -> bool:
    """Say whether a code has a sentence."""
    return code in _words


def sentence_for(refusal: Refusal) -> str:
    """Return the sentence for a refusal in the reader's language."""
    return sentence_of(refusal.code, refusal.facts)


def sentence_of(code: str, facts: Mapping[str, object]) -> str:
    """Return the sentence for a refusal that was written down, plain if a fact is missing."""
    text = str(_words.get(code, _words["refused"]))
    if "%(" not in text:
        return text
    try:
        return text % {name: _as_read(name, fact) for name, fact in facts.items()}
    except KeyError:
        return str(_words["refused"])


def _as_read(name: str, fact: object) -> object:
    """Return a fact as people read it: days, whose names end in ``_on``, are told as ISO text."""
    if name.endswith("_on") and isinstance(fact, str):
        return format_date(date.fromisoformat(fact), "d MMMM y")
    return fact


add_words(
    {
        "refused": _l("That is not possible."),
        "already_done": _l("This was done already. Nothing was done a second time."),
        "not_found": _l("There is nothing here, or it is not yours to see."),
        "slug_not_allowed": _l(
            "A short name has 3 to 40 lower-case letters, digits or hyphens, and is not a kept word."
        ),
        "slug_taken": _l("Another co-op has, or once had, this short name."),
        "file_kind_refused": _l(
            "Choose a PDF, PNG, JPEG or WebP file; the content must be what the name says."
        ),
        "paper_acts": _l("This PDF holds a script or another file. Print it to a new PDF, and choose that."),
        "file_too_large": _l("The file must not be empty, and must be smaller than 10 MB."),
        "picture_too_large": _l(
            "The picture has more than 24 million pixels. Save it smaller, and choose it again."
        ),
        "further_refusals_unwritten": _l("Further refusals in this hour are not written."),
        "coop_is_suspended": _l("This co-op's pages are paused for now. Nothing is lost."),
        "coop_is_updating": _l("This co-op's pages are being brought up to date. Please come back soon."),
        "coop_is_closed": _l("This co-op has left the network."),
    }
)
