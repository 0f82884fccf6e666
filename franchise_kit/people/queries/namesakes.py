"""Workers of one name, for pages that list them by name. It asks nobody: the page's own query asks."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.kernel.namesakes import namesakes
from franchise_kit.people.models import Worker


def worker_namesakes(session: Session) -> dict[UUID, date]:
    """Return the first day of work of each worker, also of one who left, whose name another has."""
    return namesakes(session, Worker)
