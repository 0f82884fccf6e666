"""What a page writes before it is shown: that somebody was seen, came in from the hub, or was refused."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from franchise_kit.access.models import SignInSession
from franchise_kit.access.scopes import PermissionLacking
from tenants import journal
from tenants.actor import Actor
from tenants.office import Office
from tenants.transaction import transaction, upkeep


def note_seen(*, office: Office, session_id: UUID, now: datetime) -> None:
    """Write that a session was seen; nobody's act, so no journal line."""
    with upkeep(office) as session:
        session.execute(update(SignInSession).where(SignInSession.id == session_id).values(last_seen_at=now))


def note_visit(*, office: Office, by: Actor, page: str, record_ids: Mapping[str, UUID]) -> None:
    """Write that a hub person reads a page here, before anything is read; if this fails, nothing is."""
    with transaction(office, by=by, doing="visit.read") as session:
        record_id = next(iter(record_ids.values()), None)
        journal.note(session, record_kind="page", record_id=record_id, page=page, **record_ids)


def refuse_page(*, office: Office, by: Actor, page: str, permission: str) -> None:
    """Refuse a page and leave a line about it; to the visitor the page is not there."""
    with transaction(office, by=by, doing="access.open_page"):
        raise PermissionLacking(page=page, permission=permission)
