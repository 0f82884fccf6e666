"""What is due of a worker, and when: checks, registration, supervision, the offer of hours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from franchise_kit.kernel.days import months_after
from franchise_kit.people.rules.contracts import EMPLOYED

CHECKS: Final = ("dbs", "right_to_work", "driving_licence", "business_insurance", "references")
TALKS: Final = ("supervision", "appraisal")
REGISTRATION: Final = "registration"
HOURS_OFFER: Final = "hours_offer"
DUE_KINDS: Final = (*CHECKS, REGISTRATION, *TALKS, HOURS_OFFER)
# Who gives care. Nurses stand in their own register; office and ancillary staff need none.
CARE_CATEGORIES: Final = frozenset(
    {"manager", "deputy_manager", "senior_social_care", "other_social_care", "nursing_care"}
)
REGISTRATION_MONTHS: Final = 6
OFFER_MONTHS: Final = 3
# UNCONFIRMED: the regulations ask for supervision and appraisal; how often stands in guidance.
SUPERVISION_MONTHS_UNCONFIRMED: Final = 3
APPRAISAL_MONTHS_UNCONFIRMED: Final = 12
SOON: Final = timedelta(days=56)
WEEK_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands in the register from a day on; ``until_on`` is its last day."""

    state: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest that is kept of a worker.

    ``check_ends`` has each check that was seen and its last day, if it has one; ``next_talks`` when each
    kind of talk is next due. ``unoffered_from`` is the first day of a contract without guaranteed hours
    that runs, and for which no offer was made.
    """

    arrangement: str
    staff_category: str
    started_on: date
    check_ends: Mapping[str, date | None] = field(default_factory=dict)
    registration: Standing | None = None
    next_talks: Mapping[str, date] = field(default_factory=dict)
    unoffered_from: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due by a day; ``is_first`` where there was none of it before."""

    kind: str
    due_on: date
    is_first: bool = False

    def state(self, on: date) -> str:
        """Return ``overdue`` from the day after, ``soon`` within eight weeks, or ``later``."""
        if self.due_on < on:
            return "overdue"
        return "soon" if self.due_on <= on + SOON else "later"


def needed_checks(arrangement: str) -> tuple[str, ...]:
    """Return the checks that must be there from the first day.

    Who works for an agency has the right to work checked by it; a volunteer has no work to need it for.
    Source: WSI 2017/1264, reg. 35 and schedule 1, part 1 (DBS, references); Immigration, Asylum and
    Nationality Act 2006, s.15 (right to work, of an employer).
    """
    always = ("dbs", "references")
    return (*always, "right_to_work") if arrangement == EMPLOYED else always


def registration_due_on(arrangement: str, staff_category: str, started_on: date) -> date | None:
    """Return the day by which somebody must be registered with Social Care Wales, or None for never.

    Source: WSI 2017/1264, reg. 35(2), as amended by SI 2020/389, reg. 12: six months from first engagement.
    """
    if arrangement == "volunteer" or staff_category not in CARE_CATEGORIES:
        return None
    return months_after(started_on, REGISTRATION_MONTHS)


def next_talk_on(kind: str, held_on: date) -> date:
    """Return when the next supervision or appraisal is due after one, or after the first day of work.

    Source: WSI 2017/1264, reg. 36(2); its statutory guidance: quarterly and yearly (UNCONFIRMED).
    """
    months = APPRAISAL_MONTHS_UNCONFIRMED if kind == "appraisal" else SUPERVISION_MONTHS_UNCONFIRMED
    return months_after(held_on, months)


def offer_due_on(valid_from: date) -> date:
    """Return the day by which a choice of contract is offered to who has no guaranteed hours.

    Source: WSI 2017/1264, reg. 42: after three months.
    """
    return months_after(valid_from, OFFER_MONTHS)


def average_weekly_minutes(minutes: int, counted_from: date, counted_until: date) -> int:
    """Return minutes a week over some days, to the nearest minute, halves up; ``counted_until`` is exclusive.

    Source: WSI 2017/1264, reg. 42 (the average of the last three months' hours).
    """
    days = (counted_until - counted_from).days
    return (2 * minutes * WEEK_DAYS + days) // (2 * days)


def list_due(kept: Kept) -> list[Due]:
    """Return all that has a day by which it is due, the earliest first.

    Source: as each clock's own function.
    """
    found = [*_checks(kept), *_registration(kept), *_talks(kept), *_offer(kept)]
    return sorted(found, key=lambda one: (one.due_on, DUE_KINDS.index(one.kind)))


def _checks(kept: Kept) -> Iterator[Due]:
    for kind in CHECKS:
        if kind not in kept.check_ends:
            if kind in needed_checks(kept.arrangement):
                yield Due(kind, kept.started_on, is_first=True)
        elif (ends_on := kept.check_ends[kind]) is not None:
            yield Due(kind, ends_on)


def _registration(kept: Kept) -> Iterator[Due]:
    held = kept.registration
    if held is not None and held.state == "registered":
        if held.until_on is not None:
            yield Due(REGISTRATION, held.until_on)
        return
    due_on = registration_due_on(kept.arrangement, kept.staff_category, kept.started_on)
    if due_on is None or (held is not None and held.state == "not_needed"):
        return
    lapsed_on = held.from_on if held is not None and held.state == "lapsed" else due_on
    yield Due(REGISTRATION, max(due_on, lapsed_on), is_first=held is None)


def _talks(kept: Kept) -> Iterator[Due]:
    if kept.arrangement == "agency":
        return
    for kind in TALKS:
        held = kept.next_talks.get(kind)
        yield Due(kind, held or next_talk_on(kind, kept.started_on), is_first=held is None)


def _offer(kept: Kept) -> Iterator[Due]:
    if kept.unoffered_from is not None and kept.staff_category in CARE_CATEGORIES:
        yield Due(HOURS_OFFER, offer_due_on(kept.unoffered_from), is_first=True)
