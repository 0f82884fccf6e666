# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pay on pages: drafted by one, approved by another who has just proved who they are, read by the paid."""

import re
from datetime import UTC, datetime
from html import unescape
from http import HTTPStatus
from io import BytesIO
from uuid import UUID

import pypdf
import pytest
from flask import Flask
from sqlalchemy import text

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.visiting.actions.agreeing import accept_agreement
from tenants import clock
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, Hub
from tenants.transaction import reading, upkeep
from tests.support.openings import carry_all
from tests.support.pay import (
    Paid,
    approve,
    draft,
    give_time,
    make_paid,
    preparer,
    set_aside,
    submit,
    treasurer,
)
from tests.support.people import make_person
from tests.support.rows import rows
from tests.support.visiting import PAYROLL, decider, offer_to
from tests.support.web import Visitor
from tests.web.test_visitors_entering import come_in

NOVEMBER = {"pay_on": "2026-11-30", "first_day": "2026-10-23", "last_day": "2026-11-22"}
# More than a guest finds, so that a walk ends.
MOST_PAGES = 80


def signed_in(app: Flask, coop: Coop | Hub, person: SeedAccount) -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(person)
    return visitor


def contact_at(app: Flask, coop: Coop, *, language: str = "en") -> Visitor:
    return signed_in(app, coop, make_person(coop, "payroll_contact", name="Sioned Wyn", language=language))


def treasurer_at(app: Flask, coop: Coop, *, language: str = "en") -> Visitor:
    return signed_in(app, coop, make_person(coop, "treasurer", name="Owain Rees", language=language))


def runs_of(coop: Coop) -> list[tuple[UUID, str]]:
    with reading(coop) as session:
        rows = session.execute(text("SELECT id, state FROM pay_run ORDER BY drafted_at, id"))
        return [(row.id, row.state) for row in rows]


def slip_of(coop: Coop, paid: Paid) -> UUID:
    with reading(coop) as session:
        wanted = text("SELECT id FROM payslip WHERE worker_id = :worker")
        found: UUID = session.execute(wanted, {"worker": paid.worker_id}).scalar_one()
        return found


def approved(coop: Coop, **about: object) -> tuple[Paid, UUID]:
    """Let one worker be paid for November."""
    paid = make_paid(coop, minutes=6000, **about)  # type: ignore[arg-type] # the tests name the right facts
    contact = preparer(coop)
    approve(coop, submit(coop, draft(coop, contact), contact), treasurer(coop))
    return paid, slip_of(coop, paid)


def test_a_run_goes_from_draft_to_approval_on_pages(app: Flask, aber: Coop) -> None:
    make_paid(aber, "Nia Prys", minutes=6000)
    make_paid(aber, "Bryn Rhys", minutes=60, tax_code=None)
    contact, officer = contact_at(app, aber), treasurer_at(app, aber)
    contact.get("/pay-runs/new")

    drafted = contact.post("/pay-runs/new", NOVEMBER)
    page = contact.get(drafted.headers["Location"]).text
    ((run, _state),) = runs_of(aber)
    set_aside(aber, run, preparer(aber), "papers_missing")
    contact.post(f"/pay-runs/{run}/submit")
    waiting = officer.get(f"/pay-approvals/{run}").text
    officer.get(f"/pay-approvals/{run}/approve")
    done = officer.post(f"/pay-approvals/{run}/approve")

    assert "For work from 23 October 2026 to 22 November 2026" in page
    assert "No tax particulars" in page
    assert all(amount in page for amount in ("£1,345.00", "£23.76", "£1,321.24", "100 h 00 min"))
    # On a phone the first is all that is seen of a worker until the rest is opened.
    assert re.findall(r'data-phone="end">(£[^<]+)<', page) == ["£1,321.24"]
    assert page.count("Hours and deductions") == 1
    assert "Approve this run" in waiting
    assert (done.status_code, done.headers["Location"]) == (303, f"/pay-approvals/{run}")
    assert runs_of(aber) == [(run, "approved")]
    assert "Approve this run" not in officer.get(f"/pay-approvals/{run}").text
    assert officer.post(f"/pay-approvals/{run}/approve").status_code == 409


