"""What is said of sheets that come in: why one is refused, what a cell should hold, and what came of it."""

from collections.abc import Iterable, Mapping
from typing import Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.bell.words import add_bell_saying
from app.imports.cells import written
from app.imports.columns import Column
from app.imports.reading import SheetRefusedError
from app.journal.words import add_journal_rooms, add_journal_words
from app.web.refusals import add_words
from franchise_kit.kernel.sheets import CHANGED, NEW, REFUSED, UNCHANGED

OUTCOMES: Final[Mapping[str, LazyString]] = {
    NEW: _l("New"),
    CHANGED: _l("Changed"),
    UNCHANGED: _l("As it is"),
    REFUSED: _l("Refused"),
}
TONES: Final = {NEW: "new", CHANGED: "now", UNCHANGED: "off", REFUSED: "gap"}
MOST_NAMED: Final = 20
# By what a row is known: whoever sends it twice enters nobody twice.
KNOWN_BY: Final[Mapping[str, LazyString]] = {
    "workers": _l("A worker is known by first names, family name and first day of work."),
    "people": _l("A person is known by first names, family name and first day of support."),
    "contracts": _l("A contract is known by its worker and the day from which it holds."),
    "patterns": _l(
        "Visits that come back are known by the person, the kind, the time of day and the first day."
    ),
    "visits": _l("A visit is known by the person, the day, the time, and which of two workers it is for."),
    "time": _l("Time is known by the worker, the kind, the day and when it begins."),
}
# What comes of a row whose record is here and says something else.
THEN: Final[Mapping[str, LazyString]] = {
    "workers": _l("What a row says otherwise is changed; an empty cell changes nothing."),
    "people": _l("What a row says otherwise is changed; an empty cell changes nothing."),
    "contracts": _l("A contract that is here is never changed; another one begins on a later day."),
    "patterns": _l("Visits that come back are changed on their own page, not by a file."),
    "visits": _l(
        "What a row says otherwise is changed, unless the visit has begun. New visits are drafts until you"
        " publish them."
    ),
    "time": _l("Time that is here is put right on its own page, not by a file."),
}
_SHEETS: Final[Mapping[str, LazyString]] = {
    "empty": _l("The file is empty. Choose one with a line of headers and a row below it."),
    "no_rows": _l("The file has headers and nothing below them. Fill in a row, and choose it again."),
    "too_large": _l("The file is larger than 2 MB. Part it into several, each with the headers."),
    "too_many_rows": _l("The file has %(rows)s rows; 20,000 is the most. Part it into several."),
    "too_many_columns": _l("The file has %(columns)s columns; 60 is the most."),
    "workbook": _l("This is a workbook. Save its sheet as CSV in your spreadsheet, and choose that file."),
    "not_text": _l("This is not a CSV file that we can read. Save it as “CSV UTF-8” in your spreadsheet."),
    "huge_cell": _l(
        "Row %(row)s holds a cell that is far too long. Look whether a quotation mark is missing in it."
    ),
    "quotes": _l("Row %(row)s has a quotation mark in the wrong place. Put text with such marks in quotes."),
    "separator": _l("The columns must be parted by commas, semicolons or tabs."),
    "unnamed_column": _l("Column %(place)s has no header. Name it, or take it out."),
    "unknown_column": _l("There is no column “%(column)s” in this table. Take it out, or name it as we do."),
    "column_twice": _l("The column “%(column)s” is there twice. Take one out."),
}
_SHAPES: Final[Mapping[str, LazyString]] = {
    "day": _l("A day, such as 2026-11-22 or 22/11/2026"),
    "clock": _l("A time of day, such as 09:30"),
    "whole": _l("A whole number, such as 45"),
    "pounds": _l("Pounds and pence, such as 13.45"),
    "yes_no": _l("Yes or No"),
    "worker": _l("A worker's name, as it stands in the list of workers"),
    "person": _l("A person's name, as it stands in the list of people supported"),
    "visit_kind": _l("A kind of visit by its name, in either language"),
}

