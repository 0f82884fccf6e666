"""Miles: one's own with what is claimed, and everybody's that wait."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.time import words
from app.time.approving_views import pages
from app.time.by_hand_views import workers_to_choose
from app.time.schemas import DecideMiles, MilesForSchema, NewMilesSchema, WeekQuery, new_miles
from app.time.views import pages as own
from app.time.weeks import WEEK, week_asked
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.time import actions, queries
from franchise_kit.time.actions.by_hand import NotEmployedThen
from franchise_kit.time.actions.driving import MilesDecidedAlready, NoMilesChosen, OwnMilesRefused
from franchise_kit.time.rules.entries import TimeStillToCome, TimeTooOld
from tenants import clock

__all__ = ["own", "pages"]

# One's own miles are shown so far back from the week that is asked.
_WEEKS = 4
_BESIDE = dict.fromkeys((NotEmployedThen.code, TimeStillToCome.code, TimeTooOld.code), "day")


@own.get("/miles")
@needs(Permission.TIMESHEET_SUBMIT)
def miles() -> ResponseReturnValue:
    """Show one's own miles of four weeks, and ask for more."""
    return _own_page(Form(NewMilesSchema()))


@own.post("/miles")
@needs(Permission.TIMESHEET_SUBMIT)
def claim() -> ResponseReturnValue:
    """Claim one's own miles."""

    def act(answers: Answers) -> ResponseReturnValue:
        new = new_miles(answers)
        actions.claim_own_miles(coop=current_coop(), new=new, by=current_actor(), now=clock.now())
        return sent_on(url_for(".miles"), _("The miles are claimed. They wait for approval."))

    return posted(Form(NewMilesSchema(), data=request.form), act, page=_own_page, beside=_BESIDE)


@pages.get("/approve/miles", endpoint="miles")
@needs(Permission.TIMESHEET_APPROVE)
def waiting_miles() -> ResponseReturnValue:
    """List the miles that nobody has decided on."""
    return _desk_page(Form(DecideMiles()))


@pages.post("/approve/miles")
@needs(Permission.TIMESHEET_APPROVE)
def decide_miles() -> ResponseReturnValue:
    """Say yes or no to the miles that are ticked."""

    def act(answers: Answers) -> ResponseReturnValue:
        count = actions.decide_miles(
            coop=current_coop(),
            seen=dict(answers["claim_ids"]),
            is_approved=answers["is_approved"],
            by=current_actor(),
            now=clock.now(),
        )
        said = ngettext("%(num)d claim is decided", "%(num)d claims are decided", count)
        return sent_on(url_for(".miles"), said)

    codes = (NoMilesChosen.code, MilesDecidedAlready.code, OwnMilesRefused.code)
    form = Form(DecideMiles(), data=request.form)
    return posted(form, act, page=_desk_page, beside=dict.fromkeys(codes, "claim_ids"))


@pages.get("/approve/miles/new")
@needs(Permission.TIMESHEET_APPROVE)
def add_miles() -> ResponseReturnValue:
    """Ask how far somebody drove."""
    return _new_page(_new_form())


@pages.post("/approve/miles/new")
@needs(Permission.TIMESHEET_APPROVE)
def claim_for() -> ResponseReturnValue:
    """Claim miles for somebody."""

    def act(answers: Answers) -> ResponseReturnValue:
        actions.claim_miles(
            coop=current_coop(),
            worker_id=answers["worker_id"],
            new=new_miles(answers),
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".miles"), _("The miles are claimed. Somebody else approves them."))

    return posted(_new_form(data=request.form), act, page=_new_page, beside=_BESIDE)


def _own_page(form: Form) -> str:
    asked = Form(WeekQuery(), data=request.args).validate() or {"week": None}
    week = week_asked(asked["week"], clock.today())
    from_ = week.monday - (_WEEKS - 1) * WEEK if week.monday.year > 1 else week.monday
    with read_again() as session:
        claims = queries.list_own_miles(session, by=current_actor(), from_=from_, until=week.until)
    return render_template(
        "hours/miles.html",
        form=form,
        claims=claims,
        metres=sum(one.metres for one in claims if one.state != "refused"),
        first=from_,
        week=week,
        earlier=from_ - WEEK if week.monday.year > 1 else None,
        words=words,
    )


def _desk_page(form: Form) -> str:
    with read_again() as session:
        claims = queries.list_waiting_miles(session, by=current_actor())
    return render_template("hours/waiting_miles.html", form=form, claims=claims, words=words)


def _new_page(form: Form) -> str:
    return render_template(
        "hours/new.html",
        form=form,
        title=_("Claim miles for somebody"),
        lede=_("Miles between visits claim themselves. This is for other ways in a worker's own car."),
        way=url_for("timesheets.claim_for"),
        back_url=url_for("timesheets.miles"),
        back=_("Miles to approve"),
    )


def _new_form(**typed: Any) -> Form:  # noqa: ANN401 (what a Form takes)
    return Form(MilesForSchema(), options={"worker_id": workers_to_choose()}, **typed)
