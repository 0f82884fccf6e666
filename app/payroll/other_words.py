"""What pay besides time is called, and how sick, family and holiday pay were worked out, in plain words."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.payroll import wage_words
from app.time.words import duration
from app.web import dates
from app.web.money import percent, pounds
from app.web.refusals import add_words
from franchise_kit.payroll.rules import other_pay
from franchise_kit.payroll.rules.steps import Step

Values = Mapping[str, int | str]

KINDS: Final[Mapping[str, LazyString]] = {
    other_pay.HOLIDAY: _l("Holiday pay"),
    other_pay.ROLLED_UP: _l("Holiday pay, paid with each hour"),
    other_pay.LEAVE_OWED: _l("Pay for holidays not taken"),
    other_pay.SICK: _l("Statutory sick pay"),
    other_pay.MATERNITY: _l("Statutory maternity pay"),
    other_pay.PATERNITY: _l("Statutory paternity pay"),
    other_pay.ADOPTION: _l("Statutory adoption pay"),
    other_pay.SHARED_PARENTAL: _l("Statutory shared parental pay"),
    other_pay.BEREAVEMENT: _l("Statutory parental bereavement pay"),
    other_pay.NEONATAL: _l("Statutory neonatal care pay"),
    other_pay.TOP_UP: _l("Top-up to the minimum wage"),
    other_pay.CORRECTION: _l("Correction"),
    other_pay.MILEAGE: _l("Mileage"),
}
# What average weekly earnings are of, where they are not of the eight weeks and more that the law names.
_BASES: Final[Mapping[str, LazyString]] = {
    "eight_weeks": _l("On average you earned %(amount)s a week in the eight weeks or more before."),
    "since_start": _l("On average you earned %(amount)s a week in the time that you were paid for before."),
    "contract": _l("You were not paid before, so your contract counts: %(amount)s a week."),
    "earlier_payroll": _l("On average you earned %(amount)s a week, as the payroll before this one found."),
    "nothing": _l("You were not paid before, and no contract says what a week is paid."),
}
_UNPAID: Final[Mapping[str, LazyString]] = {
    "waiting": _l("Waiting days, which are not paid: %(days)s."),
    "used_up": _l("Days after 28 weeks of sick pay, which are not paid: %(days)s."),
    "average_too_low": _l("Days before 6 April 2026, which are not paid at this average: %(days)s."),
    "too_short": _l("Days of an illness too short to be paid: %(days)s."),
}

add_words(
    {
        "other_pay_held_already": _l(
            "Another run has taken some of these days of absence in the meantime. Draft the run again."
        ),
    }
)


def kind_words(kind: str) -> str:
    """Return what a kind of pay besides time is called."""
    return str(KINDS[kind])


def other_step_words(steps: Iterable[Step]) -> list[str]:
    """Return a sentence for each step that says something, in the reader's language."""
    return [said for step in steps if (said := _WORDS[step.code](step.values))]


def _average(values: Values) -> str:
    return str(_BASES[str(values["basis"])]) % {"amount": _money(values, "average_pence")}


def _sick_since(values: Values) -> str:
    day = dates.plain_date(date.fromisoformat(str(values["since"])))
    return str(_("This illness counts together with days since %(day)s, so their average counts.", day=day))


def _sick_unpaid(values: Values) -> str:
    return str(_UNPAID[str(values["why"])]) % {"days": values["days"]}


def _sick_days(values: Values) -> str:
    return str(
        _(
            "Days paid: %(days)s, at %(week)s for a week of %(of)s days.",
            days=values["days"],
            week=_money(values, "weekly_pence"),
            of=values["week_days"],
        )
    )


def _family_weeks(values: Values) -> str:
    amount, first, last = _money(values, "week_pence"), int(values["first"]), int(values["last"])
    which = (
        _("Week %(first)s", first=first)
        if first == last
        else _("Weeks %(first)s to %(last)s", first=first, last=last)
    )
    if values["by"] == "share":
        return str(_("%(weeks)s: %(amount)s a week, 90%% of the average.", weeks=which, amount=amount))
    return str(_("%(weeks)s: %(amount)s a week, the flat rate.", weeks=which, amount=amount))


def _by_average(values: Values) -> str:
    return str(
        _(
            "%(time)s of leave at %(hour)s an hour, the average of your last weeks with pay "
            "(%(weeks)s of them).",
            time=duration(int(values["minutes"])),
            hour=_money(values, "hour_pence"),
            weeks=values["weeks"],
        )
    )


def _by_contract(values: Values) -> str:
    time, hour = duration(int(values["minutes"])), _money(values, "hour_pence")
    return str(_("%(time)s of leave at %(hour)s an hour, as your contract has it.", time=time, hour=hour))


def _rolled_up(values: Values) -> str:
    return str(
        _(
            "%(rate)s of %(pay)s, which you are paid for work, is added in place of pay while you are away.",
            rate=percent(int(values["rate_bps"])),
            pay=_money(values, "worked_pence"),
        )
    )


def _rolled_up_on_leave(values: Values) -> str:
    return str(
        _(
            "You were on leave all the time. Holiday pay is the average of your pay runs of the last year "
            "that had it (%(runs)s of them).",
            runs=values["runs"],
        )
    )


def _leave_owed(values: Values) -> str:
    return str(
        _(
            "You had %(time)s of leave left on your last day. It is paid instead.",
            time=duration(int(values["minutes"])),
        )
    )


def _correction(values: Values) -> str:
    if not int(values["left_pence"]):
        return str(_("Entered as a correction: %(amount)s.", amount=_money(values, "entered_pence")))
    return str(
        _(
            "Entered as a correction: %(amount)s, of which %(left)s waits for a later pay day.",
            amount=_money(values, "entered_pence"),
            left=_money(values, "left_pence"),
        )
    )


def _money(values: Values, name: str) -> str:
    return pounds(int(values[name]))


_WORDS: Final[Mapping[str, Callable[[Values], str]]] = {
    **wage_words.WORDS,
    "sick_average": _average,
    "sick_since": _sick_since,
    "sick_unpaid": _sick_unpaid,
    "sick_days": _sick_days,
    "family_average": _average,
    "family_weeks": _family_weeks,
    "holiday_by_average": _by_average,
    "holiday_by_contract": _by_contract,
    "rolled_up": _rolled_up,
    "rolled_up_on_leave": _rolled_up_on_leave,
    "leave_owed": _leave_owed,
    "correction": _correction,
}
