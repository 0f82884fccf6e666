# SPDX-License-Identifier: AGPL-3.0-or-later
"""HMRC is told once that somebody started, also where the first pay was of the tax year before."""

from datetime import UTC, date, datetime
from uuid import UUID

from franchise_kit.payroll.models import PayRun
from franchise_kit.payroll.queries.filing_content import payees_of
from tenants import clock
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.pay import (
    approve,
    draft,
    give_particulars,
    give_time,
    make_paid,
    preparer,
    submit,
    treasurer,
)


def is_starter(coop: Coop, run: UUID) -> list[bool]:
    with reading(coop) as session:
        payees = payees_of(session, session.get_one(PayRun, run), as_of=clock.now())
    return [one.is_starter for one in payees]


def test_who_was_paid_in_the_tax_year_before_is_no_starter_again(aber: Coop) -> None:
    # The work began on 5 January 2026.
    nia = make_paid(aber, tax_code=None)
    give_particulars(aber, nia.worker_id, "1257L", from_on=date(2026, 1, 5))
    by, officer = preparer(aber), treasurer(aber)
    runs = []
    for begun, from_on, until, pay_on in (
        (datetime(2026, 1, 12, 9, 0, tzinfo=UTC), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 31)),
        (datetime(2026, 2, 6, 9, 0, tzinfo=UTC), date(2026, 1, 2), date(2026, 3, 1), date(2026, 4, 30)),
    ):
        give_time(aber, nia.worker_id, nia.account.person_id, 600, starts_at=begun)
        runs.append(submit(aber, draft(aber, by, pay_on=pay_on, period=(from_on, until)), by))
        approve(aber, runs[-1], officer)

    assert [is_starter(aber, run) for run in runs] == [[True], [False]]
