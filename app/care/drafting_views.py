"""Making a week: its drafts from what comes back, or as a copy of another week."""

from datetime import date, timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.care.away import away_in_week
from app.care.marks import skipped_words
from app.care.rota_pages import form_page, pages
from app.care.rota_schemas import CopySchema, WeekSchema
from app.care.week import WEEK, day_of, monday_of
from app.web.context import current_actor, current_coop
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted
from franchise_kit.access import Permission
from franchise_kit.care import actions
from tenants import clock

COPYING = {"same_week": "from_monday", "not_a_monday": "from_monday"}


@pages.get("/generate")
@needs(Permission.ROTA_MANAGE)
def making() -> ResponseReturnValue:
    """Ask of which week the drafts are to be made."""
    return _making_page(Form(WeekSchema(), obj={"monday": _week_asked()}))


@pages.post("/generate")
@needs(Permission.ROTA_MANAGE)
def generate() -> ResponseReturnValue:
    """Make the drafts of a week, and say what was left out. Sent twice it makes nothing twice."""

    def act(answers: Answers) -> ResponseReturnValue:
        monday = monday_of(answers["monday"])
        made = actions.generate_week(
            coop=current_coop(), monday=monday, by=current_actor(), now=clock.now(), away=away_in_week(monday)
        )
        return _made_page(monday, _made_words(made.made, made.there_already), made.skipped)

    return posted(Form(WeekSchema(), data=request.form), act, page=_making_page)


@pages.get("/copy")
@needs(Permission.ROTA_MANAGE)
def copying() -> ResponseReturnValue:
    """Ask which week is copied into which."""
    monday = _week_asked()
    said = {"from_monday": monday - timedelta(days=7), "to_monday": monday}
    return _copying_page(Form(CopySchema(), obj=said))


@pages.post("/copy")
@needs(Permission.ROTA_MANAGE)
def copy() -> ResponseReturnValue:
    """Copy a week as drafts, and say what was left out. Sent twice it makes nothing twice."""

    def act(answers: Answers) -> ResponseReturnValue:
        monday = monday_of(answers["to_monday"])
        made = actions.copy_week(
            coop=current_coop(),
            from_monday=monday_of(answers["from_monday"]),
            to_monday=monday,
            by=current_actor(),
            now=clock.now(),
            away=away_in_week(monday),
        )
        return _made_page(monday, _made_words(made.made, 0), made.skipped)

    return posted(Form(CopySchema(), data=request.form), act, page=_copying_page, beside=COPYING)


def _week_asked() -> date:
    usual = clock.today() + WEEK
    return monday_of(day_of(request.args.get("week", ""), usual))


def _made_words(made: int, there_already: int) -> str:
    said: str = ngettext("%(num)d draft is made.", "%(num)d drafts are made.", made)
    if there_already:
        said += " " + ngettext(
            "%(num)d visit stood there already.", "%(num)d visits stood there already.", there_already
        )
    return said


def _made_page(monday: date, said: str, skipped: tuple[actions.Skipped, ...]) -> str:
    return render_template(
        "rota/made.html",
        monday=monday,
        said=said,
        without_worker=[one for one in skipped if one.is_made],
        left_out=[one for one in skipped if not one.is_made],
        skipped_words=skipped_words,
    )


def _making_page(form: Form) -> str:
    return form_page(
        form,
        title=_("Make the drafts of a week"),
        action=url_for("rota.generate"),
        button=_("Make the drafts"),
        lede=_(
            "From the visits that come back. Nobody is told before you publish. Any day of the week will do."
        ),
    )


def _copying_page(form: Form) -> str:
    return form_page(
        form,
        title=_("Copy a week"),
        action=url_for("rota.copy"),
        button=_("Copy it as drafts"),
        lede=_("Nobody is told before you publish. Any day of a week will do."),
    )
