"""Taking notices as read. It is nobody's act on anything, so it leaves no journal line."""

from datetime import datetime

from tenants import bells
from tenants.actor import Actor
from tenants.office import Office
from tenants.transaction import upkeep


def mark_read(*, office: Office, by: Actor, now: datetime) -> None:
    """Take all of one's notices as read."""
    if by.account_id is None:
        return
    with upkeep(office) as session:
        bells.mark_read(session, by.account_id, now=now)
