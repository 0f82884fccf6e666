"""The figures of a pay date, as frozen facts that the rules of PAYE and National Insurance take."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import ClassVar, Final

from franchise_kit.payroll.rules.rate_book import Figure, RateBook, Value, as_table, as_whole, read_book
from franchise_kit.payroll.rules.tax_bands import Band, Line, table_lines
from franchise_kit.payroll.rules.tax_calendar import MONTHS, WEEKS, Frequency, tax_year
from franchise_kit.people.rules.tax_code import Nation
from tenants.refusal import Refusal

_NATIONS: Final = MappingProxyType(
    {
        Nation.ENGLAND_NORTHERN_IRELAND: "england_northern_ireland",
        Nation.WALES: "wales",
        Nation.SCOTLAND: "scotland",
    }
)
_YEAR_FILE: Final = re.compile(r"([0-9]{4}-[0-9]{2})\.json")
_THRESHOLDS: Final = ("LEL", "PT", "ST", "FUST", "IZUST", "UEL", "UST", "AUST", "VUST")


class NoFiguresForTaxYear(Refusal):
    """Nobody has given us the figures of that tax year."""

    code: ClassVar[str] = "no_figures_for_tax_year"


@dataclass(frozen=True, slots=True)
class PayAdjustmentFigures:
    """How a code's number becomes free or additional pay: a year's addition, and blocks of the number."""

    added_pence: int
    block_number: int
    block_month_pence: int
    block_week_pence: int


@dataclass(frozen=True, slots=True)
class PayeFigures:
    """What PAYE needs: bands and flat codes by nation, the pay adjustment, and the limit of a deduction.

    ``lines`` are the bands as each line of the tax tables has them, by the table's parts and its number.
    """

    bands: Mapping[Nation, tuple[Band, ...]]
    lines: Mapping[Nation, Mapping[tuple[int, int], tuple[Line, ...]]]
    flat_codes_bps: Mapping[Nation, Mapping[str, int]]
    pay_adjustment: PayAdjustmentFigures
    deduction_limit_bps: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """One limit or threshold of National Insurance, for each period of earnings."""

    weekly_pence: int
    two_weekly_pence: int
    four_weekly_pence: int
    monthly_pence: int
    annual_pence: int

    def of(self, frequency: Frequency) -> int:
        """Return the threshold of one period, in pence."""
        return {
            Frequency.W1: self.weekly_pence,
            Frequency.W2: self.two_weekly_pence,
            Frequency.W4: self.four_weekly_pence,
            Frequency.M1: self.monthly_pence,
            Frequency.A1: self.annual_pence,
        }[frequency]


@dataclass(frozen=True, slots=True)
class Category:
    """One category letter: the employee's two rates, and the threshold from which the employer pays.

    ``employer_from`` is ``None`` for a letter with no contributions at all.
    """

    letter: str
    employee_main_bps: int
    employee_upper_bps: int
    employer_from: str | None
    employer_bps: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one earnings period, in pence; ``employer_pence`` is where the employer begins to pay."""

    lower_pence: int
    primary_pence: int
    upper_pence: int
    employer_pence: int


