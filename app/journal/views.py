"""The journal's pages, the same for the hub and for each co-op."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.journal import house_words, jobs
from app.journal.paper import MOST_LINES, journal_csv, journal_pdf, told_lines
from app.journal.schemas import JournalFilter, wanted_of
from app.journal.telling import doer_options, tell
from app.journal.words import room_words
from app.progress_page.words import JobWords, Result, add_job_words
from app.web.context import current_actor, current_office, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.language import current_language
from franchise_kit.access import Permission
from franchise_kit.history import queries
from franchise_kit.history.queries import Wanted
from tenants import clock, files, progress
from tenants.jobs.models import Progress
from tenants.refusal import NotFound

__all__ = ["house_words", "pages"]

pages = Blueprint("journal", __name__, url_prefix="/journal")
PAGE_LINES: Final = 20
# More than this many lines take longer on paper than a page may.
DIRECT_LINES: Final = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """When the chain was last walked, and what was found."""

    at: datetime
    is_whole: bool
    broken_at: int | None


@pages.get("")
@needs(Permission.JOURNAL_READ)
def index() -> ResponseReturnValue:
    """Show the newest lines that are wanted."""
    session, by = reading_session(), current_actor()
    form, wanted = _filter(session, request.args)
    if wanted is None:
        return render_template("journal/index.html", form=form, told=[], checked=_checked(session)), 422
    page = queries.list_lines(
        session, by=by, wanted=wanted, before=_number("before"), after=_number("after"), most=PAGE_LINES
    )
    told = tell(session, current_office(), page.lines)
    return render_template(
        "journal/index.html",
        form=form,
        told=told,
        checked=_checked(session),
        asked=_asked(),
        is_filtered=wanted != Wanted(),
        newer_url=_page_url("after", told[0].seq) if told and page.has_newer else None,
        older_url=_page_url("before", told[-1].seq) if told and page.has_older else None,
    )


@pages.get("/journal.csv")
@needs(Permission.JOURNAL_READ)
def table() -> ResponseReturnValue:
    """Give the wanted lines as a table for a spreadsheet."""
    session, by = reading_session(), current_actor()
    _form, wanted = _filter(session, request.args)
    if wanted is None or queries.count_lines(session, by=by, wanted=wanted) > MOST_LINES:
        flash(_too_many(), "error")
        return redirect(url_for(".index", **_asked()), code=303)
    content = journal_csv(told_lines(session, current_office(), by=by, wanted=wanted))
    return _attachment(content, "text/csv; charset=utf-8", "journal.csv")


@pages.post("/pdf")
@needs(Permission.JOURNAL_READ)
def paper() -> ResponseReturnValue:
    """Give the wanted lines on paper: at once if they are few, else by a job."""
    office, by, now = current_office(), current_actor(), clock.now()
    with read_again() as session:
        _form, wanted = _filter(session, request.form)
        count = queries.count_lines(session, by=by, wanted=wanted) if wanted is not None else 0
        if wanted is not None and count <= DIRECT_LINES:
            content = journal_pdf(session, office, by=by, wanted=wanted, now=now)
            return _attachment(content, "application/pdf", "journal.pdf")
    if wanted is None or count > MOST_LINES or by.entry_id is not None:
        flash(_too_many(), "error")
        return redirect(url_for(".index", **_asked(request.form)), code=303)
    progress_id = jobs.ask_for_pdf(office=office, by=by, wanted=wanted, language=current_language(), now=now)
    return redirect(url_for("progress.show", progress_id=progress_id), code=303)


@pages.get("/pdf/<uuid:progress_id>")
@needs(Permission.JOURNAL_READ)
def fetch(progress_id: UUID) -> ResponseReturnValue:
    """Give the paper that a job made, to whoever asked for it."""
    session = reading_session()
    row = progress.get(session, progress_id, account_id=current_actor().account_id)
    if row.job != jobs.PDF or "file_id" not in row.result:
        raise NotFound
    kept, content = files.read(session, UUID(row.result["file_id"]))
    return _attachment(content, kept.media_type, "journal.pdf")


@pages.post("/verify")
@needs(Permission.JOURNAL_READ)
def verify() -> ResponseReturnValue:
    """Have the chain walked from end to end."""
    by = current_actor()
    if by.entry_id is not None:
        abort(404)
    progress_id = jobs.ask_to_verify(office=current_office(), by=by, now=clock.now())
    return redirect(url_for("progress.show", progress_id=progress_id), code=303)


def _filter(session: Session, data: Mapping[str, Any]) -> tuple[Form, Wanted | None]:
    by = current_actor()
    doers = doer_options(session, queries.list_doers(session, by=by))
    rooms = [(room, room_words(room)) for room in queries.list_rooms(session, by=by)]
    options = {"person": sorted(doers, key=lambda option: option[1]), "kind": rooms}
    typed = {name: data[name] for name in JournalFilter().load_fields if name in data}
    form = Form(JournalFilter(), data=typed, options=options)
    answers = form.validate()
    return form, wanted_of(answers) if answers is not None else None


def _asked(data: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the filter as it stands in the address, for links that keep it."""
    said = request.args if data is None else data
    return {name: said[name] for name in JournalFilter().load_fields if said.get(name)}


def _page_url(side: str, seq: int) -> str:
    return f"{url_for('.index')}?{urlencode({**_asked(), side: str(seq)})}"


def _number(name: str) -> int | None:
    said = request.args.get(name, "")
    # Longer numbers than these no journal has, and PostgreSQL no place for.
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None  # noqa: PLR2004 - bigint


def _checked(session: Session) -> Checked | None:
    row = progress.find_latest(session, jobs.VERIFY)
    if row is None:
        return None
    return Checked(row.changed_at, bool(row.result.get("is_whole")), row.result.get("seq"))


def _too_many() -> str:
    return str(_("That is too much at once. Choose fewer days or one kind, up to 10,000 lines."))


def _attachment(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _paper_result(_session: Session, row: Progress) -> Result:
    return Result(url_for("journal.fetch", progress_id=row.id), _("Fetch the paper (PDF)"))


def _check_result(_session: Session, row: Progress) -> Result:
    note = (
        _("The journal is whole: no line was changed or taken away.")
        if row.result.get("is_whole")
        else _("The journal is broken at line %(number)s.", number=row.result.get("seq"))
    )
    return Result(url_for("journal.index"), _("To the journal"), note)


add_job_words(
    jobs.PDF,
    JobWords(
        title=_l("The journal on paper"),
        done=_l("The paper is ready"),
        steps={"writing": _l("The lines are being written down.")},
        find_result=_paper_result,
    ),
)
add_job_words(
    jobs.VERIFY,
    JobWords(
        title=_l("Checking the journal"),
        done=_l("The journal was checked"),
        steps={"walking": _l("Each line is being held against the one before.")},
        find_result=_check_result,
    ),
)
