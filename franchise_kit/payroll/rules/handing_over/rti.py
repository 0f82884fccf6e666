"""What every submission to HMRC has: the employer's references, the tax year's names, and what is refused."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import ClassVar, Final

from franchise_kit.payroll.rules.handing_over.nodes import Node, leaf, maybe, node
from franchise_kit.payroll.rules.tax_calendar import tax_year
from tenants.refusal import Refusal

_OFFICE: Final = re.compile(r"[0-9]{3}")
_PAYE: Final = re.compile(r"[A-Za-z0-9]{1,10}")
_ACCOUNTS: Final = re.compile(r"[0-9]{3}P[A-Z][0-9]{7}[0-9X]")


class FieldMissing(Refusal):
    """HMRC wants a field that is not there; ``place`` is the employee's, from 1."""

    code: ClassVar[str] = "hmrc_field_missing"


class FieldNotSound(Refusal):
    """A field has what HMRC does not take."""

    code: ClassVar[str] = "hmrc_field_not_sound"


class OutsideTaxYear(Refusal):
    """A day is not in the tax year that the submission is for."""

    code: ClassVar[str] = "outside_tax_year"


class NothingToSay(Refusal):
    """A submission that tells HMRC nothing is not made."""

    code: ClassVar[str] = "nothing_to_submit"


class NoNamesForTaxYear(Refusal):
    """Nobody has given us the names that HMRC's files of that tax year use."""

    code: ClassVar[str] = "no_names_for_tax_year"


class Kind(StrEnum):
    """The two submissions: what was paid to whom, and what the employer owes less."""

    FPS = "fps"
    EPS = "eps"


@dataclass(frozen=True, slots=True)
class Employer:
    """A PAYE scheme: ``123/AB456`` is office and reference; the accounts office's is ``123PA00012345``.

    The contracted-out number and the reference for corporation tax are told if the employer has them.
    """

    office_number: str
    paye_reference: str
    accounts_office_reference: str
    econ: str = ""
    corporation_tax_reference: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one tax year: namespaces by kind of submission, and the codes of student loan plans."""

    namespaces: Mapping[Kind, str]
    loan_plans: Mapping[str, str]


def names_of(year: str) -> Names:
    """Return the names of a tax year such as ``2026-27``; raise NoNamesForTaxYear.

    Source: HMRC, Real Time Information technical packs, as ``rti_years.json`` says.
    """
    if year not in _years():
        raise NoNamesForTaxYear
    return _years()[year]


def check_employer(employer: Employer) -> None:
    """Refuse references that no PAYE scheme has: FieldNotSound.

    Source: HMRC, RTI schema: the types of OfficeNo, PayeRef and AORef.
    """
    for field, shape, said in (
        ("office_number", _OFFICE, employer.office_number),
        ("paye_reference", _PAYE, employer.paye_reference),
        ("accounts_office_reference", _ACCOUNTS, employer.accounts_office_reference),
    ):
        if not shape.fullmatch(said):
            raise FieldNotSound(field=field, place=0)


def check_in_year(day: date, year: str, *, field: str, place: int = 0) -> None:
    """Refuse a day outside a tax year.

    Source: SI 2003/2682, reg. 67B: a submission is about payments of one tax year.
    """
    if tax_year(day) != year:
        raise OutsideTaxYear(field=field, place=place)


def references(employer: Employer) -> Node:
    """Return the element of an employer's references.

    Source: HMRC, RTI schema: EmpRefs.
    """
    return node(
        "EmpRefs",
        leaf("OfficeNo", employer.office_number),
        leaf("PayeRef", employer.paye_reference),
        leaf("AORef", employer.accounts_office_reference),
        maybe("ECON", employer.econ),
        maybe("COTAXRef", employer.corporation_tax_reference),
    )


def final_for_year(*, is_final: bool, ceased_on: date | None = None) -> Node | None:
    """Return the element that says that nothing more of this tax year comes, or None.

    Source: HMRC, RTI schema: FinalSubmission.
    """
    if not is_final and ceased_on is None:
        return None
    ceased = None
    if ceased_on is not None:
        ceased = (leaf("BecauseSchemeCeased", "yes"), leaf("DateSchemeCeased", ceased_on.isoformat()))
    return node("FinalSubmission", *(ceased or ()), leaf("ForYear", "yes") if is_final else None)


@cache
def _years() -> Mapping[str, Names]:
    text = files(__package__).joinpath("rti_years.json").read_text(encoding="utf-8")
    years: dict[str, dict[str, str | dict[str, str]]] = json.loads(text)["years"]
    return {year: _names(said) for year, said in years.items()}


def _names(said: Mapping[str, str | dict[str, str]]) -> Names:
    plans = said["loan_plans"]
    if isinstance(plans, str):
        msg = "The plans of student loans are codes by name."
        raise TypeError(msg)
    return Names({kind: str(said[kind]) for kind in Kind}, plans)
