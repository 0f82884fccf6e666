"""A cell of a table that a spreadsheet may open: nothing in it is run; and what it said before that."""

import re
from typing import Final

_TEXT_SIGN: Final = "'"
# What a spreadsheet takes for a formula; and a text that only looks as if we had marked it.
_TO_MARK: Final = re.compile(r"'*[=+\-@\t\r]")
_MARKED: Final = re.compile(r"'+[=+\-@\t\r]")


def neutral(cell: str) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula.

    Source: ours, as OWASP describes formulas in tables.
    """
    return f"{_TEXT_SIGN}{cell}" if _TO_MARK.match(cell) else cell


def as_meant(cell: str) -> str:
    """Return what a cell said before it was made neutral.

    Source: ours, as ``neutral``.
    """
    return cell.removeprefix(_TEXT_SIGN) if _MARKED.match(cell) else cell
