# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of people supported: their record, plan, outcomes, and those around them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from franchise_kit.care import actions, queries
from franchise_kit.care.queries import PersonFacts
from franchise_kit.profile.actions import set_shown_names
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.people import make_person
from tests.support.supported import (
    ERROR,
    desk,
    make_agreed,
    make_contact,
    make_draft,
    make_outcome,
    make_representative,
    plan_of,
    send,
)
from tests.support.thread import make_supported, make_visit, make_worker
from tests.support.web import Visitor

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 10)
PROFILE = {
    "given_name": "Elsi",
    "family_name": "Fôn",
    "language": "cy",
    "key_facts": "Y ci: Mot",
    "getting_in": "Allwedd yn y sied",
    "place": "52.0831, -4.6609",
    "born_on": "1941-02-03",
}


@pytest.fixture(autouse=True)
def _at_noon() -> None:
    clock.set_fixed(NOON)


def person_of(coop: Coop, person_id: UUID) -> PersonFacts:
    with reading(coop) as session:
        return queries.get_person(session, person_id, by=SYSTEM, today=clock.today())


def test_a_record_is_changed_and_says_what_it_said_before(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    visitor = desk(app, aber)
    path = f"/people-supported/{person_id}/edit"

    status, page = send(visitor, path, version="1", **PROFILE)
    again, later = send(visitor, path, version="2", **(PROFILE | {"key_facts": "Dim ci"}))

    assert (status, again) == (303, 303)
    assert "Y ci: Mot" in page
    assert "3 February 1941" in page
    assert "52.08310,-4.66090" in page
    assert "What whoever comes must know at once, before: Y ci: Mot" in later
    assert "Mair Desg" in later


def test_the_second_to_save_is_shown_what_the_first_saved(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    visitor = desk(app, aber)
    path = f"/people-supported/{person_id}/edit"
    send(visitor, path, version="1", **PROFILE)

    status, page = send(visitor, path, version="1", **(PROFILE | {"key_facts": "Alergedd i gnau"}))

    assert status == 422
    assert "Saved meanwhile" in page
    assert "Y ci: Mot" in page
    assert "Alergedd i gnau" in page
    assert 'name="version" value="2"' in page
    assert person_of(aber, person_id).key_facts == "Y ci: Mot"
    assert send(visitor, path, version="2", **(PROFILE | {"key_facts": "Alergedd i gnau"}))[0] == 303
    assert person_of(aber, person_id).key_facts == "Alergedd i gnau"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (
            "place",
            "SA43 1AB",
            "Enter latitude and longitude, such as 52.08310, -4.66090, of a place in Britain",
        ),
        ("born_on", "2026-02-01", "The day of birth must be before the first day of support"),
        ("born_on", "1899-12-31", "Enter a day from the year 1900 on"),
        ("born_on", "31.2.1950", "Day of birth: enter"),
        ("given_name", "", "Enter their first names"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field(
    app: Flask, aber: Coop, field: str, typed: str, said: str
) -> None:
    person_id = make_supported(aber)

    status, page = send(
        desk(app, aber), f"/people-supported/{person_id}/edit", version="1", **(PROFILE | {field: typed})
    )

    assert status == 422
    assert len(ERROR.findall(page)) == 1
    assert said in page.replace("&#39;", "'")
    assert person_of(aber, person_id).version == 1


def test_a_plan_is_begun_written_agreed_and_looked_at_again(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    visitor = desk(app, aber)
    home = f"/people-supported/{person_id}/plan"
    assert "Begin the plan" in visitor.get(home).text
    begun = visitor.post(f"{home}/draft").headers["Location"]
    path = begun.removesuffix("/edit")

    written, page = send(visitor, begun, version="1", support="Paned gyntaf", written_with="Elsi a Mair")
    agreed, holds = send(
        visitor,
        f"{path}/agree",
        version="2",
        agreed_on="2026-11-09",
        agreed_by="person",
        agreed_how="in_person",
    )
    looked, kept = send(
        visitor,
        f"{path}/review",
        reviewed_on="2026-11-10",
        with_whom="Elsi",
        outcomes_said="Yn cerdded",
        came_of_it="stays",
    )

    assert (written, agreed, looked) == (303, 303, 303)
    assert "Paned gyntaf" in page
    assert "To be looked at again by 9 February 2027" in holds
    assert "Agreed on 9 November 2026: The person themselves, in person." in holds
    assert "To be looked at again by 10 February 2027" in kept
    assert "Yn cerdded" in kept


def test_a_review_that_changes_the_plan_leads_to_the_draft(app: Flask, aber: Coop) -> None:
    plan = make_agreed(aber, make_supported(aber), date(2026, 10, 1))
    visitor = desk(app, aber)

    status, page = send(
        visitor,
        f"/people-supported/plans/{plan.id}/review",
        reviewed_on="2026-11-10",
        with_whom="Elsi",
        outcomes_said="Eisiau mwy",
        came_of_it="changes",
    )

    assert status == 303
    assert "What the plan says" in page
    assert plan.support in page


def test_two_who_write_one_draft_see_each_other(app: Flask, aber: Coop) -> None:
    draft = make_draft(aber, make_supported(aber))
    visitor = desk(app, aber)
    path = f"/people-supported/plans/{draft.id}/edit"
    send(visitor, path, version=str(draft.version), support="Geiriau Mair")

    status, page = send(visitor, path, version=str(draft.version), support="Geiriau Siân")

    assert status == 422
    assert "Geiriau Mair" in page
    assert plan_of(aber, draft.id).support == "Geiriau Mair"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"agreed_on": "2026-11-11"}, "Enter a day that is not still to come"),
        ({"review_due_on": "2027-03-01"}, "The plan must be looked at again within three months"),
        ({"agreed_by": "representative"}, "Choose who agreed for them"),
        (
            {"agreed_by": "representative", "representative_id": "money"},
            "does not reach as far as agreeing care",
        ),
        ({"agreed_by": "representative", "representative_id": "over"}, "was not in force on that day"),
        ({"agreed_how": "by_owl"}, "How?"),
    ],
)
def test_an_agreement_that_cannot_be_is_said_beside_its_field(
    app: Flask, aber: Coop, answers: dict[str, str], said: str
) -> None:
    person_id = make_supported(aber)
    draft = make_draft(aber, person_id)
    ids = {
        "money": make_representative(aber, person_id, "lpa_property_affairs"),
        "over": make_representative(aber, person_id, "deputy", date(2026, 11, 1)),
    }
    usual = {"agreed_on": "2026-11-09", "agreed_by": "person", "agreed_how": "in_person"}
    typed = {name: str(ids.get(answer, answer)) for name, answer in (usual | answers).items()}
    path = f"/people-supported/plans/{draft.id}/agree"

    status, page = send(desk(app, aber), path, version=str(draft.version), **typed)

    assert status == 422
    assert said in page
    assert len(ERROR.findall(page)) == 1
    assert plan_of(aber, draft.id) == draft


