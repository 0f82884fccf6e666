"""Tables as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

CSV: Final = "text/csv; charset=utf-8"


def csv_of(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV; cells are written as they are: what people wrote goes through ``neutral``."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(headers)
    writer.writerows(rows)
    # The mark tells a spreadsheet that the letters are UTF-8.
    return sheet.getvalue().encode("utf-8-sig")
