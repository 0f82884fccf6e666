# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cases that are not as they must be: a code and a sentence, no amount repeated, and the next one goes on."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bench.payroll import asked_lines, some_payslips
from app.calculating.answering import LONGEST_LINE, answer, answers, lines_of
from app.calculating.pounds import pounds
from tests.rules.payroll.published import pence, published

GONE = object()
INPUTS: dict[str, dict[str, Any]] = {
    kind: published(kind)[0].inputs
    for kind in (
        *("paye", "paye_sequence", "pay_adjustment", "ni", "directors_ni", "student_loan"),
        *("dea", "ctaeo_wales", "ssp", "payslip"),
    )
}


def asked(kind: str, *, tax_year: object = "2026-27", **changed: object) -> dict[str, Any]:
    inputs = {name: said for name, said in (INPUTS[kind] | changed).items() if said is not GONE}
    return answer_to({"id": "x", "type": kind, "tax_year": tax_year, "inputs": inputs})


def answer_to(case: object) -> dict[str, Any]:
    return answer(json.dumps(case).encode())


def refused(said: dict[str, Any]) -> str:
    """Return the code of a refusal, which must be one sentence and repeat no amount."""
    assert said.keys() == {"id", "error"}, said
    assert said["error"].keys() == {"code", "message"}
    message = said["error"]["message"]
    assert message.endswith(".")
    assert "{" not in message
    return str(said["error"]["code"])


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("a word", "much"),
        ("three decimals", "1.005"),
        ("a comma", "1,256.00"),
        ("an exponent", "1e3"),
        ("a sign of pounds", "£5.00"),
        ("a space", " 5.00"),
        ("a line's end", "5.00\n"),
        ("digits of another script", "\u0665.00"),
        ("no pence after the point", "5."),
        ("nothing", ""),
        ("not a number", "NaN"),
        ("without end", "Infinity"),
        ("a whole number", 5),
        ("a float", 5.25),
        ("true", True),
        ("null", None),
        ("a list", ["5.00"]),
    ],
)
def test_pay_that_is_no_amount_is_refused(case: str, said: object) -> None:
    assert refused(asked("ni", ni_able_pay=said)) == "amount_not_understood", case


