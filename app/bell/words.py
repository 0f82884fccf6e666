"""What a notice says. A room adds the words of its own notices when it is imported."""

from collections.abc import Callable, Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

Say = Callable[[Mapping[str, object]], str]
_words: Final[dict[str, LazyString]] = {}
_sayings: Final[dict[str, Say]] = {}


def add_bell_words(words: Mapping[str, LazyString]) -> None:
    """Add sentences by the notice's kind; ``%(name)s`` in one is filled from the notice's facts."""
    for kind, sentence in words.items():
        if kind in _words and str(_words[kind]._args[0]) != str(sentence._args[0]):  # noqa: SLF001 - the English
            msg = f"Two sentences for the notice {kind}."
            raise ValueError(msg)
        _words[kind] = sentence


def add_bell_saying(kind: str, say: Say) -> None:
    """Add what says a notice from its facts, where a sentence with gaps would not read well."""
    if _sayings.setdefault(kind, say) is not say:
        msg = f"Two sayings for the notice {kind}."
        raise ValueError(msg)


def has_words(kind: str) -> bool:
    """Say whether a notice has words."""
    return kind in _words or kind in _sayings


def notice_words(kind: str, facts: Mapping[str, object]) -> str:
    """Return what a notice says, in the reader's language."""
    text = str(_words.get(kind, _words["something"]))
    try:
        if kind in _sayings:
            return _sayings[kind](facts)
        return text % facts if "%(" in text else text
    except KeyError:
        return str(_words["something"])


add_bell_words(
    {
        "something": _l("Something of yours is done"),
        "journal_whole": _l("The journal was checked, and it is whole"),
        "journal_broken": _l("The journal was checked, and it was changed from outside"),
        "journal_pdf_ready": _l("The journal on paper is ready"),
        "archive_ready": _l("The archive with the co-op's data is ready to fetch"),
        "archive_failed": _l("The archive with the co-op's data could not be made"),
    }
)
