# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makers of approved runs that HMRC and a pension scheme can be told of."""

from datetime import date
from uuid import UUID

from franchise_kit.payroll.actions.employer import set_employer
from franchise_kit.payroll.actions.filing import make_fps
from franchise_kit.payroll.actions.filing_answers import hand_over
from franchise_kit.payroll.rules.employer import References
from franchise_kit.people import actions as people
from franchise_kit.people.actions import deductions, pension_schemes
from franchise_kit.people.actions.reported import NewReported, set_reported
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tests.support.pay import Paid, approve, draft, make_paid, preparer, submit, treasurer
from tests.support.people import actor_of, make_person

REFERENCES = References("123/AB456", "123PA00012345")
# Put together here, so that no file holds a number that could be somebody's.
NI_NUMBERS = ("AB" + "123456" + "C", "CE" + "654321" + "D")


def give_references(coop: Coop) -> None:
    """Enter the co-op's references at HMRC."""
    by = preparer(coop)
    set_employer(coop=coop, references=REFERENCES, by=by, now=clock.now())


def tell_of(coop: Coop, paid: Paid, *, ni_number: str | None, sex: str = "F") -> None:
    """Enter all that HMRC asks of a worker besides name and pay."""
    now, worker_id = clock.now(), paid.worker_id
    born = deductions.NewBirth(date(1990, 2, 28))
    deductions.set_birth(coop=coop, worker_id=worker_id, birth=born, by=SYSTEM, now=now)
    reported = NewReported(sex, "1 Y Stryd\nLlanfair", "ll57 1aa", declaration="A")
    set_reported(coop=coop, worker_id=worker_id, reported=reported, by=SYSTEM, now=now)
    if ni_number is not None:
        told = people.NewParticulars(date(2026, 4, 6), "code_notice", "1257L", "A", ni_number)
        people.set_tax_particulars(coop=coop, worker_id=worker_id, particulars=told, by=SYSTEM, now=now)


def approved_run(coop: Coop, *, is_told: bool = True, has_references: bool = True) -> tuple[UUID, Actor]:
    """Make an approved run of two people, and who prepared it; with ``is_told`` nothing is missing."""
    contact = preparer(coop)
    pairs = zip((("Nia Prys", 6000), ("Siôn Ŵyn", 12000)), NI_NUMBERS, strict=True)
    for (name, minutes), number in pairs:
        paid = make_paid(coop, name, minutes=minutes)
        if is_told:
            tell_of(coop, paid, ni_number=number)
    if has_references:
        give_references(coop)
    run = submit(coop, draft(coop, contact), contact)
    approve(coop, run, treasurer(coop))
    return run, contact


def file_run(coop: Coop, run: UUID, by: Actor, *, late_reason: str | None = "none") -> UUID:
    """Make a run's full payment submission."""
    return make_fps(coop=coop, pay_run_id=run, late_reason=late_reason, by=by, now=clock.now())


def taken(coop: Coop, filing_id: UUID, by: Actor) -> bytes:
    """Take a file to hand it over."""
    return hand_over(coop=coop, filing_id=filing_id, by=by, now=clock.now()).content


def stranger(coop: Coop) -> Actor:
    """Return somebody of a co-op who neither prepares nor approves pay."""
    return actor_of(coop, make_person(coop, "care_worker", name="Dai Arall"))


def put_in_scheme(coop: Coop, paid: Paid) -> UUID:
    """Enrol a worker in a scheme of 5 and 3 percent of all pay, relief at source; return the scheme's id."""
    now = clock.now()
    terms = pension_schemes.NewTerms(date(2026, 4, 6), 500, 300)
    scheme = pension_schemes.NewScheme("Pensiwn Pawb", "relief_at_source", "all_pay", "CW-1", terms)
    scheme_id = pension_schemes.enter_scheme(coop=coop, scheme=scheme, by=SYSTEM, now=now)
    entry = deductions.NewPensionEntry("enrolled", date(2026, 5, 1), scheme_id, told_on=date(2026, 5, 1))
    deductions.set_pension(coop=coop, worker_id=paid.worker_id, entry=entry, by=SYSTEM, now=now)
    return scheme_id
