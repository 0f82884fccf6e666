"""The hub's pages about fees: a month before and after it is billed, the invoices, and what is owed."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.billing.paper import invoice_pdf
from app.billing.schemas import MonthChoice, RecordTransfer, RunMonth
from app.billing.words import WORDS
from app.hub.stages import stage_name
from app.hub.telling_apart import name_of, names_apart
from app.web import dates
from app.web.attachments import attachment
from app.web.context import current_actor, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.money import pounds
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.billing import actions
from franchise_kit.billing.queries import invoices, months
from franchise_kit.billing.queries.months import CoopMonth
from franchise_kit.billing.queries.plans import NoFeePlan
from franchise_kit.billing.rules.invoices import MonthNotOver
from franchise_kit.billing.rules.plan import FeePlanNotReadable
from franchise_kit.kernel.days import month_before
from tenants import clock, registry
from tenants.office import Coop

pages = Blueprint("network_fees", __name__, url_prefix="/network/fees")
only_for(pages, "hub")
MONTHS_BACK = 12


@pages.get("")
@needs(Permission.NETWORK_FEE_READ)
def month() -> ResponseReturnValue:
    """Show what each co-op told of a month, what it comes to, and what is missing."""
    asked = request.args if request.args.get("month") else {"month": f"{month_before(clock.today()):%Y-%m}"}
    form = Form(MonthChoice(), data=asked, options={"month": _month_options()})
    answers = form.validate()
    chosen = (answers or {}).get("month") or month_before(clock.today())
    page = _month_page(reading_session(), chosen, form, _run_form(chosen))
    return page, 200 if answers is not None else 422


@pages.post("/run")
@needs(Permission.NETWORK_FEE_MANAGE)
def run() -> ResponseReturnValue:
    """Have a month billed."""
    form = Form(RunMonth(), data=request.form)
    answers = form.validate()
    chosen = answers["month"] if answers is not None else month_before(clock.today())
    if answers is not None:
        try:
            progress_id = actions.ask_for_run(by=current_actor(), now=clock.now(), **answers)
            return redirect(url_for("progress.show", progress_id=progress_id), code=303)
        except MonthNotOver as refusal:
            form.refuse(None, sentence_for(refusal))
    with read_again() as session:
        asked = Form(MonthChoice(), obj={"month": f"{chosen:%Y-%m}"}, options={"month": _month_options()})
        return _month_page(session, chosen, asked, form), 422


@pages.get("/invoices")
@needs(Permission.NETWORK_FEE_READ)
def listed() -> ResponseReturnValue:
    """Show the newest invoices."""
    session = reading_session()
    return render_template(
        "network_fees/invoices.html",
        invoices=invoices.list_invoices(session, by=current_actor()),
        today=clock.today(),
        coop_name=_coop_namer(session),
    )


@pages.get("/balances")
@needs(Permission.NETWORK_FEE_READ)
def balances() -> ResponseReturnValue:
    """Show what each co-op owes, who is late first."""
    found = invoices.list_balances(reading_session(), by=current_actor(), today=clock.today())
    ordered = sorted(found, key=lambda one: (-one.overdue_pence, -one.owed_pence, one.coop.slug))
    return render_template(
        "network_fees/balances.html", balances=ordered, coop_name=_coop_namer(reading_session())
    )


@pages.get("/invoices/<uuid:invoice_id>")
@needs(Permission.NETWORK_FEE_READ)
def show(invoice_id: UUID) -> ResponseReturnValue:
    """Show one invoice with its working and what came in for it."""
    return _invoice_page(reading_session(), invoice_id, Form(RecordTransfer()))


@pages.get("/invoices/<uuid:invoice_id>/pdf")
@needs(Permission.NETWORK_FEE_READ)
def paper(invoice_id: UUID) -> ResponseReturnValue:
    """Give one invoice as a document in both languages."""
    invoice = invoices.get_invoice(reading_session(), invoice_id, by=current_actor())
    content = invoice_pdf(invoice, invoice.coop, now=clock.now())
    return attachment(content, "application/pdf", f"invoice-{invoice.number}.pdf")


@pages.post("/invoices/<uuid:invoice_id>/transfers")
@needs(Permission.NETWORK_FEE_MANAGE)
def record(invoice_id: UUID) -> ResponseReturnValue:
    """Record a bank transfer for an invoice."""
    form = Form(RecordTransfer(), data=request.form)
    answers = form.validate()
    if answers is not None:
        transfer = actions.Transfer(amount_pence=answers.pop("amount"), **answers)
        try:
            actions.record_transfer(
                invoice_id=invoice_id, transfer=transfer, by=current_actor(), now=clock.now()
            )
        except actions.OverPayment as refusal:
            form.refuse("amount", sentence_for(refusal))
        except actions.TransferRecordedAlready as refusal:
            form.refuse("reference", sentence_for(refusal))
        except actions.TransferNotPossible as refusal:
            form.refuse("received_on", sentence_for(refusal))
    if form.errors:
        with read_again() as session:
            return _invoice_page(session, invoice_id, form), 422
    flash(_("The transfer is recorded, and the co-op is told"))
    return redirect(url_for(".show", invoice_id=invoice_id), code=303)


@pages.post("/invoices/<uuid:invoice_id>/credit")
@needs(Permission.NETWORK_FEE_MANAGE)
def use_credit(invoice_id: UUID) -> ResponseReturnValue:
    """Use the co-op's credit for an invoice, as far as it goes."""
    pence = actions.use_credit(invoice_id=invoice_id, by=current_actor(), now=clock.now())
    flash(_("%(amount)s of the co-op's credit is used for this invoice", amount=pounds(pence)))
    return redirect(url_for(".show", invoice_id=invoice_id), code=303)


