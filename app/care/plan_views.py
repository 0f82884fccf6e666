"""Personal plans: the one that holds, its draft and older versions; agreeing, reviewing, the paper."""

from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.care import plan_words
from app.care.meanwhile import beside_theirs, changed_words
from app.care.people_schemas import AgreeOnPageSchema, ChangedDraftSchema, PlanReviewSchema
from app.care.record import Asking, check_may_enter, form_page, may_enter, person_page
from app.care.supported_pages import pages
from app.web import dates
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.language import locale_of
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import PersonFacts, PlanFacts
from franchise_kit.care.rules.plans import standing_of
from tenants import clock

__all__ = ["pages"]

WRITING: Final = {"changed_meanwhile": None, "plan_not_draft": None}
AGREEING: Final = WRITING | {
    "plan_empty": None,
    "day_still_to_come": "agreed_on",
    "agreed_before_older": "agreed_on",
    "representative_needed": "representative_id",
    "authority_not_for_care": "representative_id",
    "authority_not_in_force": "representative_id",
    "review_too_late": "review_due_on",
    "review_too_early": "review_due_on",
}
REVIEWING: Final = {
    "plan_not_agreed": None,
    "day_still_to_come": "reviewed_on",
    "review_before_agreement": "reviewed_on",
    "reviewed_since": "reviewed_on",
    "review_too_late": "next_due_on",
    "review_too_early": "next_due_on",
}
LANGUAGES: Final[dict[str, str]] = {"en": locale_of("en"), "cy": locale_of("cy")}


@pages.get("/plans")
@needs(Permission.CARE_PLAN_READ)
def plans() -> ResponseReturnValue:
    """List whose plan must be looked at, the most pressing first."""
    found = queries.list_plans_to_look_at(reading_session(), by=current_actor(), today=clock.today())
    shows_all = request.args.get("show") == "all"
    return render_template(
        "supported/plans.html",
        lines=found if shows_all else [one for one in found if one.standing != "later"],
        later=sum(one.standing == "later" for one in found),
        shows_all=shows_all,
        standings=plan_words.STANDINGS,
    )


@pages.get("/<uuid:person_supported_id>/plan")
@needs(Permission.CARE_PLAN_READ)
def plan(person_supported_id: UUID) -> ResponseReturnValue:
    """Show the plan that holds, with its draft and its older versions."""
    session, by = reading_session(), current_actor()
    person = queries.get_person(session, person_supported_id, by=by, today=clock.today())
    versions = queries.list_plans(session, person.id, by=by, today=clock.today())
    shown = next((one for one in versions if one.state == "agreed"), None)
    drafts = [one for one in versions if one.state == "draft"] if may_enter(by) else []
    return person_page(
        "supported/plan.html",
        person,
        here="supported.plan",
        plan=shown,
        draft=next(iter(drafts), None),
        older=[one for one in versions if one.state == "replaced"],
        **_words(shown),
    )


@pages.post("/<uuid:person_supported_id>/plan/draft")
@needs(Permission.CARE_PLAN_WRITE)
def begin_plan(person_supported_id: UUID) -> ResponseReturnValue:
    """Begin a draft, or go on with the one that was begun."""
    plan_id = actions.begin_plan(
        coop=current_coop(), person_supported_id=person_supported_id, by=current_actor(), now=clock.now()
    )
    return sent_on(url_for(".write_plan", plan_id=plan_id))


@pages.get("/plans/<uuid:plan_id>")
@needs(Permission.CARE_PLAN_READ)
def version(plan_id: UUID) -> ResponseReturnValue:
    """Show one version of a plan, with what was changed while it was a draft."""
    session, by = reading_session(), current_actor()
    person, shown = queries.get_plan(session, plan_id, by=by, today=clock.today())
    changes = queries.list_plan_changes(session, plan_id, by=by, today=clock.today()) if may_enter(by) else []
    named = Form(ChangedDraftSchema()).fields
    said = [
        {"who": one.who, "at": one.at, "before": list(changed_words(named, one.before))}
        for one in changes
        if named.keys() & one.before.keys()
    ]
    return person_page(
        "supported/version.html", person, here="supported.plan", plan=shown, changes=said, **_words(shown)
    )


