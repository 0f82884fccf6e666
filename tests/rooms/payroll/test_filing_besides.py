# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is told besides the pay of each: the month's summary, what is owed, the books, a pension scheme."""

import csv
from functools import partial
from uuid import uuid4

import pytest

from franchise_kit.access import PermissionLacking
from franchise_kit.payroll.actions.employer import set_employer, set_employer_year
from franchise_kit.payroll.actions.filing import (
    FiledAlready,
    MonthToTell,
    make_eps,
    make_papdis,
)
from franchise_kit.payroll.queries.filing import (
    get_run_to_file,
    list_postings,
)
from franchise_kit.payroll.queries.owed import list_owed
from franchise_kit.payroll.rules.employer import PayeReferenceUnreadable, References
from franchise_kit.payroll.rules.handing_over.rti import NothingToSay
from tenants import clock
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading
from tests.support.filing import (
    NI_NUMBERS,
    approved_run,
    give_references,
    put_in_scheme,
    stranger,
    taken,
    tell_of,
)
from tests.support.pay import approve, draft, make_paid, preparer, submit, treasurer
from tests.support.rows import rows


def test_a_summary_claims_the_allowance_once(aber: Coop) -> None:
    _run, by = approved_run(aber)
    with pytest.raises(NothingToSay):
        make_eps(coop=aber, month=MonthToTell("2026-27", 8), by=by, now=clock.now())
    set_employer_year(
        coop=aber, tax_year="2026-27", claims_allowance=True, is_small_employer=False, by=by, now=clock.now()
    )

    eps = make_eps(coop=aber, month=MonthToTell("2026-27", 8), by=by, now=clock.now())

    assert b"<EmpAllceInd>yes</EmpAllceInd>" in taken(aber, eps, by)
    with pytest.raises(FiledAlready):
        make_eps(coop=aber, month=MonthToTell("2026-27", 8, is_final=True), by=by, now=clock.now())
    nobody = make_eps(coop=aber, month=MonthToTell("2026-27", 7), by=by, now=clock.now())
    content = taken(aber, nobody, by)
    assert b"<NoPaymentForPeriod>yes</NoPaymentForPeriod>" in content
    assert b"EmpAllceInd" not in content


def test_a_test_of_a_summary_claims_nothing(aber: Coop) -> None:
    _run, by = approved_run(aber)
    set_employer_year(
        coop=aber, tax_year="2026-27", claims_allowance=True, is_small_employer=False, by=by, now=clock.now()
    )
    make = partial(make_eps, coop=aber, month=MonthToTell("2026-27", 8), by=by, now=clock.now())
    tried = taken(aber, make(is_test=True), by)
    with pytest.raises(FiledAlready):
        make(is_test=True)

    told = taken(aber, make(), by)

    claimed = b"<EmpAllceInd>yes</EmpAllceInd>"
    assert (claimed in tried, claimed in told) == (True, True)


def test_what_is_owed_is_what_the_payslips_say_less_the_allowance(aber: Coop) -> None:
    _run, by = approved_run(aber)
    slips = rows(aber, "payslip")
    employer_pence = sum(one["employer_ni_pence"] for one in slips)
    all_pence = employer_pence + sum(one["tax_pence"] + one["employee_ni_pence"] for one in slips)

    def november() -> int:
        with reading(aber) as session:
            months = list_owed(session, "2026-27", today=clock.today().replace(month=11, day=30), by=by)
        assert [one.month for one in months] == list(range(1, 9))
        return months[-1].owed.total_pence

    before = november()
    set_employer_year(
        coop=aber, tax_year="2026-27", claims_allowance=True, is_small_employer=False, by=by, now=clock.now()
    )

    assert (before, november()) == (all_pence, all_pence - employer_pence)


def test_the_entry_in_the_books_balances(aber: Coop) -> None:
    run, by = approved_run(aber)

    with reading(aber) as session:
        _day, postings = list_postings(session, run, by=by)

    assert sum(one.amount_pence for one in postings) == 0
    assert {one.account for one in postings} == {"wages", "employer_ni", "owed_hmrc", "wages_payable"}


def test_references_that_no_employer_has_change_nothing(aber: Coop) -> None:
    give_references(aber)

    with pytest.raises(PayeReferenceUnreadable):
        set_employer(coop=aber, references=References("x", "y"), by=preparer(aber), now=clock.now())
    with pytest.raises(PermissionLacking):
        set_employer(coop=aber, references=References("1/1", "y"), by=stranger(aber), now=clock.now())

    assert [row["paye_reference"] for row in rows(aber, "employer_particulars")] == ["AB456"]


def test_a_pension_scheme_is_told_of_its_members_once(aber: Coop) -> None:
    by, nia = preparer(aber), make_paid(aber, minutes=12000)
    tell_of(aber, nia, ni_number=NI_NUMBERS[0])
    make_paid(aber, "Siôn Ŵyn", minutes=6000)
    scheme = put_in_scheme(aber, nia)
    run = submit(aber, draft(aber, by), by)
    approve(aber, run, treasurer(aber))

    filing = make_papdis(coop=aber, pay_run_id=run, scheme_id=scheme, by=by, now=clock.now())
    (told,) = csv.DictReader(taken(aber, filing, by).decode().splitlines())

    # Two hundred hours at 13.45: 3 and 5 percent of 2,690.00, the tax relief within the latter.
    assert (told["EmployerContributionsAmount"], told["EmployeeContributionsAmount"]) == ("80.70", "134.50")
    assert (told["Surname"], told["AssessmentCode"], told["EmployerId"]) == ("Prys", "1", "CW-1")
    with reading(aber) as session:
        (shown,) = get_run_to_file(session, run, now=clock.now(), today=clock.today(), by=by).schemes
    assert (shown.name, shown.members) == ("Pensiwn Pawb", 1)
    with pytest.raises(FiledAlready):
        make_papdis(coop=aber, pay_run_id=run, scheme_id=scheme, by=by, now=clock.now())
    with pytest.raises(NotFound):
        make_papdis(coop=aber, pay_run_id=run, scheme_id=uuid4(), by=by, now=clock.now())
    with reading(aber) as session:
        _day, postings = list_postings(session, run, by=by)
    assert sum(one.amount_pence for one in postings) == 0
    # What goes to the scheme is less by the relief that it claims itself.
    assert {one.account: one.amount_pence for one in postings}["owed_pension"] == -(80_70 + 107_60)
