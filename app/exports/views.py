"""Taking lists along: what each holds, which part of it, and the file itself."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.exports import words
from app.exports.lists import LISTS, Listed, lists_of
from app.exports.schemas import Asked, WhichList
from app.exports.taking import ENDINGS, give
from app.time.weeks import days_asked
from app.web.context import current_actor
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.time.rules import week_of
from tenants import clock
from tenants.refusal import NotFound

__all__ = ["pages", "words"]

pages = Blueprint("exports", __name__, url_prefix="/lists")
only_for(pages, "coop")
LAST_OF_WEEK: Final = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Shown:
    """A list as the page shows it: with the addresses of its files, and the days that they are of."""

    listed: Listed
    urls: tuple[tuple[str, str], ...]
    days: tuple[object, object] | None


@pages.get("")
@needs(Permission.OWN_ACCOUNT_USE)
def index() -> ResponseReturnValue:
    """Show the lists that somebody may take along, or the one that they chose."""
    mine = lists_of(current_actor())
    form = Form(WhichList(), data=request.args, options={"list": [(one.code, one.title) for one in mine]})
    answers = form.validate()
    if answers is not None and answers["week"] is not None:
        return _of_its_week(answers)
    chosen = [one for one in mine if answers is not None and answers["list"] in {None, one.code}]
    page = render_template(
        "exports/index.html",
        form=form,
        shown=[_shown(one, answers or {}) for one in chosen],
        has_any=bool(mine),
        is_narrowed=answers is not None and any((answers["worker_id"], answers["person_supported_id"])),
        is_filtered=bool(request.args),
        formats=(("xlsx", _("For a spreadsheet (XLSX)")), ("csv", _("For other programs (CSV)"))),
    )
    return page, 200 if answers is not None else 422


@pages.get("/workers.<ending>")
@needs(Permission.WORKER_ENGAGE)
def workers(ending: str) -> ResponseReturnValue:
    """Give the list of who works here."""
    return _file("workers", ending)


@pages.get("/contracts.<ending>")
@needs(Permission.EMPLOYMENT_READ)
def contracts(ending: str) -> ResponseReturnValue:
    """Give the list of contracts."""
    return _file("contracts", ending)


@pages.get("/people.<ending>")
@needs(Permission.CARE_PLAN_WRITE)
def people(ending: str) -> ResponseReturnValue:
    """Give the list of who is supported."""
    return _file("people", ending)


@pages.get("/patterns.<ending>")
@needs(Permission.ROTA_MANAGE)
def patterns(ending: str) -> ResponseReturnValue:
    """Give the list of visits that come back."""
    return _file("patterns", ending)


@pages.get("/visits.<ending>")
@needs(Permission.ROTA_MANAGE)
def visits(ending: str) -> ResponseReturnValue:
    """Give the visits of some days."""
    return _file("visits", ending)


@pages.get("/time.<ending>")
@needs(Permission.TIMESHEET_APPROVE)
def time(ending: str) -> ResponseReturnValue:
    """Give the time of some days that was written down by hand."""
    return _file("time", ending)


@pages.get("/hours.<ending>")
@needs(Permission.TIMESHEET_APPROVE)
def hours(ending: str) -> ResponseReturnValue:
    """Give all time of some days."""
    return _file("hours", ending)


@pages.get("/waiting.<ending>")
@needs(Permission.TIMESHEET_APPROVE)
def waiting(ending: str) -> ResponseReturnValue:
    """Give the hours that nobody has approved."""
    return _file("waiting", ending)


def _file(code: str, ending: str) -> ResponseReturnValue:
    if ending not in ENDINGS:
        raise NotFound
    answers = Form(LISTS[code].query(), data=request.args).validate()
    if answers is None:
        # What is wrong with the days stands beside them.
        return redirect(url_for(".index", list=code, since=_typed("since"), until=_typed("until")), code=303)
    return give(code, answers, ending)


def _typed(name: str) -> str | None:
    return request.args.get(name)


def _of_its_week(answers: Asked) -> ResponseReturnValue:
    """Send on to the same with the first and the last day of the week."""
    monday = week_of(answers["week"])
    said = answers | {"since": monday, "until": monday + LAST_OF_WEEK, "week": None}
    return redirect(url_for(".index", **{name: value for name, value in said.items() if value}), code=303)


def _shown(listed: Listed, asked: Asked) -> Shown:
    names = listed.query().load_fields
    said = {name: asked[name] for name in names if asked.get(name) is not None}
    urls = tuple((url_for(f".{listed.code}", ending=ending, **said), ending) for ending in ENDINGS)
    return Shown(listed, urls, _days(listed, asked))


def _days(listed: Listed, asked: Asked) -> tuple[object, object] | None:
    since, until = asked.get("since"), asked.get("until")
    if not listed.has_days or (listed.code == "waiting" and since is None and until is None):
        return None
    first, after = days_asked(since, until, today=clock.today())
    return first, after - timedelta(days=1)
