"""How a top-up to the minimum wage and the pay for miles were worked out, step by step, in plain words."""

from collections.abc import Callable, Mapping
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.time.words import duration
from app.web.money import pounds
from app.web.refusals import add_words
from franchise_kit.payroll.rules.top_up import AGE_NOT_KNOWN

Values = Mapping[str, int | str]

add_words(
    {
        "miles_changed_meanwhile": _l("Miles were approved while the run was drafted. Draft it again."),
    }
)


def tenths_words(tenths: int) -> str:
    """Return tenths of a mile as a number of miles, such as 12.4."""
    return f"{tenths // 10:,}.{tenths % 10}"


def _counted(values: Values) -> str:
    return str(
        _(
            "Your time that counts for the minimum wage is %(time)s: visits, travel between them, waiting, "
            "training and waking nights. The pay that counts for it is %(amount)s.",
            time=duration(int(values["minutes"])),
            amount=_money(values, "counted_pence"),
        )
    )


def _needed(values: Values) -> str:
    about = {"rate": _money(values, "rate_pence"), "amount": _money(values, "needed_pence")}
    if values["age"] == AGE_NOT_KNOWN:
        return str(
            _(
                "We do not know your date of birth, so the minimum wage of %(rate)s an hour for those of 21 "
                "and over is taken: for that time it is %(amount)s.",
                **about,
            )
        )
    return str(
        _(
            "At %(age)s the minimum wage is %(rate)s an hour, which for that time is %(amount)s.",
            age=values["age"],
            **about,
        )
    )


def _short(values: Values) -> str:
    return str(_("The difference of %(amount)s is added to your pay.", amount=_money(values, "short_pence")))


def _paid(values: Values) -> str:
    return str(
        _(
            "%(miles)s miles at %(pence)sp a mile are %(amount)s.",
            miles=tenths_words(int(values["tenths"])),
            pence=values["rate_pence"],
            amount=_money(values, "paid_pence"),
        )
    )


def _owed_since(values: Values) -> str:
    return str(
        _(
            "%(miles)s miles were paid at %(before)sp a mile. %(now)sp is what counts for them by now, "
            "so %(amount)s more is owed.",
            miles=tenths_words(int(values["tenths"])),
            before=values["paid_at_pence"],
            now=values["owed_at_pence"],
            amount=_money(values, "owed_pence"),
        )
    )


def _money(values: Values, name: str) -> str:
    return pounds(int(values[name]))


WORDS: Final[Mapping[str, Callable[[Values], str]]] = {
    "wage_counted": _counted,
    "wage_needed": _needed,
    "wage_short": _short,
    "miles_paid": _paid,
    "miles_owed_since": _owed_since,
}
