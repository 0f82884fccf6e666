"""Corrections of earlier pay: what they may be for, and how much of them one run takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final
from uuid import UUID

from franchise_kit.payroll.rules.other_pay import CORRECTION, OtherPay
from franchise_kit.payroll.rules.steps import Step
from tenants.refusal import Refusal

TOO_MUCH: Final = "paid_too_much"
TOO_LITTLE: Final = "paid_too_little"
ONE_OFF: Final = "one_off"
REASONS: Final = ("rate_was_wrong", "time_was_wrong", TOO_MUCH, TOO_LITTLE, ONE_OFF)
# A slip of the decimal point is larger than what one correction puts right.
MOST_PENCE: Final = 100_000_00


class CorrectionNotPossible(Refusal):
    """A correction is of something, up to £100,000, and gives or takes as its reason says."""

    code: ClassVar[str] = "correction_not_possible"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is left of a correction, in whole pence; below nought where it takes."""

    correction_id: UUID
    reason: str
    entered_pence: int
    left_pence: int


@dataclass(frozen=True, slots=True)
class Taken:
    """So much of a correction as one run takes, in whole pence."""

    waiting: Waiting
    pence: int


def check_correction(pence: int, reason: str) -> None:
    """Refuse a correction of nothing or of too much, or against its reason.

    Source: ours; Employment Rights Act 1996, s.13 and 14 (what was paid too much may be taken back).
    """
    is_known = reason in REASONS and 0 < abs(pence) <= MOST_PENCE
    takes = pence < 0
    against = (reason == TOO_MUCH and not takes) or (reason in (TOO_LITTLE, ONE_OFF) and takes)
    if not is_known or against:
        raise CorrectionNotPossible


def take(waiting: Iterable[Waiting], pay_pence: int) -> tuple[Taken, ...]:
    """Return what one run takes of corrections: all that give, and of those that take what there is pay for.

    Units: whole pence; ``pay_pence`` is all other pay of the run, without expenses. The rest waits.
    Source: Employment Rights Act 1996, s.13: a deduction is made from wages that there are.
    """
    listed = list(waiting)
    found = [Taken(one, one.left_pence) for one in listed if one.left_pence > 0]
    room_pence = pay_pence + sum(one.pence for one in found)
    for one in listed:
        pence = max(one.left_pence, -max(0, room_pence))
        if pence < 0:
            found.append(Taken(one, pence))
            room_pence += pence
    return tuple(found)


def as_other_pay(taken: Taken, *, from_on: date, until_on: date) -> OtherPay:
    """Return what a run takes as a line of its payslip, with what it is a part of.

    Source: ours: what was paid stays as it was, and what puts it right is seen for itself.
    """
    one = taken.waiting
    values: dict[str, int | str] = {
        "reason": one.reason,
        "entered_pence": one.entered_pence,
        "left_pence": one.left_pence - taken.pence,
    }
    return OtherPay(CORRECTION, taken.pence, from_on, until_on, steps=(Step("correction", values),))
