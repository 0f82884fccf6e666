"""Tax on taxable pay to date, through the bands of one line of the tax tables.

HMRC's tables keep four decimals of a pound, so amounts inside are ten-thousandths of a pound, which is
hundredths of a penny.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from franchise_kit.payroll.rules.pence import POUND, WHOLE_BPS, cut, round_up, whole_pounds_down

# Ten-thousandths of a pound in a penny.
FINE: Final = 100


@dataclass(frozen=True, slots=True)
class Band:
    """One band of taxable pay in a year: up to and with its top, or without end."""

    name: str
    top_pence: int | None
    rate_bps: int


@dataclass(frozen=True, slots=True)
class BandTax:
    """What one band took: taxable pay in it, its rate, and its tax; several add up to the penny."""

    name: str
    taxed_pence: int
    rate_bps: int
    tax_pence: int


@dataclass(frozen=True, slots=True)
class Line:
    """One band in a line of the tables: where it begins, the tax up to there, and its last whole pound."""

    band: Band
    begins_fine: int
    tax_before_fine: int
    last_pound_pence: int | None


def table_lines(bands: Sequence[Band], *, parts: int, number: int) -> tuple[Line, ...]:
    """Return the bands as one line of the tables has them: so many parts of a year's.

    Units: hundredths of a penny, and whole pence in whole pounds. What begins and was taxed is cut, a band's
    last pound goes up.
    Source: Income Tax Act 2007, s.10 to 11B; HMRC, Specification for PAYE Tax Table Routines v24.
    """
    lines: list[Line] = []
    top_pence = tax_bps_pence = 0
    for band in bands:
        begins_fine = cut(top_pence * number * FINE, parts)
        # Tax up to here in a year, in pence times basis points: exact until it is cut once.
        tax_fine = cut(tax_bps_pence * number * FINE, parts * WHOLE_BPS)
        if band.top_pence is None:
            lines.append(Line(band, begins_fine, tax_fine, None))
            break
        last_pound = round_up(band.top_pence * number, parts * POUND)
        lines.append(Line(band, begins_fine, tax_fine, last_pound * POUND))
        tax_bps_pence += (band.top_pence - top_pence) * band.rate_bps
        top_pence = band.top_pence
    return tuple(lines)


def tax_to_date_pence(taxable_pence: int, lines: Sequence[Line]) -> int:
    """Return the tax on taxable pay to date, in whole pence.

    Units: whole pence; nought or less is not taxed. The band is chosen with the odd pence, its top included;
    the tax is on whole pounds, down to the penny.
    Source: Income Tax Act 2007, s.10 to 11B; HMRC, Specification for PAYE Tax Table Routines v24;
    proved by HMRC's tax test data 2025-26 and 2026-27.
    """
    if taxable_pence <= 0:
        return 0
    last = lines[_place(taxable_pence, lines)]
    return cut(last.tax_before_fine + _above_fine(taxable_pence, last), FINE)


def tax_by_band(taxable_pence: int, lines: Sequence[Line]) -> tuple[BandTax, ...]:
    """Return the same tax band by band, as far as the taxable pay reaches; nothing if there is none.

    Each band is the difference of two amounts that were cut to pence, so that they add up.
    Source: as for ``tax_to_date_pence``.
    """
    if taxable_pence <= 0:
        return ()
    reached = lines[: _place(taxable_pence, lines) + 1]
    last = reached[-1]
    pay_fine = [*(line.begins_fine for line in reached), whole_pounds_down(taxable_pence) * FINE]
    tax_fine = [*(line.tax_before_fine for line in reached)]
    tax_fine.append(last.tax_before_fine + _above_fine(taxable_pence, last))
    return tuple(
        BandTax(
            name=line.band.name,
            taxed_pence=cut(pay_fine[place + 1], FINE) - cut(pay_fine[place], FINE),
            rate_bps=line.band.rate_bps,
            tax_pence=cut(tax_fine[place + 1], FINE) - cut(tax_fine[place], FINE),
        )
        for place, line in enumerate(reached)
    )


def _place(taxable_pence: int, lines: Sequence[Line]) -> int:
    """Return the place of the first band whose last whole pound is not passed."""
    for place, line in enumerate(lines):
        if line.last_pound_pence is None or taxable_pence <= line.last_pound_pence:
            return place
    return len(lines) - 1


def _above_fine(taxable_pence: int, line: Line) -> int:
    """Return the tax of what is above a band's beginning."""
    whole_fine = whole_pounds_down(taxable_pence) * FINE
    return cut((whole_fine - line.begins_fine) * line.band.rate_bps, WHOLE_BPS)
