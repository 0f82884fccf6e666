"""Those around somebody: contacts, who speaks for them, what may be told, and which workers they want."""

from functools import partial
from typing import Final
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.care import plan_words
from app.care.meanwhile import beside_theirs
from app.care.people_schemas import (
    ChangedContactSchema,
    PersonContactSchema,
    WishSchema,
)
from app.care.record import Asking, check_may_enter, form_page, person_page
from app.care.supported_pages import pages
from app.people.named import told_apart
from app.search.finding import sort_key
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import ContactFacts, PersonFacts
from franchise_kit.people.queries import list_workers
from tenants import clock

__all__ = ["pages"]

READ, WRITE = Permission.CARE_PLAN_READ, Permission.CARE_PLAN_WRITE
CHANGING: Final = {"changed_meanwhile": None}


@pages.get("/<uuid:person_supported_id>/around")
@needs(READ)
def around(person_supported_id: UUID) -> ResponseReturnValue:
    """Show those around somebody."""
    session, by = reading_session(), current_actor()
    person = queries.get_person(session, person_supported_id, by=by, today=clock.today())
    return person_page(
        "supported/around.html",
        person,
        here="supported.around",
        around=queries.list_around(session, person.id, by=by, today=clock.today()),
        words=plan_words,
        reads_wishes=by.permissions.get(READ) == "coop",
        today=clock.today(),
    )


@pages.get("/<uuid:person_supported_id>/contacts/new")
@needs(WRITE)
def new_contact(person_supported_id: UUID) -> ResponseReturnValue:
    """Ask for a contact."""
    return _contact_page(
        _person(person_supported_id), Form(PersonContactSchema(), obj={"may_come": "not_said"})
    )


@pages.post("/<uuid:person_supported_id>/contacts/new")
@needs(WRITE)
def add_contact(person_supported_id: UUID) -> ResponseReturnValue:
    """Keep a contact."""
    person = _person(person_supported_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        contact = actions.NewContact(**answers)
        actions.add_contact(
            coop=current_coop(),
            person_supported_id=person.id,
            contact=contact,
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(_all(person), _("The contact is kept"))

    return posted(Form(PersonContactSchema(), data=request.form), keep, page=partial(_contact_page, person))


@pages.get("/contacts/<uuid:contact_id>/edit")
@needs(WRITE)
def edit_contact(contact_id: UUID) -> ResponseReturnValue:
    """Ask what is known of a contact."""
    person, contact = _contact(contact_id)
    return _change_contact_page(person, contact_id, Form(ChangedContactSchema(), obj=contact))


@pages.post("/contacts/<uuid:contact_id>/edit")
@needs(WRITE)
def change_contact(contact_id: UUID) -> ResponseReturnValue:
    """Keep what is known of a contact."""
    person, _kept = _contact(contact_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        _save_contact(contact_id, answers.pop("version"), answers)
        return sent_on(_all(person), _("The contact is kept"))

    form = Form(ChangedContactSchema(), data=request.form)
    return posted(form, keep, page=partial(_change_contact_page, person, contact_id), beside=CHANGING)


@pages.post("/contacts/<uuid:contact_id>/end")
@needs(WRITE)
def end_contact(contact_id: UUID) -> ResponseReturnValue:
    """Keep that somebody is a contact no more."""
    person, contact = _contact(contact_id)
    _save_contact(contact_id, contact.version, {"ended_on": clock.today()})
    return sent_on(_all(person), _("They are no contact any more"))


@pages.get("/<uuid:person_supported_id>/workers")
@needs(WRITE)
def ask_wish(person_supported_id: UUID) -> ResponseReturnValue:
    """Ask which worker somebody would rather have, or will not have."""
    first = {"worker_id": request.args.get("worker", "")}
    return _wish_page(_person(person_supported_id), _wish_form(obj=first))


@pages.post("/<uuid:person_supported_id>/workers")
@needs(WRITE)
def set_wish(person_supported_id: UUID) -> ResponseReturnValue:
    """Keep which worker somebody would rather have, or will not have."""
    person = _person(person_supported_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        said = answers["wish"]
        actions.set_wish(
            coop=current_coop(),
            person_supported_id=person.id,
            worker_id=answers["worker_id"],
            wish=None if said == "none" else said,
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(_all(person), _("Their wish is kept"))

    return posted(_wish_form(data=request.form), keep, page=partial(_wish_page, person))


def _person(person_supported_id: UUID) -> PersonFacts:
    check_may_enter()
    with read_again() as session:
        return queries.get_person(session, person_supported_id, by=current_actor(), today=clock.today())


def _contact(contact_id: UUID) -> tuple[PersonFacts, ContactFacts]:
    check_may_enter()
    by = current_actor()
    with read_again() as session:
        person_id, contact = queries.get_contact(session, contact_id, by=by, today=clock.today())
        return queries.get_person(session, person_id, by=by, today=clock.today()), contact


def _save_contact(contact_id: UUID, version: int, changes: Answers) -> None:
    actions.change_contact(
        coop=current_coop(),
        contact_id=contact_id,
        changes=changes,
        version=version,
        by=current_actor(),
        now=clock.now(),
    )


def _all(person: PersonFacts) -> str:
    return url_for(".around", person_supported_id=person.id)


def _contact_page(person: PersonFacts, form: Form) -> str:
    action = url_for(".add_contact", person_supported_id=person.id)
    return form_page(Asking(_("A contact"), person, action, _all(person), _("Keep it")), form)


def _change_contact_page(person: PersonFacts, contact_id: UUID, form: Form) -> str:
    _person_now, contact = _contact(contact_id)
    names = ("name", "relation", "phone", "may_come", "is_first_to_ring")
    said = {name: getattr(contact, name) for name in names}
    going_on, theirs = beside_theirs(form, said, contact.version)
    action = url_for(".change_contact", contact_id=contact_id)
    return form_page(
        Asking(_("A contact"), person, action, _all(person), _("Keep it"), theirs=theirs), going_on
    )


def _wish_form(*, data: Answers | None = None, obj: object = None) -> Form:
    with read_again() as session:
        workers, called = list_workers(session, by=current_actor(), on=clock.today()), told_apart(session)
    listed = ((one.id, called(one.id, one.full_name)) for one in workers)
    named = sorted(listed, key=lambda one: sort_key(one[1]))
    return Form(WishSchema(), data=data, obj=obj, options={"worker_id": named})


def _wish_page(person: PersonFacts, form: Form) -> str:
    action = url_for(".set_wish", person_supported_id=person.id)
    lede = _("The rota goes by it. The worker does not read it.")
    return form_page(
        Asking(_("Which workers they want"), person, action, _all(person), _("Keep it"), lede), form
    )
