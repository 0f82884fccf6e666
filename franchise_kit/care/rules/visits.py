"""What may be planned, when a worker may check in and out, and what was missed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from franchise_kit.kernel.days import london_day
from tenants.refusal import Refusal

SHORTEST: Final = timedelta(minutes=15)
SHORT: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=24)
CANCELLED_BY: Final = ("person", "professional", "co_op")
CANCEL_REASONS: Final = (
    "hospital",
    "away",
    "family_there",
    "not_wanted",
    "no_worker",
    "weather",
    "entered_wrongly",
    "other",
)


class Planned(NamedTuple):
    """What a rule must know of a visit; instants are aware."""

    planned_from: datetime
    planned_until: datetime
    checked_in_at: datetime | None = None
    cancelled_by: str | None = None


class VisitEndsBeforeStart(Refusal):
    """A visit ends after it begins."""

    code = "visit_ends_before_start"


class VisitTooShort(Refusal):
    """A visit takes a quarter of an hour at the least."""

    code = "visit_too_short"


class VisitTooLong(Refusal):
    """A visit takes a day at the most."""

    code = "visit_too_long"


class PersonNotSupportedThen(Refusal):
    """The person is not supported on that day."""

    code = "person_not_supported_then"


class VisitsAfterLastDay(Refusal):
    """Visits are planned for after the last day of support."""

    code = "visits_after_last_day"


class SupportEndsBeforeStart(Refusal):
    """The last day of support is before the first."""

    code = "support_ends_before_start"


class WorkerElsewhere(Refusal):
    """The worker is at another visit at that time."""

    code = "worker_elsewhere"


class WorkerNotEmployedThen(Refusal):
    """The worker does not work here on that day."""

    code = "worker_not_employed_then"


class VisitCancelled(Refusal):
    """The visit was cancelled."""

    code = "visit_cancelled"


class CheckedInAlready(Refusal):
    """Somebody has checked in to the visit."""

    code = "checked_in_already"


class NotCheckedIn(Refusal):
    """Nobody has checked in to the visit yet."""

    code = "not_checked_in"


class CheckedOutAlready(Refusal):
    """The visit is over."""

    code = "checked_out_already"


class NotTheDay(Refusal):
    """A visit is checked into on its own day."""

    code = "not_the_day_of_the_visit"


class VisitTimeOver(Refusal):
    """The time is over: nothing can be planned for it."""

    code = "visit_time_over"


class VisitThereAlready(Refusal):
    """The same person has a visit at these very times, and this one is not the second carer's."""

    code = "visit_there_already"


class SecondCarerAlone(Refusal):
    """A second carer's visit stands beside the first one's, at the same times."""

    code = "second_carer_alone"


class ShortVisitNeedsReason(Refusal):
    """A visit under half an hour has one of the reasons that the regulation allows."""

    code = "short_visit_needs_reason"


class VisitChangedMeanwhile(Refusal):
    """Somebody else changed the visit since it was read; the facts say what it is now."""

    code = "visit_changed_meanwhile"


def check_length(planned_from: datetime, planned_until: datetime) -> None:
    """Refuse a visit that ends before it begins, or is too short to be one.

    Source: WSI 2017/1264, regulation 41, domiciliary support: visits under 30 minutes only under conditions;
    the co-op rule that nobody is visited for less than 15 minutes.
    """
    length = planned_until - planned_from
    if length <= timedelta(0):
        raise VisitEndsBeforeStart
    if length < SHORTEST:
        raise VisitTooShort
    if length > LONGEST:
        raise VisitTooLong


def check_supported(started_on: date, ended_on: date | None, day: date) -> None:
    """Refuse a visit to somebody who is not supported on its day; the last day is one of them.

    Source: the co-op rule that support has a first and a last day; table ``person_supported``.
    """
    if day < started_on or (ended_on is not None and day > ended_on):
        raise PersonNotSupportedThen


def check_last_day(started_on: date, ended_on: date, visits_after: int) -> None:
    """Refuse a last day of support that is before the first, or has visits planned after it.

    Source: the co-op rule that nobody's visits stop by themselves; table ``person_supported``.
    """
    if ended_on < started_on:
        raise SupportEndsBeforeStart
    if visits_after:
        raise VisitsAfterLastDay(visits=visits_after)


