"""How pension and loans were worked out, in plain words, and what is said otherwise of pay by the week."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from app.payroll.steps import step_words
from app.web.money import percent, pounds
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.payroll.rules.tax_calendar import MONTHS, Frequency

Values = Mapping[str, int | str]


def said_of(steps: Iterable[Step], frequency: Frequency, *, is_left_over: bool = False) -> list[str]:
    """Return a sentence for each step that says something, in the reader's language.

    ``is_left_over`` is a payment in the last day or two of the tax year, which no week has.
    """
    found: list[str] = []
    for step in steps:
        if step.code in _WORDS:
            found.append(_WORDS[step.code](step.values))
        elif step.code == "pay_alone" and is_left_over:
            found.append(_left_over(step.values))
        elif step.code == "free_pay_to_date" and frequency.parts != MONTHS:
            found.append(_free_pay_of_weeks(step.values))
        else:
            found += step_words([step])
    return found


def _money(values: Values, name: str) -> str:
    return pounds(int(values[name]))


def _share(values: Values) -> str:
    return percent(int(values["rate_bps"]))


def _left_over(values: Values) -> str:
    said = _(
        "The tax year has a day or two more than its weeks. Pay on them is looked at alone: %(pay)s.",
        pay=_money(values, "pay_pence"),
    )
    return str(said)


def _free_pay_of_weeks(values: Values) -> str:
    said: str = ngettext(
        "The tax code %(code)s leaves %(amount)s without tax for %(num)d week of the tax year.",
        "The tax code %(code)s leaves %(amount)s without tax for %(num)d weeks of the tax year.",
        int(values["periods"]),
        code=values["code"],
        amount=_money(values, "amount_pence"),
    )
    return said


def _loan(values: Values) -> str:
    if int(values["amount_pence"]) == 0:
        return str(
            _(
                "Plan %(plan)s: your pay is not above its threshold by enough, so nothing is repaid.",
                plan=values["plan"],
            )
        )
    return str(
        _(
            "Plan %(plan)s: %(share)s of what is above its threshold, in whole pounds, is %(amount)s. "
            "%(threshold)s",
            plan=values["plan"],
            share=_share(values),
            amount=_money(values, "amount_pence"),
            threshold=_threshold(values),
        )
    )


def _postgraduate(values: Values) -> str:
    if int(values["amount_pence"]) == 0:
        return str(
            _("Postgraduate loan: your pay is not above its threshold by enough, so nothing is repaid.")
        )
    return str(
        _(
            "Postgraduate loan: %(share)s of what is above its threshold, in whole pounds, is %(amount)s. "
            "%(threshold)s",
            share=_share(values),
            amount=_money(values, "amount_pence"),
            threshold=_threshold(values),
        )
    )


def _threshold(values: Values) -> str:
    periods, amount = int(values["periods"]), _money(values, "threshold_pence")
    if periods == 1:
        return str(_("The threshold is %(amount)s.", amount=amount))
    return str(_("The threshold is %(amount)s for each of %(count)d weeks.", amount=amount, count=periods))


def _qualifying(values: Values) -> str:
    if int(values["band_pence"]) == 0:
        return str(
            _(
                "Your pay is not above %(lower)s, so no pension is due on it.",
                lower=_money(values, "from_pence"),
            )
        )
    return str(
        _(
            "Qualifying earnings are what is between %(lower)s and %(upper)s: of %(pay)s that is %(band)s.",
            lower=_money(values, "from_pence"),
            upper=_money(values, "to_pence"),
            pay=_money(values, "pay_pence"),
            band=_money(values, "band_pence"),
        )
    )


def _on_all_pay(values: Values) -> str:
    return str(_("The pension goes by all of your pay: %(pay)s.", pay=_money(values, "pay_pence")))


def _relief_at_source(values: Values) -> str:
    return str(
        _(
            "Your share is %(share)s. %(amount)s is taken from net pay, and the scheme claims %(relief)s of "
            "tax back for you.",
            share=_share(values),
            amount=_money(values, "amount_pence"),
            relief=pounds(int(values.get("relief_pence", 0))),
        )
    )


def _net_pay(values: Values) -> str:
    return str(
        _(
            "Your share of %(share)s is %(amount)s. It is taken before tax, and National Insurance is on all "
            "of the pay.",
            share=_share(values),
            amount=_money(values, "amount_pence"),
        )
    )


def _sacrifice(values: Values) -> str:
    return str(
        _(
            "You give up %(share)s, which is %(amount)s. Your employer pays it in, and neither tax nor "
            "National Insurance is due on it.",
            share=_share(values),
            amount=_money(values, "amount_pence"),
        )
    )


def _from_employer(values: Values) -> str:
    return str(
        _(
            "Your employer's own share of %(share)s is %(amount)s on top.",
            share=_share(values),
            amount=_money(values, "amount_pence"),
        )
    )


_WORDS: Final[Mapping[str, Callable[[Values], str]]] = {
    "student_loan": _loan,
    "postgraduate_loan": _postgraduate,
    "qualifying_earnings": _qualifying,
    "pension_on_all_pay": _on_all_pay,
    "pension_by_relief_at_source": _relief_at_source,
    "pension_by_net_pay": _net_pay,
    "pension_by_salary_sacrifice": _sacrifice,
    "pension_from_employer": _from_employer,
}
