"""People supported who have one name, for pages that list them. It asks nobody: the page's own query asks."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.care.models import PersonSupported
from franchise_kit.kernel.namesakes import namesakes


def person_namesakes(session: Session) -> dict[UUID, date]:
    """Return the first day of support of everybody, also of whom it ended for, whose name another has."""
    return namesakes(session, PersonSupported)
