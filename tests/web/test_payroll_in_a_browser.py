# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pay in a real browser, on a phone and at a desk; axe finds nothing on any page.

Axe looks at a desk in English and on a phone in Welsh; both widths are measured in both languages.
"""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from tenants.office import HUB, Coop, Hub
from tenants.transaction import reading
from tests.support.browser import DESK_SIZE, PHONE_SIZE, axe_faults
from tests.support.pay import approve, draft, give_time, make_paid, preparer, set_aside, submit, treasurer
from tests.support.people import make_person
from tests.support.visiting import offer_to
from tests.support.walking import Company, Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Where pictures of the pages go for whoever wants to look at them.
PICTURES = os.environ.get("CYDOFAL_TEST_PICTURES")


def look(walker: Walker, path: str, name: str) -> None:
    walker.go(path)
    walker.page.wait_for_load_state()
    walker.looks_right()
    if PICTURES:
        width = walker.page.viewport_size["width"] if walker.page.viewport_size else 0
        walker.page.screenshot(
            path=Path(PICTURES) / f"pay-{name}-{width}-{walker.language}.png", full_page=True
        )
    assert axe_faults(walker.page) == []
    size = walker.page.viewport_size or DESK_SIZE
    walker.page.set_viewport_size(PHONE_SIZE if size == DESK_SIZE else DESK_SIZE)
    walker.looks_right()
    walker.page.set_viewport_size(size)


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
    for name, path in (paths | {"without-owner": f"/pay-runs/{run}/without-owner"}).items():
        look(desk, path, name)
    set_aside(aber, run, contact)
    look(desk, f"/pay-runs/{run}/without-owner", "set-aside")
    submit(aber, run, contact)
    board = company.at(aber, make_person(aber, "treasurer", name="Owain Rees", language=language))
    for path, name in ((f"/pay-approvals/{run}", "to-approve"), (f"/pay-approvals/{run}/approve", "approve")):
        look(board, path, name)
    approve(aber, run, officer)

    with reading(aber) as session:
        wanted = text("SELECT id FROM payslip WHERE worker_id = :worker")
        slip = session.execute(wanted, {"worker": nia.worker_id}).scalar_one()
    phone = company.at(aber, nia.account)
    for path, name in (("/payslips", "mine"), (f"/payslips/{slip}", "payslip")):
        look(phone, path, name)
    assert hub == HUB
    bureau = make_person(HUB, "payroll_bureau", name="Gwen Pugh", language=language)
    offer_to(aber, person=bureau)
    look(company.at(HUB, bureau), "/payroll", "shared")
