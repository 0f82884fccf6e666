"""The bell's page: notices, newest first."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.bell import marking
from app.bell.words import notice_words
from app.web.context import current_actor, current_office, reading_session
from app.web.guards import needs
from app.web.next_page import next_page
from franchise_kit.access import Permission
from tenants import bells, clock
from tenants.jobs.models import Bell

pages = Blueprint("bell", __name__, url_prefix="/bell")


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice in words."""

    words: str
    url: str
    at: datetime
    is_new: bool


@pages.get("")
@needs(Permission.OWN_ACCOUNT_USE)
def index() -> ResponseReturnValue:
    """Show one's notices."""
    account_id = current_actor().account_id
    found = bells.list_latest(reading_session(), account_id) if account_id is not None else []
    return render_template("bell/index.html", news=[notice(one) for one in found])


@pages.post("/read")
@needs(Permission.OWN_ACCOUNT_USE)
def mark_read() -> ResponseReturnValue:
    """Take all of them as read."""
    marking.mark_read(office=current_office(), by=current_actor(), now=clock.now())
    flash(_("All notices are marked as read"))
    return redirect(url_for(".index"), code=303)


def notice(row: Bell) -> Notice:
    """Return a notice in the reader's language."""
    home = f"{request.script_root}/"
    path = next_page(row.path, otherwise="/")
    url = f"{request.script_root}{path}" if path != "/" else home
    return Notice(notice_words(row.kind, row.facts), url, row.made_at, row.read_at is None)
