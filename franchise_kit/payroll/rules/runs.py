"""Which pay runs there can be: their days, and their order in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final
from uuid import UUID

from franchise_kit.payroll.rules.tax_calendar import MONTHS, tax_month
from franchise_kit.people.rules.tax_year import first_day
from tenants.refusal import Refusal

DRAFT, SUBMITTED, APPROVED, ROLLED_BACK = "draft", "submitted", "approved", "rolled_back"
OPEN: Final = (DRAFT, SUBMITTED)
# What a run is for: everybody on its schedule, some who are chosen, or one who leaves.
REGULAR: Final = "regular"
ONE_OFF: Final = "one_off"
LEAVER: Final = "leaver"
KINDS: Final = (REGULAR, ONE_OFF, LEAVER)
# Why a run is closed although nothing of it was sent to the tax office from here.
NOT_FILED: Final = ("filed_elsewhere", "nobody_to_tell_of", "no_scheme_needed")
LONGEST: Final = timedelta(days=62)
# Pay is taxed on the day it is paid, so a pay day long before or after the work is a slip of the pen.
FARTHEST: Final = timedelta(days=62)
FIRST_DAY: Final = date(2025, 4, 6)
LAST_DAY: Final = date(2099, 12, 31)


class PeriodNotPossible(Refusal):
    """A run pays a period of up to 62 days, on a day in it or after it."""

    code: ClassVar[str] = "pay_period_not_possible"


class PayDayTooFar(Refusal):
    """A pay day far ahead would keep every earlier pay day from being paid."""

    code: ClassVar[str] = "pay_day_too_far"


class PayRunExists(Refusal):
    """This pay day has a run already."""

    code: ClassVar[str] = "pay_run_exists"


class AnotherRunOpen(Refusal):
    """A run is open: what it pays decides the tax of the next."""

    code: ClassVar[str] = "pay_run_open"


class LaterRunApproved(Refusal):
    """A later pay day was paid already, and its tax was worked out without this one."""

    code: ClassVar[str] = "later_pay_run_approved"


class RunChoosesNobody(Refusal):
    """A run that is not everybody's says whom it pays, and one of a leaver one alone."""

    code: ClassVar[str] = "pay_run_chooses_nobody"


class LeaverHasNoLastDay(Refusal):
    """Who is paid for the last time has a last day of work, in the period or before it."""

    code: ClassVar[str] = "leaver_has_no_last_day"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a run is for: whom it may pay, nobody named when it is everybody; and whether it pays time."""

    kind: str = REGULAR
    chosen: frozenset[UUID] = frozenset()
    takes_time: bool = True


EVERYBODY: Final = Kind()


@dataclass(frozen=True, slots=True)
class Days:
    """A pay day, and London's days that it is for, ``until`` exclusive."""

    pay_on: date
    from_: date
    until: date


@dataclass(frozen=True, slots=True)
class Standing:
    """A regular run of a schedule that was not rolled back."""

    id: UUID
    pay_on: date
    state: str


def check_period(*, pay_on: date, period_from: date, period_until: date, today: date) -> None:
    """Refuse a period that is none or too long, and a pay day before it, or far after it or after today.

    Units: London's days, ``period_until`` exclusive.
    Source: ours; Employment Rights Act 1996, s.8: a payslip is given at or before the time of payment.
    """
    in_reach = all(FIRST_DAY <= day <= LAST_DAY for day in (pay_on, period_from, period_until))
    if not in_reach or not timedelta(0) < period_until - period_from <= LONGEST:
        raise PeriodNotPossible
    if pay_on < period_from:
        raise PeriodNotPossible
    last_day = period_until - timedelta(days=1)
    if pay_on > min(last_day, today) + FARTHEST:
        raise PayDayTooFar


def check_kind(kind: Kind) -> None:
    """Refuse a run that chooses nobody though it must, or somebody though it pays everybody.

    Source: ours; whom a payment outside the usual pay day is for is never left to chance.
    """
    fits = {REGULAR: not kind.chosen, ONE_OFF: bool(kind.chosen), LEAVER: len(kind.chosen) == 1}
    if not fits.get(kind.kind, False) or not (kind.takes_time or kind.kind == ONE_OFF):
        raise RunChoosesNobody


def check_may_draft(runs: Iterable[Standing], pay_on: date) -> None:
    """Refuse a run that would be worked out before what comes before it is known.

    Source: SI 2003/2682, reg. 23: tax is worked out on all pay of the tax year up to this pay day.
    """
    for run in runs:
        if run.pay_on == pay_on:
            raise PayRunExists(pay_run_id=run.id)
        if run.state in OPEN:
            raise AnotherRunOpen(pay_run_id=run.id)
        if run.pay_on > pay_on:
            raise LaterRunApproved(pay_run_id=run.id)


def check_may_approve(others: Iterable[Standing], pay_on: date) -> None:
    """Refuse to pay while an earlier pay day is open, or after a later one was paid.

    Source: SI 2003/2682, reg. 23, as above.
    """
    for run in others:
        if run.state in OPEN and run.pay_on < pay_on:
            raise AnotherRunOpen(pay_run_id=run.id)
        if run.state == APPROVED and run.pay_on > pay_on:
            raise LaterRunApproved(pay_run_id=run.id)


def tax_months_between(earlier_on: date, pay_on: date) -> int:
    """Return how many whole tax months lie between those of two pay days, without pay in any of them.

    Source: SI 2003/2682, reg. 2, "tax month": from the 6th of a month to the 5th of the next.
    """
    years = first_day(pay_on).year - first_day(earlier_on).year
    return max(0, MONTHS * years + tax_month(pay_on) - tax_month(earlier_on) - 1)
