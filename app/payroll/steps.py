"""How tax and National Insurance were worked out, step by step, in plain words."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.money import pounds
from franchise_kit.payroll.rules.steps import Step

Values = Mapping[str, int | str]


def step_words(steps: Iterable[Step]) -> list[str]:
    """Return a sentence for each step that says something, in the reader's language."""
    return [said for step in steps if (said := _WORDS[step.code](step.values))]


def _money(values: Values, name: str) -> str:
    return pounds(int(values[name]))


def _rate(values: Values) -> str:
    """Return a rate in percent, without noughts that say nothing."""
    return f"{(Decimal(values['rate_bps']) / 100).normalize():f}"


def _pay_to_date(values: Values) -> str:
    if int(values["before_pence"]) == 0:
        return str(_("This is the first pay of the tax year: %(pay)s.", pay=_money(values, "pay_pence")))
    return str(
        _(
            "Pay since 6 April: %(before)s before and %(pay)s now, together %(total)s.",
            before=_money(values, "before_pence"),
            pay=_money(values, "pay_pence"),
            total=_money(values, "total_pence"),
        )
    )


def _pay_alone(values: Values) -> str:
    said = _("With this tax code each pay day is looked at alone: %(pay)s.", pay=_money(values, "pay_pence"))
    return str(said)


def _pay_this_month(values: Values) -> str:
    return str(
        _(
            "With this tax code each tax month is looked at alone: %(before)s before and %(pay)s now, "
            "together %(total)s.",
            before=_money(values, "before_pence"),
            pay=_money(values, "pay_pence"),
            total=_money(values, "total_pence"),
        )
    )


def _free_pay(values: Values) -> str:
    said: str = ngettext(
        "The tax code %(code)s leaves %(amount)s without tax for %(num)d month of the tax year.",
        "The tax code %(code)s leaves %(amount)s without tax for %(num)d months of the tax year.",
        int(values["periods"]),
        code=values["code"],
        amount=_money(values, "amount_pence"),
    )
    return said


def _added_pay(values: Values) -> str:
    return str(
        _(
            "The tax code %(code)s adds %(amount)s to the pay that is taxed.",
            code=values["code"],
            amount=_money(values, "amount_pence"),
        )
    )


def _taxable(values: Values) -> str:
    if int(values["taxed_pence"]) == 0:
        return str(_("Nothing is left that is taxed."))
    return str(_("That leaves %(taxed)s to be taxed, in whole pounds.", taxed=_money(values, "taxed_pence")))


def _band(values: Values) -> str:
    return str(
        _(
            "%(rate)s%% of %(taxed)s is %(tax)s.",
            rate=_rate(values),
            taxed=_money(values, "taxed_pence"),
            tax=_money(values, "tax_pence"),
        )
    )


def _no_tax(values: Values) -> str:
    return str(_("The tax code %(code)s means that no tax is taken.", code=values["code"]))


def _tax_to_date(values: Values) -> str:
    return str(_("Tax on all of that: %(tax)s.", tax=_money(values, "tax_pence")))


def _tax_before(values: Values) -> str:
    if int(values["tax_pence"]) == 0:
        return str(_("No tax was taken before."))
    return str(_("Of that, %(tax)s was taken before.", tax=_money(values, "tax_pence")))


def _limited(values: Values) -> str:
    return str(
        _(
            "No more than half of this pay may be taken: %(limit)s in place of %(wanted)s.",
            limit=_money(values, "limit_pence"),
            wanted=_money(values, "wanted_pence"),
        )
    )


def _tax_now(values: Values) -> str:
    pence = int(values["tax_pence"])
    if pence < 0:
        return str(_("Tax given back this time: %(tax)s.", tax=pounds(-pence)))
    return str(_("Tax this time: %(tax)s.", tax=pounds(pence)))


def _earnings(values: Values) -> str:
    return str(
        _(
            "National Insurance goes by this pay alone: %(pay)s, category %(category)s.",
            pay=_money(values, "pay_pence"),
            category=values["category"],
        )
    )


def _earnings_together(values: Values) -> str:
    return str(
        _(
            "National Insurance goes by all pay of the tax month: %(before)s before and %(pay)s now, "
            "together %(total)s, category %(category)s.",
            before=_money(values, "before_pence"),
            pay=_money(values, "pay_pence"),
            total=_money(values, "total_pence"),
            category=values["category"],
        )
    )


def _contributions_now(values: Values) -> str:
    return str(
        _(
            "Of what you pay, %(before)s belongs to the earlier pay of this month; this time it is "
            "%(amount)s. Your employer pays %(employer)s this time.",
            before=_money(values, "before_pence"),
            amount=_money(values, "amount_pence"),
            employer=_money(values, "employer_pence"),
        )
    )


def _employee_main(values: Values) -> str:
    if int(values["band_pence"]) == 0:
        return str(_("Up to %(limit)s you pay nothing.", limit=_money(values, "from_pence")))
    return str(
        _(
            "Up to %(limit)s you pay nothing; %(rate)s%% of the next %(band)s is %(amount)s.",
            limit=_money(values, "from_pence"),
            rate=_rate(values),
            band=_money(values, "band_pence"),
            amount=_money(values, "amount_pence"),
        )
    )


def _employee_upper(values: Values) -> str:
    if int(values["band_pence"]) == 0:
        return ""
    return str(
        _(
            "%(rate)s%% of the %(band)s above %(limit)s is %(amount)s.",
            rate=_rate(values),
            band=_money(values, "band_pence"),
            limit=_money(values, "from_pence"),
            amount=_money(values, "amount_pence"),
        )
    )


def _employer(values: Values) -> str:
    if int(values["band_pence"]) == 0:
        return ""
    return str(
        _(
            "Your employer pays %(rate)s%% of the %(band)s above %(limit)s on top: %(amount)s.",
            rate=_rate(values),
            band=_money(values, "band_pence"),
            limit=_money(values, "from_pence"),
            amount=_money(values, "amount_pence"),
        )
    )


def _no_contributions(values: Values) -> str:
    said = _("Nobody pays National Insurance in category %(category)s.", category=values["category"])
    return str(said)


_WORDS: Final[Mapping[str, Callable[[Values], str]]] = {
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
    "earnings": _earnings,
    "earnings_together": _earnings_together,
    "employee_main": _employee_main,
    "employee_upper": _employee_upper,
    "employer_main": _employer,
    "employer_upper": _employer,
    "contributions_now": _contributions_now,
    "no_national_insurance": _no_contributions,
}
