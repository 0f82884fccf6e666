# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing on a page is against its own policy: whoever walks through the house hears it if something is.

Here are the pages that no journey and no room's own test opens without an id.
"""

import pytest

from tenants.office import HUB, Coop, Hub, Office
from tests.support.browser import DESK_SIZE
from tests.support.looked_at import COOP_ROLES, HUB_ROLES, is_swept
from tests.support.walking import House, walkers
from tests.support.web import may_open
from tests.web.test_every_route import bare_rules, is_api, make_powerful

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# They give a file.
NO_PAGES = {"/journal/journal.csv", "/training/training.csv", "/healthz"}


@pytest.mark.parametrize("side", ["coop", "hub"])
def test_no_page_breaks_its_own_policy(house: House, hub: Hub, aber: Coop, side: str) -> None:
    office: Office = HUB if side == "hub" else aber
    person = make_powerful(office)
    sweeping = HUB_ROLES if side == "hub" else COOP_ROLES
    paths = [
        rule.rule
        for rule in bare_rules(house.app)
        if may_open(house.app, rule.endpoint, person.roles)
        and not (is_api(rule) or rule.rule in NO_PAGES or is_swept(house.app, rule, sweeping))
    ]

    with walkers(house, DESK_SIZE, "en") as company:
        walker = company.at(office, person)
        address = house.address_of(office)
        opened = {path: walker.page.goto(f"{address}{path}") for path in paths}

        assert walker.complaints == []
    shown = [path for path, answer in opened.items() if answer is not None and answer.status == 200]
    # The other side's pages are unknown here.
    assert len(shown) >= 5


def test_a_breach_of_the_policy_would_be_heard(house: House, aber: Coop) -> None:
    with walkers(house, DESK_SIZE, "en") as company:
        stranger = company.at(aber)
        stranger.go("/sign-in")
        with stranger.page.expect_console_message():
            stranger.page.evaluate(
                "document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')"
            )

    [heard] = stranger.complaints
    assert "Content Security Policy" in heard
