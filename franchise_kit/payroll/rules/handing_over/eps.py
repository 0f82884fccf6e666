"""An Employer Payment Summary: what an employer owes less, or that nobody was paid."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar, Final

from franchise_kit.payroll.rules.handing_over.fps import STATUTORY
from franchise_kit.payroll.rules.handing_over.money import in_pounds
from franchise_kit.payroll.rules.handing_over.nodes import Node, leaf, node
from franchise_kit.payroll.rules.handing_over.rti import (
    Employer,
    FieldNotSound,
    NothingToSay,
    check_employer,
    check_in_year,
    final_for_year,
    names_of,
    references,
)
from franchise_kit.payroll.rules.tax_calendar import MONTHS
from franchise_kit.people.rules.tax_year import YEAR_BEGINS
from tenants.refusal import Refusal

_DAY: Final = timedelta(days=1)


class NotWholeTaxMonths(Refusal):
    """Nobody paid, or no work, is told of whole tax months: from a 6th to a 5th."""

    code: ClassVar[str] = "not_whole_tax_months"


@dataclass(frozen=True, slots=True)
class Days:
    """Days from the first to the last, both of them within."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Recovered:
    """What is got back of statutory pay in the tax year so far, in whole pence by the law's short names."""

    month: int
    paid_pence: Mapping[str, int]
    compensation_pence: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Levy:
    """The apprenticeship levy of the tax year so far, and the year's allowance, in whole pence."""

    month: int
    due_pence: int
    allowance_pence: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What an EPS tells; what does not apply is None. ``claims_allowance`` False takes a claim back."""

    nobody_paid: Days | None = None
    no_work: Days | None = None
    claims_allowance: bool | None = None
    recovered: Recovered | None = None
    levy: Levy | None = None
    is_final: bool = False
    ceased_on: date | None = None


def employer_payment_summary(*, employer: Employer, tax_year: str, summary: Summary) -> Node:
    """Return the element ``EmployerPaymentSummary`` for a tax year such as ``2026-27``.

    Raises NothingToSay, NoNamesForTaxYear, FieldNotSound, OutsideTaxYear or NotWholeTaxMonths.
    Source: SI 2003/2682, reg. 67F; HMRC, RTI schema of EmployerPaymentSummary.
    """
    check_employer(employer)
    names_of(tax_year)
    if summary == Summary():
        raise NothingToSay
    for field_name, is_sound in _fields(summary):
        if not is_sound:
            raise FieldNotSound(field=field_name, place=0)
    if summary.ceased_on is not None:
        check_in_year(summary.ceased_on, tax_year, field="ceased_on")
    said = _said_of_days(summary, tax_year)
    claim = None
    if summary.claims_allowance is not None:
        claim = leaf("EmpAllceInd", "yes" if summary.claims_allowance else "no")
    return node(
        "EmployerPaymentSummary",
        references(employer),
        *said,
        claim,
        _recovered(summary.recovered),
        _levy(summary.levy),
        leaf("RelatedTaxYear", tax_year[2:]),
        final_for_year(is_final=summary.is_final, ceased_on=summary.ceased_on),
    )


def _fields(summary: Summary) -> Iterator[tuple[str, bool]]:
    got, levy = summary.recovered, summary.levy
    if got is not None:
        amounts = (*got.paid_pence.values(), *got.compensation_pence.values())
        yield "recovered_month", 1 <= got.month <= MONTHS
        yield "recovered", all(pence >= 0 for pence in amounts)
        yield "recovered_kind", {*got.paid_pence, *got.compensation_pence} <= {*STATUTORY}
        without = {kind for kind, pence in got.compensation_pence.items() if pence} - {*got.paid_pence}
        yield "compensation", not without
    if levy is not None:
        yield "levy_month", 1 <= levy.month <= MONTHS
        yield "levy", levy.due_pence >= 0 and levy.allowance_pence >= 0


def _said_of_days(summary: Summary, tax_year: str) -> Iterator[Node]:
    if summary.nobody_paid is not None:
        _check_months(summary.nobody_paid)
        check_in_year(summary.nobody_paid.first, tax_year, field="nobody_paid")
        check_in_year(summary.nobody_paid.last, tax_year, field="nobody_paid")
        yield leaf("NoPaymentForPeriod", "yes")
        yield _days("NoPaymentDates", summary.nobody_paid)
    if summary.no_work is not None:
        # It is told ahead, and may end in a later tax year.
        _check_months(summary.no_work)
        yield _days("PeriodOfInactivity", summary.no_work)


def _check_months(days: Days) -> None:
    begins = YEAR_BEGINS[1]
    if days.first.day != begins or (days.last + _DAY).day != begins or days.last < days.first:
        raise NotWholeTaxMonths


def _days(name: str, days: Days) -> Node:
    return node(name, leaf("From", days.first.isoformat()), leaf("To", days.last.isoformat()))


def _recovered(got: Recovered | None) -> Node | None:
    if got is None:
        return None
    amounts = (
        *((f"{kind}Recovered", got.paid_pence.get(kind, 0)) for kind in STATUTORY),
        *((f"NICCompensationOn{kind}", got.compensation_pence.get(kind, 0)) for kind in STATUTORY),
    )
    said = (leaf(name, in_pounds(pence)) for name, pence in amounts if pence)
    return node("RecoverableAmountsYTD", leaf("TaxMonth", str(got.month)), *said)


def _levy(levy: Levy | None) -> Node | None:
    if levy is None:
        return None
    return node(
        "ApprenticeshipLevy",
        leaf("LevyDueYTD", in_pounds(levy.due_pence)),
        leaf("TaxMonth", str(levy.month)),
        leaf("AnnualAllce", in_pounds(levy.allowance_pence)),
    )
