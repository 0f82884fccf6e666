"""Statutory sick pay: which days of sickness are paid, at what rate, in spells that hang together."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import ClassVar, Final

from franchise_kit.kernel.days import months_after
from franchise_kit.payroll.rules.average_earnings import WEEK_DAYS, pence_up, share_of
from franchise_kit.payroll.rules.rate_book import as_whole
from franchise_kit.payroll.rules.rates import figures_for
from tenants.refusal import Refusal

LONGEST_MONTHS: Final = 36
# Qualifying days are agreed; where they are not they are Monday to Friday, which docs/decisions says.
USUAL_WEEKDAYS: Final = (0, 1, 2, 3, 4)
_DAY: Final = timedelta(days=1)


class QualifyingDaysNotPossible(Refusal):
    """A week has one to seven qualifying days, and nobody is sick on fewer than none."""

    code: ClassVar[str] = "qualifying_days_not_possible"


class AverageBelowNothing(Refusal):
    """Average earnings are nought or more."""

    code: ClassVar[str] = "average_below_nothing"


class AbsencesNotPossible(Refusal):
    """An absence ends before it begins, or two of them share a day."""

    code: ClassVar[str] = "absences_not_possible"


@dataclass(frozen=True, slots=True)
class SspFigures:
    """The rules of sick pay on one day: pence a week, days and weeks.

    ``share_bps`` of the average is the most, where it holds; averages below ``least_average_pence`` get none.
    """

    weekly_pence: int
    share_bps: int | None
    least_average_pence: int | None
    waiting_days: int
    shortest_days: int
    link_days: int
    most_weeks: int


@dataclass(frozen=True, slots=True)
class Absence:
    """Days of sickness one after another, both ends counted, days off among them."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Spell:
    """Absences that hang together, in their order: the average before the first of them counts for all."""

    absences: tuple[Absence, ...]


@dataclass(frozen=True, slots=True)
class SickDay:
    """One qualifying day of sickness: the exact pence that it is paid with, and why nothing if nothing.

    Its week has ``week_days`` of them. ``why_unpaid`` is ``too_short``, ``waiting``, ``average_too_low``,
    ``used_up``, or ``None``.
    """

    on: date
    pence: Fraction
    why_unpaid: str | None
    week_days: int = len(USUAL_WEEKDAYS)


@cache
def ssp_figures(on: date) -> SspFigures:
    """Return the rules of sick pay for a day of sickness; raise NoFiguresForTaxYear if we have none.

    Source: Social Security Contributions and Benefits Act 1992, s.151 to 157, as the Employment Rights
    Act 2025 changed them from 6 April 2026.
    """
    book = figures_for(on).book

    def said(name: str) -> int | None:
        value = book.figure(f"statutory_pay.ssp.{name}", on=on).value
        return None if value is None else as_whole(value)

    def whole(name: str) -> int:
        return book.whole(f"statutory_pay.ssp.{name}", on=on)

    return SspFigures(
        weekly_pence=whole("weekly"),
        share_bps=said("share_of_average_weekly_earnings"),
        least_average_pence=said("lower_earnings_limit"),
        waiting_days=whole("waiting_days"),
        shortest_days=whole("minimum_incapacity_days"),
        link_days=whole("link_days"),
        most_weeks=whole("most_weeks"),
    )


def weekly_rate(average: Fraction, figures: SspFigures) -> Fraction:
    """Return the exact rate of a week in pence: the flat rate, or the share of the average if that is less.

    Raises AverageBelowNothing.
    Source: Social Security Contributions and Benefits Act 1992, s.157(1), from 6 April 2026: the lower of
    the flat rate and 80% of normal weekly earnings.
    """
    if average < 0:
        raise AverageBelowNothing
    if figures.least_average_pence is not None and average < figures.least_average_pence:
        return Fraction(0)
    flat = Fraction(figures.weekly_pence)
    return flat if figures.share_bps is None else min(flat, share_of(average, figures.share_bps))


def ssp_for_days(average: Fraction, *, days: int, days_a_week: int, figures: SspFigures) -> int:
    """Return the sick pay for so many qualifying days of a spell, those that wait already left out.

    Units: whole pence, a fraction of a penny up, for at most as many weeks as there may be.
    Raises QualifyingDaysNotPossible or AverageBelowNothing.
    Source: Social Security Contributions and Benefits Act 1992, s.155 (28 weeks) and s.157(3) (a day is the
    weekly rate divided by the qualifying days of its week).
    """
    if not 1 <= days_a_week <= WEEK_DAYS or days < 0:
        raise QualifyingDaysNotPossible
    paid_days = min(days, figures.most_weeks * days_a_week)
    return pence_up(weekly_rate(average, figures) * paid_days / days_a_week)


