"""How a cell is written and read: as a spreadsheet of this country writes it, in both languages."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Final

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from app.imports.columns import Column
from app.people.words import SPOKEN
from app.web.language import LANGUAGES, locale_of
from franchise_kit.kernel.cells import as_meant

YES_NO: Final = {"true": _l("Yes"), "false": _l("No")}
BETWEEN: Final = "; "
PENCE: Final = 100
_DAY: Final = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_CLOCK: Final = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?::00)?")
_BETWEEN: Final = re.compile(r"[;,\n]")
# The answers' words by column, once they were asked for.
_known: Final[dict[tuple[str, ...], Mapping[str, str]]] = {}


def written(column: Column, value: object) -> str:
    """Return a value as its cell says it, in the reader's language; nothing is an empty cell.

    It is not made neutral for spreadsheets: whoever writes a CSV file does that, a workbook has its own text.
    ``value`` is what the schema loads (pence for pounds), or the name for what the cell refers to.
    """
    if value is None:
        return ""
    if isinstance(value, list | tuple | frozenset | set):
        return BETWEEN.join(written(column, one) for one in value)
    return _plain(column, value)


def _plain(column: Column, value: object) -> str:
    if isinstance(value, bool):
        return str(YES_NO["true" if value else "false"])
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if column.shape == "pounds" and isinstance(value, int):
        return f"{value // PENCE}.{value % PENCE:02}"
    code = str(getattr(value, "value", value))
    return str(column.words.get(code, code))


def answer(column: Column, cell: str) -> str | list[str]:
    """Return what a form would have been answered with: codes for words, days and times as forms have them.

    What is not understood stays as it is, and the schema says what is wrong with it.
    """
    text = as_meant(cell.strip())
    if column.shape == "list":
        return [_code(column, part) for part in _parts(text)]
    if column.shape == "day":
        return _DAY.sub(lambda found: f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}", text)
    if column.shape == "clock":
        found = _CLOCK.fullmatch(text)
        return f"{int(found[1]):02}:{found[2]}" if found else text
    if column.shape == "yes_no":
        return _spoken(YES_NO).get(folded(text), text)
    return _code(column, text)


def folded(words: str) -> str:
    """Return words without what people write differently: capitals, and the spaces between and around."""
    return " ".join(words.casefold().split()).rstrip("?:")


def _parts(text: str) -> Iterable[str]:
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def _code(column: Column, text: str) -> str:
    """Return the code of an answer that is given in words of either language, or as its code."""
    if not column.words or text in column.words:
        return text
    return _codes(column).get(folded(text), text)


def _codes(column: Column) -> Mapping[str, str]:
    kind = (column.code, *column.words)
    if kind not in _known:
        # A form names each language in its own words; a sheet may be written in one language throughout.
        is_language = column.words.keys() == LANGUAGES.keys()
        named = _spoken({code: SPOKEN[code] for code in LANGUAGES}) if is_language else {}
        _known[kind] = {**named, **_spoken(column.words)}
    return _known[kind]


def _spoken(words: Mapping[str, object]) -> Mapping[str, str]:
    """Return the code for each answer's words in either language."""
    codes: dict[str, str] = {}
    for language in LANGUAGES:
        with force_locale(locale_of(language)):
            codes |= {folded(str(said)): code for code, said in words.items()}
    return codes
