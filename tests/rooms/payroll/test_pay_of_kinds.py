# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each kind of time is paid by its own rate; weekends, bank holidays and flat nights as the contract says."""

from datetime import UTC, date, datetime

import pytest

from franchise_kit.payroll import actions, queries
from franchise_kit.payroll.rules.payslip import Line
from tenants import clock
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.pay import (
    approve,
    draft,
    everything,
    give_rate,
    make_paid,
    make_time,
    preparer,
    submit,
    treasurer,
)
from tests.support.people import actor_of
from tests.support.rows import rows

TUESDAY = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 8, 9, 0, tzinfo=UTC)
AT_NIGHT = datetime(2026, 11, 3, 22, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_november() -> None:
    clock.set_fixed(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))


def lines(coop: Coop) -> list[tuple[str, str, int, int, int]]:
    """Return the lines of the one payslip there is: kind, rate, minutes, nights, pay."""
    return [
        (row["kind"], row["rate_kind"], row["minutes"], row["nights"], row["amount_pence"])
        for row in rows(coop, "payslip_line", "position")
    ]


def test_each_kind_of_time_is_paid_by_its_own_rate(aber: Coop, bryn: Coop) -> None:
    nia = make_paid(aber)
    give_rate(aber, nia, 1500, "weekend")
    give_rate(aber, nia, 1271, "travel")
    give_rate(aber, nia, 6000, "sleep_in")
    make_time(aber, nia, 60, starts_at=TUESDAY)
    make_time(aber, nia, 90, starts_at=SUNDAY)
    make_time(aber, nia, 30, kind="travel", starts_at=SUNDAY)
    make_time(aber, nia, 120, kind="training", starts_at=TUESDAY)
    make_time(aber, nia, 540, kind="sleep_in", starts_at=AT_NIGHT)
    make_time(bryn, make_paid(bryn), 60, starts_at=SUNDAY)

    draft(aber, preparer(aber))

    assert lines(aber) == [
        ("sleep_in", "sleep_in", 540, 1, 60_00),
        ("training", "ordinary", 120, 0, 26_90),
        ("travel", "travel", 30, 0, 6_36),
        ("visit", "ordinary", 60, 0, 13_45),
        ("visit", "weekend", 90, 0, 22_50),
    ]
    assert [row["gross_pence"] for row in rows(aber, "payslip")] == [129_21]
    assert rows(bryn, "payslip") == []


def test_a_bank_holiday_goes_before_a_weekend_and_days_are_londons(aber: Coop) -> None:
    nia = make_paid(aber)
    give_rate(aber, nia, 2000, "bank_holiday", from_on=date(2026, 12, 1))
    make_time(aber, nia, 30, starts_at=datetime(2027, 1, 1, 0, 0, tzinfo=UTC))
    make_time(aber, nia, 20, starts_at=datetime(2026, 12, 31, 23, 40, tzinfo=UTC))
    clock.set_fixed(datetime(2027, 1, 10, 12, 0, tzinfo=UTC))

    draft(aber, preparer(aber), pay_on=date(2027, 1, 29), period=(date(2026, 12, 23), date(2027, 1, 10)))

    assert lines(aber) == [
        ("visit", "bank_holiday", 30, 0, 10_00),
        ("visit", "ordinary", 20, 0, 4_48),
    ]


def test_a_weekend_begins_with_londons_saturday(aber: Coop) -> None:
    nia = make_paid(aber)
    give_rate(aber, nia, 1500, "weekend", from_on=date(2026, 9, 1))
    # On summer time: from midnight in London, and up to it.
    make_time(aber, nia, 30, starts_at=datetime(2026, 9, 4, 23, 0, tzinfo=UTC))
    make_time(aber, nia, 20, starts_at=datetime(2026, 9, 4, 22, 40, tzinfo=UTC))

    draft(aber, preparer(aber))

    assert lines(aber) == [("visit", "ordinary", 20, 0, 4_48), ("visit", "weekend", 30, 0, 7_50)]


def test_a_rate_of_a_kind_agreed_late_puts_a_draft_out_of_date(aber: Coop) -> None:
    nia = make_paid(aber)
    make_time(aber, nia, 90, starts_at=SUNDAY)
    contact, officer = preparer(aber), treasurer(aber)
    run = submit(aber, draft(aber, contact), contact)
    give_rate(aber, nia, 1500, "weekend")
    before = everything(aber)

    with pytest.raises(actions.PayRunOutOfDate):
        approve(aber, run, officer)

    assert everything(aber) == before


