"""Workers: the list, one of them, and entering somebody new."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.people import words
from app.people.record import holds, worker_page
from app.people.schemas import NewWorkerSchema, WorkerAccountSchema
from app.people.shared import wage_words
from app.search.finding import sort_key
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.people import actions, queries
from franchise_kit.people.queries import WorkerFacts
from franchise_kit.people.queries.facts import rates_by_kind, rates_of, tax_of
from franchise_kit.people.rules.contracts import EMPLOYED
from franchise_kit.people.rules.minimum_wage import wage_missed, wages
from tenants import clock

__all__ = ["pages", "words"]

pages = Blueprint("workers", __name__, url_prefix="/workers")
only_for(pages, "coop")
ENTERING = {"account_has_worker": "account_id", "worker_has_account": "account_id", "not_found": "account_id"}


@dataclass(frozen=True, slots=True)
class Line:
    """A worker in the list, and what is missing; ``has_code`` is None for who reads no tax of theirs."""

    worker: WorkerFacts
    is_paid: bool
    has_contract: bool
    has_code: bool | None


@pages.get("")
@needs(Permission.WORKER_READ)
def index() -> ResponseReturnValue:
    """List who works here today."""
    workers = queries.list_workers(reading_session(), by=current_actor(), on=clock.today())
    ordered = sorted(workers, key=lambda one: sort_key(f"{one.family_name} {one.given_name}"))
    lines = _lines(reading_session(), ordered)
    return render_template(
        "workers/index.html",
        lines=lines,
        reads_tax=any(line.has_code is not None for line in lines),
        categories=words.CATEGORIES,
        arrangements=words.ARRANGEMENTS,
        may_enter=holds(Permission.WORKER_ENGAGE),
    )


@pages.get("/<uuid:worker_id>")
@needs(Permission.WORKER_READ)
def show(worker_id: UUID) -> ResponseReturnValue:
    """Show one worker with what was agreed, and with pay for whoever reads it."""
    session, by, today = reading_session(), current_actor(), clock.today()
    worker = queries.get_worker(session, worker_id, by=by)
    reads_pay = queries.reaches(worker, Permission.EMPLOYMENT_READ, by=by)
    employment = queries.get_employment(session, worker_id, by=by) if reads_pay else None
    contracts = employment.contracts if employment else queries.list_contracts(session, worker_id, by=by)
    return worker_page(
        "workers/show.html",
        worker,
        here="workers.show",
        contracts=contracts,
        employment=employment,
        warnings=_warnings(session, worker_id, today) if reads_pay else [],
        today=today,
        kinds=words.CONTRACT_KINDS,
        rate_kinds=words.RATE_KINDS,
        is_employed=worker.arrangement == EMPLOYED,
        may_make_contract=worker.arrangement == EMPLOYED and queries.may_make_contract(contracts, by=by),
        may_agree=holds(Permission.EMPLOYMENT_WRITE),
    )


@pages.get("/new")
@needs(Permission.WORKER_ENGAGE)
def new() -> ResponseReturnValue:
    """Ask who starts."""
    return _entering(_new_form(reading_session(), is_sent=False))


@pages.post("/new")
@needs(Permission.WORKER_ENGAGE)
def enter() -> ResponseReturnValue:
    """Enter somebody who works here."""
    with read_again() as session:
        form = _new_form(session, is_sent=True)

    def keep(answers: Answers) -> ResponseReturnValue:
        worker_id = actions.enter_worker(
            coop=current_coop(), worker=actions.NewWorker(**answers), by=current_actor(), now=clock.now()
        )
        name = f"{answers['given_name']} {answers['family_name']}"
        said = (
            _("%(name)s is entered. Next: the contract.", name=name)
            if answers["arrangement"] == EMPLOYED
            else _("%(name)s is entered. Next: the checks.", name=name)
        )
        return sent_on(url_for(".show", worker_id=worker_id), said)

    return posted(form, keep, page=_entering, beside=ENTERING)


@pages.get("/<uuid:worker_id>/account")
@needs(Permission.WORKER_ENGAGE)
def account(worker_id: UUID) -> ResponseReturnValue:
    """Ask which account is the worker's."""
    worker = queries.get_worker(reading_session(), worker_id, by=current_actor())
    return _linking(worker, _account_form(reading_session(), is_sent=False))


@pages.post("/<uuid:worker_id>/account")
@needs(Permission.WORKER_ENGAGE)
def link(worker_id: UUID) -> ResponseReturnValue:
    """Keep which account is the worker's."""
    with read_again() as session:
        worker = queries.get_worker(session, worker_id, by=current_actor())
        form = _account_form(session, is_sent=True)

    def keep(answers: Answers) -> ResponseReturnValue:
        actions.link_account(
            coop=current_coop(), worker_id=worker_id, account_id=answers["account_id"], by=current_actor()
        )
        return sent_on(url_for(".show", worker_id=worker_id), _("The account is theirs"))

    return posted(form, keep, page=partial(_linking, worker), beside=ENTERING)


def _warnings(session: Session, worker_id: UUID, today: date) -> list[str]:
    """Return a sentence for each minimum wage that a rate of today is below: one, however many rates."""
    rates = rates_by_kind(session, [worker_id], today).get(worker_id, {})
    missed = {wage_missed(wages(), pence=one.pence, unit=one.unit, on=today) for one in rates.values()}
    return [wage_words(one) for one in missed if one is not None]


def _lines(session: Session, workers: list[WorkerFacts]) -> list[Line]:
    by, today = current_actor(), clock.today()
    agreed = rates_of(session, [worker.id for worker in workers], today)
    readable = [worker.id for worker in workers if queries.reaches(worker, Permission.EMPLOYMENT_READ, by=by)]
    codes = tax_of(session, readable, today)
    return [
        Line(
            worker,
            is_paid=worker.arrangement == EMPLOYED,
            has_contract=worker.id in agreed,
            has_code=worker.id in codes if worker.id in readable else None,
        )
        for worker in workers
    ]


def _accounts(session: Session) -> list[tuple[UUID, str]]:
    free = queries.list_accounts_to_link(session, by=current_actor())
    return [(one.account_id, one.full_name) for one in free]


def _new_form(session: Session, *, is_sent: bool) -> Form:
    options = {"account_id": _accounts(session)}
    return Form(NewWorkerSchema(), data=request.form if is_sent else None, options=options)


def _account_form(session: Session, *, is_sent: bool) -> Form:
    options = {"account_id": _accounts(session)}
    return Form(WorkerAccountSchema(), data=request.form if is_sent else None, options=options)


def _entering(form: Form) -> str:
    return render_template(
        "workers/step.html",
        form=form,
        title=_("Enter a worker"),
        lede=_("Their contract comes next, on their own page."),
        back_url=url_for(".index"),
        to_url=url_for(".enter"),
        button=_("Enter them"),
    )


def _linking(worker: WorkerFacts, form: Form) -> str:
    return render_template(
        "workers/step.html",
        form=form,
        title=_("Which account is theirs?"),
        lede=worker.full_name,
        back_url=url_for(".show", worker_id=worker.id),
        to_url=url_for(".link", worker_id=worker.id),
        button=_("Keep it"),
    )
