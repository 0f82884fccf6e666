# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contributions: of which pay, before or after tax, each to the penny, and never less than the law asks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.payroll.rules.pensions import (
    Arrangement,
    Basis,
    Contributions,
    PensionBelowMinimum,
    PensionShareNotPossible,
    SacrificeBelowMinimumWage,
    Scheme,
    check_minimum,
    check_sacrifice,
    contributions,
    pension_figures,
    pensionable_pence,
    steps,
)
from franchise_kit.payroll.rules.tax_calendar import Frequency
from tenants.refusal import Refusal

FIGURES = pension_figures(date(2026, 5, 5))
EARNINGS, ALL_PAY = Basis.QUALIFYING_EARNINGS, Basis.ALL_PAY


def scheme(
    arrangement: Arrangement, basis: Basis = EARNINGS, employee_bps: int = 500, employer_bps: int = 300
) -> Scheme:
    return Scheme(arrangement, basis, employee_bps, employer_bps)


def paid(one: Scheme, pay_pence: int, frequency: Frequency = Frequency.M1) -> Contributions:
    return contributions(one, frequency=frequency, pay_pence=pay_pence, figures=FIGURES)


@pytest.mark.parametrize(
    ("case", "basis", "frequency", "pay_pence", "expected_pence"),
    [
        ("nothing below the lower limit", EARNINGS, Frequency.M1, 519_99, 0),
        ("nothing on it", EARNINGS, Frequency.M1, 520_00, 0),
        ("a penny above it", EARNINGS, Frequency.M1, 520_01, 1),
        ("all of the band at the upper limit", EARNINGS, Frequency.M1, 4189_00, 3669_00),
        ("no more above it", EARNINGS, Frequency.M1, 9000_00, 3669_00),
        ("the band of a week", EARNINGS, Frequency.W1, 475_66, 355_66),
        ("the band of a fortnight", EARNINGS, Frequency.W2, 2000_00, 1694_00),
        ("the band of four weeks", EARNINGS, Frequency.W4, 4000_00, 3387_00),
        ("all pay", ALL_PAY, Frequency.M1, 519_99, 519_99),
        ("pay below nought", ALL_PAY, Frequency.M1, -1, 0),
    ],
)
def test_the_pay_that_shares_are_of(
    case: str, basis: Basis, frequency: Frequency, pay_pence: int, expected_pence: int
) -> None:
    assert pensionable_pence(basis, frequency, pay_pence, FIGURES) == expected_pence, case


def test_relief_at_source_takes_four_fifths_from_net_pay_and_the_scheme_claims_the_rest() -> None:
    made = paid(scheme(Arrangement.RELIEF_AT_SOURCE), 4115_57)

    assert made == Contributions(3595_57, after_tax_pence=143_82, employer_pence=107_87, relief_pence=35_96)
    assert made.paid_in_pence == 287_65


def test_a_net_pay_arrangement_takes_all_of_it_before_tax() -> None:
    made = paid(scheme(Arrangement.NET_PAY), 475_66, Frequency.W1)

    assert made == Contributions(355_66, before_tax_pence=17_78, employer_pence=10_67)


def test_what_is_sacrificed_is_paid_in_by_the_employer() -> None:
    made = paid(scheme(Arrangement.SALARY_SACRIFICE), 774_68, Frequency.W1)

    assert made == Contributions(654_68, sacrificed_pence=32_73, employer_pence=52_37)
    assert made.worker_pence == 32_73
    assert made.paid_in_pence == 52_37


def test_a_half_penny_goes_up() -> None:
    made = paid(scheme(Arrangement.NET_PAY, ALL_PAY), 10_10)

    assert (made.before_tax_pence, made.employer_pence) == (51, 30)


