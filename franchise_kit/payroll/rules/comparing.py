"""How a run stands against the one before it: by how much somebody's pay differs, and why if known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from franchise_kit.payroll.rules.payslip import NIGHT, Line


@dataclass(frozen=True, slots=True)
class Reason:
    """Why pay differs: ``minutes`` or ``late`` in whole minutes, ``nights``, or ``rate`` in pence.

    ``rate_kind`` is the rate that changed, or by which there was more or less work; none of late hours.
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
    found = [Reason("late", _late(before), _late(now))]
    by_rate_now, by_rate_before = _by_rate(now), _by_rate(before)
    for rate_kind in sorted(by_rate_now.keys() | by_rate_before.keys()):
        then, these = by_rate_before.get(rate_kind, _NOTHING), by_rate_now.get(rate_kind, _NOTHING)
        if then.rate_pence and these.rate_pence:
            found.insert(0, Reason("rate", then.rate_pence, these.rate_pence, rate_kind))
        found.append(Reason("minutes", then.minutes, these.minutes, rate_kind))
        found.append(Reason("nights", then.nights, these.nights, rate_kind))
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
