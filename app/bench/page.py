"""A signed-in page of the size that the promise names: session, account, three queries, the whole layout."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.web.context import current_actor, reading_session
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from tenants import bells, clock, jobs
from tenants.journal.models import JournalLine

pages = Blueprint("bench", __name__)
only_for(pages, "coop")

PATH = "/bench"
LINES = 10


@pages.get(PATH)
@needs(Permission.OWN_ACCOUNT_USE)
def show() -> ResponseReturnValue:
    """Show the newest lines of the journal, the reader's bell, and whether work waits."""
    session, actor = reading_session(), current_actor()
    lines = session.scalars(select(JournalLine).order_by(JournalLine.seq.desc()).limit(LINES)).all()
    rung = bells.list_latest(session, actor.account_id) if actor.account_id else []
    is_waiting = jobs.has_waiting(session, now=clock.now())
    return render_template("bench/page.html", lines=lines, rung=rung, is_waiting=is_waiting)
