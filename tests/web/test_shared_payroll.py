# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shared payroll's list at the hub: whose pay day comes first, and what is to be done for it."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask

from franchise_kit.payroll.rules.disclosed import PayDue
from franchise_kit.visiting.actions.agreeing import accept_agreement
from tenants import clock
from tenants.office import HUB, Coop, Hub
from tests.support.openings import carry, tell
from tests.support.people import make_person
from tests.support.visiting import PAYROLL, decider, offer_to
from tests.support.web import Visitor

MONTHLY, WEEKLY = uuid4(), uuid4()


@pytest.fixture(autouse=True)
def _on_the_day(hub: Hub) -> None:
    clock.set_fixed(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))


def agreed(coop: Coop, *dues: PayDue) -> None:
    agreement_id, _officer = offer_to(coop)
    accept_agreement(
        coop=coop, agreement_id=agreement_id, by=decider(coop, "chair"), permissions=PAYROLL, now=clock.now()
    )
    for due in dues:
        tell(coop, due)
    carry(coop)


def due(schedule_id: UUID, frequency: str, step: str | None, by: date | None) -> PayDue:
    return PayDue(schedule_id, frequency, step, by)


def test_the_newest_of_each_schedule_shows_and_the_earliest_co_op_is_first(
    app: Flask, hub: Hub, aber: Coop, bryn: Coop
) -> None:
    agreed(
        aber,
        due(MONTHLY, "M1", "send", date(2026, 11, 30)),
        due(MONTHLY, "M1", "approve", date(2026, 11, 30)),
        due(WEEKLY, "W1", None, None),
    )
    agreed(bryn, due(uuid4(), "W1", "pay", date(2026, 11, 20)))
    officer = Visitor(app, HUB)
    officer.sign_in(make_person(HUB, "payroll_bureau", name="Gwen Pugh"))

    page = officer.get("/payroll").text
    main = page[page.index("<main") :]

    assert "Monthly: to be approved by the" in main
    assert "to be sent for approval" not in main
    assert "Pay day 30 November 2026" in main
    assert "Weekly: to be paid" in main
    assert main.count("late") == 1
    assert main.index("Weekly: to be paid") < main.index("Monthly: to be approved")


def test_a_co_op_that_told_nothing_yet_says_so(app: Flask, hub: Hub, aber: Coop) -> None:
    agreed(aber)
    officer = Visitor(app, HUB)
    officer.sign_in(make_person(HUB, "payroll_bureau", name="Gwen Pugh"))

    assert "Nothing told yet" in officer.get("/payroll").text
