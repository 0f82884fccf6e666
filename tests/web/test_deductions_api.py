# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is taken from workers' pay, for programs: the forms' own rules, and never a second person's yes."""

import pytest
from flask import Flask

from tenants.office import Coop
from tests.support.program import program_of
from tests.support.thread import make_worker

ORDER = {
    "kind": "priority",
    "made_on": "2026-04-01",
    "from_on": "2026-04-30",
    "reference": "CASE-12345",
    "paid_to": "Llys Ynadon",
    "normal": "100",
    "protected": "600.00",
}
SCHEME = {
    "name": "Cynllun y Fro",
    "arrangement": "relief_at_source",
    "basis": "qualifying_earnings",
    "provider_reference": "EMP1",
    "employee": "5",
    "employer": "3",
    "from_on": "2026-04-06",
}


def test_each_kind_is_entered_and_read(app: Flask, aber: Coop) -> None:
    path = f"/workers/{make_worker(aber)}/deductions"
    program = program_of(app, aber, "payroll_contact")
    scheme = program.post("/workers/pension-schemes", SCHEME).get_json()["id"]
    said = {
        "loan": {"source": "sl1", "plan": "2", "from_on": "2026-04-06"},
        "pension": {"kind": "enrolled", "scheme_id": scheme, "from_on": "2026-05-01"},
        "order": ORDER,
        "director": {"status": "director", "from_on": "2026-04-06"},
        "birth": {"born_on": "1990-02-03"},
        "proof": {"proof": "veteran", "from_on": "2026-01-05"},
    }

    answers = {kind: program.post(f"{path}/{kind}", one) for kind, one in said.items()}
    again = program.post(f"{path}/birth", {"born_on": "1991-02-03"})
    kept = program.get(answers["loan"].headers["Location"]).get_json()

    assert {kind: (one.status_code, one.get_json()["state"]) for kind, one in answers.items()} == {
        **dict.fromkeys(said, (201, "agreed")),
        "order": (201, "proposed"),
    }
    assert again.get_json()["state"] == "proposed"
    assert {kind: len(entries) for kind, entries in kept.items()} == {
        "loans": 1,
        "pensions": 1,
        "orders": 1,
        "directors": 1,
        "births": 2,
        "proofs": 1,
    }
    (order,) = kept["orders"]
    assert (order["masked_reference"], order["normal_pence"], order["protected_pence"]) == (
        "•••345",
        100_00,
        600_00,
    )
    assert kept["pensions"][0]["scheme"] == "Cynllun y Fro"


@pytest.mark.parametrize(
    ("kind", "said", "status", "about"),
    [
        ("loan", {"source": "sl1", "plan": "9", "from_on": "2026-04-06"}, 422, "plan"),
        ("birth", {"born_on": "1850-01-01"}, 422, "born_on"),
        ("birth", {"born_on": "2026-01-01"}, 409, "birth_not_possible"),
        ("loan", {"source": "pgl1", "plan": "2", "from_on": "2026-04-06"}, 409, "loan_notice_not_for_plan"),
        ("pension", {"kind": "enrolled", "from_on": "2026-05-01"}, 409, "pension_scheme_needed"),
        (
            "pension",
            {"kind": "postponed", "from_on": "2026-05-01", "until_on": "2026-08-02"},
            409,
            "postponed_too_long",
        ),
        ("order", ORDER | {"normal": "1e9"}, 422, "normal"),
    ],
)
def test_what_the_forms_refuse_is_refused(
    app: Flask, aber: Coop, kind: str, said: dict[str, str], status: int, about: str
) -> None:
    path = f"/workers/{make_worker(aber)}/deductions"
    program = program_of(app, aber, "payroll_contact")

    answer = program.post(f"{path}/{kind}", said)

    wrong = answer.get_json()
    found = wrong["code"] if status == 409 else [one["field"] for one in wrong["errors"]]
    assert (answer.status_code, found) == (status, about if status == 409 else [about])
    assert [entries for entries in program.get(path).get_json().values() if entries] == []


def test_a_program_takes_a_proposal_back_and_agrees_to_none(app: Flask, aber: Coop) -> None:
    path = f"/workers/{make_worker(aber)}/deductions"
    program = program_of(app, aber, "payroll_contact")
    entry = program.post(f"{path}/order", ORDER).get_json()["id"]

    agreed = program.post(f"/workers/deductions/order/{entry}/agree")
    refused = program.post(f"/workers/deductions/order/{entry}/refuse")
    unknown = program.post(f"/workers/deductions/proof/{entry}/refuse")

    assert (agreed.status_code, refused.status_code, unknown.status_code) == (404, 204, 404)
    assert [one["state"] for one in program.get(path).get_json()["orders"]] == ["refused"]


def test_a_scheme_below_the_least_is_refused_and_its_terms_change_by_a_day(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "payroll_contact")
    low = program.post("/workers/pension-schemes", SCHEME | {"employer": "2"})
    scheme = program.post("/workers/pension-schemes", SCHEME).get_json()["id"]
    terms = {"employee": "5", "employer": "4.5", "from_on": "2026-05-01"}

    changed = program.post(f"/workers/pension-schemes/{scheme}/terms", terms)

    assert (low.status_code, low.get_json()["code"]) == (409, "pension_below_minimum")
    assert changed.status_code == 201
    (kept,) = program.get("/workers/pension-schemes").get_json()["items"]
    assert (kept["employee_bps"], kept["employer_bps"], kept["from_on"]) == (500, 450, "2026-05-01")


def test_another_co_op_and_a_co_ordinator_see_nothing(app: Flask, aber: Coop, bryn: Coop) -> None:
    path = f"/workers/{make_worker(aber)}/deductions"

    elsewhere = program_of(app, bryn, "payroll_contact").get(path)
    beside = program_of(app, aber, "care_coordinator").get(path)

    assert (elsewhere.status_code, beside.status_code in {403, 404}) == (404, True)
