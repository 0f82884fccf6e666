"""Which rate of a contract pays a kind of time on a day: its own, or that of the day."""

from collections.abc import Container
from datetime import date
from functools import lru_cache
from typing import Final

from franchise_kit.payroll.rules.bank_holidays import is_bank_holiday
from franchise_kit.people.rules.contracts import ORDINARY, RATE_KINDS

WEEKEND, BANK_HOLIDAY = "weekend", "bank_holiday"
OF_DAYS: Final = frozenset({ORDINARY, WEEKEND, BANK_HOLIDAY})
# Kinds of time for which a contract may name a rate; the others are ordinary work.
WITH_OWN_RATE: Final = frozenset(RATE_KINDS) - OF_DAYS
# Not worked through, so that neither the minimum wage nor an hour's pay is judged by them.
AT_REST: Final = frozenset({"sleep_in", "standby"})
_SATURDAY: Final = 5


def rate_kind_of(kind: str, day: date, agreed: Container[str]) -> str | None:
    """Return which of the rates that are agreed pays a kind of time on a London day, or ``None``.

    A kind's own rate comes first, whatever the day. Other time has the rate of a bank holiday, then that of
    a weekend, where one is agreed, and else the ordinary rate.
    Source: ours: what the contract says of the kind is nearer than what it says of the day; table
    ``pay_rate`` (a kind without a row of its own is paid as ordinary).
    """
    return next(filter(agreed.__contains__, _wanted(kind, day)), None)


# A month has few days and kinds of time, and each is asked for again with every worker.
@lru_cache(maxsize=4096)
def _wanted(kind: str, day: date) -> tuple[str, ...]:
    own = (kind,) if kind in WITH_OWN_RATE else ()
    bank_holiday = (BANK_HOLIDAY,) if is_bank_holiday(day) else ()
    weekend = (WEEKEND,) if day.weekday() >= _SATURDAY else ()
    return (*own, *bank_holiday, *weekend, ORDINARY)


def is_without_own_rate(kind: str, rate_kind: str) -> bool:
    """Say whether time of a kind that may have a rate of its own is paid by another, which is said in words.

    Source: ours, as above.
    """
    return kind in WITH_OWN_RATE and rate_kind != kind
