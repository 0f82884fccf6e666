# SPDX-License-Identifier: AGPL-3.0-or-later
"""Six weeks at nine tenths of the average, then the lower of that and the flat rate; and what comes back."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.payroll.rules.family_pay import (
    AverageTooLow,
    DecidingWeek,
    EmployedTooShort,
    Kind,
    NoSuchWeek,
    check_entitled,
    deciding_week,
    family_pay_figures,
    week_pence,
    weeks_pence,
)
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.recovery import NothingToRecover, Recovery, is_small_employer, recovery

IN_MAY = date(2026, 5, 5)
FIGURES = family_pay_figures(IN_MAY)


@pytest.mark.parametrize(
    ("case", "kind", "week", "average_pence", "expected_pence"),
    [
        ("nine tenths in the first week", Kind.MATERNITY, 1, 400_00, 360_00),
        ("and in the sixth", Kind.MATERNITY, 6, 400_00, 360_00),
        ("the flat rate from the seventh", Kind.MATERNITY, 7, 400_00, 194_32),
        ("and in the last", Kind.ADOPTION, 39, 400_00, 194_32),
        ("nine tenths where that is less", Kind.MATERNITY, 7, 200_00, 180_00),
        ("a fraction of a penny goes up", Kind.MATERNITY, 1, 333_33, 300_00),
        ("paternity has the flat rate at once", Kind.PATERNITY, 1, 400_00, 194_32),
        ("and nine tenths where that is less", Kind.PATERNITY, 2, 150_05, 135_05),
        ("bereavement", Kind.BEREAVEMENT, 2, 400_00, 194_32),
        ("neonatal care", Kind.NEONATAL, 12, 400_00, 194_32),
        ("shared parental pay", Kind.SHARED_PARENTAL, 37, 400_00, 194_32),
    ],
)
def test_a_week(case: str, kind: Kind, week: int, average_pence: int, expected_pence: int) -> None:
    found = week_pence(kind, week=week, average=Fraction(average_pence), figures=FIGURES)

    assert found == expected_pence, case


@pytest.mark.parametrize(
    ("kind", "week"),
    [(Kind.MATERNITY, 40), (Kind.PATERNITY, 3), (Kind.NEONATAL, 13), (Kind.MATERNITY, 0)],
)
def test_a_week_too_many_is_refused(kind: Kind, week: int) -> None:
    with pytest.raises(NoSuchWeek) as refused:
        week_pence(kind, week=week, average=Fraction(400_00), figures=FIGURES)

    assert refused.value.code == "no_such_statutory_week"


@given(st.sampled_from(Kind), st.integers(1, 2), st.integers(0, 2000_00))
def test_a_week_is_never_above_nine_tenths(kind: Kind, week: int, average_pence: int) -> None:
    found = week_pence(kind, week=week, average=Fraction(average_pence), figures=FIGURES)

    assert 0 <= found * 10 < average_pence * 9 + 10


def test_a_new_rate_holds_from_the_week_that_begins_in_it() -> None:
    found = weeks_pence(Kind.PATERNITY, first_on=date(2026, 3, 30), weeks=2, average=Fraction(400_00))

    assert found == (187_18, 194_32)


def test_the_whole_of_a_maternity() -> None:
    found = weeks_pence(Kind.MATERNITY, first_on=date(2026, 5, 4), weeks=39, average=Fraction(400_00))

    assert sum(found) == 6 * 360_00 + 33 * 194_32


def test_the_week_that_decides() -> None:
    """A child that is due on 8 April 2013: the week from 23 December, employed since 7 July at the latest."""
    expected = DecidingWeek(date(2012, 12, 23), date(2012, 12, 29), employed_by=date(2012, 7, 7))

    assert deciding_week(date(2013, 4, 8)) == expected
    assert deciding_week(date(2013, 4, 7)) == expected
    assert deciding_week(date(2013, 4, 6)) != expected


@pytest.mark.parametrize(
    ("case", "average", "began_on", "refusal"),
    [
        ("at the limit, on the day", Fraction(129_00), date(2026, 1, 10), None),
        ("a fraction below the limit", Fraction(129_00) - Fraction(1, 99), date(2026, 1, 10), AverageTooLow),
        ("a day too late", Fraction(129_00), date(2026, 1, 11), EmployedTooShort),
    ],
)
def test_who_is_entitled(
    case: str, average: Fraction, began_on: date, refusal: type[AverageTooLow | EmployedTooShort] | None
) -> None:
    found: type[Exception] | None = None
    try:
        check_entitled(average, began_on=began_on, employed_by=date(2026, 1, 10), figures=FIGURES)
    except (AverageTooLow, EmployedTooShort) as said:
        found = type(said)

    assert found is refusal, case


@pytest.mark.parametrize(
    ("pay_date", "is_small", "expected"),
    [
        (IN_MAY, False, Recovery(920_00, 0)),
        (IN_MAY, True, Recovery(1000_00, 90_00)),
        (date(2026, 4, 5), True, Recovery(1000_00, 85_00)),
    ],
)
def test_what_is_recovered(pay_date: date, expected: Recovery, *, is_small: bool) -> None:
    found = recovery(1000_00, is_small=is_small, figures=figures_for(pay_date))

    assert found == expected
    assert found.total_pence == expected.recovered_pence + expected.compensation_pence


def test_who_is_a_small_employer() -> None:
    figures = figures_for(IN_MAY)

    assert is_small_employer(45_000_00, figures)
    assert not is_small_employer(45_000_01, figures)


def test_less_than_nothing_is_not_recovered() -> None:
    with pytest.raises(NothingToRecover):
        recovery(-1, is_small=True, figures=figures_for(IN_MAY))
