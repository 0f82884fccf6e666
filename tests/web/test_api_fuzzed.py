"""The API under made-up requests: it never breaks, and answers as its description says."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from uuid import UUID

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
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
# What only reads takes an id and a few limits: after so many of them little is new.
READINGS = 6
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
    """What may be sent to one operation, and the permission that the description says it needs."""

    permission: str
    is_reading: bool
    cases: st.SearchStrategy[schemathesis.Case]


def calls_of(app: Flask, office: Office) -> list[Call]:
    """Return what may be sent to each operation: to work that out takes longer than to send it."""
    calls = []
    for found in described(app, office).get_all_operations():
        if isinstance(found, Err):
            raise found.err()
        operation = found.ok()
        said = NEEDS.search(operation.definition.raw["description"])
        assert said is not None, operation.label
        calls.append(Call(said.group(1), operation.method.upper() == "GET", operation.as_strategy()))
    return calls


def try_all(
    calls: list[Call], office: Office, person: SeedAccount, known: dict[str, UUID], *, times: int
) -> dict[int, int]:
    """Call operations some times, which only read fewer; return how often each status came back."""
    token = {"Authorization": f"Bearer {make_token(office, person).text}"}
    seen: dict[int, int] = {}
    for call in calls:
        _tries(call, known, token, seen, min(times, READINGS) if call.is_reading else times)()
    return seen


def _tries(
    call: Call, known: dict[str, UUID], token: dict[str, str], seen: dict[int, int], times: int
) -> Callable[[], None]:
    @settings(
        max_examples=times,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=call.cases, is_known=st.booleans())
    def one(case: schemathesis.Case, is_known: bool) -> None:
        for name in case.path_parameters or {}:
            if is_known and name in known:
                case.path_parameters[name] = str(known[name])
        response = case.call(headers=token)
        seen[response.status_code] = seen.get(response.status_code, 0) + 1
        case.validate_response(response, checks=CHECKS)

    return one


def test_nothing_that_is_sent_to_a_coop_breaks_it(app: Flask, aber: Coop, bryn: Coop) -> None:
    person = make_person(aber, *MANY["coop"])

    seen = try_all(calls_of(app, aber), aber, person, known_ids(aber, bryn), times=10)

    assert seen[200] > 50
    assert seen[204] > 0


def test_nothing_that_is_sent_to_the_hub_breaks_it(app: Flask, hub: Hub, aber: Coop, bryn: Coop) -> None:
    person = make_person(hub, *MANY["hub"])

    seen = try_all(calls_of(app, hub), hub, person, known_ids(HUB, bryn), times=10)

    assert seen[200] > 50


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
