"""What a page calls somebody whom it lists by name: two of one name with the day that tells them apart."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.web import dates
from franchise_kit.access import Permission, within
from franchise_kit.care.queries.namesakes import person_namesakes
from franchise_kit.people.queries.namesakes import worker_namesakes
from tenants.actor import Actor

Called = Callable[[UUID | None, str], str]


def as_named(_record_id: UUID | None, name: str) -> str:
    """Call somebody by their name, where no other is listed beside them."""
    return name


def as_known(record_id: UUID | None, name: str) -> str:
    """Call a worker as whoever is visited knows them, which may be by no name."""
    return name or (_("Somebody from the co-op") if record_id is not None else "")


def told_apart(session: Session) -> Called:
    """Return what calls workers and people supported, by id and name, as no other of that name is called."""
    return _with_days(worker_namesakes(session) | person_namesakes(session))


def called_on_visits(session: Session, by: Actor) -> Called:
    """Return what calls workers and people supported beside the visits that ``by`` may read.

    Whoever reads the whole rota, and a worker who reads only the visits that they make, has full names, told
    apart: no colleague stands on a worker's own visits. Whoever is visited, and who cares for them, has
    workers as the co-op has chosen to name them, whatever other role they hold: no day is put beside such a
    name, and where there is none it says that somebody comes. People supported are told apart there only for
    who visits some as a worker, too.
    Raise ``PermissionLacking`` for who may read no visits.
    """
    scope = within(by, Permission.VISIT_READ)
    if scope.is_whole or scope.kinds == {"assigned"}:
        return told_apart(session)
    if "assigned" not in scope.kinds:
        return as_known
    apart = _with_days(person_namesakes(session))
    return lambda record_id, name: as_known(record_id, apart(record_id, name))


def _with_days(days: Mapping[UUID, date]) -> Called:
    # A week of the rota names the same few hundred people thousands of times.
    known: dict[tuple[UUID, str], str] = {}

    def called(record_id: UUID | None, name: str) -> str:
        day = days.get(record_id) if record_id is not None and days else None
        if record_id is None or day is None:
            return name
        said = known.get((record_id, name))
        if said is None:
            said = known[record_id, name] = _(
                "%(name)s (since %(day)s)", name=name, day=dates.short_date(day)
            )
        return said

    return called
