# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tax codes and National Insurance numbers that can be read, and those that cannot."""

import pytest

from franchise_kit.people.rules.particulars import (
    NICategoryUnknown,
    NINumberUnreadable,
    TaxCodeUnreadable,
    can_be_earlier_tax,
    checked_ni_category,
    checked_ni_number,
    checked_tax_code,
    declared_tax_code,
    masked_ni_number,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1257L", "1257L"),
        ("c1257l", "C1257L"),
        (" s 1257 m ", "S1257M"),
        ("K9999", "K9999"),
        ("CK475", "CK475"),
        ("999999T", "999999T"),
        ("0T", "0T"),
        ("BR", "BR"),
        ("CBR W1", "CBR X"),
        ("SD2", "SD2"),
        ("NT", "NT"),
        ("1257L W1/M1", "1257L X"),
        ("1257LM1", "1257L X"),
        ("1257L noncum", "1257L X"),
        ("0TX", "0T X"),
    ],
)
def test_a_tax_code_is_kept_in_its_plain_writing(typed: str, kept: str) -> None:
    assert checked_tax_code(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "1257", "L", "K0", "K10000", "1234567L", "D4", "W1257L", "1257P", "1257L W2", "BRL"),
        # What once was kept, and then could not be paid with.
        *("D2", "CD3", "0L", "000000L", "01257L", "00T"),
    ],
)
def test_what_nobody_can_read_is_no_tax_code(typed: str) -> None:
    with pytest.raises(TaxCodeUnreadable):
        checked_tax_code(typed)


@pytest.mark.parametrize(("letter", "code"), [("A", "1257L"), ("B", "1257L X"), ("C", "BR")])
def test_a_declaration_means_a_code_that_can_be_read(letter: str, code: str) -> None:
    assert checked_tax_code(declared_tax_code(letter)) == declared_tax_code(letter) == code


@pytest.mark.parametrize(
    ("pay_pence", "tax_pence", "can_be"),
    [
        (900_00, 12_400_00, False),
        (900_00, 900_01, False),
        (900_00, 900_00, True),
        (0, 0, True),
        (0, 1, False),
    ],
)
def test_no_more_tax_was_taken_than_there_was_pay(pay_pence: int, tax_pence: int, can_be: bool) -> None:
    assert can_be_earlier_tax(pay_pence, tax_pence) is can_be


@pytest.mark.parametrize("prefix", ["AB", "ZY", "OA", "JT"])
def test_a_number_of_the_right_shape_is_taken(prefix: str) -> None:
    assert checked_ni_number(f"{prefix.lower()} 12 34 56 d") == f"{prefix}123456D"


@pytest.mark.parametrize(
    "number",
    [
        *(f"{prefix}123456A" for prefix in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")),
        *(f"{letter}A123456A" for letter in "DFIQUV"),
        *(f"A{letter}123456A" for letter in "DFIQUVO"),
        *(f"AB{rest}" for rest in ("12345A", "1234567A", "123456E", "123456")), "",
    ],
)  # fmt: skip
def test_a_number_of_nobody_is_refused(number: str) -> None:
    with pytest.raises(NINumberUnreadable):
        checked_ni_number(number)


def test_a_page_shows_the_end_of_a_number() -> None:
    assert (masked_ni_number("QQ123456C"), masked_ni_number(None)) == ("••••••56C", "")


@pytest.mark.parametrize(("letter", "kept"), [("a", "A"), (" M ", "M")])
def test_a_category_is_a_letter_in_use(letter: str, kept: str) -> None:
    assert checked_ni_category(letter) == kept


@pytest.mark.parametrize("letter", ["", "Q", "AB", "1"])
def test_other_letters_are_no_category(letter: str) -> None:
    with pytest.raises(NICategoryUnknown):
        checked_ni_category(letter)
