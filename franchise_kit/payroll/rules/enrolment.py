"""Automatic enrolment: whom it takes in, postponement, opting out, and enrolling again after three years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, Final

from franchise_kit.kernel.days import months_after
from franchise_kit.payroll.rules.pensions import Contributions, PensionFigures
from franchise_kit.payroll.rules.rates import Figures
from franchise_kit.payroll.rules.state_pension_age import state_pension_age_on
from franchise_kit.payroll.rules.tax_calendar import Frequency
from tenants.refusal import Refusal

POSTPONED_MONTHS: Final = 3
JOINED_WITHIN: Final = timedelta(weeks=6)
OPT_OUT_MONTHS: Final = 1
AGAIN_AFTER_MONTHS: Final = 36
WINDOW_MONTHS: Final = 3
DECLARED_WITHIN_MONTHS: Final = 5
LEFT_LATELY_MONTHS: Final = 12
_YEAR_MONTHS: Final = 12
_DAY: Final = timedelta(days=1)


class Group(StrEnum):
    """What a worker is in one pay reference period, and so what the employer owes."""

    ELIGIBLE = "eligible"
    NON_ELIGIBLE = "non_eligible"
    ENTITLED = "entitled"
    OUTSIDE = "outside"


class PostponedTooLong(Refusal):
    """Enrolment may be put off for three months at most, and not to a day before it."""

    code: ClassVar[str] = "postponed_too_long"


class NotTimeToOptOut(Refusal):
    """Out with a refund goes within one month from enrolment; later a member leaves, and keeps what is in."""

    code: ClassVar[str] = "not_time_to_opt_out"


class ReenrolmentOutsideWindow(Refusal):
    """The day chosen is more than three months off the third anniversary."""

    code: ClassVar[str] = "reenrolment_outside_window"


@dataclass(frozen=True, slots=True)
class Ages:
    """From what age somebody counts, is enrolled, and until what age they may ask, in whole years."""

    worker_from: int
    eligible_from: int
    worker_to: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The days that follow from the first day on which somebody is eligible."""

    enrolled_on: date
    told_by: date
    joined_by: date


@dataclass(frozen=True, slots=True)
class Window:
    """The days among which an employer chooses the day of enrolling again; both count."""

    first_on: date
    last_on: date
    declared_by: date


@dataclass(frozen=True, slots=True)
class Refund:
    """What goes back when somebody opts out, in whole pence, and by when."""

    to_worker_pence: int
    to_employer_pence: int
    by: date


def ages_of(figures: Figures) -> Ages:
    """Return the ages of automatic enrolment on a pay date.

    Source: Pensions Act 2008, s.1(1)(b) and s.3(1)(a).
    """
    years = figures.book.wholes("pension.ages", on=figures.on)
    return Ages(years["worker_from"], years["eligible_from"], years["worker_to"])


def group_of(
    *, born_on: date, on: date, pay_pence: int, frequency: Frequency, ages: Ages, figures: PensionFigures
) -> Group:
    """Return a worker's group in one pay reference period.

    Units: whole pence; all earnings of the period; ``on`` is its first day. Earnings are more than the
    trigger or the lower limit, not equal to it.
    Source: Pensions Act 2008, s.1(1) (jobholder), s.3(1) (eligible), s.9(1) (without qualifying earnings).
    """
    if not _is_aged(born_on, ages.worker_from, on) or _is_aged(born_on, ages.worker_to + 1, on):
        return Group.OUTSIDE
    if pay_pence <= figures.lower_pence[frequency]:
        return Group.ENTITLED
    is_of_age = _is_aged(born_on, ages.eligible_from, on) and on < state_pension_age_on(born_on)
    if is_of_age and pay_pence > figures.trigger_pence[frequency]:
        return Group.ELIGIBLE
    return Group.NON_ELIGIBLE


