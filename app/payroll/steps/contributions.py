"""How National Insurance was worked out, in plain words."""

from typing import Final

from flask_babel import gettext as _

from app.payroll.steps.values import Values, Words, money, rate, together


def _earnings(values: Values) -> str:
    return str(
        _(
            "National Insurance goes by this pay alone: %(pay)s, category %(category)s.",
            pay=money(values, "pay_pence"),
            category=values["category"],
        )
    )


def _earnings_together(values: Values) -> str:
    return str(
        _(
            "National Insurance goes by all pay of the tax month: %(before)s before and %(pay)s now, "
            "together %(total)s, category %(category)s.",
            **together(values),
            category=values["category"],
        )
    )


def _contributions_now(values: Values) -> str:
    return str(
        _(
            "Of what you pay, %(before)s belongs to the earlier pay of this month; this time it is "
            "%(amount)s. Your employer pays %(employer)s this time.",
            before=money(values, "before_pence"),
            amount=money(values, "amount_pence"),
            employer=money(values, "employer_pence"),
        )
    )


def _employee_main(values: Values) -> str:
    if int(values["band_pence"]) == 0:
        return str(_("Up to %(limit)s you pay nothing.", limit=money(values, "from_pence")))
    return str(
        _(
            "Up to %(limit)s you pay nothing; %(rate)s%% of the next %(band)s is %(amount)s.",
            limit=money(values, "from_pence"),
            rate=rate(values),
            band=money(values, "band_pence"),
            amount=money(values, "amount_pence"),
        )
    )


def _employee_upper(values: Values) -> str:
    if int(values["band_pence"]) == 0:
        return ""
    return str(
        _(
            "%(rate)s%% of the %(band)s above %(limit)s is %(amount)s.",
            rate=rate(values),
            band=money(values, "band_pence"),
            limit=money(values, "from_pence"),
            amount=money(values, "amount_pence"),
        )
    )


def _employer(values: Values) -> str:
    if int(values["band_pence"]) == 0:
        return ""
    return str(
        _(
            "Your employer pays %(rate)s%% of the %(band)s above %(limit)s on top: %(amount)s.",
            rate=rate(values),
            band=money(values, "band_pence"),
            limit=money(values, "from_pence"),
            amount=money(values, "amount_pence"),
        )
    )


def _no_contributions(values: Values) -> str:
    said = _("Nobody pays National Insurance in category %(category)s.", category=values["category"])
    return str(said)


def _earnings_of_days(values: Values) -> str:
    return str(
        _(
            "National Insurance goes by all pay of the same days: %(before)s before and %(pay)s now, "
            "together %(total)s, category %(category)s.",
            **together(values),
            category=values["category"],
        )
    )


def _contributions_of_days(values: Values) -> str:
    return str(
        _(
            "Of what you pay, %(before)s belongs to the earlier pay of these days; this time it is "
            "%(amount)s. Your employer pays %(employer)s this time.",
            before=money(values, "before_pence"),
            amount=money(values, "amount_pence"),
            employer=money(values, "employer_pence"),
        )
    )


WORDS: Final[Words] = {
    "earnings": _earnings,
    "earnings_together": _earnings_together,
    "employee_main": _employee_main,
    "employee_upper": _employee_upper,
    "employer_main": _employer,
    "employer_upper": _employer,
    "contributions_now": _contributions_now,
    "no_national_insurance": _no_contributions,
}
# Of pay by the week.
OF_WEEKS: Final[Words] = {
    "earnings_together": _earnings_of_days,
    "contributions_now": _contributions_of_days,
}
