# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that is taken from pay stands on one payslip, in the order in which one stands on another."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from franchise_kit.payroll.rules.directors import Method
from franchise_kit.payroll.rules.held_orders import HeldOrder
from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.made import Membership, Particulars, as_working, steps_of, work_out
from franchise_kit.payroll.rules.other_pay import CORRECTION, MILEAGE, OtherPay
from franchise_kit.payroll.rules.paye import YearToDate
from franchise_kit.payroll.rules.payslip import Line
from franchise_kit.payroll.rules.pensions import Arrangement, Basis, Scheme
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.payroll.rules.whole import DeductionsAbovePay, Directorship, InPeriod

APRIL = date(2026, 4, 30)
FIRST, SECOND = UUID(int=1), UUID(int=2)
RELIEF_AT_SOURCE = Scheme(Arrangement.RELIEF_AT_SOURCE, Basis.QUALIFYING_EARNINGS, 500, 300)


def paid(pence: int) -> list[Line]:
    return [Line("visit", 60, pence)]


def other(kind: str, pence: int) -> OtherPay:
    return OtherPay(kind, pence, date(2026, 4, 1), date(2026, 5, 1))


def order(kind: str, **amounts: int) -> HeldOrder:
    return HeldOrder(FIRST, kind, date(2026, 4, 6), **amounts)


def test_loan_and_pension_are_taken_from_two_thousand_pounds() -> None:
    holds = Particulars("1257L", "A", loans=(Plan.PLAN_2,), pension=Membership(FIRST, RELIEF_AT_SOURCE))

    sums = work_out(paid(3000_00), particulars=holds, pay_on=APRIL).sums

    # Tax: 3000 less free pay of 1048.26 is 1951, at 20 %. Contributions: 8 % of 3000 less 1048.
    assert (sums.tax_pence, sums.employee_ni_pence, sums.employer_ni_pence) == (390_20, 156_16, 387_45)
    # Qualifying earnings are 3000 less 520; four fifths of 5 % are taken, the scheme claims the rest.
    assert (sums.pensionable_pence, sums.pension_after_tax_pence, sums.pension_relief_pence) == (
        2480_00,
        99_20,
        24_80,
    )
    assert sums.pension_employer_pence == 74_40
    # Plan 2 of 2026-27 begins at £29,385 a year, £2,448.75 a month: 9 % of 551.25 is 49.61.
    assert sums.student_loan_pence == 49_00
    assert sums.net_pence == 3000_00 - 390_20 - 156_16 - 99_20 - 49_00


def test_what_is_sacrificed_is_no_pay_and_a_net_pay_arrangement_lessens_tax_alone() -> None:
    sacrifice = Scheme(Arrangement.SALARY_SACRIFICE, Basis.ALL_PAY, 500, 300)
    net_pay = Scheme(Arrangement.NET_PAY, Basis.ALL_PAY, 500, 300)

    given_up, before_tax = (
        work_out(
            paid(2000_00),
            particulars=Particulars("1257L", "A", pension=Membership(FIRST, scheme)),
            pay_on=APRIL,
        ).sums
        for scheme in (sacrifice, net_pay)
    )

    assert (given_up.sacrificed_pence, given_up.ni_able_pence, given_up.taxable_pence) == (
        100_00,
        1900_00,
        1900_00,
    )
    assert given_up.pension_employer_pence == 160_00
    assert (before_tax.pension_before_tax_pence, before_tax.ni_able_pence, before_tax.taxable_pence) == (
        100_00,
        2000_00,
        1900_00,
    )
    assert (given_up.tax_pence, before_tax.tax_pence) == (170_20, 170_20)
    assert (given_up.employee_ni_pence, before_tax.employee_ni_pence) == (68_16, 76_16)


def test_expenses_are_paid_beside_the_net_and_nothing_is_taken_from_them() -> None:
    without = work_out(paid(1500_00), particulars=Particulars("1257L", "A"), pay_on=APRIL).sums
    with_miles = work_out(
        paid(1500_00), other=[other(MILEAGE, 45_00)], particulars=Particulars("1257L", "A"), pay_on=APRIL
    ).sums

    assert (with_miles.gross_pence, with_miles.expenses_pence) == (1500_00, 45_00)
    assert with_miles.net_pence == without.net_pence + 45_00
    assert with_miles.taxable_pence == without.taxable_pence


