# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that pay people: what is in them comes back out of them, and what no bank takes is refused."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

import pytest
import xmlschema
from defusedxml import ElementTree

from franchise_kit.payroll.rules.handing_over.bacs18 import (
    UserNumberUnreadable,
    bacs18_file,
    processing_day,
)
from franchise_kit.payroll.rules.handing_over.bank_table import bank_table
from franchise_kit.payroll.rules.handing_over.letters import NoSuchLetters
from franchise_kit.payroll.rules.handing_over.pain001 import Version, pain001_file
from franchise_kit.payroll.rules.handing_over.parties import (
    Account,
    AmountAboveLimit,
    AmountNotPositive,
    Batch,
    NoBankWorksThen,
    NobodyToPay,
    NotReconciled,
    TotalAboveLimit,
    arrival_day,
    check_reconciled,
)
from franchise_kit.people.rules.bank import AccountNumberUnreadable, SortCodeUnreadable
from tenants.refusal import Refusal
from tests.rules.payroll.handing_over.made_up import (
    BATCH,
    DAI,
    KEZIA,
    PAY_ON,
    SIONED,
    TOTAL_PENCE,
    kept,
    paying,
)

USER_NUMBER = "987654"


def of_bacs(batch: Batch) -> bytes:
    return bacs18_file(batch, user_number=USER_NUMBER)


def of_2009(batch: Batch) -> bytes:
    return pain001_file(batch, Version.OF_2009)


def of_2019(batch: Batch) -> bytes:
    return pain001_file(batch, Version.OF_2019)


EVERY_FORMAT = pytest.mark.parametrize("written", [of_bacs, of_2009, of_2019, bank_table])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (of_bacs, "bank.std18"),
        (of_2009, "bank.pain.001.001.03.xml"),
        (of_2019, "bank.pain.001.001.09.xml"),
        (bank_table, "bank.csv"),
    ],
)
def test_a_file_is_as_it_was_when_it_was_looked_at(written: Callable[[Batch], bytes], name: str) -> None:
    assert written(BATCH) == kept(name)


def test_every_line_of_standard_18_has_its_length() -> None:
    lines = of_bacs(BATCH).decode("ascii").split("\r\n")

    assert [(line[:4], len(line)) for line in lines if len(line) == 80] == [
        (name, 80) for name in ("VOL1", "HDR1", "HDR2", "UHL1", "EOF1", "EOF2", "UTL1")
    ]
    assert [len(line) for line in lines[4:8]] == [100] * 4
    assert lines[-1] == ""


def test_standard_18_read_again_has_everybody_and_balances() -> None:
    lines = of_bacs(BATCH).decode("ascii").splitlines()
    records = lines[4:-3]
    credits = [line for line in records if line[15:17] == "99"]
    debits = [line for line in records if line[15:17] == "17"]
    ending = lines[-1]

    assert [(line[0:6], line[6:14], int(line[35:46]), line[82:100]) for line in credits] == [
        ("112233", "87654321", 123456, "SIONED WYN-OBRIEN "),
        ("445566", "00012345", 98700, "DAI FYCHAN        "),
        ("112233", "11112222", 1, "KEZIA & MO AVILA-H"),
    ]
    assert [line[64:82].rstrip() for line in credits] == ["TAL TACHWEDD", "B/12-3456 7", "PAY NOV"]
    assert [(line[0:14], line[17:31], int(line[35:46]), line[64:70]) for line in debits] == [
        ("20000012345678", "20000012345678", TOTAL_PENCE, "CONTRA")
    ]
    assert (int(ending[4:17]), int(ending[17:30]), int(ending[30:37]), int(ending[37:44])) == (
        TOTAL_PENCE,
        TOTAL_PENCE,
        1,
        3,
    )


