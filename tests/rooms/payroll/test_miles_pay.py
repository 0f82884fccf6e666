# SPDX-License-Identifier: AGPL-3.0-or-later
"""Approved miles are paid by one run, held while it is open, and free again when it is taken back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from franchise_kit.payroll.actions.correcting import NewCorrection, correct_pay
from franchise_kit.payroll.actions.drafting import draft_run
from franchise_kit.payroll.actions.miles import MilesChangedMeanwhile, hold_miles
from franchise_kit.payroll.queries.miles_pay import mileage_pay
from franchise_kit.payroll.rules.other_pay import OtherPay
from franchise_kit.payroll.rules.runs import ONE_OFF, Kind
from franchise_kit.time.actions import mark_paid, release
from franchise_kit.time.models import MileageClaim
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import upkeep
from tests.support.pay import (
    PAY_ON,
    PERIOD,
    Paid,
    approve,
    draft,
    make_paid,
    make_time,
    preparer,
    submit,
    treasurer,
)
from tests.support.rows import rows

# 16,093 metres are 10 miles.
TEN_MILES: Final = 16_093


@dataclass(frozen=True)
class Days:
    """The days of a run."""

    from_: date = PERIOD[0]
    until: date = PERIOD[1]
    pay_on: date = PAY_ON
    pay_run_id: UUID | None = None


@pytest.fixture(autouse=True)
def _in_november() -> None:
    clock.set_fixed(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))


def claim(
    session: Session,
    paid: Paid,
    day: date,
    metres: int = TEN_MILES,
    *,
    state: str = "approved",
    pay_run_id: UUID | None = None,
) -> None:
    """Claim miles of a day, approved unless it is said otherwise."""
    session.add(
        MileageClaim(
            worker_id=paid.worker_id,
            worker_person=paid.account.person_id,
            day=day,
            purpose="errand",
            metres=metres,
            state=state,
            entered_at=clock.now(),
            approved_by_person=uuid4(),
            approved_at=clock.now(),
            pay_run_id=pay_run_id,
        )
    )
    session.flush()


def pence(found: tuple[OtherPay, ...]) -> list[tuple[int, bool]]:
    """Return each line's amount, and whether it is late."""
    return [(one.pence, one.is_late) for one in found]


def test_a_run_takes_approved_miles_of_its_days_and_late_ones(aber: Coop) -> None:
    nia, alys, run = make_paid(aber), make_paid(aber, "Alys Wyn"), uuid4()
    with upkeep(aber) as session:
        claim(session, nia, date(2026, 11, 3))
        claim(session, nia, date(2026, 10, 22))
        claim(session, nia, date(2026, 11, 23))
        claim(session, nia, date(2026, 11, 4), state="recorded")
        claim(session, alys, date(2026, 11, 3), state="refused")

        found = mileage_pay(session, [nia.worker_id, alys.worker_id], Days())
        hold_miles(session, run, found)

        assert {worker_id: pence(mine) for worker_id, mine in found.items()} == {
            nia.worker_id: [(5_50, True), (5_50, False)]
        }
        assert mileage_pay(session, [nia.worker_id], Days()) == {}
        assert mileage_pay(session, [nia.worker_id], Days(pay_run_id=run)) == found
    held = [row["day"] for row in rows(aber, "mileage_claim", "day") if row["pay_run_id"] == run]
    assert held == [date(2026, 10, 22), date(2026, 11, 3)]


def test_miles_that_are_held_are_paid_or_free_again(aber: Coop) -> None:
    nia, run, again = make_paid(aber), uuid4(), uuid4()
    with upkeep(aber) as session:
        claim(session, nia, date(2026, 11, 3))
        found = mileage_pay(session, [nia.worker_id], Days())
        hold_miles(session, run, found)
        release(session, run)
        assert mileage_pay(session, [nia.worker_id], Days()) == found

        hold_miles(session, again, found)
        mark_paid(session, again)
        assert mileage_pay(session, [nia.worker_id], Days()) == {}
    (row,) = rows(aber, "mileage_claim")
    assert (row["state"], row["pay_run_id"], row["version"]) == ("paid", again, 5)


def test_miles_approved_while_a_run_is_drafted_are_not_held_unpaid(aber: Coop) -> None:
    nia = make_paid(aber)
    with upkeep(aber) as session:
        claim(session, nia, date(2026, 11, 3))
        found = mileage_pay(session, [nia.worker_id], Days())
        claim(session, nia, date(2026, 11, 4))

        with pytest.raises(MilesChangedMeanwhile):
            hold_miles(session, uuid4(), found)


def test_miles_that_other_runs_took_count_towards_the_10_000(aber: Coop) -> None:
    nia, other = make_paid(aber), uuid4()
    with upkeep(aber) as session:
        # 9,995 miles in seventeen days, and ten of last year, which count towards last year's.
        for day in range(1, 17):
            claim(session, nia, date(2026, 9, day), 1_000_000, state="paid", pay_run_id=other)
        claim(session, nia, date(2026, 9, 20), 85_300, state="approved", pay_run_id=other)
        claim(session, nia, date(2026, 3, 1), state="paid", pay_run_id=other)
        claim(session, nia, date(2026, 11, 3))

        found = mileage_pay(session, [nia.worker_id], Days())

    # 16 times 621.4 miles and 53.0 are 9,995.4: 4.6 miles at 55p, and 5.4 at 25p.
    assert pence(found[nia.worker_id]) == [(2_53 + 1_35, False)]