@pages.post("/invoices/<uuid:invoice_id>/transfers/<uuid:transfer_id>/take-back")
@needs(Permission.NETWORK_FEE_MANAGE)
def take_back(invoice_id: UUID, transfer_id: UUID) -> ResponseReturnValue:
    """Take back a wrong entry by a counter entry."""
    actions.take_back(invoice_id=invoice_id, transfer_id=transfer_id, by=current_actor(), now=clock.now())
    flash(_("The entry is taken back, and the co-op is told"))
    return redirect(url_for(".show", invoice_id=invoice_id), code=303)


def _coop_namer(session: Session) -> Callable[[Coop], str]:
    """Return what gives a co-op's name, told apart from another of the same name."""
    names = names_apart(registry.list_coops(session))
    return lambda coop: names.get(coop.id) or name_of(coop)


def _month_options() -> list[tuple[str, str]]:
    chosen, options = month_before(clock.today()), []
    for _turn in range(MONTHS_BACK):
        options.append((f"{chosen:%Y-%m}", dates.month(chosen)))
        chosen = month_before(chosen)
    return options


def _run_form(chosen: date) -> Form:
    return Form(RunMonth(), obj={"month": f"{chosen:%Y-%m}"})


def _month_page(session: Session, chosen: date, form: Form, run_form: Form) -> str:
    no_plan, found = "", list[CoopMonth]()
    try:
        found = months.list_months(session, chosen, by=current_actor(), on=clock.today())
    except (NoFeePlan, FeePlanNotReadable) as refusal:
        no_plan = sentence_for(refusal)
    return render_template(
        "network_fees/month.html",
        month=chosen,
        months=sorted(found, key=lambda one: (one.state != "held", one.state != "incomplete", one.coop.slug)),
        no_plan=no_plan,
        form=run_form if run_form.errors else form,
        find_form=form,
        run_form=run_form,
        to_bill=sum(one.state in {"ready", "incomplete", "held"} for one in found),
        may_run=current_actor().may(Permission.NETWORK_FEE_MANAGE),
        coop_name=_coop_namer(session),
        stage_name=stage_name,
        **WORDS,
    )


def _invoice_page(session: Session, invoice_id: UUID, form: Form) -> str:
    return render_template(
        "network_fees/show.html",
        invoice=invoices.get_invoice(session, invoice_id, by=current_actor()),
        form=form,
        today=clock.today(),
        may_record=current_actor().may(Permission.NETWORK_FEE_MANAGE),
        coop_name=_coop_namer(session),
        **WORDS,
    )
