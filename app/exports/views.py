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


def _open(listed: Listed) -> None:
    """Give a list's files an address of their own, for whoever may take the list."""

    @pages.get(f"/{listed.code}.<ending>", endpoint=listed.code)
    @needs(listed.permission)
    def file(ending: str) -> ResponseReturnValue:
        """Give a list as a file."""
        return _file(listed, ending)


for _listed in LISTS.values():
    _open(_listed)


def _file(listed: Listed, ending: str) -> ResponseReturnValue:
    if ending not in ENDINGS:
        raise NotFound
    answers = Form(listed.query(), data=request.args).validate()
    if answers is None:
        # What is wrong with the days stands beside them.
        return redirect(
            url_for(".index", list=listed.code, since=_typed("since"), until=_typed("until")), code=303
        )
    return give(listed, answers, ending)


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
