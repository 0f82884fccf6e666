"""When a co-op last enrolled its workers by law, for the room that says when it does so again.

Nothing here asks who reads: the room that calls has asked already.
"""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.people.models import PensionEntry


def last_enrolled_on(session: Session) -> date | None:
    """Return the last day on which people were enrolled again, or else the first on which anybody was."""
    agreed = PensionEntry.state == "agreed"
    again = select(func.max(PensionEntry.from_on)).where(agreed, PensionEntry.kind == "reenrolled")
    first = select(func.min(PensionEntry.from_on)).where(agreed, PensionEntry.kind == "enrolled")
    return session.scalar(again) or session.scalar(first)
