"""What is agreed with a worker, and what the tax office says: each form adds, and none rewrites."""

from functools import partial
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.people.schemas import ContractSchema, LastDaySchema, RateSchema, TaxSchema
from app.people.views import pages
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.people import actions, queries
from franchise_kit.people.queries import WorkerFacts
from franchise_kit.people.rules.particulars import declared_tax_code
from tenants import clock
from tenants.refusal import NotFound

ENGAGE, WRITE = Permission.WORKER_ENGAGE, Permission.EMPLOYMENT_WRITE
MINUTES = 60
CONTRACT_FIELDS = {
    "contracts_overlap": "valid_from",
    "contract_outside_employment": "valid_from",
    "guaranteed_hours_needed": "weekly_hours",
}
RATE_FIELDS = {"rate_rewrites_earlier": "from_on", "no_contract_then": "from_on"}
TAX_FIELDS = {
    "tax_code_unreadable": "tax_code",
    "ni_number_unreadable": "national_insurance_number",
    "ni_category_unknown": "ni_category",
}
LAST_DAY_FIELDS = {"ends_before_start": "ended_on"}


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
        actions.make_contract(
            coop=current_coop(),
            worker_id=worker_id,
            contract=contract_of(answers),
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".show", worker_id=worker_id), _("The contract is kept"))

    page = partial(_contract_page, _worker_to_agree(worker_id))
    return posted(Form(ContractSchema(), data=request.form), make, page=page, beside=CONTRACT_FIELDS)


@pages.get("/<uuid:worker_id>/rate")
@needs(WRITE)
def rate(worker_id: UUID) -> ResponseReturnValue:
    """Ask for another rate."""
    return _rate_page(_worker(worker_id), Form(RateSchema()))


@pages.post("/<uuid:worker_id>/rate")
@needs(WRITE)
def set_rate(worker_id: UUID) -> ResponseReturnValue:
    """Pay an hour otherwise from a day on."""

    def keep(answers: Answers) -> ResponseReturnValue:
        actions.set_rate(
            coop=current_coop(),
            worker_id=worker_id,
            pence_per_hour=answers["rate"],
            from_on=answers["from_on"],
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".show", worker_id=worker_id), _("The rate is kept"))

    page = partial(_rate_page, _worker(worker_id))
    return posted(Form(RateSchema(), data=request.form), keep, page=page, beside=RATE_FIELDS)


@pages.get("/<uuid:worker_id>/tax")
@needs(WRITE)
def tax(worker_id: UUID) -> ResponseReturnValue:
    """Ask what the tax office or the worker says."""
    return _tax_page(_worker(worker_id), Form(TaxSchema()))


@pages.post("/<uuid:worker_id>/tax")
@needs(WRITE)
def set_tax(worker_id: UUID) -> ResponseReturnValue:
    """Keep what the tax office or the worker says."""

    def keep(answers: Answers) -> ResponseReturnValue:
        actions.set_tax_particulars(
            coop=current_coop(),
            worker_id=worker_id,
            particulars=particulars_of(answers),
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".taxes", worker_id=worker_id), _("The tax particulars are kept"))

    page = partial(_tax_page, _worker(worker_id))
    return posted(Form(TaxSchema(), data=request.form), keep, page=page, beside=TAX_FIELDS)


@pages.get("/<uuid:worker_id>/last-day")
@needs(ENGAGE)
def last_day(worker_id: UUID) -> ResponseReturnValue:
    """Ask which day is their last."""
    worker = _worker(worker_id)
    return _last_day_page(worker, Form(LastDaySchema(), obj=worker))


@pages.post("/<uuid:worker_id>/last-day")
@needs(ENGAGE)
def end(worker_id: UUID) -> ResponseReturnValue:
    """Keep which day is their last."""

    def keep(answers: Answers) -> ResponseReturnValue:
        actions.end_employment(coop=current_coop(), worker_id=worker_id, by=current_actor(), **answers)
        return sent_on(url_for(".show", worker_id=worker_id), _("The last day is kept"))

    page = partial(_last_day_page, _worker(worker_id))
    return posted(Form(LastDaySchema(), data=request.form), keep, page=page, beside=LAST_DAY_FIELDS)


def contract_of(answers: Answers) -> actions.NewContract:
    """Return the contract that a form or a program says."""
    return actions.NewContract(
        kind=answers["kind"],
        weekly_minutes=answers["weekly_hours"] * MINUTES + answers["weekly_minutes"],
        valid_from=answers["valid_from"],
        pence_per_hour=answers["rate"],
    )


def particulars_of(answers: Answers) -> actions.NewParticulars:
    """Return the tax particulars that a form or a program says."""
    declared = answers["declaration"]
    return actions.NewParticulars(
        from_on=answers["from_on"],
        source=answers["source"],
        tax_code=declared_tax_code(declared) if declared else answers["tax_code"],
        ni_category=answers["ni_category"],
        national_insurance_number=answers["national_insurance_number"] or None,
        earlier_pay_pence=answers["earlier_pay"],
        earlier_tax_pence=answers["earlier_tax"],
    )


def _worker(worker_id: UUID) -> WorkerFacts:
    with read_again() as session:
        return queries.get_worker(session, worker_id, by=current_actor())


def _worker_to_agree(worker_id: UUID) -> WorkerFacts:
    """Return a worker with whom this person may make a contract: the first, or any."""
    worker = _worker(worker_id)
    with read_again() as session:
        contracts = queries.list_contracts(session, worker_id, by=current_actor())
    if not queries.may_make_contract(contracts, by=current_actor()):
        raise NotFound(record_kind="worker")
    return worker


def _contract_page(worker: WorkerFacts, form: Form) -> str:
    return _page(
        worker, form, title=_("Make a contract"), to_url=url_for(".make_contract", worker_id=worker.id)
    )


def _rate_page(worker: WorkerFacts, form: Form) -> str:
    return _page(worker, form, title=_("Set another rate"), to_url=url_for(".set_rate", worker_id=worker.id))


def _tax_page(worker: WorkerFacts, form: Form) -> str:
    title = _("Enter tax particulars")
    to_url = url_for(".set_tax", worker_id=worker.id)
    return _page(worker, form, title=title, to_url=to_url, back=".taxes")


def _last_day_page(worker: WorkerFacts, form: Form) -> str:
    return _page(worker, form, title=_("Their last day of work"), to_url=url_for(".end", worker_id=worker.id))


def _page(worker: WorkerFacts, form: Form, *, title: str, to_url: str, back: str = ".show") -> str:
    return render_template(
        "workers/step.html",
        form=form,
        title=title,
        lede=worker.full_name,
        back_url=url_for(back, worker_id=worker.id),
        to_url=to_url,
        button=_("Keep it"),
    )
