# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why net pay changed is said by its causes, which add up to the change to the penny."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.payroll.rules.other_pay import MILEAGE, SICK, OtherPay
from franchise_kit.payroll.rules.payslip import NIGHT, Line
from franchise_kit.payroll.rules.why_changed import Change, Compared, why_changed

# 100 hours at £13.45, £23.76 of National Insurance.
OCTOBER = Compared((Line("visit", 6000, 1345),), "1257L", "A", 0, 23_76, 1321_24)


def other(kind: str, pence: int) -> OtherPay:
    return OtherPay(kind, pence, date(2026, 11, 1), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("case", "now", "expected"),
    [
        ("nothing changed", OCTOBER, ()),
        (
            "ten hours more, and more National Insurance",
            replace(
                OCTOBER,
                lines=(Line("visit", 6600, 1345),),
                national_insurance_pence=34_52,
                net_pence=1444_98,
            ),
            (
                Change("hours", 134_50, 6000, 6600, "visit", "ordinary"),
                Change("national_insurance", -10_76, 23_76, 34_52),
            ),
        ),
        (
            "a higher rate is parted from more hours",
            replace(OCTOBER, lines=(Line("visit", 6600, 1400),), net_pence=1516_24),
            (
                Change("hours", 134_50, 6000, 6600, "visit", "ordinary"),
                Change("rate", 60_50, 1345, 1400, "", "ordinary"),
            ),
        ),
        (
            "another code is said before the tax",
            replace(OCTOBER, tax_code="BR", tax_pence=269_00, net_pence=1052_24),
            (Change("tax_code", -269_00, "1257L", "BR"),),
        ),
        (
            "a refund of tax",
            replace(OCTOBER, tax_pence=-40_00, net_pence=1361_24),
            (Change("tax_refund", 40_00, 0, -40_00),),
        ),
        (
            "a pension, a loan and an order begin",
            replace(
                OCTOBER,
                pension_pence=33_00,
                student_loan_pence=9_00,
                orders_pence=50_00,
                net_pence=1229_24,
            ),
            (
                Change("orders_began", -50_00, 0, 50_00),
                Change("pension_began", -33_00, 0, 33_00),
                Change("student_loan_began", -9_00, 0, 9_00),
            ),
        ),
        (
            "sick pay and miles beside the hours",
            replace(OCTOBER, other=(other(SICK, 49_30), other(MILEAGE, 11_00)), net_pence=1381_54),
            (
                Change("other_pay", 49_30, 0, 49_30, SICK),
                Change("other_pay", 11_00, 0, 11_00, MILEAGE),
            ),
        ),
        (
            "late hours, a night and another letter",
            replace(
                OCTOBER,
                lines=(
                    *OCTOBER.lines,
                    Line("visit", 60, 1345, is_late=True),
                    Line("sleep_in", 480, 55_00, rate_kind="sleep_in", unit=NIGHT, nights=1),
                ),
                ni_category="C",
                national_insurance_pence=0,
                net_pence=1413_45,
            ),
            (
                Change("nights", 55_00, 0, 1, "sleep_in", "sleep_in"),
                Change("ni_category", 23_76, "A", "C"),
                Change("late_hours", 13_45, 0, 60),
            ),
        ),
        (
            "what nothing explains stands last",
            replace(OCTOBER, lines=(Line("visit", 6060, 1345),), net_pence=1434_69),
            (
                Change("hours", 13_45, 6000, 6060, "visit", "ordinary"),
                Change("remainder", 100_00, 1321_24, 1434_69),
            ),
        ),
    ],
)
def test_each_cause_has_its_part(case: str, now: Compared, expected: tuple[Change, ...]) -> None:
    assert why_changed(OCTOBER, now) == expected, case


def test_what_ended_is_said_to_have_ended() -> None:
    before = replace(OCTOBER, pension_pence=33_00, net_pence=1288_24)

    assert why_changed(before, OCTOBER) == (Change("pension_ended", 33_00, 33_00, 0),)


slips = st.builds(
    Compared,
    lines=st.lists(
        st.builds(
            Line,
            st.sampled_from(["visit", "travel"]),
            st.integers(1, 9000),
            st.integers(1, 5000),
            is_late=st.booleans(),
        ),
        max_size=4,
    ).map(tuple),
    tax_code=st.sampled_from(["1257L", "BR"]),
    ni_category=st.sampled_from(["A", "C"]),
    tax_pence=st.integers(-500_00, 500_00),
    national_insurance_pence=st.integers(0, 500_00),
    net_pence=st.integers(0, 5000_00),
    pension_pence=st.integers(0, 100_00),
)


@given(slips, slips)
def test_the_causes_add_up_and_the_greatest_comes_first(before: Compared, now: Compared) -> None:
    changes = why_changed(before, now)

    assert sum(one.pence for one in changes) == now.net_pence - before.net_pence
    sizes = [abs(one.pence) for one in changes if one.code != "remainder"]
    assert sizes == sorted(sizes, reverse=True)
    assert 0 not in sizes