def test_late_hours_are_said_to_be_late(app: Flask, aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    october = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
    give_time(aber, nia.worker_id, nia.account.person_id, 190, starts_at=october)
    contact = contact_at(app, aber)
    contact.get("/pay-runs/new")

    page = contact.get(contact.post("/pay-runs/new", NOVEMBER).headers["Location"]).text

    assert "late hours from before 23 October 2026: 3 h 10 min" in page
    (slip,) = rows(aber, "payslip")
    assert "Visit, late: from before 23 October 2026" in contact.get(f"/payslips/{slip['id']}").text
    in_welsh = contact_at(app, aber, language="cy").get(f"/payslips/{slip['id']}").text
    assert "Ymweliad, yn hwyr: o gyfnod cyn 23 Hydref 2026" in in_welsh


def test_approving_asks_for_a_proof_that_is_fresh(app: Flask, aber: Coop) -> None:
    make_paid(aber, minutes=600)
    contact = preparer(aber)
    run = submit(aber, draft(aber, contact), contact)
    officer = treasurer_at(app, aber)
    with upkeep(aber) as session:
        session.execute(text("UPDATE sign_in_session SET proved_at = proved_at - INTERVAL '6 minutes'"))

    asked = officer.get(f"/pay-approvals/{run}/approve")
    sent = officer.post(f"/pay-approvals/{run}/approve")

    assert asked.headers["Location"] == f"/sign-in/prove?next=/pay-approvals/{run}/approve"
    assert sent.headers["Location"].startswith("/sign-in/prove")
    assert runs_of(aber) == [(run, "submitted")]


def test_whoever_drafted_is_told_that_somebody_else_must_approve(app: Flask, aber: Coop) -> None:
    make_paid(aber, minutes=600)
    both = make_person(aber, "payroll_contact", "treasurer", name="Sioned Wyn")
    visitor = signed_in(app, aber, both)
    visitor.get("/pay-runs/new")
    visitor.post("/pay-runs/new", NOVEMBER)
    ((run, _state),) = runs_of(aber)
    visitor.post(f"/pay-runs/{run}/submit")

    page = visitor.get(f"/pay-approvals/{run}").text
    refused = visitor.post(f"/pay-approvals/{run}/approve")

    assert "You drafted or sent this run, or entered pay for it, so somebody else must approve it." in page
    assert (
        refused.status_code,
        "Somebody else must approve a run that you drafted or sent, or for which you entered pay."
        in refused.text,
    ) == (
        409,
        True,
    )
    assert runs_of(aber) == [(run, "submitted")]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"last_day": "2026-10-22"}, "The last day must not be before the first"),
        ({"pay_on": "2026-10-22"}, "The pay day must not be before the first day of work"),
        ({"last_day": "2027-03-01", "pay_on": "2027-03-31"}, "A run pays for 1 to 62 days"),
        ({"pay_on": "2026-02-30"}, "Enter a real date, such as 27 March 2026"),
        ({"pay_on": ""}, "This is needed"),
    ],
)
def test_wrong_days_are_said_beside_the_field(
    app: Flask, aber: Coop, change: dict[str, str], sentence: str
) -> None:
    contact = contact_at(app, aber)
    contact.get("/pay-runs/new")

    answer = contact.post("/pay-runs/new", NOVEMBER | change)

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert runs_of(aber) == []