def test_standard_18_says_on_which_day_it_is_worked_on() -> None:
    lines = of_bacs(BATCH).decode("ascii").splitlines()

    # 27 November 2026, the Friday before a Monday, is day 331.
    assert lines[3][4:10] == " 26331"
    assert lines[0][4:10] == lines[1][21:27] == "000007"
    assert lines[0][41:47] == lines[1][5:11] == USER_NUMBER


@pytest.mark.parametrize(
    ("pay_on", "worked_on"),
    [
        (date(2026, 11, 26), date(2026, 11, 25)),
        (date(2026, 11, 30), date(2026, 11, 27)),
        (date(2026, 12, 29), date(2026, 12, 24)),
        (date(2026, 4, 7), date(2026, 4, 2)),
    ],
)
def test_bacs_works_on_a_file_one_working_day_before(pay_on: date, worked_on: date) -> None:
    assert processing_day(pay_on) == worked_on


@pytest.mark.parametrize(
    ("pay_on", "today", "arrives_on"),
    [
        (date(2026, 11, 30), date(2026, 11, 26), date(2026, 11, 30)),
        # Too near for Bacs: made on a Friday, it is there on Tuesday.
        (date(2026, 11, 30), date(2026, 11, 27), date(2026, 12, 1)),
        (date(2026, 11, 28), date(2026, 11, 20), date(2026, 11, 27)),
        (date(2026, 12, 25), date(2026, 12, 1), date(2026, 12, 24)),
        (date(2026, 12, 25), date(2026, 12, 23), date(2026, 12, 29)),
        (date(2026, 4, 30), date(2026, 11, 26), date(2026, 11, 30)),
    ],
)
def test_pay_arrives_on_its_day_or_as_near_as_may_be(pay_on: date, today: date, arrives_on: date) -> None:
    assert arrival_day(pay_on, today=today) == arrives_on


@cache
def schema(version: Version) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(files("sepaxml").joinpath("schemas", f"{version}.xsd")))


@pytest.mark.slow
@pytest.mark.parametrize("version", list(Version))
def test_a_message_is_sound_by_the_schema_of_its_version(version: Version) -> None:
    message = pain001_file(BATCH, version)

    assert [str(fault) for fault in schema(version).iter_errors(message.decode())] == []


@pytest.mark.slow
def test_the_schema_does_notice_a_fault() -> None:
    broken = of_2009(BATCH).replace(b"<PmtMtd>TRF</PmtMtd>", b"")

    assert len(list(schema(Version.OF_2009).iter_errors(broken.decode()))) == 1


@pytest.mark.parametrize("version", list(Version))
def test_a_message_read_again_has_everybody_and_its_sum(version: Version) -> None:
    root = ElementTree.fromstring(pain001_file(BATCH, version))
    read = {"": f"urn:iso:std:iso:20022:tech:xsd:{version}"}
    amounts = [Decimal(one.text) for one in root.iterfind(".//InstdAmt", read)]

    assert amounts == [Decimal("1234.56"), Decimal("987.00"), Decimal("0.01")]
    assert {Decimal(one.text) for one in root.iterfind(".//CtrlSum", read)} == {sum(amounts)}
    assert {one.text for one in root.iterfind(".//NbOfTxs", read)} == {"3"}
    assert [one.text for one in root.iterfind(".//Cdtr/Nm", read)] == [
        "Sioned Wyn-O'Brien",
        "Dai Fychan",
        "Kezia Mo Avila-Hughes-Llewelyn",
    ]
    assert [one.text for one in root.iterfind(".//CdtrAgt//MmbId", read)] == ["112233", "445566", "112233"]
    assert [one.text for one in root.iterfind(".//CdtrAcct//Id/Othr/Id", read)] == [
        "87654321",
        "00012345",
        "11112222",
    ]
    assert len({one.text for one in root.iterfind(".//EndToEndId", read)}) == 3


