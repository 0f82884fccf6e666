"""How each table is kept: what a room is given of a row, and which of its acts weighs and keeps the rows."""

from collections.abc import Mapping
from typing import Final

from app.imports import care_rows, people_rows, time_rows
from app.imports.rows import Kind

KINDS: Final[Mapping[str, Kind]] = {
    "workers": people_rows.WORKERS,
    "people": care_rows.PEOPLE,
    "contracts": people_rows.CONTRACTS,
    "patterns": care_rows.PATTERNS,
    "visits": care_rows.VISITS,
    "time": time_rows.TIME,
}
