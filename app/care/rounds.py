"""A day of the rota on a narrow screen: each worker's round, or each person's, is a line that opens."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from flask_babel import ngettext

from app.care.week import GridRow, Line, Tag

# A list of so many is read at a glance; of more, each row of the grid is a line that opens.
UNFOLDED: Final = 12


class Round(NamedTuple):
    """One row's visits of one day: whose, how many, from when to when, and what is not as usual there.

    ``about`` counts what nobody cancelled, and is empty where all was; ``lines`` has every visit.
    """

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
    going_on = [line for line in lines if not line.is_off]
    # Each mark once, in the order in which they are met.
    tags = dict.fromkeys(tag for line in lines for tag in line.tags)
    return Round(row.name, _about(going_on), tuple(tags), lines, is_open=row.id is None)


def _about(going_on: Sequence[Line]) -> str:
    """Return how many visits there are, in the order in which they begin, and from when to when."""
    if not going_on:
        return ""
    # A long visit may end after others that begin later, so the end is not the last one's.
    ends = max(going_on, key=lambda line: line.until)
    span = f"{going_on[0].time.partition('–')[0]}–{ends.time.partition('–')[2]}"
    words: str = ngettext("%(num)d visit, %(times)s", "%(num)d visits, %(times)s", len(going_on), times=span)
    return words
