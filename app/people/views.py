"""Workers: the list, one of them, and entering somebody new."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.people import words
from app.people.refusing import mark
from app.people.schemas import NewWorkerSchema, WorkerAccountSchema
from app.search.finding import sort_key
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.people import actions, queries
from franchise_kit.people.queries import WorkerFacts
from franchise_kit.people.queries.facts import rates_of, tax_of
from tenants import clock
from tenants.refusal import Refusal

__all__ = ["pages", "words"]

pages = Blueprint("workers", __name__, url_prefix="/workers")
only_for(pages, "coop")
ENTERING = {"account_has_worker": "account_id", "worker_has_account": "account_id", "not_found": "account_id"}


@dataclass(frozen=True, slots=True)
class Line:
    """A worker in the list, and what pay would still miss."""

    worker: WorkerFacts
    has_rate: bool
    has_code: bool


@pages.get("")
@needs(Permission.EMPLOYMENT_READ)
def index() -> ResponseReturnValue:
    """List who works here today."""
    workers = queries.list_workers(reading_session(), by=current_actor(), on=clock.today())
    ordered = sorted(workers, key=lambda one: sort_key(f"{one.family_name} {one.given_name}"))
    return render_template(
        "workers/index.html",
        lines=_lines(reading_session(), ordered),
        categories=words.CATEGORIES,
        may_enter=current_actor().permissions.get(Permission.PROFILE_WRITE) == "coop",
    )


@pages.get("/<uuid:worker_id>")
@needs(Permission.EMPLOYMENT_READ)
def show(worker_id: UUID) -> ResponseReturnValue:
    """Show one worker with all that was agreed."""
    session, by = reading_session(), current_actor()
    worker = queries.get_worker(session, worker_id, by=by)
    return render_template(
        "workers/show.html",
        worker=worker,
        employment=queries.get_employment(session, worker_id, by=by),
        today=clock.today(),
        categories=words.CATEGORIES,
        kinds=words.CONTRACT_KINDS,
        sources=words.SOURCES,
        may_enter=by.permissions.get(Permission.PROFILE_WRITE) == "coop",
        may_agree=by.permissions.get(Permission.EMPLOYMENT_WRITE) == "coop",
    )


@pages.get("/new")
@needs(Permission.PROFILE_WRITE)
def new() -> ResponseReturnValue:
    """Ask who starts."""
    return _entering(_new_form(reading_session(), is_sent=False))


@pages.post("/new")
@needs(Permission.PROFILE_WRITE)
def enter() -> ResponseReturnValue:
    """Enter somebody who works here."""
    with read_again() as session:
        form = _new_form(session, is_sent=True)
    answers = form.validate()
    if answers is None:
        return _entering(form), 422
    worker = actions.NewWorker(**answers)
    try:
        worker_id = actions.enter_worker(
            coop=current_coop(), worker=worker, by=current_actor(), now=clock.now()
        )
    except Refusal as refusal:
        mark(form, refusal, ENTERING)
        return _entering(form), 422
    flash(_("%(name)s is entered. Next: the contract.", name=f"{worker.given_name} {worker.family_name}"))
    return redirect(url_for(".show", worker_id=worker_id), code=303)


@pages.get("/<uuid:worker_id>/account")
@needs(Permission.PROFILE_WRITE)
def account(worker_id: UUID) -> ResponseReturnValue:
    """Ask which account is the worker's."""
    worker = queries.get_worker(reading_session(), worker_id, by=current_actor())
    return _linking(worker, _account_form(reading_session(), is_sent=False))


@pages.post("/<uuid:worker_id>/account")
@needs(Permission.PROFILE_WRITE)
def link(worker_id: UUID) -> ResponseReturnValue:
    """Keep which account is the worker's."""
    with read_again() as session:
        worker = queries.get_worker(session, worker_id, by=current_actor())
        form = _account_form(session, is_sent=True)
    answers = form.validate()
    if answers is None:
        return _linking(worker, form), 422
    try:
        actions.link_account(
            coop=current_coop(), worker_id=worker_id, account_id=answers["account_id"], by=current_actor()
        )
    except Refusal as refusal:
        mark(form, refusal, ENTERING)
        return _linking(worker, form), 422
    flash(_("The account is theirs"))
    return redirect(url_for(".show", worker_id=worker_id), code=303)


def _lines(session: Session, workers: list[WorkerFacts]) -> list[Line]:
    ids, today = [worker.id for worker in workers], clock.today()
    rates, codes = rates_of(session, ids, today), tax_of(session, ids, today)
    return [Line(worker, worker.id in rates, worker.id in codes) for worker in workers]


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
        lede=_("Their contract and tax code come next, on their own page."),
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
