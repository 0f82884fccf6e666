"""The matrix as a table that a spreadsheet opens."""

from datetime import timedelta

from flask_babel import gettext as _

from app.documents.sheets import csv_of
from app.training.words import STATUSES
from app.web.language import Language
from franchise_kit.kernel.cells import neutral
from franchise_kit.training.queries import Matrix


def matrix_csv(found: Matrix, language: Language) -> bytes:
    """Return one line for each worker and module: where they stand, and the days."""
    headers = [
        _("Name"),
        _("Module"),
        _("Where they stand"),
        _("Due by"),
        _("Completed on"),
        _("Holds until"),
    ]
    rows: list[list[str]] = []
    for row in found.rows:
        for column, standing in zip(found.columns, row.standings, strict=True):
            until = standing.valid_until - timedelta(days=1) if standing.valid_until else None
            days = (standing.due_on, standing.completed_on, until)
            rows.append(
                [
                    neutral(row.worker.full_name),
                    neutral(column.title.in_language(language)),
                    str(STATUSES[standing.status]),
                    *(day.isoformat() if day is not None else "" for day in days),
                ]
            )
    return csv_of(headers, rows)
