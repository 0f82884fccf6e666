"""What a co-op that agreed to it tells the hub of how fairly it pays: of all together, and of nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from franchise_kit.kernel.suppression import is_small, is_small_share
from tenants.openings.kinds import disclosure_kind


@disclosure_kind("pay_fairness")
@dataclass(frozen=True, slots=True)
class PayFairness:
    """A month's figures; ``month`` is its first day, rates are pence an ordinary hour. ``None`` is hidden.

    ``living_wage_pence`` is the Real Living Wage that is due in that month, or ``None`` where none is known.
    """

    month: date
    workers: int | None
    lowest_pence: int | None
    middle_pence: int | None
    living_wage_pence: int | None
    below_living_wage: int | None
    without_guaranteed_hours: int | None


@disclosure_kind("pay_fairness_agreed")
@dataclass(frozen=True, slots=True)
class PayFairnessAgreed:
    """Whether the co-op tells these figures; ``from_month`` is the first that is told, or is told no more."""

    is_agreed: bool
    from_month: date


@dataclass(frozen=True, slots=True)
class PayCounted:
    """Who has a contract on a day, as the co-op's own records say it.

    ``rates`` are each one's pence an ordinary hour; ``without_guaranteed_hours`` says how many have no hours
    that are theirs.
    """

    month: date
    rates: Sequence[int]
    without_guaranteed_hours: int
    living_wage_pence: int | None


def middle(rates: Sequence[int]) -> int:
    """Return the rate in the middle, in whole pence; of an even number the lower of the two.

    Raises ValueError when there is none.
    Source: the median as the Office for National Statistics has it for earnings; a rate that somebody has
    is shown, so of two the lower.
    """
    if not rates:
        msg = "There is no middle of nothing."
        raise ValueError(msg)
    return sorted(rates)[(len(rates) - 1) // 2]


def fairness_to_tell(counted: PayCounted) -> PayFairness:
    """Return a month's figures as they may cross the wall.

    Where fewer than five have a contract nothing of their pay is told. The lowest rate is told where five or
    more have it, since of fewer it could be known whose it is; a count is hidden where it, or what is left
    of all without it, is of 1 to 4.

    Units: pence an hour.
    Source: quality.md 1.6: 1 to 4 hidden across a co-op's boundary, and what would give that away.
    """
    workers = len(counted.rates)
    if workers == 0 or is_small(workers):
        return PayFairness(
            counted.month, None if workers else 0, None, None, counted.living_wage_pence, None, None
        )
    lowest = min(counted.rates)
    return PayFairness(
        month=counted.month,
        workers=workers,
        lowest_pence=None if is_small(counted.rates.count(lowest)) else lowest,
        middle_pence=middle(counted.rates),
        living_wage_pence=counted.living_wage_pence,
        below_living_wage=_below(counted),
        without_guaranteed_hours=_shown(counted.without_guaranteed_hours, workers),
    )


def _below(counted: PayCounted) -> int | None:
    if counted.living_wage_pence is None:
        return None
    below = sum(rate < counted.living_wage_pence for rate in counted.rates)
    return _shown(below, len(counted.rates))


def _shown(part: int, whole: int) -> int | None:
    return None if is_small_share(part, whole) else part
