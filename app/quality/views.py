"""The co-op's own figures over time, counting them anew, and telling the network a month."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.quality import words
from app.quality.pages import pages
from app.quality.schemas import WhichMonth
from app.quality.showing import charts_of, rows_of
from app.web.context import current_actor, current_coop, reading_session
from app.web.dates import month as month_name
from app.web.forms import Form
from app.web.guards import needs
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.quality import actions, jobs
from franchise_kit.quality.queries import figures
from tenants import clock
from tenants.refusal import Refusal

__all__ = ["jobs", "pages", "words"]

MANAGE = Permission.SELF_ASSESSMENT_WRITE


@pages.get("")
@needs(Permission.QUALITY_DASHBOARD_READ)
def index() -> ResponseReturnValue:
    """Show each figure over time, and month by month what the network knows of it."""
    session, by = reading_session(), current_actor()
    return render_template(
        "quality/index.html",
        shown=charts_of(figures.list_figures(session, by=by)),
        rows=rows_of(figures.list_months(session, by=by)),
        words=words,
        may_manage=by.may(MANAGE),
        may_read_standards=by.may(Permission.STANDARD_READ),
    )


@pages.post("/count")
@needs(MANAGE)
def count() -> ResponseReturnValue:
    """Count the figures anew from the records."""
    coop = current_coop()
    changed = actions.compute_indicators(coop=coop, by=current_actor(), now=clock.now())
    jobs.look_again(coop)
    if changed:
        flash(ngettext("%(num)d figure is new", "%(num)d figures are new", changed))
    else:
        flash(_("Counted again: no figure has changed"))
    return redirect(url_for(".index"), code=303)


@pages.post("/tell")
@needs(MANAGE)
def tell() -> ResponseReturnValue:
    """Tell the network a month's figures."""
    answers = Form(WhichMonth(), data=request.form).validate()
    if answers is None:
        flash(_("Choose a month from the table"), "error")
        return redirect(url_for(".index"), code=303)
    month = answers["month"]
    try:
        actions.tell_indicators(coop=current_coop(), month=month, by=current_actor(), now=clock.now())
    except (actions.MonthNotCounted, actions.NothingNewToTell) as refusal:
        return _say_no(refusal)
    flash(_("The network was told about %(month)s", month=month_name(month)))
    return redirect(url_for(".index"), code=303)


def _say_no(refusal: Refusal) -> ResponseReturnValue:
    flash(sentence_for(refusal), "warning")
    return redirect(url_for(".index"), code=303)
