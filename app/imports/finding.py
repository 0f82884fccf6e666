"""Which column of a file is which of a table: by its English or Welsh header, or its code, in any order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from app.imports.cells import folded
from app.imports.columns import TABLES, Column, Table
from app.imports.reading import SheetRefusedError


@dataclass(frozen=True, slots=True)
class Found:
    """Where each column stands in a row of the file, and which are not there that a new record needs."""

    at: Mapping[str, int]
    missing: tuple[Column, ...] = ()


def find_columns(table: Table, headers: Sequence[str]) -> Found:
    """Return where the columns stand; raise ``SheetRefusedError`` for one unknown, twice or missing."""
    names = _names(table.code)
    at: dict[str, int] = {}
    for place, header in enumerate(headers):
        column = names.get(folded(header))
        if column is None:
            if not header:
                _refuse_unnamed(place)
            code = "unknown_column"
            raise SheetRefusedError(code, column=header[:60], table=table.title)
        if column.code in at:
            code = "column_twice"
            raise SheetRefusedError(code, column=column.header)
        at[column.code] = place
    missing = table.missing_in(at)
    if any(map(table.is_always_needed, missing)):
        code = "missing_columns"
        raise SheetRefusedError(code, columns=list(filter(table.is_always_needed, missing)))
    return Found(at, missing)


def _refuse_unnamed(place: int) -> None:
    code = "unnamed_column"
    raise SheetRefusedError(code, place=place + 1)


@cache
def _names(code: str) -> Mapping[str, Column]:
    return {folded(name): column for column in TABLES[code].columns for name in column.names()}
