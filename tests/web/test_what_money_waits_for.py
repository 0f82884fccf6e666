# SPDX-License-Identifier: AGPL-3.0-or-later
"""Today says what of pay and of the network's fees waits, to those who may do it and to nobody else."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from franchise_kit.billing import actions
from tenants import clock
from tenants.office import Coop
from tests.support.billing import EARLY_NOVEMBER, invoice_of
from tests.support.pay import draft, make_paid, preparer, submit
from tests.support.people import actor_of, make_person
from tests.support.web import Visitor

DUE_ON = datetime(2026, 12, 5, 12, 0, tzinfo=UTC)
DAY_AFTER = datetime(2026, 12, 6, 12, 0, tzinfo=UTC)


def today_of(app: Flask, coop: Coop, *roles: str, language: str = "en") -> str:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, *roles, language=language))
    return visitor.get("/today").text.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")


def tell(coop: Coop, month: date) -> None:
    by = actor_of(coop, make_person(coop, "finance_officer"))
    actions.tell_turnover(coop=coop, month=month, turnover_pence=1000_00, by=by, now=clock.now())


def test_a_run_that_was_sent_waits_for_who_approves(app: Flask, aber: Coop, bryn: Coop) -> None:
    clock.set_fixed(EARLY_NOVEMBER)
    make_paid(aber, minutes=600)
    contact = preparer(aber)
    run = draft(aber, contact)
    waits = "The pay run of 30 November 2026 waits for your yes"

    assert waits not in today_of(app, aber, "treasurer")
    submit(aber, run, contact)

    page = today_of(app, aber, "treasurer")
    assert waits in page
    assert f"/pay-approvals/{run}" in page
    assert "Mae rhediad cyflog 30 Tachwedd 2026 yn aros" in today_of(app, aber, "treasurer", language="cy")
    for role in ("payroll_contact", "finance_officer", "care_worker"):
        assert waits not in today_of(app, aber, role), role
    assert waits not in today_of(app, bryn, "treasurer")


def test_a_run_of_ones_own_waits_for_somebody_else(app: Flask, aber: Coop) -> None:
    clock.set_fixed(EARLY_NOVEMBER)
    make_paid(aber, minutes=600)
    both = make_person(aber, "payroll_contact", "treasurer")
    by = actor_of(aber, both)
    submit(aber, draft(aber, by), by)
    visitor = Visitor(app, aber)
    visitor.sign_in(both)

    assert "waits for your yes" not in visitor.get("/today").text


def test_the_month_that_is_over_is_to_be_told(app: Flask, aber: Coop) -> None:
    clock.set_fixed(EARLY_NOVEMBER)
    said = "The care turnover of October 2026 is still to be told"

    assert said in today_of(app, aber, "finance_officer")
    assert "Nid yw trosiant gofal Hydref 2026 wedi" in today_of(app, aber, "finance_officer", language="cy")
    for role in ("treasurer", "chair", "care_worker"):
        assert said not in today_of(app, aber, role), role
    tell(aber, date(2026, 10, 1))

    assert "still to be told" not in today_of(app, aber, "finance_officer")


def test_a_month_that_was_left_out_is_to_be_told_as_well(app: Flask, aber: Coop) -> None:
    clock.set_fixed(EARLY_NOVEMBER)
    tell(aber, date(2026, 7, 1))
    tell(aber, date(2026, 9, 1))

    page = today_of(app, aber, "finance_officer")

    months = ("May", "June", "July", "August", "September", "October")
    owed = [month for month in months if f"The care turnover of {month} 2026 is still to be told" in page]
    assert owed == ["August", "October"]


@pytest.mark.parametrize(("now", "is_said"), [(DUE_ON, False), (DAY_AFTER, True)])
def test_an_invoice_is_overdue_after_its_day(app: Flask, aber: Coop, now: datetime, is_said: bool) -> None:
    clock.set_fixed(EARLY_NOVEMBER)
    invoice_of(aber)
    clock.set_fixed(now)
    said = "1 invoice of the network is overdue"

    assert (said in today_of(app, aber, "finance_officer")) is is_said
    assert said not in today_of(app, aber, "care_worker")