@pytest.mark.parametrize(
    ("kind", "changed", "code"),
    [
        ("ni", {"ni_able_pay": "-0.01"}, "amount_below_nought"),
        ("ni", {"ni_able_pay": "100000000.01"}, "amount_too_large"),
        ("ni", {"ni_able_pay": "9" * 40}, "amount_too_large"),
        ("ni", {"ni_able_pay": "9" * 41}, "amount_not_understood"),
        ("ni", {"ni_able_pay": GONE}, "input_missing"),
        ("ni", {"category": "Q"}, "no_such_ni_category"),
        ("ni", {"category": "a"}, "no_such_ni_category"),
        ("ni", {"category": None}, "text_not_understood"),
        ("ni", {"pay_frequency": "M2"}, "choice_not_understood"),
        ("ni", {"pay_frequency": ["M1"]}, "choice_not_understood"),
        ("paye", {"tax_code": "1257Q"}, "tax_code_not_understood"),
        ("paye", {"tax_code": "K0"}, "tax_code_not_understood"),
        ("paye", {"tax_code": "K10000"}, "tax_code_not_understood"),
        ("paye", {"tax_code": "SD4"}, "tax_code_not_understood"),
        ("paye", {"tax_code": "D2"}, "tax_code_not_understood"),
        ("paye", {"tax_code": ""}, "tax_code_not_understood"),
        ("paye", {"tax_code": "1" * 10_000 + "L"}, "tax_code_not_understood"),
        ("paye", {"tax_code": 1257}, "text_not_understood"),
        ("paye", {"week1_month1": "yes"}, "yes_or_no_not_understood"),
        ("paye", {"week1_month1": 1}, "yes_or_no_not_understood"),
        ("paye", {"period": 0}, "number_not_understood"),
        ("paye", {"period": 13}, "number_not_understood"),
        ("paye", {"period": "3"}, "number_not_understood"),
        ("paye", {"period": 3.0}, "number_not_understood"),
        ("paye", {"period": True}, "number_not_understood"),
        ("paye", {"period": 54, "pay_frequency": "W1"}, "number_not_understood"),
        ("paye", {"period": 54, "pay_frequency": "W4"}, "no_such_period"),
        ("paye", {"previous_tax": "-1.00"}, "amount_below_nought"),
        ("paye_sequence", {"payments": []}, "list_not_understood"),
        ("paye_sequence", {"payments": {}}, "list_not_understood"),
        ("paye_sequence", {"payments": [1]}, "case_part_not_understood"),
        ("paye_sequence", {"payments": [{"period": 1}]}, "input_missing"),
        ("paye_sequence", {"payments": [{}] * 367}, "list_not_understood"),
        ("pay_adjustment", {"tax_code": "L1257"}, "tax_code_not_understood"),
        ("directors_ni", {"method": "monthly"}, "choice_not_understood"),
        ("directors_ni", {"director_from_tax_week": 0}, "number_not_understood"),
        ("directors_ni", {"director_from_tax_week": 54}, "number_not_understood"),
        ("directors_ni", {"payments": []}, "list_not_understood"),
        ("directors_ni", {"payments": ["1.00", "-1.00"]}, "amount_below_nought"),
        ("directors_ni", {"category": "?"}, "no_such_ni_category"),
        ("student_loan", {"plans": ["3"]}, "choice_not_understood"),
        ("student_loan", {"plans": ["1", "1"]}, "named_twice"),
        ("student_loan", {"plans": [1]}, "choice_not_understood"),
        ("student_loan", {"plans": "1"}, "list_not_understood"),
        ("student_loan", {"plans": [["1"]]}, "choice_not_understood"),
        ("dea", {"higher_rate": None}, "yes_or_no_not_understood"),
        ("dea", {"pay_frequency": "A1"}, "no_table_for_frequency"),
        ("dea", {"other_orders": "some"}, "amount_not_understood"),
        ("ctaeo_wales", {"order_made": "2026-02-30"}, "date_not_understood"),
        ("ctaeo_wales", {"order_made": "1 May 2024"}, "date_not_understood"),
        ("ctaeo_wales", {"order_made": 20240501}, "date_not_understood"),
        ("ctaeo_wales", {"order_made": "2007-03-31"}, "no_table_for_that_day"),
        ("ctaeo_wales", {"order_made": "2027-04-06"}, "no_table_for_that_day"),
        ("ctaeo_wales", {"pay_frequency": "A1"}, "no_table_for_frequency"),
        ("ssp", {"qualifying_days_per_week": 0}, "number_not_understood"),
        ("ssp", {"qualifying_days_per_week": 8}, "number_not_understood"),
        ("ssp", {"qualifying_days_sick": -1}, "number_not_understood"),
        ("ssp", {"average_weekly_earnings": "-5.00"}, "amount_below_nought"),
        ("payslip", {"pension": "none"}, "choice_not_understood"),
        ("payslip", {"pension_basis": None}, "choice_not_understood"),
        ("payslip", {"employee_percent": "100.01"}, "percent_not_understood"),
        ("payslip", {"employer_percent": "-3"}, "percent_not_understood"),
        ("payslip", {"employer_percent": "three"}, "percent_not_understood"),
        ("payslip", {"employee_percent": 5.5}, "percent_not_understood"),
        ("payslip", {"gross_pay": GONE}, "input_missing"),
        (
            "payslip",
            {"pension": "net_pay", "pension_basis": "all_pay", "employee_percent": "100", "ni_category": "A"},
            "deductions_above_pay",
        ),
    ],
)
def test_an_input_that_is_not_as_it_must_be_is_refused(
    kind: str, changed: dict[str, object], code: str
) -> None:
    assert refused(asked(kind, **changed)) == code


@pytest.mark.parametrize("tax_year", ["2024-25", "2027-28", "2026", "../2026-27", "", None, 2026, ["any"]])
def test_a_year_without_figures_is_refused(tax_year: object) -> None:
    assert refused(asked("ni", tax_year=tax_year)) == "no_figures_for_tax_year"


def test_any_year_is_the_newest() -> None:
    newest, older = (asked("ni", tax_year=year, ni_able_pay="128.99") for year in ("2026-27", "2025-26"))

    assert asked("ni", tax_year="any", ni_able_pay="128.99") == newest
    assert newest != older


@pytest.mark.parametrize(
    ("tax_year", "average", "expected"),
    [
        ("2026-27", "100.00", "80.00"),
        ("2026-27", "300.00", "123.25"),
        ("2025-26", "300.00", "47.50"),
        ("2025-26", "124.99", "0.00"),
    ],
)
def test_sick_pay_goes_by_the_rules_of_its_year(tax_year: str, average: str, expected: str) -> None:
    said = asked("ssp", tax_year=tax_year, average_weekly_earnings=average)

    assert said["result"] == {"ssp": expected}


