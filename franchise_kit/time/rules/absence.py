"""When somebody is away: what may be asked and told, spells of sickness, and which paper is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from tenants.refusal import Refusal

HOLIDAY, SICKNESS = "holiday", "sickness"
KINDS: Final = (HOLIDAY, SICKNESS, "family", "unpaid", "other")
# What a worker asks for; sickness is told.
ASKED: Final = (HOLIDAY, "family", "unpaid", "other")
NOTHING, SELF, FIT_NOTE = "none", "self", "fit_note"
CERTIFICATES: Final = (NOTHING, SELF)
ADJUSTMENTS: Final = ("carried_over", "put_right", "agreed_more")
SELF_CERTIFIED_DAYS: Final = 7
LINKED_WITHIN_DAYS: Final = 56
LONGEST_DAYS: Final = 366
OLDEST: Final = timedelta(days=92)
FURTHEST: Final = timedelta(days=2 * 366)
_DAY: Final = timedelta(days=1)


class AbsenceDaysNotPossible(Refusal):
    """The last day is before the first, or more than a year after it."""

    code = "absence_days_not_possible"


class AbsenceTooFar(Refusal):
    """An absence begins in the last three months, or in the two years to come."""

    code = "absence_too_far"


class SicknessStillToCome(Refusal):
    """Nobody knows on which later day they fall ill."""

    code = "sickness_still_to_come"


class LastDayNeeded(Refusal):
    """Only sickness is open until somebody is back."""

    code = "absence_last_day_needed"


class FitNoteDaysNotPossible(Refusal):
    """A fit note has a first day and a last one, and some of them are days of the sickness."""

    code = "fit_note_days_not_possible"


class FitNoteSeenThenNotPossible(Refusal):
    """A fit note is seen once it is there: not before the sickness, and not on a day to come."""

    code = "fit_note_seen_not_possible"


@dataclass(frozen=True, slots=True)
class SickDays:
    """Days of sickness, the last one included; ``None`` while somebody is not back."""

    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class PaperDue:
    """Which paper sickness lacks: ``none``, ``self`` or ``fit_note``.

    ``from_on`` is the first day that no fit note is for, from the eighth day of sickness on.
    """

    kind: str
    from_on: date


@dataclass(frozen=True, slots=True)
class Spell:
    """Days of sickness without a day between them; ``link`` counts the spells that are linked, from 1.

    ``chain`` is the first day of the first of those it is linked with.
    """

    first: date
    last: date | None
    link: int
    chain: date

    def days_by(self, on: date) -> int:
        """Return how many days it has by a day, which counts where it is still open."""
        return max(0, ((self.last or max(on, self.first)) - self.first).days + 1)


def check_days(kind: str, from_on: date, last_on: date | None, *, today: date) -> None:
    """Refuse days of being away that cannot be.

    Source: ours; that sickness alone is open: table ``absence``.
    """
    if last_on is None and kind != SICKNESS:
        raise LastDayNeeded
    if last_on is not None and not 0 <= (last_on - from_on).days < LONGEST_DAYS:
        raise AbsenceDaysNotPossible
    if kind == SICKNESS and from_on > today + _DAY:
        raise SicknessStillToCome
    if not today - OLDEST <= from_on <= today + FURTHEST:
        raise AbsenceTooFar


def check_sick_days(before: SickDays, after: SickDays, *, today: date) -> None:
    """Refuse days of sickness that cannot be; a first day that stays may be of long ago.

    Source: ours, as ``check_days``.
    """
    if after.first != before.first:
        check_days(SICKNESS, after.first, after.last, today=today)
    elif after.last is not None and not 0 <= (after.last - after.first).days < LONGEST_DAYS:
        raise AbsenceDaysNotPossible


def days_grow(before: SickDays, after: SickDays, *, today: date) -> bool:
    """Say whether sickness has days that nobody has seen; open sickness has them from tomorrow on.

    Source: ours: somebody else has looked at each day that gives a holiday back.
    """
    seen_until = before.last or today
    is_open_still = before.last is None and after.last is None
    is_longer = not is_open_still and (after.last is None or after.last > seen_until)
    return after.first < before.first or is_longer


def was_seen(state: str, earlier: Iterable[object]) -> bool:
    """Say whether an absence is agreed, or was before its worker made it longer; ``earlier`` are states.

    Source: ours: what somebody else has looked at is theirs to put right.
    """
    return state == "agreed" or "agreed" in earlier


def is_own_to_withdraw(from_on: date, *, is_seen: bool, today: date) -> bool:
    """Say whether its worker may withdraw what stands: before it begins, or before somebody has seen it.

    Source: ours, as ``was_seen``.
    """
    return from_on > today or not is_seen


def check_fit_note(sick: SickDays, fit: SickDays) -> None:
    """Refuse a fit note whose days are not in order, or are none of the days of sickness.

    Source: Social Security (Medical Evidence) Regulations 1976 (SI 1976/615), Schedule 1: it says for which
    days somebody is not fit for work.
    """
    if fit.last is None or not 0 <= (fit.last - fit.first).days < LONGEST_DAYS:
        raise FitNoteDaysNotPossible
    if fit.last < sick.first or (sick.last is not None and fit.first > sick.last):
        raise FitNoteDaysNotPossible


def check_fit_note_seen(sick: SickDays, seen_on: date, *, today: date) -> None:
    """Refuse a day on which nobody can have seen a fit note.

    Source: ours: whoever writes a note down has it before them, or had.
    """
    if not sick.first <= seen_on <= today:
        raise FitNoteSeenThenNotPossible


def paper_due(sick: SickDays, notes: Iterable[SickDays], *, has_self: bool, today: date) -> PaperDue:
    """Return which paper sickness lacks by a day, and from which of its days on.

    Up to seven days, days off included, somebody certifies themself; from the eighth a fit note says for how
    long, and another follows where it ends. What a note says of earlier days counts for those too.
    Source: gov.uk, Taking sick leave; Statutory Sick Pay (Medical Evidence) Regulations 1985 (SI 1985/1604).
    """
    listed = sorted(notes, key=lambda one: one.first)
    wanted = sick.first + SELF_CERTIFIED_DAYS * _DAY
    for one in listed:
        if one.last is not None and one.first <= wanted:
            wanted = max(wanted, one.last + _DAY)
    if _reached(sick, today) >= wanted:
        return PaperDue(FIT_NOTE, wanted)
    covers_all = bool(listed) and listed[0].first <= sick.first
    return PaperDue(NOTHING if has_self or covers_all else SELF, wanted)


def days_without_note(sick: SickDays, notes: Iterable[SickDays], *, today: date) -> tuple[SickDays, ...]:
    """Return the spans of days, from the eighth of sickness on, that no fit note is for; open ones to today.

    Source: as ``paper_due``.
    """
    day, reached = sick.first + SELF_CERTIFIED_DAYS * _DAY, _reached(sick, today)
    found: list[SickDays] = []
    for one in sorted(notes, key=lambda note: note.first):
        if one.last is None or one.last < day or one.first > reached:
            continue
        if one.first > day:
            found.append(SickDays(day, one.first - _DAY))
        day = one.last + _DAY
    if day <= reached:
        found.append(SickDays(day, reached))
    return tuple(found)


def spells(sick: Iterable[SickDays]) -> tuple[Spell, ...]:
    """Return spells of sickness, the earliest first: days that touch or overlap are one spell.

    A spell that begins with 56 days or fewer between is linked with the one before.
    Source: Social Security Contributions and Benefits Act 1992, s.152(3): periods of incapacity for work with
    not more than eight weeks between are one. From 6 April 2026 one day makes a period.
    """
    merged: list[SickDays] = []
    for one in sorted(sick, key=lambda days: (days.first, days.last or date.max)):
        if merged and _touches(merged[-1], one):
            merged[-1] = SickDays(merged[-1].first, _later(merged[-1].last, one.last))
        else:
            merged.append(one)
    found: list[Spell] = [Spell(merged[0].first, merged[0].last, 1, merged[0].first)] if merged else []
    for before, one in pairwise(merged):
        previous = found[-1]
        between = (one.first - (before.last or one.first)).days - 1
        is_linked = between <= LINKED_WITHIN_DAYS
        link, chain = (previous.link + 1, previous.chain) if is_linked else (1, one.first)
        found.append(Spell(one.first, one.last, link, chain))
    return tuple(found)


def overlap_days(first: date, last: date | None, from_: date, until: date) -> int:
    """Return how many days of an absence lie from a day to before another.

    Source: ours; days are whole and the last one of an absence is of it.
    """
    ends = until if last is None else min(until, last + _DAY)
    return max(0, (ends - max(first, from_)).days)


def _reached(sick: SickDays, today: date) -> date:
    return sick.last if sick.last is not None else max(today, sick.first)


def _touches(before: SickDays, one: SickDays) -> bool:
    return before.last is None or one.first <= before.last + _DAY


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)
