# SPDX-License-Identifier: AGPL-3.0-or-later
"""Roles given and taken: by another person, and where it matters by two."""

from datetime import UTC, datetime

import pytest

from franchise_kit.access import PermissionLacking
from franchise_kit.access.actions import accounts, invitations, roles
from franchise_kit.access.actions.invitations import Invitation
from franchise_kit.access.actions.roles import ChangedMeanwhile
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.access.queries.accounts import WaitingRole, get_account, list_waiting_roles
from franchise_kit.access.rules.separation import (
    LastAdministrator,
    NotAnApprover,
    OwnRoleRefused,
    UnknownRole,
)
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, Hub, Office
from tenants.refusal import NotFound
from tenants.transaction import reading
from tests.support.access import address_of, enter, lines_of, living, look
from tests.support.people import actor_of, make_person

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def held(office: Office, person: SeedAccount) -> dict[str, str]:
    with reading(office) as session:
        account = get_account(session, person.id, by=SYSTEM)
    return {role.role: role.state for role in account.roles}


def waiting_for(office: Office, person: SeedAccount) -> list[WaitingRole]:
    by = actor_of(office, person)
    with reading(office) as session:
        return list_waiting_roles(session, by=by)


def change(office: Office, person: SeedAccount, by: SeedAccount, *wanted: str) -> None:
    roles.change(office=office, account_id=person.id, wanted=wanted, by=actor_of(office, by), now=NOW)


def test_nobody_gives_roles_to_themselves(aber: Coop) -> None:
    admin = make_person(aber, "coop_admin")

    with pytest.raises(OwnRoleRefused):
        change(aber, admin, admin, "coop_admin", "treasurer")

    assert held(aber, admin) == {"coop_admin": "given"}
    assert lines_of(aber)[-1].code == "own_role"


def test_nobody_gives_roles_to_another_account_of_their_own(aber: Coop) -> None:
    admin = make_person(aber, "coop_admin")
    second = make_person(aber, "supporter_member", person_id=admin.person_id)

    with pytest.raises(OwnRoleRefused):
        change(aber, second, admin, "board_member")

    assert held(aber, second) == {"supporter_member": "given"}


def test_a_role_that_reaches_care_waits_for_a_second_person(aber: Coop) -> None:
    admin, manager = make_person(aber, "coop_admin"), make_person(aber, "registered_manager")
    carer = make_person(aber, "worker_member")

    change(aber, carer, admin, "worker_member", "care_worker")

    assert held(aber, carer) == {"worker_member": "given", "care_worker": "proposed"}
    assert "care_plan.read" not in actor_of(aber, carer).permissions
    waiting = waiting_for(aber, manager)
    assert [(one.role, one.full_name, one.is_mine) for one in waiting] == [
        ("care_worker", carer.full_name, False)
    ]
    roles.approve(office=aber, account_role_id=waiting[0].id, by=actor_of(aber, manager), now=NOW)
    assert held(aber, carer) == {"worker_member": "given", "care_worker": "given"}
    assert actor_of(aber, carer).permissions["care_plan.read"] == "assigned"


def wait_for_second(office: Coop, admin: SeedAccount, carer: SeedAccount) -> None:
    change(office, carer, admin, "care_worker")


def test_whoever_proposed_a_role_does_not_also_approve_it(aber: Coop) -> None:
    both = make_person(aber, "coop_admin", "registered_manager")
    carer = make_person(aber, "worker_member")
    wait_for_second(aber, both, carer)
    waiting = waiting_for(aber, both)
    assert waiting[0].is_mine

    with pytest.raises(OwnRoleRefused):
        roles.approve(office=aber, account_role_id=waiting[0].id, by=actor_of(aber, both), now=NOW)

    assert held(aber, carer) == {"care_worker": "proposed"}


def test_an_administrator_alone_cannot_approve(aber: Coop) -> None:
    admin, carer = make_person(aber, "coop_admin"), make_person(aber, "worker_member")
    make_person(aber, "registered_manager")
    wait_for_second(aber, admin, carer)
    with reading(aber) as session:
        waiting = list_waiting_roles(session, by=SYSTEM)

    with pytest.raises(PermissionLacking):
        roles.approve(office=aber, account_role_id=waiting[0].id, by=actor_of(aber, admin), now=NOW)
    with pytest.raises(NotAnApprover):
        roles.approve(office=aber, account_role_id=waiting[0].id, by=SYSTEM, now=NOW)

    assert held(aber, carer) == {"care_worker": "proposed"}


def test_a_declined_role_is_gone_and_may_be_proposed_again(aber: Coop) -> None:
    admin, manager = make_person(aber, "coop_admin"), make_person(aber, "registered_manager")
    carer = make_person(aber, "worker_member")
    wait_for_second(aber, admin, carer)
    waiting = waiting_for(aber, manager)

    roles.decline(office=aber, account_role_id=waiting[0].id, by=actor_of(aber, manager), now=NOW)

    assert held(aber, carer) == {}
    wait_for_second(aber, admin, carer)
    assert held(aber, carer) == {"care_worker": "proposed"}


