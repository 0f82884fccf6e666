"""What a cell calls a record: by its name, and two of one name with the day that tells them apart.

A sheet that comes in finds them by the same (``app.imports.references``).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.imports.cells import folded
from app.imports.references import with_day
from app.people.fields import FIRST_DAY
from franchise_kit.care import queries as care
from franchise_kit.people.queries.facts import workers_from
from tenants import clock
from tenants.actor import Actor


def workers_named(session: Session) -> dict[UUID, str]:
    """Return what every worker is called, also who has left. It asks nobody: the list itself asks."""
    return _told_apart((one.id, one.full_name, one.started_on) for one in workers_from(session, FIRST_DAY))


def people_named(session: Session, by: Actor) -> dict[UUID, str]:
    """Return what everybody is called who is or was supported."""
    found = care.list_people(session, by=by, today=clock.today())
    return _told_apart((one.id, one.name, one.started_on) for one in found)


def _told_apart(found: Iterable[tuple[UUID, str, date]]) -> dict[UUID, str]:
    listed = list(found)
    alike = Counter(folded(name) for _id, name, _day in listed)
    return {
        record_id: with_day(name, day) if alike[folded(name)] > 1 else name for record_id, name, day in listed
    }
