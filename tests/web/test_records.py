# SPDX-License-Identifier: AGPL-3.0-or-later
"""Records in sections: each reader sees the way to the pages that they may open, and no other."""

import re

import pytest
from flask import Flask

from tenants.office import Coop
from tests.support.people import make_person
from tests.support.thread import make_supported, make_worker
from tests.support.web import Visitor

SECTIONS = ("", "/profile", "/checks", "/talks", "/offers", "/tax-codes", "/deductions", "/bank")
LEAVE = SECTIONS.index("/tax-codes")
OF_PAY = ("/tax-codes", "/deductions", "/bank")
TAB = re.compile(r'<li><a href="(/[^"]+)"( aria-current="page")?>')


def come(app: Flask, coop: Coop, *roles: str) -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, *roles, name="Mair Desg"))
    return visitor


def tabs(visitor: Visitor, path: str) -> list[tuple[str, bool]]:
    """Return the sections that a page leads to, and which of them it says that it is."""
    page = visitor.get(path).text
    nav = re.search(r'<nav class="sections".*?</nav>', page, re.DOTALL)
    return [(url, bool(here)) for url, here in TAB.findall(nav.group())] if nav else []


def sections(worker_id: object) -> list[str]:
    """Return the addresses of a worker's sections; their leave and their payslips are other rooms' pages."""
    record = [f"/workers/{worker_id}{one}" for one in SECTIONS]
    leave, payslips = f"/absences/workers/{worker_id}", f"/payslips/workers/{worker_id}"
    return [*record[:LEAVE], leave, *record[LEAVE:], payslips]


def test_each_page_of_a_record_says_which_one_it_is(app: Flask, aber: Coop) -> None:
    worker_id = make_worker(aber)
    path = f"/workers/{worker_id}"
    visitor = come(app, aber, "payroll_contact")

    for here in (path, f"{path}/tax-codes", f"{path}/deductions"):
        assert tabs(visitor, here) == [(one, one == here) for one in sections(worker_id)]


def test_a_section_that_reaches_another_record_alone_is_not_there(app: Flask, aber: Coop) -> None:
    account = make_person(aber, "care_coordinator", "care_worker", name="Nia Prys")
    own, other = make_worker(aber, account_id=account.id), make_worker(aber, "Ann Arall")
    visitor = Visitor(app, aber)
    visitor.sign_in(account)

    assert [url for url, _here in tabs(visitor, f"/workers/{own}")] == sections(own)
    assert [url for url, _here in tabs(visitor, f"/workers/{other}")] == [
        one for one in sections(other)[:-1] if not one.endswith(OF_PAY)
    ]
    assert visitor.get(f"/payslips/workers/{other}").status_code == 404
    assert {visitor.get(f"/workers/{other}{one}").status_code for one in OF_PAY} == {404}


@pytest.mark.parametrize(
    ("role", "count", "status"),
    [("care_coordinator", 6, 200), ("registered_manager", 7, 200), ("safeguarding_lead", 3, 404)],
)
def test_who_reads_no_visits_is_led_to_none(
    app: Flask, aber: Coop, role: str, count: int, status: int
) -> None:
    path = f"/people-supported/{make_supported(aber)}"
    visitor = come(app, aber, role)

    assert len(tabs(visitor, path)) == count
    assert visitor.get(path).status_code == 200
    assert visitor.get(f"{path}/visits").status_code == status


@pytest.mark.parametrize("section", ["", "/visits"])
def test_a_record_of_another_co_op_has_no_pages(app: Flask, aber: Coop, bryn: Coop, section: str) -> None:
    theirs = make_supported(bryn)

    assert come(app, aber, "care_coordinator").get(f"/people-supported/{theirs}{section}").status_code == 404