def test_a_table_read_again_has_everybody() -> None:
    rows = list(csv.DictReader(io.StringIO(bank_table(BATCH).decode(), newline="")))

    assert sum(Decimal(row["Amount"]) for row in rows) == Decimal(TOTAL_PENCE) / 100
    assert [row["Account number"] for row in rows] == ["87654321", "00012345", "11112222"]
    assert {row["Payment date"] for row in rows} == {"30/11/2026"}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t="])
def test_a_table_holds_no_formula(sign: str) -> None:
    batch = paying(replace(DAI, name=f"{sign}1+2 Dai", roll_number=f"{sign}cmd"))

    row = bank_table(batch).decode().splitlines()[1].split(",")

    assert [cell for cell in row if cell[0] in "=+-@\t"] == []


@EVERY_FORMAT
@pytest.mark.parametrize(
    ("batch", "refusal", "facts"),
    [
        (paying(), NobodyToPay, {}),
        (paying(SIONED, replace(DAI, pence=0)), AmountNotPositive, {"place": 2}),
        (paying(replace(DAI, pence=-1)), AmountNotPositive, {"place": 1}),
        (paying(replace(DAI, pence=20_000_000_01)), AmountAboveLimit, {"place": 1}),
        (paying(*[replace(DAI, pence=20_000_000_00)] * 50), TotalAboveLimit, {}),
        (paying(replace(DAI, account=Account("12345", "12345678"))), SortCodeUnreadable, {"place": 1}),
        (paying(replace(DAI, account=Account("123456", "1234567"))), AccountNumberUnreadable, {"place": 1}),
        (
            paying(replace(DAI, account=Account("12\N{FULLWIDTH DIGIT THREE}456", "12345678"))),
            SortCodeUnreadable,
            {"place": 1},
        ),
        (paying(KEZIA, replace(DAI, name="’ – .")), NoSuchLetters, {"field": "name", "place": 2}),
        (paying(replace(DAI, name="Дай Фичан")), NoSuchLetters, {"field": "name", "place": 1}),
        (
            paying(replace(DAI, reference=" ", roll_number=None)),
            NoSuchLetters,
            {"field": "reference", "place": 1},
        ),
        (replace(BATCH, pay_on=date(2026, 11, 28)), NoBankWorksThen, {}),
        (replace(BATCH, pay_on=date(2026, 12, 25)), NoBankWorksThen, {}),
    ],
)
def test_a_format_refuses(
    written: Callable[[Batch], bytes], batch: Batch, refusal: type[Refusal], facts: dict[str, object]
) -> None:
    with pytest.raises(refusal) as refused:
        written(batch)

    assert refused.value.facts == facts


@pytest.mark.parametrize("user_number", ["", "12345", "1234567", "12345A"])
def test_bacs_wants_a_user_number_of_six_digits(user_number: str) -> None:
    with pytest.raises(UserNumberUnreadable):
        bacs18_file(BATCH, user_number=user_number)


def test_the_most_that_a_file_can_say_has_room() -> None:
    most = paying(*[replace(DAI, pence=20_000_000_00)] * 49, replace(DAI, pence=19_999_999_99))

    assert of_bacs(most).decode("ascii").splitlines()[-4][35:46] == "99999999999"


@pytest.mark.parametrize(("net_pence", "payees"), [(TOTAL_PENCE - 1, 3), (TOTAL_PENCE, 2)])
def test_a_batch_that_is_not_the_run_is_refused(net_pence: int, payees: int) -> None:
    with pytest.raises(NotReconciled):
        check_reconciled(BATCH, net_pence=net_pence, payees=payees)


def test_a_batch_that_is_the_run_is_not() -> None:
    check_reconciled(BATCH, net_pence=TOTAL_PENCE, payees=3)


def test_no_account_or_name_is_in_what_a_log_would_show() -> None:
    shown = repr(BATCH)

    assert not [hidden for hidden in ("87654321", "112233", "Sioned", "123456,") if hidden in shown]
    assert str(PAY_ON.year) in shown
