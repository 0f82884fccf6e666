"""The hours that wait for a yes, by worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.people.named import told_apart
from app.time import words
from app.time.schemas import ApproveShown, WaitingQuery
from app.time.weeks import WorkerHours, by_day, by_worker, is_off_plan, only, workers_of
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.people.queries import find_own_worker
from franchise_kit.time import queries
from franchise_kit.time.actions import approve_entries
from franchise_kit.time.actions.approving import (
    NoTimeChosen,
    OwnCorrectionRefused,
    TimeApprovedAlready,
    TimeChangedMeanwhile,
)
from franchise_kit.time.queries import EntryFacts
from tenants import clock

# Apart from one's own hours, so that the way about marks one of the two places.
pages = Blueprint("timesheets", __name__, url_prefix="/hours")
only_for(pages, "coop")
# Of more times than these the page has a line for each worker alone: all of a week's would be megabytes.
MOST_AT_ONCE: Final = 200


@pages.get("/approve")
@needs(Permission.TIMESHEET_APPROVE)
def waiting() -> ResponseReturnValue:
    """List the hours that nobody has approved, by worker."""
    return _waiting_page(Form(ApproveShown()))


@pages.post("/approve")
@needs(Permission.TIMESHEET_APPROVE)
def approve() -> ResponseReturnValue:
    """Approve the hours that are ticked, or all that were shown of a worker, or of a day of theirs."""

    def act(answers: Answers) -> ResponseReturnValue:
        seen = _chosen(answers)
        count = approve_entries(
            coop=current_coop(), entry_ids=list(seen), seen=seen, by=current_actor(), now=clock.now()
        )
        said = ngettext("%(num)d entry is approved", "%(num)d entries are approved", count)
        return sent_on(url_for(".waiting"), said)

    codes = (
        NoTimeChosen.code,
        TimeChangedMeanwhile.code,
        TimeApprovedAlready.code,
        OwnCorrectionRefused.code,
    )
    return posted(
        Form(ApproveShown(), data=request.form),
        act,
        page=_waiting_page,
        beside=dict.fromkeys(codes, "entry_ids"),
    )


def _chosen(answers: Answers) -> dict[UUID, int]:
    """Return what is approved: the ticked, all that was shown, or what was shown of one day."""
    if answers["which"] == "ticked":
        return dict(answers["entry_ids"])
    shown = dict(answers["shown_ids"])
    if answers["which"] == "all":
        return shown
    day = date.fromisoformat(answers["which"])
    with read_again() as session:
        waits = queries.list_waiting(session, by=current_actor())
    return {one.id: shown[one.id] for one in waits if one.id in shown and one.day == day}


def _waiting_page(form: Form) -> str:
    by = current_actor()
    with read_again() as session:
        entries, called = queries.list_waiting(session, by=by), told_apart(session)
        wanted = Form(WaitingQuery(), data=request.args, options={"worker_id": workers_of(entries, called)})
        asked = wanted.validate() or {"week": None, "worker_id": None}
        shown = only(entries, **asked)
        look = _look_at(session, form, shown)
        workers = by_worker(shown, look.doubtful, called)
        return render_template(
            "hours/waiting.html",
            form=form,
            find=wanted,
            is_filtered=any(asked.values()),
            workers=workers,
            opened=_opened(form, workers),
            has_all=len(shown) <= MOST_AT_ONCE,
            called=called,
            look=look,
            others=queries.other_approvers(session, by=by),
            forgotten=queries.list_forgotten(session, by=by, now=clock.now()),
            own_id=own.id if (own := find_own_worker(session, by=by)) is not None else None,
            by_day=by_day,
            words=words,
        )


@dataclass(frozen=True, slots=True)
class LookAt:
    """What is to be looked at before a yes: ids of times, ``clocks`` of visits; minutes planned by visit."""

    planned: Mapping[UUID, int]
    overlapping: frozenset[UUID]
    off_plan: frozenset[UUID]
    clocks: frozenset[UUID]
    changed: frozenset[UUID]

    @property
    def doubtful(self) -> frozenset[UUID]:
        """All of it."""
        return self.overlapping | self.off_plan | self.clocks | self.changed


def _look_at(session: Session, form: Form, shown: list[EntryFacts]) -> LookAt:
    by = current_actor()
    planned = queries.planned_minutes(session, shown, by=by)
    visit_ids = queries.doubtful_visit_ids(session, shown, by=by)
    return LookAt(
        planned=planned,
        overlapping=queries.overlapping_ids(session, shown),
        off_plan=frozenset(one.id for one in shown if is_off_plan(one, planned)),
        clocks=frozenset(one.id for one in shown if one.source == "visit" and one.visit_id in visit_ids),
        changed=_changed(form, shown),
    )


def _opened(form: Form, workers: list[WorkerHours]) -> frozenset[UUID]:
    """Return whose times lie open: of one alone, and of whom a form that was refused is about."""
    if len(workers) == 1:
        return frozenset({workers[0].worker_id})
    typed = {one.partition(":")[0] for one in _typed(form)}
    return frozenset(one.worker_id for one in workers if typed & {str(entry.id) for entry in one.entries})


def _typed(form: Form) -> tuple[str, ...]:
    return (*form["entry_ids"].value, *form["shown_ids"].value) if form.problems else ()


def _changed(form: Form, entries: list[EntryFacts]) -> frozenset[UUID]:
    """Return which entries are another version now than the form that was sent has seen."""
    now = {str(one.id): one for one in entries}
    seen = (one.partition(":") for one in _typed(form))
    return frozenset(
        now[entry_id].id
        for entry_id, _, version in seen
        if entry_id in now and version != str(now[entry_id].version)
    )
