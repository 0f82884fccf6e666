"""The API under made-up requests: it never breaks, and answers as its description says."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Err
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.web.guards import guard_of
from franchise_kit.access.rules.roles import catalogue
from tenants.office import HUB, Coop, Hub, Office
from tests.support.people import SeedAccount, make_person
from tests.support.program import Program, make_token
from tests.support.visiting import ask_of, offer_to
from tests.support.web import BASE_DOMAIN

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning:schemathesis")]

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
# To make a request up takes as long as to answer it: so many are made up of each, and all who ask send them.
# What only reads takes an id and a few limits: after so many of them little is new.
WRITINGS, READINGS = 5, 2
# Whoever holds these roles together may do nearly everything that a program can.
MANY = {
    "coop": ("coop_admin", "responsible_individual", "data_protection_lead", "chair"),
    "hub": ("network_director", "platform_operator", "quality_lead", "payroll_bureau"),
}


def described(app: Flask, office: Office) -> BaseSchema:
    document = Program(app, office, None).get("/openapi.json").get_json()
    loaded = schemathesis.openapi.from_dict(document)
    host = f"{office.slug}.{BASE_DOMAIN}" if isinstance(office, Coop) else BASE_DOMAIN
    # The transport asks "localhost" whatever it is told, and the host says whose API it is.
    loaded.app = lambda environ, start: app.wsgi_app({**environ, "HTTP_HOST": host}, start)
    return loaded


def known_ids(office: Office, other: Coop) -> dict[str, UUID]:
    """Things that are there, so that not every made-up request ends with 404."""
    person = make_person(office, "care_worker" if isinstance(office, Coop) else "launch_mentor")
    known = {"account_id": person.id, "token_id": make_token(office, person).id, "coop_id": other.id}
    if isinstance(office, Coop):
        known |= {"grant_id": ask_of(office).id, "agreement_id": offer_to(office)[0]}
    return known


NEEDS = re.compile(r"Needs the permission `([\w.]+)`")


@dataclass(frozen=True)
class Call:
    """What is sent to one operation, and the permission that the description says it needs."""

    permission: str
    made_up: tuple[schemathesis.Case, ...]


@cache
def calls_of(app: Flask, office: Office) -> list[Call]:
    """Return what is sent to each operation of an office: the same requests to all who ask."""
    calls = []
    for found in described(app, office).get_all_operations():
        if isinstance(found, Err):
            raise found.err()
        operation = found.ok()
        said = NEEDS.search(operation.definition.raw["description"])
        assert said is not None, operation.label
        times = READINGS if operation.method.upper() == "GET" else WRITINGS
        calls.append(Call(said.group(1), make_up(operation.as_strategy(), times)))
    return calls


def make_up(cases: st.SearchStrategy[schemathesis.Case], times: int) -> tuple[schemathesis.Case, ...]:
    """Return so many requests at most, the same in each run: an operation that takes nothing has one."""
    made: list[schemathesis.Case] = []

    @seed(0)
    @settings(
        max_examples=times,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def keep(case: schemathesis.Case) -> None:
        made.append(case)

    keep()
    return tuple(made)


def try_all(
    calls: Iterable[Call], office: Office, person: SeedAccount, known: dict[str, UUID], times: int = WRITINGS
) -> dict[int, int]:
    """Send what was made up, or some of it for each operation; return how often each status came back."""
    token = {"Authorization": f"Bearer {make_token(office, person).text}"}
    seen: dict[int, int] = {}
    for call in calls:
        for number, made_up in enumerate(call.made_up[:times]):
            # The first, and every second, asks about what is there.
            case = with_ids(made_up, {} if number % 2 else known)
            response = case.call(headers=token)
            seen[response.status_code] = seen.get(response.status_code, 0) + 1
            case.validate_response(response, checks=CHECKS)
    return seen


def with_ids(made_up: schemathesis.Case, known: dict[str, UUID]) -> schemathesis.Case:
    """Return a request like it, with the ids of what is there in the places that are called so."""
    case = made_up.derive()
    for name in case.path_parameters.keys() & known.keys():
        case.path_parameters[name] = str(known[name])
    return case


def test_nothing_that_is_sent_to_a_coop_breaks_it(app: Flask, aber: Coop, bryn: Coop) -> None:
    person = make_person(aber, *MANY["coop"])

    seen = try_all(calls_of(app, aber), aber, person, known_ids(aber, bryn))

    assert seen[200] > 40
    assert seen[204] > 0


def test_nothing_that_is_sent_to_the_hub_breaks_it(app: Flask, hub: Hub, aber: Coop, bryn: Coop) -> None:
    person = make_person(hub, *MANY["hub"])

    seen = try_all(calls_of(app, hub), hub, person, known_ids(HUB, bryn))

    assert seen[200] > 15


def roles_of(app: Flask, *, is_hub: bool) -> list[str]:
    """Return one role for each set of permissions that the API asks for: the others are treated alike."""
    guards = [
        guard_of(app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    ]
    asked = {guard.permission for guard in guards if guard is not None}
    found = {
        frozenset(asked & role.permissions.keys()): role.id
        for role in catalogue().values()
        if (role.side == "network") is is_hub
    }
    return sorted(found.values())


@pytest.mark.parametrize("side", ["coop", "hub"])
def test_no_role_finds_a_way_to_break_it(app: Flask, aber: Coop, bryn: Coop, side: str) -> None:
    office: Office = aber if side == "coop" else HUB
    known, calls = known_ids(office, bryn), calls_of(app, office)

    for role in roles_of(app, is_hub=side == "hub"):
        # What a role may not open answers 404 whatever is sent: ``test_every_route.py`` asks for all of it.
        held: Container[str] = catalogue()[role].permissions
        mine = [call for call in calls if call.permission in held]
        seen = try_all(mine, office, make_person(office, role), known, times=1)
        assert seen[200] >= 3, role
        assert not seen.keys() & {401, 403, 500, 503}, role