@pages.get("/plans/<uuid:plan_id>/paper")
@needs(Permission.CARE_PLAN_READ)
def paper(plan_id: UUID) -> ResponseReturnValue:
    """Show one version as it is printed, its headings in the person's own language."""
    session, by = reading_session(), current_actor()
    person, shown = queries.get_plan(session, plan_id, by=by, today=clock.today())
    around = queries.list_around(session, person.id, by=by, today=clock.today())
    outcomes = (
        queries.list_outcomes(session, person.id, by=by, today=clock.today())
        if by.may(Permission.OUTCOME_READ)
        else []
    )
    with force_locale(LANGUAGES[person.language]):
        return render_template(
            "supported/paper.html",
            person=person,
            plan=shown,
            contacts=[one for one in around.contacts if one.ended_on is None],
            outcomes=[one for one in outcomes if one.ended_on is None],
            may_come=plan_words.MAY_COME,
            **_words(shown),
        )


@pages.get("/plans/<uuid:plan_id>/edit")
@needs(Permission.CARE_PLAN_WRITE)
def write_plan(plan_id: UUID) -> ResponseReturnValue:
    """Ask what a draft says."""
    person, draft = _read(plan_id)
    return _write_page(person, plan_id, Form(ChangedDraftSchema(), obj=draft))


@pages.post("/plans/<uuid:plan_id>/edit")
@needs(Permission.CARE_PLAN_WRITE)
def save_plan(plan_id: UUID) -> ResponseReturnValue:
    """Keep what a draft says, or show what another kept meanwhile."""
    person, _draft = _read(plan_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        actions.save_draft(
            coop=current_coop(),
            plan_id=plan_id,
            version=answers.pop("version"),
            changes=answers,
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".version", plan_id=plan_id), _("The draft is saved"))

    form = Form(ChangedDraftSchema(), data=request.form)
    return posted(form, keep, page=partial(_write_page, person, plan_id), beside=WRITING)


@pages.get("/plans/<uuid:plan_id>/agree")
@needs(Permission.CARE_PLAN_WRITE)
def ask_agreement(plan_id: UUID) -> ResponseReturnValue:
    """Ask who agreed a draft, and how."""
    person, draft = _read(plan_id)
    first = {"version": draft.version, "agreed_on": clock.today(), "agreed_by": "person"}
    return _agree_page(person, plan_id, _agree_form(person, obj=first))


@pages.post("/plans/<uuid:plan_id>/agree")
@needs(Permission.CARE_PLAN_WRITE)
def agree_plan(plan_id: UUID) -> ResponseReturnValue:
    """Keep who agreed a draft; it holds from now on."""
    person, _draft = _read(plan_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        version_seen = answers.pop("version")
        actions.agree_plan(
            coop=current_coop(),
            plan_id=plan_id,
            agreement=actions.Agreement(**answers),
            version=version_seen,
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".plan", person_supported_id=person.id), _("The plan holds from now on"))

    form = _agree_form(person, data=request.form)
    return posted(form, keep, page=partial(_agree_page, person, plan_id), beside=AGREEING)


@pages.get("/plans/<uuid:plan_id>/review")
@needs(Permission.CARE_PLAN_WRITE)
def ask_review(plan_id: UUID) -> ResponseReturnValue:
    """Ask what came of looking at a plan again."""
    person, _plan = _read(plan_id)
    return _review_page(person, plan_id, Form(PlanReviewSchema(), obj={"reviewed_on": clock.today()}))


