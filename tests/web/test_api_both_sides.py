"""What crosses a wall, through the API at both of its sides."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from franchise_kit.visiting.actions.agreeing import accept_agreement
from tenants import clock, registry
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, CoopState, Hub
from tenants.openings import publications
from tenants.openings.publications import Draft
from tenants.transaction import transaction
from tests.support.openings import HensCounted, carry_all, tell
from tests.support.people import make_person
from tests.support.program import Program, make_token, program_of
from tests.support.visiting import PAYROLL, Asked, ask_of, decider, give, grant_of, offer_to, terms

ADMIN, MANAGER, OPERATOR = "coop_admin", "registered_manager", "platform_operator"
BODY = {"parts": [{"title": "Safe", "local_part": "safe"}]}


def new_coop(**changes: object) -> dict[str, Any]:
    facts: dict[str, object] = {
        "name_en": "Cedar Care",
        "name_cy": "Gofal Cedrwydd",
        "language": "cy",
        "stage": "S1",
        "admin_first_name": "Nia",
        "admin_email": "nia@example.invalid",
    }
    return facts | changes


def draft(**changes: object) -> dict[str, Any]:
    facts: dict[str, object] = {"kind": "standard", "key": "q1", "title_en": "Quality", "title_cy": "Ansawdd"}
    return facts | {"body": BODY} | changes


def test_a_request_is_made_answered_and_seen_answered(app: Flask, hub: Hub, aber: Coop) -> None:
    asker = program_of(app, hub, "quality_lead")
    decider = program_of(app, aber, MANAGER)
    body = {
        "coop_id": str(aber.id),
        "purpose": "To see how incidents were dealt with",
        "basis": "legitimate_interests",
        "record_kinds": ["incident"],
        "hours": 72,
    }

    made = asker.post("/requests", body)
    carry_all(aber)
    [asked] = decider.get("/grants").get_json()["items"]
    give(Asked(UUID(asked["id"]), make_person(aber, MANAGER), aber), terms(ids=(), hours=24))
    [answered] = asker.get("/requests").get_json()["items"]

    assert (made.status_code, made.get_json()["id"]) == (201, asked["id"])
    assert (asked["state"], asked["asked_by_name"]) == ("asked", "Mari Llwyd")
    assert decider.get(f"/grants/{asked['id']}").get_json()["given"]["hours"] == 24
    assert (answered["state"], answered["given_codes"]) == ("accepted", ["incident"])
    assert decider.post(f"/grants/{asked['id']}/revoke").status_code == 204
    assert decider.get(f"/grants/{asked['id']}").get_json()["state"] == "revoked"


def test_no_program_lets_anybody_in(app: Flask, aber: Coop) -> None:
    asked = ask_of(aber)
    agreement_id, _ = offer_to(aber)

    answers = [
        program_of(app, aber, MANAGER).post(f"/grants/{asked.id}/accept", {"record_kinds": ["incident"]}),
        program_of(app, aber, "chair").post(f"/agreements/{agreement_id}/accept", {"permissions": []}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert grant_of(asked).state == "asked"


def test_a_request_is_refused_with_a_reason(app: Flask, aber: Coop) -> None:
    asked = ask_of(aber)
    decider = program_of(app, aber, MANAGER)

    answers = [decider.post(f"/grants/{asked.id}/refuse", {"reason": one}) for one in ("rude", "not_now")]

    assert [answer.status_code for answer in answers] == [422, 204]
    assert decider.get(f"/grants/{asked.id}").get_json()["reason"] == "not_now"


def test_a_request_to_another_coop_is_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    asked = ask_of(bryn)
    decider = program_of(app, aber, MANAGER)

    assert decider.get(f"/grants/{asked.id}").status_code == 404
    assert decider.post(f"/grants/{asked.id}/refuse", {"reason": "not_now"}).status_code == 404


def test_an_agreement_is_ended(app: Flask, aber: Coop) -> None:
    agreement_id, _ = offer_to(aber)
    chair = program_of(app, aber, "chair")
    path = f"/agreements/{agreement_id}"

    accept_agreement(
        coop=aber,
        agreement_id=agreement_id,
        by=decider(aber, "chair"),
        permissions=PAYROLL[:1],
        now=clock.now(),
    )
    in_force = chair.get(path).get_json()
    ended = chair.post(f"{path}/end")

    assert ended.status_code == 204
    assert (in_force["state"], in_force["given"]) == ("accepted", [PAYROLL[0]])
    assert [one["state"] for one in chair.get("/agreements").get_json()["items"]] == ["ended"]


def test_an_offer_is_made_and_refused(app: Flask, hub: Hub, aber: Coop) -> None:
    bureau, chair = program_of(app, hub, "payroll_bureau"), program_of(app, aber, "chair")
    body = {"coop_id": str(aber.id), "kind": "payroll_bureau", "permissions": list(PAYROLL)}

    made = bureau.post("/offers", body).get_json()["id"]
    carry_all(aber)
    refused = chair.post(f"/agreements/{made}/refuse", {"reason": "not_needed"})
    carry_all(aber)

    assert refused.status_code == 204
    [offer] = bureau.get("/offers").get_json()["items"]
    assert (offer["state"], offer["reason"]) == ("refused", "not_needed")
    assert bureau.post("/offers", body | {"coop_id": str(uuid4())}).status_code == 404


def test_the_hub_reads_what_was_told_newest_first(app: Flask, hub: Hub, aber: Coop, bryn: Coop) -> None:
    for hens, coop in ((1, aber), (2, bryn), (3, aber)):
        tell(coop, HensCounted(hens, clock.today()))
        carry_all(coop)
    auditor = program_of(app, hub, "network_auditor")

    body = auditor.get("/received?kind=test_hens_counted&limit=2").get_json()
    rest = auditor.get(body["next"]).get_json()
    of_aber = auditor.get(f"/received?kind=test_hens_counted&coop_id={aber.id}").get_json()["items"]

    assert [one["payload"]["hens"] for one in body["items"] + rest["items"]] == [3, 2, 1]
    assert [one["payload"]["hens"] for one in of_aber] == [3, 1]
    assert auditor.get("/received").status_code == 422


def test_a_draft_is_published_read_and_followed(app: Flask, hub: Hub, aber: Coop) -> None:
    writer, coop = program_of(app, hub, "quality_lead"), program_of(app, aber, ADMIN)
    which = {"kind": "standard", "key": "q1"}

    kept = writer.call("PUT", "/drafts", json=draft())
    before = coop.get("/publications").get_json()["items"]
    made = writer.post("/drafts/publish", which, headers={"Idempotency-Key": "q1-1"})
    again = writer.post("/drafts/publish", which, headers={"Idempotency-Key": "q1-1"})
    followed = coop.post("/adopted", {**which, "version": 1})

    assert (kept.status_code, made.status_code, again.status_code, followed.status_code) == (
        204,
        201,
        201,
        204,
    )
    assert before == []
    assert made.get_json() == again.get_json()
    assert coop.get("/publications/version?kind=standard&key=q1").get_json()["body"] == BODY
    [adopted] = coop.get("/adopted").get_json()["items"]
    assert (adopted["published"]["version"], adopted["latest_version"]) == (1, 1)
    assert coop.post("/adopted", {**which, "version": 2}).status_code == 404
    assert coop.call("PUT", "/drafts", json=draft()).status_code == 404


def test_a_coop_follows_forward_only(app: Flask, hub: Hub, aber: Coop) -> None:
    for title in ("One", "Two"):
        with transaction(HUB, by=SYSTEM, doing="test.publish") as session:
            publications.save_draft(
                session, Draft("standard", "q1", title, title, {}), by=SYSTEM, now=clock.now()
            )
            publications.publish(session, kind="standard", key="q1", now=clock.now())
    coop = program_of(app, aber, ADMIN)
    which = {"kind": "standard", "key": "q1"}

    assert coop.post("/adopted", {**which, "version": 2}).status_code == 204
    answer = coop.post("/adopted", {**which, "version": 1})

    assert (answer.status_code, answer.get_json()["code"]) == (409, "publication_version_is_earlier")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ('{"a": "\\u0000"}', 422),
        ('{"a": "\\ud800"}', 422),
        ('{"a": NaN}', 422),
        ('{"a": 1e999}', 422),
        ('{"\\u0000": 1}', 422),
        ('{"a": ' + "[" * 60 + "]" * 60 + "}", 422),
        ("[]", 422),
        ('{"a": ' + "9" * 5000 + "}", 400),
        ('{"a": 12345678901234567890, "b": 0.1, "c": "\\u005cu0000", "d": "ŵ"}', 204),
    ],
)
def test_a_body_that_cannot_be_stored_is_refused(app: Flask, hub: Hub, sent: str, status: int) -> None:
    writer = program_of(app, hub, "quality_lead")
    whole = '{"kind": "standard", "key": "q1", "title_en": "Q", "title_cy": "A", "body": %s}' % sent  # noqa: UP031 - braces

    answer = writer.call("PUT", "/drafts", data=whole, content_type="application/json")

    assert answer.status_code == status, answer.text


def test_coops_are_listed_with_how_they_stand(app: Flask, hub: Hub, aber: Coop, bryn: Coop) -> None:
    program = program_of(app, hub, OPERATOR)
    tell(aber, HensCounted(1, clock.today()))
    carry_all(aber)

    listed = {one["slug"]: one for one in program.get("/coops").get_json()["items"]}
    found = program.get("/coops?q=bryn&limit=1").get_json()
    shown = program.get(f"/coops/{aber.id}").get_json()

    assert sorted(listed) == ["aber", "bryn"]
    assert (shown["state"], shown["stage"], shown["worries"]) == ("active", "S7", [])
    assert shown["last_disclosure_at"] is not None
    assert listed["bryn"]["last_disclosure_at"] is None
    assert ([one["slug"] for one in found["items"]], found["next"]) == (["bryn"], None)
    assert program.get(f"/coops/{uuid4()}").status_code == 404


def test_a_coop_is_asked_for_once_and_told_how_far(app: Flask, hub: Hub) -> None:
    program, key = program_of(app, hub, OPERATOR), {"Idempotency-Key": "cedar"}

    first = program.post("/coops", new_coop(), headers=key)
    again = program.post("/coops", new_coop(), headers=key)
    other = program.post("/coops", new_coop(slug="cedrwydd"))
    taken = program.post("/coops", new_coop(slug="cedrwydd"))

    assert (first.status_code, first.get_json()) == (202, again.get_json())
    assert program.get(first.headers["Location"]).get_json()["state"] == "waiting"
    assert other.status_code == 202
    assert (taken.status_code, taken.get_json()["code"]) == (409, "slug_taken")
    assert [one["slug"] for one in program.get("/coops?state=preparing").get_json()["items"]] == [
        "cedar",
        "cedrwydd",
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stage": "S99"}, "stage"),
        ({"admin_email": "nia"}, "admin_email"),
        ({"schema": "public"}, "schema"),
        ({"name_en": "\u202eCedar"}, "name_en"),
        ({"slug": 7}, "slug"),
    ],
)
def test_a_coop_with_a_wrong_fact_is_not_made(
    app: Flask, hub: Hub, changes: dict[str, object], field: str
) -> None:
    program = program_of(app, hub, OPERATOR)

    answer = program.post("/coops", new_coop(**changes))

    assert [one["field"] for one in answer.get_json()["errors"]] == [field]
    assert program.get("/coops?state=preparing").get_json()["items"] == []


@pytest.mark.parametrize("slug", ["www", "a", "UPPER", "two words", "x'--", "aber."])
def test_a_short_name_that_cannot_be_is_refused(app: Flask, hub: Hub, slug: str) -> None:
    answer = program_of(app, hub, OPERATOR).post("/coops", new_coop(slug=slug))

    assert (answer.status_code, answer.get_json()["code"]) == (409, "slug_not_allowed")


def test_a_paused_coop_is_shut_to_programs_and_opened_again(app: Flask, hub: Hub, aber: Coop) -> None:
    operator = program_of(app, hub, OPERATOR)
    inside = Program(app, aber, make_token(aber, make_person(aber, ADMIN)).text)

    paused = operator.post(f"/coops/{aber.id}/suspend", {"reason": "safety"})
    shut = inside.get("/me")
    opened = operator.post(f"/coops/{aber.id}/resume", {"reason": "mended"})

    assert (paused.status_code, opened.status_code) == (204, 204)
    assert (shut.status_code, shut.get_json()["code"]) == (503, "coop_is_suspended")
    registry.forget()
    assert registry.get("aber").state is CoopState.ACTIVE


def test_the_hubs_resources_are_unknown_in_a_coop(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)

    paths = ("/coops", "/received?kind=x", "/requests", "/offers", f"/coops/{aber.id}")

    assert {path: program.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
