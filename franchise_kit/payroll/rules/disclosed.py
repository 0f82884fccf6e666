"""What a co-op tells the hub of its pay: how many payslips a run made, and nothing of anybody's pay."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tenants.openings.kinds import disclosure_kind


@disclosure_kind("payslips_produced")
@dataclass(frozen=True, slots=True)
class PayslipsProduced:
    """An approved run's payslips. ``month`` is the first day of the month of the pay day."""

    pay_run_id: UUID
    month: date
    payslips: int
