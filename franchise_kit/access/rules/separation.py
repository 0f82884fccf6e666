"""The rules that keep acts apart: who may give which role to whom, and who may say yes to it."""

from collections.abc import Collection
from uuid import UUID

from franchise_kit.access.rules.roles import catalogue
from tenants.actor import Actor
from tenants.refusal import Refusal


class UnknownRole(Refusal):
    """No such role, or one of the other side of the wall."""

    code = "role_not_of_this_office"


class OwnRoleRefused(Refusal):
    """Nobody gives roles to themselves, takes them on approval, or approves what they proposed."""

    code = "own_role"


class NotAnApprover(Refusal):
    """The second person must hold a role that may approve."""

    code = "not_an_approver"


class LastAdministrator(Refusal):
    """Somebody must be left who can manage accounts."""

    code = "last_administrator"


def check_side(role_ids: Collection[str], *, is_hub: bool) -> None:
    """Refuse roles that do not exist, or that belong to the other side of the wall.

    Source: DESIGN 5: hub accounts hold the network's roles, co-op accounts all others.
    """
    for role_id in role_ids:
        role = catalogue().get(role_id)
        if role is None or (role.side == "network") is not is_hub:
            raise UnknownRole(role=role_id if role else "unknown")


def check_giver(by: Actor, *, account_id: UUID | None, person_id: UUID | None) -> None:
    """Refuse somebody who gives a role to themselves, also under another account of theirs.

    Source: roles.json, separation: nobody gives roles to oneself.
    """
    is_same_account = account_id is not None and by.account_id == account_id
    is_same_person = person_id is not None and by.person_id == person_id
    if is_same_account or is_same_person:
        raise OwnRoleRefused


def check_approver(by: Actor, *, for_person: UUID, proposed_by_person: UUID | None, side: str) -> None:
    """Refuse a second approver who is not one, who proposed it, or who would hold it.

    Source: roles.json, separation: roles reaching care, pay or safeguarding data need a second approver.
    """
    if not any(catalogue()[role].is_approver for role in by.roles if role in catalogue()):
        raise NotAnApprover(side=side)
    if by.person_id is None or by.person_id in (for_person, proposed_by_person):
        raise OwnRoleRefused


def starts_given(role_id: str, *, has_approver: bool, had_approver: bool, by: Actor) -> bool:
    """Say whether a role that is proposed now counts at once, or waits for a second person.

    A role that reaches nobody's care, pay or safeguarding data counts at once. So does the first approving
    role of a young co-op, which nobody could approve: by an administrator only while the co-op never had an
    approver, by the system (a command on the machine) also when the last one has gone.
    Source: roles.json, separation; the exception is ours, so that a new co-op can begin.
    """
    role = catalogue()[role_id]
    if not role.needs_second_approver:
        return True
    if not role.is_approver:
        return False
    return not has_approver if by.side == "system" else not had_approver