@pages.post("/plans/<uuid:plan_id>/review")
@needs(Permission.CARE_PLAN_WRITE)
def review_plan(plan_id: UUID) -> ResponseReturnValue:
    """Keep that a plan was looked at again; if it is to change, its draft comes next."""
    person, _plan = _read(plan_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        review = actions.NewReview(**answers)
        draft_id = actions.review_plan(
            coop=current_coop(), plan_id=plan_id, review=review, by=current_actor(), now=clock.now()
        )
        if draft_id is not None:
            return sent_on(url_for(".write_plan", plan_id=draft_id), _("Kept. Next: what is to change."))
        return sent_on(url_for(".plan", person_supported_id=person.id), _("The review is kept"))

    form = Form(PlanReviewSchema(), data=request.form)
    return posted(form, keep, page=partial(_review_page, person, plan_id), beside=REVIEWING)


def _read(plan_id: UUID) -> tuple[PersonFacts, PlanFacts]:
    check_may_enter()
    with read_again() as session:
        return queries.get_plan(session, plan_id, by=current_actor(), today=clock.today())


def _write_page(person: PersonFacts, plan_id: UUID, form: Form) -> str:
    _person, kept = _read(plan_id)
    said = {name: getattr(kept, name) for name in ("support", "strengths", "risks", "written_with")}
    going_on, theirs = beside_theirs(form, said, kept.version)
    asking = Asking(
        title=_("What the plan says"),
        person=person,
        action=url_for(".save_plan", plan_id=plan_id),
        back=url_for(".version", plan_id=plan_id),
        button=_("Save the draft"),
        lede=_("Write it together with them. It holds once it is agreed."),
        theirs=theirs,
    )
    return form_page(asking, going_on)


def _agree_form(person: PersonFacts, *, data: Answers | None = None, obj: object = None) -> Form:
    with read_again() as session:
        options = _who_may_agree(session, person, clock.today())
    return Form(AgreeOnPageSchema(), data=data, obj=obj, options={"representative_id": options})


def _who_may_agree(session: Session, person: PersonFacts, today: date) -> list[tuple[UUID, str]]:
    around = queries.list_around(session, person.id, by=current_actor(), today=clock.today())
    return [(one.id, _representative_words(one, today)) for one in around.representatives]


def _representative_words(one: queries.RepresentativeFacts, today: date) -> str:
    words = f"{one.name}: {plan_words.AUTHORITIES[one.authority]}"
    if one.holds(today) or one.until_on is None:
        return words
    over: str = _("%(who)s (over since %(day)s)", who=words, day=dates.plain_date(one.until_on))
    return over


def _agree_page(person: PersonFacts, plan_id: UUID, form: Form) -> str:
    asking = Asking(
        title=_("The plan is agreed"),
        person=person,
        action=url_for(".agree_plan", plan_id=plan_id),
        back=url_for(".version", plan_id=plan_id),
        button=_("It is agreed"),
        lede=_("From then on this version holds, and the one before it is kept as replaced."),
    )
    return form_page(asking, form)


def _review_page(person: PersonFacts, plan_id: UUID, form: Form) -> str:
    asking = Asking(
        title=_("Look at the plan again"),
        person=person,
        action=url_for(".review_plan", plan_id=plan_id),
        back=url_for(".plan", person_supported_id=person.id),
        button=_("Keep the review"),
        lede=_("Sit together with them: do their outcomes and their support still fit?"),
    )
    return form_page(asking, form)


def _words(shown: PlanFacts | None) -> dict[str, object]:
    due_on = shown.review_due_on if shown is not None else None
    return {
        "standing": plan_words.STANDINGS[standing_of(due_on, clock.today())],
        "states": plan_words.PLAN_STATES,
        "agreed_by": plan_words.AGREED_BY,
        "agreed_how": plan_words.AGREED_HOW,
        "authorities": plan_words.AUTHORITIES,
        "came_of_it": plan_words.CAME_OF_IT,
    }
