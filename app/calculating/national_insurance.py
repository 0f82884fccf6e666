"""Cases of Class 1 National Insurance: the earnings of one period, and a director's year."""

from typing import Final

from app.calculating.inputs import MOST_PAYMENTS, Inputs
from app.calculating.pounds import pounds
from franchise_kit.payroll.rules.class1 import contributions
from franchise_kit.payroll.rules.directors import LAST_WEEK, Method, directors_contributions
from franchise_kit.payroll.rules.rates import Figures

_METHODS: Final = tuple(method.value for method in Method)


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


def directors(inputs: Inputs, figures: Figures) -> dict[str, object]:
    """Return both sides' contributions on each payment to a director in one tax year."""
    due = directors_contributions(
        inputs.amounts("payments", most=MOST_PAYMENTS),
        method=Method(inputs.choice("method", _METHODS)),
        category=inputs.text("category"),
        frequency=inputs.frequency(),
        from_week=inputs.whole("director_from_tax_week", lowest=1, highest=LAST_WEEK),
        figures=figures,
    )
    return {
        "payments": [
            {"employee_ni": pounds(one.employee_pence), "employer_ni": pounds(one.employer_pence)}
            for one in due
        ]
    }
