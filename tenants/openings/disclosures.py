"""Disclosures: the only way out. A co-op's own transaction writes what it tells the hub."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from tenants import clock, jobs
from tenants.office import Coop, Hub
from tenants.openings.handlers import on_disclosure
from tenants.openings.kinds import DISCLOSURES, disclosure_kind
from tenants.openings.models import Disclosure, DisclosurePending
from tenants.openings.relay import CARRY, take_in_disclosure

__all__ = ["WrongSide", "disclose", "disclosure_kind", "on_disclosure", "receive_from_synthetic"]

About = tuple[date, date]


class WrongSide(RuntimeError):
    """A co-op discloses and the hub delivers, never the other way."""


def disclose(session: Session, fact: object, *, about: About | None = None) -> UUID:
    """Tell the hub a fact, in the co-op's own transaction: it goes out only if that commits.

    ``about`` is the period that the fact is about, its end exclusive. Return the disclosure's id.
    """
    if not isinstance(session.info["office"], Coop):
        raise WrongSide
    row = _row(fact, about=about, made_at=clock.now())
    session.add(row)
    session.flush()
    session.add(DisclosurePending(disclosure_id=row.id))
    jobs.enqueue(session, CARRY)
    return row.id


def receive_from_synthetic(
    session: Session, coop: Coop, fact: object, *, made_at: datetime, about: About | None = None
) -> UUID:
    """Write, in the hub, what a made-up co-op without a wall is taken to have told."""
    if not isinstance(session.info["office"], Hub) or not coop.is_synthetic:
        raise WrongSide
    row = _row(fact, about=about, made_at=made_at)
    take_in_disclosure(session, coop, row)
    return row.id


def _row(fact: object, *, about: About | None, made_at: datetime) -> Disclosure:
    kind = DISCLOSURES.of(fact)
    about_from, about_until = about or (None, None)
    return Disclosure(
        id=uuid4(),
        kind=kind.name,
        version=kind.version,
        payload=kind.payload_of(fact),
        about_from=about_from,
        about_until=about_until,
        made_at=made_at,
    )
