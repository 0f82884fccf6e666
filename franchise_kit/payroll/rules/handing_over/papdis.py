"""What a pension scheme is told of a pay period: who is a member, and what was taken and paid in for each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import ClassVar, Final

from franchise_kit.kernel.cells import neutral
from franchise_kit.payroll.rules.enrolment import Group
from franchise_kit.payroll.rules.handing_over.fps_facts import Employee
from franchise_kit.payroll.rules.handing_over.letters import address_line, forenames, surname
from franchise_kit.payroll.rules.handing_over.money import in_pounds, table
from franchise_kit.payroll.rules.handing_over.rti import FieldMissing, FieldNotSound
from franchise_kit.payroll.rules.pensions import Contributions
from franchise_kit.payroll.rules.tax_calendar import Frequency, period_of
from franchise_kit.people.rules.particulars import checked_ni_number
from tenants.refusal import Refusal

_LINES: Final = 4


class NobodyInScheme(Refusal):
    """A file for a pension scheme is about at least one worker."""

    code: ClassVar[str] = "nobody_in_scheme"


class PeriodNotPossible(Refusal):
    """A pay period ends on or after the day on which it begins."""

    code: ClassVar[str] = "pension_period_not_possible"


@dataclass(frozen=True, slots=True)
class Period:
    """One pay period, both days within, at one scheme; the ids are the provider's for itself and for us."""

    provider_id: str
    employer_id: str
    group: str
    first: date
    last: date
    deducted_on: date
    frequency: Frequency


@dataclass(frozen=True, slots=True)
class Member:
    """One worker in the period: what they are by automatic enrolment, and what was paid in, in pence."""

    employee: Employee
    employee_id: str
    began_on: date
    assessed: Group
    contributions: Contributions = field(repr=False)
    left_on: date | None = None
    postponed_to: date | None = None
    opted_out_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Layout:
    version: str
    assessments: Mapping[str, str]
    columns: Sequence[tuple[str, str]]


def papdis_table(period: Period, members: Sequence[Member]) -> bytes:
    """Return a period as CSV of PAPDIS 1.1: a line of headers, then one line for each worker, in pounds.

    A worker's own contribution is the whole of it, with the relief that the scheme claims; what was given up
    from pay is the employer's. Raises NobodyInScheme, PeriodNotPossible, FieldMissing, FieldNotSound,
    NoSuchLetters or NINumberUnreadable.
    Source: Pensions Act 2008, s.3 and 8; PAPDIS 1.1, as ``papdis.json`` says.
    """
    if not members:
        raise NobodyInScheme
    if period.last < period.first:
        raise PeriodNotPossible
    columns = _layout().columns
    rows = []
    for place, member in enumerate(members, start=1):
        said = {**_of_period(period), **_of_member(member, place), **_of_money(member, place)}
        rows.append([neutral(said.get(name, "")) for _header, name in columns])
    return table([header for header, _name in columns], rows)


def _of_period(period: Period) -> dict[str, str]:
    return {
        "version": _layout().version,
        "provider_id": period.provider_id,
        "employer_id": period.employer_id,
        "group": period.group,
        "period_from": period.first.isoformat(),
        "period_last": period.last.isoformat(),
        "deducted_on": period.deducted_on.isoformat(),
        "frequency": period.frequency.value,
        "tax_period": str(period_of(period.deducted_on, period.frequency)),
    }


def _of_member(member: Member, place: int) -> dict[str, str]:
    who = member.employee
    if who.born_on is None:
        raise FieldMissing(field="born_on", place=place)
    names = (*forenames(who.forenames, place=place), "")
    return {
        "forename_1": names[0],
        "forename_2": names[1],
        "surname": surname(who.surname, place=place),
        "employee_id": member.employee_id,
        "born_on": who.born_on.isoformat(),
        "gender": who.gender,
        "ni_number": checked_ni_number(who.ni_number) if who.ni_number else "",
        **_of_address(who, place),
        "began_on": member.began_on.isoformat(),
        "left_on": _day(member.left_on),
        "assessment": _layout().assessments[member.assessed.value],
        "postponed_to": _day(member.postponed_to),
        "opted_out_on": _day(member.opted_out_on),
    }


def _of_address(who: Employee, place: int) -> dict[str, str]:
    if who.address is None:
        return {}
    if len(who.address.lines) > _LINES:
        raise FieldNotSound(field="address", place=place)
    lines = enumerate(who.address.lines, start=1)
    return {
        **{f"line_{number}": address_line(line, place=place) for number, line in lines},
        "postcode": who.address.postcode or "",
        "country": who.address.country or "",
    }


def _of_money(member: Member, place: int) -> dict[str, str]:
    paid = member.contributions
    own_pence = paid.before_tax_pence + paid.after_tax_pence + paid.relief_pence
    for name, pence in (("employee", own_pence), ("employer", paid.employer_pence)):
        if pence < 0:
            raise FieldNotSound(field=name, place=place)
    return {
        "employer": in_pounds(paid.employer_pence),
        "employee": in_pounds(own_pence),
        "nothing": in_pounds(0),
        "pensionable": in_pounds(paid.pensionable_pence),
        "is_sacrificed": "1" if paid.sacrificed_pence else "0",
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


@cache
def _layout() -> _Layout:
    said = json.loads(files(__package__).joinpath("papdis.json").read_text(encoding="utf-8"))
    columns = [(str(header), str(name)) for header, name in said["columns"]]
    return _Layout(said["version"], said["assessments"], columns)
