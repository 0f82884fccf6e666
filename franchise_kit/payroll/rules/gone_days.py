"""Days of absence that were paid and no longer stand: the absence was shortened or withdrawn afterwards."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from franchise_kit.payroll.rules.concerns import Found


@dataclass(frozen=True, slots=True)
class PaidAway:
    """A day of absence that an approved run has paid, in whole pence."""

    pay_run_id: UUID
    kind: str
    day: date
    pence: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Days that stand as absence of one kind of pay; ``last_on`` is of them, ``None`` of open sickness."""

    kind: str
    first_on: date
    last_on: date | None

    def holds(self, paid: PaidAway) -> bool:
        """Say whether a paid day is one of them."""
        is_over = self.last_on is not None and paid.day > self.last_on
        return self.kind == paid.kind and self.first_on <= paid.day and not is_over


def gone_days(
    paid: Iterable[PaidAway], standing: Collection[Standing], *, taken_back: Mapping[UUID, int]
) -> Iterator[Found]:
    """Give what a worker was paid for days that no longer stand, a run at a time, until it is taken back.

    Units: whole pence; ``taken_back`` is what corrections of each run take, nought or more.
    Source: ours: Employment Rights Act 1996, s.14(1), lets an employer take back pay that was too much,
    and nothing takes it by itself: somebody looks, and tells the worker first.
    """
    gone = [one for one in paid if not any(absence.holds(one) for absence in standing)]
    gone.sort(key=lambda one: (str(one.pay_run_id), one.day))
    for pay_run_id, found in groupby(gone, key=lambda one: one.pay_run_id):
        days = list(found)
        left_pence = sum(one.pence for one in days) - taken_back.get(pay_run_id, 0)
        if left_pence > 0:
            yield Found(
                "days_gone",
                {
                    "back_pence": left_pence,
                    "first_on": days[0].day,
                    "last_on": days[-1].day,
                    "of_run_id": str(pay_run_id),
                },
            )
