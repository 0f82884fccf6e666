# SPDX-License-Identifier: AGPL-3.0-or-later
"""Workers, people supported and the rota in a real browser: axe finds nothing, nothing is too wide."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from app.people.deduction_forms import FORMS
from franchise_kit.care import actions as care
from franchise_kit.people import actions as people
from franchise_kit.people.actions import pension_schemes
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import transaction
from tests.support.people import make_person
from tests.support.thread import make_visit, make_worker
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MONDAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
NAMES = (f"Nia {LONG}", "Siôn Gŵyn", "Ann Llewelyn-Parry", "Iolo ap Rhys")


def make_week(coop: Coop) -> dict[str, str]:
    """Fill a week, and return the pages that name one thing of it."""
    workers = [make_worker(coop, name, pence_per_hour=1345) for name in NAMES]
    unpaid = make_worker(coop, "Gwenllian Newydd")
    said = people.NewParticulars(date(2026, 4, 6), "p45", "C1257L", "A", None, 4210_50, 310_20)
    people.set_tax_particulars(coop=coop, worker_id=workers[0], particulars=said, by=SYSTEM, now=clock.now())
    person = care.NewPerson(
        "Elisabeth",
        f"{LONG}-Williams",
        "cy",
        date(2026, 1, 5),
        "Els",
        f"1 Y Stryd Fawr\n{LONG}",
        "Radio am saith.\nPaned.",
    )
    person_id = care.enter_person(coop=coop, person=person, by=SYSTEM, now=clock.now())
    visits = [
        make_visit(
            coop, person_id, MONDAY + timedelta(days=day), f"{hour:02}:00", worker_id=workers[hour % 4]
        )
        for day in range(7)
        for hour in (8, 12, 18)
    ]
    open_id = make_visit(coop, person_id, MONDAY + timedelta(days=3), "10:00")
    care.cancel_visit(coop=coop, visit_id=visits[1], cancelled_by="person", by=SYSTEM, now=clock.now())
    attend(coop, visits[0], workers[0])
    return record_of(coop, workers[0]) | {
        "workers": "/workers",
        "worker": f"/workers/{workers[0]}",
        "worker-taxes": f"/workers/{workers[0]}/tax-codes",
        "worker-bare-taxes": f"/workers/{unpaid}/tax-codes",
        "worker-bare": f"/workers/{unpaid}",
        "worker-new": "/workers/new",
        "worker-account": f"/workers/{unpaid}/account",
        "contract": f"/workers/{unpaid}/contract",
        "rate": f"/workers/{workers[0]}/rate",
        "tax": f"/workers/{workers[0]}/tax",
        "worker-last-day": f"/workers/{workers[0]}/last-day",
        "person-last-day": f"/people-supported/{person_id}/last-day",
        "people": "/people-supported",
        "person": f"/people-supported/{person_id}",
        "person-visits": f"/people-supported/{person_id}/visits",
        "person-new": "/people-supported/new",
        "rota": "/rota?week=2026-11-02",
        "rota-waiting": "/rota?week=2026-11-02&show=waiting",
        "rota-empty": "/rota?week=2027-01-04",
        "plan": "/rota/plan",
        "visit": f"/rota/visits/{open_id}",
        "visit-done": f"/rota/visits/{visits[0]}",
    }


def record_of(coop: Coop, worker_id: UUID) -> dict[str, str]:
    """Fill the sections of a worker's record, and return their pages."""
    now = clock.now()
    check = people.NewCheck("dbs", date(2025, 3, 1), date(2026, 3, 1), LONG[:40])
    people.note_check(coop=coop, worker_id=worker_id, check=check, by=SYSTEM, now=now)
    talk = people.NewTalk("supervision", date(2026, 8, 3), date(2026, 11, 2), f"Hapus iawn. {LONG}")
    people.note_talk(coop=coop, worker_id=worker_id, talk=talk, by=SYSTEM, now=now)
    without = people.NewContract("non_guaranteed_hours", 0, date(2026, 7, 1), 1345)
    people.make_contract(coop=coop, worker_id=worker_id, contract=without, by=SYSTEM, now=now)
    offer = people.NewOffer(date(2026, 10, 20), 1200, date(2026, 7, 1), date(2026, 10, 1), 15600)
    offer_id = people.offer_hours(coop=coop, worker_id=worker_id, offer=offer, by=SYSTEM, now=now)
    terms = pension_schemes.NewTerms(date(2026, 4, 6), 500, 300)
    scheme = pension_schemes.NewScheme("Nest", "relief_at_source", "qualifying_earnings", "EMP1", terms)
    scheme_id = pension_schemes.enter_scheme(coop=coop, scheme=scheme, by=SYSTEM, now=now)
    record = f"/workers/{worker_id}"
    return {
        "profile": f"{record}/profile",
        "profile-change": f"{record}/profile/change",
        "checks": f"{record}/checks",
        "check-new": f"{record}/checks/new",
        "registration-new": f"{record}/registration/new",
        "talks": f"{record}/talks",
        "talk-new": f"{record}/talks/new",
        "offers": f"{record}/offers",
        "offer-new": f"{record}/offers/new",
        "answer-new": f"{record}/offers/{offer_id}",
        "bank": f"{record}/bank",
        "bank-new": f"{record}/bank/new",
        "deductions": f"{record}/deductions",
        **{f"deductions-{kind}": f"{record}/deductions/{kind}/new" for kind in FORMS},
        "scheme-terms": f"/workers/pension-schemes/{scheme_id}/terms",
    }


def attend(coop: Coop, visit_id: UUID, worker_id: UUID) -> None:
    at = datetime(2026, 11, 2, 8, 3, tzinfo=UTC)
    with transaction(coop, by=SYSTEM, doing="time.check_out") as session:
        care.check_in(session, visit_id, worker_id=worker_id, at=at)
        later = at + timedelta(minutes=44)
        care.check_out(session, visit_id, worker_id=worker_id, at=later, note="Paned a sgwrs dda.")


def test_axe_finds_nothing_on_the_pages_of_care(company: Company, aber: Coop) -> None:
    clock.set_fixed(NOON)
    pages = make_week(aber)
    roles = ("care_coordinator", "registered_manager", "payroll_contact")
    desk = company.at(aber, make_person(aber, *roles, name="Mair Desg", language=company.language))

    desk.look_at(pages)
    desk.send_wrong(pages, "worker-new", "contract", "tax", "person-new", "plan", "check-new", "bank-new")

    assert company.faults == {}
