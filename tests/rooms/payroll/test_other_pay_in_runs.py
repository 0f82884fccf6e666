# SPDX-License-Identifier: AGPL-3.0-or-later
"""A pay run from draft to approval with days that are paid besides time at a rate."""

from datetime import date

import pytest

from franchise_kit.payroll import queries
from franchise_kit.payroll.actions import OwnPayRunRefused, PayRunOutOfDate
from franchise_kit.payroll.actions.family_leave import enter_family_leave
from franchise_kit.payroll.rules.family_leave import NewFamilyLeave
from franchise_kit.payroll.rules.family_pay import Kind
from franchise_kit.time.actions.sickness import set_sickness_days
from franchise_kit.time.rules.absence import SickDays
from tenants import clock
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.absence import decider
from tests.support.other_pay import make_away
from tests.support.pay import approve, draft, make_paid, preparer, roll_back, submit, treasurer
from tests.support.rows import rows

# The run of the makers is of 23 October to 22 November 2026, paid on the 30th.
MONDAY, FRIDAY = date(2026, 11, 9), date(2026, 11, 13)


def other(coop: Coop) -> list[tuple[str, int]]:
    return [(row["kind"], row["pence"]) for row in rows(coop, "payslip_other", "kind, pence")]


def held(coop: Coop) -> list[str]:
    return [row["state"] for row in rows(coop, "other_pay_day")]


def test_who_was_ill_and_worked_nothing_is_paid_and_the_days_are_locked(aber: Coop) -> None:
    nia = make_paid(aber, pence_per_hour=1345)
    make_away(aber, nia.worker_id, "sickness", MONDAY, FRIDAY)
    contact, officer = preparer(aber), treasurer(aber)

    run = draft(aber, contact)
    drafted = held(aber)
    approve(aber, submit(aber, run, contact), officer)

    # Twenty hours at 13.45 are 269 a week, so that the flat rate is what is due.
    assert other(aber) == [("statutory_sick_pay", 123_25)]
    assert [(row["gross_pence"], row["net_pence"]) for row in rows(aber, "payslip")] == [(123_25, 123_25)]
    assert (drafted, held(aber)) == (["held"] * 5, ["paid"] * 5)


def test_a_run_that_is_taken_back_lets_the_days_go_and_the_next_is_equal(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    make_away(aber, nia.worker_id, "holiday", MONDAY, FRIDAY, minutes=1200)
    contact = preparer(aber)
    run = draft(aber, contact)
    first = other(aber)

    roll_back(aber, run, contact)
    free = held(aber)
    draft(aber, contact)

    assert (first, free) == ([("holiday_pay", 269_00)], [])
    assert other(aber)[-1] == ("holiday_pay", 269_00)
    assert held(aber) == ["held"] * 5


def test_what_is_told_after_the_draft_waits_and_what_ends_earlier_is_drafted_again(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    absence = make_away(aber, nia.worker_id, "sickness", MONDAY, None)
    contact, officer = preparer(aber), treasurer(aber)
    run = submit(aber, draft(aber, contact), contact)
    make_away(aber, nia.worker_id, "holiday", date(2026, 11, 2), date(2026, 11, 3), minutes=480)
    sick = SickDays(MONDAY, FRIDAY)
    set_sickness_days(coop=aber, absence_id=absence, days=sick, version=1, by=decider(aber), now=clock.now())

    with pytest.raises(PayRunOutOfDate):
        approve(aber, run, officer)

    roll_back(aber, run, contact)
    approve(aber, submit(aber, draft(aber, contact), contact), officer)
    # The first draft had ten days of sickness, up to the end of its period.
    assert other(aber) == [
        ("holiday_pay", 107_60),
        ("statutory_sick_pay", 123_25),
        ("statutory_sick_pay", 246_50),
    ]
    assert sorted(held(aber)) == ["paid"] * 7


@pytest.mark.parametrize("average_pence", [300_00, None])
def test_whoever_entered_an_average_of_family_pay_does_not_approve_it(
    aber: Coop, average_pence: int | None
) -> None:
    nia = make_paid(aber, minutes=600)
    by, drafter = preparer(aber), preparer(aber)
    leave = NewFamilyLeave(Kind.PATERNITY, date(2026, 10, 26), date(2026, 11, 2), 2, average_pence)
    enter_family_leave(coop=aber, worker_id=nia.worker_id, leave=leave, by=by, now=clock.now())
    run = submit(aber, draft(aber, drafter), drafter)
    theirs = treasurer(aber, person_id=by.person_id)

    with reading(aber) as session:
        is_mine = queries.get_run(session, run, by=theirs).is_mine

    assert is_mine == (average_pence is not None)
    if is_mine:
        with pytest.raises(OwnPayRunRefused):
            approve(aber, run, theirs)
        approve(aber, run, treasurer(aber))
