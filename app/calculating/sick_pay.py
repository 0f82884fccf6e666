"""Cases of statutory sick pay: so many qualifying days of one spell."""

from fractions import Fraction
from typing import Final

from app.calculating.inputs import Inputs
from app.calculating.pounds import pounds
from franchise_kit.payroll.rules.rates import Figures
from franchise_kit.payroll.rules.ssp import ssp_figures, ssp_for_days

_WEEK_DAYS: Final = 7
_YEAR_DAYS: Final = 366


def spell(inputs: Inputs, figures: Figures) -> dict[str, object]:
    """Return the sick pay of a spell by its qualifying days, those that wait among them."""
    rules = ssp_figures(figures.on)
    sick_days = inputs.whole("qualifying_days_sick", lowest=0, highest=_YEAR_DAYS)
    due_pence = ssp_for_days(
        Fraction(inputs.pence("average_weekly_earnings")),
        days=max(0, sick_days - rules.waiting_days),
        days_a_week=inputs.whole("qualifying_days_per_week", lowest=1, highest=_WEEK_DAYS),
        figures=rules,
    )
    return {"ssp": pounds(due_pence)}