@pytest.mark.parametrize("arrangement", [None, "relief_at_source", "net_pay", "salary_sacrifice"])
@pytest.mark.parametrize("frequency", ["W1", "W2", "W4", "M1", "A1"])
@pytest.mark.parametrize("tax_year", ["2025-26", "2026-27"])
def test_a_payslip_of_any_kind_adds_up(tax_year: str, frequency: str, arrangement: str | None) -> None:
    said = asked(
        "payslip",
        tax_year=tax_year,
        pay_frequency=frequency,
        period=12,
        pension=arrangement,
        gross_pay="1234.56",
        ni_category="A",
    )["result"]

    deducted = ("tax", "employee_ni", "student_loan", "postgraduate_loan", "employee_pension_deducted")
    assert pence(said["net_pay"]) == 1234_56 - sum(pence(said[name]) for name in deducted)


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (None, "case_not_understood"),
        ([], "case_not_understood"),
        ("ni", "case_not_understood"),
        ({}, "id_not_understood"),
        ({"id": True}, "id_not_understood"),
        ({"id": 1.5}, "id_not_understood"),
        ({"id": {"a": 1}}, "id_not_understood"),
        ({"id": 1}, "case_not_understood"),
        ({"id": 1, "type": "ni"}, "case_not_understood"),
        ({"id": 1, "type": "ni", "inputs": []}, "case_not_understood"),
        ({"id": 1, "type": ["ni"], "inputs": {}}, "case_not_understood"),
        ({"id": 1, "type": "annual", "inputs": {}}, "unknown_type"),
        ({"id": 1, "type": "student_loan_custom", "inputs": {}}, "unknown_type"),
        ({"id": 1, "type": "", "inputs": {}}, "unknown_type"),
    ],
)
def test_what_is_no_case_is_refused(case: object, code: str) -> None:
    assert refused(answer_to(case)) == code


@pytest.mark.parametrize("id_", ["", "caf\u00e9 \ud800", 0, -7, 10**30])
def test_an_id_comes_back_as_it_was(id_: object) -> None:
    said = answer_to({"id": id_, "type": "nothing", "inputs": {}})

    assert said["id"] == id_
    assert json.loads(json.dumps(said)) == said


@pytest.mark.parametrize(
    "line",
    [b"", b"\n", b"{", b"NaN", b"\xff\xfe", b'{"id": Infinity}', b"[" * 100_000, b"1" * 5000, b"{'id': 1}"],
)
def test_what_is_no_json_is_refused_without_an_id(line: bytes) -> None:
    said = answer(line)

    assert (said["id"], refused(said)) == (None, "line_not_json")


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read() -> None:
    good = published("ni")[0]
    stream = io.BytesIO(b'"' + b"x" * (3 * LONGEST_LINE) + b'"\n' + good.line.encode())

    first, second = (json.loads(line) for line in answers(lines_of(stream)))

    assert (first["id"], refused(first)) == (None, "line_too_long")
    assert second == {"id": good.id, "result": good.expected}


def test_what_is_said_besides_changes_nothing() -> None:
    assert asked("ni", note="of no account") == asked("ni")


@pytest.mark.parametrize(
    ("pence", "expected"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (-123456, "-1234.56"), (100, "1.00")]
)
def test_amounts_have_two_decimals(pence: int, expected: str) -> None:
    assert pounds(pence) == expected


def test_the_command_says_of_a_payslip_what_the_rules_say() -> None:
    payslips = some_payslips(200)
    answered = [json.loads(line) for line in answers(asked_lines(payslips))]

    assert [one["result"]["net_pay"] for one in answered] == [
        pounds(one.work_out().net_pence) for one in payslips
    ]


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("5.00"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None)
@given(kind=st.sampled_from(list(INPUTS)), data=st.data())
def test_whatever_is_written_is_answered(kind: str, data: st.DataObject) -> None:
    """No input makes the command break: it is answered with a result or a refusal, and the same again."""
    names = data.draw(st.sets(st.sampled_from(list(INPUTS[kind])), min_size=1, max_size=3))
    changed = {name: data.draw(ANY_JSON) for name in sorted(names)}
    line = json.dumps({"id": 1, "type": kind, "tax_year": "any", "inputs": INPUTS[kind] | changed}).encode()

    said = answer(line)

    assert said == answer(line)
    assert "result" in said or refused(said)
