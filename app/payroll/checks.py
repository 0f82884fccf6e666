"""What whoever approves a run should look at first, and how it stands against the last, in sentences."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.payroll.words import nights_words, tax_words
from app.people.words import RATE_KINDS
from app.time.words import KINDS, duration
from app.web import dates
from app.web.money import MINUS, pounds
from franchise_kit.payroll.queries import Compared, Concerns, RunFacts
from franchise_kit.payroll.queries.compared import Joined
from franchise_kit.payroll.queries.concerns import MonthsConcern, PayConcern, RestConcern, WageConcern
from franchise_kit.payroll.rules.comparing import Reason
from franchise_kit.people.rules.contracts import ORDINARY


@dataclass(frozen=True, slots=True)
class Standing:
    """One figure of a run beside that of the last one, as words."""

    name: str
    now: str
    before: str
    difference: str


def concern_words(concerns: Concerns) -> list[str]:
    """Return a sentence for each thing to look at: pay first, then days that are lost, then rates."""
    months = [_months_words(concerns.months)] if concerns.months is not None else []
    wages = [*map(_wage_words, concerns.wages), *map(_rest_words, concerns.rests)]
    return [*map(_pay_words, concerns.pay), *months, *wages]


def standings(run: RunFacts, compared: Compared) -> list[Standing]:
    """Return the figures of a run, each beside the last run's."""
    last = compared.last
    amounts = (
        (_("Gross pay"), run.gross_pence, last.gross_pence),
        (_("National Insurance"), run.employee_ni_pence, last.employee_ni_pence),
        (_("Net pay"), run.net_pence, last.net_pence),
        (_("Owed to HMRC"), owed_pence(run), owed_pence(last)),
    )
    found = [
        Standing(str(name), pounds(now), pounds(before), signed_pounds(now - before))
        for name, now, before in amounts
    ]
    change = run.tax_pence - last.tax_pence
    tax = (str(_("Income tax")), tax_words(run.tax_pence), tax_words(last.tax_pence), signed_pounds(change))
    more = run.payslips - last.payslips
    workers = (str(_("People paid")), str(run.payslips), str(last.payslips), _signed(more))
    return [Standing(*workers), found[0], Standing(*tax), *found[1:]]


def owed_pence(run: RunFacts) -> int:
    """Return what the co-op owes HMRC for a run: tax and both sides of National Insurance."""
    return run.tax_pence + run.employee_ni_pence + run.employer_ni_pence


def signed_pounds(pence: int) -> str:
    """Return a difference with its sign, such as +£12.00."""
    return f"+{pounds(pence)}" if pence > 0 else pounds(pence)


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else str(number).replace("-", MINUS)


def reason_words(reasons: tuple[Reason, ...]) -> str:
    """Return why somebody's pay differs, as far as is known."""
    return "; ".join(map(_reason, reasons)) or str(_("not known"))


def joined_words(one: Joined, *, is_now: bool) -> str:
    """Return who is paid in one of two runs alone, with the day that may explain it."""
    if is_now:
        day = dates.plain_date(one.started_on)
        return str(_("%(name)s, here since %(day)s", name=one.worker_name, day=day))
    if one.ended_on is None:
        return one.worker_name
    day = dates.plain_date(one.ended_on)
    return str(_("%(name)s, last day of work %(day)s", name=one.worker_name, day=day))


def _reason(reason: Reason) -> str:
    if reason.code == "late":
        before, now = duration(reason.before), duration(reason.now)
        return str(_("%(before)s of late hours before, %(now)s now", before=before, now=now))
    say = {"rate": pounds, "nights": nights_words}.get(reason.code, duration)
    before, now = say(reason.before), say(reason.now)
    if reason.rate_kind != ORDINARY:
        what = RATE_KINDS[reason.rate_kind]
        return str(_("%(what)s: %(before)s before, %(now)s now", what=what, before=before, now=now))
    if reason.code == "rate":
        return str(_("rate %(before)s an hour before, %(now)s now", before=before, now=now))
    return str(_("%(before)s of work before, %(now)s now", before=before, now=now))


def _pay_words(concern: PayConcern) -> str:
    about = {
        "name": concern.worker_name,
        "refund": pounds(concern.paid.refund_pence),
        "net": pounds(concern.paid.net_pence),
        "gross": pounds(concern.paid.gross_pence),
    }
    if concern.code == "large_refund":
        return str(
            _(
                "%(name)s gets %(refund)s of tax back: %(net)s is paid out for %(gross)s of pay. "
                "Check the tax code and the P45.",
                **about,
            )
        )
    return str(
        _(
            "%(name)s is paid out more than they earned: %(net)s for %(gross)s of pay, "
            "since %(refund)s of tax is given back.",
            **about,
        )
    )


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


def _wage_words(concern: WageConcern) -> str:
    return str(
        _(
            "%(name)s has %(rate)s an hour: less than the minimum wage of %(minimum)s "
            "for those of 21 and over. Check their age.",
            name=concern.worker_name,
            rate=pounds(concern.rate_pence),
            minimum=pounds(concern.minimum_pence),
        )
    )


def _rest_words(concern: RestConcern) -> str:
    return str(
        _(
            "%(kind)s is paid by the hour of work, since no rate of its own is agreed: %(names)s.",
            kind=KINDS[concern.kind],
            names=", ".join(concern.worker_names),
        )
    )
