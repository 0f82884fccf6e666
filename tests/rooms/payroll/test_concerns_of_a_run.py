# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is said to be looked at before a run is paid: who has less than they must, and what is missing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from franchise_kit.payroll import queries
from franchise_kit.payroll.actions.correcting import NewCorrection, correct_pay
from franchise_kit.payroll.queries.concerns import Concerns
from franchise_kit.people import actions as people
from franchise_kit.people.actions import deductions
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.transaction import reading, upkeep
from tests.support.other_pay import make_away
from tests.support.pay import (
    Paid,
    approve,
    draft,
    give_rate,
    give_time,
    make_paid,
    make_time,
    preparer,
    submit,
    treasurer,
)
from tests.support.rows import rows

DECEMBER = (date(2026, 11, 23), date(2026, 12, 23))
# Put together here, so that no file holds a number that could be somebody's.
NUMBER = "AB" + "123456" + "C"


@dataclass(frozen=True)
class Told:
    """What is known of somebody besides their rate and time."""

    born_on: date | None = date(1990, 2, 3)
    has_account: bool = True
    number: str | None = NUMBER


@pytest.fixture(autouse=True)
def _in_november() -> None:
    clock.set_fixed(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))


def tell(coop: Coop, paid: Paid, told: Told = Told()) -> Paid:
    """Enter what is known of somebody."""
    by: Any = {"coop": coop, "worker_id": paid.worker_id, "by": SYSTEM, "now": clock.now()}
    if told.born_on is not None:
        deductions.set_birth(**by, birth=deductions.NewBirth(told.born_on))
    if told.has_account:
        people.set_bank(**by, bank=people.NewBank("N Prys", "12-34-56", "12345678"))
    if told.number is not None:
        particulars = people.NewParticulars(date(2026, 4, 6), "code_notice", "1257L", "A", told.number)
        people.set_tax_particulars(**by, particulars=particulars)
    return paid


def found(coop: Coop, run: object, by: Actor) -> Concerns:
    """Return what is said of a run."""
    with reading(coop) as session:
        facts = next(one for one in queries.list_runs(session, by=by) if one.id == run)
        return queries.list_concerns(session, facts, by=by)


def said(concerns: Concerns) -> list[tuple[str, str]]:
    """Return each code with the worker's given name."""
    return [(one.found.code, one.worker_name.split()[0]) for one in concerns.of_workers]


def test_nothing_is_said_of_whoever_is_paid_as_they_should_be(aber: Coop) -> None:
    tell(aber, make_paid(aber, minutes=6000, pence_per_hour=1345))
    by = preparer(aber)

    concerns = found(aber, draft(aber, by), by)

    assert (said(concerns), concerns.living) == ([], None)
    assert not concerns


def test_a_penny_of_rounding_is_no_rate_below_the_real_living_wage(aber: Coop) -> None:
    # 10 h 1 min at £13.45 are £134.724, and paid as £134.72.
    tell(aber, make_paid(aber, minutes=601, pence_per_hour=1345))
    by = preparer(aber)

    assert found(aber, draft(aber, by), by).living is None


def test_who_has_too_little_and_what_is_missing_comes_worst_first(aber: Coop, bryn: Coop) -> None:
    tell(aber, make_paid(aber, "Alys Wyn", minutes=600, pence_per_hour=1200), Told(born_on=None))
    tell(aber, make_paid(aber, "Cadi Mair", minutes=600, pence_per_hour=1200), Told(date(2006, 1, 5)))
    tell(aber, make_paid(aber, "Elin Rees", minutes=600), Told(has_account=False))
    make_paid(aber, "Gwen Huws", minutes=600, tax_code=None)
    nia = tell(aber, make_paid(aber, minutes=600), Told(number=None))
    make_time(aber, nia, 60, starts_at=datetime(2026, 9, 7, 9, 0, tzinfo=UTC))
    make_paid(bryn, "Siân Bevan", minutes=600, pence_per_hour=1200)
    by = preparer(aber)

    concerns = found(aber, draft(aber, by), by)

    assert said(concerns) == [
        ("account_missing", "Elin"),
        ("no_tax", "Gwen"),
        ("wage_topped_up", "Alys"),
        ("letter_other", "Cadi"),
        ("birth_missing", "Alys"),
        ("number_missing", "Nia"),
    ]
    topped_up = concerns.of_workers[2].found.values
    assert topped_up == {"short_pence": 7_10, "hourly_pence": 12_00, "rate_pence": 12_71}
    assert concerns.of_workers[3].found.values == {"told": "A", "used": "M"}


