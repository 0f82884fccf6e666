"""The bank's file of an approved run: made once by who approves pay and has just proved who they are."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.payroll import file_words
from app.payroll.file_schemas import BankFileSchema, WithdrawalSchema
from app.people.named import told_apart
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.payroll.actions.paying import FileOrder, make_bank_file, withdraw_bank_file
from franchise_kit.payroll.queries.paying import Paying, get_paying
from tenants import clock

pages = Blueprint("pay_files", __name__, url_prefix="/pay-files")
only_for(pages, "coop")
# What each format is to a browser, and how its files end.
KINDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "bacs18": ("text/plain; charset=us-ascii", "txt"),
        "pain03": ("application/xml", "xml"),
        "pain09": ("application/xml", "xml"),
        "table": ("text/csv; charset=utf-8", "csv"),
    }
)
_BESIDE: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "sort_code_unreadable": "sort_code",
        "account_number_unreadable": "account_number",
        "service_user_number_unreadable": "user_number",
        "letters_not_in_format": None,
        "payees_without_account": None,
        "pay_run_paid_already": None,
        "nobody_to_pay": None,
    }
)


@pages.get("/<uuid:pay_run_id>")
@needs(Permission.PAYRUN_APPROVE, fresh=True)
def show(pay_run_id: UUID) -> ResponseReturnValue:
    """Say what paying the run comes to, and ask for the co-op's account; or show the file that stands."""
    return _page(reading_session(), pay_run_id, Form(BankFileSchema()))


@pages.post("/<uuid:pay_run_id>")
@needs(Permission.PAYRUN_APPROVE, fresh=True)
def make(pay_run_id: UUID) -> ResponseReturnValue:
    """Make the file, and give it to be kept."""

    def act(answers: Answers) -> ResponseReturnValue:
        coop = current_coop()
        order = FileOrder(payer_name=coop.name_en, **answers)
        made = make_bank_file(
            coop=coop, pay_run_id=pay_run_id, order=order, by=current_actor(), now=clock.now()
        )
        media_type, ending = KINDS[order.format]
        response = attachment(made.content, media_type, _name(clock.today(), made.number, ending))
        response.headers["Cache-Control"] = "no-store"
        return response

    form = Form(BankFileSchema(), data=request.form)
    return posted(form, act, page=lambda form: _again(pay_run_id, form), beside=_BESIDE)


@pages.get("/<uuid:pay_run_id>/withdraw")
@needs(Permission.PAYRUN_APPROVE, fresh=True)
def ask_withdrawal(pay_run_id: UUID) -> ResponseReturnValue:
    """Ask why the file that stands is withdrawn."""
    paying = get_paying(reading_session(), pay_run_id, today=clock.today(), by=current_actor())
    return _withdrawal_page(paying, Form(WithdrawalSchema()))


@pages.post("/<uuid:pay_run_id>/withdraw")
@needs(Permission.PAYRUN_APPROVE, fresh=True)
def withdraw(pay_run_id: UUID) -> ResponseReturnValue:
    """Withdraw the file, so that another can be made."""

    def act(answers: Answers) -> ResponseReturnValue:
        withdraw_bank_file(
            coop=current_coop(), pay_run_id=pay_run_id, by=current_actor(), now=clock.now(), **answers
        )
        return sent_on(
            url_for(".show", pay_run_id=pay_run_id), _("The file is withdrawn. Another can be made.")
        )

    def page(form: Form) -> str:
        with read_again() as session:
            paying = get_paying(session, pay_run_id, today=clock.today(), by=current_actor())
            return _withdrawal_page(paying, form)

    form = Form(WithdrawalSchema(), data=request.form)
    return posted(form, act, page=page, beside={"pay_run_not_paid_yet": None})


def _again(pay_run_id: UUID, form: Form) -> str:
    with read_again() as session:
        return _page(session, pay_run_id, form)


def _page(session: Session, pay_run_id: UUID, form: Form) -> str:
    return render_template(
        "payroll/pay_file.html",
        paying=get_paying(session, pay_run_id, today=clock.today(), by=current_actor()),
        called=told_apart(session),
        form=form,
        words=file_words,
    )


def _withdrawal_page(paying: Paying, form: Form) -> str:
    return render_template("payroll/withdraw_file.html", paying=paying, form=form, words=file_words)


def _name(day: date, number: int, ending: str) -> str:
    word = _("pay")
    return f"{word}-{day.isoformat()}-{number}.{ending}"
