# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is due of pensions in a co-op, from its payslips and from where its workers stand."""

from datetime import UTC, date, datetime

import pytest

from franchise_kit.access import PermissionLacking
from franchise_kit.payroll.queries.assessed import PaidOver, PensionsDue, Standing, pensions_due
from franchise_kit.payroll.rules.assessing import Due
from franchise_kit.people.actions import deductions, pension_schemes
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.pay import Paid, approve, draft, make_paid, preparer, roll_back, submit, treasurer
from tests.support.people import actor_of, make_person


@pytest.fixture(autouse=True)
def _in_november() -> None:
    clock.set_fixed(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))


def born(coop: Coop, paid: Paid, on: date) -> Paid:
    """Enter when somebody was born."""
    birth = deductions.NewBirth(on)
    deductions.set_birth(coop=coop, worker_id=paid.worker_id, birth=birth, by=SYSTEM, now=clock.now())
    return paid


def found(coop: Coop, by: Actor) -> PensionsDue:
    """Return what is due today."""
    with reading(coop) as session:
        return pensions_due(session, by=by, today=clock.today())


def names(those: tuple[Standing, ...]) -> list[str]:
    """Return the given names of workers."""
    return [one.worker_name.split()[0] for one in those]


def test_whom_to_enrol_is_found_by_draft_payslips_and_by_age(aber: Coop, bryn: Coop) -> None:
    born(aber, make_paid(aber, minutes=6000), date(1990, 2, 3))
    born(aber, make_paid(aber, "Alys Wyn", minutes=6000), date(2006, 2, 3))
    born(aber, make_paid(aber, "Elin Rees", minutes=600), date(1990, 2, 3))
    make_paid(aber, "Gwen Huws", minutes=6000)
    born(aber, make_paid(aber, "Mali Puw"), date(1990, 2, 3))
    born(bryn, make_paid(bryn, "Siân Bevan", minutes=6000), date(1990, 2, 3))
    by = preparer(aber)
    run = draft(aber, by)

    due = found(aber, by)

    # The run is of work from 23 October, and six weeks from then are over with 3 December.
    assert names(due.due) == ["Nia"]
    assert due.due[0].assessed.due == Due("enrol", date(2026, 10, 23), date(2026, 12, 3))
    assert [(one.worker_name, str(one.assessed.group)) for one in due.may_ask] == [
        ("Alys Wyn", "non_eligible"),
        ("Elin Rees", "entitled"),
    ]
    assert [name for _id, name in due.unknown] == ["Gwen Huws"]
    roll_back(aber, run, by)
    assert found(aber, by).due == ()


def test_a_member_is_written_to_and_contributions_are_paid_over(aber: Coop) -> None:
    nia = born(aber, make_paid(aber, minutes=6000), date(1990, 2, 3))
    terms = pension_schemes.NewTerms(date(2026, 4, 6), 500, 300)
    scheme = pension_schemes.enter_scheme(
        coop=aber,
        scheme=pension_schemes.NewScheme("NEST", "net_pay", "qualifying_earnings", "EMP1", terms),
        by=SYSTEM,
        now=clock.now(),
    )
    entry = deductions.NewPensionEntry("enrolled", date(2026, 10, 23), scheme)
    deductions.set_pension(coop=aber, worker_id=nia.worker_id, entry=entry, by=SYSTEM, now=clock.now())
    sender = preparer(aber)
    approve(aber, submit(aber, draft(aber, sender), sender), treasurer(aber))

    due = found(aber, sender)

    assert [one.assessed.due for one in due.due] == [Due("letter", date(2026, 10, 23), date(2026, 12, 3))]
    # £1,345.00 are £825.00 above £520.00: 5% and 3% of that.
    assert due.paid_over == (PaidOver(date(2026, 11, 1), 41_25 + 24_75, date(2026, 12, 22)),)
    assert due.window is not None
    assert due.window.first_on == date(2029, 7, 23)


def test_only_whoever_prepares_pay_is_told(aber: Coop) -> None:
    with pytest.raises(PermissionLacking):
        found(aber, actor_of(aber, make_person(aber, "care_coordinator", name="Ceri Jones")))
