"""Taking all of the co-op's data out: asked for here, made by a job, fetched by whoever asked."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.coop import jobs
from app.coop.schemas import ArchiveSchema
from app.progress_page.words import JobWords, Result, add_job_words
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from franchise_kit.access import Permission
from franchise_kit.leaving import actions, queries
from tenants import clock
from tenants.jobs.models import Progress
from tenants.refusal import NotFound

pages = Blueprint("export", __name__, url_prefix="/export")
only_for(pages, "coop")
PIECE_BYTES = 256 * 1024


@pages.get("")
@needs(Permission.EXPORT_COOP, fresh=True)
def show() -> ResponseReturnValue:
    """Say what taking data out means, and show one's own archives."""
    requests = queries.list_requests(reading_session(), by=current_actor())
    return render_template("export/show.html", form=Form(ArchiveSchema()), requests=requests, now=clock.now())


@pages.post("")
@needs(Permission.EXPORT_COOP, fresh=True)
def ask() -> ResponseReturnValue:
    """Ask for an archive, then show how far it is."""
    form = Form(ArchiveSchema(), data=request.form)
    answers = form.validate()
    if answers is None:
        with read_again() as session:
            requests = queries.list_requests(session, by=current_actor())
        page = render_template("export/show.html", form=form, requests=requests, now=clock.now())
        return page, 422
    progress_id = actions.ask_for_archive(
        coop=current_coop(), by=current_actor(), passphrase=answers["passphrase"], now=clock.now()
    )
    return redirect(url_for("progress.show", progress_id=progress_id), code=303)


@pages.post("/<uuid:request_id>")
@needs(Permission.EXPORT_COOP, fresh=True)
def fetch(request_id: UUID) -> ResponseReturnValue:
    """Give an archive to whoever asked for it."""
    coop, by = current_coop(), current_actor()
    with read_again() as session:
        found = queries.get_ready(session, request_id, by=by, now=clock.now())
    path = jobs.archive_path(coop, found.id)
    if not path.is_file():
        raise NotFound
    actions.note_fetched(coop=coop, by=by, request_id=found.id)
    response = Response(_pieces(path), content_type="application/octet-stream")
    response.content_length = path.stat().st_size
    name = f"{coop.slug}-{found.asked_at:%Y-%m-%d}.cydofal"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(PIECE_BYTES):
            yield piece


def _result(_session: Session, _row: Progress) -> Result:
    return Result(url_for("export.show"), _("To the archive"), _("It is kept for seven days, for you alone."))


add_job_words(
    actions.EXPORT,
    JobWords(
        title=_l("Taking our data out"),
        done=_l("The archive is ready"),
        steps={"copying": _l("Everything is being copied and sealed. The co-op goes on working.")},
        find_result=_result,
    ),
)
