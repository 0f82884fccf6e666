"""Where a tax year begins: codes, P45s and pay all go by it."""

from datetime import date
from typing import Final

YEAR_BEGINS: Final = (4, 6)


def first_day(pay_date: date) -> date:
    """Return the 6 April on which the tax year of a pay date began.

    Source: Income Tax Act 2007, s.4.
    """
    began_in = pay_date.year - ((pay_date.month, pay_date.day) < YEAR_BEGINS)
    return date(began_in, *YEAR_BEGINS)
