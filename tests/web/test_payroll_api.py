# SPDX-License-Identifier: AGPL-3.0-or-later
"""A program drafts and sends pay runs and reads payslips; approving is for people alone."""

from flask import Flask

from tenants.office import Coop
from tests.support.filing import approved_run, file_run
from tests.support.pay import approve, make_paid, states, treasurer
from tests.support.people import make_person
from tests.support.program import Program, make_token
from tests.support.rows import rows

NOVEMBER = {"pay_on": "2026-11-30", "first_day": "2026-10-23", "last_day": "2026-11-22"}


def program(app: Flask, coop: Coop, role: str = "payroll_contact") -> Program:
    return Program(app, coop, make_token(coop, make_person(coop, role)).text)


def test_a_run_is_drafted_once_for_a_key_and_sent(app: Flask, aber: Coop) -> None:
    make_paid(aber, minutes=600)
    caller = program(app, aber)

    made = [
        caller.call("POST", "/pay-runs", json=NOVEMBER, headers={"Idempotency-Key": "november"})
        for _time in range(2)
    ]
    run = made[0].get_json()["id"]
    sent = caller.call("POST", f"/pay-runs/{run}/submit")

    assert [answer.status_code for answer in made] == [201, 201]
    assert made[1].get_json() == {"id": run}
    assert sent.status_code == 204
    (listed,) = caller.call("GET", "/pay-runs").get_json()["items"]
    assert (listed["state"], listed["payslips"], listed["gross_pence"]) == ("submitted", 1, 134_50)
    assert caller.call("POST", f"/pay-runs/{run}/approve").status_code == 404
    assert caller.call("POST", f"/pay-runs/{run}/roll-back").status_code == 204
    assert states(aber) == ["rolled_back"]


def test_a_payslip_says_how_it_was_worked_out(app: Flask, aber: Coop, bryn: Coop) -> None:
    nia = make_paid(aber, minutes=6000)
    caller = program(app, aber)
    run = caller.call("POST", "/pay-runs", json=NOVEMBER).get_json()["id"]
    caller.call("POST", f"/pay-runs/{run}/submit")
    approve(aber, rows(aber, "pay_run")[0]["id"], treasurer(aber))
    own = Program(app, aber, make_token(aber, nia.account).text)

    (head,) = own.call("GET", f"/payslips?pay_run_id={run}").get_json()["items"]
    slip = own.call("GET", f"/payslips/{head['id']}").get_json()

    assert slip["head"] == head
    assert (head["gross_pence"], head["employee_ni_pence"], head["net_pence"]) == (1345_00, 23_76, 1321_24)
    assert slip["lines"] == [
        {
            "kind": "visit",
            "minutes": 6000,
            "rate_kind": "ordinary",
            "unit": "hour",
            "nights": 0,
            "rate_pence": 1345,
            "amount_pence": 1345_00,
            "is_late": False,
        }
    ]
    assert slip["ni_steps"][1] == {
        "code": "employee_main",
        "values": {"from_pence": 1048_00, "band_pence": 297_00, "rate_bps": 800, "amount_pence": 23_76},
    }
    for stranger in (program(app, aber, "care_worker"), program(app, bryn)):
        assert stranger.call("GET", f"/payslips/{head['id']}").status_code == 404
        assert stranger.call("GET", "/payslips").get_json()["items"] == []


def test_days_in_the_wrong_order_change_nothing(app: Flask, aber: Coop) -> None:
    answer = program(app, aber).call("POST", "/pay-runs", json=NOVEMBER | {"last_day": "2026-10-01"})

    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "last_day")
    assert states(aber) == []


def test_a_program_enters_references_and_sees_what_was_told(app: Flask, aber: Coop) -> None:
    run, by = approved_run(aber, has_references=False)
    caller = program(app, aber)
    references = {"paye": "123/ab456", "accounts_office": "123PA00012345"}

    wrong = caller.call("POST", "/employer-references", json={**references, "paye": "12"})
    right = caller.call("POST", "/employer-references", json=references)
    filing = file_run(aber, run, by)

    assert (wrong.status_code, wrong.get_json()["code"]) == (409, "paye_reference_unreadable")
    assert right.status_code == 204
    (kept,) = caller.call("GET", "/employer-references").get_json()["items"]
    assert (kept["paye"], kept["econ"]) == ("123/AB456", "")
    (listed,) = caller.call("GET", "/filings").get_json()["items"]
    assert listed == caller.call("GET", f"/filings/{filing}").get_json()
    assert (listed["kind"], listed["state"], listed["pay_run_id"]) == ("fps", "made", str(run))
    assert program(app, aber, "care_worker").call("GET", "/filings").status_code == 404


def test_a_program_enters_what_is_claimed_and_the_newest_of_a_year_holds(
    app: Flask, aber: Coop, bryn: Coop
) -> None:
    caller = program(app, aber)

    answers = [
        caller.call(
            "POST",
            "/employer-claims",
            json={"tax_year": year, "claims_allowance": claims, "is_small_employer": True},
        ).status_code
        for year, claims in (("2026-27", True), ("2025-26", True), ("2026-27", False), ("1999-00", True))
    ]
    half = caller.call("POST", "/employer-claims", json={"tax_year": "2026-27", "is_small_employer": True})

    assert answers == [204, 204, 204, 409]
    assert (half.status_code, half.get_json()["errors"][0]["field"]) == (422, "claims_allowance")
    listed = caller.call("GET", "/employer-claims").get_json()["items"]
    assert [(one["tax_year"], one["claims_allowance"], one["is_small_employer"]) for one in listed] == [
        ("2026-27", False, True),
        ("2025-26", True, True),
    ]
    assert program(app, bryn).call("GET", "/employer-claims").get_json()["items"] == []
    assert program(app, aber, "care_worker").call("POST", "/employer-claims", json={}).status_code in (
        403,
        404,
    )
