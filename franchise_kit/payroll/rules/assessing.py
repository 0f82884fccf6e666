"""Where a worker stands with automatic enrolment by what they were paid, and what is due, by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from franchise_kit.payroll.rules.enrolment import (
    Group,
    Window,
    ages_of,
    enrolment,
    group_of,
    is_enrolled_again,
    last_day_to_opt_out,
)
from franchise_kit.payroll.rules.pensions import pension_figures
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.rules.deductions import JOINING, POSTPONED

ENROL, LETTER, ENROL_AGAIN = "enrol", "letter", "enrol_again"
# Who is made a member by law is told so; who asked to join knows it.
BY_LAW: Final = frozenset({"enrolled", "reenrolled"})


@dataclass(frozen=True, slots=True)
class PaidPeriod:
    """What somebody earned in one pay reference period, in whole pence; ``until`` is exclusive."""

    from_on: date
    until: date
    pay_on: date
    frequency: Frequency
    pay_pence: int


@dataclass(frozen=True, slots=True)
class Stands:
    """The newest step of somebody's pension; see ``people.queries.deductions.PensionStanding``."""

    kind: str
    since_on: date
    until_on: date | None = None
    member_on: date | None = None
    told_on: date | None = None

    @property
    def is_member(self) -> bool:
        """Whether contributions are taken."""
        return self.kind in JOINING


@dataclass(frozen=True, slots=True)
class Due:
    """What is due: ``enrol`` from a day on, a ``letter`` about it, or ``enrol_again``; and by which day."""

    code: str
    from_on: date
    by: date

    def days_left(self, today: date) -> int:
        """Return how many days are left after today; below nought if it is late."""
        return (self.by - today).days


@dataclass(frozen=True, slots=True)
class Assessed:
    """A worker's group in the newest period, what is due, and until when they may opt out."""

    group: Group
    due: Due | None = None
    may_opt_out_until: date | None = None


def assessed(
    periods: Sequence[PaidPeriod],
    *,
    born_on: date,
    stands: Stands | None,
    window: Window | None = None,
    today: date,
) -> Assessed:
    """Return where somebody stands; give the periods by their days, and at least one.

    ``window`` is that of the co-op's next day of enrolling everybody again. A member of a scheme stays one,
    whatever they earn. Raises NoFiguresForTaxYear.
    Source: Pensions Act 2008, s.3 to 5 and 8; SI 2010/772, reg. 6, 9 and 12 to 14; see ``rules.enrolment``.
    """
    groups = [_group(one, born_on) for one in periods]
    newest = groups[-1]
    if stands is None or stands.kind == POSTPONED:
        return Assessed(newest, _to_enrol(periods, groups, stands))
    if stands.is_member:
        return Assessed(newest, _letter(stands), _opt_out(stands, today))
    is_time = window is not None and today >= window.first_on
    if window is None or not is_time:
        return Assessed(newest)
    again = is_enrolled_again(newest, left_on=stands.since_on, reenrolled_on=today)
    return Assessed(newest, Due(ENROL_AGAIN, window.first_on, window.last_on) if again else None)


def _group(period: PaidPeriod, born_on: date) -> Group:
    return group_of(
        born_on=born_on,
        on=period.from_on,
        pay_pence=period.pay_pence,
        frequency=period.frequency,
        ages=ages_of(figures_for(period.pay_on)),
        figures=pension_figures(period.pay_on),
    )


def _to_enrol(periods: Sequence[PaidPeriod], groups: Sequence[Group], stands: Stands | None) -> Due | None:
    """Return from when somebody is enrolled: an eligible period, or the day to which it was put off."""
    not_before = stands.until_on if stands is not None and stands.until_on is not None else date.min
    for period, group in zip(periods, groups, strict=True):
        if group is Group.ELIGIBLE and period.until > not_before:
            enrolled_on = max(period.from_on, not_before)
            return Due(ENROL, enrolled_on, enrolment(enrolled_on).joined_by)
    return None


def _letter(stands: Stands) -> Due | None:
    if stands.kind not in BY_LAW or stands.told_on is not None or stands.member_on is None:
        return None
    return Due(LETTER, stands.member_on, enrolment(stands.member_on).joined_by)


def _opt_out(stands: Stands, today: date) -> date | None:
    if stands.kind not in BY_LAW or stands.member_on is None or stands.told_on is None:
        return None
    last_on = last_day_to_opt_out(member_on=stands.member_on, told_on=stands.told_on)
    return last_on if last_on >= today else None
