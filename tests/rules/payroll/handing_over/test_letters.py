# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names as formats write them: near to what they are, never with a letter lost, or refused."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.payroll.rules.handing_over.letters import (
    NoSuchLetters,
    address_line,
    bacs_text,
    forenames,
    iso_text,
    plain,
    surname,
)

ANY_TEXT = st.text(max_size=60) | st.text(alphabet="ÂŴŷïö'’- .&/,ßŁ1Ab", max_size=60)


def of_bacs(text: str) -> str:
    return bacs_text(text, field="name")


def of_iso(text: str) -> str:
    return iso_text(text, field="name")


@pytest.mark.parametrize(
    ("written", "text", "said"),
    [
        (plain, "Siôn Ŵyn ap Gwŷr – Straße", "Sion Wyn ap Gwyr - Strasse"),
        (of_bacs, "  Mair   O’Neill-Łaski (2nd)", "MAIR ONEILL-LASKI"),
        (of_bacs, "Æthelflæd Ó Briain & Co.", "AETHELFLAED O BRIA"),
        (of_iso, "Mair O’Neill; & Co.", "Mair O'Neill Co."),
        (surname, "d’Aubigné-Llŷr", "d'Aubigne-Llyr"),
        (surname, "’t Hooft, Jr.", "t Hooft Jr"),
        (address_line, "Fflat 2/B; «Tŷ’r Ysgol»", "Fflat 2/B Ty'r Ysgol"),
    ],
)
def test_a_text_is_written_with_the_nearest_letters(
    written: Callable[[str], str], text: str, said: str
) -> None:
    assert written(text) == said


def test_two_forenames_go_and_no_more() -> None:
    assert forenames("Siân-Elin  Rhŷs Mair") == ("Sian-Elin", "Rhys")


@pytest.mark.parametrize("written", [of_bacs, of_iso, surname, forenames, address_line])
@pytest.mark.parametrize("text", ["", " ", "-", "’.’", "Юлія", "李小龍", "Mair 李", "علي"])
def test_what_cannot_be_written_is_refused(written: Callable[[str], object], text: str) -> None:
    with pytest.raises(NoSuchLetters):
        written(text)


@pytest.mark.parametrize(
    ("written", "shape"),
    [
        (of_bacs, r"[A-Z0-9][A-Z0-9.\-/& ]{0,17}"),
        (of_iso, r"[A-Za-z0-9][A-Za-z0-9/\-?:().,'+ ]{0,69}"),
        (surname, r"[A-Za-z][A-Za-z' \-]{0,34}"),
        (address_line, r"[A-Za-z0-9][A-Za-z0-9 &'()*,\-./]{0,34}"),
        (lambda text: " ".join(forenames(text)), r"[A-Za-z][A-Za-z'\-]{0,34}( [A-Za-z][A-Za-z'\-]{0,34})?"),
    ],
)
@given(text=ANY_TEXT)
def test_whatever_is_written_has_the_shape_of_its_format(
    written: Callable[[str], str], shape: str, text: str
) -> None:
    try:
        said = written(text)
    except NoSuchLetters:
        return

    assert re.fullmatch(shape, said)
    assert said == said.strip()
