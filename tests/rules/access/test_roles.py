# SPDX-License-Identifier: AGPL-3.0-or-later
"""The data of roles and the code agree, and each role asks of its holder what it must."""

import json
from datetime import timedelta
from importlib.resources import files

import pytest

from franchise_kit.access import Permission
from franchise_kit.access.rules.roles import (
    catalogue,
    groups_of_side,
    idle_limit,
    need_second_factor,
    never_grantable,
    permissions_of,
    roles_of_side,
)

DATA = json.loads(files("franchise_kit.access").joinpath("roles.json").read_text(encoding="utf-8"))


def test_every_permission_of_the_data_has_a_name_in_code_and_no_other_has() -> None:
    assert [one["id"] for one in DATA["permissions"]] == [one.value for one in Permission]


def test_roles_hold_only_permissions_and_scopes_that_exist() -> None:
    scopes = set(DATA["scopes"])
    held = [(role.id, scope) for role in catalogue().values() for scope in role.permissions.values()]

    assert [(role, scope) for role, scope in held if scope not in scopes] == []


def test_every_role_has_a_name_in_both_languages() -> None:
    assert [role.id for role in catalogue().values() if not role.name("en") or not role.name("cy")] == []


def test_every_role_says_in_one_line_of_both_languages_what_it_is_for() -> None:
    lines = [role.description(language) for role in catalogue().values() for language in ("en", "cy")]

    assert [line for line in lines if not line.endswith(".") or len(line) > 110] == []
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("is_hub", [True, False])
def test_every_role_is_in_one_group_and_no_group_is_empty(is_hub: bool) -> None:
    groups = groups_of_side(is_hub=is_hub)

    shown = [role.id for group in groups for role in group.roles]
    assert sorted(shown) == sorted(role.id for role in roles_of_side(is_hub=is_hub))
    assert all(group.roles and group.name("en") and group.name("cy") for group in groups)


def test_whoever_approves_for_others_needs_a_second_factor() -> None:
    assert [r.id for r in catalogue().values() if r.is_approver and not r.needs_second_factor] == []


def test_every_role_may_use_its_own_account() -> None:
    assert {role.permissions[Permission.OWN_ACCOUNT_USE] for role in catalogue().values()} == {"own"}


def test_nobody_reads_a_secret_ballot() -> None:
    assert [
        role.id for role in catalogue().values() if Permission.BALLOT_READ_SECRET in role.permissions
    ] == []


def test_what_no_grant_may_open_is_frozen() -> None:
    assert {one.value for one in never_grantable()} == {
        "ballot.read_secret",
        "member_register.read_full",
        "payrun.approve",
        "vote.cast",
    }


def test_network_roles_are_at_the_hub_and_all_others_in_co_ops() -> None:
    at_hub = {role.id for role in roles_of_side(is_hub=True)}

    assert {role.side for role in roles_of_side(is_hub=True)} == {"network"}
    assert {role.side for role in roles_of_side(is_hub=False)} == {"coop", "outside"}
    assert at_hub | {role.id for role in roles_of_side(is_hub=False)} == set(catalogue())


def test_payroll_billing_hub_and_administrator_roles_need_a_second_factor() -> None:
    needing = {
        role.id for role in catalogue().values() if role.needs_second_factor and role.side != "network"
    }

    assert needing == {
        "payroll_contact",
        "finance_officer",
        "treasurer",
        "coop_admin",
        "data_protection_lead",
        "responsible_individual",
        "registered_manager",
    }
    assert all(role.needs_second_factor for role in roles_of_side(is_hub=True))
    assert need_second_factor(["care_worker", "treasurer"])
    assert not need_second_factor(["care_worker", "worker_member"])


@pytest.mark.parametrize(
    ("roles", "limit"),
    [
        (["care_worker"], timedelta(hours=12)),
        (["coop_admin"], timedelta(hours=12)),
        (["payroll_contact"], timedelta(minutes=30)),
        (["care_worker", "treasurer"], timedelta(minutes=30)),
        (["quality_lead"], timedelta(minutes=30)),
        ([], timedelta(hours=12)),
    ],
)
def test_payroll_billing_and_network_roles_rest_half_an_hour_others_twelve(
    roles: list[str], limit: timedelta
) -> None:
    assert idle_limit(roles) == limit


def test_roles_that_reach_care_pay_or_safeguarding_need_a_second_approver() -> None:
    needing = {role.id for role in catalogue().values() if role.needs_second_approver}

    assert needing == {
        "carer_member",
        "representative",
        "care_worker",
        "care_coordinator",
        "registered_manager",
        "responsible_individual",
        "safeguarding_lead",
        "payroll_contact",
        "treasurer",
        "quality_lead",
        "quality_visitor",
        "payroll_bureau",
    }


def test_who_works_here_and_what_they_are_paid_are_read_by_different_roles() -> None:
    held = {
        permission: {
            role.id: scope for role in catalogue().values() if (scope := role.permissions.get(permission))
        }
        for permission in (
            Permission.WORKER_READ,
            Permission.WORKER_ENGAGE,
            Permission.EMPLOYMENT_READ,
            Permission.EMPLOYMENT_WRITE,
        )
    }
    own = {"care_worker": "own", "worker_member": "own"}

    assert held == {
        "worker.read": own
        | dict.fromkeys(
            ("care_coordinator", "registered_manager", "payroll_contact", "training_lead"), "coop"
        )
        | {"payroll_bureau": "svc"},
        "worker.engage": dict.fromkeys(("care_coordinator", "registered_manager", "payroll_contact"), "coop"),
        "employment.read": own
        | dict.fromkeys(("registered_manager", "payroll_contact"), "coop")
        | {"payroll_bureau": "svc"},
        "employment.write": {"payroll_contact": "coop"},
    }


def test_approvers_are_the_manager_the_responsible_individual_and_the_director() -> None:
    assert {role.id for role in catalogue().values() if role.is_approver} == {
        "registered_manager",
        "responsible_individual",
        "network_director",
    }


def test_rights_of_several_roles_add_up() -> None:
    held = permissions_of(["care_worker", "board_member", "care_coordinator"])

    assert held["care_plan.read"] == "coop"
    assert held["payslip.read"] == "own"
    assert permissions_of(["care_worker", "board_member"])["training.record.read"] == "agg+own"


def test_an_administrator_sees_no_care_pay_or_ballot_by_that_role() -> None:
    groups = {one["id"]: one["group"] for one in DATA["permissions"]}
    held = catalogue()["coop_admin"].permissions

    assert {groups[permission] for permission in held} == {"account", "admin", "privacy", "network"}