def check_free(planned_from: datetime, planned_until: datetime, others: Iterable[Planned]) -> None:
    """Refuse a visit by a worker who is at one of the others then; one may begin as another ends.

    Source: the co-op rule that nobody is in two places at once.
    """
    for other in others:
        is_apart = other.planned_until <= planned_from or planned_until <= other.planned_from
        if other.cancelled_by is None and not is_apart:
            raise WorkerElsewhere


def check_check_in(visit: Planned, at: datetime) -> None:
    """Refuse to check in to a visit that was cancelled, has begun, or is of another day.

    Source: the co-op rule that times are what happened; table ``visit``.
    """
    if visit.cancelled_by is not None:
        raise VisitCancelled
    if visit.checked_in_at is not None:
        raise CheckedInAlready
    if london_day(at) not in {london_day(visit.planned_from), london_day(visit.planned_until)}:
        raise NotTheDay


def is_counted(visit: Planned) -> bool:
    """Say whether a visit counts as planned: not if the person or a professional cancelled it.

    Source: indicator of missed visits, the network's quality standard S1.
    """
    return visit.cancelled_by in (None, "co_op")


def is_missed(visit: Planned, now: datetime | None) -> bool:
    """Say whether a visit was missed; without ``now`` its time is taken to be over.

    Source: indicator of missed visits, the network's quality standard S1: nobody came by the planned end, or
    the co-op cancelled. Who came later came late, and the visit stays missed.
    """
    if visit.cancelled_by is not None:
        return visit.cancelled_by == "co_op"
    if visit.checked_in_at is not None:
        return visit.checked_in_at >= visit.planned_until
    return now is None or visit.planned_until <= now


def state_of(visit: Planned, checked_out_at: datetime | None, worker_id: UUID | None, now: datetime) -> str:
    """Return how a visit stands: cancelled, done, done_late, under_way, missed, open (nobody yet) or planned.

    Source: our own design: whether a visit was missed follows from its instants, and nobody writes it. One
    that was done late was begun after its planned end, and counts as missed.
    """
    if visit.cancelled_by is not None:
        return "cancelled"
    if checked_out_at is not None:
        return "done_late" if is_missed(visit, now) else "done"
    if visit.checked_in_at is not None:
        return "under_way"
    if is_missed(visit, now):
        return "missed"
    return "planned" if worker_id is not None else "open"


def check_not_over(until: datetime, now: datetime) -> None:
    """Refuse to plan for a time that is over; what has begun may still be planned.

    Source: the co-op rule that what happened is recorded as it happened, and never planned afterwards.
    """
    if until <= now:
        raise VisitTimeOver


def check_short_reason(planned_from: datetime, planned_until: datetime, reason: str | None) -> None:
    """Refuse a visit under 30 minutes for which no reason is given.

    Source: WSI 2017/1264, regulation 41, domiciliary support: visits under 30 minutes only under conditions;
    the reasons are in ``short_reasons.json``.
    """
    if planned_until - planned_from < SHORT and reason is None:
        raise ShortVisitNeedsReason


def check_version(version: int, seen_version: int | None, **now_is: object) -> None:
    """Refuse a change that was made from another version than the one that holds; none seen is not compared.

    Source: our own design: nothing that somebody else wrote meanwhile is overwritten.
    """
    if seen_version is not None and seen_version != version:
        raise VisitChangedMeanwhile(version=version, **now_is)


def is_late(visit: Planned, late_after_minutes: int, window_minutes: int, now: datetime) -> bool:
    """Say whether somebody came, or has not come, later than the window and the grace after the beginning.

    Source: the co-op's own number of minutes, table ``rota_settings``; the window of table ``visit``.
    """
    if visit.cancelled_by is not None:
        return False
    latest = visit.planned_from + timedelta(minutes=late_after_minutes + window_minutes)
    return (visit.checked_in_at or now) > latest


def is_cut_short(planned_from: datetime, planned_until: datetime, came: datetime, went: datetime) -> bool:
    """Say whether somebody stayed for less than four fifths of what was planned.

    Source: the co-op rule of a fifth; whose plan says how long a visit takes, WSI 2017/1264, regulation 15.
    """
    return (went - came) * 5 < (planned_until - planned_from) * 4


def notice_minutes(planned_from: datetime, cancelled_at: datetime) -> int:
    """Return the notice of a cancelled visit in whole minutes, rounded down; less than nought once it began.

    Source: the co-op rule that the notice follows from the instants, and nobody writes it.
    """
    return (planned_from - cancelled_at) // timedelta(minutes=1)
