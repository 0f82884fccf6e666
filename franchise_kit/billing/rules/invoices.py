"""What must hold of an invoice: whose month is over, how high a line may jump, how it is numbered and due."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from franchise_kit.billing.rules.rating import Line
from franchise_kit.kernel.days import month_after
from tenants.refusal import Refusal

# A line may be at most so many times the same line of the invoice before.
MOST_TIMES: Final = 3


class Owed:
    """What the network's invoice and the co-op's copy of it say of what is still to be paid; pence."""

    __slots__ = ()
    total_pence: int
    paid_pence: int
    due_on: date

    @property
    def owed_pence(self) -> int:
        """What is still owed."""
        return self.total_pence - self.paid_pence

    def is_overdue(self, today: date) -> bool:
        """Say whether something is owed after the day by which it was due."""
        return self.owed_pence > 0 and today > self.due_on


class MonthNotOver(Refusal):
    """A month is told and billed when it is over, and named by its first day."""

    code = "month_not_over"


class MonthBilledAlready(Refusal):
    """This co-op has an invoice for the month."""

    code = "month_billed_already"


class LineOutOfBounds(Refusal):
    """A line is more than three times what it was, and nobody has said that it is right."""

    code = "invoice_line_out_of_bounds"


def check_month_over(month: date, *, today: date) -> None:
    """Raise ``MonthNotOver`` for a month that goes on, or for a day that is not the first of one.

    Source: ours: what is counted by month is whole only when the month is over.
    """
    if month.day != 1 or today < month_after(month):
        raise MonthNotOver(month=month.isoformat())


def first_month(entered_on: date) -> date:
    """Return the first day of the first month that a co-op pays for: whole months only.

    ``entered_on`` is the day on which it was entered into the network's registry.
    Source: ours: the plan asks nothing of a part of a month, so paying begins with the next whole one.
    """
    return entered_on if entered_on.day == 1 else month_after(entered_on)


def jumps(lines: Iterable[Line], before_pence: Mapping[str, int]) -> tuple[str, ...]:
    """Return the services whose line is more than three times that of the invoice before.

    A service that cost nothing before has nothing to be compared with.
    Source: ours: a slip of the decimal point is to stop one invoice, and not to reach a co-op.
    """
    return tuple(
        line.service
        for line in lines
        if (before := before_pence.get(line.service, 0)) > 0 and line.net_pence > MOST_TIMES * before
    )


def invoice_number(series: str, number: int) -> str:
    """Return an invoice's number as it is printed, such as 2026-0042.

    Source: Value Added Tax Regulations 1995, reg. 14(1)(a): a sequential number that names one invoice.
    """
    return f"{series}-{number:04d}"


def due_on(issued_on: date, due_days: int) -> date:
    """Return the day by which an invoice is to be paid.

    Source: ours, in the plan; Late Payment of Commercial Debts (Interest) Act 1998, s.4: 30 days if unsaid.
    """
    return issued_on + timedelta(days=due_days)
