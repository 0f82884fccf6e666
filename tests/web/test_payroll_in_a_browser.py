# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pay in a real browser, on a phone and at a desk; axe finds nothing on any page."""

import pytest
from sqlalchemy import text

from tenants.office import HUB, Coop, Hub
from tenants.transaction import reading
from tests.support.pay import approve, draft, give_time, make_paid, preparer, set_aside, submit, treasurer
from tests.support.people import make_person
from tests.support.visiting import offer_to
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_pay_from_the_draft_to_the_payslip(company: Company, aber: Coop, hub: Hub) -> None:
    language = company.language
    nia = make_paid(aber, "Nia Prys", minutes=6300, tax_code="C1257L", language=language, pence_per_hour=2850)
    make_paid(aber, "Bryn Rhys", minutes=5400)
    make_paid(aber, "Cadi Mair", minutes=600, tax_code=None)
    eirlys = make_paid(aber, "Eirlys Fôn")
    give_time(aber, eirlys.worker_id, eirlys.account.person_id, 90, state="recorded")
    contact, officer = preparer(aber), treasurer(aber)
    run = draft(aber, contact)

    desk = company.at(aber, make_person(aber, "payroll_contact", name="Sioned Wyn", language=language))
    paths = {"runs": "/pay-runs", "new": "/pay-runs/new", "run": f"/pay-runs/{run}"}
    desk.look_at(paths | {"without-owner": f"/pay-runs/{run}/without-owner"})
    set_aside(aber, run, contact)
    desk.look_at({"set-aside": f"/pay-runs/{run}/without-owner"})
    submit(aber, run, contact)
    board = company.at(aber, make_person(aber, "treasurer", name="Owain Rees", language=language))
    board.look_at({"to-approve": f"/pay-approvals/{run}", "approve": f"/pay-approvals/{run}/approve"})
    approve(aber, run, officer)

    with reading(aber) as session:
        wanted = text("SELECT id FROM payslip WHERE worker_id = :worker")
        slip = session.execute(wanted, {"worker": nia.worker_id}).scalar_one()
    phone = company.at(aber, nia.account)
    phone.look_at({"mine": "/payslips", "payslip": f"/payslips/{slip}"})
    assert hub == HUB
    bureau = make_person(HUB, "payroll_bureau", name="Gwen Pugh", language=language)
    offer_to(aber, person=bureau)
    company.at(HUB, bureau).look_at({"shared": "/payroll"})
    assert company.faults == {}
