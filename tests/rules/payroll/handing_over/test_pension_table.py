# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a pension scheme is told, read again by its headers."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from franchise_kit.payroll.rules.enrolment import Group
from franchise_kit.payroll.rules.handing_over.letters import NoSuchLetters
from franchise_kit.payroll.rules.handing_over.papdis import (
    Member,
    NobodyInScheme,
    Period,
    PeriodNotPossible,
    papdis_table,
)
from franchise_kit.payroll.rules.handing_over.rti import FieldMissing, FieldNotSound
from franchise_kit.payroll.rules.pensions import Contributions
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.rules.particulars import NINumberUnreadable
from tenants.refusal import Refusal
from tests.rules.payroll.handing_over.made_up import (
    NI_NUMBER,
    PAY_ON,
    SHOWN_NI_NUMBER,
    WITH_NUMBER,
    WITHOUT_NUMBER,
    kept,
)

PERIOD = Period("NEST", "EMP0001", "Monthly", date(2026, 11, 1), PAY_ON, PAY_ON, Frequency.M1)
SION = Member(
    WITH_NUMBER.employee,
    "W-001",
    date(2020, 1, 6),
    Group.ELIGIBLE,
    # Four fifths of 5 % of 1,780 from net pay; the scheme claims the fifth.
    Contributions(
        pensionable_pence=1_780_00, after_tax_pence=71_20, employer_pence=53_40, relief_pence=17_80
    ),
)
LUCJA = Member(
    WITHOUT_NUMBER.employee,
    "=W-002",
    date(2026, 11, 2),
    Group.NON_ELIGIBLE,
    Contributions(pensionable_pence=500_00, sacrificed_pence=25_00, employer_pence=40_00),
    left_on=date(2026, 11, 27),
)


def rows(*members: Member) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(papdis_table(PERIOD, members).decode(), newline="")))


def test_a_table_is_as_it_was_when_it_was_looked_at() -> None:
    assert papdis_table(PERIOD, [SION, LUCJA]).replace(NI_NUMBER.encode(), SHOWN_NI_NUMBER) == kept(
        "papdis.csv"
    )


def test_a_members_own_contribution_has_the_relief_in_it() -> None:
    (row,) = rows(SION)

    assert (row["EmployeeContributionsAmount"], row["EmployerContributionsAmount"]) == ("89.00", "53.40")
    assert (row["PensionableEarningsAmount"], row["SalarySacrificeIndicator"]) == ("1780.00", "0")
    assert (row["TaxPeriod"], row["FrequencyCode"], row["AssessmentCode"]) == ("8", "M1", "1")


def test_what_is_given_up_is_the_employers() -> None:
    (row,) = rows(LUCJA)

    assert (row["EmployeeContributionsAmount"], row["EmployerContributionsAmount"]) == ("0.00", "40.00")
    assert (row["SalarySacrificeIndicator"], row["ExitDate"]) == ("1", "2026-11-27")


def test_a_table_holds_no_formula() -> None:
    assert rows(LUCJA)[0]["EmployeeId"] == "'=W-002"


def by_employee(**changed: object) -> Member:
    return replace(LUCJA, employee=replace(LUCJA.employee, **changed))


@pytest.mark.parametrize(
    ("member", "refusal"),
    [
        (by_employee(born_on=None), FieldMissing),
        (by_employee(surname="1"), NoSuchLetters),
        (by_employee(ni_number="12"), NINumberUnreadable),
        (replace(SION, contributions=Contributions(employer_pence=-1)), FieldNotSound),
    ],
)
def test_a_member_that_no_scheme_takes_is_refused(member: Member, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        papdis_table(PERIOD, [member])


def test_a_table_is_of_somebody_and_of_days() -> None:
    with pytest.raises(NobodyInScheme):
        papdis_table(PERIOD, [])
    with pytest.raises(PeriodNotPossible):
        papdis_table(replace(PERIOD, last=date(2026, 10, 31)), [SION])
