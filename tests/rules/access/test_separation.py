# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nobody gives roles to themselves, and sensitive roles need two people."""

from uuid import UUID, uuid4

import pytest

from franchise_kit.access.rules.separation import (
    NotAnApprover,
    OwnRoleRefused,
    UnknownRole,
    check_approver,
    check_giver,
    check_side,
    starts_given,
)
from tenants.actor import SYSTEM, Actor


def actor(*roles: str, person_id: UUID | None = None) -> Actor:
    return Actor(account_id=uuid4(), person_id=person_id or uuid4(), side="coop", roles=frozenset(roles))


def test_nobody_gives_roles_to_themselves() -> None:
    by = actor("coop_admin")

    with pytest.raises(OwnRoleRefused):
        check_giver(by, account_id=by.account_id, person_id=uuid4())


def test_nobody_gives_roles_to_another_account_of_their_own() -> None:
    by = actor("coop_admin")

    with pytest.raises(OwnRoleRefused):
        check_giver(by, account_id=uuid4(), person_id=by.person_id)


@pytest.mark.parametrize(
    ("role", "is_hub"),
    [("quality_lead", False), ("care_worker", True), ("emperor", False), ("emperor", True)],
)
def test_roles_of_the_other_side_are_refused(role: str, is_hub: bool) -> None:
    with pytest.raises(UnknownRole):
        check_side([role], is_hub=is_hub)


def test_only_an_approving_role_may_say_yes() -> None:
    with pytest.raises(NotAnApprover):
        check_approver(actor("coop_admin"), for_person=uuid4(), proposed_by_person=uuid4(), side="coop")


def test_the_second_person_is_another_than_the_first() -> None:
    by = actor("registered_manager", "coop_admin")

    with pytest.raises(OwnRoleRefused):
        check_approver(by, for_person=uuid4(), proposed_by_person=by.person_id, side="coop")


def test_nobody_approves_their_own_role() -> None:
    by = actor("registered_manager")

    assert by.person_id is not None
    with pytest.raises(OwnRoleRefused):
        check_approver(by, for_person=by.person_id, proposed_by_person=uuid4(), side="coop")


@pytest.mark.parametrize(
    ("case", "role", "has", "had", "by", "expected"),
    [
        ("a role without sensitive data counts at once", "board_member", True, True, actor(), True),
        ("an administrator's role counts at once", "coop_admin", False, False, SYSTEM, True),
        ("a sensitive role waits", "care_worker", True, True, actor(), False),
        ("a sensitive role waits also while nobody can approve", "care_worker", False, False, actor(), False),
        ("the first approver of a young co-op counts", "registered_manager", False, False, actor(), True),
        ("a second approver waits", "responsible_individual", True, True, actor(), False),
        (
            "an administrator cannot fill the gap of a gone approver",
            "registered_manager",
            False,
            True,
            actor(),
            False,
        ),
        ("the machine's command can", "registered_manager", False, True, SYSTEM, True),
        ("but not while there is one", "registered_manager", True, True, SYSTEM, False),
    ],
)
def test_a_role_counts_at_once_or_waits(
    case: str, role: str, has: bool, had: bool, by: Actor, expected: bool
) -> None:
    assert starts_given(role, has_approver=has, had_approver=had, by=by) is expected, case
