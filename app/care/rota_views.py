"""The rota: a week as a grid, and day by day; one worker's week on paper."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.care import words
from app.care.away import away_days
from app.care.cells import Written
from app.care.marks import length_words, warnings_words
from app.care.rota_pages import pages
from app.care.rounds import rounds_of
from app.care.week import (
    WEEK,
    Asked,
    asked_of,
    day_words,
    days_from,
    first_planned,
    grid_of,
    lines_of,
    monday_of,
    own_lines,
    shown_visits,
)
from app.people.named import Called, told_apart
from app.web import dates
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from franchise_kit.access import Permission, within
from franchise_kit.care import queries
from franchise_kit.care.queries import RotaWeek
from tenants import clock

__all__ = ["pages", "words"]

# Two thousand addresses of visits are made from one.
ANY: Final = UUID(int=0)


@pages.get("")
@needs(Permission.VISIT_READ)
def index() -> ResponseReturnValue:
    """Show the week of a day: all of it to whoever keeps the rota, to others what they may read."""
    by, session, now, today = current_actor(), reading_session(), clock.now(), clock.today()
    if by.may(Permission.ROTA_MANAGE):
        return _kept_week(session, asked_of(request.args, first_planned(today)), now)
    asked = asked_of(request.args, today)
    visits = queries.list_visits(session, by=by, from_=asked.monday, until=asked.monday + WEEK)
    return render_template(
        "rota/own.html",
        asked=asked,
        days=days_from(asked.monday),
        lines=own_lines(visits, now),
        is_mine=within(by, Permission.VISIT_READ).is_own,
        week_of_days=WEEK,
        written=Written(_before_id(url_for(".show", visit_id=ANY))),
    )


@pages.get("/workers/<uuid:worker_id>")
@needs(Permission.ROTA_MANAGE)
def schedule(worker_id: UUID) -> ResponseReturnValue:
    """Show one worker's week on one sheet: visits, ways and rest apart."""
    monday = monday_of(asked_of(request.args, clock.today()).day)
    found = queries.schedule_of(
        reading_session(), worker_id, by=current_actor(), monday=monday, now=clock.now()
    )
    return render_template("rota/schedule.html", schedule=found, length_words=length_words, week=WEEK)


def _kept_week(session: Session, asked: Asked, now: datetime) -> str:
    week = queries.week_of_rota(
        session,
        by=current_actor(),
        monday=asked.monday,
        now=now,
        away=away_days(session, asked.monday, asked.monday + WEEK),
    )
    called = told_apart(session)
    is_by_person = asked.rows == "people"
    whose = "person" if is_by_person else "worker"
    lines = lines_of(shown_visits(week, asked), called)
    names = {one.id: called(one.id, one.name) for one in week.workers}
    # A week says the same few lengths of time hundreds of times.
    lengths = cache(length_words)
    grid = grid_of(week, lines, asked, _("Nobody yet"), called)
    visits_url = _before_id(url_for(".show", visit_id=ANY))
    return render_template(
        "rota/index.html",
        week=week,
        asked=asked,
        days=days_from(asked.monday),
        lines=lines,
        day_lines=[line for line in lines if line.on == asked.day],
        grid=grid,
        rounds=rounds_of(grid, week.monday, asked.day),
        written=Written(visits_url, of_people=is_by_person),
        # A list: a page asks whether there are any, and a zip is never empty.
        warnings=list(
            zip(
                warnings_words(week.warnings, names, lengths),
                (one.visit_ids[0] for one in week.warnings),
                strict=True,
            )
        ),
        counts=_counts(week),
        narrowed_to=_narrowed_to(week, asked, called),
        length_words=lengths,
        today=clock.today(),
        week_of_days=WEEK,
        day_words=day_words,
        week_words=_week_words(asked.monday),
        visits_url=visits_url,
        row_url=_way(url_for(".index", **asked.address(**{whose: ANY}))),
        paper_url=_way(url_for(".schedule", worker_id=ANY, week=asked.monday.isoformat())),
    )


def _before_id(of_any: str) -> str:
    """Return what stands before an id, in an address that is made once."""
    return of_any.removesuffix(str(ANY))


def _way(of_any: str) -> Callable[[UUID], str]:
    """Return what puts somebody's id into an address that is made once: each takes longer than its row."""
    before, _any, after = of_any.partition(str(ANY))
    return lambda one: f"{before}{one}{after}"


def _week_words(monday: date) -> str:
    """Return which week it is, with its first day."""
    day = dates.plain_date(monday)
    weeks = (monday - monday_of(clock.today())) // WEEK
    said: dict[int, str] = {
        -1: _("Last week, from %(day)s", day=day),
        0: _("This week, from %(day)s", day=day),
        1: _("Next week, from %(day)s", day=day),
    }
    usual: str = _("The week from %(day)s", day=day)
    return said.get(weeks, usual)


def _counts(week: RotaWeek) -> dict[str, int]:
    states = [one.state for one in week.visits]
    return {
        "all": len(states),
        "open": states.count("open"),
        "missed": states.count("missed"),
        "untold": week.count("draft") + week.count("changed"),
        "look": len(week.warnings),
    }


def _narrowed_to(week: RotaWeek, asked: Asked, called: Called) -> str:
    """Return the names of whom the week is narrowed to."""
    if not (asked.worker or asked.person):
        return ""
    names = {one.id: one.name for one in week.workers}
    names |= {one.person_supported_id: one.person_name for one in week.visits}
    wanted = (asked.worker, asked.person)
    return ", ".join(called(one, names.get(one, "–")) for one in wanted if one is not None)