add_words(
    {
        "two_alike": _l("Two records here go by the same name and day, so we cannot say which you mean"),
        "kept_otherwise": _l("It is here already, and says something else. It is not changed by a file"),
        "following_contract_not_yours": _l(
            "They have a contract already. Only whoever sets pay makes another one that follows it"
        ),
        "import_under_way": _l("Another file is being kept. Wait until that is done, then keep this one."),
        "import_being_kept": _l(
            "The rows of this file are being kept, so it cannot be removed. Wait until that is done."
        ),
        "import_over": _l(
            "This file is kept already, or was removed after a day. Send it again if it is needed."
        ),
    }
)
add_journal_rooms({"imports": _l("Files brought in")})
add_journal_words(
    {
        "imports.send": _l("brought in a file to look at"),
        "imports.keep": _l("asked for a file's rows to be kept"),
        "imports.remove": _l("removed a file that was brought in"),
        "people.import_workers": _l("kept rows about workers from a file"),
        "care.import_people": _l("kept rows about people supported from a file"),
        "care.import_visits": _l("kept rows about visits from a file"),
        "care.import_visit_change": _l("changed a visit as a file says"),
    }
)


def sheet_words(refused: SheetRefusedError) -> str:
    """Return why a file cannot be taken, in one sentence."""
    if refused.code == "missing_columns":
        columns = refused.facts["columns"]
        named = ", ".join(str(one.header) for one in columns) if isinstance(columns, list) else ""
        return str(
            _("The file lacks these columns: %(columns)s. Take our blank file and fill it.", columns=named)
        )
    text = str(_SHEETS[refused.code])
    facts = {
        name: f"{value:,}" if isinstance(value, int) else str(value) for name, value in refused.facts.items()
    }
    return text % facts if facts else text


def new_needs(columns: Iterable[Column]) -> str:
    """Return that a row is of nobody here, and which columns somebody new would need."""
    named = ", ".join(str(one.header) for one in columns)
    return str(
        _(
            "Nobody here goes by this name and day. Whoever is new needs these columns too: %(columns)s",
            columns=named,
        )
    )


def expected(column: Column) -> str:
    """Return what a cell of a column should hold."""
    if column.words:
        named = [str(words) for words in column.words.values()]
        listed = ", ".join(named[:MOST_NAMED])
        if column.shape == "list":
            return str(_("One or more, parted by semicolons: %(words)s", words=listed))
        return str(_("One of: %(words)s", words=listed))
    shape = _SHAPES.get(column.shape)
    return str(shape) if shape is not None else str(_("Text"))


def reference_words(code: str) -> str:
    """Return what is wrong with a cell that names a record."""
    if code == "several":
        return str(_("More than one has this name. Add the first day in brackets: Mair Evans (2024-01-31)."))
    if code == "too_long":
        return str(_("The cell is far too long."))
    return str(_("We know nobody and nothing of this name. Write it as it stands in our list."))


def twice(first: int, second: int) -> str:
    """Return that two rows of a file are of the same record."""
    return str(
        _("Rows %(first)s and %(second)s are of the same. Leave one of them.", first=first, second=second)
    )


def too_many_cells(count: int, width: int) -> str:
    """Return that a row has more cells than there are headers."""
    return str(
        _(
            "The row has %(count)s cells, the headers %(width)s. Put text with commas in quotes.",
            count=count,
            width=width,
        )
    )


def counts_words(counts: Mapping[str, int]) -> str:
    """Return what came of a file in one sentence."""
    parts = (
        ngettext("%(num)d new row", "%(num)d new rows", counts.get(NEW, 0)),
        ngettext("%(num)d changed", "%(num)d changed", counts.get(CHANGED, 0)),
        ngettext("%(num)d as it was", "%(num)d as they were", counts.get(UNCHANGED, 0)),
        ngettext("%(num)d refused", "%(num)d refused", counts.get(REFUSED, 0)),
    )
    return ", ".join(parts) + "."


def _bell(facts: Mapping[str, object]) -> str:
    counts = {name: value for name, value in facts.items() if isinstance(value, int)}
    return str(_("The file is kept: %(counts)s", counts=counts_words(counts)))


add_bell_saying("import_done", _bell)
__all__ = ["KNOWN_BY", "OUTCOMES", "THEN", "TONES", "expected", "sheet_words", "written"]