def test_a_changed_role_counts_on_the_next_request(aber: Coop) -> None:
    admin, member = make_person(aber, "coop_admin"), make_person(aber, "supporter_member")
    token = enter(aber, member, now=NOW).token

    change(aber, member, admin, "board_member")

    assert look(aber, token, now=NOW) is None
    again = living(aber, enter(aber, member, now=NOW).token, now=NOW)
    assert again.actor.roles == {"board_member"}


def test_the_first_manager_of_a_young_co_op_needs_no_second_person_who_is_not_there(aber: Coop) -> None:
    admin, first = make_person(aber, "coop_admin"), make_person(aber, "worker_member")
    second = make_person(aber, "worker_member", name="Non Rees")

    change(aber, first, admin, "registered_manager")
    change(aber, second, admin, "responsible_individual")

    assert held(aber, first) == {"registered_manager": "given"}
    assert held(aber, second) == {"responsible_individual": "proposed"}


def test_an_administrator_cannot_fill_the_place_of_an_approver_who_has_gone(aber: Coop) -> None:
    admin, manager = make_person(aber, "coop_admin"), make_person(aber, "registered_manager")
    follower = make_person(aber, "worker_member")
    accounts.suspend(office=aber, account_id=manager.id, by=actor_of(aber, admin), now=NOW)

    change(aber, follower, admin, "registered_manager")
    assert held(aber, follower) == {"registered_manager": "proposed"}

    roles.change(office=aber, account_id=follower.id, wanted=(), by=SYSTEM, now=NOW)
    roles.change(office=aber, account_id=follower.id, wanted=("registered_manager",), by=SYSTEM, now=NOW)
    assert held(aber, follower) == {"registered_manager": "given"}


@pytest.mark.parametrize("role", ["quality_lead", "network_director", "emperor"])
def test_a_co_op_gives_no_role_of_the_network(aber: Coop, role: str) -> None:
    admin, member = make_person(aber, "coop_admin"), make_person(aber, "supporter_member")

    with pytest.raises(UnknownRole):
        change(aber, member, admin, role)

    assert held(aber, member) == {"supporter_member": "given"}


def test_the_hub_gives_no_role_of_a_co_op(hub: Hub) -> None:
    operator, staff = make_person(HUB, "platform_operator"), make_person(HUB, "training_editor")

    with pytest.raises(UnknownRole):
        change(hub, staff, operator, "care_worker")

    assert held(hub, staff) == {"training_editor": "given"}


def test_at_the_hub_the_director_is_the_second_person(hub: Hub) -> None:
    operator, director = make_person(HUB, "platform_operator"), make_person(HUB, "network_director")
    staff = make_person(HUB, "training_editor")
    change(hub, staff, operator, "payroll_bureau")
    assert held(hub, staff) == {"payroll_bureau": "proposed"}
    waiting = waiting_for(hub, director)

    roles.approve(office=hub, account_role_id=waiting[0].id, by=actor_of(hub, director), now=NOW)

    assert held(hub, staff) == {"payroll_bureau": "given"}


def test_somebody_is_left_who_can_manage_accounts(aber: Coop) -> None:
    admin = make_person(aber, "coop_admin")

    with pytest.raises(LastAdministrator):
        roles.change(office=aber, account_id=admin.id, wanted=(), by=SYSTEM, now=NOW)
    with pytest.raises(LastAdministrator):
        accounts.suspend(office=aber, account_id=admin.id, by=SYSTEM, now=NOW)

    assert held(aber, admin) == {"coop_admin": "given"}


def test_a_change_that_somebody_else_overtook_is_refused(aber: Coop) -> None:
    admin, member = make_person(aber, "coop_admin"), make_person(aber, "supporter_member")
    change(aber, member, admin, "board_member")

    with pytest.raises(ChangedMeanwhile):
        roles.change(
            office=aber,
            account_id=member.id,
            wanted=("chair",),
            version=1,
            by=actor_of(aber, admin),
            now=NOW,
        )

    assert held(aber, member) == {"board_member": "given"}


def test_whoever_may_not_manage_accounts_changes_none(aber: Coop) -> None:
    manager, member = make_person(aber, "registered_manager"), make_person(aber, "supporter_member")

    with pytest.raises(PermissionLacking):
        change(aber, member, manager, "board_member")

    assert held(aber, member) == {"supporter_member": "given"}


def test_an_account_of_another_co_op_is_not_found(aber: Coop, bryn: Coop) -> None:
    admin, stranger = make_person(aber, "coop_admin"), make_person(bryn, "supporter_member")

    with pytest.raises(NotFound):
        change(aber, stranger, admin, "board_member")

    assert held(bryn, stranger) == {"supporter_member": "given"}


def test_the_first_administrator_is_invited_by_the_machine(aber: Coop) -> None:
    account_id = invitations.invite(
        office=aber,
        invitation=Invitation(
            email="first@example.invalid",
            full_name="Elin Owen",
            first_name="Elin",
            language="cy",
            roles=["coop_admin"],
        ),
        by=SYSTEM,
        address=address_of(aber),
        now=NOW,
    )

    with reading(aber) as session:
        account = get_account(session, account_id, by=SYSTEM)
    assert [(role.role, role.state) for role in account.roles] == [("coop_admin", "given")]
    assert account.status == "invited"
