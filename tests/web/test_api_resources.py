"""What each resource gives and does, at one of two co-ops."""

import io
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from franchise_kit.visiting.rules.facts import AgreementAnswered
from tenants import bells
from tenants.actor import SYSTEM
from tenants.jobs.runner import run_pending
from tenants.office import Coop, Office
from tenants.openings.disclosures import disclose
from tenants.transaction import transaction, upkeep
from tests.support.people import make_person
from tests.support.program import Program, make_token, program_of

ADMIN = "coop_admin"
PDF = b"%PDF-1.7 a certificate\n%%EOF\n"


def run_jobs(office: Office) -> None:
    run_pending(office)


def upload(program: Program, *, key: str | None = None, **more: object) -> TestResponse:
    form = {"kind": "insurance", "paper": (io.BytesIO(PDF), "cover.pdf"), **more}
    return program.post(
        "/profile/papers",
        data=form,
        content_type="multipart/form-data",
        headers={"Idempotency-Key": key} if key is not None else {},
    )


def test_an_account_is_listed_read_and_suspended(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)
    person = make_person(aber, "care_worker", name="Ann Rees")
    theirs = Program(app, aber, make_token(aber, person).text)

    listed = program.get("/accounts").get_json()["items"]
    shown = program.get(f"/accounts/{person.id}").get_json()
    done = program.post(f"/accounts/{person.id}/suspend")

    assert [account["full_name"] for account in listed].count("Ann Rees") == 1
    assert shown["roles"][0]["role"] == "care_worker"
    assert shown["status"] == "active"
    assert not {"password_hash", "totp_secret"} & shown.keys()
    assert done.status_code == 204
    assert "Content-Type" not in done.headers
    assert program.get(f"/accounts/{person.id}").get_json()["status"] == "suspended"
    assert theirs.get("/me").status_code == 401


@pytest.mark.parametrize("what", ["", "/suspend", "/end-sessions", "/invite-again"])
def test_an_account_of_another_coop_is_not_there(app: Flask, aber: Coop, bryn: Coop, what: str) -> None:
    program, theirs = program_of(app, aber, ADMIN), make_person(bryn, "care_worker")

    answer = program.call("POST" if what else "GET", f"/accounts/{theirs.id}{what}")

    assert answer.status_code == 404
    assert program_of(app, bryn, ADMIN).get(f"/accounts/{theirs.id}").get_json()["status"] == "active"


@pytest.mark.parametrize(
    "path", ["/accounts", "/accounts/invite", "/accounts/{id}/roles", "/accounts/{id}/resume"]
)
def test_what_takes_a_fresh_factor_is_no_programs(app: Flask, aber: Coop, path: str) -> None:
    program, person = program_of(app, aber, ADMIN), make_person(aber, "care_worker")

    answer = program.post(path.format(id=person.id), json={"roles": ["coop_admin"]})

    assert answer.status_code in {404, 405}


def test_the_journal_tells_what_was_done_in_words(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)

    [line] = program.get("/journal?kind=tokens", headers={"Accept-Language": "en"}).get_json()["items"]

    assert line["doing"] == "tokens.make_token"
    assert line["outcome"] == "done"
    assert line["sentence"] == "Mari Llwyd made a token for a program"
    assert line["record_kind"] == "token"


def test_a_whole_journal_is_found_whole(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)

    begun = program.post("/journal/verify")
    waiting = program.get(begun.headers["Location"]).get_json()
    run_jobs(aber)
    done = program.get(begun.get_json()["progress"]).get_json()

    assert (begun.status_code, waiting["state"]) == (202, "waiting")
    assert (done["state"], done["result"]) == ("done", {"is_whole": True})


def test_progress_is_ones_own(app: Flask, aber: Coop) -> None:
    begun = program_of(app, aber, ADMIN).post("/journal/verify")

    answer = program_of(app, aber, ADMIN).get(begun.headers["Location"])

    assert answer.status_code == 404


def test_notices_are_ones_own_and_are_read_once(app: Flask, aber: Coop) -> None:
    person, other = make_person(aber, ADMIN), make_person(aber, ADMIN)
    with upkeep(aber) as session:
        for account in (person, person, other):
            bells.ring_for(session, account.id, kind="journal_whole", path="/journal")
    program = Program(app, aber, make_token(aber, person).text)

    body = program.get("/bell?limit=1", headers={"Accept-Language": "en"}).get_json()
    rest = program.get(body["next"]).get_json()

    [first], [second] = body["items"], rest["items"]
    assert first["words"] == "The journal was checked, and it is whole"
    assert first["id"] != second["id"]
    assert rest["next"] is None
    assert program.post("/bell/read").status_code == 204
    assert all(one["read_at"] for one in program.get("/bell").get_json()["items"])


def test_what_was_told_is_listed_newest_first(app: Flask, aber: Coop, bryn: Coop) -> None:
    for number, coop in enumerate((aber, aber, bryn)):
        with transaction(coop, by=SYSTEM, doing="test.tell") as session:
            disclose(session, told(str(number)))
    program = program_of(app, aber, ADMIN)

    body = program.get("/disclosures?limit=1&kind=agreement_answered").get_json()
    rest = program.get(body["next"]).get_json()

    assert [one["payload"]["reason"] for one in body["items"] + rest["items"]] == ["1", "0"]
    assert rest["next"] is None
    assert program.get("/disclosures?kind=nothing").get_json()["items"] == []


def told(reason: str) -> AgreementAnswered:
    return AgreementAnswered(uuid4(), "payroll_bureau", "refused", (), reason=reason)


