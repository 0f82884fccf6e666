"""How long was worked, by kind of time, for the rooms above. It asks nobody: who calls has asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.time.models import TimeEntry
from franchise_kit.time.queries.entries import of_days


@dataclass(frozen=True, slots=True)
class Worked:
    """Whole minutes of one kind of time, and how many people worked them."""

    minutes: int
    workers: int


def worked_by_kind(session: Session, from_: date, until: date) -> Mapping[str, Worked]:
    """Return the time that began on London days, ``until`` exclusive; breaks are not worked.

    What corrects time that was paid counts where that stands.
    """
    rows = session.execute(
        select(TimeEntry.kind, func.sum(TimeEntry.minutes), func.count(TimeEntry.worker_id.distinct()))
        .where(*of_days(from_, until), TimeEntry.kind != "break")
        .group_by(TimeEntry.kind)
    )
    return {kind: Worked(int(minutes), workers) for kind, minutes, workers in rows}