def test_a_second_run_for_the_day_is_said_beside_the_field(app: Flask, aber: Coop) -> None:
    make_paid(aber, minutes=600)
    contact = contact_at(app, aber)
    contact.get("/pay-runs/new")
    contact.post("/pay-runs/new", NOVEMBER)
    contact.get("/pay-runs/new")

    answer = contact.post("/pay-runs/new", NOVEMBER)

    assert (answer.status_code, "This pay day has a run already." in answer.text) == (422, True)
    ((run, _state),) = runs_of(aber)
    contact.get(f"/pay-runs/{run}")
    contact.post(f"/pay-runs/{run}/roll-back")
    contact.post("/pay-runs/new", NOVEMBER)
    assert [state for _run, state in runs_of(aber)] == ["rolled_back", "draft"]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_paid_read_how_it_was_worked_out_in_their_language(app: Flask, aber: Coop, language: str) -> None:
    nia, slip = approved(aber, language=language, tax_code="C1257L", pence_per_hour=3000)
    worker = signed_in(app, aber, nia.account)

    listed = worker.get("/payslips").text
    page = worker.get(f"/payslips/{slip}").text

    said = {
        "en": (
            "Hours and pay",
            "The tax code C1257L leaves £8,386.08 without tax for 8 months of the tax year.",
            "Up to £1,048.00 you pay nothing; 8% of the next £1,952.00 is £156.16.",
            "National Insurance category",
        ),
        "cy": (
            "Oriau a chyflog",
            "Mae&#39;r cod treth C1257L yn gadael £8,386.08 heb dreth am 8 mis o&#39;r flwyddyn dreth.",
            "Hyd at £1,048.00 nid ydych yn talu dim; mae 8% o&#39;r £1,952.00 nesaf yn £156.16.",
            "Categori Yswiriant Gwladol",
        ),
    }[language]
    assert f"/payslips/{slip}" in listed
    assert [sentence for sentence in said if sentence not in page] == []
    assert all(amount in page for amount in ("£3,000.00", "£30.00", "£2,843.84"))


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Payslip for Nia Prys"), ("cy", "Slip cyflog Nia Prys")]
)
def test_a_payslip_on_paper_is_tagged_and_in_the_readers_language(
    app: Flask, aber: Coop, language: str, title: str
) -> None:
    nia, slip = approved(aber, language=language)
    worker = signed_in(app, aber, nia.account)

    answer = worker.get(f"/payslips/{slip}/pdf")

    document = pypdf.PdfReader(BytesIO(answer.data))
    words = document.pages[0].extract_text()
    assert answer.mimetype == "application/pdf"
    assert str(document.root_object["/Lang"]) == f"{language}-GB"
    assert "/StructTreeRoot" in document.root_object
    assert document.metadata is not None
    assert document.metadata.title == title
    assert all(amount in words for amount in ("£1,345.00", "£23.76", "£1,321.24", "1257L"))


def test_nobody_reads_the_payslip_of_another(app: Flask, aber: Coop, bryn: Coop) -> None:
    _nia, slip = approved(aber)
    ((run, _state),) = runs_of(aber)
    other = signed_in(app, aber, make_paid(aber, "Alys Wyn").account)
    elsewhere = contact_at(app, bryn)

    for visitor in (other, elsewhere, treasurer_at(app, aber)):
        for path in (f"/payslips/{slip}", f"/payslips/{slip}/pdf"):
            assert visitor.get(path).status_code == 404
    assert elsewhere.get(f"/pay-runs/{run}").status_code == 404
    assert treasurer_at(app, bryn).get(f"/pay-approvals/{run}").status_code == 404
    assert other.get("/payslips").status_code == 200


def test_the_paid_get_a_letter_with_a_link_alone(app: Flask, aber: Coop) -> None:
    nia, slip = approved(aber, language="cy")
    with app.app_context():
        run_pending(aber)

    worker = signed_in(app, aber, nia.account)
    assert "Mae eich slip cyflog yn barod" in worker.get("/bell").text
    with reading(aber) as session:
        state, facts = session.execute(text("SELECT state, facts FROM mail")).one()
    assert (state, str(slip) in str(facts)) == ("sent", False)


def test_what_is_told_of_a_run_stands_on_what_we_share(app: Flask, aber: Coop) -> None:
    approved(aber)
    manager = signed_in(app, aber, make_person(aber, "registered_manager"))

    page = manager.get("/sharing").text

    assert "How many payslips we made" in page
    assert "Paid in November 2026" in page


def bureau(app: Flask, coop: Coop, *, given: tuple[str, ...] = PAYROLL) -> tuple[SeedAccount, UUID]:
    agreement_id, officer = offer_to(coop)
    accept_agreement(
        coop=coop,
        agreement_id=agreement_id,
        by=decider(coop, "responsible_individual"),
        permissions=given,
        now=clock.now(),
    )
    with app.app_context():
        carry_all(coop)
    return officer, agreement_id


