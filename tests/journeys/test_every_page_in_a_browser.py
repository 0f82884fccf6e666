# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page of both sides with data, and every form with an error: axe finds nothing, nothing is too wide.

Everything is looked at at a desk in English and on a phone in Welsh, and by axe in one of the two. A page
that both sides have is looked at by axe at the hub's desk or on the co-op's phone, and measured everywhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.profile import actions
from franchise_kit.profile.rules import ProfileFacts
from tenants import bells, clock, registry
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, CoopState, Office
from tenants.transaction import transaction, upkeep
from tests.support.browser import DESK_SIZE, PHONE_SIZE
from tests.support.looked_at import COOP_ROLES, ELSEWHERE, HUB_ROLES, NO_PAGES, is_swept
from tests.support.people import actor_of, make_person
from tests.support.program import make_token
from tests.support.visiting import ask_of, give, offer_to
from tests.support.walking import Company, House, Walker, walkers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# A form there, and what is typed into it; where nothing is typed, what is missing is the error.
WRONG: dict[str, dict[str, str]] = {
    "/accounts/invite": {},
    "/account/password": {},
    "/account/address": {"email": "nobody"},
    "/account/authenticator": {"code": "000000"},
    "/export": {"passphrase": "short"},
    "/settings/profile": {"phone": "x"},
    "/settings/papers/new": {},
    "/tokens/new": {},
    "/entries/ask": {},
    "/library/new": {},
    "/network/coops/new": {},
    "/offers/new": {},
    "/sign-in": {},
    "/sign-in/forgotten": {"email": "nobody"},
    "/find?name=x": {},
    "/journal?since=x": {},
}
NOT_FOUND = 404


@dataclass
class Side:
    """One office, who looks at it, and the pages that name one thing of it."""

    office: Office
    person: SeedAccount
    details: list[str]


@pytest.fixture
def sides(house: House, aber: Coop, bryn: Coop) -> dict[str, Side]:
    """Both sides, with something on every page."""
    operator = make_person(HUB, *HUB_ROLES, name="Mari Parri")
    admin = make_person(aber, *COOP_ROLES, name="Bethan Ŵyn")
    carer = make_person(aber, "care_worker", name="Siôn Gwyn")
    _write_profile(aber, admin)
    waiting = ask_of(aber, asker=make_person(HUB, "quality_lead", name="Rhian Castell"))
    given = ask_of(aber, asker=operator)
    give(given)
    agreement, _officer = offer_to(aber)
    # A list is looked at with rows: columns of buttons and names that are missing were empty heads before.
    for office, person in ((HUB, operator), (aber, admin)):
        make_token(office, person)
    add_nameless_coop()
    with upkeep(aber) as session:
        bells.ring_for(session, admin.id, kind="archive_ready", path="/export")
    coop_pages = [
        f"/accounts/{carer.id}",
        f"/accounts/{carer.id}/roles",
        f"/visitors/requests/{waiting.id}",
        f"/visitors/requests/{given.id}",
        f"/visitors/agreements/{agreement}",
        "/library/guide/privacy/1",
        "/journal?outcome=refused",
        "/search?q=si",
        "/search?q=qqqq",
        "/nowhere",
    ]
    hub_pages = [
        f"/network/coops/{bryn.id}",
        "/network/coops?q=qq",
        "/find?name=aber",
        "/library/guide/privacy/1",
    ]
    return {"hub": Side(HUB, operator, hub_pages), "coop": Side(aber, admin, coop_pages)}


def add_nameless_coop() -> None:
    """Add a co-op that nobody has named yet: lists show its short name."""
    with transaction(HUB, by=SYSTEM, doing="registry.add") as session:
        row = registry.add(
            session, slug="dienw", now=clock.now(), name_en="", name_cy="", language="cy", stage="S6"
        )
        row.is_synthetic, row.state = True, CoopState.ACTIVE
    registry.forget()


def _write_profile(coop: Coop, admin: SeedAccount) -> None:
    facts = ProfileFacts(
        coop.name_en, coop.name_cy, "Aberystwyth", "Aberystwyth", "cy", phone="01970 000 000"
    )
    by, now = actor_of(coop, admin), clock.now()
    actions.save_profile(coop=coop, by=by, facts=facts, version=0, now=now)
    upload = actions.Upload(name="tystysgrif ŵ.pdf", content=b"%PDF-1.7\n%%EOF")
    actions.add_paper(coop=coop, by=by, kind="registration", upload=upload, replaces_id=None, now=now)


