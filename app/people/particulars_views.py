"""What the tax office says of a worker, and where they are paid: masked, and changed by two people."""

from functools import partial
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.people import words
from app.people.profile_schemas import BankSchema
from app.people.record import holds, worker_page
from app.people.schemas import TaxSchema
from app.people.shared import decided, form_page, worker_of
from app.people.views import pages
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from app.web.proof import is_proved
from franchise_kit.access import Permission
from franchise_kit.people import actions, queries
from franchise_kit.people.queries import WorkerFacts
from franchise_kit.people.queries.reported import list_reported
from franchise_kit.people.rules.particulars import declared_tax_code
from tenants import clock

READ, WRITE = Permission.EMPLOYMENT_READ, Permission.EMPLOYMENT_WRITE
TAX_FIELDS = {
    "tax_code_unreadable": "tax_code",
    "ni_number_unreadable": "national_insurance_number",
    "ni_category_unknown": "ni_category",
    "earlier_tax_above_pay": "earlier_tax",
}
BANK_FIELDS = {"sort_code_unreadable": "sort_code", "account_number_unreadable": "account_number"}


@pages.get("/<uuid:worker_id>/tax-codes")
@needs(READ)
def taxes(worker_id: UUID) -> ResponseReturnValue:
    """Show what the tax office and the worker said, the newest first."""
    session, by = reading_session(), current_actor()
    worker = queries.get_worker(session, worker_id, by=by)
    return worker_page(
        "workers/taxes.html",
        worker,
        here="workers.taxes",
        employment=queries.get_employment(session, worker_id, by=by),
        reported=list_reported(session, worker_id, by=by),
        sources=words.SOURCES,
        **_about(worker),
    )


@pages.get("/<uuid:worker_id>/bank")
@needs(READ)
def bank(worker_id: UUID) -> ResponseReturnValue:
    """Show where they are paid, masked."""
    session, by = reading_session(), current_actor()
    worker = queries.get_worker(session, worker_id, by=by)
    entries = queries.list_bank_entries(session, worker_id, by=by)
    return worker_page("workers/bank.html", worker, here="workers.bank", entries=entries, **_about(worker))


@pages.get("/<uuid:worker_id>/tax")
@needs(WRITE)
def tax(worker_id: UUID) -> ResponseReturnValue:
    """Ask what the tax office or the worker says."""
    return _tax_page(worker_of(worker_id), Form(TaxSchema()))


@pages.post("/<uuid:worker_id>/tax")
@needs(WRITE)
def set_tax(worker_id: UUID) -> ResponseReturnValue:
    """Keep what the tax office or the worker says."""

    def keep(answers: Answers) -> ResponseReturnValue:
        state = actions.set_tax_particulars(
            coop=current_coop(),
            worker_id=worker_id,
            particulars=particulars_of(answers),
            by=current_actor(),
            now=clock.now(),
        )
        said = _("The tax particulars are kept") if state == "agreed" else _waits_words()
        return sent_on(url_for(".taxes", worker_id=worker_id), said)

    page = partial(_tax_page, worker_of(worker_id))
    return posted(Form(TaxSchema(), data=request.form), keep, page=page, beside=TAX_FIELDS)


@pages.get("/<uuid:worker_id>/bank/new")
@needs(WRITE, fresh=True)
def new_bank(worker_id: UUID) -> ResponseReturnValue:
    """Ask where they are paid."""
    return _bank_page(worker_of(worker_id), Form(BankSchema()))


@pages.post("/<uuid:worker_id>/bank/new")
@needs(WRITE, fresh=True)
def set_bank(worker_id: UUID) -> ResponseReturnValue:
    """Keep where they are paid."""

    def keep(answers: Answers) -> ResponseReturnValue:
        state = actions.set_bank(
            coop=current_coop(),
            worker_id=worker_id,
            bank=bank_of(answers),
            by=current_actor(),
            now=clock.now(),
        )
        said = _("The bank account is kept") if state == "agreed" else _waits_words()
        return sent_on(url_for(".bank", worker_id=worker_id), said)

    page = partial(_bank_page, worker_of(worker_id))
    return posted(Form(BankSchema(), data=request.form), keep, page=page, beside=BANK_FIELDS)