def spells(absences: Iterable[Absence]) -> tuple[Spell, ...]:
    """Return absences put together that are eight weeks apart or less; too short ones link nothing.

    Raises AbsencesNotPossible for absences that end before they begin, or that share a day.
    Source: Social Security Contributions and Benefits Act 1992, s.152(2) and (3).
    """
    found: list[list[Absence]] = []
    for absence in _in_order(absences):
        figures = ssp_figures(absence.last_on)
        is_long = _length(absence) >= figures.shortest_days
        last = found[-1][-1] if found else None
        if is_long and last is not None and (absence.first_on - last.last_on).days - 1 <= figures.link_days:
            found[-1].append(absence)
        elif is_long:
            found.append([absence])
    return tuple(Spell(tuple(one)) for one in found)


def sick_days(spell: Spell, *, average: Fraction, qualifying: Collection[date]) -> tuple[SickDay, ...]:
    """Return each qualifying day of a spell with what it is paid, by the rules of that very day.

    Units: exact pence. ``average`` is that before the first absence, for all of them; ``qualifying`` has
    every qualifying day of each week, from Sunday to Saturday, that a day of the spell lies in.
    Who was paid before there was a share of the average keeps the flat rate till that absence ends.
    Source: Social Security Contributions and Benefits Act 1992, s.151 to 157; SI 1982/894, reg. 3(3) (three
    years); Employment Rights Act 2025 and its transitional provisions (no waiting days, no lower limit).
    """
    if average < 0:
        raise AverageBelowNothing
    return tuple(_each_day(spell, average, frozenset(qualifying)))


def total_pence(days: Iterable[SickDay]) -> int:
    """Return what some days are paid with together, in whole pence, a fraction of a penny up.

    Source: Social Security Contributions and Benefits Act 1992, s.157(3).
    """
    return pence_up(sum((day.pence for day in days), Fraction(0)))


def weekdays_between(weekdays: Collection[int], first_on: date, last_on: date) -> frozenset[date]:
    """Return the qualifying days of whole weeks about a time, for a week that is always the same.

    ``weekdays`` counts from Monday, 0, to Sunday, 6. Raises QualifyingDaysNotPossible for none or others.
    Source: Social Security Contributions and Benefits Act 1992, s.154; a week begins on Sunday: s.163(1).
    """
    if not weekdays or not set(weekdays) <= set(range(WEEK_DAYS)):
        raise QualifyingDaysNotPossible
    begin, end = week_begins(first_on), week_begins(last_on) + timedelta(days=WEEK_DAYS)
    days = (begin + timedelta(days=count) for count in range((end - begin).days))
    return frozenset(day for day in days if day.weekday() in weekdays)


def week_begins(day: date) -> date:
    """Return the Sunday on or before a day.

    Source: Social Security Contributions and Benefits Act 1992, s.163(1) and 171(1): from Sunday to Saturday.
    """
    return day - timedelta(days=day.isoweekday() % WEEK_DAYS)


def _each_day(spell: Spell, average: Fraction, qualifying: frozenset[date]) -> Iterator[SickDay]:
    over_on = months_after(spell.absences[0].first_on, LONGEST_MONTHS)
    waited, weeks = 0, Fraction(0)
    for absence in spell.absences:
        keeps_flat = False
        for day in _qualifying_of(absence, qualifying):
            figures = ssp_figures(day)
            week_days = _in_week_of(day, qualifying)
            part = Fraction(1, week_days)
            is_over = day >= over_on or weeks + part > figures.most_weeks
            why = _why_unpaid(absence, average, waited, figures) or ("used_up" if is_over else None)
            waited += why == "waiting"
            if why is not None:
                yield SickDay(day, Fraction(0), why, week_days)
                continue
            weeks += part
            rate = Fraction(figures.weekly_pence) if keeps_flat else weekly_rate(average, figures)
            keeps_flat = keeps_flat or figures.share_bps is None
            yield SickDay(day, rate * part, None, week_days)


def _why_unpaid(absence: Absence, average: Fraction, waited: int, figures: SspFigures) -> str | None:
    if _length(absence) < figures.shortest_days:
        return "too_short"
    if figures.least_average_pence is not None and average < figures.least_average_pence:
        return "average_too_low"
    return "waiting" if waited < figures.waiting_days else None


def _qualifying_of(absence: Absence, qualifying: frozenset[date]) -> Iterator[date]:
    days = (absence.first_on + timedelta(days=count) for count in range(_length(absence)))
    return (day for day in days if day in qualifying)


def _in_week_of(day: date, qualifying: frozenset[date]) -> int:
    sunday = week_begins(day)
    return sum(sunday + timedelta(days=count) in qualifying for count in range(WEEK_DAYS))


def _in_order(absences: Iterable[Absence]) -> Sequence[Absence]:
    """Return absences by their days, one that begins the day after another as part of it."""
    ordered: list[Absence] = []
    for absence in sorted(absences, key=lambda one: one.first_on):
        last = ordered[-1] if ordered else None
        if absence.last_on < absence.first_on or (last is not None and absence.first_on <= last.last_on):
            raise AbsencesNotPossible
        if last is not None and absence.first_on == last.last_on + _DAY:
            ordered[-1] = Absence(last.first_on, absence.last_on)
        else:
            ordered.append(absence)
    return ordered


def _length(absence: Absence) -> int:
    return (absence.last_on - absence.first_on + _DAY).days