def test_the_bureau_drafts_inside_and_never_approves(app: Flask, hub: Hub, aber: Coop, bryn: Coop) -> None:
    assert hub == HUB
    make_paid(aber, minutes=600)
    officer, agreement_id = bureau(app, aber)
    at_hub = signed_in(app, HUB, officer)
    listed = at_hub.get("/payroll").text

    guest = come_in(app, at_hub, aber, agreement_id)
    guest.get("/pay-runs/new")
    guest.post("/pay-runs/new", NOVEMBER)
    ((run, _state),) = runs_of(aber)
    guest.get(f"/pay-runs/{run}")
    guest.post(f"/pay-runs/{run}/submit")

    assert ("Aber Care Co-op" in listed, "Bryn Care Co-op" in listed, "None told yet" in listed) == (
        True,
        False,
        True,
    )
    assert runs_of(aber) == [(run, "submitted")]
    assert guest.get(f"/pay-approvals/{run}").status_code == 404
    assert guest.post(f"/pay-approvals/{run}/approve").status_code == 404
    # The same person at home, as the co-op's own treasurer.
    same = make_person(aber, "treasurer", name="Gwen Pugh", person_id=officer.person_id)
    at_home = signed_in(app, aber, same)
    assert "You drafted or sent this run" in at_home.get(f"/pay-approvals/{run}").text
    assert at_home.post(f"/pay-approvals/{run}/approve").status_code == 409
    assert treasurer_at(app, aber).get(f"/pay-approvals/{run}").status_code == 200
    assert runs_of(aber) == [(run, "submitted")]


def links_of(page: str) -> set[str]:
    """Return the addresses of this host that a page links to, or sends a form to by GET."""
    return {
        unescape(address).partition("#")[0]
        for address in re.findall(r'<a [^>]*href="(/[^"]*)"', page)
        if not address.startswith("/static/")
    }


@pytest.mark.parametrize("given", [PAYROLL, ("payrun.prepare",), ("payrun.prepare", "payslip.read")])
def test_pages_that_the_bureau_sees_link_only_to_what_it_may_open(
    app: Flask, hub: Hub, aber: Coop, given: tuple[str, ...]
) -> None:
    assert hub == HUB
    nia = make_paid(aber, minutes=600)
    run = draft(aber, preparer(aber))
    officer, agreement_id = bureau(app, aber, given=given)
    guest = come_in(app, signed_in(app, HUB, officer), aber, agreement_id)

    seen: dict[str, int] = {}
    waiting = {"/pay-runs", f"/pay-runs/{run}"}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop()
        answer = guest.get(address)
        seen[address] = answer.status_code
        if answer.content_type.startswith("text/html"):
            waiting |= links_of(answer.text) - seen.keys()

    assert {address: status for address, status in seen.items() if status >= HTTPStatus.BAD_REQUEST} == {}
    assert ("/pay-runs/new" in seen) is ("employment.read" in given)
    assert ({"/workers", f"/workers/{nia.worker_id}"} <= seen.keys()) is (given == PAYROLL)


def test_the_hub_sees_of_a_run_how_many_payslips_it_had(app: Flask, hub: Hub, aber: Coop) -> None:
    assert hub == HUB
    officer, _agreement_id = bureau(app, aber)
    approved(aber)
    with app.app_context():
        carry_all(aber)

    page = signed_in(app, HUB, officer).get("/payroll").text

    assert "November 2026: 1 payslip" in page
    assert "£" not in page


def test_a_bureau_that_was_given_less_sees_no_pay(app: Flask, hub: Hub, aber: Coop) -> None:
    assert hub == HUB
    make_paid(aber, minutes=600)
    run = draft(aber, preparer(aber))
    officer, agreement_id = bureau(app, aber, given=("payrun.prepare",))

    guest = come_in(app, officer, aber, agreement_id)
    page = guest.get(f"/pay-runs/{run}").text
    drafting = guest.get("/pay-runs/new")
    other_day = {"pay_on": "2026-12-18", "first_day": "2026-11-23", "last_day": "2026-12-13"}

    assert ("Nia Prys" in page, "What each person is paid is not yours to see here." in page) == (False, True)
    assert "Draft a run" not in guest.get("/pay-runs").text
    assert drafting.status_code == 404
    assert guest.post("/pay-runs/new", other_day).status_code == 404
    assert guest.get(f"/payslips/{slip_of_run(aber)}").status_code == 404


def slip_of_run(coop: Coop) -> UUID:
    with reading(coop) as session:
        found: UUID = session.execute(text("SELECT id FROM payslip")).scalar_one()
        return found
