# SPDX-License-Identifier: AGPL-3.0-or-later
"""Time that no run pays, on pages and in the API: refused with the list, set aside with a reason."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask

from franchise_kit.payroll import queries
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.pay import draft, give_time, make_paid, preparer, states
from tests.support.people import make_person
from tests.support.program import Program, make_token
from tests.support.rows import rows
from tests.web.test_payroll_pages import contact_at, treasurer_at

NOVEMBER_10 = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)


def held_up(coop: Coop) -> UUID:
    """Make a run that time without approval holds up: of Nia Prys, 45 minutes of 10 November."""
    nia = make_paid(coop, "Nia Prys", minutes=600)
    give_time(coop, nia.worker_id, nia.account.person_id, 45, starts_at=NOVEMBER_10, state="recorded")
    return draft(coop, preparer(coop))


def key(coop: Coop, run: UUID) -> str:
    contact = preparer(coop)
    with reading(coop) as session:
        (one,) = queries.list_without_owner(session, run, by=contact)
    return one.key


@pytest.mark.parametrize(
    ("language", "said", "why", "done"),
    [
        (
            "en",
            "Time of 1 days up to this run&#39;s end is in no run.",
            "Nobody has approved it",
            "Time of 1 day is set aside for a later run",
        ),
        (
            "cy",
            "Nid yw amser 1 diwrnod hyd at ddiwedd y rhediad hwn mewn unrhyw rediad.",
            "Nid oes neb wedi",
            "Neilltuwyd amser 1 diwrnod ar gyfer rhediad diweddarach",
        ),
    ],
)
def test_a_run_is_refused_with_the_list_and_sent_once_all_is_set_aside(
    app: Flask, aber: Coop, language: str, said: str, why: str, done: str
) -> None:
    run = held_up(aber)
    contact = contact_at(app, aber, language=language)
    contact.get(f"/pay-runs/{run}")

    refused = contact.post(f"/pay-runs/{run}/submit")
    sent = {"seen": key(aber, run), "reason": "papers_missing"}
    after = contact.post(f"/pay-runs/{run}/without-owner", sent)
    page = contact.get(after.headers["Location"]).text
    contact.post(f"/pay-runs/{run}/submit")

    assert refused.status_code == 409
    assert [words for words in (said, why, "Nia Prys", "45 m") if words not in refused.text] == []
    assert (after.status_code, done in page) == (303, True)
    assert states(aber) == ["submitted"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"seen": ""}, "Tick the time that is set aside, and choose why."),
        ({"reason": ""}, "Choose an answer"),
        ({"reason": "because"}, "Choose one of the answers in the list"),
        ({"seen": "x"}, "Which time?"),
        ({"seen": f"{UUID(int=1)}:2026-02-30:not_approved:1:45"}, "Which time?"),
        ({"seen": f"{UUID(int=1)}:2026-11-10:not_approved:1:45"}, "Some of this time has changed since."),
    ],
)
def test_a_wrong_answer_is_said_beside_the_field_and_changes_nothing(
    app: Flask, aber: Coop, change: dict[str, str], sentence: str
) -> None:
    run = held_up(aber)
    contact = contact_at(app, aber)
    contact.get(f"/pay-runs/{run}/without-owner")
    sent = {"seen": key(aber, run), "reason": "papers_missing"} | change

    answer = contact.post(f"/pay-runs/{run}/without-owner", {name: one for name, one in sent.items() if one})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(aber, "time_set_aside") == []


def test_all_that_stood_there_is_set_aside_at_once(app: Flask, aber: Coop) -> None:
    run = held_up(aber)
    contact = contact_at(app, aber)
    page = contact.get(f"/pay-runs/{run}").text
    sent = {"shown": key(aber, run), "reason": "papers_missing", "which": "all"}
    contact.post(f"/pay-runs/{run}/without-owner", sent)
    after = contact.get(f"/pay-runs/{run}").text

    said = "Time of 1 day is in no run yet."
    assert (said in page, "Send it to be approved" in page) == (True, False)
    assert (said in after, "Send it to be approved" in after) == (False, True)
    assert "A contract, a rate or tax particulars are missing" in after


def test_whoever_approves_hours_too_finds_the_way_to_them(app: Flask, aber: Coop) -> None:
    run = held_up(aber)
    contact = contact_at(app, aber)
    (worker,) = {row["worker_id"] for row in rows(aber, "payslip")}

    page = contact.get(f"/pay-runs/{run}/without-owner").text

    way = f"/hours/approve?worker_id={worker}&amp;week=2026-11-10"
    assert way in page
    assert contact.get(way.replace("&amp;", "&")).status_code == 200


def test_whoever_approves_a_run_sees_what_it_closes_without(app: Flask, aber: Coop) -> None:
    run = held_up(aber)

    page = treasurer_at(app, aber).get(f"/pay-approvals/{run}").text

    assert "Time that no run pays" in page
    assert "/without-owner" not in page


def test_it_is_of_one_coop_and_of_whoever_prepares_pay(app: Flask, aber: Coop, bryn: Coop) -> None:
    run = held_up(aber)
    sent = {"seen": key(aber, run), "reason": "papers_missing"}
    for visitor in (contact_at(app, bryn), treasurer_at(app, aber)):
        visitor.get("/")
        assert visitor.get(f"/pay-runs/{run}/without-owner").status_code == 404
        assert visitor.post(f"/pay-runs/{run}/without-owner", sent).status_code == 404
    assert rows(aber, "time_set_aside") == []


def test_a_program_lists_it_and_sets_it_aside_once(app: Flask, aber: Coop) -> None:
    run = held_up(aber)
    caller = Program(app, aber, make_token(aber, make_person(aber, "payroll_contact")).text)

    refused = caller.call("POST", f"/pay-runs/{run}/submit")
    (listed,) = caller.call("GET", f"/pay-runs/{run}/without-owner").get_json()["items"]
    wrong = caller.call(
        "POST", f"/pay-runs/{run}/set-aside", json={"seen": [listed["seen"]], "reason": "because"}
    )
    body = {"seen": [listed["seen"]], "reason": "agreed_for_later"}
    again = [
        caller.call("POST", f"/pay-runs/{run}/set-aside", json=body, headers={"Idempotency-Key": "once"})
        for _time in range(2)
    ]
    sent = caller.call("POST", f"/pay-runs/{run}/submit")

    assert (refused.status_code, refused.get_json()["code"]) == (409, "time_without_owner")
    assert (listed["worker_name"], listed["day"], listed["why"]) == (
        "Nia Prys",
        "2026-11-10",
        "not_approved",
    )
    assert (listed["entries"], listed["minutes"], listed["reason"]) == (1, 45, None)
    assert wrong.status_code == 422
    assert [(one.status_code, one.get_json()) for one in again] == [(200, {"days": 1})] * 2
    assert sent.status_code == 204
    assert [row["reason"] for row in rows(aber, "time_set_aside")] == ["agreed_for_later"]
