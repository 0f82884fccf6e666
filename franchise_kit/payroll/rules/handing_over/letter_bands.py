"""The bands of earnings that HMRC is told by category letter, where a letter changed within a period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from franchise_kit.payroll.rules.handing_over.money import PENCE
from franchise_kit.payroll.rules.tax_calendar import Frequency, earnings_period

Bands = tuple[int, int, int]
# Who has this letter pays no contributions, and has no bands.
_WITHOUT: Final = "X"


@dataclass(frozen=True, slots=True)
class Banded:
    """A payment in whole pence, and what it added to its period's bands: at the LEL, to the PT, to the UEL.

    ``period`` is the same for payments of one earnings period.
    """

    period: str
    letter: str
    earnings_pence: int
    bands: Bands


def period_name(frequency: Frequency, tax_period: int, director_method: str | None) -> str:
    """Return a name for the earnings period of a payment of a tax year: a director's is the year.

    Source: SI 2001/1004, reg. 3 and 8.
    """
    if director_method is not None:
        return "director"
    return f"{frequency} {earnings_period(tax_period, frequency)}"


def shared_bands(payments: Sequence[Banded]) -> tuple[Bands, ...]:
    """Return the bands of each payment, as its letter is told of them; together they stay what they were.

    Contributions are due on all earnings of a period, and each payment's go by the letter of its day. So the
    payment that reaches the lower earnings limit adds all of it, of which an earlier payment has a part:
    where its letter's earnings cannot hold that, the bands go by place, the earliest earnings lowest.
    Units: whole pence, at the LEL whole pounds; what is cut off of a pound there counts to the next band.
    Source: Social Security Contributions and Benefits Act 1992, s.6 and Sch. 1, para. 1; SI 2001/1004,
    Sch. 4, para. 7 (earnings are recorded by category letter).
    """
    bands = [one.bands for one in payments]
    for period in dict.fromkeys(one.period for one in payments):
        places = [place for place, one in enumerate(payments) if one.period == period]
        mine = [payments[place] for place in places]
        if not _is_sound(mine):
            for place, shared in zip(places, _by_place(mine), strict=True):
                bands[place] = shared
    return tuple(bands)


def _is_sound(payments: Sequence[Banded]) -> bool:
    """Say whether each letter's earnings hold its bands; those of one letter alone always do."""
    letters = {one.letter for one in payments}
    return len(letters) == 1 or all(
        _fits(_sums(one for one in payments if one.letter == letter), letter, payments) for letter in letters
    )


def _fits(bands: Bands, letter: str, payments: Iterable[Banded]) -> bool:
    earnings_pence = sum(one.earnings_pence for one in payments if one.letter == letter)
    return min(bands) >= 0 and bands[0] % PENCE == 0 and sum(bands) <= earnings_pence


def _sums(payments: Iterable[Banded]) -> Bands:
    at_lel, to_primary, to_upper = zip(*(one.bands for one in payments), strict=True)
    return sum(at_lel), sum(to_primary), sum(to_upper)


def _by_place(payments: Sequence[Banded]) -> list[Bands]:
    """Return the bands as the payments fill them, one after the other."""
    counted = [replace(one, earnings_pence=0) if one.letter == _WITHOUT else one for one in payments]
    tops = tuple(accumulate(_sums(payments)))
    ends = list(accumulate(one.earnings_pence for one in counted))
    return [_between(end - one.earnings_pence, end, tops) for one, end in zip(counted, ends, strict=True)]


def _between(start: int, end: int, tops: tuple[int, ...]) -> Bands:
    at_lel, to_primary, to_upper = (
        max(0, min(end, top) - max(start, bottom)) for bottom, top in zip((0, *tops), tops, strict=False)
    )
    cut = at_lel % PENCE
    return at_lel - cut, to_primary + cut, to_upper
