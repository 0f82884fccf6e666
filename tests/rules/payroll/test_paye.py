# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tax on one payment: codes of every kind, refunds, the limit, left-over weeks, and what always holds."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, TaxDue, YearToDate, tax_due
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_bands import Band
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.rules.tax_code import Nation, TaxCode

FIGURES = figures_for(date(2026, 5, 5))
CODES = ["1257L", "C1257L", "S1257L", "145L", "0T", "S0T", "K45", "SK630", "BR", "CD0", "SD3", "NT", "9999L"]


def due(
    code: str,
    period: int,
    pay_pence: int,
    *,
    frequency: Frequency = Frequency.M1,
    before: YearToDate = NOTHING_BEFORE,
    cash_pence: int | None = None,
) -> TaxDue:
    return tax_due(
        code=TaxCode.parse(code),
        frequency=frequency,
        period=period,
        pay_pence=pay_pence,
        before=before,
        figures=FIGURES,
        cash_pence=cash_pence,
    )


@pytest.mark.parametrize(
    ("case", "code", "pay_pence", "tax_pence"),
    [
        ("free pay of the month leaves nothing to tax", "C1257L", 1048_26, 0),
        ("one pound over costs 20 pence", "C1257L", 1049_26, 20),
        ("a penny short of a pound over costs nothing", "C1257L", 1049_25, 0),
        ("code 0T has no free pay", "0T", 100_99, 20_00),
        ("a K code adds to the pay", "K45", 1000_00, 207_60),
        ("basic rate on all of it", "CBR", 1000_99, 200_00),
        ("higher rate on all of it", "D0", 1000_00, 400_00),
        ("the Scottish intermediate rate on all of it", "SD0", 1000_00, 210_00),
        ("the pound at the top of a month's band is the basic band's", "0T", 3142_00, 628_40),
        ("an odd penny more is the higher band's", "0T", 3142_01, 628_46),
        ("no tax", "NT", 5000_00, 0),
        ("pay given back", "C1257L", -50_00, 0),
        ("pay given back under a K code", "K45", -50_00, 0),
        ("nothing paid under a K code", "K45", 0, 0),
    ],
)
def test_tax_of_a_first_month(case: str, code: str, pay_pence: int, tax_pence: int) -> None:
    assert due(code, 1, pay_pence).tax_pence == tax_pence, case


@pytest.mark.parametrize(
    ("case", "code", "period", "tax_pence"),
    [
        ("a month without pay gives tax back", "C1257L", 3, -209_20),
        ("NT gives all of it back", "NT", 3, -400_00),
        ("without cumulation nothing comes back", "C1257L M1", 3, 0),
        ("nor under NT without cumulation", "NT X", 3, 0),
    ],
)
def test_refunds(case: str, code: str, period: int, tax_pence: int) -> None:
    refund = due(code, period, 0, before=YearToDate(4099_00, 400_00))

    assert refund.tax_pence == tax_pence, case


@pytest.mark.parametrize(
    ("case", "pay_pence", "cash_pence", "tax_pence"),
    [
        ("half of the pay at most", 1000_00, None, 500_00),
        ("an odd penny is not halved upwards", 1000_01, None, 500_00),
        ("half of what is paid in money", 1000_00, 600_01, 300_00),
        ("nothing if no money is paid", 1000_00, 0, 0),
    ],
)
def test_no_more_than_half_is_taken(
    case: str, pay_pence: int, cash_pence: int | None, tax_pence: int
) -> None:
    limited = due("K4000", 1, pay_pence, cash_pence=cash_pence)

    assert limited.tax_pence == tax_pence, case
    assert [step.values["limit_pence"] for step in limited.steps if step.code == "limited"] == [tax_pence]


def test_what_the_limit_held_back_is_taken_later_with_nothing_carried() -> None:
    first = due("K400", 1, 300_00)
    second = due("K400", 2, 3000_00, before=YearToDate(300_00, first.tax_pence))

    never_limited = due("K400", 2, 3300_00)
    assert (first.tax_pence, first.tax_pence + second.tax_pence) == (126_80, never_limited.tax_pence)


@pytest.mark.parametrize(
    ("frequency", "period", "alone"),
    [(Frequency.W1, 53, "W1"), (Frequency.W2, 54, "W1"), (Frequency.W4, 56, "W1")],
)
@pytest.mark.parametrize("code", ["C1257L", "K45", "CBR", "NT", "S1257L"])
def test_a_payment_in_the_left_over_days_stands_alone(
    frequency: Frequency, period: int, alone: str, code: str
) -> None:
    before = YearToDate(30_000_00, 4_000_00)

    left_over = due(code, period, 900_00, frequency=frequency, before=before)
    by_itself = due(f"{code} {alone}", 10, 900_00, frequency=frequency, before=before)

    assert left_over.tax_pence == by_itself.tax_pence
    assert left_over.tax_pence >= 0


