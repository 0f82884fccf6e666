"""A day of the rota on a narrow screen: each worker's round, or each person's, is a line that opens."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from flask_babel import ngettext

from app.care.week import GridRow, Line, Tag

# A list of so many is read at a glance; of more, each row of the grid is a line that opens.
UNFOLDED: Final = 12


class Round(NamedTuple):
    """One row's visits of one day: whose, how many, from when to when, and what is not as usual there."""

    name: str
    about: str
    tags: tuple[Tag, ...]
    lines: Sequence[Line]
    is_open: bool


def rounds_of(grid: Iterable[GridRow], monday: date, on: date) -> list[Round]:
    """Return a day's visits by the rows of its week's grid; none where so few fit on a screen unfolded.

    What nobody has stands open: it is what waits.
    """
    rows = [(row, row.cells[(on - monday).days]) for row in grid]
    if sum(len(lines) for _row, lines in rows) <= UNFOLDED:
        return []
    return [_round(row, lines) for row, lines in rows if lines]


def _round(row: GridRow, lines: Sequence[Line]) -> Round:
    # Of the first "09:00–09:45" and of the last: from when to when there is something.
    span = f"{lines[0].time.partition('–')[0]}–{lines[-1].time.partition('–')[2]}"
    about = ngettext("%(num)d visit, %(times)s", "%(num)d visits, %(times)s", len(lines), times=span)
    # Each mark once, in the order in which they are met.
    tags = dict.fromkeys(tag for line in lines for tag in line.tags)
    return Round(row.name, about, tuple(tags), lines, is_open=row.id is None)
