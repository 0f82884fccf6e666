"""How much leave somebody has, with each step of how it was reached, and the co-op's leave year."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from marshmallow import fields, validate

from app.api.blueprint import Resource
from app.api.deciding import decided
from app.api.idempotency import done_once
from app.api.versions import version_seen, with_etag
from app.api.workers import RecordMade, made
from app.journal.schemas import DAYS
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema, Whole
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.people.queries import find_own_worker
from franchise_kit.time.actions import leave as actions
from franchise_kit.time.queries import leave as queries
from franchise_kit.time.rules.absence import ADJUSTMENTS
from franchise_kit.time.rules.leave import LEGAL_WEEKS, MONTHS
from tenants import clock
from tenants.refusal import NotFound

resource = Resource("leave", side="coop", about="Leave of a leave year in minutes, and how it was reached.")
SUBMIT, APPROVE = Permission.TIMESHEET_SUBMIT, Permission.TIMESHEET_APPROVE


class LeaveQuery(Schema):
    """A day of the leave year; the present one is usual."""

    day = fields.Date(load_default=None, validate=DAYS)


class LeaveYearDays(Schema):
    """A leave year, both days included."""

    first = fields.Date()
    last = fields.Date()


class GuaranteedWeek(Schema):
    """A week of guaranteed minutes, and the days on which it held."""

    weekly_minutes = fields.Int()
    first = fields.Date()
    last = fields.Date()


class GuaranteedLeave(Schema):
    """What guaranteed hours give; ``months`` are those begun in a first year."""

    whole_minutes = fields.Int()
    accrued_minutes = fields.Int()
    months = fields.Int(allow_none=True)


class AccrualSaid(Schema):
    """What one month without guaranteed hours gave."""

    first = fields.Date()
    worked_minutes = fields.Int()
    average_minutes = fields.Int()
    leave_minutes = fields.Int()


class AdjustmentSaid(Schema):
    """Minutes put on, or taken off, and why."""

    on_day = fields.Date()
    minutes = fields.Int()
    reason = fields.Str()


class LeaveBalanceSaid(Schema):
    """Leave of one leave year, as of today."""

    worker_id = fields.UUID()
    year = fields.Nested(LeaveYearDays)
    weeks_hundredths = fields.Int()
    stretches = fields.List(fields.Nested(GuaranteedWeek))
    guaranteed = fields.Nested(GuaranteedLeave)
    accruals = fields.List(fields.Nested(AccrualSaid))
    most_minutes = fields.Int(allow_none=True)
    accrued_minutes = fields.Int()
    adjustments = fields.List(fields.Nested(AdjustmentSaid))
    agreed_minutes = fields.Int()
    asked_minutes = fields.Int()
    whole_minutes = fields.Int()
    may_be_taken_minutes = fields.Int()
    left_minutes = fields.Int()


class AdjustmentMade(Schema):
    """Minutes put on somebody's leave, or taken off: on a day of the leave year that it is for."""

    on_day = fields.Date(required=True, validate=DAYS)
    minutes = Whole(required=True, validate=validate.Range(-actions.MOST_MINUTES, actions.MOST_MINUTES))
    reason = fields.Str(required=True, validate=validate.OneOf(ADJUSTMENTS))


class LeaveYearKept(Schema):
    """With which month the leave year begins, and weeks of leave in hundredths."""

    begins_month = Whole(required=True, validate=validate.Range(1, MONTHS))
    weeks_hundredths = Whole(required=True, validate=validate.Range(LEGAL_WEEKS, actions.MOST_WEEKS))


class HolidayPayKept(Schema):
    """Whether who has no guaranteed hours is paid for holidays with each pay, at 12.07 % of it."""

    is_rolled_up = fields.Bool(required=True)


class LeaveYearSaid(LeaveYearKept):
    """The same with its version; 0 where nobody has said it yet, and the usual year holds."""

    is_rolled_up = fields.Bool()
    version = fields.Int()


@resource.route("/own")
@needs(SUBMIT)
@resource.arguments(LeaveQuery, location="query")
@resource.response(200, LeaveBalanceSaid)
def get_own_leave(query: dict[str, Any]) -> queries.LeaveBalance:
    """Show one's own leave."""
    worker = find_own_worker(reading_session(), by=current_actor())
    if worker is None:
        raise NotFound(record_kind="worker")
    return _balance(worker.id, query)


@resource.route("/workers/<uuid:worker_id>")
@needs(APPROVE)
@resource.arguments(LeaveQuery, location="query")
@resource.response(200, LeaveBalanceSaid)
def get_leave(query: dict[str, Any], worker_id: UUID) -> queries.LeaveBalance:
    """Show a worker's leave."""
    return _balance(worker_id, query)


@resource.route("/workers/<uuid:worker_id>/adjustments", methods=["POST"])
@needs(APPROVE)
@done_once
@resource.arguments(AdjustmentMade)
@resource.response(201, RecordMade)
def adjust_leave(answers: dict[str, Any], worker_id: UUID) -> Response:
    """Put minutes on somebody's leave, or take them off."""
    adjustment_id = actions.adjust_leave(
        coop=current_coop(),
        worker_id=worker_id,
        new=actions.Adjustment(**answers),
        by=current_actor(),
        now=clock.now(),
    )
    return made(adjustment_id, url_for(".get_leave", worker_id=worker_id))


@resource.route("/year")
@needs(Permission.SETTINGS_MANAGE)
@resource.response(200, LeaveYearSaid)
def get_leave_year() -> Response:
    """Show with which month the leave year begins."""
    said = queries.get_leave_rules(reading_session())
    return with_etag(LeaveYearSaid().dump(said), said.version)


@resource.route("/year", methods=["PUT"])
@needs(Permission.SETTINGS_MANAGE)
@resource.of_a_version
@resource.arguments(LeaveYearKept)
@resource.response(204)
def set_leave_year(answers: dict[str, Any]) -> Response:
    """Say with which month the leave year begins, and how much leave it has."""
    return decided(actions.set_leave_year, version=version_seen(), **answers)


@resource.route("/holiday-pay", methods=["PUT"])
@needs(Permission.SETTINGS_MANAGE)
@resource.of_a_version
@resource.arguments(HolidayPayKept)
@resource.response(204)
def set_holiday_pay(answers: dict[str, Any]) -> Response:
    """Say whether holidays are paid with each pay to those without guaranteed hours; see the leave year."""
    return decided(actions.set_holiday_pay, version=version_seen(), **answers)


def _balance(worker_id: UUID, query: dict[str, Any]) -> queries.LeaveBalance:
    today = clock.today()
    return queries.get_leave_balance(
        reading_session(), worker_id, by=current_actor(), on=today, of=query["day"] or today
    )
