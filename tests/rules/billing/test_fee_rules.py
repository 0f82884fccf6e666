# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a month costs, line by line, and what a plan must be before anybody is charged by it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.billing.actions import standard_plan
from franchise_kit.billing.rules.invoices import MonthNotOver, check_month_over, due_on, invoice_number, jumps
from franchise_kit.billing.rules.pence import share
from franchise_kit.billing.rules.plan import FeePlanNotReadable, read_plan
from franchise_kit.billing.rules.rating import Line, MonthUsage, rate, with_vat
from franchise_kit.billing.rules.vat import NoVatRate, vat_rate_bps
from franchise_kit.kernel.days import month_after, month_before

OCTOBER = date(2026, 10, 1)
PLAN = read_plan(standard_plan())
counts = st.integers(0, 5_000)
turnovers = st.integers(0, 10**10)


def nets(*, payslips: int, learners: int, turnover_pence: int, stage: str) -> list[int]:
    usage = MonthUsage(payslips, learners, turnover_pence)
    return [line.net_pence for line in rate(PLAN, usage, stage, OCTOBER)]


@pytest.mark.parametrize(
    ("coop", "stage", "payslips", "turnover_of_year_pounds", "expected_pence"),
    [
        ("glan-wysg", "S7", 71, 2_303_808, [120_00, 298_20, 149_10, 3_000_00]),
        ("glannau-teifi", "S7", 31, 908_544, [120_00, 130_20, 65_10, 1_514_24]),
        ("bryn-eithin", "S7", 49, 1_468_272, [120_00, 205_80, 102_90, 2_447_12]),
        ("bro-moelwyn", "S7", 13, 347_194, [120_00, 54_60, 27_30, 578_66]),
        ("hafren-ganol", "S6", 6, 126_547, [60_00, 12_60, 6_30, 105_46]),
        ("glan-dyfrdwy", "S4", 0, 0, [0, 0, 0, 0]),
    ],
)
def test_the_demos_example_months_come_out_to_the_penny(
    coop: str, stage: str, payslips: int, turnover_of_year_pounds: int, expected_pence: list[int]
) -> None:
    """The examples take a twelfth of the year's turnover, to the penny, and halve each line of stage S6."""
    turnover_pence = (turnover_of_year_pounds * 100 + 6) // 12

    found = nets(payslips=payslips, learners=payslips, turnover_pence=turnover_pence, stage=stage)

    assert found == expected_pence, coop


def test_the_examples_totals_are_those_of_their_lines() -> None:
    teifi = nets(payslips=31, learners=31, turnover_pence=75_712_00, stage="S7")
    hafren = nets(payslips=6, learners=6, turnover_pence=10_545_58, stage="S6")

    assert (sum(teifi), sum(hafren)) == (1_829_54, 184_36)


@given(counts, counts, turnovers, st.sampled_from(["S6", "S7", "S8"]))
def test_no_line_is_negative_and_solidarity_never_exceeds_its_cap(
    payslips: int, learners: int, turnover_pence: int, stage: str
) -> None:
    lines = rate(PLAN, MonthUsage(payslips, learners, turnover_pence), stage, OCTOBER)
    solidarity = lines[-1]

    assert min(line.net_pence for line in lines) >= 0
    assert solidarity.net_pence <= share(PLAN.solidarity_cap_pence, PLAN.stage_share_bps[stage])
    assert solidarity.is_capped is (solidarity.whole_pence == 300_000 and turnover_pence > 15_000_024)


