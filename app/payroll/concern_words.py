"""What to look at before a run is paid, in sentences with the way to where it is put right."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from flask import url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.payroll.reason_words import reason_words
from app.people.named import Called, as_named
from app.time.words import KINDS
from app.web import dates
from app.web.context import current_actor
from app.web.money import pounds
from franchise_kit.access import Permission
from franchise_kit.payroll.queries import Concerns
from franchise_kit.payroll.queries.concerns import Concern, LivingGap, MonthsConcern, RestConcern
from franchise_kit.payroll.queries.reaching import reaches_all
from franchise_kit.payroll.rules.concerns import Found

Values = dict[str, object]
# The section of a worker's record where it is put right, and what the way there is called.
BANK: Final = ("workers.bank", _l("Their bank account"))
TAX: Final = ("workers.taxes", _l("Their tax particulars"))
DEDUCTIONS: Final = ("workers.deductions", _l("Their deductions"))
CONTRACT: Final = ("workers.show", _l("Their contract"))
CORRECTION: Final = ("payslips.ask_correction", _l("Put their pay right"))
WAYS: Final[Mapping[str, tuple[str, LazyString]]] = {
    "wage_below": CONTRACT,
    "nothing_left": DEDUCTIONS,
    "account_missing": BANK,
    "account_changing": BANK,
    "account_changed": BANK,
    "large_refund": TAX,
    "net_above_gross": TAX,
    "no_tax": TAX,
    "days_gone": CORRECTION,
    "sick_pay_refused": CONTRACT,
    "sick_pay_ended": CONTRACT,
    "last_day_moved": CONTRACT,
    "wage_topped_up": CONTRACT,
    "late_below": CONTRACT,
    "far_from_last": CONTRACT,
    "letter_other": TAX,
    "birth_missing": DEDUCTIONS,
    "number_missing": TAX,
}
SENTENCES: Final[Mapping[str, LazyString]] = {
    "wage_below": _l(
        "%(name)s has %(hourly)s for an hour that counts: less than the minimum wage of %(rate)s. "
        "%(short)s is missing, and is not in this run."
    ),
    "wage_topped_up": _l(
        "%(name)s had %(hourly)s for an hour that counts: less than the minimum wage of %(rate)s. "
        "%(short)s is added in a line of its own."
    ),
    "late_below": _l(
        "%(name)s has %(rate)s an hour for late hours: less than the minimum wage of then, %(least)s. "
        "Look whether pay was enough over all of that time."
    ),
    "nothing_left": _l("%(name)s is paid nothing: all of %(gross)s is taken."),
    "account_missing": _l("%(name)s has no agreed bank account, so the bank's file cannot pay them %(net)s."),
    "account_changing": _l(
        "Another bank account of %(name)s waits for a second person, and the old one is paid till then. Ask "
        "them in person, or by a number that we had before, whether they want it."
    ),
    "account_changed": _l(
        "The bank account of %(name)s was changed on %(since)s. Ask them in person, or by a number that we "
        "had before, whether they wanted it."
    ),
    "large_refund": _l(
        "%(name)s gets %(refund)s of tax back: %(net)s is paid out for %(gross)s of pay. "
        "Check the tax code and the P45."
    ),
    "net_above_gross": _l(
        "%(name)s is paid out more than they earned: %(net)s for %(gross)s of pay, "
        "since %(refund)s of tax is given back."
    ),
    "no_tax": _l("%(name)s has approved hours and no tax particulars, so this run leaves them out."),
    "days_gone": _l(
        "%(name)s was paid %(back)s for days of absence from %(first)s to %(last)s that no longer stand. "
        "A correction takes it back: tell them first, then draft this run again."
    ),
    "sick_pay_refused": _l(
        "%(name)s is ill and gets no sick pay from %(since)s, since they earned too little. Give them "
        "form SSP1 within 7 days, if they have not had it."
    ),
    "sick_pay_ended": _l(
        "The sick pay of %(name)s has ended: from %(since)s there is none. Give them form SSP1 within "
        "7 days, if they have not had it."
    ),
    "last_day_moved": _l(
        "%(name)s had their last pay with %(told)s as the last day of work, and that is not so any more. "
        "Look whether this pay is right, and put right what HMRC and their P45 say."
    ),
    "far_from_last": _l("%(name)s has %(now)s of pay, and had %(before)s last time: %(why)s."),
    "letter_other": _l(
        "The tax particulars of %(name)s say category %(told)s of National Insurance. By age and "
        "certificates it is %(used)s, and this run goes by that."
    ),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A link, or words alone for whoever may not go there; ``whose`` is said to who does not see the page."""

    words: str
    url: str | None
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and ways from it; ``is_to_know`` needs nothing to be put right."""

    words: str
    ways: tuple[Way, ...] = ()
    is_to_know: bool = False


def concern_words(concerns: Concerns, called: Called = as_named) -> list[Said]:
    """Return a sentence for each thing to look at, the worst first, and what is only to know last."""
    months = [Said(_months_words(concerns.months))] if concerns.months is not None else []
    living = [Said(_living_words(concerns.living), is_to_know=True)] if concerns.living is not None else []
    of_workers = [
        said for code, those in _by_code(concerns.of_workers) for said in _said(code, those, called)
    ]
    return [*of_workers, *months, *map(_rest, concerns.rests), *living]


def _by_code(concerns: Iterable[Concern]) -> Iterator[tuple[str, list[Concern]]]:
    for code, those in groupby(concerns, key=lambda one: one.found.code):
        yield code, list(those)


def _said(code: str, those: list[Concern], called: Called) -> Iterator[Said]:
    by = current_actor()
    endpoint, words = WAYS[code]
    may_go = reaches_all(by, Permission.EMPLOYMENT_READ)
    if WAYS[code] == CORRECTION:
        may_go = may_go and by.may(Permission.PAYRUN_PREPARE)
    if code in TOGETHER:
        ways = (_way(one, endpoint, called(one.worker_id, one.worker_name), may_go=may_go) for one in those)
        yield Said(TOGETHER[code](len(those)), tuple(ways))
        return
    for one in those:
        name = called(one.worker_id, one.worker_name)
        way = _way(one, endpoint, str(words), whose=name, may_go=may_go)
        yield Said(_sentence(one, name), (way,) if may_go else ())


def _way(one: Concern, endpoint: str, words: str, *, whose: str = "", may_go: bool) -> Way:
    values = one.found.values
    proposed: dict[str, Any] = {name: values[name] for name in ("of_run_id", "back_pence") if name in values}
    url = url_for(endpoint, worker_id=one.worker_id, **proposed) if may_go else None
    return Way(words, url, whose)


def _sentence(one: Concern, name: str) -> str:
    about: Values = {"name": name, "why": reason_words(one.reasons), **_values(one.found)}
    return str(SENTENCES[one.found.code]) % about


def _values(found: Found) -> Values:
    """Return what a sentence needs, amounts and days as words."""
    said: Values = {}
    for name, value in found.values.items():
        if isinstance(value, int):
            said[name.removesuffix("_pence")] = pounds(value)
        elif isinstance(value, str):
            said[name] = value
        else:
            said[name.removesuffix("_on")] = dates.plain_date(value)
    return said


def _births(count: int) -> str:
    said: str = ngettext(
        "A date of birth is missing. The minimum wage is taken to be that of those of 21 and over, and "
        "nobody can say who must be in a pension:",
        "%(num)d dates of birth are missing. The minimum wage is taken to be that of those of 21 and over, "
        "and nobody can say who must be in a pension:",
        count,
    )
    return said


def _numbers(count: int) -> str:
    said: str = ngettext(
        "A National Insurance number is missing:",
        "%(num)d National Insurance numbers are missing:",
        count,
    )
    return said


# What is often missing of many at once, so that one sentence names them all.
TOGETHER: Final[Mapping[str, Callable[[int], str]]] = {"birth_missing": _births, "number_missing": _numbers}


def _months_words(concern: MonthsConcern) -> str:
    said: str = ngettext(
        "%(num)d tax month without pay lies between this pay day and the last, %(day)s. "
        "Once this run is approved, no earlier day can be paid.",
        "%(num)d tax months without pay lie between this pay day and the last, %(day)s. "
        "Once this run is approved, no earlier day can be paid.",
        concern.months,
        day=dates.plain_date(concern.last_pay_on),
    )
    return said


def _rest(concern: RestConcern) -> Said:
    return Said(
        str(
            _(
                "%(kind)s is paid by the hour of work, since no rate of its own is agreed: %(names)s.",
                kind=KINDS[concern.kind],
                names=", ".join(concern.worker_names),
            )
        )
    )


def _living_words(living: LivingGap) -> str:
    said: str = ngettext(
        "%(num)d worker has less than the Real Living Wage of %(wage)s an hour: %(short)s in all.",
        "%(num)d workers have less than the Real Living Wage of %(wage)s an hour: %(short)s in all.",
        living.workers,
        wage=pounds(living.wage.pence),
        short=pounds(living.short_pence),
    )
    if living.announced is None:
        return said
    coming = _(
        "From %(day)s at the latest it is %(wage)s.",
        day=dates.plain_date(living.announced.paid_by),
        wage=pounds(living.announced.pence),
    )
    return f"{said} {coming}"
