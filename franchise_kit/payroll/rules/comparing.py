"""How a run stands against the one before it: by how much somebody's pay differs, and why if known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from uuid import UUID

from franchise_kit.payroll.rules.other_pay import OtherPay
from franchise_kit.payroll.rules.payslip import NIGHT, Line


@dataclass(frozen=True, slots=True)
class Reason:
    """Why pay differs: ``minutes`` or ``late`` in whole minutes, ``nights``, ``rate`` or ``other`` in pence.

    ``rate_kind`` is the rate that changed, or by which there was more or less work; none of late hours. Of
    ``other`` it is the kind of other pay.
    """

    code: str
    before: int
    now: int
    rate_kind: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """By how many pence somebody's gross pay differs from last time."""

    worker_id: UUID
    before_pence: int
    now_pence: int
    reasons: tuple[Reason, ...]

    @property
    def pence(self) -> int:
        """More than last time, or less if below nought."""
        return self.now_pence - self.before_pence


Others = Mapping[UUID, Sequence[OtherPay]]
_NO_OTHER: Final[Others] = MappingProxyType({})


def differences(
    now: Mapping[UUID, Sequence[Line]],
    before: Mapping[UUID, Sequence[Line]],
    *,
    other_now: Others = _NO_OTHER,
    other_before: Others = _NO_OTHER,
) -> list[Difference]:
    """Return who of those paid both times is paid otherwise, the greatest difference first.

    Who is paid for no time has no lines, and what is paid besides is ``other``; expenses are no pay.
    Source: ours: whoever approves a run should see at once where it is unlike the last.
    """
    both = (now.keys() | other_now.keys()) & (before.keys() | other_before.keys())
    found = []
    for worker_id in both:
        these = _Paid(now.get(worker_id, ()), _pay(other_now.get(worker_id, ())))
        then = _Paid(before.get(worker_id, ()), _pay(other_before.get(worker_id, ())))
        if these.pence != then.pence:
            found.append(Difference(worker_id, then.pence, these.pence, _why(these, then)))
    return sorted(found, key=lambda one: (-abs(one.pence), one.worker_id))


def gross_pence(lines: Sequence[Line]) -> int:
    """Return what some lines pay together.

    Source: Employment Rights Act 1996, s.8(2)(a).
    """
    return sum(line.amount_pence for line in lines)


@dataclass(frozen=True, slots=True)
class _Paid:
    """What somebody is paid for: time, and pence besides it by kind."""

    lines: Sequence[Line]
    other: Mapping[str, int]

    @property
    def pence(self) -> int:
        """Gross pay."""
        return gross_pence(self.lines) + sum(self.other.values())


def _pay(other: Sequence[OtherPay]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in other:
        if not one.is_expense:
            found[one.kind] = found.get(one.kind, 0) + one.pence
    return found


def _why(now: _Paid, before: _Paid) -> tuple[Reason, ...]:
    found = [Reason("late", _late(before.lines), _late(now.lines))]
    by_rate_now, by_rate_before = _by_rate(now.lines), _by_rate(before.lines)
    for rate_kind in sorted(by_rate_now.keys() | by_rate_before.keys()):
        then, these = by_rate_before.get(rate_kind, _NOTHING), by_rate_now.get(rate_kind, _NOTHING)
        if then.rate_pence and these.rate_pence:
            found.insert(0, Reason("rate", then.rate_pence, these.rate_pence, rate_kind))
        found.append(Reason("minutes", then.minutes, these.minutes, rate_kind))
        found.append(Reason("nights", then.nights, these.nights, rate_kind))
    kinds = sorted(before.other.keys() | now.other.keys())
    found.extend(Reason("other", before.other.get(kind, 0), now.other.get(kind, 0), kind) for kind in kinds)
    return tuple(one for one in found if one.before != one.now)


@dataclass(frozen=True, slots=True)
class _Worked:
    """What was worked by one rate: the highest it was, and minutes paid by the hour or nights paid flat."""

    rate_pence: int
    minutes: int
    nights: int


_NOTHING: Final = _Worked(0, 0, 0)


def _by_rate(lines: Sequence[Line]) -> dict[str, _Worked]:
    found: dict[str, _Worked] = {}
    for line in lines:
        if line.is_late:
            continue
        so_far = found.get(line.rate_kind, _NOTHING)
        minutes = 0 if line.unit == NIGHT else line.minutes
        found[line.rate_kind] = _Worked(
            max(so_far.rate_pence, line.rate_pence), so_far.minutes + minutes, so_far.nights + line.nights
        )
    return found


def _late(lines: Sequence[Line]) -> int:
    return sum(line.minutes for line in lines if line.is_late)
