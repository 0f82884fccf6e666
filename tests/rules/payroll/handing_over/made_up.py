# SPDX-License-Identifier: AGPL-3.0-or-later
"""A co-op that pays, and whom it pays; all made up. And where files that are as they should be lie."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from franchise_kit.payroll.rules.handing_over.fps_facts import (
    Address,
    Contributions,
    Employee,
    Employment,
    Now,
    Start,
    ToDate,
)
from franchise_kit.payroll.rules.handing_over.govtalk import Submission
from franchise_kit.payroll.rules.handing_over.nodes import Node
from franchise_kit.payroll.rules.handing_over.parties import Account, Batch, Payee, Payer
from franchise_kit.payroll.rules.handing_over.rti import Employer, Kind
from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.rules.tax_code import TaxCode

KEPT = Path(__file__).parents[3] / "data" / "payroll" / "handing_over"
MADE_AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
# A Monday, so that Bacs works on the Friday before it.
PAY_ON = date(2026, 11, 30)
PAYER = Payer("Cwmni Gofal y Dyffryn", Account("20-00-00", "12345678"))
SIONED = Payee("Sioned Ŵyn-O’Brien", Account("11-22-33", "87654321"), 1_234_56, "Tâl Tachwedd")
DAI = Payee("Dai Fychan", Account("44 55 66", "00012345"), 987_00, "PAY NOV", roll_number="B/12-3456 7")
KEZIA = Payee("Kezia & Mo Ávila-Hughes-Llewelyn", Account("112233", "11112222"), 1, "PAY NOV")
BATCH = Batch(PAYER, (SIONED, DAI, KEZIA), PAY_ON, 7, MADE_AT)
TOTAL_PENCE = 1_234_56 + 987_00 + 1


def paying(*payees: Payee, batch: Batch = BATCH) -> Batch:
    return replace(batch, payees=payees)


def kept(name: str) -> bytes:
    """Return a file that was looked at once, sign by sign, and must not change by itself."""
    return (KEPT / name).read_bytes()


EMPLOYER = Employer("123", "AB456", "123PA00012345")
# Put together here, so that no file holds a number that could be somebody's.
NI_NUMBER = "AB" + "123456" + "C"
SHOWN_NI_NUMBER = b"QQ123456C"
TAX_YEAR = "2026-27"

LIVED_IN = Address(("Tŷ Gwyn", "2 Stryd Fawr", "Llanfair"), "LL99 9ZZ")
WITH_NUMBER = Employment(
    employee=Employee("Siôn Rhys Ifan", "ap Gwilym", date(1990, 2, 28), "M", NI_NUMBER),
    pay_id="W-001",
    to_date=ToDate(
        taxable_pence=18_400_00,
        tax_pence=1_998_60,
        student_loan_pence=96_00,
        pension_after_tax_pence=512_33,
        statutory_pence={"SPP": 388_64},
    ),
    now=Now(
        frequency=Frequency.M1,
        paid_on=PAY_ON,
        tax_code=TaxCode.parse("C1257L"),
        taxable_pence=2_300_00,
        tax_pence=250_20,
        after_deductions_pence=1_829_76,
        not_taxed_pence=45_00,
        from_net_pence=64_04,
        pension_after_tax_pence=64_04,
        loan_plan=Plan.PLAN_2,
        student_loan_pence=12_00,
        hours_band="D",
    ),
    contributions=(
        Contributions(
            letter="A",
            earnings_now_pence=2_300_00,
            earnings_pence=18_400_00,
            at_lel_pence=8 * 559_00,
            lel_to_pt_pence=8 * 489_00,
            pt_to_uel_pence=8 * 1_252_00,
            employer_now_pence=282_45,
            employer_pence=2_259_60,
            employee_now_pence=100_16,
            employee_pence=801_28,
        ),
    ),
)
# Came this month without a number; little pay, and a refund.
WITHOUT_NUMBER = Employment(
    employee=Employee("Łucja", "Müller–O’Neill", date(2005, 12, 1), "F", None, LIVED_IN),
    pay_id="W-002",
    to_date=ToDate(taxable_pence=400_00, tax_pence=-20_40),
    now=Now(
        frequency=Frequency.W2,
        paid_on=PAY_ON,
        tax_code=TaxCode.parse("BR X"),
        taxable_pence=200_00,
        tax_pence=-20_40,
        after_deductions_pence=220_40,
    ),
    contributions=(Contributions("M", 200_00, 400_00, 0, 0, 0, 0, 0, 0, 0),),
    start=Start(date(2026, 11, 2), "C", has_student_loan=True),
    left_on=date(2026, 11, 27),
)


def submitted(told: Node, kind: Kind = Kind.FPS) -> Submission:
    return Submission(kind, TAX_YEAR, EMPLOYER, told, MADE_AT, is_test=True)
