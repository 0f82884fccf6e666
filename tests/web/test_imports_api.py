# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of records by a program: sent, read with their faults, kept once."""

import io
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tenants.office import Coop
from tests.support.importing import count, run_jobs
from tests.support.program import Program, program_of

HEADERS = "First names,Family name,Language,What they do,First day of work"
NIA, HUW = "Nia,Prys,cy,Social care worker,2026-03-02", "Huw,Rees,cy,Gardener,2026-03-02"


def send(program: Program, *lines: str, kind: str = "workers", **more: object) -> TestResponse:
    content = "\n".join((HEADERS, *lines)).encode()
    return program.post("/imports", data={"kind": kind, "file": (io.BytesIO(content), "a.csv")}, **more)


def test_a_file_is_sent_read_and_kept(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "care_coordinator")

    sent = send(program, NIA, HUW)
    assert sent.status_code == 202, sent.text
    before = program.get(sent.headers["Location"]).get_json()
    run_jobs(app, aber)
    looked = program.get(sent.headers["Location"]).get_json()
    asked = program.post(f"/imports/{sent.get_json()['id']}/commit")
    again = program.post(f"/imports/{sent.get_json()['id']}/commit")
    run_jobs(app, aber)
    kept = program.get(sent.headers["Location"]).get_json()

    assert (before["state"], before["counts"], before["errors"]) == ("looking", {}, [])
    assert (looked["state"], looked["counts"]) == (
        "looked", {"new": 1, "changed": 0, "unchanged": 0, "refused": 1},
    )  # fmt: skip
    assert looked["errors"] == [fault()]
    assert asked.status_code == again.status_code == 202
    assert asked.get_json() == again.get_json()
    assert (kept["state"], kept["counts"]["new"], kept["errors"]) == ("kept", 1, [fault()])
    assert count(aber, "worker") == 1


def fault() -> dict[str, Any]:
    return {
        "row": 3,
        "column": "staff_category",
        "found": "Gardener",
        "message": "Choose one of the answers in the list",
        "expected": (
            "One of: Manager, Deputy manager, Other supervisory staff, Senior social care worker, Social care"
            " worker, Registered nurse, Nursing care staff, Domestic staff, Catering staff, Other work"
        ),
    }


def test_the_same_key_sends_one_file(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "care_coordinator")
    key = {"Idempotency-Key": "unwaith"}

    first, second = send(program, NIA, headers=key), send(program, NIA, headers=key)

    assert first.get_json() == second.get_json()
    assert count(aber, "stored_file") == 1


def test_a_file_that_is_no_sheet_is_refused_with_a_reason(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "care_coordinator")

    answer = program.post("/imports", data={"kind": "workers", "file": (io.BytesIO(b"a|b\n1|2"), "a.csv")})

    body = answer.get_json()
    assert (answer.status_code, body["code"]) == (422, "sheet_separator")
    assert body["errors"][0]["field"] == "file"
    assert count(aber, "stored_file") == 0


def test_a_text_is_no_file_and_a_kind_must_be_known(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "care_coordinator")

    text = program.post(
        "/imports", data={"kind": "workers", "file": "a,b"}, content_type="multipart/form-data"
    )
    kind = send(program, NIA, kind="ghosts")

    assert (text.status_code, kind.status_code) == (422, 422)


def test_who_may_not_enter_one_sends_none_and_reads_no_others(app: Flask, aber: Coop) -> None:
    own = program_of(app, aber, "care_coordinator")
    other = program_of(app, aber, "care_coordinator", permissions=["worker.read"])
    path = f"/imports/{send(own, NIA).get_json()['id']}"

    assert send(other, NIA).status_code == 404
    assert other.get(path).status_code == 404
    assert other.post(f"{path}/commit").status_code == 404
    assert other.call("DELETE", path).status_code == 404
    assert own.call("DELETE", path).status_code == 204
    assert own.get(path).status_code == 404


def test_a_file_whose_keeping_was_asked_for_is_not_removed(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "care_coordinator")
    path = f"/imports/{send(program, NIA).get_json()['id']}"
    run_jobs(app, aber)
    program.post(f"{path}/commit")

    refused = program.call("DELETE", path)
    run_jobs(app, aber)

    assert (refused.status_code, refused.get_json()["code"]) == (409, "import_being_kept")
    assert program.get(path).get_json()["state"] == "kept"


def test_what_a_rule_refuses_has_its_sentence_and_no_other_form(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "care_coordinator")
    content = "\n".join(
        (
            "First names,Family name,Language,Day of birth,First day of support",
            "Gwen,Rees,cy,2027-01-01,2026-03-02",
            "Tom,Rees,cy,yesterday,2026-03-02",
        )
    )

    sent = program.post("/imports", data={"kind": "people", "file": (io.BytesIO(content.encode()), "a.csv")})
    run_jobs(app, aber)
    errors = program.get(sent.headers["Location"]).get_json()["errors"]

    by_row = {one["row"]: (one["column"], one["expected"]) for one in errors}
    assert by_row[2] == ("born_on", None)
    assert by_row[3][0] == "born_on"
    assert by_row[3][1].startswith("A day")