@given(
    pay_pence=st.integers(0, 20_000_00),
    arrangement=st.sampled_from(Arrangement),
    basis=st.sampled_from(Basis),
    employee_bps=st.integers(0, 10_000),
    employer_bps=st.integers(0, 10_000),
    frequency=st.sampled_from(Frequency),
)
def test_no_share_is_above_the_pay_and_the_way_of_relief_changes_nothing_that_is_paid_in(
    *,
    pay_pence: int,
    arrangement: Arrangement,
    basis: Basis,
    employee_bps: int,
    employer_bps: int,
    frequency: Frequency,
) -> None:
    made = paid(scheme(arrangement, basis, employee_bps, employer_bps), pay_pence, frequency)
    net = paid(scheme(Arrangement.NET_PAY, basis, employee_bps, employer_bps), pay_pence, frequency)

    assert 0 <= made.worker_pence <= pay_pence
    assert made.employer_pence - made.sacrificed_pence <= pay_pence
    assert made.paid_in_pence == net.paid_in_pence


@given(st.integers(0, 10_000_00), st.integers(0, 100_00), st.sampled_from(Arrangement))
def test_more_pay_never_means_smaller_contributions(less: int, more: int, arrangement: Arrangement) -> None:
    first, second = (paid(scheme(arrangement), pence) for pence in (less, less + more))

    assert first.worker_pence <= second.worker_pence
    assert first.employer_pence <= second.employer_pence


@pytest.mark.parametrize(("employee_bps", "employer_bps"), [(-1, 300), (500, -1), (10_001, 0), (0, 10_001)])
def test_a_share_that_is_none_is_refused(employee_bps: int, employer_bps: int) -> None:
    with pytest.raises(PensionShareNotPossible) as refused:
        paid(scheme(Arrangement.NET_PAY, EARNINGS, employee_bps, employer_bps), 1000_00)

    assert refused.value.code == "pension_share_not_possible"


@pytest.mark.parametrize(
    ("basis", "employee_bps", "employer_bps", "refusal"),
    [
        (EARNINGS, 500, 300, None),
        (EARNINGS, 0, 800, None),
        (EARNINGS, 499, 300, PensionBelowMinimum),
        (EARNINGS, 600, 299, PensionBelowMinimum),
        (ALL_PAY, 400, 300, None),
        (ALL_PAY, 399, 300, PensionBelowMinimum),
    ],
)
def test_the_least_that_a_scheme_pays_in(
    basis: Basis, employee_bps: int, employer_bps: int, refusal: type[Refusal] | None
) -> None:
    found: type[Refusal] | None = None
    try:
        check_minimum(scheme(Arrangement.NET_PAY, basis, employee_bps, employer_bps), FIGURES)
    except Refusal as said:
        found = type(said)

    assert found is refusal


def test_nobody_sacrifices_themselves_below_the_minimum_wage() -> None:
    check_sacrifice(1000_00, sacrificed_pence=50_00, minimum_pence=950_00)
    check_sacrifice(900_00, sacrificed_pence=0, minimum_pence=950_00)
    with pytest.raises(SacrificeBelowMinimumWage):
        check_sacrifice(1000_00, sacrificed_pence=50_01, minimum_pence=950_00)


@pytest.mark.parametrize("arrangement", Arrangement)
def test_the_steps_say_what_was_taken_and_what_was_paid_in(arrangement: Arrangement) -> None:
    one = scheme(arrangement)
    made = paid(one, 1000_00)

    said = steps(one, made, frequency=Frequency.M1, pay_pence=1000_00, figures=FIGURES)

    assert [step.code for step in said] == [
        "qualifying_earnings",
        f"pension_by_{arrangement}",
        "pension_from_employer",
    ]
    assert dict(said[0].values) == {
        "pay_pence": 1000_00,
        "from_pence": 520_00,
        "to_pence": 4189_00,
        "band_pence": 480_00,
    }
    assert said[1].values["amount_pence"] == made.worker_pence
    assert dict(said[2].values) == {"rate_bps": 300, "amount_pence": 14_40}


def test_all_pay_has_a_step_of_its_own() -> None:
    one = scheme(Arrangement.NET_PAY, ALL_PAY)
    said = steps(one, paid(one, 100_00), frequency=Frequency.M1, pay_pence=100_00, figures=FIGURES)

    assert (said[0].code, dict(said[0].values)) == ("pension_on_all_pay", {"pay_pence": 100_00})
