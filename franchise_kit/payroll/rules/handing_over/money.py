"""Money and tables as files write them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
PENCE: Final = 100


def in_pounds(pence: int) -> str:
    """Return whole pence as pounds with two decimals: 1205 as ``12.05``, no sign but a minus.

    Source: HMRC, RTI schema, the type of money; ISO 20022, amounts with a full stop.
    """
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // PENCE}.{abs(pence) % PENCE:02d}"


def neutral(cell: str) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula.

    Source: ours, as OWASP describes formulas in tables.
    """
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV in UTF-8, lines ended by CR and LF; cells are written as they are.

    Source: RFC 4180.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return sheet.getvalue().encode()
