"""Bringing in a sheet: the blank one, the file, what would come of it, and keeping it."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.imports import jobs, words
from app.imports.columns import TABLES, Column, Table
from app.imports.finding import find_columns
from app.imports.jobs import KEEPING, LOOKING, Upload
from app.imports.looking import LONGEST_FOUND
from app.imports.paper import blank_csv, refused_csv
from app.imports.reading import SheetRefusedError
from app.imports.schemas import UploadSchema
from app.imports.showing import LOOKED, Import, get_import
from app.progress_page.words import JobWords, Result, add_job_words
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.language import current_language
from app.web.posting import sent_on
from app.web.sent_once import sent_once
from franchise_kit.access import Permission
from tenants import clock
from tenants.jobs.models import Progress
from tenants.refusal import NotFound

pages = Blueprint("imports", __name__, url_prefix="/imports")
only_for(pages, "coop")
# Which tables somebody may bring in is asked for each of them: whoever may enter one such record by hand.
OWN: Final = Permission.OWN_ACCOUNT_USE
CSV: Final = "text/csv; charset=utf-8"
MOST_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class ShownFault:
    """A fault as the page shows it; ``has_shape`` where another shape of the cell would mend it."""

    row: int
    column: Column | None
    found: str = field(repr=False)
    said: str = field(repr=False)
    has_shape: bool = True


@pages.get("")
@needs(OWN)
def index() -> ResponseReturnValue:
    """List the tables that the reader may bring in."""
    return render_template(
        "imports/index.html", tables=[one for one in TABLES.values() if _may(one)], words=words
    )


@pages.get("/tables/<code>")
@needs(OWN)
def table(code: str) -> ResponseReturnValue:
    """Say what a sheet of one table holds, and ask for it."""
    return _table_page(_table(code), Form(UploadSchema()))


@pages.post("/tables/<code>")
@needs(OWN)
def send(code: str) -> ResponseReturnValue:
    """Take a file in, and show how far the look at it is."""
    wanted, form = _table(code), Form(UploadSchema(), data=request.form, files=request.files)
    sent = (form.validate() or {}).get("file")
    if sent is None or isinstance(sent, str):
        if sent is not None:
            form.refuse("file", _("Choose a file"))
        return _table_page(wanted, form), HTTPStatus.UNPROCESSABLE_ENTITY
    upload = Upload(sent.filename or "", sent.read())

    def act() -> ResponseReturnValue:
        taken = jobs.send(
            coop=current_coop(), table=wanted, upload=upload, by=current_actor(), now=clock.now()
        )
        return sent_on(url_for("progress.show", progress_id=taken.progress_id))

    # A larger file lies on the disk until it is closed; what makes a form act once reads it again.
    with closing(sent):
        try:
            return sent_once(act)
        except SheetRefusedError as refused:
            form.refuse("file", words.sheet_words(refused))
    return _table_page(wanted, form), HTTPStatus.UNPROCESSABLE_ENTITY


@pages.get("/tables/<code>/blank.csv")
@needs(OWN)
def blank(code: str) -> ResponseReturnValue:
    """Give a sheet of headers to fill, in the reader's language."""
    return attachment(blank_csv(_table(code), current_language()), CSV, f"{code}.csv")


@pages.get("/<uuid:import_id>")
@needs(OWN)
def show(import_id: UUID) -> ResponseReturnValue:
    """Show what would come of a file, or what came of it; while it is worked on, how far that is."""
    found = get_import(reading_session(), import_id, by=current_actor())
    if found.progress_id is not None and found.state != LOOKED:
        return redirect(url_for("progress.show", progress_id=found.progress_id))
    return render_template("imports/show.html", found=found, words=words, most=MOST_SHOWN, **_shown(found))


@pages.post("/<uuid:import_id>/keep")
@needs(OWN)
def keep(import_id: UUID) -> ResponseReturnValue:
    """Keep the rows that are new or changed, and show how far that is."""
    progress_id = jobs.keep(coop=current_coop(), import_id=import_id, by=current_actor(), now=clock.now())
    return sent_on(url_for("progress.show", progress_id=progress_id))


@pages.post("/<uuid:import_id>/remove")
@needs(OWN)
def remove(import_id: UUID) -> ResponseReturnValue:
    """Forget a file."""
    jobs.remove(coop=current_coop(), import_id=import_id, by=current_actor())
    return sent_on(url_for(".index"), _("The file is removed."))


@pages.get("/<uuid:import_id>/refused.csv")
@needs(OWN)
def refused(import_id: UUID) -> ResponseReturnValue:
    """Give the refused rows as a sheet, with the reasons."""
    found = get_import(reading_session(), import_id, by=current_actor())
    if not found.paper.get("faults"):
        raise NotFound
    return attachment(refused_csv(found.paper, current_language()), CSV, "refused.csv")


def _may(one: Table) -> bool:
    try:
        jobs.check_may(current_actor(), one)
    except NotFound:
        return False
    return True


def _table(code: str) -> Table:
    wanted = TABLES.get(code)
    if wanted is None:
        raise NotFound
    jobs.check_may(current_actor(), wanted)
    return wanted


def _table_page(wanted: Table, form: Form) -> str:
    return render_template("imports/table.html", table=wanted, form=form, words=words)


def _shown(found: Import) -> dict[str, object]:
    """Return the faults as a page lists them: what was found, what was expected, and how to mend it."""
    columns = {one.code: one for one in found.table.columns}
    language = current_language()
    told = found.paper.get("faults", ())[:MOST_SHOWN]
    faults = [
        ShownFault(
            row=one["row"],
            column=columns.get(one["column"]),
            found=one["found"] or _cell(found, one["row"], columns.get(one["column"])),
            said=one["said"][language],
            has_shape=not one.get("is_rule", False),
        )
        for one in told
    ]
    named = {one.field: str(one.header) for one in columns.values()}
    first = [
        (one, words.OUTCOMES[one["outcome"]], words.TONES[one["outcome"]], _named(one["fields"], named))
        for one in found.paper.get("first", ())
    ]
    return {"faults": faults, "first": first, "counts": found.counts}


def _cell(found: Import, row: int, column: Column | None) -> str:
    """Return what a refused row says in a column, for a fault that does not repeat it."""
    cells = found.paper["refused"].get(str(row), ())
    at = find_columns(found.table, found.paper["headers"]).at
    place = at.get(column.code) if column is not None else None
    return cells[place][:LONGEST_FOUND] if place is not None and place < len(cells) else ""


def _named(fields: list[str], named: Mapping[str, str]) -> str:
    """Return the headers of what a row changes; what has no column of its own is not named."""
    return ", ".join(named[one] for one in fields if one in named)


def _result(_session: Session, row: Progress) -> Result:
    url = url_for("imports.show", import_id=row.result["import_id"])
    return Result(url, _("See the rows"))


add_job_words(
    LOOKING,
    JobWords(
        title=_l("Looking at the file"),
        done=_l("The file was looked at. Nothing is kept yet."),
        steps={"looking": _l("Each row is looked at. You can leave this page and come back.")},
        find_result=_result,
    ),
)
add_job_words(
    KEEPING,
    JobWords(
        title=_l("Keeping the file's rows"),
        done=_l("The rows are kept."),
        steps={"keeping": _l("The rows are being kept. You can leave this page; the bell tells you.")},
        find_result=_result,
    ),
)
