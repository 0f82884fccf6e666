# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passwords: long, not guessed early, without one's own words, and otherwise as one likes."""

import pytest

from franchise_kit.access.rules.passwords import faults_of, normal_form, own_words_of

OWN = own_words_of(
    names=("Gwenllïan Prys-Jones",),
    email="gwen.prys@glannau.example",
    coop_names=("Gofal Glannau Teifi", "Teifi Shores Care", "glannau-teifi"),
)


@pytest.mark.parametrize(
    ("case", "password", "expected"),
    [
        ("eleven letters are too few", "tair afon a", ("too_short",)),
        ("twelve are enough", "tair afon ac", ()),
        ("128 are accepted", "xk7 qm2 " * 16, ()),
        ("129 are not", "xk7 qm2 " * 16 + "x", ("too_long",)),
        ("spaces and ŵ are allowed", "dŵr o dan y bont", ()),
        ("nothing asks for capitals, digits or signs", "coffeetinfish", ()),
        ("a common password", "password1234", ("common",)),
        ("a common one with signs for letters", "P@ssw0rd1234", ("common",)),
        ("one key again and again", "aaaaaaaaaaaa", ("common",)),
        ("a walk over the keyboard", "qwertyuiop12", ("common",)),
        ("the same word twice", "letmeinletmein", ("common",)),
        ("the product's name", "my Cydofal door 7", ("own_words",)),
        ("the person's name", "hello prys hello", ("own_words",)),
        ("the person's name without its accents", "gwenllian y bont", ("own_words",)),
        ("the e-mail address", "gwen.prys@glannau.example", ("own_words",)),
        ("the co-op's name", "glannauteifi felys", ("own_words",)),
        ("a place of the co-op's name", "pont dros teifi", ("own_words",)),
        ("an ordinary word of a co-op's name is no secret", "gofal y mynydd glas", ()),
    ],
)
def test_a_password_is_judged(case: str, password: str, expected: tuple[str, ...]) -> None:
    assert faults_of(password, own_words=OWN) == expected, case


def test_only_the_two_ways_to_write_one_letter_are_made_one() -> None:
    assert normal_form("w\u0302yn  A") == "ŵyn  A"
    assert normal_form(" Case Matters ") == " Case Matters "
