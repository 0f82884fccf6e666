"""People supported: the list, one of them, entering somebody new, and changing what is known of them."""

from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.care import plan_words, words
from app.care.meanwhile import beside_theirs, changed_words
from app.care.people_schemas import ChangedPersonSchema, NewPersonSchema
from app.care.record import Asking, check_may_enter, form_page, may_enter, person_page
from app.care.supported_pages import pages
from app.people.named import called_on_visits
from app.people.schemas import LastDaySchema
from app.search.finding import sort_key
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import ChangeLine, PersonFacts
from tenants import clock

__all__ = ["pages", "plan_words", "words"]

ENDING: Final = {"support_ends_before_start": "ended_on", "visits_after_last_day": "ended_on"}
ENTERING: Final = {"born_after_start": "born_on", "place_not_readable": "place"}
CHANGING: Final = ENTERING | {"changed_meanwhile": None}
AHEAD: Final = timedelta(days=14)


@pages.get("")
@needs(Permission.CARE_PLAN_READ)
def index() -> ResponseReturnValue:
    """List the people supported whom one may read."""
    people = queries.list_people(reading_session(), by=current_actor(), today=clock.today(), on=clock.today())
    return render_template(
        "supported/index.html",
        people=sorted(people, key=lambda one: sort_key(" ".join(reversed(one.name.rsplit(" ", 1))))),
        may_enter=may_enter(current_actor()),
    )


@pages.get("/<uuid:person_supported_id>")
@needs(Permission.CARE_PLAN_READ)
def show(person_supported_id: UUID) -> ResponseReturnValue:
    """Show one person, and what matters to them."""
    session, by = reading_session(), current_actor()
    person = queries.get_person(session, person_supported_id, by=by, today=clock.today())
    changes = (
        queries.list_person_changes(session, person.id, by=by, today=clock.today()) if may_enter(by) else []
    )
    return person_page(
        "supported/show.html",
        person,
        here="supported.show",
        changes=_in_words(changes, ChangedPersonSchema()),
    )


@pages.get("/<uuid:person_supported_id>/visits")
@needs(Permission.VISIT_READ)
def visits(person_supported_id: UUID) -> ResponseReturnValue:
    """Show a person's visits of the next two weeks."""
    session, by, today = reading_session(), current_actor(), clock.today()
    person = queries.get_person(session, person_supported_id, by=by, today=clock.today())
    near = queries.list_visits_of(session, person.id, by=by, from_=today, until=today + AHEAD)
    return person_page(
        "supported/visits.html",
        person,
        here="supported.visits",
        visits=near,
        called=called_on_visits(session, by),
        states=words.STATES,
        now=clock.now(),
    )


@pages.get("/new")
@needs(Permission.CARE_PLAN_WRITE)
def new() -> ResponseReturnValue:
    """Ask whom the co-op begins to support."""
    check_may_enter()
    return _page(Form(NewPersonSchema()))


@pages.post("/new")
@needs(Permission.CARE_PLAN_WRITE)
def enter() -> ResponseReturnValue:
    """Enter somebody supported."""
    check_may_enter()

    def keep(answers: Answers) -> ResponseReturnValue:
        person_id = actions.enter_person(
            coop=current_coop(), person=actions.NewPerson(**answers), by=current_actor(), now=clock.now()
        )
        said = _("They are entered. Next: their visits.")
        return sent_on(url_for(".show", person_supported_id=person_id), said)

    return posted(Form(NewPersonSchema(), data=request.form), keep, page=_page, beside=ENTERING)


@pages.get("/<uuid:person_supported_id>/edit")
@needs(Permission.CARE_PLAN_WRITE)
def edit(person_supported_id: UUID) -> ResponseReturnValue:
    """Ask what is known of somebody."""
    person = _person(person_supported_id)
    return _edit_page(person, Form(ChangedPersonSchema(), obj=person))


@pages.post("/<uuid:person_supported_id>/edit")
@needs(Permission.CARE_PLAN_WRITE)
def change(person_supported_id: UUID) -> ResponseReturnValue:
    """Keep what is known of somebody, or show what another changed meanwhile."""
    person = _person(person_supported_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        version = answers.pop("version")
        actions.change_person(
            coop=current_coop(),
            person_supported_id=person.id,
            changes=answers,
            version=version,
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".show", person_supported_id=person.id), _("The record is saved"))

    form = Form(ChangedPersonSchema(), data=request.form)
    return posted(form, keep, page=partial(_edit_page, person), beside=CHANGING)


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
    check_may_enter()
    with read_again() as session:
        return queries.get_person(session, person_supported_id, by=current_actor(), today=clock.today())


def _last_day_page(person: PersonFacts, form: Form) -> str:
    return render_template("supported/last_day.html", form=form, person=person)


def _edit_page(person: PersonFacts, form: Form) -> str:
    kept = _person(person.id)
    going_on, theirs = beside_theirs(form, _kept(kept), kept.version)
    back = url_for(".show", person_supported_id=person.id)
    asking = Asking(
        title=_("What is known of them"),
        person=person,
        action=url_for(".change", person_supported_id=person.id),
        back=back,
        button=_("Save"),
        lede=_("What it said before is kept, with who changed it and when."),
        theirs=theirs,
    )
    return form_page(asking, going_on)


def _kept(person: PersonFacts) -> dict[str, object]:
    return {name: getattr(person, name) for name in ChangedPersonSchema().load_fields if name != "version"}


def _in_words(changes: list[ChangeLine], schema: ChangedPersonSchema) -> list[dict[str, object]]:
    named = Form(schema).fields
    return [
        {"who": one.who, "at": one.at, "before": list(changed_words(named, one.before))} for one in changes
    ]


def _page(form: Form) -> str:
    return render_template("supported/new.html", form=form)
