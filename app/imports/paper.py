"""Sheets that we give: the blank one to fill, and the rows that were refused, each with its reason."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.documents.sheets import csv_of
from app.imports.cells import folded
from app.imports.columns import Table
from app.imports.reading import Row, Sheet, read_sheet
from app.web.language import LANGUAGES, Language, locale_of
from franchise_kit.kernel.cells import neutral


def blank_csv(table: Table, language: Language) -> bytes:
    """Return a sheet of headers alone, in one language."""
    return csv_of([one.header_in(language) for one in table.columns], [])


def refused_csv(paper: Mapping[str, Any], language: Language) -> bytes:
    """Return the refused rows as they came, with their numbers and the reasons before them.

    Whoever mends them sends the file again as it is: ``sheet_of`` takes the two first columns out.
    """
    reasons = _reasons(paper["faults"], language)
    lines: list[list[str]] = []
    for number, cells in paper["refused"].items():
        lines.append([str(number), neutral(reasons.get(int(number), "")), *map(neutral, cells)])
    return csv_of([_("Row"), _("Why it is refused"), *paper["headers"]], lines)


def sheet_of(content: bytes) -> Sheet:
    """Return what a file says, without what stands before the rows in our file of refused ones.

    Raise ``SheetRefusedError``.
    """
    sheet = read_sheet(content)
    if tuple(map(folded, sheet.headers[:2])) not in _before_refused():
        return sheet
    rows = (Row(one.number, one.cells[2:]) for one in sheet.rows)
    return Sheet(sheet.headers[2:], tuple(one for one in rows if any(one.cells)))


def _before_refused() -> set[tuple[str, ...]]:
    """Return in each language how the two columns before the refused rows are headed."""
    found: set[tuple[str, ...]] = set()
    for language in LANGUAGES:
        with force_locale(locale_of(language)):
            found.add((folded(_("Row")), folded(_("Why it is refused"))))
    return found


def _reasons(faults: Iterable[Mapping[str, Any]], language: Language) -> dict[int, str]:
    reasons: dict[int, str] = {}
    for one in faults:
        said = one["said"][language]
        before = reasons.get(one["row"])
        reasons[one["row"]] = f"{before} {said}" if before else said
    return reasons
