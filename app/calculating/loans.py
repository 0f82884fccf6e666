"""Cases of student and postgraduate loans."""

from typing import Final

from app.calculating.inputs import Inputs
from app.calculating.pounds import pounds
from franchise_kit.payroll.rules.loans import Plan, loan_figures, repayments
from franchise_kit.payroll.rules.rates import Figures

_PLANS: Final = tuple(plan.value for plan in Plan)


def repaid(inputs: Inputs, figures: Figures) -> dict[str, object]:
    """Return what one payment repays of each kind of loan."""
    due = repayments(
        plans_in(inputs, "plans"),
        frequency=inputs.frequency(),
        pay_pence=inputs.pence("ni_able_pay"),
        figures=loan_figures(figures.on),
    )
    return {
        "student_loan": pounds(due.student_pence),
        "postgraduate_loan": pounds(due.postgraduate_pence),
    }


def plans_in(inputs: Inputs, name: str) -> tuple[Plan, ...]:
    """Return the plans of somebody's loans; none is allowed."""
    return tuple(Plan(plan) for plan in inputs.choices(name, _PLANS))
