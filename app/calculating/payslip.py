"""Cases of whole payslips: everything that one payment comes to."""

from typing import Final

from app.calculating.inputs import Inputs
from app.calculating.loans import plans_in
from app.calculating.paye import period_in
from app.calculating.pounds import pounds
from franchise_kit.payroll.rules.paye import YearToDate
from franchise_kit.payroll.rules.pensions import Arrangement, Basis, Scheme
from franchise_kit.payroll.rules.rates import Figures
from franchise_kit.payroll.rules.whole import Payee, Whole, work_out_whole

_ARRANGEMENTS: Final = tuple(arrangement.value for arrangement in Arrangement)
_BASES: Final = tuple(basis.value for basis in Basis)


def payment(inputs: Inputs, figures: Figures) -> dict[str, object]:
    """Return every figure of one payslip."""
    frequency = inputs.frequency()
    payee = Payee(
        tax_code=inputs.tax_code(),
        ni_category=inputs.text("ni_category"),
        frequency=frequency,
        before=YearToDate(inputs.pence("previous_taxable_pay"), inputs.pence("previous_tax")),
        loans=plans_in(inputs, "student_loan_plans"),
        pension=_scheme(inputs),
    )
    gross_pence, period = inputs.pence("gross_pay"), period_in(inputs, frequency)
    return _said(work_out_whole(payee, gross_pence=gross_pence, period=period, figures=figures))


def _scheme(inputs: Inputs) -> Scheme | None:
    basis = Basis(inputs.choice("pension_basis", _BASES))
    employee_bps, employer_bps = inputs.bps("employee_percent"), inputs.bps("employer_percent")
    if inputs.is_null("pension"):
        return None
    arrangement = Arrangement(inputs.choice("pension", _ARRANGEMENTS))
    return Scheme(arrangement, basis, employee_bps, employer_bps)


def _said(whole: Whole) -> dict[str, object]:
    return {
        "taxable_pay": pounds(whole.taxable_pence),
        "ni_able_pay": pounds(whole.ni_able_pence),
        "tax": pounds(whole.tax.tax_pence),
        "employee_ni": pounds(whole.national_insurance.employee_pence),
        "employer_ni": pounds(whole.national_insurance.employer_pence),
        "student_loan": pounds(whole.loans.student_pence),
        "postgraduate_loan": pounds(whole.loans.postgraduate_pence),
        "employee_pension_deducted": pounds(whole.pension.worker_pence),
        "employer_pension": pounds(whole.pension.employer_pence),
        "net_pay": pounds(whole.net_pence),
    }