def enrolment(eligible_on: date, *, postponed_to: date | None = None) -> Enrolment:
    """Return when somebody is enrolled who is eligible from a day on, put off to a later day or not.

    Whoever is put off is told within six weeks, and may ask to join meanwhile. Raises PostponedTooLong.
    Source: Pensions Act 2008, s.3(2) and s.4; SI 2010/772, reg. 6 (six weeks to make somebody a member).
    """
    enrolled_on = eligible_on if postponed_to is None else postponed_to
    if not eligible_on <= enrolled_on <= months_after(eligible_on, POSTPONED_MONTHS):
        raise PostponedTooLong(latest_on=months_after(eligible_on, POSTPONED_MONTHS).isoformat())
    told_from = eligible_on if postponed_to is not None else enrolled_on
    return Enrolment(enrolled_on, told_from + JOINED_WITHIN - _DAY, enrolled_on + JOINED_WITHIN - _DAY)


def last_day_to_opt_out(*, member_on: date, told_on: date) -> date:
    """Return the last day for opting out: one month from being a member and told of it, the later of both.

    Source: Pensions Act 2008, s.8; SI 2010/772, reg. 9(2).
    """
    return months_after(max(member_on, told_on), OPT_OUT_MONTHS) - _DAY


def refund_for_opting_out(
    taken: Iterable[Contributions], *, member_on: date, told_on: date, on: date
) -> Refund:
    """Return what goes back when somebody opts out on a day, of all that was taken since enrolment.

    Units: whole pence; tax relief that the scheme claimed goes back to HMRC and is not among it. What was
    sacrificed is paid as wages, and is taxed then. Raises NotTimeToOptOut.
    Source: Pensions Act 2008, s.8(2); SI 2010/772, reg. 9 and 11 (one month to pay it back).
    """
    last_on = last_day_to_opt_out(member_on=member_on, told_on=told_on)
    if not max(member_on, told_on) <= on <= last_on:
        raise NotTimeToOptOut(last_on=last_on.isoformat())
    paid = list(taken)
    sacrificed_pence = sum(one.sacrificed_pence for one in paid)
    return Refund(
        to_worker_pence=sum(one.worker_pence for one in paid),
        to_employer_pence=sum(one.employer_pence for one in paid) - sacrificed_pence,
        by=months_after(on, OPT_OUT_MONTHS) - _DAY,
    )


def reenrolment_window(last_on: date) -> Window:
    """Return the days to choose from, three years after duties began or people were last enrolled again.

    Source: Pensions Act 2008, s.5; SI 2010/772, reg. 12(1); the declaration: SI 2010/5, reg. 4.
    """
    third_on = months_after(last_on, AGAIN_AFTER_MONTHS)
    return Window(
        first_on=months_after(third_on, -WINDOW_MONTHS),
        last_on=months_after(third_on, WINDOW_MONTHS) - _DAY,
        declared_by=months_after(third_on, DECLARED_WITHIN_MONTHS) - _DAY,
    )


def check_reenrolment(chosen_on: date, window: Window) -> None:
    """Refuse a day of enrolling again that is outside the window; there is no postponing here.

    Source: SI 2010/772, reg. 12(1).
    """
    if not window.first_on <= chosen_on <= window.last_on:
        raise ReenrolmentOutsideWindow(
            first_on=window.first_on.isoformat(), last_on=window.last_on.isoformat()
        )


def is_enrolled_again(group: Group, *, left_on: date | None, reenrolled_on: date) -> bool:
    """Say whether somebody who is no member now must be enrolled again.

    ``left_on`` is when they opted out or left the scheme; who did so within the last twelve months need not.
    Source: Pensions Act 2008, s.5(2) and (3); SI 2010/772, reg. 14.
    """
    if group is not Group.ELIGIBLE or left_on is None:
        return False
    return left_on <= months_after(reenrolled_on, -LEFT_LATELY_MONTHS)


def _is_aged(born_on: date, years: int, on: date) -> bool:
    """Say whether somebody has had a birthday; one of 29 February is on 1 March in other years."""
    since = (on.year - born_on.year) * _YEAR_MONTHS + on.month - born_on.month
    return since - (on.day < born_on.day) >= years * _YEAR_MONTHS