def test_a_plan_for_paper_speaks_the_persons_language(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    plan = make_agreed(aber, person_id, date(2026, 11, 1))
    make_contact(aber, person_id)

    page = desk(app, aber, language="en").get(f"/people-supported/plans/{plan.id}/paper").text

    assert '<html lang="cy"' in page
    assert "Gwen Fôn, merch, 01239 000000" in page
    assert "What support they want" not in page


def test_plans_to_look_at_are_listed_and_are_something_to_do(app: Flask, aber: Coop) -> None:
    make_agreed(aber, make_supported(aber, "Dai Hwyr"), date(2026, 8, 1))
    make_agreed(aber, make_supported(aber, "Ela Wedyn"), date(2026, 11, 1))
    visitor = desk(app, aber)

    due = visitor.get("/people-supported/plans").text
    everybody = visitor.get("/people-supported/plans?show=all").text

    home = visitor.get("/today").text
    assert "1 person has no plan that is in time" in home
    assert "looked at again within a fortnight" not in home
    assert "Dai Hwyr" in due
    assert "Ela Wedyn" not in due
    assert "Ela Wedyn" in everybody


def test_a_worker_reads_and_does_not_write(app: Flask, aber: Coop) -> None:
    account = make_person(aber, "care_worker", name="Nia Prys")
    worker_id = make_worker(aber, account_id=account.id)
    person_id, other = make_supported(aber), make_supported(aber, "Ann Arall")
    make_visit(aber, person_id, TODAY, "14:00", worker_id=worker_id)
    plan = make_agreed(aber, person_id, date(2026, 11, 1))
    actions.set_wish(
        coop=aber,
        person_supported_id=person_id,
        worker_id=worker_id,
        wish="not_this_one",
        by=SYSTEM,
        now=NOON,
    )
    visitor = Visitor(app, aber)
    visitor.sign_in(account)
    home = f"/people-supported/{person_id}"

    seen = {path: visitor.get(f"{home}{path}") for path in ("", "/plan", "/outcomes", "/around")}
    shut = [
        visitor.get(f"{home}/edit").status_code,
        visitor.get(f"/people-supported/plans/{plan.id}/edit").status_code,
        visitor.post(f"{home}/plan/draft").status_code,
        visitor.get(f"/people-supported/{other}/plan").status_code,
        visitor.get(f"/people-supported/{other}/around").status_code,
        visitor.get(f"/people-supported/{other}/outcomes/new").status_code,
    ]

    assert {answer.status_code for answer in seen.values()} == {200}
    assert plan.support.split(".", maxsplit=1)[0] in seen["/plan"].text
    assert "Look at it again" not in seen["/plan"].text
    assert "May not come" not in seen["/around"].text
    assert shut == [404] * 6
    assert send(visitor, f"{home}/outcomes/new", words="Paned", started_on="2026-11-01")[0] == 303


def test_the_pages_speak_welsh(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    make_agreed(aber, person_id, date(2026, 11, 1))
    make_outcome(aber, person_id, 2, 4)
    visitor = desk(app, aber, language="cy")
    english: dict[str, Any] = {}
    for path in ("plan", "outcomes", "around"):
        page = visitor.get(f"/people-supported/{person_id}/{path}").text
        english[path] = [
            words for words in ("Look at it again", "It is further", "Contacts") if words in page
        ]

    assert english == {"plan": [], "outcomes": [], "around": []}


def test_a_second_person_says_whose_account_it_is_and_they_read_who_comes(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    visit_id = make_visit(aber, person_id, TODAY + timedelta(days=1), "09:00", worker_id=make_worker(aber))
    elsi = make_person(aber, "supported_member", name="Elsi Fôn", has_factor=True)
    manager, member = Visitor(app, aber), Visitor(app, aber)
    manager.sign_in(make_person(aber, "registered_manager", name="Nest Roberts"))
    member.sign_in(elsi)
    path = f"/people-supported/{person_id}/account"

    before = member.get("/rota").text
    asked = manager.get(path).text
    nobody = manager.post(path, {"account_id": ""})
    tied = manager.post(path, {"account_id": str(elsi.id)})
    shown = manager.get(path).text
    pages = ["/rota", f"/people-supported/{person_id}/visits", f"/rota/visits/{visit_id}"]
    first = [member.get(page).text for page in pages]
    set_shown_names(coop=aber, by=SYSTEM, shown="nobody", now=clock.now())
    nameless = [member.get(page).text for page in pages]
    mine = member.get(path)
    away = manager.post(f"{path}/away")

    assert "No visits in this week" in before
    assert "You, as the second person" in asked
    assert (nobody.status_code, tied.status_code, mine.status_code, away.status_code) == (422, 303, 404, 303)
    assert "The account of Elsi Fôn is theirs" in shown
    assert "My visits" in first[0]
    assert "Rota" not in first[0]
    assert [("Nia" in page, "Prys" in page) for page in first] == [(True, False)] * 3
    assert [("Somebody from the co-op" in page, "Nia" in page) for page in nameless] == [(True, False)] * 3
    assert all("Nobody yet" not in page for page in nameless)
    assert member.get(f"/people-supported/{person_id}").status_code == 404
