"""A list as a table in the reader's language, and as a workbook that a spreadsheet opens at once."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.documents.sheets import csv_of
from franchise_kit.kernel.cells import neutral

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_TITLE: Final = 31
_WIDEST, _NARROWEST = 60, 8


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table in the reader's language; cells are text as it is meant, for each kind of file to guard."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    # The places of columns that hold whole numbers.
    numbers: frozenset[int] = frozenset()


class Once(dict[object, str]):
    """What each value is as text, found out once: of thousands of days, hours and names few differ."""

    def __init__(self, write: Callable[[Any], str]) -> None:
        """Take how a value is written."""
        super().__init__()
        self._write = write

    def __missing__(self, value: object) -> str:
        """Write a value that was not met before."""
        cell = self[value] = self._write(value)
        return cell


def csv_table(table: TableFile) -> bytes:
    """Return a table as CSV, with nothing in it that a spreadsheet takes for a formula."""
    cells = Once(neutral)
    return csv_of(table.headers, ([cells[cell] for cell in row] for row in table.rows))


def xlsx_of(table: TableFile, *, now: datetime) -> bytes:
    """Return a table as a workbook of one sheet: text stays text, whole numbers can be summed."""
    import xlsxwriter  # noqa: PLC0415 - loaded when the first one is asked for

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": table.title, "created": now.replace(tzinfo=None)})
        sheet = book.add_worksheet(_sheet_name(table.title))
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for place, header in enumerate(table.headers):
            sheet.write_string(0, place, header, bold)
            sheet.set_column(place, place, _width(table, place))
        for number, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row):
                if place in table.numbers and cell.isascii() and cell.isdigit():
                    sheet.write_number(number, place, int(cell))
                elif cell:
                    sheet.write_string(number, place, cell, wrapped)
        sheet.freeze_panes(1, 0)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.headers) - 1)
    return file.getvalue()


def _width(table: TableFile, place: int) -> int:
    """Return how many letters wide a column is, by its header and the first of its cells."""
    cells = (row[place] for row in table.rows[:50])
    longest = max((len(cell) for cell in (table.headers[place], *cells)), default=0)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _sheet_name(title: str) -> str:
    """Return a title as a sheet can be called."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:_LONGEST_TITLE] or "1"
