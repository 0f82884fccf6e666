"""Late, short and missed visits: in a list for whoever runs the rota, and counted for the rooms above."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.queries.attended import AttendedVisit, late_after_minutes, told_visits
from franchise_kit.people.queries.facts import names_of
from franchise_kit.time.rules.punctuality import LATE_AFTER_MINUTES, Told, judged
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class PunctualityCounts:
    """How many visits were told for some days, and how many of them were what; late ones may be short too."""

    told: int
    missed: int
    late: int
    short: int


@dataclass(frozen=True, slots=True)
class JudgedVisit:
    """A visit that was missed, late or short: ``judged`` says which of them, in this order."""

    visit: AttendedVisit
    worker_name: str = field(repr=False)
    judged: tuple[str, ...]


def punctuality(
    session: Session, from_: date, until: date, *, now: datetime | None = None
) -> PunctualityCounts:
    """Count visits by the times that were told for London days, ``until`` exclusive; drafts never count.

    Left out is what the person or a professional cancelled. Without ``now`` the days are taken to be over.
    For rooms above: it asks nobody.
    """
    found = [
        one
        for one in told_visits(session, from_, until)
        if one.cancelled_by not in ("person", "professional")
    ]
    after = late_after(session)
    marks = [_judge(one, after, now) for one in found]
    return PunctualityCounts(
        told=len(found),
        **{kind: sum(kind in of_one for of_one in marks) for kind in ("missed", "late", "short")},
    )


def list_unpunctual(
    session: Session, *, by: Actor, from_: date, until: date, now: datetime
) -> list[JudgedVisit]:
    """Return the visits of London days, ``until`` exclusive, that were late, short or missed, in order."""
    within(by, Permission.TIMESHEET_APPROVE)
    within(by, Permission.VISIT_READ)
    after = late_after(session)
    marked = [(one, _judge(one, after, now)) for one in told_visits(session, from_, until)]
    names = names_of(session, {one.worker_id for one, marks in marked if marks and one.worker_id is not None})
    return [
        JudgedVisit(
            one,
            names.get(one.worker_id, "") if one.worker_id is not None else "",
            tuple(kind for kind in ("missed", "late", "short") if kind in marks),
        )
        for one, marks in marked
        if marks
    ]


def late_after(session: Session) -> int:
    """Return after how many minutes a visit is late here. It asks nobody."""
    said = late_after_minutes(session)
    return LATE_AFTER_MINUTES if said is None else said


def _judge(one: AttendedVisit, late_after: int, now: datetime | None) -> frozenset[str]:
    told = Told(one.told_from, one.told_until, one.checked_in_at, one.checked_out_at, one.cancelled_by)
    return judged(told, late_after_minutes=late_after, now=now or one.told_until)