def test_other_pay_is_pay_and_one_below_nought_lessens_it() -> None:
    holds = Particulars("1257L", "A")

    together = work_out(paid(1500_00), other=[other(CORRECTION, -100_00)], particulars=holds, pay_on=APRIL)

    assert together.sums == work_out(paid(1400_00), particulars=holds, pay_on=APRIL).sums


@pytest.mark.parametrize(
    ("case", "held", "taken"),
    [
        (
            "an order takes its amount above what it protects",
            order("priority", normal_pence=200_00, protected_pence=1000_00),
            [(FIRST, 200_00, 0, 0)],
        ),
        (
            "no more than is left of the debt",
            order("priority", normal_pence=200_00, protected_pence=1000_00, left_pence=35_50),
            [(FIRST, 35_50, 0, 0)],
        ),
        ("nothing when it is paid off", order("priority", normal_pence=200_00, left_pence=0), []),
        (
            "what it could not take goes on with it",
            order("priority", normal_pence=200_00, protected_pence=1300_00),
            [(FIRST, 73_64, 126_36, 0)],
        ),
        (
            "the table of direct attachments up to what is left",
            order("direct_earnings", left_pence=10_00),
            [(FIRST, 10_00, 0, 0)],
        ),
        (
            "sixty in a hundred are left beside child maintenance",
            order("child_maintenance", normal_pence=900_00),
            # Of 1,373.64 are protected 824.19 (a fraction up).
            [(FIRST, 549_45, 350_55, 0)],
        ),
    ],
)
def test_orders_take_from_what_tax_and_contributions_left(
    case: str, held: HeldOrder, taken: list[tuple[UUID, int, int, int]]
) -> None:
    # £1,500: tax 90.20 and contributions 36.16, so that 1,373.64 can be attached.
    made = work_out(paid(1500_00), particulars=Particulars("1257L", "A", orders=(held,)), pay_on=APRIL)

    found = [(one.order_id, one.pence, one.untaken_pence, one.unprotected_pence) for one in made.orders]
    assert found == taken, case
    assert made.sums.orders_pence == sum(pence for _id, pence, _untaken, _unprotected in taken), case
    assert made.sums.net_pence == 1373_64 - made.sums.orders_pence, case


def test_two_orders_that_say_the_same_are_two() -> None:
    one = order("priority", normal_pence=50_00, protected_pence=100_00)
    orders = (one, replace(one, order_id=SECOND))

    made = work_out(paid(1500_00), particulars=Particulars("1257L", "A", orders=orders), pay_on=APRIL)

    assert sorted((one.order_id, one.pence) for one in made.orders) == [(FIRST, 50_00), (SECOND, 50_00)]


def test_a_directors_contributions_go_by_the_year() -> None:
    director = Directorship(Method.ANNUAL, 1)

    first = work_out(
        paid(10_000_00), particulars=Particulars("1257L", "A", director=director), pay_on=APRIL
    ).sums
    after = Directorship(
        Method.ANNUAL,
        1,
        (10_000_00,),
        (first.at_lel_pence, first.lel_to_pt_pence, first.pt_to_uel_pence),
    )
    second = work_out(
        paid(10_000_00),
        particulars=Particulars("1257L", "A", YearToDate(10_000_00, first.tax_pence), director=after),
        pay_on=date(2026, 5, 29),
    ).sums

    # The year's threshold is £12,570: none of the first is above it, 7,430 of both together.
    assert (first.employee_ni_pence, second.employee_ni_pence) == (0, 594_40)
    assert first.employer_ni_pence + second.employer_ni_pence == 2250_00
    # The bands of both together are those of £20,000 in a year.
    bands = [
        first.at_lel_pence + second.at_lel_pence,
        first.lel_to_pt_pence + second.lel_to_pt_pence,
        first.pt_to_uel_pence + second.pt_to_uel_pence,
    ]
    assert bands == [6708_00, 12_570_00 - 6708_00, 7430_00]


