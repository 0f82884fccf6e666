# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pounds as people type them are whole pence, and what cannot be an amount is refused in a sentence."""

import pytest
from flask import Flask
from flask_babel import force_locale
from marshmallow import ValidationError

from app.web.forms import Pounds, Schema


class Typed(Schema):
    """One amount."""

    amount = Pounds(required=True)
    little = Pounds(most_pence=999_99)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("13.45", 13_45),
        ("13", 13_00),
        (" £1,829.54 ", 1829_54),
        ("1829.54", 1829_54),
        ("0.00", 0),
        ("99,999,999.99", 99_999_999_99),
    ],
)
def test_what_is_typed_is_whole_pence(typed: str, pence: int) -> None:
    assert Typed().load({"amount": typed}) == {"amount": pence}


@pytest.mark.parametrize(
    "typed", ["13.4", "13,45", "1,82,954.00", "1e3", "-1.00", "1.000", "٣", "£", 13.45, 1345, True, ["1"]]
)
@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("en_GB", "Write pounds and pence, such as 13.45"),
        ("cy", "Ysgrifennwch bunnoedd a cheiniogau, megis 13.45"),
    ],
)
def test_what_is_no_amount_is_refused(app: Flask, typed: object, locale: str, sentence: str) -> None:
    with app.test_request_context(), force_locale(locale), pytest.raises(ValidationError) as refused:
        Typed().load({"amount": typed})

    assert refused.value.messages == {"amount": [sentence]}


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("amount", "100000000", "Enter an amount of £99,999,999.99 or less"),
        ("amount", "999999999999", "Enter an amount of £99,999,999.99 or less"),
        ("little", "1,000", "Enter an amount of £999.99 or less"),
    ],
)
def test_too_much_is_refused(app: Flask, field: str, typed: str, sentence: str) -> None:
    with app.test_request_context(), pytest.raises(ValidationError) as refused:
        Typed().load({"amount": "1", field: typed})

    assert refused.value.messages == {field: [sentence]}


@pytest.mark.parametrize(
    ("pence", "written"), [(1829_54, "1829.54"), (-5, "-0.05"), (0, "0.00"), (None, None)]
)
def test_pence_are_written_as_pounds(pence: int | None, written: str | None) -> None:
    assert Typed(only=("amount",)).dump({"amount": pence}) == {"amount": written}
