"""What each act is called in the journal. A room adds the words of its own acts when it is imported.

The English follows a name ("Mari Llwyd *signed in*"); the Welsh is a verb-noun ("Mari Llwyd: *mewngofnodi*").
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.web import dates

_words: Final[dict[str, LazyString]] = {}
_rooms: Final[dict[str, LazyString]] = {}


def add_journal_words(words: Mapping[str, LazyString]) -> None:
    """Add what acts are called, by code; ``%(whom)s``, ``%(role)s`` and a line's own codes fill in."""
    for code, did in words.items():
        if code in _words and str(_words[code]._args[0]) != str(did._args[0]):  # noqa: SLF001 - the English
            msg = f"Two sentences for the act {code}."
            raise ValueError(msg)
        _words[code] = did


def add_journal_rooms(rooms: Mapping[str, LazyString]) -> None:
    """Add what kinds of acts are called in the filter: a kind is the first part of an act's code."""
    _rooms.update(rooms)


def has_words(code: str) -> bool:
    """Say whether an act has words."""
    return code in _words


def has_room_words(room: str) -> bool:
    """Say whether a kind of acts has words."""
    return room in _rooms


def did_words(code: str, facts: Mapping[str, object]) -> str:
    """Return what was done, in the reader's language."""
    return str(_words.get(code, _words["unknown"])) % _Facts(facts)


def room_words(room: str) -> str:
    """Return what a kind of acts is called."""
    return str(_rooms.get(room, _rooms["other"]))


class _Facts(dict[str, object]):
    """A line's facts as people read them; one that an old line lacks is left open: it is read for years."""

    def __init__(self, facts: Mapping[str, object]) -> None:
        super().__init__(facts)
        if (day := _first_day(facts.get("month"))) is not None:
            self["month"] = dates.month(day)

    def __missing__(self, name: str) -> str:
        return "…"


def _first_day(month: object) -> date | None:
    """Return the day that a month is kept by: as ``2026-11``, or as its first day."""
    try:
        return date.fromisoformat(f"{month}-01" if len(str(month)) == len("2026-11") else str(month))
    except ValueError:
        return None


add_journal_words({"unknown": _l("did something that this version has no words for")})
add_journal_rooms({"other": _l("Other")})
