# SPDX-License-Identifier: AGPL-3.0-or-later
"""Miles in a run: those of its days, late ones, the 10,000, and arrears that are paid once."""

from datetime import date

from franchise_kit.payroll.rules.mileage import Journey, announced_between
from franchise_kit.payroll.rules.miles_paid import PaidDays, miles_of_run, miles_owed_since, tenths_paid
from franchise_kit.payroll.rules.other_pay import MILEAGE, OtherPay
from franchise_kit.payroll.rules.steps import Step

NOVEMBER = PaidDays(date(2026, 11, 1), date(2026, 12, 1), date(2026, 11, 27))
APRIL = PaidDays(date(2026, 4, 1), date(2026, 5, 1), date(2026, 4, 30))
YEAR = date(2026, 4, 6)


def paid(tenths: int, rate_pence: int, paid_pence: int) -> Step:
    """Return a step of a line of miles."""
    return Step("miles_paid", {"tenths": tenths, "rate_pence": rate_pence, "paid_pence": paid_pence})


def test_miles_of_the_run_and_late_ones_are_two_lines() -> None:
    # 12.3 miles at 55p are £6.765, a half-penny up; 4 late ones are £2.20.
    claimed = [
        Journey(date(2026, 11, 3), 100),
        Journey(date(2026, 10, 30), 40),
        Journey(date(2026, 11, 2), 23),
    ]

    found = miles_of_run(claimed, before_tenths={}, days=NOVEMBER)

    assert found == (
        OtherPay(
            MILEAGE, 2_20, date(2026, 10, 30), date(2026, 11, 1), is_late=True, steps=(paid(40, 55, 2_20),)
        ),
        OtherPay(MILEAGE, 6_77, date(2026, 11, 1), date(2026, 12, 1), steps=(paid(123, 55, 6_77),)),
    )
    assert tenths_paid(found) == 163
    assert all(one.is_expense for one in found)


def test_after_10_000_miles_of_the_tax_year_the_rate_is_lower() -> None:
    claimed = [Journey(date(2026, 11, 2), 2000)]

    (line,) = miles_of_run(claimed, before_tenths={YEAR: 99_000}, days=NOVEMBER)

    assert (line.pence, line.steps) == (80_00, (paid(1000, 55, 55_00), paid(1000, 25, 25_00)))


def test_each_tax_year_has_its_10_000() -> None:
    claimed = [Journey(date(2026, 4, 5), 100), Journey(date(2026, 4, 6), 100)]

    (line,) = miles_of_run(claimed, before_tenths={date(2025, 4, 6): 100_000}, days=APRIL)

    # 10 miles at 25p of the old year, and 10 at the 45p that were known in April.
    assert (line.pence, line.steps) == (7_00, (paid(100, 45, 4_50), paid(100, 25, 2_50)))


def test_nothing_claimed_is_no_line() -> None:
    assert miles_of_run([], before_tenths={YEAR: 10}, days=NOVEMBER) == ()


def test_arrears_are_a_line_of_their_own_once() -> None:
    in_march, in_april = date(2026, 3, 20), date(2026, 4, 20)
    in_may = [Journey(in_march, 500, paid_on=APRIL.pay_on), Journey(in_april, 1000, paid_on=APRIL.pay_on)]

    found = miles_owed_since(in_may, pay_on=date(2026, 5, 29))

    values = {"tenths": 1000, "paid_at_pence": 45, "owed_at_pence": 55, "owed_pence": 10_00}
    assert found == OtherPay(
        MILEAGE,
        10_00,
        in_april,
        date(2026, 4, 21),
        is_late=True,
        steps=(Step("miles_owed_since", values),),
    )
    assert tenths_paid([found]) == 0
    in_june = [Journey(one.on, one.tenths, paid_on=date(2026, 5, 29)) for one in in_may]
    assert miles_owed_since(in_june, pay_on=date(2026, 6, 26)) is None


def test_only_an_announcement_between_two_pay_days_can_owe_anything() -> None:
    assert announced_between(date(2026, 4, 30), date(2026, 5, 29)) == date(2026, 4, 6)
    assert announced_between(date(2026, 4, 30), date(2026, 5, 20)) is None
    assert announced_between(date(2026, 5, 21), date(2026, 6, 26)) is None
