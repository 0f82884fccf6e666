"""How tax was worked out, in plain words."""

from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from app.payroll.steps.values import Values, Words, money, rate, together
from app.web.money import pounds


def _pay_to_date(values: Values) -> str:
    if int(values["before_pence"]) == 0:
        return str(_("This is the first pay of the tax year: %(pay)s.", pay=money(values, "pay_pence")))
    return str(
        _(
            "Pay since 6 April: %(before)s before and %(pay)s now, together %(total)s.",
            **together(values),
        )
    )


def _pay_alone(values: Values) -> str:
    said = _("With this tax code each pay day is looked at alone: %(pay)s.", pay=money(values, "pay_pence"))
    return str(said)


def _pay_this_month(values: Values) -> str:
    return str(
        _(
            "With this tax code each tax month is looked at alone: %(before)s before and %(pay)s now, "
            "together %(total)s.",
            **together(values),
        )
    )


def _free_pay(values: Values) -> str:
    said: str = ngettext(
        "The tax code %(code)s leaves %(amount)s without tax for %(num)d month of the tax year.",
        "The tax code %(code)s leaves %(amount)s without tax for %(num)d months of the tax year.",
        int(values["periods"]),
        code=values["code"],
        amount=money(values, "amount_pence"),
    )
    return said


def _added_pay(values: Values) -> str:
    return str(
        _(
            "The tax code %(code)s adds %(amount)s to the pay that is taxed.",
            code=values["code"],
            amount=money(values, "amount_pence"),
        )
    )


def _taxable(values: Values) -> str:
    if int(values["taxed_pence"]) == 0:
        return str(_("Nothing is left that is taxed."))
    return str(_("That leaves %(taxed)s to be taxed, in whole pounds.", taxed=money(values, "taxed_pence")))


def _band(values: Values) -> str:
    return str(
        _(
            "%(rate)s%% of %(taxed)s is %(tax)s.",
            rate=rate(values),
            taxed=money(values, "taxed_pence"),
            tax=money(values, "tax_pence"),
        )
    )


def _no_tax(values: Values) -> str:
    return str(_("The tax code %(code)s means that no tax is taken.", code=values["code"]))


def _tax_to_date(values: Values) -> str:
    return str(_("Tax on all of that: %(tax)s.", tax=money(values, "tax_pence")))


def _tax_before(values: Values) -> str:
    if int(values["tax_pence"]) == 0:
        return str(_("No tax was taken before."))
    return str(_("Of that, %(tax)s was taken before.", tax=money(values, "tax_pence")))


def _limited(values: Values) -> str:
    return str(
        _(
            "No more than half of this pay may be taken: %(limit)s in place of %(wanted)s.",
            limit=money(values, "limit_pence"),
            wanted=money(values, "wanted_pence"),
        )
    )


def _tax_now(values: Values) -> str:
    pence = int(values["tax_pence"])
    if pence < 0:
        return str(_("Tax given back this time: %(tax)s.", tax=pounds(-pence)))
    return str(_("Tax this time: %(tax)s.", tax=pounds(pence)))


def _left_over(values: Values) -> str:
    said = _(
        "The tax year has a day or two more than its weeks. Pay on them is looked at alone: %(pay)s.",
        pay=money(values, "pay_pence"),
    )
    return str(said)


def _free_pay_of_weeks(values: Values) -> str:
    said: str = ngettext(
        "The tax code %(code)s leaves %(amount)s without tax for %(num)d week of the tax year.",
        "The tax code %(code)s leaves %(amount)s without tax for %(num)d weeks of the tax year.",
        int(values["periods"]),
        code=values["code"],
        amount=money(values, "amount_pence"),
    )
    return said


def _pay_this_period(values: Values) -> str:
    return str(
        _(
            "Pay of the same days is looked at together: %(before)s before and %(pay)s now, together "
            "%(total)s.",
            **together(values),
        )
    )


WORDS: Final[Words] = {
    "pay_to_date": _pay_to_date,
    "pay_alone": _pay_alone,
    "pay_this_month": _pay_this_month,
    "free_pay_to_date": _free_pay,
    "additional_pay_to_date": _added_pay,
    "taxable_pay_to_date": _taxable,
    "band": _band,
    "flat_rate": _band,
    "no_tax": _no_tax,
    "tax_to_date": _tax_to_date,
    "tax_before": _tax_before,
    "limited": _limited,
    "tax_now": _tax_now,
}
# Of pay by the week, and of a payment in the day or two that no week of the tax year has.
OF_WEEKS: Final[Words] = {"free_pay_to_date": _free_pay_of_weeks, "pay_this_month": _pay_this_period}
LEFT_OVER: Final[Words] = {"pay_alone": _left_over}
