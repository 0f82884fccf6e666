"""People supported: the list, one of them, and entering somebody new."""

from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.care import plan_words, words
from app.care.record import may_enter, person_page
from app.care.schemas import NewPersonSchema
from app.people.schemas import LastDaySchema
from app.search.finding import sort_key
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import PersonFacts
from tenants import clock
from tenants.refusal import NotFound

__all__ = ["pages", "plan_words", "words"]

pages = Blueprint("supported", __name__, url_prefix="/people-supported")
only_for(pages, "coop")
ENDING: Final = {"support_ends_before_start": "ended_on", "visits_after_last_day": "ended_on"}
AHEAD: Final = timedelta(days=14)


@pages.get("")
@needs(Permission.CARE_PLAN_READ)
def index() -> ResponseReturnValue:
    """List the people supported whom one may read."""
    people = queries.list_people(reading_session(), by=current_actor(), on=clock.today())
    return render_template(
        "supported/index.html",
        people=sorted(people, key=lambda one: sort_key(" ".join(reversed(one.name.rsplit(" ", 1))))),
        may_enter=may_enter(current_actor()),
    )


@pages.get("/<uuid:person_supported_id>")
@needs(Permission.CARE_PLAN_READ)
def show(person_supported_id: UUID) -> ResponseReturnValue:
    """Show one person, and what matters to them."""
    person = queries.get_person(reading_session(), person_supported_id, by=current_actor())
    return person_page("supported/show.html", person, here="supported.show")


@pages.get("/<uuid:person_supported_id>/visits")
@needs(Permission.VISIT_READ)
def visits(person_supported_id: UUID) -> ResponseReturnValue:
    """Show a person's visits of the next two weeks."""
    session, by, today = reading_session(), current_actor(), clock.today()
    person = queries.get_person(session, person_supported_id, by=by)
    near = queries.list_visits(session, by=by, from_=today, until=today + AHEAD)
    return person_page(
        "supported/visits.html",
        person,
        here="supported.visits",
        visits=[visit for visit in near if visit.person_supported_id == person.id],
        states=words.STATES,
        now=clock.now(),
    )


@pages.get("/new")
@needs(Permission.CARE_PLAN_WRITE)
def new() -> ResponseReturnValue:
    """Ask whom the co-op begins to support."""
    _check_may_enter()
    return _page(Form(NewPersonSchema()))


@pages.post("/new")
@needs(Permission.CARE_PLAN_WRITE)
def enter() -> ResponseReturnValue:
    """Enter somebody supported."""
    _check_may_enter()

    def keep(answers: Answers) -> ResponseReturnValue:
        person_id = actions.enter_person(
            coop=current_coop(), person=actions.NewPerson(**answers), by=current_actor(), now=clock.now()
        )
        said = _("They are entered. Next: their visits.")
        return sent_on(url_for(".show", person_supported_id=person_id), said)

    return posted(Form(NewPersonSchema(), data=request.form), keep, page=_page)


@pages.get("/<uuid:person_supported_id>/last-day")
@needs(Permission.CARE_PLAN_WRITE)
def last_day(person_supported_id: UUID) -> ResponseReturnValue:
    """Ask which day of support is the last."""
    person = _person(person_supported_id)
    return _last_day_page(person, Form(LastDaySchema(), obj=person))


@pages.post("/<uuid:person_supported_id>/last-day")
@needs(Permission.CARE_PLAN_WRITE)
def end(person_supported_id: UUID) -> ResponseReturnValue:
    """Keep which day of support is the last."""
    person = _person(person_supported_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        actions.end_support(coop=current_coop(), person_supported_id=person.id, by=current_actor(), **answers)
        return sent_on(url_for(".show", person_supported_id=person.id), _("The last day is kept"))

    page = partial(_last_day_page, person)
    return posted(Form(LastDaySchema(), data=request.form), keep, page=page, beside=ENDING)


def _person(person_supported_id: UUID) -> PersonFacts:
    _check_may_enter()
    with read_again() as session:
        return queries.get_person(session, person_supported_id, by=current_actor())


def _last_day_page(person: PersonFacts, form: Form) -> str:
    return render_template("supported/last_day.html", form=form, person=person)


def _check_may_enter() -> None:
    if not may_enter(current_actor()):
        raise NotFound(record_kind="care_plan")


def _page(form: Form) -> str:
    return render_template("supported/new.html", form=form)
