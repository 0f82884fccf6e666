"""Free pay, and for K codes additional pay: how much of a code's number belongs to the year so far."""

from franchise_kit.payroll.rules.pence import POUND, round_up
from franchise_kit.payroll.rules.rates import PayAdjustmentFigures
from franchise_kit.payroll.rules.tax_calendar import MONTHS, TaxTable


def pay_adjustment_pence(number: int, table: TaxTable, figures: PayAdjustmentFigures) -> int:
    """Return the free or additional pay of a code's number, for as many periods as the table's line says.

    Units: the number is a tenth of a year's pounds; whole pence out, never negative.
    Source: HMRC, Specification for PAYE Tax Table Routines v24, section 4.3.1; proved by the figures of
    HMRC's Notes for Payroll Software Developers, Annex B.
    """
    if number == 0:
        return 0
    blocks, rest = divmod(number - 1, figures.block_number)
    year_pence = (rest + 1) * 10 * POUND + figures.added_pence
    block_pence = figures.block_month_pence if table.parts == MONTHS else figures.block_week_pence
    return table.number * (round_up(year_pence, table.parts) + blocks * block_pence)
