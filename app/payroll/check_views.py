"""Check a payslip: anybody has one payment worked out, step by step. Nothing that is written here is kept."""

from contextlib import nullcontext
from typing import Any, Final, cast

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

import app.payroll.rule_words  # noqa: F401 - declares what the rules say no with
from app.payroll.check_schemas import CheckPayslip
from app.payroll.checked import checked
from app.web.forms import Form
from app.web.guards import open_to_all
from app.web.language import Language, locale_of
from franchise_kit.payroll.rules.whole import DeductionsAbovePay

pages = Blueprint("payslip_check", __name__, url_prefix="/check-payslip")
_PAGE: Final = "payroll/check.html"


@pages.get("")
@open_to_all
def ask() -> ResponseReturnValue:
    """Ask what a payslip says."""
    return render_template(_PAGE, form=Form(CheckPayslip()), checked=None)


@pages.post("")
@open_to_all
def work_out() -> ResponseReturnValue:
    """Show one payment worked out, in the language that was asked for; it stands nowhere afterwards."""
    form = Form(CheckPayslip(), data=request.form)
    answers = form.validate()
    if answers is None:
        return render_template(_PAGE, form=form, checked=None), 422
    wanted = cast("Language | None", answers["shown_in"])
    with force_locale(locale_of(wanted)) if wanted else nullcontext():
        return _worked_out(form, answers)


def _worked_out(form: Form, answers: dict[str, Any]) -> ResponseReturnValue:
    try:
        made = checked(answers)
    except DeductionsAbovePay:
        form.refuse("pay", _("More would be taken than this pay is: look at the pension and the tax code"))
        return render_template(_PAGE, form=form, checked=None), 422
    return render_template(_PAGE, form=form, checked=made)