def test_an_account_that_changed_lately_is_said_with_its_day(aber: Coop) -> None:
    clock.set_fixed(datetime(2026, 11, 2, 12, 0, tzinfo=UTC))
    nia = tell(aber, make_paid(aber, minutes=600))
    clock.set_fixed(datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    tell(aber, nia, Told(born_on=None, number=None))
    by = preparer(aber)

    concerns = found(aber, draft(aber, by), by)

    assert said(concerns) == [("account_changed", "Nia")]
    assert concerns.of_workers[0].found.values == {"since_on": date(2026, 11, 20)}


def test_pay_far_from_last_time_is_said_with_its_reasons(aber: Coop) -> None:
    nia = tell(aber, make_paid(aber, minutes=600))
    sender = preparer(aber)
    first = submit(aber, draft(aber, sender, pay_on=date(2026, 11, 24)), sender)
    approve(aber, first, treasurer(aber))
    clock.set_fixed(datetime(2026, 12, 21, 12, 0, tzinfo=UTC))
    december = (date(2026, 11, 23), date(2026, 12, 21))
    give_time(
        aber, nia.worker_id, nia.account.person_id, 2400, starts_at=datetime(2026, 12, 1, 9, tzinfo=UTC)
    )

    concerns = found(aber, draft(aber, sender, pay_on=date(2026, 12, 23), period=december), sender)

    (one,) = concerns.of_workers
    assert (one.found.code, one.found.values) == (
        "far_from_last",
        {"before_pence": 134_50, "now_pence": 538_00},
    )
    assert [(why.code, why.before, why.now) for why in one.reasons] == [("minutes", 600, 2400)]


def test_late_hours_and_the_real_living_wage_are_said(aber: Coop) -> None:
    nia = tell(aber, make_paid(aber, minutes=600, pence_per_hour=1300))
    give_rate(aber, nia, 1000, "travel", from_on=date(2026, 8, 1))
    make_time(aber, nia, 60, kind="travel", starts_at=datetime(2026, 9, 7, 9, 0, tzinfo=UTC))
    by = preparer(aber)

    concerns = found(aber, draft(aber, by), by)

    assert said(concerns) == [("late_below", "Nia")]
    assert concerns.of_workers[0].found.values == {"rate_pence": 10_00, "least_pence": 12_71}
    # Ten hours at £13.00, and £13.45 is the Real Living Wage of 2026-27.
    assert concerns.living is not None
    assert (concerns.living.workers, concerns.living.short_pence) == (1, 4_50)


def test_what_is_said_names_no_number_of_an_account(aber: Coop) -> None:
    tell(aber, make_paid(aber, minutes=600))
    by = preparer(aber)

    concerns = found(aber, draft(aber, by), by)

    assert "12345678" not in repr(concerns)
    assert len(rows(aber, "payslip")) == 1


def test_a_top_up_goes_from_the_draft_to_the_payslip(aber: Coop) -> None:
    tell(aber, make_paid(aber, minutes=6000, pence_per_hour=1200))
    by = preparer(aber)
    run = submit(aber, draft(aber, by), by)

    approve(aber, run, treasurer(aber))

    (line,) = rows(aber, "payslip_other")
    assert (line["kind"], line["pence"], len(line["steps"])) == ("minimum_wage_top_up", 71_00, 3)
    assert [row["gross_pence"] for row in rows(aber, "payslip")] == [1271_00]


def test_a_paid_absence_that_is_withdrawn_is_said_until_a_correction_takes_it_back(aber: Coop) -> None:
    nia = tell(aber, make_paid(aber, minutes=600))
    make_away(aber, nia.worker_id, "sickness", date(2026, 11, 9), date(2026, 11, 13))
    by = preparer(aber)
    first = submit(aber, draft(aber, by), by)
    approve(aber, first, treasurer(aber))
    with upkeep(aber) as session:
        session.execute(text("UPDATE absence SET last_on = '2026-11-11'"))
    make_time(aber, nia, 600, starts_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    second = draft(aber, by, pay_on=date(2026, 12, 23), period=DECEMBER)

    before = found(aber, second, by)
    correction = NewCorrection(nia.worker_id, -49_30, "paid_too_much", first)
    correct_pay(coop=aber, correction=correction, by=by, now=clock.now())

    assert [one.found.values for one in before.of_workers if one.found.code == "days_gone"] == [
        {
            "back_pence": 49_30,
            "first_on": date(2026, 11, 12),
            "last_on": date(2026, 11, 13),
            "of_run_id": str(first),
        }
    ]
    assert "days_gone" not in dict(said(found(aber, second, by)))


def test_who_is_ill_without_earnings_is_said_though_no_payslip_is_theirs(aber: Coop, bryn: Coop) -> None:
    tell(aber, make_paid(aber, minutes=600))
    alys = make_paid(aber, "Alys Wyn", pence_per_hour=None)
    make_away(aber, alys.worker_id, "sickness", date(2026, 11, 9), None)
    by = preparer(aber)

    concerns = found(aber, draft(aber, by), by)

    assert said(concerns) == [("sick_pay_refused", "Alys")]
    assert concerns.of_workers[0].found.values == {"since_on": date(2026, 11, 9)}
