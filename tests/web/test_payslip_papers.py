# SPDX-License-Identifier: AGPL-3.0-or-later
"""All payslips of a run on paper: asked for on the run's page, made by a job, fetched with a fresh proof."""

import io
import zipfile
from html import unescape
from http import HTTPStatus

import pypdf
import pytest
from flask import Flask
from sqlalchemy import text

from app.payroll.jobs import forget_papers
from tenants import files
from tenants.jobs.runner import run_pending
from tenants.office import Coop
from tenants.transaction import upkeep
from tests.support.pay import draft, make_paid, preparer
from tests.support.paying import approved
from tests.support.rows import rows
from tests.support.web import Visitor
from tests.web.test_payroll_pages import contact_at, treasurer_at


def papers_of(app: Flask, coop: Coop, contact: Visitor, run: object) -> str:
    """Ask for the papers of a run, let the job work, and return the id of the progress."""
    contact.get(f"/pay-runs/{run}")
    asked = contact.post(f"/pay-runs/{run}/papers")
    assert asked.status_code == HTTPStatus.SEE_OTHER
    with app.app_context():
        run_pending(coop)
    return str(asked.headers["Location"]).rpartition("/")[2]


@pytest.mark.parametrize(
    ("language", "button", "fetch", "bell"),
    [
        ("en", "Put all payslips on paper", "Fetch the payslips (ZIP)", "The payslips on paper are ready"),
        (
            "cy",
            "Rhoi pob slip cyflog ar bapur",
            "Nôl y slipiau cyflog (ZIP)",
            "Mae'r slipiau cyflog ar bapur",
        ),
    ],
)
def test_whoever_prepares_pay_gets_all_payslips_on_paper(
    app: Flask, aber: Coop, language: str, button: str, fetch: str, bell: str
) -> None:
    run, _by = approved(aber)
    contact = contact_at(app, aber, language=language)
    assert button in unescape(contact.get(f"/pay-runs/{run}").text)

    progress = papers_of(app, aber, contact, run)
    answer = contact.get(f"/pay-runs/papers/{progress}")

    assert fetch in unescape(contact.get(f"/progress/{progress}").text)
    assert bell in unescape(contact.get("/bell").text)
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/zip", "no-store")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        papers = [pypdf.PdfReader(io.BytesIO(packed.read(name))) for name in packed.namelist()]
    # Each in the language of whoever is paid, whatever whoever asked reads.
    assert sorted(str(paper.metadata and paper.metadata.title) for paper in papers) == [
        "Slip cyflog Nia Prys",
        "Slip cyflog Siôn Ŵyn",
    ]


def test_papers_are_for_whoever_asked_and_sealed_where_they_lie(app: Flask, aber: Coop, bryn: Coop) -> None:
    run, _by = approved(aber)
    contact = contact_at(app, aber)
    progress = papers_of(app, aber, contact, run)

    kept = files.store().read(aber.key, rows(aber, "progress")[0]["id"])
    others = (contact_at(app, aber), contact_at(app, bryn), treasurer_at(app, aber))

    assert [other.get(f"/pay-runs/papers/{progress}").status_code for other in others] == [404] * 3
    assert not kept.startswith(b"PK")


def test_fetching_papers_asks_for_a_proof_that_is_fresh(app: Flask, aber: Coop) -> None:
    run, _by = approved(aber)
    contact = contact_at(app, aber)
    progress = papers_of(app, aber, contact, run)
    with upkeep(aber) as session:
        session.execute(text("UPDATE sign_in_session SET proved_at = proved_at - INTERVAL '6 minutes'"))

    answer = contact.get(f"/pay-runs/papers/{progress}")

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert "/sign-in/prove" in answer.headers["Location"]


def test_papers_are_gone_when_their_time_is_over(app: Flask, aber: Coop) -> None:
    run, _by = approved(aber)
    contact = contact_at(app, aber)
    progress = papers_of(app, aber, contact, run)

    forget_papers(aber, progress_id=progress)
    forget_papers(aber, progress_id=progress)

    assert contact.get(f"/pay-runs/papers/{progress}").status_code == HTTPStatus.NOT_FOUND


def test_a_draft_is_not_put_on_paper(app: Flask, aber: Coop) -> None:
    make_paid(aber, minutes=600)
    run = draft(aber, preparer(aber))
    contact = contact_at(app, aber)
    assert "Put all payslips on paper" not in contact.get(f"/pay-runs/{run}").text

    answer = contact.post(f"/pay-runs/{run}/papers")

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert rows(aber, "progress") == []
