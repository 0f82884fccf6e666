"""Cases of deductions by table: direct earnings attachments, and council tax in Wales."""

from app.calculating.inputs import Inputs
from app.calculating.pounds import pounds
from franchise_kit.payroll.rules.attachments import council_tax_wales, direct_earnings_attachment
from franchise_kit.payroll.rules.rates import Figures


def direct(inputs: Inputs, figures: Figures) -> dict[str, object]:
    """Return what a direct earnings attachment takes beside other orders."""
    attached = direct_earnings_attachment(
        inputs.pence("net_earnings"),
        frequency=inputs.frequency(),
        other_orders_pence=inputs.pence("other_orders"),
        is_higher=inputs.flag("higher_rate"),
        book=figures.book,
        on=figures.on,
    )
    return {"deduction": pounds(attached.pence)}


def council_tax(inputs: Inputs, figures: Figures) -> dict[str, object]:
    """Return what an order for council tax in Wales takes."""
    attached = council_tax_wales(
        inputs.pence("net_earnings"),
        frequency=inputs.frequency(),
        order_made_on=inputs.day("order_made"),
        book=figures.book,
    )
    return {"deduction": pounds(attached.pence)}
