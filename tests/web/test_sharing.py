# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page that shows all that a co-op ever told the hub, in words."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from flask import Flask

from app.sharing.changes import profile_changes
from app.sharing.words import has_words, kind_name, known_kinds, sentences
from franchise_kit.access.rules.disclosed import CoopProfile, MembershipCounts
from franchise_kit.visiting.rules.facts import AgreementAnswered, GrantAnswered
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, Hub
from tenants.openings import publications
from tenants.openings.disclosures import disclose
from tenants.openings.kinds import DISCLOSURES
from tenants.transaction import transaction
from tests.support.openings import carry, tell
from tests.support.people import make_person
from tests.support.web import Visitor

MEMBERS = MembershipCounts(3, 4, 5, 6, 11, 12)


def reader(app: Flask, coop: Coop, *, role: str = "board_member", language: str = "en") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, role, language=language))
    return visitor


def profile(**changes: object) -> CoopProfile:
    facts: dict[str, object] = {
        "stage": "S7",
        "language": "cy",
        "accounts": 2,
        "role_holders": {"care_worker": 2, "chair": 1},
        "revision": "0001",
    }
    return CoopProfile(**(facts | changes))  # type: ignore[arg-type] # the tests name the right fields


@pytest.mark.usefixtures("app")
def test_every_kind_that_can_be_told_has_words() -> None:
    kinds = [kind for kind in DISCLOSURES.names() if not kind.startswith("test_")]

    assert [kind for kind in kinds if not has_words(kind)] == []


def test_it_shows_what_was_told_and_whether_it_arrived(app: Flask, hub: Hub, aber: Coop, bryn: Coop) -> None:
    tell(aber, profile())
    carry(aber)
    tell(aber, MEMBERS)

    page = reader(app, aber).get("/sharing").text
    other = reader(app, bryn).get("/sharing").text

    assert "We are at stage S7 and work in Welsh." in page
    assert "Care worker: 2" in page
    assert "Employees: 12" in page
    assert page.index("Employees: 12") < page.index("We are at stage S7")
    assert "1 message is still on its way" in page
    assert (page.count("tag-ok"), page.count("On its way")) == (1, 1)
    assert "Nothing has left this place yet" in other


def test_the_same_page_in_welsh(app: Flask, hub: Hub, aber: Coop) -> None:
    tell(aber, profile(role_holders={}))

    page = reader(app, aber, language="cy").get("/sharing").text

    assert "Rydym yng nghyfnod S7 ac iaith ein gwaith yw Cymraeg." in page
    assert "Gall 2 gyfrif fewngofnodi yma." in page


def test_it_shows_one_kind_when_asked(app: Flask, hub: Hub, aber: Coop) -> None:
    tell(aber, profile())
    tell(aber, MEMBERS)

    page = reader(app, aber).get("/sharing?kind=membership_counts").text

    assert "Employees: 12" in page
    assert "We are at stage" not in page


@pytest.mark.parametrize("query", ["?kind=nonsense", "?before=0", "?before=x", "?other=1"])
def test_a_strange_address_shows_everything_and_says_that_it_is_wrong(
    app: Flask, hub: Hub, aber: Coop, query: str
) -> None:
    tell(aber, profile())

    answer = reader(app, aber).get(f"/sharing{query}")

    assert (answer.status_code, "We are at stage S7" in answer.text) == (422, True)


def test_a_profile_says_what_changed_and_folds_the_rest(app: Flask, hub: Hub, aber: Coop) -> None:
    tell(aber, profile())
    tell(aber, profile())
    tell(aber, MEMBERS)
    tell(aber, profile(accounts=3, role_holders={"care_worker": 3, "chair": 1}))

    page = reader(app, aber).get("/sharing").text
    filtered = reader(app, aber).get("/sharing?kind=coop_profile").text
    in_welsh = reader(app, aber, language="cy").get("/sharing").text

    for shown in (page, filtered):
        assert "Since the last time: Care worker: 2 before, 3 now; Accounts: 2 before, 3 now." in shown
        assert shown.count("Nothing has changed since the last time.") == 1
        assert shown.count("The first time that we told this.") == 1
        assert shown.count("All that was told then") == 3
    assert "Ers y tro diwethaf: Gweithiwr gofal: 2 o&#39;r blaen, 3 nawr" in in_welsh


def test_many_changes_are_counted(app: Flask) -> None:
    before = profile(role_holders={})
    now = profile(stage="S6", accounts=9, role_holders={"care_worker": 2, "chair": 1, "treasurer": 1})

    with app.test_request_context(headers={"Accept-Language": "en"}):
        said = profile_changes(now, before)

    assert said == (
        "Since the last time: Stage: S7 before, S6 now; Care worker: 0 before, 2 now; "
        "Chair: 0 before, 1 now; 2 more changes."
    )