@pytest.mark.parametrize(("width", "language"), [("desk", "en"), ("phone", "cy")])
def test_every_page_is_well_at_a_desk_and_on_a_phone(
    house: House, sides: dict[str, Side], width: str, language: str
) -> None:
    size = DESK_SIZE if width == "desk" else PHONE_SIZE
    seen: set[str] = set()
    with walkers(house, size, language) as company:
        signed_in = {side.office: _signed_in(company, side) for side in sides.values()}
        _publish_a_guide(signed_in[HUB])
        for side in _order(sides, width):
            walker = signed_in[side.office]
            for path in [*_addresses(house, side), *side.details]:
                _look(walker, path, seen)
            for path, typed in WRONG.items():
                _look_at_error(walker, path, typed, seen)
        stranger = company.at(sides["coop"].office)
        for path in ("/sign-in", "/sign-in/forgotten", "/left", "/nowhere", "/help"):
            stranger.look_at({f"{path} of a stranger": path})

    assert company.faults == {}


def test_every_page_is_looked_at_here_or_elsewhere(house: House) -> None:
    with_arguments = {
        rule.endpoint
        for rule in house.app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and rule.arguments and not rule.rule.startswith("/api/")
    }

    assert with_arguments - set(ELSEWHERE) - NO_PAGES == {
        "accounts.show",
        "accounts.edit_roles",
        "hub.coop",
        "library.show",
        "visitors.agreement",
        "visitors.show",
    }


def _order(sides: dict[str, Side], width: str) -> list[Side]:
    """Return the hub first at a desk, and the co-op first on a phone: axe looks at a page there."""
    names = ("hub", "coop") if width == "desk" else ("coop", "hub")
    return [sides[name] for name in names]


def _addresses(house: House, side: Side) -> Iterator[str]:
    """Return the address of every page that names no one thing, and that the side's person may open."""
    for rule in sorted(house.app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if is_swept(house.app, rule, side.person.roles):
            yield rule.rule


def _signed_in(company: Company, side: Side) -> Walker:
    """Let somebody in, take the wanted language, and begin an authenticator: its page shows the seed."""
    walker = company.at(side.office, side.person)
    walker.go("/account/security")
    other = walker.page.locator(f".language button[value={company.language}]")
    if other.count():
        other.first.click()
        walker.page.wait_for_load_state()
    walker.page.locator("form[action$='/authenticator/begin'] button").click()
    walker.page.wait_for_load_state()
    return walker


def _publish_a_guide(walker: Walker) -> None:
    walker.go("/library/new")
    walker.fill(key="privacy", title_en="Privacy", title_cy="Preifatrwydd")
    walker.fill(text_en="Ours.", text_cy="Ni biau hwn.")
    walker.page.locator("main form button[type=submit]").last.click()
    walker.page.wait_for_load_state()


def _look(walker: Walker, path: str, seen: set[str]) -> None:
    answer = walker.page.goto(f"{walker.house.address_of(walker.office)}{path}")
    is_of_the_other_side = answer is not None and answer.status == NOT_FOUND and path != "/nowhere"
    # Whoever is signed in is led on from the front door; where to is looked at by its own address.
    is_led_on = path.partition("?")[0] not in walker.page.url
    if not is_of_the_other_side and not is_led_on:
        _look_once(walker, path, seen)


def _look_at_error(walker: Walker, path: str, typed: dict[str, str], seen: set[str]) -> None:
    """Send a form that is wrong; where the page is of the other side there is none."""
    walker.go(path)
    if walker.page.locator(".govuk-error-summary").count() == 0:
        form = walker.page.locator("main form[novalidate]").last
        if form.count() == 0:
            return
        for name, value in typed.items():
            form.locator(f"[name={name}]").fill(value)
        form.locator("button[type=submit]").last.click()
        walker.page.wait_for_load_state()
    expect(walker.page.locator(".govuk-error-summary")).to_be_visible()
    _look_once(walker, f"{path} with an error", seen)


def _look_once(walker: Walker, name: str, seen: set[str]) -> None:
    """Look at a page; axe looks at the first of a name alone."""
    plain = re.sub(r"[0-9a-f-]{36}", "…", name)
    walker.look(f"{plain} of {walker.office.key}" if plain in seen else plain, is_known=plain in seen)
    seen.add(plain)