@pytest.mark.parametrize("half", ["\ud800", "Aber\udfffteifi"])
def test_half_a_character_in_a_profile_is_refused_beside_its_field(app: Flask, aber: Coop, half: str) -> None:
    program = program_of(app, aber, ADMIN, language="en")
    version = program.get("/profile").headers["ETag"]

    answer = program.patch("/profile", {"town_en": half}, headers={"If-Match": version})

    assert answer.status_code == 422
    assert answer.get_json()["errors"] == [{"field": "town_en", "message": "Take out the hidden characters"}]
    assert program.get("/profile").headers["ETag"] == version


def test_a_profile_is_changed_from_the_version_that_was_read(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)
    first = program.get("/profile")
    tag = {"If-Match": first.headers["ETag"]}

    changed = program.patch("/profile", {"phone": "01970 000 000"}, headers=tag)
    again = program.patch("/profile", {"phone": "01970 000 001"}, headers=tag)

    assert (first.headers["ETag"], first.get_json()["name_cy"]) == ('"v0"', "Gofal Aber")
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"v1"')
    assert changed.get_json() == first.get_json() | {"phone": "01970 000 000"}
    assert again.status_code == 412
    assert program.get("/profile").get_json()["phone"] == "01970 000 000"


def test_a_program_says_which_names_supported_members_see(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "coop_admin")

    wrong = program.call("PUT", "/profile/shown-names", json={"shown": "everybody"})
    said = program.call("PUT", "/profile/shown-names", json={"shown": "full"})

    assert (wrong.status_code, said.status_code) == (422, 204)
    assert program.get("/profile/shown-names").get_json() == {"shown": "full"}


@pytest.mark.parametrize(
    ("tag", "status"),
    [(None, 428), ("*", 412), ("v0", 412), ('W/"v0"', 412), ('"v7"', 412), ('"v9999999999"', 412), ("", 412)],
)
def test_a_change_of_no_version_is_refused(app: Flask, aber: Coop, tag: str | None, status: int) -> None:
    program = program_of(app, aber, ADMIN)

    answer = program.patch(
        "/profile", {"phone": "01970 000 000"}, headers={"If-Match": tag} if tag is not None else {}
    )

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert program.get("/profile").get_json()["phone"] == ""


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"version": 0}, "version"),
        ({"state": "closed"}, "state"),
        ({"name_en": ""}, "name_en"),
        ({"name_en": None}, "name_en"),
        ({"name_en": 7}, "name_en"),
        ({"name_en": "x" * 121}, "name_en"),
        ({"name_en": "Aber\u202ereba"}, "name_en"),
        ({"name_en": "Aber\u0000"}, "name_en"),
        ({"language": "fr"}, "language"),
        ({"email": "nobody"}, "email"),
        ({"website": "javascript:alert(1)"}, "website"),
        ([], ""),
        ("x", ""),
    ],
)
def test_a_wrong_change_names_its_field_and_changes_nothing(
    app: Flask, aber: Coop, change: object, field: str
) -> None:
    program = program_of(app, aber, ADMIN)
    first = program.get("/profile")

    answer = program.patch("/profile", change, headers={"If-Match": first.headers["ETag"]})

    assert answer.status_code == 422, answer.text
    assert [one["field"] for one in answer.get_json()["errors"]] == [field]
    assert program.get("/profile").get_json() == first.get_json()


def test_an_emptied_text_is_emptied(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)
    program.patch("/profile", {"phone": "01970 000 000", "town_en": "Aber"}, headers={"If-Match": '"v0"'})

    changed = program.patch("/profile", {"phone": " "}, headers={"If-Match": '"v1"'}).get_json()

    assert (changed["phone"], changed["town_en"]) == ("", "Aber")


def test_broken_json_is_refused(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)

    for body in (b"{", b"\xff", b"", b" ", b"[" * 100_000):
        answer = program.call(
            "PATCH",
            "/profile",
            data=body,
            content_type="application/json",
            headers={"If-Match": '"v0"', "Accept-Language": "en"},
        )
        assert answer.status_code == 400, body[:9]
        assert answer.mimetype == "application/problem+json"


def test_a_paper_is_kept_listed_and_fetched(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)

    added = upload(program)
    fetched = program.get(added.headers["Location"])
    [listed] = program.get("/profile/papers").get_json()["items"]

    assert added.status_code == 201
    assert (fetched.data, fetched.mimetype) == (PDF, "application/pdf")
    assert fetched.headers["Content-Disposition"] == 'attachment; filename="cover.pdf"'
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    assert fetched.headers["Cache-Control"] == "no-store"
    assert (listed["id"], listed["size_bytes"]) == (added.get_json()["id"], len(PDF))


def test_a_paper_sent_twice_under_a_key_is_kept_once(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)

    answers = [upload(program, key="cover-2026") for _ in range(2)]
    other = upload(program, key="cover-2026", kind="rules")

    assert answers[0].get_json() == answers[1].get_json()
    assert len(program.get("/profile/papers").get_json()["items"]) == 1
    assert other.get_json()["code"] == "idempotency_key_reused"


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"paper": "no file"}, 422, "fields_wrong"),
        ({"paper": (io.BytesIO(b"MZ"), "cover.exe")}, 409, "file_kind_refused"),
        ({"kind": "selfie"}, 422, "fields_wrong"),
        ({"coop": "bryn"}, 422, "fields_wrong"),
    ],
)
def test_a_wrong_paper_is_refused(
    app: Flask, aber: Coop, more: dict[str, Any], status: int, code: str
) -> None:
    program = program_of(app, aber, ADMIN)

    answer = upload(program, **more)

    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert program.get("/profile/papers").get_json()["items"] == []


def test_a_paper_of_another_coop_is_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    theirs = upload(program_of(app, bryn, ADMIN)).get_json()["id"]
    program = program_of(app, aber, ADMIN)

    assert program.get(f"/profile/papers/{theirs}").status_code == 404
    assert upload(program, replaces=theirs).status_code == 404