@pytest.mark.parametrize(("frequency", "tax_pence"), [("W1", 158_20), ("W2", 103_20), ("W4", 6_40)])
def test_a_payment_that_stands_alone_has_the_free_pay_of_its_span(frequency: str, tax_pence: int) -> None:
    assert due("1257L X", 20, 1000_00, frequency=Frequency(frequency)).tax_pence == tax_pence


def test_a_page_can_say_how_it_was_worked_out() -> None:
    steps = due("C1257L", 2, 5000_00, before=YearToDate(2047_36, 199_80)).steps

    assert [(step.code, dict(step.values)) for step in steps] == [
        ("pay_to_date", {"before_pence": 2047_36, "pay_pence": 5000_00, "total_pence": 7047_36}),
        ("free_pay_to_date", {"code": "C1257L", "periods": 2, "amount_pence": 2096_52}),
        ("taxable_pay_to_date", {"exact_pence": 4950_84, "taxed_pence": 4950_00}),
        ("band", {"band": "basic", "taxed_pence": 4950_00, "rate_bps": 2000, "tax_pence": 990_00}),
        ("tax_to_date", {"tax_pence": 990_00}),
        ("tax_before", {"tax_pence": 199_80}),
        ("tax_now", {"tax_pence": 790_20}),
    ]


PENCE = st.integers(0, 20_000_00)
ANY_PENCE = st.integers(-5_000_00, 200_000_00)


@settings(max_examples=200, deadline=None)
@given(
    code=st.sampled_from(CODES), frequency=st.sampled_from(list(Frequency)), pay=ANY_PENCE, before=ANY_PENCE
)
def test_tax_without_cumulation_is_never_negative_and_never_over_half(
    code: str, frequency: Frequency, pay: int, before: int
) -> None:
    tax_pence = due(
        f"{code} W1/M1", 7, pay, frequency=frequency, before=YearToDate(before, before // 5)
    ).tax_pence

    assert 0 <= tax_pence <= max(0, pay // 2)


@settings(max_examples=200, deadline=None)
@given(code=st.sampled_from(CODES), period=st.integers(1, 12), pay=ANY_PENCE, before=ANY_PENCE)
def test_the_steps_add_up(code: str, period: int, pay: int, before: int) -> None:
    worked = due(code, period, pay, before=YearToDate(before, before // 5))
    by_code = {step.code: step.values for step in worked.steps}
    taxing = [step.values for step in worked.steps if step.code in {"band", "flat_rate"}]

    owed_pence = sum(int(values["tax_pence"]) for values in taxing)
    taxed_pence = sum(int(values["taxed_pence"]) for values in taxing)
    assert by_code["tax_to_date"]["tax_pence"] == owed_pence
    assert taxed_pence == by_code.get("taxable_pay_to_date", {"taxed_pence": 0})["taxed_pence"]
    assert all(int(values["tax_pence"]) >= 0 for values in taxing)
    wanted_pence = owed_pence - before // 5
    assert worked.tax_pence == by_code.get("limited", {"limit_pence": wanted_pence})["limit_pence"]
    assert by_code["tax_now"]["tax_pence"] == worked.tax_pence


def year_tax_hundredths(taxable_pence: int, bands: tuple[Band, ...]) -> int:
    """Return a year's tax by plain slices, in hundredths of a penny: no tables, no roundings."""
    floor_pence = total = 0
    for band in bands:
        top_pence = taxable_pence if band.top_pence is None else min(taxable_pence, band.top_pence)
        total += max(0, top_pence - floor_pence) * band.rate_bps // 100
        floor_pence = band.top_pence or 0
    return total


@settings(max_examples=150, deadline=None)
@given(
    nation=st.sampled_from(list(Nation)),
    number=st.integers(1, 1500),
    pays=st.lists(PENCE, min_size=12, max_size=12),
)
def test_twelve_months_come_to_the_years_tax(nation: Nation, number: int, pays: list[int]) -> None:
    """Free pay is up to 20 pence off a year's, and tax is on whole pounds: never a pound off."""
    before = NOTHING_BEFORE
    for period, pay_pence in enumerate(pays, start=1):
        taken = due(f"{nation}{number}L", period, pay_pence, before=before).tax_pence
        before = YearToDate(before.pay_pence + pay_pence, before.tax_pence + taken)

    exact = year_tax_hundredths(max(0, sum(pays) - (number * 1000 + 900)), FIGURES.paye.bands[nation])
    assert abs(before.tax_pence * 100 - exact) <= 100_00
