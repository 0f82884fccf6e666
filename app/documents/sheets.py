"""Tables as CSV, with nothing in them that a spreadsheet would run; and what a cell said before that."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

CSV: Final = "text/csv; charset=utf-8"
_TEXT_SIGN: Final = "'"
# What a spreadsheet takes for a formula; and a text that only looks as if we had marked it.
_TO_MARK: Final = re.compile(r"'*[=+\-@\t\r]")
_MARKED: Final = re.compile(r"'+[=+\-@\t\r]")


def csv_of(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV; cells are written as they are: what people wrote goes through ``neutral``."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(headers)
    writer.writerows(rows)
    # The mark tells a spreadsheet that the letters are UTF-8.
    return sheet.getvalue().encode("utf-8-sig")


def neutral(cell: str) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula."""
    return f"{_TEXT_SIGN}{cell}" if _TO_MARK.match(cell) else cell


def as_meant(cell: str) -> str:
    """Return what a cell said before it was made neutral."""
    return cell.removeprefix(_TEXT_SIGN) if _MARKED.match(cell) else cell