@pages.get("/<uuid:worker_id>/tax-codes/proved")
@needs(READ, fresh=True)
def prove_for_tax(worker_id: UUID) -> ResponseReturnValue:
    """Show the page again, now that its reader has proved who they are."""
    return redirect(url_for(".taxes", worker_id=worker_of(worker_id).id), code=303)


@pages.get("/<uuid:worker_id>/bank/proved")
@needs(READ, fresh=True)
def prove_for_bank(worker_id: UUID) -> ResponseReturnValue:
    """Show the page again, now that its reader has proved who they are."""
    return redirect(url_for(".bank", worker_id=worker_of(worker_id).id), code=303)


@pages.post("/<uuid:worker_id>/tax-codes/whole")
@needs(READ, fresh=True)
def show_tax(worker_id: UUID) -> ResponseReturnValue:
    """Show the National Insurance number whole, once."""
    worker = worker_of(worker_id)
    number = actions.show_ni_number(coop=current_coop(), worker_id=worker_id, by=current_actor())
    return _whole(worker, back=".taxes", number=number)


@pages.post("/<uuid:worker_id>/bank/whole")
@needs(READ, fresh=True)
def show_bank(worker_id: UUID) -> ResponseReturnValue:
    """Show the bank account whole, once."""
    worker = worker_of(worker_id)
    accounts = actions.show_bank(coop=current_coop(), worker_id=worker_id, by=current_actor())
    return _whole(worker, back=".bank", accounts=accounts)


@pages.post("/<uuid:worker_id>/tax-codes/<uuid:entry_id>/agree")
@needs(READ, fresh=True)
def agree_tax(worker_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Say yes to proposed tax particulars."""
    return decided(actions.agree_tax, worker_id, back=".taxes", is_agreed=True, entry_id=entry_id)


@pages.post("/<uuid:worker_id>/bank/<uuid:entry_id>/agree")
@needs(READ, fresh=True)
def agree_bank(worker_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Say yes to a proposed bank account."""
    return decided(actions.agree_bank, worker_id, back=".bank", is_agreed=True, entry_id=entry_id)


@pages.post("/<uuid:worker_id>/tax-codes/<uuid:entry_id>/refuse")
@needs(READ)
def refuse_tax(worker_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Say no to proposed tax particulars."""
    return decided(actions.refuse_tax, worker_id, back=".taxes", is_agreed=False, entry_id=entry_id)


@pages.post("/<uuid:worker_id>/bank/<uuid:entry_id>/refuse")
@needs(READ)
def refuse_bank(worker_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Say no to a proposed bank account."""
    return decided(actions.refuse_bank, worker_id, back=".bank", is_agreed=False, entry_id=entry_id)


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


def bank_of(answers: Answers) -> actions.NewBank:
    """Return the bank account that a form or a program says."""
    return actions.NewBank(
        account_name=answers["account_name"],
        sort_code=answers["sort_code"],
        account_number=answers["account_number"],
        roll_number=answers["roll_number"] or None,
    )


def _about(worker: WorkerFacts) -> dict[str, object]:
    """Return what both sections ask before they show a button."""
    by = current_actor()
    return {
        "states": words.STATES,
        "may_agree": holds(WRITE),
        "may_decide": queries.may_decide(worker, by=by),
        "may_read_whole": queries.may_read_whole(worker, by=by),
        "is_proved": is_proved(),
    }


def _waits_words() -> str:
    return str(_("Your change waits until a second person agrees: another who changes pay, or the worker."))


def _whole(worker: WorkerFacts, *, back: str, **shown: object) -> ResponseReturnValue:
    with read_again():
        return render_template(
            "workers/whole.html",
            title=_("Shown whole"),
            lede=worker.full_name,
            back_url=url_for(back, worker_id=worker.id),
            **shown,
        )


def _tax_page(worker: WorkerFacts, form: Form) -> str:
    return form_page(
        worker,
        form,
        title=_("Enter tax particulars"),
        to_url=url_for(".set_tax", worker_id=worker.id),
        back=".taxes",
    )


def _bank_page(worker: WorkerFacts, form: Form) -> str:
    return form_page(
        worker,
        form,
        title=_("Enter a bank account"),
        to_url=url_for(".set_bank", worker_id=worker.id),
        back=".bank",
    )
