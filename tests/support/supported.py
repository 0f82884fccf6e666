"""Makers of what is written down of people supported, by the actions that the house itself uses."""

import re
from datetime import date
from uuid import UUID

from flask import Flask

from franchise_kit.care import actions as care
from franchise_kit.care import queries
from franchise_kit.care.queries import PlanFacts
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.people import make_person
from tests.support.web import Visitor

ERROR = re.compile(r'class="govuk-error-message">\s*<span[^>]*>[^<]*</span>\s*([^<]+?)\s*</p>')
SUPPORT = "Paned a sgwrs bob bore. Help i wisgo."


def make_draft(coop: Coop, person_id: UUID, *, support: str = SUPPORT) -> PlanFacts:
    """Begin a plan, write it, and return the draft."""
    plan_id = care.begin_plan(coop=coop, person_supported_id=person_id, by=SYSTEM, now=clock.now())
    version = plan_of(coop, plan_id).version
    said = {"support": support, "written_with": "Elsi a'i merch"}
    care.save_draft(coop=coop, plan_id=plan_id, changes=said, version=version, by=SYSTEM, now=clock.now())
    return plan_of(coop, plan_id)


def make_agreed(
    coop: Coop, person_id: UUID, agreed_on: date, *, due_on: date | None = None, support: str = SUPPORT
) -> PlanFacts:
    """Write a plan, let the person agree it in person, and return it."""
    draft = make_draft(coop, person_id, support=support)
    agreement = care.Agreement(agreed_on, "person", "in_person", review_due_on=due_on)
    care.agree_plan(
        coop=coop, plan_id=draft.id, agreement=agreement, version=draft.version, by=SYSTEM, now=clock.now()
    )
    return plan_of(coop, draft.id)


def make_representative(
    coop: Coop, person_id: UUID, authority: str = "lpa_health_welfare", until_on: date | None = None
) -> UUID:
    """Write down who speaks for somebody since the first day of 2026."""
    representative = care.NewRepresentative(
        "Gwen Fôn", authority, date(2026, 1, 1), seen_on=date(2026, 1, 2), until_on=until_on
    )
    return care.add_representative(
        coop=coop, person_supported_id=person_id, representative=representative, by=SYSTEM, now=clock.now()
    )


def make_contact(coop: Coop, person_id: UUID, name: str = "Gwen Fôn", **more: object) -> UUID:
    """Write down somebody around a person."""
    contact = care.NewContact(name, "merch", "01239 000000", **more)  # type: ignore[arg-type] # the tests name the right fields
    return care.add_contact(
        coop=coop, person_supported_id=person_id, contact=contact, by=SYSTEM, now=clock.now()
    )


def make_outcome(coop: Coop, person_id: UUID, *scores: int, began: date = date(2026, 2, 2)) -> UUID:
    """Write down what somebody wants, and how far it was, a day apart from the day on which it began."""
    outcome = care.NewOutcome("Cerdded i'r siop ar ben fy hun", began)
    outcome_id = care.begin_outcome(
        coop=coop, person_supported_id=person_id, outcome=outcome, by=SYSTEM, now=clock.now()
    )
    for day, score in enumerate(scores):
        on_day = date.fromordinal(began.toordinal() + day)
        reading_said = care.NewReading(on_day, score, "person")
        care.read_outcome(coop=coop, outcome_id=outcome_id, reading=reading_said, by=SYSTEM, now=clock.now())
    return outcome_id


def plan_of(coop: Coop, plan_id: UUID) -> PlanFacts:
    """Return a version of a plan as it is kept."""
    with reading(coop) as session:
        return queries.get_plan(session, plan_id, by=SYSTEM, today=clock.today())[1]


def desk(app: Flask, coop: Coop, *roles: str, language: str = "en") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, *(roles or ("care_coordinator",)), language=language, name="Mair Desg"))
    return visitor


def send(visitor: Visitor, path: str, **answers: str) -> tuple[int, str]:
    """Open a page, send its form, and return the status with the page that comes of it."""
    visitor.get(path)
    sent = visitor.post(path, answers)
    shown = visitor.get(sent.headers["Location"]) if sent.status_code == 303 else sent
    return sent.status_code, shown.text
