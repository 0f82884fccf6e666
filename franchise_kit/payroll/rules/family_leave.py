"""When leave for a family may be entered: its weeks, its first day, and no other leave at the same time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final

from franchise_kit.payroll.rules.family_pay import Kind, NoSuchWeek, deciding_week_of, family_pay_figures
from franchise_kit.payroll.rules.ssp import week_begins
from tenants.refusal import Refusal

# Maternity pay begins at the earliest in the 11th week before that of the birth.
_EARLIEST_WEEKS: Final = 11
_AFTER_THE_DAY: Final = frozenset({Kind.PATERNITY, Kind.BEREAVEMENT, Kind.NEONATAL})
MOST_AVERAGE_PENCE: Final = 10_000_000


class FamilyLeaveTooEarly(Refusal):
    """It may not begin so early; the fact is the first day on which it may."""

    code: ClassVar[str] = "family_leave_too_early"


class FamilyLeaveOverlaps(Refusal):
    """The worker has other leave for a family in these weeks."""

    code: ClassVar[str] = "family_leave_overlaps"


class FamilyLeaveBeforeStart(Refusal):
    """The worker does not work here on its first day."""

    code: ClassVar[str] = "family_leave_not_employed"


class AverageNotPossible(Refusal):
    """An average of a week is from nought to a hundred thousand pounds."""

    code: ClassVar[str] = "family_average_not_possible"


@dataclass(frozen=True, slots=True)
class NewFamilyLeave:
    """What is entered. ``average_pence`` is what an earlier payroll found, or ``None``: payslips say it."""

    kind: Kind
    child_on: date
    begins_on: date
    weeks: int
    average_pence: int | None = None

    @property
    def until(self) -> date:
        """The day after its last."""
        return self.begins_on + timedelta(weeks=self.weeks)


@dataclass(frozen=True, slots=True)
class Standing:
    """Leave that is there already, ``until`` exclusive."""

    kind: Kind
    child_on: date
    begins_on: date
    until: date

    @property
    def weeks(self) -> int:
        """Its whole weeks."""
        return (self.until - self.begins_on) // timedelta(weeks=1)


def check_leave(new: NewFamilyLeave, there: Iterable[Standing]) -> None:
    """Refuse more weeks than a payment has, a first day that is too early, and leave upon leave.

    Several blocks for one child are counted together. Raises NoSuchWeek, FamilyLeaveTooEarly,
    FamilyLeaveOverlaps, AverageNotPossible or NoFiguresForTaxYear.
    Source: Social Security Contributions and Benefits Act 1992, s.165 and 171ZE; SI 1986/1960, reg. 2.
    """
    if new.average_pence is not None and not 0 <= new.average_pence <= MOST_AVERAGE_PENCE:
        raise AverageNotPossible
    held = [one for one in there if one.until > one.begins_on]
    # The limit of the week that decides must be known as well.
    family_pay_figures(deciding_week_of(new.kind, new.child_on).last_on)
    in_all = family_pay_figures(new.begins_on).weeks[new.kind].in_all
    same = sum(one.weeks for one in held if (one.kind, one.child_on) == (new.kind, new.child_on))
    if new.weeks < 1 or same + new.weeks > in_all:
        raise NoSuchWeek(weeks=in_all)
    earliest = earliest_on(new.kind, new.child_on)
    if earliest is not None and new.begins_on < earliest:
        raise FamilyLeaveTooEarly(earliest_on=earliest.isoformat())
    if any(one.begins_on < new.until and new.begins_on < one.until for one in held):
        raise FamilyLeaveOverlaps


def earliest_on(kind: Kind, child_on: date) -> date | None:
    """Return the first day on which leave may begin, or ``None`` where our facts do not say.

    Source: SI 1986/1960, reg. 2 (the 11th week before that of the birth); for paternity, bereavement and
    neonatal care it comes after the day itself: Social Security Contributions and Benefits Act 1992, s.171ZE.
    """
    if kind is Kind.MATERNITY:
        return week_begins(child_on) - timedelta(weeks=_EARLIEST_WEEKS)
    return child_on if kind in _AFTER_THE_DAY else None
