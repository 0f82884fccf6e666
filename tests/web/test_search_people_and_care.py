# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search finds workers and people supported, for those who may read them."""

import pytest
from flask import Flask

from tenants import clock
from tenants.office import Coop
from tests.support.people import make_person
from tests.support.thread import make_supported, make_visit, make_worker
from tests.support.web import Visitor


@pytest.mark.parametrize(
    ("role", "finds_worker", "finds_person"),
    [
        ("care_coordinator", True, True),
        ("payroll_contact", True, False),
        ("safeguarding_lead", False, True),
        ("coop_admin", False, False),
        ("care_worker", False, False),
    ],
)
def test_who_may_read_them_finds_them(
    app: Flask, aber: Coop, bryn: Coop, role: str, finds_worker: bool, finds_person: bool
) -> None:
    worker_id, person_id = make_worker(aber, "Siân Môn"), make_supported(aber, "Elen Môn")
    make_worker(bryn, "Iwan Môn")
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, role, name="Zoe Chwilio"))

    page = visitor.get("/search?q=mon").text

    assert (f"/workers/{worker_id}" in page) is finds_worker
    assert (f"/people-supported/{person_id}" in page) is finds_person
    assert "Iwan" not in page


def test_a_care_worker_finds_whom_they_visit(app: Flask, aber: Coop) -> None:
    account = make_person(aber, "care_worker", name="Siân Môn")
    worker_id, person_id = make_worker(aber, account_id=account.id), make_supported(aber)
    make_visit(aber, person_id, clock.today(), "09:00", worker_id=worker_id)
    visitor = Visitor(app, aber)
    visitor.sign_in(account)

    assert f"/people-supported/{person_id}" in visitor.get("/search?q=elsi").text
