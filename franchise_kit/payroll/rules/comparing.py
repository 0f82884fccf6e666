"""How a run stands against the one before it: by how much somebody's pay differs, and why if known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from franchise_kit.payroll.rules.payslip import Line


@dataclass(frozen=True, slots=True)
class Reason:
    """Why pay differs: ``minutes`` or ``late`` in whole minutes, ``rate`` in pence per hour."""

    code: str
    before: int
    now: int


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


def differences(
    now: Mapping[UUID, Sequence[Line]], before: Mapping[UUID, Sequence[Line]]
) -> list[Difference]:
    """Return who of those paid both times is paid otherwise, the greatest difference first.

    Source: ours: whoever approves a run should see at once where it is unlike the last.
    """
    both = [
        Difference(
            worker_id, gross_pence(before[worker_id]), gross_pence(lines), _why(lines, before[worker_id])
        )
        for worker_id, lines in now.items()
        if worker_id in before
    ]
    return sorted((one for one in both if one.pence), key=lambda one: (-abs(one.pence), one.worker_id))


def gross_pence(lines: Sequence[Line]) -> int:
    """Return what some lines pay together.

    Source: Employment Rights Act 1996, s.8(2)(a).
    """
    return sum(line.amount_pence for line in lines)


def _why(now: Sequence[Line], before: Sequence[Line]) -> tuple[Reason, ...]:
    found = [
        Reason("late", _late(before), _late(now)),
        Reason("minutes", _ordinary(before), _ordinary(now)),
    ]
    rate_before, rate_now = _highest_rate(before), _highest_rate(now)
    if rate_before is not None and rate_now is not None:
        found.insert(0, Reason("rate", rate_before, rate_now))
    return tuple(one for one in found if one.before != one.now)


def _highest_rate(lines: Sequence[Line]) -> int | None:
    """Return the highest rate an hour, or ``None`` without ordinary lines."""
    return max((line.pence_per_hour for line in lines if not line.is_late), default=None)


def _late(lines: Sequence[Line]) -> int:
    return sum(line.minutes for line in lines if line.is_late)


def _ordinary(lines: Sequence[Line]) -> int:
    return sum(line.minutes for line in lines if not line.is_late)
