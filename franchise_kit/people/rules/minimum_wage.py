"""The least that an hour may be paid, by age and by day; the figures are data with their sources."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

ADULT: Final = 21
GROWN: Final = 18
# An apprentice has the apprentice's rate in the first year, and before this age.
APPRENTICE_BEFORE: Final = 19


@dataclass(frozen=True, slots=True)
class Wage:
    """Pence an hour from a day on; ``pence`` is that of those of 21 and over."""

    from_on: date
    pence: int
    pence_18_to_20: int
    pence_under_18: int
    pence_apprentice: int

    def at(self, age: int, *, is_first_year_apprentice: bool = False, is_apprentice: bool = False) -> int:
        """Return the pence an hour at an age in whole years.

        Source: National Minimum Wage Regulations 2015, reg. 4, 4A and 5.
        """
        if is_first_year_apprentice or (is_apprentice and age < APPRENTICE_BEFORE):
            return self.pence_apprentice
        if age >= ADULT:
            return self.pence
        return self.pence_18_to_20 if age >= GROWN else self.pence_under_18


@cache
def wages() -> tuple[Wage, ...]:
    """Return the figures that we know, the earliest first.

    Source: National Minimum Wage Act 1998, s.1; each figure's own regulations stand beside it.
    """
    text = files("franchise_kit.people").joinpath("minimum_wage.json").read_text(encoding="utf-8")
    said = json.loads(text)["figures"]
    return tuple(
        Wage(
            date.fromisoformat(one["from"]),
            one["age_21_and_over"],
            one["age_18_to_20"],
            one["under_18"],
            one["apprentice"],
        )
        for one in said
    )


def wage_on(known: Sequence[Wage], on: date) -> Wage | None:
    """Return the figure that holds on a day, or None before the first that we know.

    For a pay reference period the day is its first: a new rate holds from the first period that begins in it.
    Source: National Minimum Wage Regulations 2015, reg. 4 and 4B (a rate holds from its day on).
    """
    return max((one for one in known if one.from_on <= on), key=lambda one: one.from_on, default=None)


def wage_missed(known: Sequence[Wage], *, pence: int, unit: str, on: date) -> Wage | None:
    """Return the figure that an hour's pay is below on a day, or None; a flat night is not compared.

    Units: whole pence. Younger workers and apprentices have lower figures, so this only warns.
    Source: National Minimum Wage Act 1998, s.1; Royal Mencap v Tomlinson-Blake [2021] UKSC 8 (nights).
    """
    wage = wage_on(known, on) if unit == "hour" else None
    return wage if wage is not None and pence < wage.pence else None
