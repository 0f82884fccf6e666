# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a top-up and miles were worked out is said in both languages."""

import pytest
from flask import Flask
from flask_babel import force_locale

from app.payroll.wage_words import WORDS
from app.web.language import Language, locale_of

STEPS: list[tuple[str, dict[str, int | str], str, str]] = [
    ("wage_counted", {"minutes": 7200, "counted_pence": 1471_00}, "is £1,471.00.", "yw £1,471.00."),
    (
        "wage_needed",
        {"age": 20, "rate_pence": 10_85, "needed_pence": 1302_00},
        "At 20 the minimum wage is £10.85 an hour, which for that time is £1,302.00.",
        "Yn 20 oed yr isafswm cyflog yw £10.85 yr awr",
    ),
    (
        "wage_needed",
        {"age": 0, "rate_pence": 12_71, "needed_pence": 1525_20},
        "We do not know your date of birth",
        "Nid ydym yn gwybod eich dyddiad geni",
    ),
    (
        "wage_short",
        {"short_pence": 54_20},
        "£54.20 is added to your pay",
        "Ychwanegir y gwahaniaeth o £54.20",
    ),
    (
        "miles_paid",
        {"tenths": 12_345, "rate_pence": 55, "paid_pence": 678_98},
        "1,234.5 miles at 55p a mile are £678.98.",
        "Mae 1,234.5 milltir ar 55c y filltir yn £678.98.",
    ),
    (
        "miles_owed_since",
        {"tenths": 1000, "paid_at_pence": 45, "owed_at_pence": 55, "owed_pence": 10_00},
        "100.0 miles were paid at 45p a mile. 55p is what counts for them by now, so £10.00 more is owed.",
        "felly mae £10.00 yn rhagor yn ddyledus",
    ),
]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_step_is_a_sentence(app: Flask, language: Language) -> None:
    with app.test_request_context(), force_locale(locale_of(language)):
        said = [(WORDS[code](values), (english, welsh)) for code, values, english, welsh in STEPS]

    assert [one for one, words in said if words[language == "cy"] not in one] == []
    assert {code for code, *_ in STEPS} == set(WORDS)
