"""Personal outcomes: what somebody wants, how far it is over time, and how it ended."""

from functools import partial
from typing import Final
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.care import plan_words
from app.care.course import course_figure
from app.care.people_schemas import EndOutcomeOnPageSchema, OutcomeReadingSchema, OutcomeSchema
from app.care.record import Asking, form_page, person_page
from app.care.supported_pages import pages
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import OutcomeFacts, PersonFacts
from tenants import clock

__all__ = ["pages"]

BEGINNING: Final = {"day_still_to_come": "started_on"}
READING: Final = {
    "day_still_to_come": "on_day",
    "outcome_not_begun": "on_day",
    "outcome_over": "on_day",
}
ENDING: Final = {
    "changed_meanwhile": None,
    "outcome_over": None,
    "day_still_to_come": "ended_on",
    "ends_before_it_began": "ended_on",
}


@pages.get("/<uuid:person_supported_id>/outcomes")
@needs(Permission.OUTCOME_READ)
def outcomes(person_supported_id: UUID) -> ResponseReturnValue:
    """Show what somebody wants to reach or keep, and how far it is."""
    session, by = reading_session(), current_actor()
    person = queries.get_person(session, person_supported_id, by=by, today=clock.today())
    found = queries.list_outcomes(session, person.id, by=by, today=clock.today())
    return person_page(
        "supported/outcomes.html",
        person,
        here="supported.outcomes",
        outcomes=[(one, course_figure(one)) for one in found],
        endings=plan_words.ENDINGS,
        said_by=plan_words.SAID_BY,
        may_record=by.may(Permission.OUTCOME_RECORD),
    )


@pages.get("/<uuid:person_supported_id>/outcomes/new")
@needs(Permission.OUTCOME_RECORD)
def new_outcome(person_supported_id: UUID) -> ResponseReturnValue:
    """Ask what somebody wants to reach or keep."""
    person = _person(person_supported_id)
    return _new_page(person, Form(OutcomeSchema(), obj={"started_on": clock.today()}))


@pages.post("/<uuid:person_supported_id>/outcomes/new")
@needs(Permission.OUTCOME_RECORD)
def begin_outcome(person_supported_id: UUID) -> ResponseReturnValue:
    """Keep what somebody wants to reach or keep."""
    person = _person(person_supported_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        outcome = actions.NewOutcome(**answers)
        actions.begin_outcome(
            coop=current_coop(),
            person_supported_id=person.id,
            outcome=outcome,
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(_all(person), _("The outcome is kept"))

    form = Form(OutcomeSchema(), data=request.form)
    return posted(form, keep, page=partial(_new_page, person), beside=BEGINNING)


@pages.get("/outcomes/<uuid:outcome_id>/reading")
@needs(Permission.OUTCOME_RECORD)
def ask_reading(outcome_id: UUID) -> ResponseReturnValue:
    """Ask how far an outcome is."""
    person, outcome = _read(outcome_id)
    return _reading_page(person, outcome, Form(OutcomeReadingSchema(), obj={"on_day": clock.today()}))


@pages.post("/outcomes/<uuid:outcome_id>/reading")
@needs(Permission.OUTCOME_RECORD)
def read_outcome(outcome_id: UUID) -> ResponseReturnValue:
    """Keep how far an outcome is."""
    person, outcome = _read(outcome_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        reading = actions.NewReading(**answers)
        actions.read_outcome(
            coop=current_coop(), outcome_id=outcome.id, reading=reading, by=current_actor(), now=clock.now()
        )
        return sent_on(_all(person), _("It is kept how far this is"))

    form = Form(OutcomeReadingSchema(), data=request.form)
    return posted(form, keep, page=partial(_reading_page, person, outcome), beside=READING)


@pages.get("/outcomes/<uuid:outcome_id>/end")
@needs(Permission.OUTCOME_RECORD)
def ask_ending(outcome_id: UUID) -> ResponseReturnValue:
    """Ask how an outcome ended."""
    person, outcome = _read(outcome_id)
    first = {"version": outcome.version, "ended_on": clock.today()}
    return _ending_page(person, outcome, Form(EndOutcomeOnPageSchema(), obj=first))


@pages.post("/outcomes/<uuid:outcome_id>/end")
@needs(Permission.OUTCOME_RECORD)
def end_outcome(outcome_id: UUID) -> ResponseReturnValue:
    """Keep how an outcome ended."""
    person, outcome = _read(outcome_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        version = answers.pop("version")
        actions.end_outcome(
            coop=current_coop(),
            outcome_id=outcome.id,
            ending=actions.Ending(**answers),
            version=version,
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(_all(person), _("It is kept that this outcome ended"))

    form = Form(EndOutcomeOnPageSchema(), data=request.form)
    return posted(form, keep, page=partial(_ending_page, person, outcome), beside=ENDING)


def _person(person_supported_id: UUID) -> PersonFacts:
    with read_again() as session:
        return queries.get_person(session, person_supported_id, by=current_actor(), today=clock.today())


def _read(outcome_id: UUID) -> tuple[PersonFacts, OutcomeFacts]:
    by = current_actor()
    with read_again() as session:
        outcome = queries.get_outcome(session, outcome_id, by=by, today=clock.today())
        return queries.get_person(session, outcome.person_supported_id, by=by, today=clock.today()), outcome


def _all(person: PersonFacts) -> str:
    return url_for(".outcomes", person_supported_id=person.id)


def _new_page(person: PersonFacts, form: Form) -> str:
    asking = Asking(
        title=_("What they want to reach or keep"),
        person=person,
        action=url_for(".begin_outcome", person_supported_id=person.id),
        back=_all(person),
        button=_("Keep it"),
    )
    return form_page(asking, form)


def _reading_page(person: PersonFacts, outcome: OutcomeFacts, form: Form) -> str:
    asking = Asking(
        title=_("How far is it?"),
        person=person,
        action=url_for(".read_outcome", outcome_id=outcome.id),
        back=_all(person),
        button=_("Keep it"),
        lede=outcome.words,
    )
    return form_page(asking, form)


def _ending_page(person: PersonFacts, outcome: OutcomeFacts, form: Form) -> str:
    asking = Asking(
        title=_("This outcome ends"),
        person=person,
        action=url_for(".end_outcome", outcome_id=outcome.id),
        back=_all(person),
        button=_("Keep it"),
        lede=outcome.words,
    )
    return form_page(asking, form)
