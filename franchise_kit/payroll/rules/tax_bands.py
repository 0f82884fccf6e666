"""Tax on taxable pay to date: through the bands of one line of the tax tables, or at one flat rate.

HMRC's tables keep four decimals of a pound, so amounts inside are ten-thousandths of a pound, which is
hundredths of a penny.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from franchise_kit.payroll.rules.pence import POUND, WHOLE_BPS, cut, round_up, whole_pounds_down
from franchise_kit.payroll.rules.rates import Band
from franchise_kit.payroll.rules.tax_calendar import TaxTable

# Ten-thousandths of a pound in a penny.
FINE: Final = 100


@dataclass(frozen=True, slots=True)
class BandTax:
    """What one band took: taxable pay in it, its rate, and its tax; several add up to the penny."""

    name: str
    taxed_pence: int
    rate_bps: int
    tax_pence: int


@dataclass(frozen=True, slots=True)
class _Line:
    """One band in a line of the tables: where it begins, the tax up to there, and its last whole pound."""

    band: Band
    begins_fine: int
    tax_before_fine: int
    last_pound_pence: int | None


def tax_by_band(taxable_pence: int, table: TaxTable, bands: Sequence[Band]) -> tuple[BandTax, ...]:
    """Return the tax on taxable pay to date, band by band, as far as it reaches.

    The band is chosen with the odd pence, its top included; the tax is on whole pounds, down to the penny.
    Source: Income Tax Act 2007, s.10 to 11B; HMRC, Specification for PAYE Tax Table Routines v24;
    proved by HMRC's tax test data 2025-26 and 2026-27.
    """
    lines = _reached(taxable_pence, _lines(table, bands))
    whole_fine = whole_pounds_down(taxable_pence) * FINE
    last = lines[-1]
    above_fine = cut((whole_fine - last.begins_fine) * last.band.rate_bps, WHOLE_BPS)
    # Each band is shown as the difference of two amounts that were cut to pence, so that they add up.
    pay_fine = [*(line.begins_fine for line in lines), whole_fine]
    tax_fine = [*(line.tax_before_fine for line in lines), last.tax_before_fine + above_fine]
    return tuple(
        BandTax(
            name=line.band.name,
            taxed_pence=cut(pay_fine[place + 1], FINE) - cut(pay_fine[place], FINE),
            rate_bps=line.band.rate_bps,
            tax_pence=cut(tax_fine[place + 1], FINE) - cut(tax_fine[place], FINE),
        )
        for place, line in enumerate(lines)
    )


def _lines(table: TaxTable, bands: Sequence[Band]) -> list[_Line]:
    lines: list[_Line] = []
    top_pence = tax_bps_pence = 0
    for band in bands:
        begins_fine = cut(top_pence * table.number * FINE, table.parts)
        # Tax up to here in a year, in pence times basis points: exact until it is cut once.
        tax_fine = cut(tax_bps_pence * table.number * FINE, table.parts * WHOLE_BPS)
        if band.top_pence is None:
            lines.append(_Line(band, begins_fine, tax_fine, None))
            break
        last_pound = round_up(band.top_pence * table.number, table.parts * POUND)
        lines.append(_Line(band, begins_fine, tax_fine, last_pound * POUND))
        tax_bps_pence += (band.top_pence - top_pence) * band.rate_bps
        top_pence = band.top_pence
    return lines


def _reached(taxable_pence: int, lines: Sequence[_Line]) -> Sequence[_Line]:
    """Return the bands up to the first whose last whole pound is not passed."""
    for place, line in enumerate(lines):
        if line.last_pound_pence is None or taxable_pence <= line.last_pound_pence:
            return lines[: place + 1]
    return lines
