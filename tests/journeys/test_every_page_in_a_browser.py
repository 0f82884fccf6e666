# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page of both sides with data, and every form with an error: axe finds nothing, nothing is too wide.

Axe looks at a desk in English and on a phone in Welsh; both widths are measured in both languages. A page
that both sides have is looked at by axe at the hub's desk and on the co-op's phone, and measured everywhere.
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
from tests.support.browser import DESK_SIZE, IS_TOO_WIDE, PHONE_SIZE, axe_faults
from tests.support.looked_at import ELSEWHERE, NO_PAGES
from tests.support.people import actor_of, make_person
from tests.support.program import make_token
from tests.support.visiting import ask_of, give, offer_to
from tests.support.walking import Company, House, Walker, walkers
from tests.support.web import may_open

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COOP_ROLES = ("coop_admin", "data_protection_lead", "responsible_individual", "society_secretary", "chair")
HUB_ROLES = ("platform_operator", "network_director", "quality_lead", "payroll_bureau")
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
    faults: dict[str, list[str]] = {}
    seen: set[str] = set()
    with walkers(house, size, language) as company:
        signed_in = {side.office: _signed_in(company, side) for side in sides.values()}
        _publish_a_guide(signed_in[HUB])
        for side in _order(sides, width):
            walker = signed_in[side.office]
            for path in [*_addresses(house, side), *side.details]:
                faults |= _look(walker, path, seen)
            for path, typed in WRONG.items():
                faults |= _look_at_error(walker, path, typed, seen)
        stranger = company.at(sides["coop"].office)
        for path in ("/sign-in", "/sign-in/forgotten", "/left", "/nowhere", "/help"):
            faults |= _look(stranger, path, set())

    assert faults == {}


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
    """Return the address of every page that names no one thing, and that the side's person may open.

    The others answer 404 and look alike; ``tests/web/test_every_route.py`` asks for them.
    """
    for rule in sorted(house.app.url_map.iter_rules(), key=lambda rule: rule.rule):
        is_page = (
            "GET" in (rule.methods or set()) and not rule.arguments and not rule.rule.startswith("/api/")
        )
        is_asked_for = is_page and rule.endpoint not in {*ELSEWHERE, *NO_PAGES}
        if is_asked_for and may_open(house.app, rule.endpoint, side.person.roles):
            yield rule.rule


def _signed_in(company: Company, side: Side) -> Walker:
    """Sign in, take the wanted language, and begin an authenticator: its page has a picture of the seed."""
    walker = company.at(side.office)
    # What the sign-in page shows in the browser's language, the account may have in another.
    walker.sign_in(side.person)
    other = walker.page.locator(f".language button[value={company.language}]")
    if other.count():
        other.first.click()
        walker.page.wait_for_load_state()
    walker.go("/account/security")
    walker.page.locator("form[action$='/authenticator/begin'] button").click()
    walker.page.wait_for_load_state()
    return walker


def _publish_a_guide(walker: Walker) -> None:
    walker.go("/library/new")
    walker.fill(key="privacy", title_en="Privacy", title_cy="Preifatrwydd")
    walker.fill(text_en="Ours.", text_cy="Ni biau hwn.")
    walker.page.locator("main form button[type=submit]").last.click()
    walker.page.wait_for_load_state()


def _look(walker: Walker, path: str, seen: set[str]) -> dict[str, list[str]]:
    answer = walker.page.goto(f"{walker.house.address_of(walker.office)}{path}")
    is_of_the_other_side = answer is not None and answer.status == NOT_FOUND and path != "/nowhere"
    # Whoever is signed in is led on from the front door; where to is looked at by its own address.
    is_led_on = path.partition("?")[0] not in walker.page.url
    return {} if is_of_the_other_side or is_led_on else _faults(walker, path, seen)


def _look_at_error(walker: Walker, path: str, typed: dict[str, str], seen: set[str]) -> dict[str, list[str]]:
    """Send a form that is wrong; where the page is of the other side there is none."""
    walker.go(path)
    if walker.page.locator(".govuk-error-summary").count() == 0:
        form = walker.page.locator("main form[novalidate]").last
        if form.count() == 0:
            return {}
        for name, value in typed.items():
            form.locator(f"[name={name}]").fill(value)
        form.locator("button[type=submit]").last.click()
        walker.page.wait_for_load_state()
    expect(walker.page.locator(".govuk-error-summary")).to_be_visible()
    return _faults(walker, f"{path} with an error", seen)


def _faults(walker: Walker, name: str, seen: set[str]) -> dict[str, list[str]]:
    """Return what is wrong with the page; axe looks at the first of a name alone."""
    page = walker.page
    found = axe_faults(page) if name not in seen else []
    seen.add(name)
    heads, language = page.evaluate("[document.querySelectorAll('h1').length, document.documentElement.lang]")
    if heads != 1:
        found.append("not one heading")
    if language != walker.language:
        found.append("another language")
    found += _too_wide(walker)
    found += walker.complaints
    walker.complaints.clear()
    return {f"{re.sub(r'[0-9a-f-]{36}', '…', name)} of {walker.office.key}": found} if found else {}


def _too_wide(walker: Walker) -> list[str]:
    """Return at which of the two widths the page is too wide.

    The page is told of another screen by itself: to change its whole window costs twice as much.
    """
    own = walker.page.viewport_size or DESK_SIZE
    found = []
    for size in (PHONE_SIZE if own == DESK_SIZE else DESK_SIZE, own):
        screen = {**size, "deviceScaleFactor": 1, "mobile": False}
        walker.wire.send("Emulation.setDeviceMetricsOverride", screen)
        width, is_wide = walker.page.evaluate(f"[window.innerWidth, {IS_TOO_WIDE}]")
        assert width == size["width"]
        found += [f"too wide at {width}"] if is_wide else []
    return found
