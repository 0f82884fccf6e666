"""Checks, registration and talks of one worker: sections of their record, and the forms that add to them."""

from functools import partial
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.people import keeping_words as words
from app.people.keeping_schemas import CheckSchema, RegistrationSchema, TalkSchema
from app.people.record import worker_page
from app.people.shared import form_page, worker_closely
from app.people.views import pages
from app.web.context import current_actor, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, acted, posted
from franchise_kit.access import Permission
from franchise_kit.access.queries.accounts import person_names
from franchise_kit.people import actions, queries
from franchise_kit.people.queries import WorkerFacts
from franchise_kit.people.rules.clocks import CHECKS, REGISTRATION, TALKS
from tenants import clock

READ, ENGAGE = Permission.WORKER_READ, Permission.WORKER_ENGAGE
CHECK_FIELDS = {"not_yet": "checked_on", "expires_before_checked": "expires_on"}
REGISTRATION_FIELDS = {
    "not_yet": "from_on",
    "expires_before_checked": "until_on",
    "register_number_needed": "register_number",
}
TALK_FIELDS = {"not_yet": "held_on", "next_is_not_later": "next_due_on"}


@pages.get("/<uuid:worker_id>/checks")
@needs(READ)
def checks(worker_id: UUID) -> ResponseReturnValue:
    """Show what was seen and checked, the registration, and what is due of both."""
    session, by, today = reading_session(), current_actor(), clock.today()
    worker = queries.get_worker_closely(session, worker_id, by=by)
    seen = queries.list_checks(session, worker_id, by=by)
    due = queries.list_due_of_one(session, worker_id, by=by, on=today)
    return worker_page(
        "workers/checks.html",
        worker,
        here="workers.checks",
        checks=seen,
        registrations=queries.list_registrations(session, worker_id, by=by),
        due=[one for one in due if one.kind in (*CHECKS, REGISTRATION)],
        today=today,
        names=person_names(session, [one.seen_by_person for one in seen]),
        kinds=words.CHECKS,
        due_kinds=words.DUE_KINDS,
        states=words.REGISTRATION_STATES,
    )


@pages.get("/<uuid:worker_id>/talks")
@needs(READ)
def talks(worker_id: UUID) -> ResponseReturnValue:
    """Show supervisions and appraisals, the newest first, and when the next are due."""
    session, by, today = reading_session(), current_actor(), clock.today()
    worker = queries.get_worker_closely(session, worker_id, by=by)
    held = queries.list_talks(session, worker_id, by=by)
    due = queries.list_due_of_one(session, worker_id, by=by, on=today)
    return worker_page(
        "workers/talks.html",
        worker,
        here="workers.talks",
        talks=held,
        due=[one for one in due if one.kind in TALKS],
        today=today,
        names=person_names(session, [one.held_by_person for one in held]),
        kinds=words.TALKS,
        due_kinds=words.DUE_KINDS,
    )


@pages.get("/<uuid:worker_id>/checks/new")
@needs(ENGAGE)
def new_check(worker_id: UUID) -> ResponseReturnValue:
    """Ask what was seen."""
    return _check_page(worker_closely(worker_id), Form(CheckSchema()))


@pages.post("/<uuid:worker_id>/checks/new")
@needs(ENGAGE)
def note_check(worker_id: UUID) -> ResponseReturnValue:
    """Note what was seen."""

    def keep(answers: Answers) -> ResponseReturnValue:
        check = check_of(answers)
        return acted(
            actions.note_check,
            url_for(".checks", worker_id=worker_id),
            _("The check is kept"),
            worker_id=worker_id,
            check=check,
        )

    page = partial(_check_page, worker_closely(worker_id))
    return posted(Form(CheckSchema(), data=request.form), keep, page=page, beside=CHECK_FIELDS)


@pages.get("/<uuid:worker_id>/registration/new")
@needs(ENGAGE)
def new_registration(worker_id: UUID) -> ResponseReturnValue:
    """Ask how they stand in the register."""
    return _registration_page(worker_closely(worker_id), Form(RegistrationSchema()))


@pages.post("/<uuid:worker_id>/registration/new")
@needs(ENGAGE)
def note_registration(worker_id: UUID) -> ResponseReturnValue:
    """Note how they stand in the register."""

    def keep(answers: Answers) -> ResponseReturnValue:
        return acted(
            actions.note_registration,
            url_for(".checks", worker_id=worker_id),
            _("The registration is kept"),
            worker_id=worker_id,
            registration=registration_of(answers),
        )

    page = partial(_registration_page, worker_closely(worker_id))
    return posted(Form(RegistrationSchema(), data=request.form), keep, page=page, beside=REGISTRATION_FIELDS)


@pages.get("/<uuid:worker_id>/talks/new")
@needs(ENGAGE)
def new_talk(worker_id: UUID) -> ResponseReturnValue:
    """Ask about a supervision or an appraisal."""
    return _talk_page(worker_closely(worker_id), Form(TalkSchema()))


@pages.post("/<uuid:worker_id>/talks/new")
@needs(ENGAGE)
def note_talk(worker_id: UUID) -> ResponseReturnValue:
    """Note a supervision or an appraisal."""

    def keep(answers: Answers) -> ResponseReturnValue:
        talk = talk_of(answers)
        return acted(
            actions.note_talk,
            url_for(".talks", worker_id=worker_id),
            _("It is kept"),
            worker_id=worker_id,
            talk=talk,
        )

    page = partial(_talk_page, worker_closely(worker_id))
    return posted(Form(TalkSchema(), data=request.form), keep, page=page, beside=TALK_FIELDS)


def check_of(answers: Answers) -> actions.NewCheck:
    """Return the check that a form or a program says."""
    return actions.NewCheck(**{**answers, "reference": answers["reference"] or None})


def registration_of(answers: Answers) -> actions.NewRegistration:
    """Return the registration that a form or a program says."""
    return actions.NewRegistration(**{**answers, "register_number": answers["register_number"] or None})


def talk_of(answers: Answers) -> actions.NewTalk:
    """Return the talk that a form or a program says."""
    return actions.NewTalk(**{**answers, "note": answers["note"] or None})


def _check_page(worker: WorkerFacts, form: Form) -> str:
    return form_page(
        worker,
        form,
        title=_("Note a check"),
        to_url=url_for(".note_check", worker_id=worker.id),
        back=".checks",
    )


def _registration_page(worker: WorkerFacts, form: Form) -> str:
    title = _("Note a registration")
    return form_page(
        worker, form, title=title, to_url=url_for(".note_registration", worker_id=worker.id), back=".checks"
    )


def _talk_page(worker: WorkerFacts, form: Form) -> str:
    title = _("Note a supervision or an appraisal")
    return form_page(
        worker, form, title=title, to_url=url_for(".note_talk", worker_id=worker.id), back=".talks"
    )
