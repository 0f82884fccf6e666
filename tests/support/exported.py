# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file says that was taken along."""

import csv
import io


def rows_of(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV file, the headers first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
