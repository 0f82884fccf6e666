"""What is agreed with a worker: each form adds, and none rewrites."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.people.schemas import ContractSchema, RateSchema, WorkerLastDaySchema
from app.people.shared import form_page, warn_below_wage, worker_of
from app.people.views import pages
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care.actions.ending import end_work
from franchise_kit.payroll.queries import list_runs
from franchise_kit.payroll.queries.reaching import may_read_runs
from franchise_kit.people import actions, queries
from franchise_kit.people.queries import WorkerFacts
from franchise_kit.people.rules.contracts import ORDINARY, unit_of
from tenants import clock
from tenants.actor import Actor
from tenants.refusal import NotFound

ENGAGE, WRITE = Permission.WORKER_ENGAGE, Permission.EMPLOYMENT_WRITE
MINUTES = 60
CONTRACT_FIELDS = {
    "contracts_overlap": "valid_from",
    "contract_outside_employment": "valid_from",
    "guaranteed_hours_needed": "weekly_hours",
    "not_employed": None,
}
RATE_FIELDS = {
    "rate_rewrites_earlier": "from_on",
    "rate_used_already": "from_on",
    "no_contract_then": "from_on",
}
LAST_DAY_FIELDS = {"ends_before_start": "ended_on", "worker_has_visits": "release"}


@pages.get("/<uuid:worker_id>/contract")
@needs(ENGAGE)
def contract(worker_id: UUID) -> ResponseReturnValue:
    """Ask what is agreed."""
    return _contract_page(_worker_to_agree(worker_id), Form(ContractSchema()))


@pages.post("/<uuid:worker_id>/contract")
@needs(ENGAGE)
def make_contract(worker_id: UUID) -> ResponseReturnValue:
    """Make a contract with its first rate."""

    def make(answers: Answers) -> ResponseReturnValue:
        said = contract_of(answers)
        actions.make_contract(
            coop=current_coop(), worker_id=worker_id, contract=said, by=current_actor(), now=clock.now()
        )
        warn_below_wage(said.pence_per_hour, unit=unit_of(ORDINARY), on=said.valid_from)
        return sent_on(url_for(".show", worker_id=worker_id), _("The contract is kept"))

    page = partial(_contract_page, _worker_to_agree(worker_id))
    return posted(Form(ContractSchema(), data=request.form), make, page=page, beside=CONTRACT_FIELDS)


@pages.get("/<uuid:worker_id>/rate")
@needs(WRITE)
def rate(worker_id: UUID) -> ResponseReturnValue:
    """Ask for another rate."""
    return _rate_page(worker_of(worker_id), Form(RateSchema()))


@pages.post("/<uuid:worker_id>/rate")
@needs(WRITE)
def set_rate(worker_id: UUID) -> ResponseReturnValue:
    """Pay a kind of time otherwise from a day on."""
    with read_again() as session:
        paid_through = last_paid_day(session, by=current_actor())

    def keep(answers: Answers) -> ResponseReturnValue:
        said = rate_of(answers)
        actions.set_rate(
            coop=current_coop(),
            worker_id=worker_id,
            rate=said,
            paid_through=paid_through,
            by=current_actor(),
            now=clock.now(),
        )
        warn_below_wage(said.pence, unit=unit_of(said.kind), on=said.from_on)
        if paid_through is not None and said.from_on <= paid_through:
            # A kind's first rate may begin on days that are paid: for time that is written down late.
            flash(_("What is paid already stays as it was paid. Time not paid yet goes by this rate."))
        return sent_on(url_for(".show", worker_id=worker_id), _("The rate is kept"))

    page = partial(_rate_page, worker_of(worker_id))
    return posted(Form(RateSchema(), data=request.form), keep, page=page, beside=RATE_FIELDS)


@pages.get("/<uuid:worker_id>/last-day")
@needs(ENGAGE)
def last_day(worker_id: UUID) -> ResponseReturnValue:
    """Ask which day is their last."""
    worker = worker_of(worker_id)
    return _last_day_page(worker, Form(WorkerLastDaySchema(), obj=worker))


@pages.post("/<uuid:worker_id>/last-day")
@needs(ENGAGE)
def end(worker_id: UUID) -> ResponseReturnValue:
    """Keep which day is their last, and take later visits from them if that is said."""

    def keep(answers: Answers) -> ResponseReturnValue:
        end_work(coop=current_coop(), worker_id=worker_id, by=current_actor(), now=clock.now(), **answers)
        return sent_on(url_for(".show", worker_id=worker_id), _("The last day is kept"))

    page = partial(_last_day_page, worker_of(worker_id))
    return posted(Form(WorkerLastDaySchema(), data=request.form), keep, page=page, beside=LAST_DAY_FIELDS)


def contract_of(answers: Answers) -> actions.NewContract:
    """Return the contract that a form or a program says."""
    return actions.NewContract(
        kind=answers["kind"],
        weekly_minutes=answers["weekly_hours"] * MINUTES + answers["weekly_minutes"],
        valid_from=answers["valid_from"],
        pence_per_hour=answers["rate"],
        job_title=answers["job_title"],
        place=answers["place"],
    )


def rate_of(answers: Answers) -> actions.NewRate:
    """Return the rate that a form or a program says."""
    return actions.NewRate(answers["rate"], answers["from_on"], answers["kind"])


def last_paid_day(session: Session, *, by: Actor) -> date | None:
    """Return the last day that a pay run has paid for; who reads no runs is told that all days are."""
    if not may_read_runs(by):
        return date.max
    runs = [run for run in list_runs(session, by=by) if run.state != "rolled_back"]
    return max((run.period_until - timedelta(days=1) for run in runs), default=None)


def _worker_to_agree(worker_id: UUID) -> WorkerFacts:
    """Return a worker with whom this person may make a contract: the first, or any."""
    worker = worker_of(worker_id)
    with read_again() as session:
        contracts = queries.list_contracts(session, worker_id, by=current_actor())
    if not queries.may_make_contract(contracts, by=current_actor()):
        raise NotFound(record_kind="worker")
    return worker


def _contract_page(worker: WorkerFacts, form: Form) -> str:
    return form_page(
        worker,
        form,
        title=_("Make a contract"),
        to_url=url_for(".make_contract", worker_id=worker.id),
        back=".show",
    )


def _rate_page(worker: WorkerFacts, form: Form) -> str:
    return form_page(
        worker,
        form,
        title=_("Set another rate"),
        to_url=url_for(".set_rate", worker_id=worker.id),
        back=".show",
    )


def _last_day_page(worker: WorkerFacts, form: Form) -> str:
    return form_page(
        worker,
        form,
        title=_("Their last day of work"),
        to_url=url_for(".end", worker_id=worker.id),
        back=".show",
    )
