"""When somebody reaches State Pension age: it moves from 66 to 67 and on to 68 by the day of birth."""

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from franchise_kit.kernel.days import months_after


@dataclass(frozen=True, slots=True)
class _Row:
    """From a day of birth on: so many months of age, or a day that the law names."""

    born_from: date
    months: int
    reached_on: date | None


def state_pension_age_on(born_on: date) -> date:
    """Return the day on which somebody reaches State Pension age.

    Who was born before 6 October 1954 reached it earlier than the day that is returned, which is past too.
    Source: Pensions Act 1995, s.126 and Sch. 4, Part 1, para. 1; Pensions Act 2014, s.26; of a month that
    has no such day its last: the same section, sub-section 3.
    """
    rows = _rows()
    row = rows[max(0, bisect_right([one.born_from for one in rows], born_on) - 1)]
    return row.reached_on or months_after(born_on, row.months)


@cache
def _rows() -> Sequence[_Row]:
    text = files("franchise_kit.payroll").joinpath("rates", "state_pension_age.json").read_text("utf-8")
    return tuple(
        _Row(
            born_from=date.fromisoformat(row["born_from"]),
            months=row.get("months", 0),
            reached_on=date.fromisoformat(row["reached_on"]) if "reached_on" in row else None,
        )
        for row in json.loads(text)["rows"]
    )
