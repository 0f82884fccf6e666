"""What a made-up co-op without a wall is taken to have told of its quality."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from franchise_kit.quality.rules.disclosed import IndicatorTold
from franchise_kit.quality.rules.periods import Period
from tenants import journal, registry
from tenants.actor import Actor
from tenants.office import HUB
from tenants.openings.disclosures import receive_from_synthetic
from tenants.transaction import transaction


def tell_of_synthetic(
    *, coop_id: UUID, figures: Iterable[tuple[Period, IndicatorTold]], by: Actor, made_at: datetime
) -> int:
    """Write months' figures of a synthetic co-op into the hub; return how many."""
    with transaction(HUB, by=by, doing="quality.tell_of_synthetic") as session:
        coop = registry.get_by_id(session, coop_id)
        told = 0
        for period, fact in figures:
            about = (period.from_, period.until)
            receive_from_synthetic(session, coop, fact, made_at=made_at, about=about)
            told += 1
        journal.note(session, record_kind="coop", record_id=coop.id, count=told)
        return told
