"""How long the data of a closed co-op is kept: data with sources, and one sum."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("keeping.json")
TAX_YEAR_END: Final = (4, 5)


@dataclass(frozen=True, slots=True)
class Period:
    """One kind of record, and how many years it is kept from the day that its basis names."""

    kind: str
    years: int
    basis: str
    source: str
    is_confirmed: bool


def periods() -> list[Period]:
    """Return what the law says, each with its source."""
    said = json.loads(FILE.read_text(encoding="utf-8"))
    return [
        Period(one["kind"], one["years"], one["basis"], one["source"], one["confirmed"])
        for one in said["periods"]
    ]


def keep_until(closed_on: date, kept: Sequence[Period]) -> date:
    """Return the first day on which nothing needs to be kept any more.

    Source: each period's own, in keeping.json; a tax year ends on 5 April (Income Tax Act 2007, s.4).
    """
    return max(_years_after(_from(closed_on, period.basis), period.years) for period in kept)


def earliest_allowed(closed_on: date, kept: Sequence[Period]) -> date:
    """Return the earliest day that somebody may choose instead: the confirmed periods hold."""
    return keep_until(closed_on, [period for period in kept if period.is_confirmed])


def _from(closed_on: date, basis: str) -> date:
    if basis == "closing_day":
        return closed_on
    end = date(closed_on.year, *TAX_YEAR_END)
    return end if closed_on <= end else date(closed_on.year + 1, *TAX_YEAR_END)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        # The 29th of February has no like in most years; the longer side is the safe one.
        return date(day.year + years, 3, 1)