def test_a_figure_that_rose_backwards_is_owed_once_in_the_next_pay(aber: Coop) -> None:
    clock.set_fixed(datetime(2026, 5, 8, 12, 0, tzinfo=UTC))
    nia, sender, officer = make_paid(aber), preparer(aber), treasurer(aber)
    april = (date(2026, 4, 6), date(2026, 5, 1))
    _paid_run(aber, nia, april, date(2026, 5, 8), sender=sender, officer=officer)
    before = Days(date(2026, 5, 1), date(2026, 6, 1), date(2026, 5, 20))
    with upkeep(aber) as session:
        assert mileage_pay(session, [nia.worker_id], before) == {}
        found = mileage_pay(session, [nia.worker_id], Days(before.from_, before.until, date(2026, 5, 29)))

    # Ten miles were paid at 45p, and 55p are owed.
    assert pence(found[nia.worker_id]) == [(1_00, True)]

    _paid_run(aber, nia, (before.from_, before.until), date(2026, 5, 29), sender=sender, officer=officer)
    with upkeep(aber) as session:
        june = Days(date(2026, 6, 1), date(2026, 7, 1), date(2026, 6, 30))
        assert mileage_pay(session, [nia.worker_id], june) == {}


def test_what_rose_backwards_is_not_owed_twice_on_one_day(aber: Coop) -> None:
    """A run for some on the usual pay day, approved first, has paid it."""
    clock.set_fixed(datetime(2026, 5, 8, 12, 0, tzinfo=UTC))
    nia, sender, officer = make_paid(aber), preparer(aber), treasurer(aber)
    april = (date(2026, 4, 6), date(2026, 5, 1))
    _paid_run(aber, nia, april, date(2026, 5, 8), sender=sender, officer=officer)
    days = Days(date(2026, 5, 1), date(2026, 6, 1), date(2026, 5, 29))
    _paid_run(aber, nia, (days.from_, days.until), days.pay_on, sender=sender, officer=officer)

    with upkeep(aber) as session:
        assert mileage_pay(session, [nia.worker_id], days) == {}


def test_a_run_of_sums_alone_pays_no_arrears(aber: Coop) -> None:
    clock.set_fixed(datetime(2026, 5, 8, 12, 0, tzinfo=UTC))
    nia, sender, officer = make_paid(aber), preparer(aber), treasurer(aber)
    april = (date(2026, 4, 6), date(2026, 5, 1))
    _paid_run(aber, nia, april, date(2026, 5, 8), sender=sender, officer=officer)
    clock.set_fixed(datetime(2026, 5, 22, 12, 0, tzinfo=UTC))
    correct_pay(
        coop=aber,
        correction=NewCorrection(nia.worker_id, 10_00, "one_off"),
        by=sender,
        now=clock.now(),
    )
    run = draft_run(
        coop=aber,
        pay_on=date(2026, 5, 22),
        period_from=date(2026, 5, 1),
        period_until=date(2026, 5, 22),
        kind=Kind(ONE_OFF, frozenset({nia.worker_id}), takes_time=False),
        by=sender,
        now=clock.now(),
    )
    approve(aber, submit(aber, run, sender), officer)

    with upkeep(aber) as session:
        days = Days(date(2026, 5, 1), date(2026, 6, 1), date(2026, 5, 29))
        found = mileage_pay(session, [nia.worker_id], days)

    assert pence(found[nia.worker_id]) == [(1_00, True)]


def _paid_run(
    coop: Coop, paid: Paid, period: tuple[date, date], pay_on: date, *, sender: Actor, officer: Actor
) -> None:
    """Approve a run that pays ten miles of its first day, with an hour of work."""
    begun = datetime.combine(period[0], time(9), tzinfo=UTC)
    clock.set_fixed(datetime.combine(pay_on, time(12), tzinfo=UTC))
    with upkeep(coop) as session:
        claim(session, paid, period[0])
    make_time(coop, paid, 60, starts_at=begun)
    run = draft(coop, sender, pay_on=pay_on, period=period)
    with upkeep(coop) as session:
        days = Days(period[0], period[1], pay_on)
        hold_miles(session, run, mileage_pay(session, [paid.worker_id], days))
    approve(coop, submit(coop, run, sender), officer)


def test_a_drafted_run_holds_the_miles_that_it_pays_up_to_its_approval(aber: Coop) -> None:
    contact, nia = preparer(aber), make_paid(aber, minutes=600)
    with upkeep(aber) as session:
        claim(session, nia, date(2026, 11, 3))

    run = draft(aber, contact)
    held = [(row["state"], row["pay_run_id"]) for row in rows(aber, "mileage_claim")]
    approve(aber, submit(aber, run, contact), treasurer(aber))

    assert held == [("approved", run)]
    assert [row["state"] for row in rows(aber, "mileage_claim")] == ["paid"]
    assert [row["expenses_pence"] for row in rows(aber, "payslip")] == [5_50]