def test_older_ones_are_a_page_further(app: Flask, hub: Hub, aber: Coop) -> None:
    with transaction(aber, by=SYSTEM, doing="test.tell") as session:
        for number in range(12):
            disclose(session, profile(accounts=number + 100))
    visitor = reader(app, aber)

    overview = visitor.get("/sharing").text
    first = visitor.get("/sharing?kind=everything").text
    older = first.partition('rel="next"')[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    second = visitor.get(older).text

    assert "Told 12 times. The last time: today." in overview
    assert 'href="/sharing?kind=coop_profile">See all 12<' in overview
    assert [page.count("We are at stage") for page in (overview, first, second)] == [3, 10, 2]
    assert ["100 accounts" in page for page in (overview, first, second)] == [False, False, True]


def test_each_kind_is_a_line_that_opens_what_was_told_last_first(app: Flask, hub: Hub, aber: Coop) -> None:
    tell(aber, MEMBERS)
    tell(aber, profile())

    page = " ".join(reader(app, aber).get("/sharing").text.split())
    lines = re.findall(
        r'<details class="fold"><summary><strong>([^<]+)</strong> <span class="fold-about">([^<]+)<', page
    )

    assert lines[:2] == [
        ("How far we are", "Told 1 time. The last time: today."),
        ("How many we are", "Told 1 time. The last time: today."),
    ]
    assert {about for _name, about in lines[2:]} == {"Not told yet"}
    assert {name for name, _about in lines} == {name for _kind, name, _why in known_kinds_in_english(app)}


def known_kinds_in_english(app: Flask) -> list[tuple[str, str, str]]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        return known_kinds()


def test_a_period_is_shown_with_what_it_is_about(app: Flask, hub: Hub, aber: Coop) -> None:
    with transaction(aber, by=SYSTEM, doing="test.tell") as session:
        disclose(session, MEMBERS, about=(date(2026, 10, 1), date(2026, 11, 1)))

    page = reader(app, aber).get("/sharing").text

    assert "About 1 Oct 2026 to 31 Oct 2026" in page


def test_it_shows_what_the_co_op_follows_and_what_is_out(app: Flask, hub: Hub, aber: Coop) -> None:
    for key, title in (("visits", "Visits"), ("meals", "Meals")):
        draft = publications.Draft("standard", key, title, f"{title} (cy)", {"parts": []})
        with transaction(HUB, by=SYSTEM, doing="test.publish") as session:
            publications.save_draft(session, draft, by=SYSTEM, now=clock.now())
            published = publications.publish(session, kind="standard", key=key, now=clock.now())
        if key == "visits":
            with transaction(aber, by=SYSTEM, doing="test.adopt") as session:
                publications.adopt(session, published, by=SYSTEM, now=clock.now())

    page = " ".join(reader(app, aber).get("/sharing").text.split())

    assert 'Visits, version 1 <strong class="tag tag-ok">followed' in page
    assert 'Meals, version 1 <strong class="tag tag-off">not taken up' in page


@pytest.mark.parametrize(("role", "status"), [("coop_admin", 200), ("chair", 200), ("care_worker", 404)])
def test_it_is_for_those_who_may_read_it(app: Flask, hub: Hub, aber: Coop, role: str, status: int) -> None:
    assert reader(app, aber, role=role).get("/sharing").status_code == status


def test_answers_are_said_in_words(app: Flask) -> None:
    given = GrantAnswered(
        uuid4(), "accepted", ("incident",), 6, 4, ends_at=datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
    )
    refused = GrantAnswered(uuid4(), "refused", (), 6, 0, reason="too_wide")
    ended = AgreementAnswered(uuid4(), "payroll_bureau", "ended", ("payslip.read",))

    with app.test_request_context(headers={"Accept-Language": "en"}):
        said = [
            sentences("grant_answered", given),
            sentences("grant_answered", refused),
            sentences("agreement_answered", ended),
            sentences("of_the_future", None),
        ]
        name = kind_name("of_the_future")

    assert said == [
        [
            "We said yes to a request to come in.",
            "Kinds of record: Incidents",
            "4 of the 6 records asked for",
            "Until Wednesday, 25 November 2026, 09:30",
        ],
        ["We said no to a request to come in.", "Reason: It asks for too much"],
        ["We ended the agreement “Shared payroll”.", "They may: Read payslips"],
        ["This version has no words for it; the network's office got what stands below."],
    ]
    assert name == "of_the_future"
