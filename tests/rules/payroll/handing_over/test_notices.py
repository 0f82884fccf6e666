# SPDX-License-Identifier: AGPL-3.0-or-later
"""Notices of tax codes, from HMRC's XML and from a table: each stands by itself."""

from datetime import date

import pytest

from franchise_kit.payroll.rules.handing_over.notices import (
    COLUMNS,
    MOST_ROWS,
    NoNoticesHere,
    Read,
    TooManyNotices,
    read_notices,
)
from franchise_kit.payroll.rules.handing_over.reading import NotReadAsXml
from franchise_kit.payroll.rules.paye import YearToDate
from tests.rules.payroll.handing_over.made_up import NI_NUMBER, SHOWN_NI_NUMBER, kept

HEADERS = ",".join(COLUMNS)
SOUND = f"P6,{NI_NUMBER},W-001,C1100L X,2026-11-30,9000.50,1000"


def of_table(*rows: str, headers: str = HEADERS) -> list[Read]:
    return read_notices("\r\n".join((headers, *rows)).encode())


def said(read: Read) -> tuple[object, ...]:
    notice = read.notice
    assert notice is not None
    return notice.form, notice.works_number, notice.tax_code.printed, notice.effective_on, notice.before


def test_hmrcs_own_xml_is_read() -> None:
    read = read_notices(kept("notices.xml").replace(SHOWN_NI_NUMBER, NI_NUMBER.encode()))

    assert [said(one) for one in read] == [
        ("P6", "W-001", "S1100L", date(2026, 11, 16), YearToDate(9_000_50, 1_000_00)),
        ("P6B", "W-002", "1257L X", date(2026, 11, 20), None),
        ("P9", "W-003", "CK45", date(2026, 4, 6), None),
    ]
    assert {one.notice.ni_number for one in read if one.notice} == {NI_NUMBER}


def test_a_table_is_read() -> None:
    (read,) = of_table(SOUND)

    assert said(read) == ("P6", "W-001", "C1100L X", date(2026, 11, 30), YearToDate(9_000_50, 1_000_00))


def test_a_table_may_leave_earlier_pay_out() -> None:
    (read,) = of_table(f"p9,{NI_NUMBER.lower()},,1257l,2027-04-06", headers=",".join(COLUMNS[:5]))

    assert said(read) == ("P9", "", "1257L", date(2027, 4, 6), None)


@pytest.mark.parametrize(
    ("broken", "code", "about"),
    [
        (SOUND.replace("P6", "P45"), "code_notice_not_read", "form"),
        (SOUND.replace(NI_NUMBER, "QQ123456C"), "ni_number_unreadable", "ni_number"),
        (SOUND.replace("C1100L X", "1257Z"), "tax_code_not_understood", "tax_code"),
        (SOUND.replace("C1100L X", ""), "tax_code_not_understood", "tax_code"),
        (SOUND.replace("2026-11-30", "30/11/2026"), "code_notice_not_read", "effective_on"),
        (SOUND.replace("2026-11-30", "2026-02-30"), "code_notice_not_read", "effective_on"),
        (SOUND.replace("9000.50", "-1"), "code_notice_not_read", "previous_pay"),
        (SOUND.replace("9000.50", "1"), "earlier_tax_above_pay", "previous_pay"),
        (SOUND.replace("9000.50", "1e9"), "code_notice_not_read", "previous_pay"),
    ],
)
def test_a_notice_that_cannot_be_read_says_where_and_the_others_are_read(
    broken: str, code: str, about: str
) -> None:
    read = of_table(SOUND, broken, SOUND)

    assert [one.place for one in read if one.notice] == [1, 3]
    assert (read[1].code, read[1].about) == (code, about)


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\r\n1,2\r\n", HEADERS.encode(), b"\xff\xfe\x00", b"<DPSdata></DPSdata>", b'"unclosed\r\n'],
)
def test_a_file_that_has_no_notices_is_refused(content: bytes) -> None:
    with pytest.raises(NoNoticesHere):
        read_notices(content)


def test_xml_with_definitions_of_its_own_is_refused() -> None:
    with pytest.raises(NotReadAsXml):
        read_notices(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


def test_more_than_anybody_looks_over_is_refused() -> None:
    with pytest.raises(TooManyNotices):
        of_table(*[SOUND] * (MOST_ROWS + 1))


def test_a_log_shows_nothing_of_anybody() -> None:
    assert NI_NUMBER not in repr(of_table(SOUND))
    assert "1100" not in repr(of_table(SOUND))
