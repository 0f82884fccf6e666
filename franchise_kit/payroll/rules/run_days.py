"""The days that a run pays for, with its pay day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from franchise_kit.payroll.rules.tax_calendar import Frequency


@dataclass(frozen=True, slots=True)
class RunDays:
    """The days of a run, ``until`` exclusive, with its pay day and how often it pays.

    Without ``pay_run_id`` what no run holds is asked for; with it, what that run holds, worked out anew.
    """

    from_: date
    until: date
    pay_on: date
    frequency: Frequency
    pay_run_id: UUID | None = None
