"""How holidays are paid to those without guaranteed hours: when they are away, or with each pay."""

from typing import Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.absence.desk_views import pages
from app.web.context import read_again
from app.web.forms import Form, Schema, Whole, choice
from app.web.guards import needs
from app.web.posting import Answers, acted, posted
from franchise_kit.access import Permission
from franchise_kit.time.actions.absence import AbsenceChangedMeanwhile
from franchise_kit.time.actions.leave import set_holiday_pay
from franchise_kit.time.queries.leave import get_leave_rules

MANAGE: Final = Permission.SETTINGS_MANAGE
AWAY, EACH_PAY = "away", "each_pay"


class HolidayPaySchema(Schema):
    """When holidays are paid."""

    paid = fields.Str(
        required=True,
        **choice(
            [
                (AWAY, _l("When they are away, at their average of the last 52 weeks with pay")),
                (EACH_PAY, _l("With each pay, as 12.07% on top in a line of its own")),
            ],
            label=_l("How are holidays paid to those without guaranteed hours?"),
        ),
    )
    version = Whole(required=True, validate=validate.Range(min=0), metadata={"widget": "hidden"})


@pages.get("/holiday-pay")
@needs(MANAGE)
def holiday_pay() -> ResponseReturnValue:
    """Ask how holidays are paid."""
    return _page()


@pages.post("/holiday-pay")
@needs(MANAGE)
def keep_holiday_pay() -> ResponseReturnValue:
    """Say how holidays are paid."""

    def act(answers: Answers) -> ResponseReturnValue:
        facts = {"is_rolled_up": answers["paid"] == EACH_PAY, "version": answers["version"]}
        return acted(set_holiday_pay, url_for(".holiday_pay"), _("Holidays are paid as you said"), **facts)

    form = Form(HolidayPaySchema(), data=request.form)
    return posted(form, act, page=_page, beside={AbsenceChangedMeanwhile.code: None})


def _page(form: Form | None = None) -> str:
    with read_again() as session:
        said = get_leave_rules(session)
    kept = {"paid": EACH_PAY if said.is_rolled_up else AWAY, "version": said.version}
    return render_template("absence/holiday_pay.html", form=form or Form(HolidayPaySchema(), obj=kept))
