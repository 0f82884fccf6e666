"""What is taken from a worker's pay: one section of their record, and the forms that add to it."""

from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.people import deduction_words as said
from app.people import words
from app.people.deduction_forms import FORMS
from app.people.record import holds, worker_page
from app.people.shared import decided, form_page, worker_of
from app.people.views import pages
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from app.web.proof import is_proved
from franchise_kit.access import Permission
from franchise_kit.payroll.rules.ni_category import Proof, category_for
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.people import queries
from franchise_kit.people.actions import deducting
from franchise_kit.people.queries import WorkerFacts
from franchise_kit.people.queries.deduction_entries import get_deductions, may_decide_order
from franchise_kit.people.queries.deductions import payee_facts, schemes_on
from franchise_kit.people.queries.facts import tax_of
from tenants import clock
from tenants.refusal import NotFound

READ, WRITE = Permission.EMPLOYMENT_READ, Permission.EMPLOYMENT_WRITE


@pages.get("/<uuid:worker_id>/deductions")
@needs(READ)
def deductions(worker_id: UUID) -> ResponseReturnValue:
    """Show all that is taken from their pay, and what waits for a second person."""
    session, by, today = reading_session(), current_actor(), clock.today()
    worker = queries.get_worker(session, worker_id, by=by)
    return worker_page(
        "workers/deductions.html",
        worker,
        here="workers.deductions",
        entries=get_deductions(session, worker_id, by=by),
        letter=letter_unlike(session, worker_id, today),
        said=said,
        states=words.STATES,
        may_enter=holds(WRITE),
        may_decide=queries.may_decide(worker, by=by),
        may_decide_order=may_decide_order(worker, by=by),
        may_read_whole=queries.may_read_whole(worker, by=by),
        is_proved=is_proved(),
    )


@pages.get("/<uuid:worker_id>/deductions/<kind>/new")
@needs(WRITE, fresh=True)
def new_deduction(worker_id: UUID, kind: str) -> ResponseReturnValue:
    """Ask about a loan, a pension, an order, a director, a birth or a certificate."""
    worker = worker_of(worker_id)
    kept = _kept_order(worker_id, request.args.get("order_id", "")) if kind == "order" else None
    return _page(kind, worker, _form(kind, obj=kept))


@pages.post("/<uuid:worker_id>/deductions/<kind>/new")
@needs(WRITE, fresh=True)
def keep_deduction(worker_id: UUID, kind: str) -> ResponseReturnValue:
    """Keep what the form says."""
    worker, form = worker_of(worker_id), _form(kind, data=request.form)

    def keep(answers: Answers) -> ResponseReturnValue:
        _entry_id, state = FORMS[kind].keep(worker_id, answers)
        told = (
            _("It is kept") if state == "agreed" else _("It is kept, and waits until a second person agrees.")
        )
        return sent_on(url_for(".deductions", worker_id=worker_id), told)

    return posted(form, keep, page=partial(_page, kind, worker), beside=FORMS[kind].beside)


@pages.get("/<uuid:worker_id>/deductions/proved")
@needs(READ, fresh=True)
def prove_for_deductions(worker_id: UUID) -> ResponseReturnValue:
    """Show the page again, now that its reader has proved who they are."""
    return redirect(url_for(".deductions", worker_id=worker_of(worker_id).id), code=303)


@pages.post("/<uuid:worker_id>/deductions/whole")
@needs(READ, fresh=True)
def show_orders(worker_id: UUID) -> ResponseReturnValue:
    """Show what names the cases of their orders whole, once."""
    worker = worker_of(worker_id)
    orders = deducting.show_orders(coop=current_coop(), worker_id=worker_id, by=current_actor())
    with read_again():
        return render_template(
            "workers/whole_orders.html",
            title=_("Shown whole"),
            lede=worker.full_name,
            back_url=url_for(".deductions", worker_id=worker.id),
            orders=orders,
            kinds=said.ORDER_KINDS,
        )


@pages.post("/<uuid:worker_id>/deductions/<kind>/<uuid:entry_id>/agree")
@needs(READ, fresh=True)
def agree_deduction(worker_id: UUID, kind: str, entry_id: UUID) -> ResponseReturnValue:
    """Say yes to a proposed entry."""
    act = deducting.agree_deduction
    return decided(act, worker_id, back=".deductions", is_agreed=True, kind=kind, entry_id=entry_id)


@pages.post("/<uuid:worker_id>/deductions/<kind>/<uuid:entry_id>/refuse")
@needs(READ)
def refuse_deduction(worker_id: UUID, kind: str, entry_id: UUID) -> ResponseReturnValue:
    """Say no to a proposed entry."""
    act = deducting.refuse_deduction
    return decided(act, worker_id, back=".deductions", is_agreed=False, kind=kind, entry_id=entry_id)


def letter_unlike(session: Session, worker_id: UUID, on: date) -> tuple[str, str] | None:
    """Return the category letter that age and certificates say, and the one that is kept, if they differ."""
    facts, held = payee_facts(session, [worker_id], on)[worker_id], tax_of(session, [worker_id], on)
    if facts.born_on is None or worker_id not in held:
        return None
    proofs = {Proof(one) for one in facts.proofs}
    fitting = category_for(born_on=facts.born_on, on=on, proofs=proofs, figures=figures_for(on))
    kept = held[worker_id].ni_category
    return None if fitting == kept else (fitting, kept)


def _kept_order(worker_id: UUID, order_id: str) -> dict[str, Any] | None:
    """Return what the newest agreed entry of an order says, for the form that changes or ends it."""
    with read_again() as session:
        entries = get_deductions(session, worker_id, by=current_actor()).orders
    found = (one for one in entries if str(one.order_id) == order_id and one.state == "agreed")
    newest = next(found, None)
    if newest is None:
        return None
    told = asdict(newest)
    amounts = {name: _typed(told[f"{name}_pence"]) for name in ("normal", "protected", "owed")}
    return {**{name: told[name] for name in ("order_id", "kind", "made_on")}, **amounts}


def _typed(pence: int | None) -> str:
    """Return an amount as somebody would type it, and nothing for none."""
    return f"{pence // 100}.{pence % 100:02d}" if pence else ""


def _form(kind: str, *, data: Any = None, obj: object = None) -> Form:  # noqa: ANN401 (what Flask was sent)
    if kind not in FORMS:
        raise NotFound(record_kind="deduction")
    options = {}
    if kind == "pension":
        with read_again() as session:
            schemes = schemes_on(session, clock.today()).values()
        options["scheme_id"] = [(one.id, one.name) for one in schemes]
    return Form(FORMS[kind].schema(), data=data, obj=obj, options=options)


def _page(kind: str, worker: WorkerFacts, form: Form) -> str:
    return form_page(
        worker,
        form,
        title=str(FORMS[kind].title),
        to_url=url_for(".keep_deduction", worker_id=worker.id, kind=kind),
        back=".deductions",
    )
