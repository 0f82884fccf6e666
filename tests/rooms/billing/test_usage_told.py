# SPDX-License-Identifier: AGPL-3.0-or-later
"""What co-ops tell becomes usage, once; a month's turnover is told once, by who keeps the accounts."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from franchise_kit.access.scopes import PermissionLacking
from franchise_kit.billing import actions
from franchise_kit.billing.actions.telling import TurnoverNotPossible
from franchise_kit.billing.hub_models import Invoice, Usage
from franchise_kit.billing.jobs import take_learners, take_payslips
from franchise_kit.billing.queries import received
from franchise_kit.billing.rules.invoices import MonthNotOver
from tenants import clock, progress
from tenants.jobs.models import Progress
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, Hub
from tenants.openings.handlers import Receipt
from tenants.refusal import Refusal
from tenants.transaction import reading, upkeep
from tests.support.billing import EARLY_NOVEMBER, NOVEMBER, OCTOBER, publish_plan, told_all
from tests.support.openings import carry_all, count
from tests.support.people import actor_of, make_person


class Payslips:
    """What payroll tells."""

    def __init__(self, payslips: int, month: date = OCTOBER) -> None:
        self.pay_run_id, self.month, self.payslips = uuid4(), month, payslips


class Learners:
    """What training tells."""

    def __init__(self, learners: int) -> None:
        self.month, self.learners = OCTOBER, learners


def receipt_of(coop: Coop, kind: str) -> Receipt:
    return Receipt(coop, uuid4(), kind, 1, EARLY_NOVEMBER, EARLY_NOVEMBER)


def usage() -> list[tuple[str, date, int]]:
    with reading(HUB) as session:
        rows = session.execute(select(Usage.service, Usage.month, Usage.quantity)).all()
    return sorted((row.service, row.month, row.quantity) for row in rows)


def tell(coop: Coop, role: str = "finance_officer", **changes: object) -> object:
    by = actor_of(coop, make_person(coop, role))
    facts = {"month": OCTOBER, "turnover_pence": 75_712_00, "now": EARLY_NOVEMBER}
    return actions.tell_turnover(coop=coop, by=by, **facts | changes)  # type: ignore[arg-type] # right facts


def test_a_turnover_that_is_told_reaches_the_hub(aber: Coop, bryn: Coop) -> None:
    tell(aber)
    carry_all(aber, bryn)

    assert usage() == [("care_turnover", OCTOBER, 75_712_00)]


@pytest.mark.parametrize(
    ("case", "changes", "refusal"),
    [
        ("told already", {"turnover_pence": 1}, actions.TurnoverToldAlready),
        ("a month that goes on", {"month": NOVEMBER}, MonthNotOver),
        ("less than nothing", {"month": date(2026, 9, 1), "turnover_pence": -1}, TurnoverNotPossible),
        ("beyond reason", {"month": date(2026, 9, 1), "turnover_pence": 10**11}, TurnoverNotPossible),
        ("not whose accounts they are", {"role": "care_worker"}, PermissionLacking),
    ],
)
def test_a_turnover_that_is_refused_tells_nothing(
    aber: Coop, case: str, changes: dict[str, object], refusal: type[Refusal]
) -> None:
    tell(aber)

    with pytest.raises(refusal):
        tell(aber, **changes)  # type: ignore[arg-type] # as above

    carry_all(aber)
    assert usage() == [("care_turnover", OCTOBER, 75_712_00)], case


def test_the_months_that_are_left_to_tell(aber: Coop) -> None:
    by = actor_of(aber, make_person(aber, "finance_officer"))
    tell(aber)

    with reading(aber) as session:
        left = received.untold_months(session, by=by, today=date(2026, 11, 22))

    assert left == [date(2026, month, 1) for month in (9, 8, 7, 6, 5)]


def test_payslips_and_learners_are_counted_once(hub: Hub, aber: Coop) -> None:
    run = Payslips(31)
    with upkeep(hub) as session:
        for fact in (run, run, Payslips(2, date(2026, 10, 20)), Payslips(-4)):
            take_payslips(session, receipt_of(aber, "payslips_produced"), fact)
        for learners in (9, 12):
            take_learners(session, receipt_of(aber, "learners_active"), Learners(learners))

    assert usage() == [
        ("learners", OCTOBER, 9),
        ("payslips", OCTOBER, 0),
        ("payslips", OCTOBER, 2),
        ("payslips", OCTOBER, 31),
    ]


def test_a_month_is_billed_by_the_worker_for_who_asked(hub: Hub, aber: Coop, bryn: Coop) -> None:
    clock.set_fixed(EARLY_NOVEMBER)
    publish_plan()
    told_all(aber)
    told_all(bryn)
    by = actor_of(hub, make_person(hub, "billing_officer"))

    progress_id = actions.ask_for_run(month=OCTOBER, by=by, now=EARLY_NOVEMBER)
    run_pending(hub)

    with reading(hub) as session:
        row = progress.get(session, progress_id, account_id=by.account_id)
        assert isinstance(row, Progress)
        assert (row.state, row.done, row.result) == (
            "done",
            2,
            {"month": "2026-10-01", "issued": 2, "held": 0},
        )
    assert count(hub, Invoice) == 2
