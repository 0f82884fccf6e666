# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far a permission reaches is decided in one place."""

from uuid import uuid4

import pytest

from franchise_kit.access import Permission, PermissionLacking, within
from tenants.actor import SYSTEM, Actor

ME, OTHER = uuid4(), uuid4()


def actor(**permissions: str) -> Actor:
    held = {name.replace("_", ".", 1): scope for name, scope in permissions.items()}
    return Actor(account_id=uuid4(), person_id=ME, side="coop", permissions=held)


def test_whoever_lacks_a_permission_finds_nothing() -> None:
    with pytest.raises(PermissionLacking) as refused:
        within(actor(), Permission.PAYSLIP_READ)

    assert refused.value.facts == {"permission": "payslip.read"}


def test_one_s_own_reaches_nobody_else() -> None:
    scope = within(actor(payslip_read="own"), Permission.PAYSLIP_READ)

    assert (scope.is_own, scope.is_whole, scope.is_aggregate) == (True, False, False)
    assert scope.reaches_person(ME)
    assert not scope.reaches_person(OTHER)
    assert not scope.reaches_person(None)


def test_the_whole_co_op_reaches_everybody() -> None:
    scope = within(actor(payslip_read="coop"), Permission.PAYSLIP_READ)

    assert scope.is_whole
    assert scope.reaches_person(OTHER)


def test_counts_reach_no_record() -> None:
    scope = within(actor(incident_read="agg"), Permission.INCIDENT_READ)

    assert scope.is_aggregate
    assert not scope.reaches_person(ME)


def test_counts_and_one_s_own_reach_both() -> None:
    scope = within(actor(incident_read="agg+own"), Permission.INCIDENT_READ)

    assert scope.kinds == {"agg", "own"}
    assert scope.reaches_person(ME)
    assert not scope.is_aggregate


def test_the_system_reaches_everything() -> None:
    assert within(SYSTEM, Permission.PAYSLIP_READ).is_whole
