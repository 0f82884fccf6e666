"""Cases of Class 1 National Insurance: the earnings of one period."""

from app.calculating.inputs import Inputs
from app.calculating.pounds import pounds
from franchise_kit.payroll.rules.class1 import contributions
from franchise_kit.payroll.rules.rates import Figures


def earnings(inputs: Inputs, figures: Figures) -> dict[str, object]:
    """Return both sides' contributions on the earnings of one period, and the bands that HMRC is told."""
    due = contributions(
        category=inputs.text("category"),
        frequency=inputs.frequency(),
        earnings_pence=inputs.pence("ni_able_pay"),
        figures=figures,
    )
    return {
        "employee_ni": pounds(due.employee_pence),
        "employer_ni": pounds(due.employer_pence),
        "earnings_at_lel": pounds(due.at_lel_pence),
        "earnings_lel_to_pt": pounds(due.lel_to_pt_pence),
        "earnings_pt_to_uel": pounds(due.pt_to_uel_pence),
    }
