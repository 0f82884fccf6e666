"""How often a co-op pays, in words: schedules, tax weeks and months, and kinds of runs."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web import dates
from franchise_kit.payroll.rules.schedules import LAST_OF_MONTH
from franchise_kit.payroll.rules.tax_calendar import MONTHS, Frequency

FREQUENCIES: Final[Mapping[str, LazyString]] = {
    "W1": _l("Weekly"),
    "W2": _l("Every two weeks"),
    "W4": _l("Every four weeks"),
    "M1": _l("Monthly"),
}
RUN_KINDS: Final[Mapping[str, LazyString]] = {
    "regular": _l("Regular"),
    "one_off": _l("One-off payment"),
    "leaver": _l("Last pay of a leaver"),
}
CORRECTION_REASONS: Final[Mapping[str, LazyString]] = {
    "rate_was_wrong": _l("The rate of pay was wrong"),
    "time_was_wrong": _l("The time was wrong"),
    "paid_too_much": _l("Too much was paid"),
    "paid_too_little": _l("Too little was paid"),
    "one_off": _l("A payment besides"),
}
NOT_FILED: Final[Mapping[str, LazyString]] = {
    "filed_elsewhere": _l("It was filed with other software"),
    "nobody_to_tell_of": _l("There is nobody in it of whom HMRC is told"),
    "no_scheme_needed": _l("The co-op needs no PAYE scheme"),
}


def schedule_name(name: str, frequency: str) -> str:
    """Return what a schedule is called: its own name, or how often it pays."""
    return name or str(FREQUENCIES[frequency])


def run_kind_words(name: str, frequency: str, kind: str) -> str:
    """Return of which schedule a run is, and what for if it is not the regular one."""
    schedule = schedule_name(name, frequency)
    return schedule if kind == "regular" else f"{schedule}: {RUN_KINDS[kind]}"


def days_words(from_: date, until: date) -> str:
    """Return the days of a period, ``until`` exclusive."""
    first, last = dates.short_date(from_), dates.short_date(until - timedelta(days=1))
    return str(_("%(first)s to %(last)s", first=first, last=last))


def pay_day_words(pay_days_after: int | None, pay_day_of_month: int | None) -> str:
    """Return when a schedule pays."""
    if pay_day_of_month == LAST_OF_MONTH:
        return str(_("On the last working day of the month"))
    if pay_day_of_month is not None:
        return str(_("On day %(day)s of the month, or the working day before", day=pay_day_of_month))
    days = pay_days_after or 0
    if days == 0:
        return str(_("On a period's last day, or the working day before"))
    said: str = ngettext(
        "%(num)d day after a period's last day, or the working day before",
        "%(num)d days after a period's last day, or the working day before",
        days,
    )
    return said


def period_words(tax_year: str, period: int, frequency: str) -> str:
    """Return a tax year with its month or week, such as 2026-27, month 8."""
    if Frequency(frequency).parts == MONTHS:
        return str(_("%(year)s, month %(month)d", year=tax_year, month=period))
    return str(_("%(year)s, week %(week)d", year=tax_year, week=period))
