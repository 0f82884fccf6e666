"""What a co-op tells the hub of its pay: payslips made, and what is due by when; nothing of anybody's pay."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tenants.openings.kinds import Code, disclosure_kind


@disclosure_kind("payslips_produced")
@dataclass(frozen=True, slots=True)
class PayslipsProduced:
    """An approved run's payslips. ``month`` is the first day of the month of the pay day."""

    pay_run_id: UUID
    month: date
    payslips: int


@disclosure_kind("pay_due")
@dataclass(frozen=True, slots=True)
class PayDue:
    """What a pay schedule needs next, and by which pay day: told while the shared payroll is agreed to.

    ``frequency`` is W1, W2, W4 or M1; ``step`` is one of ``rules.due.STEPS``, or ``None`` once it is closed.
    """

    schedule_id: UUID
    frequency: Code
    step: Code | None
    by: date | None
