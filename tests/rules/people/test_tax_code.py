# SPDX-License-Identifier: AGPL-3.0-or-later
"""A tax code is understood however it is typed, kept in its parts, and refused if it is none."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_kit.people.rules.tax_code import Kind, Nation, TaxCode, TaxCodeNotUnderstood

RUK, WALES, SCOTLAND = Nation.ENGLAND_NORTHERN_IRELAND, Nation.WALES, Nation.SCOTLAND


@pytest.mark.parametrize(
    ("text", "code", "printed", "body"),
    [
        ("1257L", TaxCode(RUK, Kind.ALLOWANCE, "L", 1257, True), "1257L", "1257L"),
        ("c1257l", TaxCode(WALES, Kind.ALLOWANCE, "L", 1257, True), "C1257L", "1257L"),
        (" C 1257 L m1 ", TaxCode(WALES, Kind.ALLOWANCE, "L", 1257, False), "C1257L X", "1257L"),
        ("S1383M W1", TaxCode(SCOTLAND, Kind.ALLOWANCE, "M", 1383, False), "S1383M X", "1383M"),
        ("1131N W1/M1", TaxCode(RUK, Kind.ALLOWANCE, "N", 1131, False), "1131N X", "1131N"),
        ("1257M M1", TaxCode(RUK, Kind.ALLOWANCE, "M", 1257, False), "1257M X", "1257M"),
        ("999999T", TaxCode(RUK, Kind.ALLOWANCE, "T", 999999, True), "999999T", "999999T"),
        ("0T", TaxCode(RUK, Kind.ALLOWANCE, "T", 0, True), "0T", "0T"),
        ("C0TX", TaxCode(WALES, Kind.ALLOWANCE, "T", 0, False), "C0T X", "0T"),
        ("K1", TaxCode(RUK, Kind.ADDITION, "K", 1, True), "K1", "K1"),
        ("ck9999 noncum", TaxCode(WALES, Kind.ADDITION, "K", 9999, False), "CK9999 X", "K9999"),
        ("CBR", TaxCode(WALES, Kind.FLAT, "BR", 0, True), "CBR", "BR"),
        ("D1 X", TaxCode(RUK, Kind.FLAT, "D1", 0, False), "D1 X", "D1"),
        ("SD3", TaxCode(SCOTLAND, Kind.FLAT, "D3", 0, True), "SD3", "D3"),
        ("nt", TaxCode(RUK, Kind.NO_TAX, "NT", 0, True), "NT", "NT"),
    ],
)
def test_a_code_is_understood(text: str, code: TaxCode, printed: str, body: str) -> None:
    assert TaxCode.parse(text) == code
    assert (code.printed, code.body) == (printed, body)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "L", "1257", "L1257", "1257LL", "1257P", "1257Y", "1257L W2", "1257L W1 M1", "1257M1"),
        *("0L", "01257L", "1000000L", "-1257L", "12.57L", "K", "K0", "K01", "K10000", "1257K", "K1257L"),
        *("BR1", "D", "D2", "D3", "CD2", "CD3", "SD4", "SD8", "D10", "NT1", "T0", "00T", "SC1257L", "W1257L"),
        *("1257L/M1", "W1/M1", "X", "\uff11257L", "\u017f1257L", "1257Ł", "1257L\x00", "1257L" + " " * 40),
    ],
)
def test_what_is_no_code_is_refused_and_kept_for_the_form_alone(text: str) -> None:
    with pytest.raises(TaxCodeNotUnderstood) as refused:
        TaxCode.parse(text)

    assert isinstance(refused.value, ValueError)
    assert refused.value.text == text
    assert (refused.value.code, refused.value.facts) == ("tax_code_not_understood", {})
    assert str(refused.value) == "tax_code_not_understood"


PARTS = st.tuples(
    st.sampled_from(["", "S", "C"]),
    st.one_of(
        st.sampled_from(["BR", "NT", "0T", "D0", "D1"]),
        st.integers(1, 9999).map(lambda number: f"K{number}"),
        st.builds(
            lambda number, letter: f"{number}{letter}", st.integers(1, 999999), st.sampled_from("LMNT")
        ),
    ),
    st.sampled_from(["", "W1", "M1", "W1/M1", "X", "NONCUM"]),
)


@settings(max_examples=200, deadline=None)
@given(parts=PARTS)
def test_the_printed_form_is_understood_as_the_same_code(parts: tuple[str, str, str]) -> None:
    nation, body, mark = parts
    code = TaxCode.parse("".join(parts))

    assert (code.nation, code.body, code.is_cumulative) == (nation, body, mark == "")
    assert TaxCode.parse(code.printed) == code
    assert TaxCode.parse(" ".join(code.printed.lower())) == code


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(st.text(max_size=12), st.text("SCKLMNTBRDX0123456789W1/ ", max_size=12)))
def test_any_text_is_a_code_or_is_refused(text: str) -> None:
    code = None
    with suppress(TaxCodeNotUnderstood):
        code = TaxCode.parse(text)

    assert code is None or TaxCode.parse(code.printed) == code


def test_the_longest_code_fits_its_column_of_twelve() -> None:
    assert len(TaxCode.parse("S999999T noncum").printed) == 10
