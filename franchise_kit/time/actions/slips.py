"""What a check-out by a slip leaves behind: how long the visit took by it, kept with the time that counts."""

from sqlalchemy.orm import Session

from franchise_kit.care.actions.attending import taken_back
from franchise_kit.time.models import TimeChange, TimeEntry
from franchise_kit.time.rules import TAKEN_BACK, worked_minutes


def slips_of(session: Session, entry: TimeEntry) -> list[TimeChange]:
    """Return a change for each check-out of an entry's visit that was taken back; none is written yet."""
    if entry.visit_id is None:
        return []
    return [
        TimeChange(
            entry_id=entry.id,
            minutes_before=worked_minutes(entry.starts_at, ended_at),
            minutes_after=entry.minutes,
            reason=TAKEN_BACK,
            changed_by_person=change.changed_by_person,
            changed_at=change.changed_at,
        )
        for ended_at, change in taken_back(session, entry.visit_id)
    ]
