"""Money and tables as files write them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

PENCE: Final = 100


def in_pounds(pence: int) -> str:
    """Return whole pence as pounds with two decimals: 1205 as ``12.05``, no sign but a minus.

    Source: HMRC, RTI schema, the type of money; ISO 20022, amounts with a full stop.
    """
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // PENCE}.{abs(pence) % PENCE:02d}"


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV in UTF-8, lines ended by CR and LF; cells are written as they are.

    Source: RFC 4180.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return sheet.getvalue().encode()
