# SPDX-License-Identifier: AGPL-3.0-or-later
"""A category letter that changes within an earnings period: each letter's bands fit, and all add up."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_kit.payroll.rules.class1 import Class1, further_contributions
from franchise_kit.payroll.rules.handing_over.fps import full_payment_submission
from franchise_kit.payroll.rules.handing_over.from_payslips import employment_of
from franchise_kit.payroll.rules.handing_over.letter_bands import Banded, Bands, period_name, shared_bands
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency
from tests.rules.payroll.handing_over.made_up import EMPLOYER, TAX_YEAR
from tests.rules.payroll.handing_over.test_from_payslips import NIA, OCTOBER

FIGURES = figures_for(date(2026, 10, 30))
MONTH = "M1 7"


def added(letter: str, before_pence: int, earnings_pence: int, frequency: Frequency) -> Banded:
    """A payment as ``rules.made`` keeps it: with what it adds to the bands of its period."""
    made = further_contributions(
        category=letter,
        frequency=frequency,
        before_pence=before_pence,
        earnings_pence=earnings_pence,
        figures=FIGURES,
    )
    bands, earlier = bands_of(made), (0, 0, 0) if made.before is None else bands_of(made.before)
    adds = (bands[0] - earlier[0], bands[1] - earlier[1], bands[2] - earlier[2])
    return Banded("one", letter, earnings_pence, adds)


def bands_of(made: Class1) -> Bands:
    return made.at_lel_pence, made.lel_to_pt_pence, made.pt_to_uel_pence


def month_of(*payments: tuple[str, int]) -> list[Banded]:
    earnings = [pence for _letter, pence in payments]
    return [
        added(letter, sum(earnings[:place]), pence, Frequency.M1)
        for place, (letter, pence) in enumerate(payments)
    ]


@pytest.mark.parametrize(
    ("case", "payments", "told"),
    [
        ("one letter is told as it was", [("A", 300_00), ("A", 500_00)], [(0, 0, 0), (559_00, 241_00, 0)]),
        ("below the limit nothing is told", [("A", 300_00), ("C", 200_00)], [(0, 0, 0), (0, 0, 0)]),
        ("each has its part", [("A", 300_00), ("C", 500_00)], [(300_00, 0, 0), (259_00, 241_00, 0)]),
        ("pounds alone", [("A", 300_37), ("C", 258_70)], [(300_00, 37, 0), (258_00, 70, 0)]),
        (
            "the first reached it",
            [("A", 600_00), ("C", 500_00)],
            [(559_00, 41_00, 0), (0, 448_00, 52_00)],
        ),
        (
            "the later earnings hold all",
            [("A", 300_00), ("C", 6_000_00)],
            [(0, 0, 0), (559_00, 489_00, 3_141_00)],
        ),
        ("who pays none has none", [("X", 300_00), ("A", 500_00)], [(0, 0, 0), (500_00, 0, 0)]),
    ],
)
def test_bands_go_by_place(case: str, payments: list[tuple[str, int]], told: list[Bands]) -> None:
    assert shared_bands(month_of(*payments)) == tuple(told), case


def test_periods_do_not_mix() -> None:
    first, second = month_of(("A", 300_00), ("C", 500_00))

    apart = shared_bands([first, replace(second, period="another")])

    assert apart == (first.bands, second.bands)
    assert period_name(Frequency.W2, 7, None) == period_name(Frequency.W2, 8, None) == "W2 4"
    assert period_name(Frequency.M1, 7, None) == MONTH
    assert period_name(Frequency.M1, 1, "annual") == period_name(Frequency.M1, 12, "annual")


@settings(max_examples=200, deadline=None)
@given(
    frequency=st.sampled_from([Frequency.W1, Frequency.W2, Frequency.W4, Frequency.M1]),
    payments=st.lists(st.tuples(st.sampled_from("ABCHM"), st.integers(0, 6_000_00)), min_size=1, max_size=4),
)
def test_no_letters_bands_exceed_its_earnings_and_all_add_up(
    frequency: Frequency, payments: list[tuple[str, int]]
) -> None:
    earnings = [pence for _letter, pence in payments]
    made = [
        added(letter, sum(earnings[:place]), pence, frequency)
        for place, (letter, pence) in enumerate(payments)
    ]

    told = shared_bands(made)

    for letter in {one.letter for one in made}:
        mine = [bands for one, bands in zip(made, told, strict=True) if one.letter == letter]
        earned_pence = sum(one.earnings_pence for one in made if one.letter == letter)
        assert sum(map(sum, mine)) <= earned_pence
        assert min(map(min, mine)) >= 0
        assert sum(bands[0] for bands in mine) % 100 == 0
    whole = added(payments[-1][0], 0, sum(earnings), frequency).bands
    assert sum(map(sum, told)) == sum(whole)
    assert sum(bands[2] for bands in told) == whole[2]
    assert whole[0] - 100 * len(payments) < sum(bands[0] for bands in told) <= whole[0] or whole[0] == 0


def test_a_letter_changed_within_a_month_is_told_to_hmrc() -> None:
    first = replace(OCTOBER, ni_able_pence=300_00, at_lel_pence=0, lel_to_pt_pence=0, pt_to_uel_pence=0)
    second = replace(first, letter="C", ni_able_pence=500_00, at_lel_pence=559_00, lel_to_pt_pence=241_00)

    told = employment_of(NIA, [first, second], is_starter=False)

    assert [(one.letter, one.at_lel_pence, one.lel_to_pt_pence) for one in told.contributions] == [
        ("A", 300_00, 0),
        ("C", 259_00, 241_00),
    ]
    full_payment_submission(employer=EMPLOYER, tax_year=TAX_YEAR, employments=[told])
