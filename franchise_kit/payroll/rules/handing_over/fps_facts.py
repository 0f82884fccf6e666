"""The facts of a Full Payment Submission, in whole pence, as any run can fill them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.rules.tax_code import TaxCode


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives: up to four lines, then a postcode in the United Kingdom or a country."""

    lines: tuple[str, ...] = field(repr=False)
    postcode: str | None = field(default=None, repr=False)
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Employee:
    """Who was paid. HMRC asks for ``gender``, ``M`` or ``F``, and without a number for the address."""

    forenames: str = field(repr=False)
    surname: str = field(repr=False)
    born_on: date | None = field(repr=False)
    gender: str
    ni_number: str | None = field(default=None, repr=False)
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """A first payment: when the work began, what the starter declared, and whose loans go on."""

    began_on: date
    declaration: str
    has_student_loan: bool = False
    has_postgraduate_loan: bool = False


@dataclass(frozen=True, slots=True)
class ToDate:
    """The tax year so far in this employment, this payment with it."""

    taxable_pence: int
    tax_pence: int
    student_loan_pence: int = 0
    postgraduate_loan_pence: int = 0
    pension_before_tax_pence: int = 0
    pension_after_tax_pence: int = 0
    # By the short names of the law: SMP, SPP, SAP, ShPP, SPBP, SNCP.
    statutory_pence: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Now:
    """This payment. ``after_deductions_pence`` is pay less tax, contributions and what the law takes."""

    frequency: Frequency
    paid_on: date
    tax_code: TaxCode
    taxable_pence: int
    tax_pence: int
    after_deductions_pence: int
    not_taxed_pence: int = 0
    from_net_pence: int = 0
    pension_before_tax_pence: int = 0
    pension_after_tax_pence: int = 0
    loan_plan: Plan | None = None
    student_loan_pence: int = 0
    postgraduate_loan_pence: int = 0
    hours_band: str = "E"
    periods: int = 1
    is_after_leaving: bool = False
    is_unpaid_absence: bool = False
    late_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Contributions:
    """National Insurance by one category letter, of this payment and of the tax year."""

    letter: str
    earnings_now_pence: int
    earnings_pence: int
    at_lel_pence: int
    lel_to_pt_pence: int
    pt_to_uel_pence: int
    employer_now_pence: int
    employer_pence: int
    employee_now_pence: int
    employee_pence: int


@dataclass(frozen=True, slots=True)
class Employment:
    """One person's payment in one job; ``pay_id`` is ours for the job and stays the same."""

    employee: Employee
    pay_id: str
    to_date: ToDate
    now: Now
    contributions: tuple[Contributions, ...]
    start: Start | None = None
    left_on: date | None = None
    # AN or AL: by the year, or by periods with the year's end on the year.
    director_method: str | None = None
    # The tax week of an appointment in this tax year.
    director_from_week: int | None = None
