# SPDX-License-Identifier: AGPL-3.0-or-later
"""An address as HMRC takes it, and the letter that a tax code was declared by."""

import pytest

from franchise_kit.people.rules.particulars import declared_tax_code, letter_declared
from franchise_kit.people.rules.reported import (
    AddressLinesNotSound,
    PostcodeOrCountryNeeded,
    PostcodeUnreadable,
    check_place,
    checked_lines,
    checked_postcode,
)


def test_lines_are_taken_without_what_is_empty() -> None:
    assert checked_lines(" 2  Stryd Fawr \n\nLlanfair\n") == ("2 Stryd Fawr", "Llanfair")


@pytest.mark.parametrize("text", ["one line", "a\nb\nc\nd\ne", f"{'x' * 36}\nAber", ""])
def test_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(AddressLinesNotSound):
        checked_lines(text)


@pytest.mark.parametrize(
    ("text", "postcode"), [("ll571aa", "LL57 1AA"), (" W1A 0AX ", "W1A 0AX"), ("", None), (None, None)]
)
def test_a_postcode_is_written_with_its_blank(text: str | None, postcode: str | None) -> None:
    assert checked_postcode(text) == postcode


@pytest.mark.parametrize("text", ["LL57", "1AA LL57", "LL57 1A", "ÿL57 1AA"])
def test_what_is_no_postcode_is_refused(text: str) -> None:
    with pytest.raises(PostcodeUnreadable):
        checked_postcode(text)


def test_an_address_is_somewhere() -> None:
    check_place((), None, None)
    check_place(("1 Y Stryd", "Aber"), "LL57 1AA", None)
    check_place(("1 Rue", "Brest"), None, "France")
    with pytest.raises(PostcodeOrCountryNeeded):
        check_place(("1 Y Stryd", "Aber"), None, None)


@pytest.mark.parametrize("letter", ["A", "B", "C"])
def test_a_declared_code_leads_back_to_its_letter(letter: str) -> None:
    assert letter_declared(declared_tax_code(letter)) == letter


def test_other_codes_were_not_declared() -> None:
    assert letter_declared("C1257L") is None
