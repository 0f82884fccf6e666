"""What is kept of a run that was worked out: its payslips, and its entry in the books."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from franchise_kit.ledger import actions as ledger
from franchise_kit.payroll.models import CorrectionTaken, Payslip, PayslipLine, PayslipOrder, PayslipOther
from franchise_kit.payroll.queries.stored import line_values, order_values, other_values, payslip_values
from franchise_kit.payroll.queries.working import RunMade
from franchise_kit.payroll.rules.correcting import Taken
from franchise_kit.payroll.rules.handing_over.books import RunSums, run_postings
from franchise_kit.payroll.rules.made import NO_SUMS, PaySums, plus
from tenants.actor import Actor
from tenants.bulk import insert_rows

One = TypeVar("One")
Values = dict[str, object]


def keep_payslips(session: Session, pay_run_id: UUID, made: RunMade) -> None:
    """Keep all payslips with one statement for each table, however many they are."""
    ids = {worker_id: uuid4() for worker_id in made.of}
    payslips: list[Values] = [
        {
            "id": ids[worker_id],
            "pay_run_id": pay_run_id,
            "worker_id": worker_id,
            "person_id": made.workers[worker_id].person_id,
            **payslip_values(one),
        }
        for worker_id, one in made.of.items()
    ]
    mine = [(ids[worker_id], one) for worker_id, one in made.of.items()]
    lines = (_numbered(payslip_id, one.lines, line_values) for payslip_id, one in mine)
    other = (_numbered(payslip_id, one.other, other_values) for payslip_id, one in mine)
    orders: list[Values] = [
        {"id": uuid4(), "payslip_id": payslip_id, **order_values(order)}
        for payslip_id, one in mine
        for order in one.orders
    ]
    for table, rows in (
        (Payslip, payslips),
        (PayslipLine, [row for listed in lines for row in listed]),
        (PayslipOther, [row for listed in other for row in listed]),
        (PayslipOrder, orders),
        (CorrectionTaken, list(_taken(pay_run_id, made.corrections))),
    ):
        insert_rows(session, table, rows)


def post_run(session: Session, pay_run_id: UUID, payslips: Iterable[PaySums], *, on: date, by: Actor) -> None:
    """Write a run's one entry into the books, unless all that it pays was taken back by corrections.

    ``on`` is its pay day.
    """
    postings = run_postings(_run_sums(reduce(plus, payslips, NO_SUMS)))
    if postings:
        ledger.post(session, kind="pay_run", record_id=pay_run_id, on=on, postings=list(postings), by=by)


def _run_sums(sums: PaySums) -> RunSums:
    return RunSums(
        gross_pence=sums.gross_pence,
        tax_pence=sums.tax_pence,
        employee_ni_pence=sums.employee_ni_pence,
        employer_ni_pence=sums.employer_ni_pence,
        net_pence=sums.net_pence,
        loans_pence=sums.student_loan_pence + sums.postgraduate_loan_pence,
        employee_pension_pence=sums.pension_before_tax_pence + sums.pension_after_tax_pence,
        sacrificed_pence=sums.sacrificed_pence,
        employer_pension_pence=sums.pension_employer_pence,
        orders_pence=sums.orders_pence,
        expenses_pence=sums.expenses_pence,
    )


def _numbered(payslip_id: UUID, listed: Sequence[One], values: Callable[[One], Values]) -> list[Values]:
    return [
        {"id": uuid4(), "payslip_id": payslip_id, "position": position, **values(one)}
        for position, one in enumerate(listed, start=1)
    ]


def _taken(pay_run_id: UUID, corrections: Mapping[UUID, Collection[Taken]]) -> Iterable[Values]:
    for listed in corrections.values():
        for one in listed:
            yield {
                "id": uuid4(),
                "correction_id": one.waiting.correction_id,
                "pay_run_id": pay_run_id,
                "pence": one.pence,
            }