def test_who_is_paid_reads_the_rates_and_the_nights(aber: Coop) -> None:
    nia = make_paid(aber)
    give_rate(aber, nia, 6000, "sleep_in")
    for day in (3, 4):
        make_time(aber, nia, 480, kind="sleep_in", starts_at=AT_NIGHT.replace(day=day))
    contact = preparer(aber)
    approve(aber, submit(aber, draft(aber, contact), contact), treasurer(aber))
    (slip,) = rows(aber, "payslip")
    by = actor_of(aber, nia.account)

    with reading(aber) as session:
        payslip = queries.get_payslip(session, slip["id"], by=by)

    assert payslip.lines == (Line("sleep_in", 960, 6000, rate_kind="sleep_in", unit="night", nights=2),)


def test_a_night_that_was_shorter_is_paid_all_the_same(aber: Coop) -> None:
    nia = make_paid(aber)
    give_rate(aber, nia, 6000, "sleep_in", from_on=date(2026, 10, 1))
    night = make_time(aber, nia, 480, kind="sleep_in", starts_at=AT_NIGHT, is_paid=True)
    make_time(aber, nia, -20, kind="sleep_in", starts_at=AT_NIGHT, corrects=night)
    make_time(aber, nia, 60, starts_at=TUESDAY)

    draft(aber, preparer(aber))

    assert lines(aber) == [("visit", "ordinary", 60, 0, 13_45)]


def test_a_night_over_midnight_is_paid_by_the_rates_of_both_days(aber: Coop) -> None:
    nia = make_paid(aber)
    give_rate(aber, nia, 1500, "weekend")
    # From ten on a Friday until seven.
    make_time(aber, nia, 540, kind="waking_night", starts_at=datetime(2026, 11, 6, 22, 0, tzinfo=UTC))

    draft(aber, preparer(aber))

    assert lines(aber) == [
        ("waking_night", "ordinary", 120, 0, 26_90),
        ("waking_night", "weekend", 420, 0, 105_00),
    ]


def test_a_night_of_a_clock_change_has_the_hours_that_it_had(aber: Coop) -> None:
    nia = make_paid(aber)
    give_rate(aber, nia, 1500, "weekend", from_on=date(2026, 10, 25))
    # From ten on Saturday until seven on Sunday, when the clocks went back: ten hours.
    make_time(aber, nia, 600, kind="waking_night", starts_at=datetime(2026, 10, 24, 21, 0, tzinfo=UTC))

    draft(aber, preparer(aber))

    assert lines(aber) == [
        ("waking_night", "ordinary", 120, 0, 26_90),
        ("waking_night", "weekend", 480, 0, 120_00),
    ]


def test_a_night_asleep_is_one_night_though_it_is_of_two_days(aber: Coop) -> None:
    nia = make_paid(aber)
    give_rate(aber, nia, 6000, "sleep_in")
    make_time(aber, nia, 540, kind="sleep_in", starts_at=AT_NIGHT)

    draft(aber, preparer(aber))

    assert lines(aber) == [("sleep_in", "sleep_in", 540, 1, 60_00)]


def test_a_paid_night_that_was_none_is_taken_off(aber: Coop) -> None:
    nia = make_paid(aber)
    give_rate(aber, nia, 6000, "sleep_in")
    make_time(aber, nia, 600, starts_at=TUESDAY)
    night = make_time(aber, nia, 480, kind="sleep_in", starts_at=AT_NIGHT, is_paid=True)
    make_time(aber, nia, -480, kind="sleep_in", starts_at=AT_NIGHT, corrects=night)

    draft(aber, preparer(aber))

    assert lines(aber) == [
        ("sleep_in", "sleep_in", -480, -1, -60_00),
        ("visit", "ordinary", 600, 0, 134_50),
    ]


def test_more_minutes_of_a_paid_night_pay_no_second_night(aber: Coop) -> None:
    nia = make_paid(aber)
    give_rate(aber, nia, 6000, "sleep_in")
    make_time(aber, nia, 60, starts_at=TUESDAY)
    night = make_time(aber, nia, 480, kind="sleep_in", starts_at=AT_NIGHT, is_paid=True)
    make_time(aber, nia, 30, kind="sleep_in", starts_at=AT_NIGHT, corrects=night)

    draft(aber, preparer(aber))

    assert lines(aber) == [("visit", "ordinary", 60, 0, 13_45)]
