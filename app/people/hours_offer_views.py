"""The offer of guaranteed hours after three months without: what was worked, the offer, the answer."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.people import keeping_words as words
from app.people.keeping_schemas import AnswerSchema, OfferSchema
from app.people.record import worker_page
from app.people.shared import form_page, worker_closely
from app.people.views import pages
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.kernel.days import months_after
from franchise_kit.people import actions, queries
from franchise_kit.people.queries import OfferFacts, WorkerFacts
from franchise_kit.people.rules.clocks import HOURS_OFFER, OFFER_MONTHS, average_weekly_minutes
from franchise_kit.time.queries.worked import minutes_worked
from tenants import clock
from tenants.refusal import NotFound

READ, ENGAGE = Permission.WORKER_READ, Permission.WORKER_ENGAGE
HOUR: Final = 60
OFFER_FIELDS = {
    "not_yet": "offered_on",
    "offer_below_average": "weekly_hours",
    "offered_already": "offered_on",
    "no_contract_then": None,
}
ANSWER_FIELDS = {
    "not_yet": "answered_on",
    "answered_before_offer": "answered_on",
    "offer_answered": None,
    "offer_changed_meanwhile": None,
}


@dataclass(frozen=True, slots=True)
class Worked:
    """What was worked from a day to before another, in minutes."""

    counted_from: date
    counted_until: date
    minutes: int

    @property
    def weekly_minutes(self) -> int:
        """The average of a week."""
        return average_weekly_minutes(self.minutes, self.counted_from, self.counted_until)


@pages.get("/<uuid:worker_id>/offers")
@needs(READ)
def offers(worker_id: UUID) -> ResponseReturnValue:
    """Show when an offer is due, what was worked, and what was offered and answered."""
    session, by, today = reading_session(), current_actor(), clock.today()
    worker = queries.get_worker_closely(session, worker_id, by=by)
    made = queries.list_offers(session, worker_id, by=by)
    contracts = queries.list_contracts(session, worker_id, by=by)
    due = queries.list_due_of_one(session, worker_id, by=by, on=today)
    return worker_page(
        "workers/offers.html",
        worker,
        here="workers.offers",
        offers=made,
        worked=worked_of(session, worker_id) if by.may(Permission.TIMESHEET_APPROVE) else None,
        due=[one for one in due if one.kind == HOURS_OFFER],
        is_open=bool(contracts) and contracts[0].kind == "non_guaranteed_hours",
        today=today,
        answers=words.ANSWERS,
    )


@pages.get("/<uuid:worker_id>/offers/new")
@needs(ENGAGE)
def new_offer(worker_id: UUID) -> ResponseReturnValue:
    """Ask what was offered; the average is there to begin with."""
    worker = worker_closely(worker_id)
    hours, minutes = divmod(worked_of(reading_session(), worker_id).weekly_minutes, HOUR)
    kept = {"offered_on": clock.today(), "weekly_hours": hours, "weekly_minutes": minutes}
    return _offer_page(worker, Form(OfferSchema(), obj=kept))


@pages.post("/<uuid:worker_id>/offers/new")
@needs(ENGAGE)
def offer(worker_id: UUID) -> ResponseReturnValue:
    """Keep what was offered."""
    worker = worker_closely(worker_id)
    with read_again() as session:
        worked = worked_of(session, worker_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        actions.offer_hours(
            coop=current_coop(),
            worker_id=worker_id,
            offer=offer_of(answers, worked),
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".offers", worker_id=worker_id), _("The offer is kept"))

    page = partial(_offer_page, worker)
    return posted(Form(OfferSchema(), data=request.form), keep, page=page, beside=OFFER_FIELDS)


@pages.get("/<uuid:worker_id>/offers/<uuid:offer_id>")
@needs(ENGAGE)
def new_answer(worker_id: UUID, offer_id: UUID) -> ResponseReturnValue:
    """Ask what they answered."""
    worker, made = worker_closely(worker_id), _offer(worker_id, offer_id)
    kept = {"answered_on": clock.today(), "version": made.version}
    return _answer_page(worker, offer_id, Form(AnswerSchema(), obj=kept))


@pages.post("/<uuid:worker_id>/offers/<uuid:offer_id>")
@needs(ENGAGE)
def answer(worker_id: UUID, offer_id: UUID) -> ResponseReturnValue:
    """Keep what they answered."""
    worker = worker_closely(worker_id)
    _offer(worker_id, offer_id)

    def keep(answers: Answers) -> ResponseReturnValue:
        actions.answer_offer(
            coop=current_coop(),
            offer_id=offer_id,
            answer=actions.NewAnswer(**answers),
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".offers", worker_id=worker_id), _("The answer is kept"))

    page = partial(_answer_page, worker, offer_id)
    return posted(Form(AnswerSchema(), data=request.form), keep, page=page, beside=ANSWER_FIELDS)


def offer_of(answers: Answers, worked: Worked) -> actions.NewOffer:
    """Return the offer that a form or a program says, with what was worked."""
    return actions.NewOffer(
        offered_on=answers["offered_on"],
        offered_weekly_minutes=answers["weekly_hours"] * HOUR + answers["weekly_minutes"],
        counted_from=worked.counted_from,
        counted_until=worked.counted_until,
        worked_minutes=worked.minutes,
    )


def worked_of(session: Session, worker_id: UUID) -> Worked:
    """Return what somebody worked in the three months up to yesterday."""
    until = clock.today()
    from_ = months_after(until, -OFFER_MONTHS)
    minutes = minutes_worked(session, worker_id, by=current_actor(), from_=from_, until=until)
    return Worked(from_, until, minutes)


def _offer(worker_id: UUID, offer_id: UUID) -> OfferFacts:
    with read_again() as session:
        made = queries.list_offers(session, worker_id, by=current_actor())
    found = next((one for one in made if one.id == offer_id), None)
    if found is None:
        raise NotFound(record_kind="hours_offer")
    return found


def _offer_page(worker: WorkerFacts, form: Form) -> str:
    return form_page(
        worker,
        form,
        title=_("Offer guaranteed hours"),
        to_url=url_for(".offer", worker_id=worker.id),
        back=".offers",
    )


def _answer_page(worker: WorkerFacts, offer_id: UUID, form: Form) -> str:
    title = _("What did they answer?")
    return form_page(
        worker,
        form,
        title=title,
        to_url=url_for(".answer", worker_id=worker.id, offer_id=offer_id),
        back=".offers",
    )
