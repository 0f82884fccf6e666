"""Pay schedules and who is on them, corrections of pay, and what certificates say."""

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields

from app.api.blueprint import Resource
from app.api.deciding import decided
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.api.workers import RecordMade
from app.payroll.schedule_schemas import CorrectPay, MakeSchedule, PutOnSchedule, correction_of, schedule_of
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.payroll.actions import schedules as actions
from franchise_kit.payroll.actions.correcting import correct_pay
from franchise_kit.payroll.queries.corrections import list_corrections
from franchise_kit.payroll.queries.on_schedules import list_on_schedules
from franchise_kit.payroll.queries.schedules import list_schedules
from tenants import clock

schedules = Resource(
    "pay-schedules", side="coop", about="How often the co-op pays, and who is paid by which."
)
corrections = Resource(
    "pay-corrections", side="coop", about="Sums that put earlier pay right; the next run takes them."
)
PREPARE = Permission.PAYRUN_PREPARE


class NextPeriodSaid(Schema):
    """The days that a schedule's next run pays, and its pay day."""

    period_from = fields.Date(attribute="from_")
    period_until = fields.Date(attribute="until", metadata={"description": "The first day after the period."})
    pay_on = fields.Date()


class PaySchedule(Schema):
    """A schedule. Number 1 is the co-op's own, without a name; ``next`` is null once it is closed."""

    id = fields.UUID()
    number = fields.Int()
    name = fields.Str()
    frequency = fields.Str(metadata={"description": "W1, W2, W4 or M1."})
    first_from = fields.Date()
    pay_days_after = fields.Int(allow_none=True)
    pay_day_of_month = fields.Int(allow_none=True)
    is_closed = fields.Bool()
    workers = fields.Int(metadata={"description": "How many it pays today."})
    next = fields.Nested(NextPeriodSaid, allow_none=True)


class OnSchedule(Schema):
    """Somebody who is employed here today, and by which schedule they are paid."""

    worker_id = fields.UUID()
    worker_name = fields.Str()
    schedule_id = fields.UUID(allow_none=True)


class PutOn(Schema):
    """How many workers were on another schedule before."""

    workers = fields.Int(required=True)


class Correction(Schema):
    """A correction in whole pence, below nought where it is given back, and what no run has taken yet."""

    id = fields.UUID()
    worker_id = fields.UUID()
    worker_name = fields.Str()
    pence = fields.Int()
    left_pence = fields.Int()
    reason = fields.Str()
    of_run_id = fields.UUID(allow_none=True)
    entered_at = fields.AwareDateTime()


class CorrectionQuery(PageQuery):
    """Of one worker, or of all."""

    worker_id = fields.UUID(load_default=None)


class CorrectWorkersPay(CorrectPay):
    """The page's form, and whose pay it is."""

    worker_id = fields.UUID(required=True)


@schedules.route("")
@needs(PREPARE)
@schedules.arguments(PageQuery, location="query")
@schedules.response(200, page_schema(PaySchedule))
def list_all(query: dict[str, Any]) -> dict[str, object]:
    """List the schedules, the co-op's own first."""
    found = list_schedules(reading_session(), by=current_actor(), today=clock.today())
    return cut(found, query, key=lambda one: f"{one.number:06d}")


@schedules.route("", methods=["POST"])
@needs(PREPARE)
@done_once
@schedules.arguments(MakeSchedule)
@schedules.response(201, RecordMade)
def make_schedule(answers: dict[str, Any]) -> dict[str, UUID]:
    """Make a schedule besides the co-op's own."""
    schedule_id = actions.make_schedule(
        coop=current_coop(), schedule=schedule_of(answers), by=current_actor(), now=clock.now()
    )
    return {"id": schedule_id}


@schedules.route("/workers")
@needs(PREPARE)
@schedules.arguments(PageQuery, location="query")
@schedules.response(200, page_schema(OnSchedule))
def list_workers(query: dict[str, Any]) -> dict[str, object]:
    """List who is employed here today, and by which schedule they are paid."""
    found = list_on_schedules(reading_session(), by=current_actor(), today=clock.today())
    return cut(found, query, key=lambda one: f"{one.worker_name} {one.worker_id}")


@schedules.route("/<uuid:schedule_id>/workers", methods=["POST"])
@needs(PREPARE)
@done_once
@schedules.arguments(PutOnSchedule)
@schedules.response(200, PutOn)
def put_on(answers: dict[str, Any], schedule_id: UUID) -> dict[str, int]:
    """Put workers on a schedule from a day on."""
    moved = actions.put_on_schedule(
        coop=current_coop(), schedule_id=schedule_id, **answers, by=current_actor(), now=clock.now()
    )
    return {"workers": moved}


@schedules.route("/<uuid:schedule_id>/close", methods=["POST"])
@needs(PREPARE)
@done_once
@schedules.response(204)
def close_schedule(schedule_id: UUID) -> Response:
    """Close a schedule that nobody is paid by any more."""
    return decided(actions.close_schedule, schedule_id=schedule_id)


@corrections.route("")
@needs(PREPARE)
@corrections.arguments(CorrectionQuery, location="query")
@corrections.response(200, page_schema(Correction))
def list_of(query: dict[str, Any]) -> dict[str, object]:
    """List corrections, the newest first."""
    found = list_corrections(reading_session(), by=current_actor(), worker_id=query["worker_id"])
    return cut(found, query, key=lambda one: f"{one.entered_at.isoformat()} {one.id}", newest_first=True)


@corrections.route("", methods=["POST"])
@needs(PREPARE)
@done_once
@corrections.arguments(CorrectWorkersPay)
@corrections.response(201, RecordMade)
def correct(answers: dict[str, Any]) -> dict[str, UUID]:
    """Enter a correction; the next run takes it, and who approves that run says yes to it."""
    correction_id = correct_pay(
        coop=current_coop(),
        correction=correction_of(answers["worker_id"], answers),
        by=current_actor(),
        now=clock.now(),
    )
    return {"id": correction_id}
