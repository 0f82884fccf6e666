"""How long a completion holds. A completion is never changed; a renewal is a new one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from franchise_kit.kernel.days import YEAR_MONTHS, months_after
from tenants.refusal import Refusal

Anchor = Literal["completion", "previous_due", "fixed_month"]

EARLY_DAYS: Final = 60


class RenewalRuleRefused(Refusal):
    """A rule of renewal that cannot be kept: no months, or a fixed month for less than a year."""

    code = "renewal_rule_refused"


@dataclass(frozen=True, slots=True)
class RenewalRule:
    """After how many months, counted from what. ``months`` is ``None`` if a completion never lapses.

    ``month`` (1 to 12) belongs to the anchor ``fixed_month`` and to no other.
    """

    months: int | None
    anchor: Anchor = "completion"
    month: int | None = None

    def __post_init__(self) -> None:
        if self.months is not None and self.months < 1:
            raise RenewalRuleRefused
        if self.anchor == "fixed_month":
            is_kept = self.month is not None and 1 <= self.month <= YEAR_MONTHS
            if not is_kept or (self.months is not None and self.months < YEAR_MONTHS):
                raise RenewalRuleRefused
        elif self.month is not None:
            raise RenewalRuleRefused


def valid_until(
    completed_on: date, rule: RenewalRule, *, previous_valid_until: date | None = None
) -> date | None:
    """Return the first day on which a completion no longer holds; ``None`` if it never lapses.

    - ``completion``: so many months after the day of completion.
    - ``previous_due``: so many months after the previous end, if renewed in the 60 days before it: whoever
      is early loses nothing. Otherwise from the completion.
    - ``fixed_month``: with the end of that month, the last one within the months and 60 days of grace:
      whoever learns up to 60 days before its end need not come back in it.

    Source: co-op rule: training policy, the three ways of counting a renewal.
    """
    if rule.months is None:
        return None
    if rule.anchor == "fixed_month" and rule.month is not None:
        return _end_of_month_within(completed_on, rule.months, rule.month)
    if rule.anchor == "previous_due" and _is_early(completed_on, previous_valid_until):
        return months_after(previous_valid_until or completed_on, rule.months)
    return months_after(completed_on, rule.months)


def _is_early(completed_on: date, previous_valid_until: date | None) -> bool:
    if previous_valid_until is None:
        return False
    return previous_valid_until - timedelta(days=EARLY_DAYS) <= completed_on < previous_valid_until


def _end_of_month_within(completed_on: date, months: int, month: int) -> date:
    """Return the first day after the last fixed month that ends within the time, 60 days of grace added."""
    latest = months_after(completed_on + timedelta(days=EARLY_DAYS), months)
    ends = (months_after(date(latest.year - back, month, 1), 1) for back in (0, 1, 2))
    return next(end for end in ends if end <= latest)
