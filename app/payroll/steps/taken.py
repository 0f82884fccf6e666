"""How pension, loans and orders were worked out, in plain words."""

from collections.abc import Callable
from typing import Final

from flask_babel import gettext as _

from app.payroll.steps.values import Values, Words, money, share
from app.people.deduction_words import ORDER_KINDS
from app.web.money import pounds


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
            share=share(values),
            amount=money(values, "amount_pence"),
            threshold=_threshold(values),
        )
    )


def _after_more(words: Callable[[Values], str]) -> Callable[[Values], str]:
    """Say as well that earlier pay of the same days counts with this, where there was any."""

    def said(values: Values) -> str:
        if "before_pence" not in values:
            return words(values)
        before = _(
            "The %(before)s that you were paid before for the same period counts with it, and what was due "
            "on that is taken off.",
            before=money(values, "before_pence"),
        )
        return f"{words(values)} {before}"

    return said


def _postgraduate(values: Values) -> str:
    if int(values["amount_pence"]) == 0:
        return str(
            _("Postgraduate loan: your pay is not above its threshold by enough, so nothing is repaid.")
        )
    return str(
        _(
            "Postgraduate loan: %(share)s of what is above its threshold, in whole pounds, is %(amount)s. "
            "%(threshold)s",
            share=share(values),
            amount=money(values, "amount_pence"),
            threshold=_threshold(values),
        )
    )


def _threshold(values: Values) -> str:
    periods, amount = int(values["periods"]), money(values, "threshold_pence")
    if periods == 1:
        return str(_("The threshold is %(amount)s.", amount=amount))
    return str(_("The threshold is %(amount)s for each of %(count)d weeks.", amount=amount, count=periods))


def _qualifying(values: Values) -> str:
    if int(values["band_pence"]) == 0:
        return str(
            _(
                "Your pay is not above %(lower)s, so no pension is due on it.",
                lower=money(values, "from_pence"),
            )
        )
    return str(
        _(
            "Qualifying earnings are what is between %(lower)s and %(upper)s: of %(pay)s that is %(band)s.",
            lower=money(values, "from_pence"),
            upper=money(values, "to_pence"),
            pay=money(values, "pay_pence"),
            band=money(values, "band_pence"),
        )
    )


def _on_all_pay(values: Values) -> str:
    return str(_("The pension goes by all of your pay: %(pay)s.", pay=money(values, "pay_pence")))


def _relief_at_source(values: Values) -> str:
    return str(
        _(
            "Your share is %(share)s. %(amount)s is taken from net pay, and the scheme claims %(relief)s of "
            "tax back for you.",
            share=share(values),
            amount=money(values, "amount_pence"),
            relief=pounds(int(values.get("relief_pence", 0))),
        )
    )


def _net_pay(values: Values) -> str:
    return str(
        _(
            "Your share of %(share)s is %(amount)s. It is taken before tax, and National Insurance is on all "
            "of the pay.",
            share=share(values),
            amount=money(values, "amount_pence"),
        )
    )


def _sacrifice(values: Values) -> str:
    return str(
        _(
            "You give up %(share)s, which is %(amount)s. Your employer pays it in, and neither tax nor "
            "National Insurance is due on it.",
            share=share(values),
            amount=money(values, "amount_pence"),
        )
    )


def _from_employer(values: Values) -> str:
    return str(
        _(
            "Your employer's own share of %(share)s is %(amount)s on top.",
            share=share(values),
            amount=money(values, "amount_pence"),
        )
    )


def _order(values: Values) -> str:
    kind, amount = str(ORDER_KINDS[str(values["kind"])]), money(values, "amount_pence")
    said = _(
        "%(kind)s: %(amount)s of the %(pay)s that tax, National Insurance and pension left.",
        kind=kind,
        amount=amount,
        pay=money(values, "attachable_pence"),
    )
    protected = ""
    if int(values["protected_pence"]):
        protected = _("It leaves you at least %(amount)s.", amount=money(values, "protected_pence"))
    carried = ""
    if int(values["untaken_pence"]):
        carried = _("%(amount)s of it waits for the next pay day.", amount=money(values, "untaken_pence"))
    return " ".join(str(one) for one in (said, protected, carried) if one)


WORDS: Final[Words] = {
    "student_loan": _after_more(_loan),
    "postgraduate_loan": _after_more(_postgraduate),
    "qualifying_earnings": _qualifying,
    "pension_on_all_pay": _on_all_pay,
    "pension_by_relief_at_source": _relief_at_source,
    "pension_by_net_pay": _net_pay,
    "pension_by_salary_sacrifice": _sacrifice,
    "pension_from_employer": _from_employer,
    "order": _after_more(_order),
}
