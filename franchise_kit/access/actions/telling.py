"""Telling the hub how many members a co-op has."""

from datetime import datetime
from uuid import UUID

from franchise_kit.access.rules.disclosed import MembershipCounts
from tenants import journal, registry
from tenants.actor import Actor
from tenants.office import HUB, Coop
from tenants.openings.disclosures import disclose, receive_from_synthetic
from tenants.transaction import transaction


def tell_membership(*, coop: Coop, by: Actor, counts: MembershipCounts) -> UUID:
    """Disclose a co-op's counts of members; return the disclosure's id."""
    with transaction(coop, by=by, doing="disclosure.tell_membership") as session:
        disclosure_id = disclose(session, counts)
        journal.note(session, record_kind="disclosure", record_id=disclosure_id)
        return disclosure_id


def tell_membership_of_synthetic(
    *, coop_id: UUID, by: Actor, counts: MembershipCounts, made_at: datetime
) -> None:
    """Write, in the hub, what a made-up co-op without a wall is taken to have told."""
    with transaction(HUB, by=by, doing="disclosure.receive_synthetic") as session:
        coop = registry.get_by_id(session, coop_id)
        receive_from_synthetic(session, coop, counts, made_at=made_at)
        journal.note(session, record_kind="coop", record_id=coop.id)
