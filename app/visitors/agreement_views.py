"""The co-op's word on service agreements."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.journal.telling import page_words
from app.visitors.schemas import AcceptAgreement, SayNo
from app.visitors.views import pages
from app.visitors.words import WORDS
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.permission_words import permission_words
from app.web.proof import is_proved
from franchise_kit.access import Permission
from franchise_kit.access.queries.accounts import account_names
from franchise_kit.visiting.actions import agreeing
from franchise_kit.visiting.queries import AgreementFacts, get_agreement, list_reads
from tenants import clock

__all__ = ["pages"]


@pages.get("/visitors/agreements/<uuid:agreement_id>")
@needs(Permission.SERVICE_AGREEMENT_READ)
def agreement(agreement_id: UUID) -> ResponseReturnValue:
    """Show one agreement: what is offered, what was decided, and what was read."""
    facts = get_agreement(reading_session(), agreement_id, by=current_actor())
    return _page(_about(reading_session(), facts), accept=_accept_form(facts), refuse=_refuse_form())


@pages.get("/visitors/agreements/<uuid:agreement_id>/accept")
@needs(Permission.SERVICE_AGREEMENT_DECIDE, fresh=True)
def prove_to_sign(agreement_id: UUID) -> ResponseReturnValue:
    """Show the agreement again, now that its reader has proved who they are."""
    get_agreement(reading_session(), agreement_id, by=current_actor())
    return redirect(url_for(".agreement", agreement_id=agreement_id), code=303)


@pages.post("/visitors/agreements/<uuid:agreement_id>/accept")
@needs(Permission.SERVICE_AGREEMENT_DECIDE, fresh=True)
def accept_agreement(agreement_id: UUID) -> ResponseReturnValue:
    """Sign an agreement, perhaps for less than is offered."""
    with read_again() as session:
        facts = get_agreement(session, agreement_id, by=current_actor())
        about = _about(session, facts)
    form = _accept_form(facts, typed=True)
    answers = form.validate()
    if answers is None:
        return _page(about, accept=form, refuse=_refuse_form(), form=form), 422
    agreeing.accept_agreement(
        coop=current_coop(),
        agreement_id=agreement_id,
        by=current_actor(),
        permissions=answers["permissions"],
        now=clock.now(),
    )
    flash(_("The agreement is signed. You can end it at any time."))
    return redirect(url_for(".agreement", agreement_id=agreement_id), code=303)


@pages.post("/visitors/agreements/<uuid:agreement_id>/refuse")
@needs(Permission.SERVICE_AGREEMENT_DECIDE)
def refuse_agreement(agreement_id: UUID) -> ResponseReturnValue:
    """Say no to an agreement, with a reason."""
    form = _refuse_form(typed=True)
    answers = form.validate()
    if answers is None:
        with read_again() as session:
            facts = get_agreement(session, agreement_id, by=current_actor())
            about = _about(session, facts)
        return _page(about, accept=_accept_form(facts), refuse=form, form=form), 422
    agreeing.refuse_agreement(
        coop=current_coop(),
        agreement_id=agreement_id,
        by=current_actor(),
        reason=answers["reason"],
        now=clock.now(),
    )
    flash(_("You have said no. The network's office is told."))
    return redirect(url_for(".agreement", agreement_id=agreement_id), code=303)


@pages.post("/visitors/agreements/<uuid:agreement_id>/end")
@needs(Permission.SERVICE_AGREEMENT_DECIDE)
def end_agreement(agreement_id: UUID) -> ResponseReturnValue:
    """End an agreement, at once."""
    agreeing.end_agreement(
        coop=current_coop(), agreement_id=agreement_id, by=current_actor(), now=clock.now()
    )
    flash(_("The agreement has ended. Whoever was inside is outside now."))
    return redirect(url_for(".agreement", agreement_id=agreement_id), code=303)


def _accept_form(facts: AgreementFacts, *, typed: bool = False) -> Form:
    options = {"permissions": [(code, permission_words(code)) for code in facts.offered]}
    kept = {"permissions": list(facts.offered)}
    return Form(
        AcceptAgreement(), data=request.form if typed else None, obj=None if typed else kept, options=options
    )


def _refuse_form(*, typed: bool = False) -> Form:
    return Form(SayNo(), data=request.form if typed else None, prefix="no-")


def _about(session: Session, facts: AgreementFacts) -> dict[str, object]:
    """Return what the page shows of an agreement besides its forms."""
    by = current_actor()
    may_see_reads = by.may(Permission.ACCESS_GRANT_READ)
    return {
        "agreement": facts,
        "names": account_names(session, [facts.decided_by_account]),
        "reads": list_reads(session, facts.id, by=by) if may_see_reads else [],
        "may_decide": by.may(Permission.SERVICE_AGREEMENT_DECIDE) and by.side == "coop",
        "is_proved": is_proved(),
    }


def _page(about: dict[str, object], **forms: Form) -> str:
    return render_template("visitors/agreement.html", page_words=page_words, **about, **forms, **WORDS)
