# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures are data with a day, a unit and a source, and wrong ones do not get in."""

import json
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from franchise_kit.payroll.rules.rate_book import FigureNotSound, read_book
from franchise_kit.payroll.rules.rates import NoFiguresForTaxYear, figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency, tax_year
from franchise_kit.people.rules.tax_code import Nation

IN_MAY = date(2026, 5, 5)
SOUND = {"from": "2026-04-06", "unit": "pounds a week", "source": "an Act, s.1", "value": "96.16"}
GROUPS = {
    *("paye", "national_insurance", "student_loans", "pension", "statutory_pay", "minimum_wage"),
    *("real_living_wage", "mileage", "holiday", "attachments"),
}


def book(*entries: dict[str, Any]) -> str:
    return json.dumps({"tax_year": "2026-27", "figures": {"a_figure": list(entries)}})


@pytest.mark.parametrize(("pay_date", "lel_pence"), [(date(2026, 4, 5), 542_00), (date(2026, 4, 6), 559_00)])
def test_the_day_of_payment_chooses_the_tax_year(pay_date: date, lel_pence: int) -> None:
    figures = figures_for(pay_date)

    assert figures.tax_year == tax_year(pay_date)
    assert figures.class1.thresholds["LEL"].of(Frequency.M1) == lel_pence


@pytest.mark.parametrize("pay_date", [date(2025, 4, 5), date(2027, 4, 6)])
def test_a_year_without_figures_is_refused(pay_date: date) -> None:
    with pytest.raises(NoFiguresForTaxYear) as refused:
        figures_for(pay_date)

    assert refused.value.facts == {"tax_year": tax_year(pay_date)}


def test_pounds_become_pence_and_percents_basis_points() -> None:
    figures = figures_for(IN_MAY)
    starter = figures.paye.bands[Nation.SCOTLAND][0]

    assert (starter.name, starter.top_pence, starter.rate_bps) == ("starter", 3967_00, 1900)
    assert figures.paye.bands[Nation.WALES][-1].top_pence is None
    assert figures.class1.categories["B"].employee_main_bps == 185
    assert figures.paye.pay_adjustment.block_week_pence == 96_16
    assert figures.figure("holiday.statutory_weeks").value == Decimal("5.6")
    assert figures.figure("student_loans.is_plan_5_collected").value is True
    assert figures.figure("statutory_pay.ssp.lower_earnings_limit").value is None


def test_a_figure_says_since_when_it_is_known_and_whether_it_is_confirmed() -> None:
    mileage = figures_for(IN_MAY).figure("mileage.paid_free_of_tax")
    ages = figures_for(IN_MAY).figure("pension.ages")

    assert (mileage.starts_on, mileage.known_from) == (date(2026, 4, 6), date(2026, 5, 21))
    assert (mileage.is_confirmed, ages.is_confirmed) == (True, False)


def test_another_day_than_the_pay_date_may_decide() -> None:
    name = "attachments.council_tax_wales.monthly"
    of_2024 = figures_for(IN_MAY).figure(name, on=date(2024, 5, 1)).value
    of_2020 = figures_for(IN_MAY).figure(name, on=date(2020, 5, 1)).value

    assert isinstance(of_2024, tuple)
    assert isinstance(of_2020, tuple)
    assert (dict(of_2024[0]), dict(of_2020[0])) == ({"to": 430_00, "rate": 0}, {"to": 300_00, "rate": 0})


def test_a_figure_that_is_not_there_breaks() -> None:
    figures = figures_for(IN_MAY)

    with pytest.raises(FigureNotSound):
        figures.figure("paye.window_tax")
    with pytest.raises(FigureNotSound):
        figures.figure("paye.deduction_limit", on=date(2026, 4, 5))


@pytest.mark.parametrize("year", ["2025-26", "2026-27"])
def test_every_figure_we_ship_has_a_unit_and_a_source(year: str) -> None:
    text = files("franchise_kit.payroll").joinpath("rates", f"{year}.json").read_text(encoding="utf-8")
    shipped = read_book(text)
    entries = [entry for held in shipped.entries.values() for entry in held]

    assert shipped.tax_year == year
    assert {name.partition(".")[0] for name in shipped.entries} == GROUPS
    assert [entry.name for entry in entries if not entry.unit or not entry.source] == []
    assert [
        entry.name
        for entry in entries
        if entry.is_confirmed and ("UNCONFIRMED" in entry.source or "BELIEVED" in entry.source)
    ] == []


def test_a_sound_figure_is_read() -> None:
    entry = read_book(book(SOUND)).figure("a_figure", on=IN_MAY)

    assert (entry.value, entry.unit, entry.source) == (96_16, "pounds a week", "an Act, s.1")


@pytest.mark.parametrize("key", ["from", "unit", "source", "value"])
def test_a_figure_without_one_of_its_parts_is_refused(key: str) -> None:
    with pytest.raises(FigureNotSound, match=f"a_figure has no {key}"):
        read_book(book({name: said for name, said in SOUND.items() if name != key}))


@pytest.mark.parametrize(
    ("case", "changed"),
    [
        ("an empty unit", {"unit": ""}),
        ("units of no column", {"unit": {}}),
        ("an empty source", {"source": ""}),
        ("a source of spaces", {"source": "  "}),
        ("a unit that nobody knows", {"unit": "furlongs"}),
        ("a float", {"value": 96.16}),
        ("no number", {"value": float("nan")}),
        ("a tenth of a penny", {"value": "96.165"}),
        ("a word for a number", {"value": "some"}),
        ("no end", {"value": "Infinity"}),
        ("yes for a number", {"value": True}),
        ("a number for a word", {"unit": "word", "value": 1}),
        ("a word for yes", {"unit": "yes or no", "value": "yes"}),
        ("a day that is none", {"unit": "date", "value": "2026-02-30"}),
        ("a column without a unit", {"unit": {"to": "pounds"}, "value": [{"to": 1, "rate": 2}]}),
        ("a unit without a column", {"unit": {"to": "pounds", "rate": "percent"}, "value": [{"to": 1}]}),
    ],
)
def test_an_unsound_figure_is_refused(case: str, changed: dict[str, Any]) -> None:
    with pytest.raises(FigureNotSound):
        read_book(book({**SOUND, **changed}))


@pytest.mark.parametrize(
    "entries", [(), (SOUND, SOUND), ({**SOUND, "from": "2026-10-06"}, {**SOUND, "from": "2026-04-06"})]
)
def test_entries_stand_in_the_order_of_their_days(entries: tuple[dict[str, Any], ...]) -> None:
    with pytest.raises(FigureNotSound):
        read_book(book(*entries))


def test_a_change_within_the_year_counts_from_its_day() -> None:
    changed = read_book(book(SOUND, {**SOUND, "from": "2026-10-06", "value": 97}))

    assert changed.whole("a_figure", on=date(2026, 10, 5)) == 96_16
    assert changed.whole("a_figure", on=date(2026, 10, 6)) == 97_00
