"""All payslips of a run on paper: asked for by whoever prepares pay, and fetched with a fresh proof."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.bell.words import add_bell_words
from app.journal.words import add_journal_words
from app.payroll import jobs
from app.payroll.run_views import pages
from app.progress_page.words import JobWords, Result, add_job_words
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, reading_session
from app.web.guards import needs
from franchise_kit.access import Permission
from tenants import clock
from tenants.jobs.models import Progress

__all__ = ["pages"]


@pages.post("/<uuid:pay_run_id>/papers")
@needs(Permission.PAYRUN_PREPARE)
def ask_for_papers(pay_run_id: UUID) -> ResponseReturnValue:
    """Have all payslips of a run put on paper."""
    progress_id = jobs.ask_for_papers(
        coop=current_coop(), pay_run_id=pay_run_id, by=current_actor(), now=clock.now()
    )
    return redirect(url_for("progress.show", progress_id=progress_id), code=303)


@pages.get("/papers/<uuid:progress_id>")
@needs(Permission.PAYRUN_PREPARE, fresh=True)
def fetch_papers(progress_id: UUID) -> ResponseReturnValue:
    """Give the archive that a job made, to whoever asked for it and has just proved who they are."""
    content = jobs.fetch(reading_session(), progress_id, by=current_actor())
    response = attachment(content, "application/zip", "payslips.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


def _result(_session: Session, row: Progress) -> Result:
    return Result(
        url_for("pay_runs.fetch_papers", progress_id=row.id),
        _("Fetch the payslips (ZIP)"),
        _("They are kept for a day, for you alone."),
    )


add_journal_words({"payroll.ask_for_papers": _l("had %(payslips)s payslips put on paper")})
add_bell_words({jobs.READY: _l("The payslips on paper are ready")})
add_job_words(
    jobs.PAPERS,
    JobWords(
        title=_l("Payslips on paper"),
        done=_l("The payslips are ready"),
        steps={"writing": _l("Each payslip is being written in the language of whoever is paid.")},
        find_result=_result,
    ),
)
