"""A run in the books: what was earned and what it cost, and to whom it is owed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar, Final

from franchise_kit.kernel.cells import neutral
from franchise_kit.ledger.rules import Posting
from franchise_kit.payroll.rules.handing_over.money import in_pounds, table
from tenants.refusal import Refusal

WAGES, EMPLOYER_NI, EMPLOYER_PENSION = "wages", "employer_ni", "employer_pension"
EXPENSES, OWED_HMRC, OWED_PENSION = "expenses_repaid", "owed_hmrc", "owed_pension"
OWED_ORDERS, WAGES_PAYABLE = "owed_orders", "wages_payable"
HEADERS: Final = ("Date", "Reference", "Account", "Name", "Debit", "Credit")


class RunDoesNotBalance(Refusal):
    """Gross pay and repaid costs are not what was paid out and what was taken."""

    code: ClassVar[str] = "run_does_not_balance"


class SumBelowNothing(Refusal):
    """A sum of a run, other than its tax, is nought or more."""

    code: ClassVar[str] = "run_sum_below_nothing"


@dataclass(frozen=True, slots=True)
class RunSums:
    """All payslips of a run together, in whole pence.

    ``gross_pence`` is before anything is given up for a pension, and ``sacrificed_pence`` is given up from
    it: the employer's part, ``employer_pension_pence``, has it already. ``loans_pence`` are of both kinds.
    """

    gross_pence: int
    tax_pence: int
    employee_ni_pence: int
    employer_ni_pence: int
    net_pence: int
    loans_pence: int = 0
    employee_pension_pence: int = 0
    sacrificed_pence: int = 0
    employer_pension_pence: int = 0
    orders_pence: int = 0
    expenses_pence: int = 0


def run_postings(sums: RunSums) -> tuple[Posting, ...]:
    """Return a run as the sides of one entry: debits above nought, credits below, none of nothing.

    Raises RunDoesNotBalance or SumBelowNothing.
    Source: double entry: what a run costs is what it owes; Employment Rights Act 1996, s.8: net pay is gross
    pay less what is taken.
    """
    for one in fields(sums):
        if one.name != "tax_pence" and getattr(sums, one.name) < 0:
            raise SumBelowNothing(sum=one.name)
    own_pension_pence = sums.employee_pension_pence
    taken_pence = sums.tax_pence + sums.employee_ni_pence + sums.loans_pence + sums.orders_pence
    paid_pence = sums.net_pence + taken_pence + own_pension_pence + sums.sacrificed_pence
    if sums.gross_pence + sums.expenses_pence != paid_pence:
        raise RunDoesNotBalance
    hmrc_pence = sums.tax_pence + sums.employee_ni_pence + sums.employer_ni_pence + sums.loans_pence
    sides = (
        # What is given up is no pay any more, and is in the employer's contribution.
        (WAGES, sums.gross_pence - sums.sacrificed_pence),
        (EMPLOYER_NI, sums.employer_ni_pence),
        (EMPLOYER_PENSION, sums.employer_pension_pence),
        (EXPENSES, sums.expenses_pence),
        (OWED_HMRC, -hmrc_pence),
        (OWED_PENSION, -(own_pension_pence + sums.employer_pension_pence)),
        (OWED_ORDERS, -sums.orders_pence),
        (WAGES_PAYABLE, -sums.net_pence),
    )
    return tuple(Posting(account, pence) for account, pence in sides if pence != 0)


def journal_table(
    postings: Sequence[Posting], *, on: date, reference: str, names: Mapping[str, str]
) -> bytes:
    """Return an entry as CSV, debits and credits in columns of pounds; ``names`` are the accounts' by id.

    Source: ours, after what programs for accounts take in.
    """
    rows = [
        (
            on.isoformat(),
            neutral(reference),
            posting.account,
            neutral(names.get(posting.account, posting.account)),
            in_pounds(posting.amount_pence) if posting.amount_pence > 0 else "",
            in_pounds(-posting.amount_pence) if posting.amount_pence < 0 else "",
        )
        for posting in postings
    ]
    return table(HEADERS, rows)
