"""What whoever approves a run should look at first, and how it stands against the last, in sentences."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.payroll.concern_words import concern_words
from app.payroll.reason_words import reason_words
from app.payroll.words import tax_words
from app.web import dates
from app.web.money import MINUS, pounds
from franchise_kit.payroll.queries import Compared, RunFacts
from franchise_kit.payroll.queries.compared import Joined

__all__ = ["concern_words", "joined_words", "owed_pence", "reason_words", "signed_pounds", "standings"]


@dataclass(frozen=True, slots=True)
class Standing:
    """One figure of a run beside that of the last one, as words."""

    name: str
    now: str
    before: str
    difference: str


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


def joined_words(one: Joined, *, is_now: bool) -> str:
    """Return who is paid in one of two runs alone, with the day that may explain it."""
    if is_now:
        day = dates.plain_date(one.started_on)
        return str(_("%(name)s, here since %(day)s", name=one.worker_name, day=day))
    if one.ended_on is None:
        return one.worker_name
    day = dates.plain_date(one.ended_on)
    return str(_("%(name)s, last day of work %(day)s", name=one.worker_name, day=day))