@dataclass(frozen=True, slots=True)
class Class1Figures:
    """What Class 1 National Insurance needs: thresholds by their names (LEL, PT …) and category letters.

    ``limits`` has the four that matter for each threshold from which an employer may pay, by frequency.
    """

    thresholds: Mapping[str, Threshold]
    categories: Mapping[str, Category]
    limits: Mapping[str, Mapping[Frequency, Limits]]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a pay date. Those without a field of their own are in the book, by name."""

    tax_year: str
    on: date
    paye: PayeFigures
    class1: Class1Figures
    book: RateBook

    def figure(self, name: str, *, on: date | None = None) -> Figure:
        """Return a figure with its unit and source, of the pay date or of the day that decides it."""
        return self.book.figure(name, on=on or self.on)


@cache
def figures_for(pay_date: date) -> Figures:
    """Return the figures for pay that is paid on a day; raise NoFiguresForTaxYear if we have none.

    Source: ITEPA 2003, s.686: tax goes by the day of payment, not by the days worked; and each figure's own.
    """
    book = _book(tax_year(pay_date))
    return Figures(book.tax_year, pay_date, _paye(book, pay_date), _class1(book, pay_date), book)


@cache
def known_tax_years() -> tuple[str, ...]:
    """Return the tax years of which we have figures, the newest last.

    Source: our own files of figures.
    """
    names = [file.name for file in files("franchise_kit.payroll").joinpath("rates").iterdir()]
    return tuple(sorted(found[1] for name in names if (found := _YEAR_FILE.fullmatch(name))))


@cache
def _book(year: str) -> RateBook:
    file = files("franchise_kit.payroll").joinpath("rates", f"{year}.json")
    if not file.is_file():
        raise NoFiguresForTaxYear(tax_year=year)
    return read_book(file.read_text(encoding="utf-8"))


def _paye(book: RateBook, on: date) -> PayeFigures:
    blocks = book.wholes("paye.pay_adjustment.block_amount", on=on)
    bands = {
        nation: tuple(_band(row) for row in book.rows(f"paye.bands.{name}", on=on))
        for nation, name in _NATIONS.items()
    }
    return PayeFigures(
        bands=MappingProxyType(bands),
        lines=MappingProxyType({nation: _every_line(held) for nation, held in bands.items()}),
        flat_codes_bps=MappingProxyType(
            {nation: book.wholes(f"paye.flat_codes.{name}", on=on) for nation, name in _NATIONS.items()}
        ),
        pay_adjustment=PayAdjustmentFigures(
            added_pence=book.whole("paye.pay_adjustment.added", on=on),
            block_number=book.whole("paye.pay_adjustment.block", on=on),
            block_month_pence=blocks["monthly"],
            block_week_pence=blocks["weekly"],
        ),
        deduction_limit_bps=book.whole("paye.deduction_limit", on=on),
    )


def _band(row: Mapping[str, Value]) -> Band:
    top = row["to"]
    return Band(str(row["name"]), None if top is None else as_whole(top), as_whole(row["rate"]))


@cache
def _every_line(bands: tuple[Band, ...]) -> Mapping[tuple[int, int], tuple[Line, ...]]:
    """Return all lines of both tables: worked out once for some bands, and looked up for each payment."""
    return {
        (parts, number): table_lines(bands, parts=parts, number=number)
        for parts in (MONTHS, WEEKS)
        for number in range(1, parts + 1)
    }


def _class1(book: RateBook, on: date) -> Class1Figures:
    rows = book.table("national_insurance.categories", on=on)
    thresholds = {name: _threshold(book, name, on) for name in _THRESHOLDS}
    return Class1Figures(
        thresholds=MappingProxyType(thresholds),
        categories=MappingProxyType(
            {letter: _category(letter, as_table(row)) for letter, row in rows.items()}
        ),
        limits={name: _limits(thresholds, name) for name in _THRESHOLDS},
    )


def _threshold(book: RateBook, name: str, on: date) -> Threshold:
    pence = book.wholes(f"national_insurance.thresholds.{name}", on=on)
    return Threshold(**{f"{period}_pence": amount for period, amount in pence.items()})


def _limits(thresholds: Mapping[str, Threshold], employer_from: str) -> Mapping[Frequency, Limits]:
    names = ("LEL", "PT", "UEL", employer_from)
    return {frequency: Limits(*(thresholds[name].of(frequency) for name in names)) for frequency in Frequency}


def _category(letter: str, row: Mapping[str, Value]) -> Category:
    start = row["employer_from"]
    return Category(
        letter=letter,
        employee_main_bps=as_whole(row["employee_main"]),
        employee_upper_bps=as_whole(row["employee_upper"]),
        employer_from=None if start is None else str(start),
        employer_bps=as_whole(row["employer"]),
    )
