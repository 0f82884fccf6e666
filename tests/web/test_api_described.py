"""The description of the API: OpenAPI 3.1, complete, and the list of what needs no form token."""

from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from schemathesis.specs.openapi.definitions import OPENAPI_31

from app.web.guards import guard_of
from tenants.office import Coop
from tests.support.program import Program

METHODS = {"get", "post", "put", "patch", "delete"}
NOT_CHECKED_BY_A_FORM = {
    "api_absences",
    "api_accounts",
    "api_adopted",
    "api_agreements",
    "api_assessment-readings",
    "api_balances",
    "api_bell",
    "api_books",
    "api_coops",
    "api_disclosures",
    "api_drafts",
    "api_employer-claims",
    "api_employer-references",
    "api_exports",
    "api_family-leave",
    "api_fee-months",
    "api_filings",
    "api_grants",
    "api_imports",
    "api_indicator-readings",
    "api_invoices",
    "api_journal",
    "api_learning",
    "api_leave",
    "api_me",
    "api_mileage",
    "api_network-books",
    "api_network-invoices",
    "api_offers",
    "api_own-visits",
    "api_pay-certificates",
    "api_pay-corrections",
    "api_pay-runs",
    "api_pay-schedules",
    "api_payslips",
    "api_people-supported",
    "api_profile",
    "api_progress",
    "api_publications",
    "api_qualifying-days",
    "api_quality-figures",
    "api_received",
    "api_requests",
    "api_roles",
    "api_rota-numbers",
    "api_rota",
    "api_self-assessments",
    "api_pay-fairness",
    "api_shared-counts",
    "api_time-entries",
    "api_time-records",
    "api_tokens",
    "api_training",
    "api_turnovers",
    "api_visit-kinds",
    "api_visit-patterns",
    "api_visits",
    "api_workers",
}


@pytest.fixture
def described(app: Flask, aber: Coop) -> dict[str, Any]:
    answer = Program(app, aber, None).get("/openapi.json")
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    found: dict[str, Any] = answer.get_json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def test_the_description_is_openapi_3_1(described: dict[str, Any]) -> None:
    assert described["openapi"] == "3.1.0"

    jsonschema_rs.validator_for(OPENAPI_31).validate(described)


def test_every_route_of_the_api_is_described_with_its_permission(
    app: Flask, described: dict[str, Any]
) -> None:
    routes = {
        (rule.rule.replace("<uuid:", "{").replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.rule.endswith("openapi.json")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert {(path, method) for path, method, _ in operations(described)} == routes
    without = [path for path, _, one in operations(described) if "permission `" not in one["description"]]
    assert without == []


def test_every_operation_is_guarded_named_and_tells_its_problems(described: dict[str, Any]) -> None:
    found = operations(described)
    names = [operation["operationId"] for _, _, operation in found]

    assert len(names) == len(set(names))
    for path, method, operation in found:
        assert operation["security"] == [{"token": []}], path
        assert operation["summary"], path
        assert {"401", "404", "default"} <= operation["responses"].keys(), path
        if method != "get":
            assert {"409", "415"} <= operation["responses"].keys(), path
    problem = described["components"]["responses"]["DEFAULT_ERROR"]["content"]
    assert list(problem) == ["application/problem+json"]


def test_the_api_alone_is_free_of_form_tokens(app: Flask) -> None:
    csrf = app.extensions["csrf"]

    assert {getattr(one, "name", one) for one in csrf._exempt_blueprints} == NOT_CHECKED_BY_A_FORM
    assert csrf._exempt_views == set()


def test_every_route_of_the_api_has_a_guard(app: Flask) -> None:
    unguarded = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and guard_of(app.view_functions[rule.endpoint]) is None
    ]

    assert unguarded == []
