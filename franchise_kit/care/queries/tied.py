"""Which account is of somebody supported, and which accounts of supported members are nobody's yet."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.access.queries.of_role import RoleHolder, list_role_holders
from franchise_kit.care.models import PersonSupported
from tenants.actor import Actor
from tenants.refusal import NotFound

SUPPORTED_MEMBER = "supported_member"


def find_tied(session: Session, person_supported_id: UUID, *, by: Actor) -> RoleHolder | None:
    """Return the account of somebody supported, for who ties them; or raise ``NotFound``."""
    check_may_tie(by)
    row = session.get(PersonSupported, person_supported_id)
    if row is None:
        raise NotFound(record_kind="care_plan")
    holders = list_role_holders(session, SUPPORTED_MEMBER)
    return next((one for one in holders if one.person_id == row.person_id), None)


def list_untied(session: Session, *, by: Actor) -> list[RoleHolder]:
    """Return the accounts of supported members that are nobody's yet, and that one may tie, by name."""
    check_may_tie(by)
    holders = list_role_holders(session, SUPPORTED_MEMBER)
    tied = set(
        session.scalars(
            select(PersonSupported.person_id).where(
                PersonSupported.person_id.in_({one.person_id for one in holders})
            )
        )
    )
    free = (one for one in holders if one.person_id not in tied)
    return [one for one in free if by.person_id not in (one.person_id, one.proposed_by_person)]


def check_may_tie(by: Actor) -> None:
    """Refuse who does not say yes to roles, or does not read everybody's plan."""
    if not within(by, Permission.ROLE_APPROVE).is_whole or not within(by, Permission.CARE_PLAN_READ).is_whole:
        raise NotFound(record_kind="care_plan")
