"""A leave for a family in a run: whether it is paid, by which weeks, and how that came about."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from types import MappingProxyType
from typing import Final
from uuid import UUID

from franchise_kit.payroll.rules import other_pay
from franchise_kit.payroll.rules.average_earnings import WEEK_DAYS
from franchise_kit.payroll.rules.family_pay import (
    AverageTooLow,
    EmployedTooShort,
    Kind,
    check_entitled,
    deciding_week_of,
    family_pay_figures,
    week_pence,
)
from franchise_kit.payroll.rules.other_pay import OtherPay
from franchise_kit.payroll.rules.paid_days import DayAmount, sums_of
from franchise_kit.payroll.rules.sick_sums import Average
from franchise_kit.payroll.rules.steps import Step

PAID_AS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.MATERNITY: other_pay.MATERNITY,
        Kind.ADOPTION: other_pay.ADOPTION,
        Kind.PATERNITY: other_pay.PATERNITY,
        Kind.SHARED_PARENTAL: other_pay.SHARED_PARENTAL,
        Kind.BEREAVEMENT: other_pay.BEREAVEMENT,
        Kind.NEONATAL: other_pay.NEONATAL,
    }
)
# While these are paid nobody is owed sick pay.
AT_HOME: Final = frozenset({Kind.MATERNITY, Kind.ADOPTION})
_WEEK: Final = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave for a family, ``until`` exclusive, with the average that decides and the first day here."""

    id: UUID
    kind: Kind
    child_on: date
    begins_on: date
    until: date
    average: Average
    started_on: date


def weeks_of(leave: Leave) -> tuple[date, ...]:
    """Return the first days of the whole weeks of a leave.

    Source: Social Security Contributions and Benefits Act 1992, s.165 and 166: pay is for whole weeks, and
    for none in which somebody works.
    """
    number = (leave.until - leave.begins_on) // _WEEK
    return tuple(leave.begins_on + count * _WEEK for count in range(number))


def why_unpaid(leave: Leave) -> str | None:
    """Return ``average_too_low`` or ``employed_too_short`` where there is no right to pay, else ``None``.

    Source: Social Security Contributions and Benefits Act 1992, s.164(2), 171ZA(2) and 171ZL(2).
    """
    deciding = deciding_week_of(leave.kind, leave.child_on)
    try:
        check_entitled(
            leave.average.pence,
            began_on=leave.started_on,
            employed_by=deciding.employed_by,
            figures=family_pay_figures(deciding.last_on),
        )
    except AverageTooLow:
        return "average_too_low"
    except EmployedTooShort:
        return "employed_too_short"
    return None


def family_sums(leave: Leave, weeks: Collection[date], *, period_from: date) -> tuple[OtherPay, ...]:
    """Return what some weeks of a leave are paid, by their first days; nothing without a right to it.

    Source: Social Security Contributions and Benefits Act 1992, Parts 12 to 12ZE.
    """
    if not weeks or why_unpaid(leave) is not None:
        return ()
    amounts = [DayAmount(leave.id, on, Fraction(_pence(leave, on)), days=WEEK_DAYS) for on in weeks]

    def steps(found: Sequence[DayAmount]) -> tuple[Step, ...]:
        return (Step("family_average", leave.average.step_values), *_steps(leave, found))

    return tuple(sums_of(PAID_AS[leave.kind], amounts, period_from=period_from, steps=steps))


def _pence(leave: Leave, on: date) -> int:
    return week_pence(
        leave.kind, week=_number(leave, on), average=leave.average.pence, figures=family_pay_figures(on)
    )


def _number(leave: Leave, on: date) -> int:
    return (on - leave.begins_on) // _WEEK + 1


def _steps(leave: Leave, found: Sequence[DayAmount]) -> Iterator[Step]:
    for (pence, by), weeks in groupby(found, key=lambda one: (int(one.pence), _by(leave, one.day))):
        numbers = [_number(leave, one.day) for one in weeks]
        values: dict[str, int | str] = {
            "first": numbers[0],
            "last": numbers[-1],
            "week_pence": pence,
            "by": by,
        }
        yield Step("family_weeks", values)


def _by(leave: Leave, on: date) -> str:
    """Return what a week goes by: ``share`` of the average, or the ``flat`` rate because that is less."""
    figures = family_pay_figures(on)
    is_early = _number(leave, on) <= figures.weeks[leave.kind].by_earnings
    return "share" if is_early or _pence(leave, on) < figures.weekly_pence[leave.kind] else "flat"
