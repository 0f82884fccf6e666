# SPDX-License-Identifier: AGPL-3.0-or-later
"""Category letters go by age on the pay day, and by what the employer has seen."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_kit.payroll.rules.class1 import NoSuchCategory
from franchise_kit.payroll.rules.ni_category import (
    CategoryNeedsProof,
    CategoryNotForAge,
    Proof,
    category_for,
    check_category,
)
from franchise_kit.payroll.rules.rates import figures_for

ON = date(2026, 11, 27)
FIGURES = figures_for(ON)
ADULT, TWENTY, TWENTY_FOUR, FIFTEEN, PENSIONER = (
    *(date(1985, 3, 1), date(2006, 3, 1), date(2002, 3, 1), date(2011, 3, 1), date(1955, 3, 1)),
)


def check(letter: str, born_on: date, *proofs: Proof) -> None:
    check_category(letter, born_on=born_on, on=ON, proofs=proofs, figures=FIGURES)


@pytest.mark.parametrize(
    ("letter", "born_on", "proofs"),
    [
        ("A", ADULT, ()),
        ("A", TWENTY, ()),
        ("A", PENSIONER, ()),
        ("M", TWENTY, ()),
        ("H", TWENTY_FOUR, (Proof.APPRENTICESHIP,)),
        ("C", PENSIONER, (Proof.AGE,)),
        ("J", ADULT, (Proof.DEFERMENT,)),
        ("Z", TWENTY, (Proof.DEFERMENT,)),
        ("B", ADULT, (Proof.REDUCED_RATE,)),
        ("V", ADULT, (Proof.VETERAN,)),
        ("L", ADULT, (Proof.FREEPORT, Proof.DEFERMENT)),
        ("K", PENSIONER, (Proof.INVESTMENT_ZONE, Proof.AGE)),
        ("X", FIFTEEN, ()),
        ("X", ADULT, ()),
    ],
)
def test_a_letter_that_fits_is_taken(letter: str, born_on: date, proofs: tuple[Proof, ...]) -> None:
    check(letter, born_on, *proofs)


@pytest.mark.parametrize(
    ("letter", "born_on", "proofs", "missing"),
    [
        ("C", PENSIONER, (), "age"),
        ("J", ADULT, (Proof.AGE,), "deferment"),
        ("B", ADULT, (), "reduced_rate"),
        ("H", TWENTY_FOUR, (), "apprenticeship"),
        ("V", ADULT, (), "veteran"),
        ("F", ADULT, (), "freeport"),
        ("D", ADULT, (Proof.INVESTMENT_ZONE,), "deferment"),
    ],
)
def test_a_letter_without_its_proof_is_refused(
    letter: str, born_on: date, proofs: tuple[Proof, ...], missing: str
) -> None:
    with pytest.raises(CategoryNeedsProof) as refused:
        check(letter, born_on, *proofs)

    assert refused.value.facts == {"proof": missing}


@pytest.mark.parametrize(
    ("letter", "born_on", "proofs"),
    [
        ("M", ADULT, ()),
        ("Z", ADULT, (Proof.DEFERMENT,)),
        ("H", ADULT, (Proof.APPRENTICESHIP,)),
        ("C", ADULT, (Proof.AGE,)),
        ("A", FIFTEEN, ()),
        ("A", PENSIONER, (Proof.AGE,)),
    ],
)
def test_a_letter_of_another_age_is_refused(letter: str, born_on: date, proofs: tuple[Proof, ...]) -> None:
    with pytest.raises(CategoryNotForAge):
        check(letter, born_on, *proofs)


def test_a_letter_that_there_is_not_is_refused() -> None:
    with pytest.raises(NoSuchCategory):
        check("Q", ADULT)


@pytest.mark.parametrize(("on", "letter"), [(date(2026, 11, 26), "M"), (date(2026, 11, 27), "A")])
def test_a_letter_changes_on_the_pay_day_of_the_birthday(on: date, letter: str) -> None:
    assert category_for(born_on=date(2005, 11, 27), on=on, proofs=(), figures=FIGURES) == letter


@settings(max_examples=300, deadline=None)
@given(
    born_on=st.dates(date(1950, 1, 1), date(2015, 1, 1)),
    proofs=st.sets(st.sampled_from(list(Proof))),
)
def test_the_letter_that_is_found_is_one_that_is_taken(born_on: date, proofs: set[Proof]) -> None:
    letter = category_for(born_on=born_on, on=ON, proofs=proofs, figures=FIGURES)

    check(letter, born_on, *proofs)
