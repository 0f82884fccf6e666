# SPDX-License-Identifier: AGPL-3.0-or-later
"""The hub's pages: who needs somebody, the list of co-ops, one co-op, a new one, a pause."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask

from app.hub.jobs import use_owner
from app.hub.slugs import propose_slug
from app.hub.stages import stage_options
from franchise_kit.access.queries.accounts import list_accounts
from tenants import clock, registry
from tenants.actor import SYSTEM
from tenants.jobs.models import OutboxRow
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, CoopState
from tenants.registry import CoopMigration, CoopRow
from tenants.transaction import reading, transaction, upkeep
from tests.support.people import make_person
from tests.support.web import Visitor
from tests.support.world import World

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
NEW = {
    "name_en": "Dyfi Care Co-op Limited",
    "name_cy": "Gofal Dyfi Cyfyngedig",
    "slug": "dyfi",
    "town_en": "Machynlleth",
    "town_cy": "Machynlleth",
    "language": "cy",
    "stage": "S3",
    "admin_first_name": "Elen",
    "admin_email": "Elen@example.invalid",
}


@pytest.fixture
def owner(world: World) -> Iterator[None]:
    """This process may build walls, as the worker does."""
    use_owner(world.owner)
    yield
    use_owner(None)


def at_hub(app: Flask, *roles: str, language: str = "en") -> Visitor:
    visitor = Visitor(app, HUB)
    visitor.sign_in(make_person(HUB, *roles, language=language))
    return visitor


def operator(app: Flask, language: str = "en") -> Visitor:
    return at_hub(app, "platform_operator", language=language)


def set_row(coop: Coop, **facts: object) -> None:
    with upkeep(HUB) as session:
        row = session.get_one(CoopRow, coop.id)
        for name, value in facts.items():
            setattr(row, name, value)
    registry.forget()


def add_synthetic(slug: str = "dychmygol") -> None:
    with transaction(HUB, by=SYSTEM, doing="registry.add") as session:
        row = registry.add(
            session,
            slug=slug,
            now=clock.now(),
            name_en="Made up",
            name_cy="Dychmygol",
            language="en",
            stage="S6",
        )
        row.is_synthetic, row.state = True, CoopState.ACTIVE
    registry.forget()


def test_today_names_the_worst_first(app: Flask, aber: Coop, bryn: Coop) -> None:
    clock.set_fixed(NOW)
    set_row(aber, last_disclosure_at=NOW - timedelta(days=36), made_at=NOW - timedelta(days=99))
    set_row(bryn, revision="0000", last_disclosure_at=NOW, made_at=NOW - timedelta(days=99))
    visitor = operator(app)

    page = visitor.get("/network").text

    assert page.index("Bryn Care") < page.index("Aber Care")
    assert "It has told the network nothing for more than five weeks" in page
    assert "Its tables wait to be brought up to date" in page
    set_row(bryn, revision=bryn.revision)


def test_today_counts_jobs_that_were_given_up(app: Flask, aber: Coop) -> None:
    with upkeep(HUB) as session:
        session.add(OutboxRow(job="mail.send", arguments={}, state="given_up", asked_at=NOW, next_at=NOW))

    assert "Look into the log" in operator(app).get("/network").text


def test_today_is_calm_when_all_is_well(app: Flask, aber: Coop, bryn: Coop) -> None:
    for coop in (aber, bryn):
        set_row(coop, last_disclosure_at=clock.now())

    assert "Every co-op is well" in operator(app).get("/network").text


def test_the_list_shows_stage_state_version_and_what_is_synthetic(app: Flask, aber: Coop) -> None:
    add_synthetic()

    page = operator(app).get("/network/coops").text

    assert "Open and pilot" in page
    assert "Synthetic" in page
    assert "Up to date" in page


def test_co_ops_of_one_name_are_told_apart_and_a_nameless_one_has_its_short_name(
    app: Flask, aber: Coop, bryn: Coop
) -> None:
    add_synthetic("tri")
    add_synthetic("dau")
    set_row(aber, name_en=" ", name_cy="")
    visitor = operator(app)

    page = visitor.get("/network/coops").text

    assert ("Made up (tri)" in page, "Made up (dau)" in page) == (True, True)
    assert f">{aber.slug}</a>" in page
    assert f"({bryn.slug})" not in page


def test_closed_co_ops_are_counted_apart(app: Flask, aber: Coop, bryn: Coop) -> None:
    visitor = operator(app)
    before = visitor.get("/network/coops").text
    set_row(bryn, state=CoopState.CLOSED)

    page = visitor.get("/network/coops").text
    only_closed = visitor.get("/network/coops?state=closed").text

    assert "2 co-ops</p>" in plain(before)
    assert "1 co-op, and 1 that has closed</p>" in plain(page)
    assert "0 co-ops, and 1 that has closed</p>" in plain(only_closed)


def plain(page: str) -> str:
    return page.replace('<span class="unbroken">', "").replace("</span>", "")


def test_the_list_speaks_welsh(app: Flask, aber: Coop) -> None:
    page = operator(app, "cy").get("/network/coops").text

    assert "Gofal Aber" in page
    assert "Aelod llawn o&#39;r rhwydwaith" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=ABÉR", ["Aber Care"]),
        ("q=bryn", ["Bryn Care"]),
        ("stage=S1", []),
        ("state=suspended", []),
        ("state=active&stage=S7", ["Aber Care", "Bryn Care"]),
    ],
)
def test_the_filter_in_the_address_chooses_co_ops(
    app: Flask, aber: Coop, bryn: Coop, query: str, shown: list[str]
) -> None:
    page = operator(app).get(f"/network/coops?{query}").text

    assert [name for name in ("Aber Care", "Bryn Care") if name in page] == shown
    assert ("No co-op fits" in page) is (shown == [])


def test_a_wrong_filter_is_named(app: Flask, aber: Coop) -> None:
    page = operator(app).get("/network/coops?stage=S99")

    assert page.status_code == 422
    assert "Choose one of the answers in the list" in page.text


def test_one_co_ops_page_shows_what_its_migrations_came_to(app: Flask, aber: Coop) -> None:
    with upkeep(HUB) as session:
        session.add(
            CoopMigration(
                coop_id=aber.id, revision="9999", state="failed", fault="LockNotAvailable", tries=3, at=NOW
            )
        )

    page = operator(app).get(f"/network/coops/{aber.id}").text

    assert "LockNotAvailable" in page
    assert "3 tries" in page
    with upkeep(HUB) as session:
        session.delete(session.get_one(CoopMigration, (aber.id, "9999")))


def test_a_co_op_that_is_not_there_is_not_there(app: Flask, aber: Coop) -> None:
    visitor = operator(app)

    assert visitor.get(f"/network/coops/{uuid4()}").status_code == 404
    visitor.get("/network/coops")
    assert visitor.post(f"/network/coops/{uuid4()}/suspend", {"reason": "safety"}).status_code == 404


@pytest.mark.parametrize("path", ["/network", "/network/coops", "/network/coops/new"])
def test_the_hubs_pages_are_unknown_in_a_co_op(app: Flask, aber: Coop, path: str) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "coop_admin", "chair"))

    assert visitor.get(path).status_code == 404


def test_only_whoever_builds_co_ops_may_begin_or_pause_one(app: Flask, aber: Coop) -> None:
    visitor = at_hub(app, "quality_lead")

    assert visitor.get("/network/coops/new").status_code == 404
    visitor.get(f"/network/coops/{aber.id}")
    assert visitor.post(f"/network/coops/{aber.id}/suspend", {"reason": "safety"}).status_code == 404
    registry.forget()
    assert registry.get("aber").state is CoopState.ACTIVE


def test_a_co_op_is_begun_built_and_its_administrator_invited(
    app: Flask, world: World, owner: None, aber: Coop
) -> None:
    visitor = operator(app)
    visitor.get("/network/coops/new")
    asked = visitor.post("/network/coops/new", NEW)
    progress = str(asked.headers["Location"])
    assert "It waits for its turn." in visitor.get(progress).text
    assert '<meta http-equiv="refresh"' in visitor.get(progress).text

    with app.app_context():
        run_pending(HUB)

    page = visitor.get(progress).text
    assert "http://dyfi.localhost:8000/" in page
    assert "The invitation to its first administrator is on its way." in page
    assert "The new co-op&#39;s place is built" in visitor.get("/bell").text
    made = registry.get("dyfi")
    assert (made.state, made.name_cy, made.stage) == (CoopState.ACTIVE, "Gofal Dyfi Cyfyngedig", "S3")
    with reading(made) as session:
        [invited] = list_accounts(session, by=SYSTEM)
    assert (invited.email, invited.first_name, invited.status) == ("elen@example.invalid", "Elen", "invited")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("slug", "aber", "Another co-op has, or once had, this short name."),
        ("slug", "www", "A short name has 3 to 40 lower-case letters"),
        ("slug", "Ab", "A short name has 3 to 40 lower-case letters"),
        ("name_cy", "", "Enter the co-op&#39;s name in Welsh"),
        ("stage", "S99", "Choose one of the answers in the list"),
        ("admin_email", "nobody", "Enter an e-mail address in the right form"),
        ("admin_first_name", "", "Enter the first name of its first administrator"),
    ],
)
def test_a_wrong_answer_is_named_and_no_co_op_is_begun(
    app: Flask, aber: Coop, field: str, typed: str, sentence: str
) -> None:
    visitor = operator(app)
    visitor.get("/network/coops/new")

    page = visitor.post("/network/coops/new", NEW | {field: typed})

    assert page.status_code == 422
    assert sentence in page.text
    registry.forget()
    with reading(HUB) as session:
        assert [coop.slug for coop in registry.list_coops(session)] == ["aber", "bryn"]


def test_a_short_name_is_proposed_and_looked_up_before_anything_is_begun(app: Flask, aber: Coop) -> None:
    visitor = operator(app)
    visitor.get("/network/coops/new")

    page = visitor.post("/network/coops/new", NEW | {"slug": "", "check": "slug"})
    taken = visitor.post("/network/coops/new", NEW | {"slug": "bryn", "check": "slug"})

    assert "dyfi is free." in page.text
    assert 'value="dyfi"' in page.text
    assert "bryn cannot be used" in taken.text
    with reading(HUB) as session:
        assert len(registry.list_coops(session)) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dyfi Care Co-op Limited", "dyfi"),
        ("Gofal Tŷ Hafan Cyfyngedig", "gofal-ty-hafan"),
        ("Aber", "aber-2"),
        ("The Care Co-op", "the-care-co-op"),
        ("Gofal " + "llanfairpwllgwyngyll" * 3, "gofal-llanfairpwllgwyngyllllanfairpwl"),
        ("!", ""),
        ("", ""),
    ],
)
def test_a_proposed_short_name_is_allowed_and_free(app: Flask, aber: Coop, name: str, expected: str) -> None:
    assert propose_slug(name) == expected


def test_a_co_op_is_paused_and_opened_again(app: Flask, owner: None, aber: Coop) -> None:
    visitor = operator(app)
    visitor.get(f"/network/coops/{aber.id}")
    visitor.post(f"/network/coops/{aber.id}/suspend", {"reason": "safety"})
    with app.app_context():
        run_pending(HUB)
    registry.forget()
    assert registry.get("aber").state is CoopState.SUSPENDED
    assert "Open this co-op again" in visitor.get(f"/network/coops/{aber.id}").text
    assert Visitor(app, aber).get("/sign-in").status_code == 503

    visitor.post(f"/network/coops/{aber.id}/resume", {"reason": "mended"})
    with app.app_context():
        run_pending(HUB)

    registry.forget()
    assert registry.get("aber").state is CoopState.ACTIVE
    assert "paused the co-op" in visitor.get("/journal").text


def test_a_pause_needs_a_reason(app: Flask, aber: Coop) -> None:
    visitor = operator(app)
    visitor.get(f"/network/coops/{aber.id}")

    page = visitor.post(f"/network/coops/{aber.id}/suspend", {"reason": ""})

    assert page.status_code == 422
    assert "Choose an answer" in page.text
    registry.forget()
    assert registry.get("aber").state is CoopState.ACTIVE


def test_a_synthetic_co_op_cannot_be_paused(app: Flask, aber: Coop) -> None:
    add_synthetic()
    coop = registry.get("dychmygol")
    visitor = operator(app)

    page = visitor.get(f"/network/coops/{coop.id}").text

    assert "Pause this co-op" not in page
    assert visitor.post(f"/network/coops/{coop.id}/suspend", {"reason": "safety"}).status_code == 409


def test_stages_are_named_in_both_languages(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "cy"}):
        assert ("S4", "S4 · Arian") in stage_options()
        assert len(stage_options()) == 9