def test_the_last_payment_of_the_year_puts_a_directors_contributions_right() -> None:
    earlier = (1000_00,) * 11
    last = Directorship(
        Method.ALTERNATIVE, 1, earlier, (11 * 559_00, 11 * 441_00, 0), (0, 11 * 87_45), is_last=True
    )

    made = work_out(
        paid(5000_00),
        particulars=Particulars("1257L", "A", YearToDate(11_000_00, 0), director=last),
        pay_on=date(2027, 3, 31),
    ).sums

    # £16,000 in the year: 8 % of 3,430, of which nothing was taken before; 15 % of 11,000, less 961.95.
    assert (made.employee_ni_pence, made.employer_ni_pence) == (274_40, 1650_00 - 961_95)
    assert made.at_lel_pence + 11 * 559_00 == 6708_00

    # A bonus after it is charged for itself, since all that came before is right.
    bands = (made.at_lel_pence, made.lel_to_pt_pence, made.pt_to_uel_pence)
    told = (last.told[0] + bands[0], last.told[1] + bands[1], last.told[2] + bands[2])
    charged = (made.employee_ni_pence, 11 * 87_45 + made.employer_ni_pence)
    after = Directorship(Method.ALTERNATIVE, 1, (*earlier, 5000_00), told, charged, is_last=True)
    bonus = work_out(
        paid(100_00),
        particulars=Particulars("1257L", "A", YearToDate(16_000_00, 0), director=after),
        pay_on=date(2027, 4, 2),
    ).sums
    assert (bonus.employee_ni_pence, bonus.employer_ni_pence, bonus.pt_to_uel_pence) == (8_00, 15_00, 100_00)


def test_bands_of_a_second_payment_are_what_it_adds() -> None:
    first = work_out(paid(600_00), particulars=Particulars("1257L", "A"), pay_on=date(2026, 4, 10)).sums
    taken = YearToDate(600_00, first.tax_pence)
    after = Particulars("1257L", "A", taken, InPeriod(taken, 600_00, 600_00))

    second = work_out(paid(900_00), particulars=after, pay_on=APRIL).sums

    assert (first.at_lel_pence, first.lel_to_pt_pence, first.pt_to_uel_pence) == (559_00, 41_00, 0)
    assert (second.at_lel_pence, second.lel_to_pt_pence, second.pt_to_uel_pence) == (0, 448_00, 452_00)


@pytest.mark.parametrize(
    ("frequency", "pay_on", "tax_pence", "ni_pence"),
    [
        # Week 1: free pay 241.91 of 500, 258 at 20 %; 8 % of 500 less 242.
        (Frequency.W1, date(2026, 4, 10), 51_60, 20_64),
        # Week 2 by the fortnight: free pay 483.82, 16 at 20 %; the threshold is 484.
        (Frequency.W2, date(2026, 4, 17), 3_20, 1_28),
        (Frequency.M1, APRIL, 0, 0),
    ],
)
def test_the_frequency_decides_table_and_thresholds(
    frequency: Frequency, pay_on: date, tax_pence: int, ni_pence: int
) -> None:
    holds = Particulars("1257L", "A", frequency=frequency)

    sums = work_out(paid(500_00), particulars=holds, pay_on=pay_on).sums

    assert (sums.tax_pence, sums.employee_ni_pence) == (tax_pence, ni_pence)


def test_a_payment_in_week_53_stands_alone() -> None:
    before = YearToDate(52 * 500_00, 52 * 51_60)
    holds = Particulars("1257L", "A", before, frequency=Frequency.W1)

    sums = work_out(paid(500_00), particulars=holds, pay_on=date(2027, 4, 5)).sums

    assert sums.tax_pence == 51_60


def test_more_than_there_is_is_not_taken() -> None:
    everything = Scheme(Arrangement.RELIEF_AT_SOURCE, Basis.ALL_PAY, 10_000, 0)
    holds = Particulars("BR", "A", pension=Membership(FIRST, everything))

    with pytest.raises(DeductionsAbovePay):
        work_out(paid(2000_00), particulars=holds, pay_on=APRIL)


def test_every_part_keeps_its_steps() -> None:
    holds = Particulars(
        "1257L",
        "A",
        loans=(Plan.PLAN_1, Plan.POSTGRADUATE),
        pension=Membership(FIRST, RELIEF_AT_SOURCE),
        orders=(order("priority", normal_pence=20_00, protected_pence=100_00),),
    )
    made = work_out(paid(3000_00), particulars=holds, pay_on=APRIL)

    working = as_working(made)

    codes = {part: [step.code for step in steps_of(working, part)] for part in working}
    assert codes["loans"] == ["student_loan", "postgraduate_loan"]
    assert codes["pension"] == ["qualifying_earnings", "pension_by_relief_at_source", "pension_from_employer"]
    (step,) = steps_of(working, "orders")
    assert step.values == {
        "kind": "priority",
        "attachable_pence": made.whole.attachable_pence,
        "protected_pence": 100_00,
        "normal_pence": 20_00,
        "untaken_pence": 0,
        "amount_pence": 20_00,
    }
