"""Sheets that we give: the blank one to fill, and the rows that were refused, each with its reason."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from app.documents.sheets import csv_of, neutral
from app.imports.columns import Table
from app.web.language import Language


def blank_csv(table: Table, language: Language) -> bytes:
    """Return a sheet of headers alone, in one language."""
    return csv_of([one.header_in(language) for one in table.columns], [])


def refused_csv(paper: Mapping[str, Any], language: Language) -> bytes:
    """Return the refused rows as they came, with their numbers and the reasons before them.

    Whoever mends them takes the two first columns out and sends the rest again.
    """
    reasons = _reasons(paper["faults"], language)
    lines: list[list[str]] = []
    for number, cells in paper["refused"].items():
        lines.append([str(number), neutral(reasons.get(int(number), "")), *map(neutral, cells)])
    return csv_of([_("Row"), _("Why it is refused"), *paper["headers"]], lines)


def _reasons(faults: Iterable[Mapping[str, Any]], language: Language) -> dict[int, str]:
    reasons: dict[int, str] = {}
    for one in faults:
        said = one["said"][language]
        before = reasons.get(one["row"])
        reasons[one["row"]] = f"{before} {said}" if before else said
    return reasons
