"""A payslip in parts, as the page and the paper both say it.

What the Employment Rights Act 1996, section 8, asks for, how it came about, and why it changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from flask_babel import gettext as _

from app.payroll import words
from app.payroll.changed_words import changed_words
from app.payroll.other_words import kind_words, other_step_words
from app.payroll.schedule_words import period_words
from app.payroll.steps import said_of
from app.payroll.sums import Pair, from_gross_to_net, on_top
from app.time.words import duration
from app.web import dates
from app.web.money import pounds
from franchise_kit.payroll.queries import PayslipFacts
from franchise_kit.payroll.queries.beside import Beside, Since
from franchise_kit.payroll.rules.other_pay import OtherPay
from franchise_kit.payroll.rules.tax_calendar import Frequency

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Group:
    """What is said under one small heading."""

    title: str
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a payslip: facts in pairs, in a table, or in sentences; ``is_beside`` is no main part."""

    title: str
    note: str = ""
    pairs: list[Pair] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    is_beside: bool = False


def parts_of(payslip: PayslipFacts, beside: Beside, *, office: str) -> list[Part]:
    """Return the parts of a payslip in their order, in the reader's language."""
    made = (
        _about(payslip, beside, office),
        _net(payslip),
        _hours(payslip),
        _other(_("Other pay"), [one for one in payslip.other if not one.is_expense]),
        _other(_("Expenses"), [one for one in payslip.other if one.is_expense]),
        _since(beside.since, payslip),
        Part(_("How this was worked out"), groups=list(_working(payslip))),
        Part(_("On top of your pay"), pairs=on_top(payslip.sums), is_beside=True),
        _year(payslip),
        _leave(beside),
    )
    return [part for part in made if part.pairs or part.table or part.groups]


def _net(payslip: PayslipFacts) -> Part:
    orders = [(one.kind, one.pence) for one in payslip.orders]
    return Part(
        _("From gross to net"),
        _("All of it is paid in one payment on the pay day."),
        from_gross_to_net(payslip.sums, orders=orders),
    )


def _hours(payslip: PayslipFacts) -> Part:
    return Part(
        _("Hours and pay"),
        _("%(time)s in all", time=duration(payslip.minutes)),
        headings=[_("What"), _("How much"), _("Rate"), _("Pay")],
        table=[
            [
                words.line_words(line, payslip.period_from),
                words.quantity_words(line),
                words.rate_words(line),
                pounds(line.amount_pence),
            ]
            for line in payslip.lines
        ],
    )


def _other(title: str, found: Iterable[OtherPay]) -> Part:
    return Part(
        title,
        headings=[_("What"), _("For which days"), _("How long"), _("Amount")],
        table=[
            [_what(one), _days(one), duration(one.minutes) if one.minutes else "–", pounds(one.pence)]
            for one in found
        ],
    )


def _what(one: OtherPay) -> str:
    said = kind_words(one.kind)
    return str(_("%(kind)s, late", kind=said)) if one.is_late else said


def _days(one: OtherPay) -> str:
    last = one.until_on - ONE_DAY
    if last == one.from_on:
        return dates.short_date(last)
    return str(_("%(first)s to %(last)s", first=dates.short_date(one.from_on), last=dates.short_date(last)))


def _since(since: Since | None, payslip: PayslipFacts) -> Part:
    title = _("Why it changed since last time")
    if since is None:
        return Part(title)
    day, before = dates.plain_date(since.pay_on), pounds(since.net_pence)
    now = pounds(payslip.sums.net_pence)
    if not since.changes:
        said = _("Net pay was %(before)s on %(day)s, and nothing has changed since.", before=before, day=day)
        return Part(title, groups=[Group("", [said])])
    note = _("Net pay was %(before)s on %(day)s, and is %(now)s now.", before=before, day=day, now=now)
    table = [list(one) for one in changed_words(since.changes)]
    return Part(title, note, headings=[_("What changed"), _("Net pay, more or less")], table=table)


def _working(payslip: PayslipFacts) -> Iterator[Group]:
    frequency = Frequency(payslip.frequency)
    is_left_over = payslip.tax_period > frequency.parts
    steps = (
        (_("Pension"), payslip.pension_steps),
        (_("Income tax"), payslip.tax_steps),
        (_("National Insurance"), payslip.ni_steps),
        (_("Student loans"), payslip.loan_steps),
        (_("Taken by order"), payslip.order_steps),
    )
    for one in payslip.other:
        if one.steps:
            yield Group(kind_words(one.kind), other_step_words(one.steps))
    for title, of_part in steps:
        if of_part:
            yield Group(title, said_of(of_part, frequency, is_left_over=is_left_over))


def _about(payslip: PayslipFacts, beside: Beside, office: str) -> Part:
    first, last = payslip.period_from, payslip.period_until - ONE_DAY
    pairs = [
        (_("Employer"), office),
        (_("Pay day"), dates.plain_date(payslip.head.pay_on)),
        (
            _("For work"),
            _("%(first)s to %(last)s", first=dates.short_date(first), last=dates.short_date(last)),
        ),
        (_("Tax year and period"), period_words(payslip.tax_year, payslip.tax_period, payslip.frequency)),
        (_("Tax code"), payslip.tax_code),
        (_("National Insurance category"), payslip.ni_category),
    ]
    if beside.masked_ni_number:
        pairs.append((_("National Insurance number"), beside.masked_ni_number))
    if beside.scheme_name:
        pairs.append((_("Pension scheme"), beside.scheme_name))
    if payslip.leaving_on is not None:
        pairs.append((_("Last day of work"), dates.plain_date(payslip.leaving_on)))
    return Part(_("About this payslip"), pairs=pairs, is_beside=True)


def _year(payslip: PayslipFacts) -> Part:
    year, here = payslip.year, payslip.year.sums
    pension = here.sacrificed_pence + here.pension_before_tax_pence + here.pension_after_tax_pence
    pairs = [
        (_("Taxed pay"), pounds(year.pay_pence)),
        words.tax_pair(year.tax_pence),
        (_("National Insurance here"), pounds(here.employee_ni_pence)),
    ]
    more = (
        (_("Student loan"), here.student_loan_pence),
        (_("Postgraduate loan"), here.postgraduate_loan_pence),
        (_("Your pension"), pension),
        (_("Paid into the pension by your employer"), here.pension_employer_pence),
        (_("Taken by order"), here.orders_pence),
    )
    pairs += [(name, pounds(pence)) for name, pence in more if pence]
    note = _("Pay and tax with those of an earlier employer this year, if a P45 told us")
    return Part(_("This tax year, up to this payslip"), note, pairs, is_beside=True)


def _leave(beside: Beside) -> Part:
    if beside.leave_on is None or beside.leave_minutes is None:
        return Part(_("Holiday"))
    on = _("Left on %(day)s", day=dates.plain_date(beside.leave_on))
    return Part(_("Holiday"), pairs=[(on, duration(beside.leave_minutes))], is_beside=True)
