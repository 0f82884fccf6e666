# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every rule of pay that says no says why, in both languages."""

from importlib import import_module

import pytest
from flask import Flask
from flask_babel import force_locale

from app.web.refusals import sentence_of
from tenants.refusal import Refusal

ROOM = "franchise_kit.payroll.rules"
MODULES = (
    *("average_earnings", "enrolment", "family_pay", "holiday", "mileage", "minimum_wage", "pensions"),
    *("recovery", "ssp", "whole"),
)


def codes_of(module: str) -> list[str]:
    name = f"{ROOM}.{module}"
    held = vars(import_module(name)).values()
    found = [one for one in held if isinstance(one, type) and issubclass(one, Refusal)]
    return [one.code for one in found if one.__module__ == name]


@pytest.mark.parametrize("module", MODULES)
def test_each_refusal_has_a_sentence_in_both_languages(app: Flask, module: str) -> None:
    codes = codes_of(module)
    assert codes

    for code in codes:
        said = []
        for language in ("en_GB", "cy"):
            with app.test_request_context(), force_locale(language):
                plain = sentence_of("refused", {})
                said.append(sentence_of(code, {"weeks": 39}))
                assert said[-1] != plain, code
        assert said[0] != said[1], code