@given(counts, counts, turnovers)
def test_half_a_fee_is_half_of_every_line_within_a_penny(
    payslips: int, learners: int, turnover_pence: int
) -> None:
    whole = nets(payslips=payslips, learners=learners, turnover_pence=turnover_pence, stage="S7")
    half = nets(payslips=payslips, learners=learners, turnover_pence=turnover_pence, stage="S6")

    assert half == [(line_pence + 1) // 2 for line_pence in whole]


@given(counts, counts, turnovers, st.sampled_from([f"S{number}" for number in range(6)]))
def test_before_it_opens_a_coop_pays_nothing(
    payslips: int, learners: int, turnover_pence: int, stage: str
) -> None:
    assert nets(payslips=payslips, learners=learners, turnover_pence=turnover_pence, stage=stage) == [0] * 4


def test_what_was_not_told_is_a_line_of_nothing_that_says_so() -> None:
    lines = rate(PLAN, MonthUsage(payslips=2), "S7", OCTOBER)

    assert [(line.service, line.is_told, line.net_pence) for line in lines] == [
        ("base", True, 120_00),
        ("payslips", True, 8_40),
        ("training", False, 0),
        ("solidarity", False, 0),
    ]


@given(counts, turnovers, st.sampled_from(["S4", "S6", "S7"]))
def test_a_line_comes_back_whole_from_its_working(payslips: int, turnover_pence: int, stage: str) -> None:
    for line in rate(PLAN, MonthUsage(payslips, None, turnover_pence), stage, OCTOBER):
        billed = with_vat(line, on=date(2026, 11, 5))
        columns = ("service", "quantity", "net_pence", "vat_code", "vat_bps", "vat_pence")

        again = Line.from_working(billed.working, **{name: getattr(billed, name) for name in columns})

        assert again == billed


@pytest.mark.parametrize(
    ("case", "changes", "field"),
    [
        ("a field that nobody knows", {"late_fee_pence": 1}, "unknown"),
        ("half a penny", {"payslip_pence": 4.5}, "payslip_pence"),
        ("money as a text", {"base_pence": "12000"}, "base_pence"),
        ("money that is true", {"base_pence": True}, "base_pence"),
        ("a negative price", {"learner_pence": -1}, "learner_pence"),
        ("more than all of the turnover", {"solidarity_bps": 10_001}, "solidarity_bps"),
        ("no stages", {"stage_share_bps": {}}, "stage_share_bps"),
        ("a VAT code that nobody knows", {"vat_codes": {"base": "reduced"}}, "vat_codes"),
        ("the middle of a month", {"from": "2026-01-15"}, "from"),
        ("no day at all", {"from": "soon"}, "from"),
    ],
)
def test_a_plan_that_is_not_as_it_must_be_is_refused(
    case: str, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(FeePlanNotReadable) as refused:
        read_plan(standard_plan() | changes)

    assert refused.value.facts == {"field": field}, case


def test_a_plan_with_a_field_missing_is_refused() -> None:
    body = standard_plan()
    del body["due_days"]

    with pytest.raises(FeePlanNotReadable) as refused:
        read_plan(body)

    assert refused.value.facts == {"field": "due_days"}


@pytest.mark.parametrize(
    ("code", "on", "bps"),
    [
        ("standard", date(2011, 1, 3), 1750),
        ("standard", date(2011, 1, 4), 2000),
        ("standard", date(2026, 11, 5), 2000),
        ("exempt", date(2026, 11, 5), 0),
    ],
)
def test_vat_is_that_of_the_day(code: str, on: date, bps: int) -> None:
    assert vat_rate_bps(code, on) == bps


def test_a_day_before_all_rates_has_none() -> None:
    with pytest.raises(NoVatRate):
        vat_rate_bps("standard", date(2000, 1, 1))


@pytest.mark.parametrize(
    ("case", "pence", "bps", "expected_pence"),
    [
        ("a half penny goes up", 1, 5_000, 1),
        ("less than half is dropped", 24_9, 2_000, 50),
        ("nothing of nothing", 0, 2_000, 0),
        ("just under half", 2, 2_000, 0),
        ("exactly half", 25, 200, 1),
    ],
)
def test_a_share_is_rounded_to_the_nearest_penny(
    case: str, pence: int, bps: int, expected_pence: int
) -> None:
    assert share(pence, bps) == expected_pence, case


@pytest.mark.parametrize(
    ("case", "before_pence", "services"),
    [
        ("exactly three times is allowed", {"payslips": 43_40}, ()),
        ("a penny over three times", {"payslips": 43_39}, ("payslips",)),
        ("nothing before is nothing to compare with", {"payslips": 0}, ()),
        ("a new service", {}, ()),
    ],
)
def test_a_line_may_be_three_times_what_it_was(
    case: str, before_pence: dict[str, int], services: tuple[str, ...]
) -> None:
    lines = rate(PLAN, MonthUsage(31, 31, 0), "S7", OCTOBER)

    assert jumps(lines, before_pence) == services, case


def test_a_month_is_over_on_the_first_of_the_next() -> None:
    check_month_over(OCTOBER, today=date(2026, 11, 1))

    for month, today in ((OCTOBER, date(2026, 10, 31)), (date(2026, 10, 2), date(2027, 1, 1))):
        with pytest.raises(MonthNotOver):
            check_month_over(month, today=today)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_month_before_the_next_is_this_one(day: date) -> None:
    assert month_before(month_after(day.replace(day=1))) == day.replace(day=1)


def test_a_number_is_printed_with_its_series() -> None:
    assert (invoice_number("2026", 42), due_on(date(2026, 11, 5), 30)) == ("2026-0042", date(2026, 12, 5))
