"""The roundings of pay, each with its name. A fraction is two whole numbers: what is divided, and by what."""

from typing import Final

POUND: Final = 100
# One basis point is a hundredth of one percent.
WHOLE_BPS: Final = 10_000
# The third decimal of a pound up to which National Insurance drops the rest of a penny.
LAST_DROPPED_TENTH: Final = 5


def cut(numerator: int, denominator: int) -> int:
    """Return a fraction of nought or more without what comes after its last whole unit.

    Source: HMRC, Specification for PAYE Tax Table Routines: figures are cut off, not rounded.
    """
    return numerator // denominator


def round_up(numerator: int, denominator: int) -> int:
    """Return a fraction as the next whole unit up, or itself if it is whole.

    Source: HMRC, Specification for PAYE Tax Table Routines: pay adjustments and band tops go up.
    """
    return -(-numerator // denominator)


def half_up(numerator: int, denominator: int) -> int:
    """Return a fraction to the nearest whole unit, a half up, also below nought.

    Source: ours, for a line of pay: the law of pay names no rounding, and a half-penny goes to the worker.
    """
    return (2 * numerator + denominator) // (2 * denominator)


def half_down(numerator: int, denominator: int) -> int:
    """Return a fraction to the nearest whole unit, a half down.

    Source: ours, for tables of attachment that name no rounding: a half-penny stays with the worker.
    """
    return -half_up(-numerator, denominator)


def whole_pounds_down(pence: int) -> int:
    """Return an amount of pence as pence again, without its odd pence.

    Source: HMRC, Specification for PAYE Tax Table Routines: taxable pay is rounded down to the pound.
    """
    return pence // POUND * POUND


def share_down(pence: int, rate_bps: int) -> int:
    """Return a share of an amount in whole pence, rounded down.

    Source: HMRC, Specification for PAYE Tax Table Routines: tax and its limit go down to the penny.
    """
    return cut(pence * rate_bps, WHOLE_BPS)


def ni_penny(pence: int, rate_bps: int) -> int:
    """Return one band's contribution in whole pence: up if the third decimal of a pound is 6 or more.

    The fourth decimal and those after it are cut off first, so £0.0056 is nothing.
    Source: Social Security (Contributions) Regulations 2001, reg. 12; proved by HMRC's NIC test data 2025-26.
    """
    tenths = cut(pence * rate_bps * 10, WHOLE_BPS)
    return tenths // 10 + (tenths % 10 > LAST_DROPPED_TENTH)
