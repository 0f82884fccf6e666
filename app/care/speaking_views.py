"""Who speaks for somebody by which authority, and what may be told to whom."""

from functools import partial
from typing import Final
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.care import plan_words
from app.care.people_schemas import (
    ConsentSchema,
    EndRepresentativeOnPageSchema,
    RepresentativeSchema,
    TakeBackOnPageSchema,
)
from app.care.record import Asking, check_may_enter, form_page
from app.care.supported_pages import pages
from app.web.context import current_actor, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, acted, posted
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import ConsentFacts, PersonFacts, RepresentativeFacts
from tenants import clock

__all__ = ["pages"]

WRITE = Permission.CARE_PLAN_WRITE
CHANGING: Final = {"changed_meanwhile": None}
SPEAKING: Final = {"ends_before_it_began": "until_on", "day_still_to_come": "seen_on"}
ENDING: Final = CHANGING | {"ends_before_it_began": "until_on"}
CONSENTING: Final = {"day_still_to_come": "given_on"}
TAKING_BACK: Final = CHANGING | {
    "ends_before_it_began": "taken_back_on",
    "day_still_to_come": "taken_back_on",
}


@pages.get("/<uuid:person_supported_id>/representatives/new")
@needs(WRITE)
def new_representative(person_supported_id: UUID) -> ResponseReturnValue:
    """Ask who speaks for somebody."""
    return _representative_page(_person(person_supported_id), Form(RepresentativeSchema()))


@pages.post("/<uuid:person_supported_id>/representatives/new")
@needs(WRITE)
def add_representative(person_supported_id: UUID) -> ResponseReturnValue:
    """Keep who speaks for somebody."""
    person = _person(person_supported_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        representative = actions.NewRepresentative(**answers)
        return acted(
            actions.add_representative,
            _all(person),
            _("It is kept who speaks for them"),
            person_supported_id=person.id,
            representative=representative,
        )

    form = Form(RepresentativeSchema(), data=request.form)
    return posted(form, keep, page=partial(_representative_page, person), beside=SPEAKING)


@pages.get("/representatives/<uuid:representative_id>/end")
@needs(WRITE)
def ask_last_day_of_authority(representative_id: UUID) -> ResponseReturnValue:
    """Ask for the last day of an authority."""
    person, one = _representative(representative_id)
    first = {"version": one.version, "until_on": one.until_on or clock.today()}
    return _authority_page(person, one, Form(EndRepresentativeOnPageSchema(), obj=first))


@pages.post("/representatives/<uuid:representative_id>/end")
@needs(WRITE)
def end_representative(representative_id: UUID) -> ResponseReturnValue:
    """Keep the last day of an authority."""
    person, one = _representative(representative_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        return acted(
            actions.end_representative,
            _all(person),
            _("The last day of this authority is kept"),
            representative_id=one.id,
            until_on=answers["until_on"],
            version=answers["version"],
        )

    form = Form(EndRepresentativeOnPageSchema(), data=request.form)
    return posted(form, keep, page=partial(_authority_page, person, one), beside=ENDING)


@pages.get("/<uuid:person_supported_id>/consents/new")
@needs(WRITE)
def new_consent(person_supported_id: UUID) -> ResponseReturnValue:
    """Ask what may be told to whom."""
    return _consent_page(_person(person_supported_id), Form(ConsentSchema(), obj={"given_on": clock.today()}))


@pages.post("/<uuid:person_supported_id>/consents/new")
@needs(WRITE)
def give_consent(person_supported_id: UUID) -> ResponseReturnValue:
    """Keep what may be told to whom."""
    person = _person(person_supported_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        consent = actions.NewConsent(**answers)
        return acted(
            actions.give_consent,
            _all(person),
            _("The consent is kept"),
            person_supported_id=person.id,
            consent=consent,
        )

    form = Form(ConsentSchema(), data=request.form)
    return posted(form, keep, page=partial(_consent_page, person), beside=CONSENTING)


@pages.get("/consents/<uuid:consent_id>/take-back")
@needs(WRITE)
def ask_taking_back(consent_id: UUID) -> ResponseReturnValue:
    """Ask on which day a consent was taken back."""
    person, one = _consent(consent_id)
    first = {"version": one.version, "taken_back_on": clock.today()}
    return _taking_back_page(person, one, Form(TakeBackOnPageSchema(), obj=first))


@pages.post("/consents/<uuid:consent_id>/take-back")
@needs(WRITE)
def take_back_consent(consent_id: UUID) -> ResponseReturnValue:
    """Keep that a consent was taken back."""
    person, one = _consent(consent_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        return acted(
            actions.take_back_consent,
            _all(person),
            _("It is kept that they took it back"),
            consent_id=one.id,
            taken_back_on=answers["taken_back_on"],
            version=answers["version"],
        )

    form = Form(TakeBackOnPageSchema(), data=request.form)
    return posted(form, keep, page=partial(_taking_back_page, person, one), beside=TAKING_BACK)


def _person(person_supported_id: UUID) -> PersonFacts:
    check_may_enter()
    with read_again() as session:
        return queries.get_person(session, person_supported_id, by=current_actor(), today=clock.today())


def _representative(representative_id: UUID) -> tuple[PersonFacts, RepresentativeFacts]:
    check_may_enter()
    by = current_actor()
    with read_again() as session:
        person_id, one = queries.get_representative(session, representative_id, by=by, today=clock.today())
        return queries.get_person(session, person_id, by=by, today=clock.today()), one


def _consent(consent_id: UUID) -> tuple[PersonFacts, ConsentFacts]:
    check_may_enter()
    by = current_actor()
    with read_again() as session:
        person_id, one = queries.get_consent(session, consent_id, by=by, today=clock.today())
        return queries.get_person(session, person_id, by=by, today=clock.today()), one


def _all(person: PersonFacts) -> str:
    return url_for(".around", person_supported_id=person.id)


def _representative_page(person: PersonFacts, form: Form) -> str:
    action = url_for(".add_representative", person_supported_id=person.id)
    lede = _("Look at the paper, and write until when it holds.")
    return form_page(Asking(_("Who speaks for them"), person, action, _all(person), _("Keep it"), lede), form)


def _authority_page(person: PersonFacts, one: RepresentativeFacts, form: Form) -> str:
    action = url_for(".end_representative", representative_id=one.id)
    lede = f"{one.name}: {plan_words.AUTHORITIES[one.authority]}"
    title = _("Last day of an authority")
    return form_page(Asking(title, person, action, _all(person), _("Keep it"), lede), form)


def _consent_page(person: PersonFacts, form: Form) -> str:
    action = url_for(".give_consent", person_supported_id=person.id)
    lede = _("Only what they agreed to. They may take it back at any time.")
    return form_page(Asking(_("What may be told"), person, action, _all(person), _("Keep it"), lede), form)


def _taking_back_page(person: PersonFacts, one: ConsentFacts, form: Form) -> str:
    action = url_for(".take_back_consent", consent_id=one.id)
    lede = f"{plan_words.WITH_WHOM[one.with_whom]}: {one.what}"
    return form_page(Asking(_("They take it back"), person, action, _all(person), _("Keep it"), lede), form)
