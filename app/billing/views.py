"""A co-op's pages about the network's fees: invoices with their working, and the turnover that it tells."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.billing.paper import invoice_pdf
from app.billing.schemas import TellTurnover
from app.billing.words import WORDS
from app.web import dates
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.billing import actions
from franchise_kit.billing.actions.telling import TurnoverNotPossible
from franchise_kit.billing.queries import received
from franchise_kit.billing.rules.invoices import MonthNotOver
from tenants import clock

pages = Blueprint("fees", __name__, url_prefix="/fees")
only_for(pages, "coop")


@pages.get("")
@needs(Permission.NETWORK_FEE_READ)
def index() -> ResponseReturnValue:
    """Show the network's invoices, and what is owed."""
    invoices = received.list_received(reading_session(), by=current_actor())
    return render_template(
        "fees/index.html",
        invoices=invoices,
        owed_pence=sum(one.owed_pence for one in invoices),
        today=clock.today(),
        may_read_turnover=current_actor().may(Permission.COOP_ACCOUNTS_READ),
        **WORDS,
    )


@pages.get("/<uuid:invoice_id>")
@needs(Permission.NETWORK_FEE_READ)
def show(invoice_id: UUID) -> ResponseReturnValue:
    """Show one invoice with its working."""
    invoice = received.get_received(reading_session(), invoice_id, by=current_actor())
    return render_template("fees/show.html", invoice=invoice, today=clock.today(), **WORDS)


@pages.get("/<uuid:invoice_id>/pdf")
@needs(Permission.NETWORK_FEE_READ)
def paper(invoice_id: UUID) -> ResponseReturnValue:
    """Give one invoice as a document in both languages."""
    invoice = received.get_received(reading_session(), invoice_id, by=current_actor())
    content = invoice_pdf(invoice, current_coop(), now=clock.now())
    return attachment(content, "application/pdf", f"invoice-{invoice.number}.pdf")


@pages.get("/turnover")
@needs(Permission.COOP_ACCOUNTS_READ)
def turnover() -> ResponseReturnValue:
    """Show the turnovers that were told, and ask for the next."""
    return _turnover_page(reading_session(), None)


@pages.post("/turnover")
@needs(Permission.COOP_ACCOUNTS_WRITE)
def tell() -> ResponseReturnValue:
    """Tell the turnover of a month."""
    with read_again() as session:
        form = _form(session, typed=True)
        answers = form.validate()
        if answers is None:
            return _turnover_page(session, form), 422
    month, pence = answers["month"], answers["turnover"]
    try:
        actions.tell_turnover(
            coop=current_coop(), month=month, turnover_pence=pence, by=current_actor(), now=clock.now()
        )
    except (actions.TurnoverToldAlready, MonthNotOver) as refusal:
        form.refuse("month", sentence_for(refusal))
    except TurnoverNotPossible as refusal:
        form.refuse("turnover", sentence_for(refusal))
    if form.errors:
        with read_again() as session:
            return _turnover_page(session, form), 422
    flash(_("The turnover is told. It stands under “What we share” as well."))
    return redirect(url_for(".turnover"), code=303)


def _form(session: Session, *, typed: bool = False) -> Form:
    months = received.untold_months(session, by=current_actor(), today=clock.today())
    options = {"month": [(f"{month:%Y-%m}", dates.month(month)) for month in months]}
    kept = {"month": f"{months[0]:%Y-%m}"} if months else {}
    data = request.form if typed else None
    return Form(TellTurnover(), data=data, obj=None if typed else kept, options=options)


def _turnover_page(session: Session, form: Form | None) -> str:
    may_tell = current_actor().may(Permission.COOP_ACCOUNTS_WRITE)
    shown = form or (_form(session) if may_tell else None)
    return render_template(
        "fees/turnover.html",
        told=received.list_turnovers(session, by=current_actor()),
        form=shown,
        has_months=shown is not None and bool(shown["month"].options),
    )
