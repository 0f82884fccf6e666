# SPDX-License-Identifier: AGPL-3.0-or-later
"""The hub's own name: given on its settings page, read wherever the hub is named."""

import pytest
from flask import Flask

from franchise_kit.access.actions.invitations import Invitation, invite
from tenants import clock, registry
from tenants.actor import SYSTEM
from tenants.mail import MailRow
from tenants.office import HUB, Coop, Hub
from tenants.registry.naming import HubName, HubRenamedMeanwhile, get_hub_name, name_hub
from tenants.transaction import reading
from tests.support.access import lines_of
from tests.support.people import make_person
from tests.support.visiting import ask_of, give
from tests.support.web import Visitor
from tests.web.test_visitors_entering import come_in

CYDFRO = HubName("Cydfro Co-operative Care Network", "Rhwydwaith Gofal Cydweithredol Cydfro", "Cydfro")
TYPED = {"name_en": CYDFRO.name_en, "name_cy": CYDFRO.name_cy, "short_name": "Cydfro", "version": "0"}


def at_hub(app: Flask, role: str = "network_director", language: str = "en") -> Visitor:
    visitor = Visitor(app, HUB)
    visitor.sign_in(make_person(HUB, role, language=language))
    return visitor


def kept() -> tuple[HubName | None, int]:
    with reading(HUB) as session:
        found = get_hub_name(session)
    return found.name, found.version


def call_it(name: HubName, *, version: int = 0) -> None:
    name_hub(by=SYSTEM, name=name, version=version, now=clock.now())
    registry.forget()


def test_while_nobody_has_named_it_the_hub_goes_by_what_it_is(app: Flask, hub: Hub) -> None:
    page = at_hub(app).get("/network/settings").text

    assert "The network&#39;s office" in page
    assert kept() == (None, 0)


@pytest.mark.parametrize("role", ["network_director", "platform_operator"])
def test_the_hub_is_named_on_its_settings_page(app: Flask, hub: Hub, role: str) -> None:
    visitor = at_hub(app, role)
    visitor.get("/network/settings")

    answer = visitor.post("/network/settings", TYPED)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/network/settings")
    assert kept() == (CYDFRO, 1)
    assert "Cydfro Co-operative Care Network</title>" in visitor.get("/network").text
    assert [line.doing for line in lines_of(HUB)][-1] == "hub.rename"
    assert "changed what the network is called" in at_hub(app).get("/journal").text


def test_its_name_is_read_in_the_reader_s_language(app: Flask, hub: Hub) -> None:
    call_it(CYDFRO)

    assert "Rhwydwaith Gofal Cydweithredol Cydfro</title>" in at_hub(app, language="cy").get("/network").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name_en": ""}, "Enter the network&#39;s name in English"),
        ({"name_cy": ""}, "Enter the network&#39;s name in Welsh"),
        ({"short_name": "x" * 41}, "Use between 2 and 40 characters"),
    ],
)
def test_a_bad_name_is_refused_beside_the_field(
    app: Flask, hub: Hub, typed: dict[str, str], sentence: str
) -> None:
    visitor = at_hub(app)
    visitor.get("/network/settings")

    answer = visitor.post("/network/settings", TYPED | typed)

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert kept() == (None, 0)


def test_two_people_who_name_it_at_once_are_told(app: Flask, hub: Hub) -> None:
    visitor = at_hub(app)
    visitor.get("/network/settings")
    call_it(CYDFRO)

    answer = visitor.post("/network/settings", TYPED | {"short_name": "Other"})

    assert answer.status_code == 409
    assert "Somebody else changed the name meanwhile" in answer.text
    assert 'name="version" value="1"' in answer.text
    assert kept() == (CYDFRO, 1)
    with pytest.raises(HubRenamedMeanwhile):
        call_it(CYDFRO, version=0)


@pytest.mark.parametrize("role", ["quality_lead", "billing_officer"])
def test_others_at_the_hub_do_not_name_it(app: Flask, hub: Hub, role: str) -> None:
    visitor = at_hub(app, role)

    assert visitor.get("/network/settings").status_code == 404
    visitor.get("/account")
    assert visitor.post("/network/settings", TYPED).status_code == 404
    assert kept() == (None, 0)


def test_a_co_op_reads_from_where_its_guest_comes(app: Flask, hub: Hub, aber: Coop, bryn: Coop) -> None:
    call_it(CYDFRO)
    asked = ask_of(aber)
    give(asked)

    page = come_in(app, asked.asker, aber, asked.id).get("/inside").text

    assert "Elin Prys (Cydfro), you are inside Aber Care Co-op for" in page
    assert "Cydfro Co-operative Care Network" in page


def test_the_hub_s_mail_says_its_name(app: Flask, hub: Hub) -> None:
    call_it(CYDFRO)
    invitation = Invitation("gwen@example.invalid", "Gwen Pugh", "Gwen", "cy", ["support_agent"])
    invite(office=HUB, invitation=invitation, by=SYSTEM, address=str, now=clock.ticking())

    with reading(HUB) as session:
        mail = session.query(MailRow).one()
    assert mail.facts["place"] == "Rhwydwaith Gofal Cydweithredol Cydfro"
