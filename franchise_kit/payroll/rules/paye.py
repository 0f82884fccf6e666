"""Tax under PAYE on one payment, with every step that a payslip may show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from franchise_kit.payroll.rules.pay_adjustment import pay_adjustment_pence
from franchise_kit.payroll.rules.pence import share_down, whole_pounds_down
from franchise_kit.payroll.rules.rates import Figures, PayeFigures
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.payroll.rules.tax_bands import Line, tax_by_band, tax_to_date_pence
from franchise_kit.payroll.rules.tax_calendar import Frequency, TaxTable, tax_table
from franchise_kit.people.rules.tax_code import Kind, TaxCode


@dataclass(frozen=True, slots=True)
class YearToDate:
    """Taxable pay and tax taken earlier in this tax year, a P45's figures for this year among them."""

    pay_pence: int
    tax_pence: int


NOTHING_BEFORE: Final = YearToDate(0, 0)
# The steps whose tax adds up to the tax to date.
TAXING: Final = frozenset({"band", "flat_rate"})


@dataclass(frozen=True, slots=True)
class TaxDue:
    """Tax to take from one payment, or to give back if negative, and what it was worked out from.

    ``wanted_pence`` is what it would be without the limit; ``owed_pence`` is the tax to date, of which
    ``earlier`` was taken before.
    """

    tax_pence: int
    wanted_pence: int
    owed_pence: int
    code: TaxCode
    table: TaxTable
    pay_pence: int
    earlier: YearToDate
    figures: PayeFigures

    @property
    def steps(self) -> tuple[Step, ...]:
        """How it was worked out; made when asked for, since most payslips are never explained."""
        last = [Step("tax_to_date", {"tax_pence": self.owed_pence})]
        if not self.table.stands_alone or self.earlier != NOTHING_BEFORE:
            last.append(Step("tax_before", {"tax_pence": self.earlier.tax_pence}))
        if self.tax_pence != self.wanted_pence:
            last.append(Step("limited", {"wanted_pence": self.wanted_pence, "limit_pence": self.tax_pence}))
        last.append(Step("tax_now", {"tax_pence": self.tax_pence}))
        to_date_pence = self.earlier.pay_pence + self.pay_pence
        to_date = _steps_to_date(self.code, self.table, to_date_pence, self.figures)
        return (_pay_step(self.table, self.earlier, self.pay_pence), *to_date, *last)


def tax_due(  # noqa: PLR0913 - a payment's tax hangs on exactly these; the last two are for rarer payments
    *,
    code: TaxCode,
    frequency: Frequency,
    period: int,
    pay_pence: int,
    before: YearToDate,
    figures: Figures,
    cash_pence: int | None = None,
    same_period: YearToDate = NOTHING_BEFORE,
) -> TaxDue:
    """Return the tax of one payment by its code; negative is a refund.

    Units: whole pence; ``period`` is a tax month, or a tax week with 53, 54 or 56 for the left-over days.
    ``cash_pence`` is the part of the pay that is paid in money, all of it if not said: no more than half of
    it is taken. ``same_period`` is what of ``before`` was paid in this period already: a code without
    cumulation gives its free pay once in a period, and neither refunds nor takes a refund back.
    Raises NoSuchPeriod for a period that the frequency does not have.
    Source: SI 2003/2682, reg. 22, 23 and 26 to 28; the limit: reg. 2, 23(5) and 28(5);
    HMRC, Specification for PAYE Tax Table Routines v24; HMRC's tax test data 2025-26 and 2026-27.
    """
    table = tax_table(frequency, period, is_cumulative=code.is_cumulative)
    earlier = before
    if table.stands_alone:
        earlier = YearToDate(same_period.pay_pence, max(0, same_period.tax_pence))
    held = figures.paye
    owed_pence = _owed_pence(code, table, earlier.pay_pence + pay_pence, held)
    wanted_pence = owed_pence - earlier.tax_pence
    if table.stands_alone:
        wanted_pence = max(0, wanted_pence)
    tax_pence = wanted_pence
    if wanted_pence > 0:
        half_pence = share_down(pay_pence if cash_pence is None else cash_pence, held.deduction_limit_bps)
        tax_pence = min(wanted_pence, max(0, half_pence))
    return TaxDue(tax_pence, wanted_pence, owed_pence, code, table, pay_pence, earlier, held)


def _owed_pence(code: TaxCode, table: TaxTable, pay_pence: int, figures: PayeFigures) -> int:
    """Return the tax on all pay to date, this payment's with it."""
    if code.kind is Kind.NO_TAX:
        return 0
    if code.kind is Kind.FLAT:
        rate_bps = figures.flat_codes_bps[code.nation][code.letters]
        return share_down(max(0, whole_pounds_down(pay_pence)), rate_bps)
    taxable_pence = pay_pence + _added_pence(code, table, figures)
    return tax_to_date_pence(taxable_pence, _lines(code, table, figures))


def _added_pence(code: TaxCode, table: TaxTable, figures: PayeFigures) -> int:
    """Return what a code adds to pay to date: the additional pay of a K code, or free pay, below nought."""
    adjustment_pence = pay_adjustment_pence(code.number, table, figures.pay_adjustment)
    return adjustment_pence if code.kind is Kind.ADDITION else -adjustment_pence


def _lines(code: TaxCode, table: TaxTable, figures: PayeFigures) -> Sequence[Line]:
    return figures.lines[code.nation][table.parts, table.number]


def _pay_step(table: TaxTable, earlier: YearToDate, pay_pence: int) -> Step:
    if table.stands_alone and earlier == NOTHING_BEFORE:
        return Step("pay_alone", {"pay_pence": pay_pence, "periods": table.number})
    total_pence = earlier.pay_pence + pay_pence
    return Step(
        "pay_this_month" if table.stands_alone else "pay_to_date",
        {"before_pence": earlier.pay_pence, "pay_pence": pay_pence, "total_pence": total_pence},
    )


def _steps_to_date(code: TaxCode, table: TaxTable, pay_pence: int, figures: PayeFigures) -> Sequence[Step]:
    if code.kind is Kind.NO_TAX:
        return [Step("no_tax", {"code": code.printed})]
    if code.kind is Kind.FLAT:
        taxed_pence = max(0, whole_pounds_down(pay_pence))
        rate_bps = figures.flat_codes_bps[code.nation][code.letters]
        tax_pence = share_down(taxed_pence, rate_bps)
        return [
            _taxable_step(pay_pence),
            Step("flat_rate", {"taxed_pence": taxed_pence, "rate_bps": rate_bps, "tax_pence": tax_pence}),
        ]
    added_pence = _added_pence(code, table, figures)
    taxable_pence = pay_pence + added_pence
    name = "additional_pay_to_date" if code.kind is Kind.ADDITION else "free_pay_to_date"
    return [
        Step(name, {"code": code.printed, "periods": table.number, "amount_pence": abs(added_pence)}),
        _taxable_step(taxable_pence),
        *_band_steps(taxable_pence, _lines(code, table, figures)),
    ]


def _taxable_step(taxable_pence: int) -> Step:
    whole_pence = max(0, whole_pounds_down(taxable_pence))
    return Step("taxable_pay_to_date", {"exact_pence": taxable_pence, "taxed_pence": whole_pence})


def _band_steps(taxable_pence: int, lines: Sequence[Line]) -> Sequence[Step]:
    return [
        Step(
            "band",
            {
                "band": band.name,
                "taxed_pence": band.taxed_pence,
                "rate_bps": band.rate_bps,
                "tax_pence": band.tax_pence,
            },
        )
        for band in tax_by_band(taxable_pence, lines)
    ]
