"""Sheets that we give: the blank one to fill, and the rows that were refused, each with its reason."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from app.imports.columns import Table
from app.journal.paper import neutral
from app.web.language import Language


def blank_csv(table: Table, language: Language) -> bytes:
    """Return a sheet of headers alone, in one language."""
    return _csv([[one.header_in(language) for one in table.columns]])


def refused_csv(paper: Mapping[str, Any], language: Language) -> bytes:
    """Return the refused rows as they came, with their numbers and the reasons before them.

    Whoever mends them takes the two first columns out and sends the rest again.
    """
    reasons = _reasons(paper["faults"], language)
    lines: list[Sequence[str]] = [[_("Row"), _("Why it is refused"), *paper["headers"]]]
    for number, cells in paper["refused"].items():
        lines.append([str(number), neutral(reasons.get(int(number), "")), *map(neutral, cells)])
    return _csv(lines)


def _reasons(faults: Iterable[Mapping[str, Any]], language: Language) -> dict[int, str]:
    reasons: dict[int, str] = {}
    for one in faults:
        said = one["said"][language]
        before = reasons.get(one["row"])
        reasons[one["row"]] = f"{before} {said}" if before else said
    return reasons


def _csv(lines: Iterable[Sequence[str]]) -> bytes:
    sheet = io.StringIO()
    csv.writer(sheet).writerows(lines)
    # The mark tells a spreadsheet that the letters are UTF-8.
    return sheet.getvalue().encode("utf-8-sig")
