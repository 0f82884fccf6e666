"""From gross to net, and what is paid on top: each figure of a payslip by its name."""

from collections.abc import Collection, Iterable, Iterator

from flask_babel import gettext as _

from app.payroll.words import tax_pair
from app.people.deduction_words import ORDER_KINDS
from app.web.money import pounds
from franchise_kit.payroll.rules.made import PaySums

Pair = tuple[str, str]


def from_gross_to_net(
    sums: PaySums, *, orders: Iterable[tuple[str, int]] = (), always: Collection[str] = ()
) -> list[Pair]:
    """Return each figure by its name, in the order in which it is taken.

    ``orders`` are kinds and pence; ``always`` names sums that are said also where they are nought.
    """
    found = list(_before_net(sums, always))
    found += [(str(ORDER_KINDS[kind]), pounds(pence)) for kind, pence in orders]
    if sums.expenses_pence:
        found.append((str(_("Expenses, paid beside the pay")), pounds(sums.expenses_pence)))
    return [*found, (str(_("Net pay")), pounds(sums.net_pence))]


def on_top(sums: PaySums) -> list[Pair]:
    """Return what an employer pays that is not in the net."""
    found = [(str(_("Your employer's National Insurance")), pounds(sums.employer_ni_pence))]
    if sums.pension_employer_pence:
        said = str(_("Paid into the pension by your employer"))
        found.append((said, pounds(sums.pension_employer_pence)))
    if sums.pension_relief_pence:
        said = str(_("Tax that the pension scheme claims back for you"))
        found.append((said, pounds(sums.pension_relief_pence)))
    return found


def _before_net(sums: PaySums, always: Collection[str]) -> Iterator[Pair]:
    yield _("Gross pay"), pounds(sums.gross_pence)
    if sums.sacrificed_pence:
        yield _("Given up for the pension"), pounds(sums.sacrificed_pence)
    if sums.pension_before_tax_pence:
        yield _("Pension, before tax"), pounds(sums.pension_before_tax_pence)
    yield tax_pair(sums.tax_pence)
    yield _("National Insurance"), pounds(sums.employee_ni_pence)
    if sums.student_loan_pence or "student_loan_pence" in always:
        yield _("Student loan"), pounds(sums.student_loan_pence)
    if sums.postgraduate_loan_pence or "postgraduate_loan_pence" in always:
        yield _("Postgraduate loan"), pounds(sums.postgraduate_loan_pence)
    if sums.pension_after_tax_pence:
        yield _("Pension, from net pay"), pounds(sums.pension_after_tax_pence)
