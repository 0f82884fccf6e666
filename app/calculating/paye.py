"""Cases of tax: one payment, a run of payments, and the free or additional pay of a code."""

from app.calculating.inputs import MOST_PAYMENTS, Inputs
from app.calculating.pounds import pounds
from franchise_kit.payroll.rules.pay_adjustment import pay_adjustment_pence
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, YearToDate, tax_due
from franchise_kit.payroll.rules.rates import Figures
from franchise_kit.payroll.rules.tax_calendar import Frequency, tax_table


def payment(inputs: Inputs, figures: Figures) -> dict[str, object]:
    """Return the tax of one payment."""
    frequency = inputs.frequency()
    due = tax_due(
        code=inputs.tax_code(),
        frequency=frequency,
        period=period_in(inputs, frequency),
        pay_pence=inputs.pence("taxable_pay"),
        before=YearToDate(inputs.pence("previous_taxable_pay"), inputs.pence("previous_tax")),
        figures=figures,
    )
    return {"tax": pounds(due.tax_pence)}


def sequence(inputs: Inputs, figures: Figures) -> dict[str, object]:
    """Return the tax of each of several payments, and what they come to."""
    frequency = inputs.frequency()
    before = same_period = NOTHING_BEFORE
    last_period, taken = 0, []
    for one in inputs.parts("payments", most=MOST_PAYMENTS):
        period, pay_pence = period_in(one, frequency), one.pence("taxable_pay")
        if period != last_period:
            same_period = NOTHING_BEFORE
        due = tax_due(
            code=one.tax_code(),
            frequency=frequency,
            period=period,
            pay_pence=pay_pence,
            before=before,
            figures=figures,
            same_period=same_period,
        )
        before, same_period = (_and_now(held, pay_pence, due.tax_pence) for held in (before, same_period))
        last_period = period
        taken.append(pounds(due.tax_pence))
    return {
        "tax": taken,
        "taxable_pay_to_date": pounds(before.pay_pence),
        "tax_to_date": pounds(before.tax_pence),
    }


def adjustment(inputs: Inputs, figures: Figures) -> dict[str, object]:
    """Return the free pay to date of a code, or its additional pay; nothing for a code without a number."""
    frequency, code = inputs.frequency(), inputs.tax_code_alone()
    table = tax_table(frequency, period_in(inputs, frequency), is_cumulative=code.is_cumulative)
    held = figures.paye.pay_adjustment
    return {"pay_adjustment_to_date": pounds(pay_adjustment_pence(code.number, table, held))}


def period_in(inputs: Inputs, frequency: Frequency) -> int:
    """Return the tax month or week of a payment."""
    return inputs.whole("period", lowest=1, highest=frequency.last_period)


def _and_now(held: YearToDate, pay_pence: int, tax_pence: int) -> YearToDate:
    return YearToDate(held.pay_pence + pay_pence, held.tax_pence + tax_pence)
