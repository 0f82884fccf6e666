"""Pay runs and payslips. Approving is for people alone: no program's token may do it."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields

from app.api.blueprint import Resource
from app.api.deciding import decided
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.payroll.schedule_schemas import CloseRun
from app.payroll.schemas import DraftRun, SetAside, run_of
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.payroll import actions, queries
from franchise_kit.payroll.actions.closing import close_run
from franchise_kit.payroll.queries import PayslipFacts, RunFacts
from franchise_kit.payroll.rules.made import SUMS
from tenants import clock

runs = Resource("pay-runs", side="coop", about="Pay runs: drafted, sent to be approved, taken back.")
payslips = Resource("payslips", side="coop", about="Payslips: one's own, or all for whoever prepares pay.")


# Every sum of a payslip by its name, in whole pence; of a run, of all its payslips together.
Sums = Schema.from_dict({name: fields.Int() for name in SUMS}, name="PaySums")


class PayRun(Schema):
    """A run and its totals in whole pence. ``state`` is draft, submitted, approved or rolled_back."""

    id = fields.UUID()
    pay_on = fields.Date()
    period_from = fields.Date()
    period_until = fields.Date(metadata={"description": "The first day after the period."})
    tax_year = fields.Str()
    tax_period = fields.Int(metadata={"description": "The tax month, or the tax week of pay by the week."})
    kind = fields.Str(metadata={"description": "regular, one_off or leaver."})
    schedule_id = fields.UUID()
    schedule_name = fields.Str(metadata={"description": "Empty of the co-op's own schedule."})
    frequency = fields.Str(metadata={"description": "W1, W2, W4 or M1."})
    state = fields.Str()
    is_paid = fields.Bool()
    is_closed = fields.Bool()
    closed_at = fields.AwareDateTime(allow_none=True)
    not_filed_reason = fields.Str(allow_none=True)
    is_by_bureau = fields.Bool()
    drafted_at = fields.AwareDateTime()
    submitted_at = fields.AwareDateTime(allow_none=True)
    approved_at = fields.AwareDateTime(allow_none=True)
    payslips = fields.Int()
    gross_pence = fields.Int()
    tax_pence = fields.Int()
    employee_ni_pence = fields.Int()
    employer_ni_pence = fields.Int()
    net_pence = fields.Int()
    sums = fields.Nested(Sums)


class Drafted(Schema):
    """The run that was drafted."""

    id = fields.UUID(required=True)


class WithoutOwner(Schema):
    """A worker's day of which no run pays some time."""

    seen = fields.Str(attribute="key", metadata={"description": "What set-aside calls it: as it was read."})
    worker_id = fields.UUID(attribute="seen.worker_id")
    worker_name = fields.Str()
    day = fields.Date(attribute="seen.day")
    why = fields.Str(
        attribute="seen.why", metadata={"description": "not_approved, no_contract or in_no_run."}
    )
    entries = fields.Int(attribute="seen.entries")
    minutes = fields.Int(attribute="seen.minutes")
    reason = fields.Str(allow_none=True, metadata={"description": "Why this run closes without it."})
    reason_before = fields.Str(allow_none=True, metadata={"description": "Why an earlier run did."})


class SetAsideDays(Schema):
    """Of how many days time was set aside."""

    days = fields.Int(required=True)


class PayslipHead(Schema):
    """A payslip in whole pence. ``state`` is its run's."""

    id = fields.UUID()
    pay_run_id = fields.UUID()
    worker_id = fields.UUID()
    worker_name = fields.Str()
    pay_on = fields.Date()
    state = fields.Str()
    gross_pence = fields.Int()
    tax_pence = fields.Int(metadata={"description": "Below nought where tax is given back."})
    employee_ni_pence = fields.Int()
    employer_ni_pence = fields.Int()
    net_pence = fields.Int()


class PayslipLine(Schema):
    """So many minutes of a kind of time at a rate, or so many nights of it that are paid flat."""

    kind = fields.Str()
    rate_kind = fields.Str(metadata={"description": "Which rate of the contract pays it."})
    is_late = fields.Bool(metadata={"description": "Of days before the run's period, approved late."})
    minutes = fields.Int()
    unit = fields.Str(metadata={"description": "What the rate is for: ``hour`` or ``night``."})
    nights = fields.Int()
    rate_pence = fields.Int()
    amount_pence = fields.Int()


class PayslipStep(Schema):
    """One step of how it was worked out: a code, and its numbers."""

    code = fields.Str()
    values = fields.Dict(keys=fields.Str())


class PayslipOther(Schema):
    """Pay that is no time at a rate, or expenses: so many pence for some days, and its steps."""

    kind = fields.Str()
    pence = fields.Int()
    from_on = fields.Date()
    until_on = fields.Date(metadata={"description": "The first day after them."})
    minutes = fields.Int()
    is_late = fields.Bool()
    is_expense = fields.Bool(metadata={"description": "Paid beside the net, and nothing is taken from it."})
    steps = fields.List(fields.Nested(PayslipStep))


class PayslipOrder(Schema):
    """What one attachment order takes, in whole pence."""

    order_id = fields.UUID()
    kind = fields.Str()
    pence = fields.Int()


class YearToDate(Schema):
    """The tax year up to a payslip, in whole pence: pay and tax with a P45's, ``sums`` of here alone."""

    pay_pence = fields.Int()
    tax_pence = fields.Int()
    earlier_employment_pay_pence = fields.Int()
    earlier_employment_tax_pence = fields.Int()
    sums = fields.Nested(Sums)


class Payslip(Schema):
    """A payslip with all that it says; the year's sums go up to it."""

    head = fields.Nested(PayslipHead)
    period_from = fields.Date()
    period_until = fields.Date(metadata={"description": "The first day after the period."})
    tax_year = fields.Str()
    tax_period = fields.Int()
    run_kind = fields.Str()
    schedule_name = fields.Str()
    frequency = fields.Str()
    tax_code = fields.Str()
    ni_category = fields.Str()
    student_plan = fields.Str(allow_none=True)
    leaving_on = fields.Date(allow_none=True)
    sums = fields.Nested(Sums)
    other = fields.List(fields.Nested(PayslipOther))
    orders = fields.List(fields.Nested(PayslipOrder))
    lines = fields.List(fields.Nested(PayslipLine))
    tax_steps = fields.List(fields.Nested(PayslipStep))
    ni_steps = fields.List(fields.Nested(PayslipStep))
    loan_steps = fields.List(fields.Nested(PayslipStep))
    pension_steps = fields.List(fields.Nested(PayslipStep))
    order_steps = fields.List(fields.Nested(PayslipStep))
    year = fields.Nested(YearToDate)
    year_pay_pence = fields.Int()
    year_tax_pence = fields.Int()
    year_ni_pence = fields.Int()


class PayslipQuery(PageQuery):
    """Of one run, or of all."""

    pay_run_id = fields.UUID(load_default=None)


def _by_day(pay_on: date, row_id: UUID) -> str:
    return f"{pay_on.isoformat()} {row_id}"


@runs.route("")
@needs(Permission.PAYRUN_PREPARE)
@runs.arguments(PageQuery, location="query")
@runs.response(200, page_schema(PayRun))
def list_runs(query: dict[str, Any]) -> dict[str, object]:
    """List the runs, the latest pay day first."""
    found = queries.list_runs(reading_session(), by=current_actor())
    return cut(found, query, key=lambda one: _by_day(one.pay_on, one.id), newest_first=True)


@runs.route("/<uuid:pay_run_id>")
@needs(Permission.PAYRUN_PREPARE)
@runs.response(200, PayRun)
def get_run(pay_run_id: UUID) -> RunFacts:
    """Show one run."""
    return queries.get_run(reading_session(), pay_run_id, by=current_actor())


@runs.route("", methods=["POST"])
@needs(Permission.PAYRUN_PREPARE)
@done_once
@runs.arguments(DraftRun)
@runs.response(201, Drafted)
def draft_run(answers: dict[str, Any]) -> dict[str, UUID]:
    """Draft a run out of approved hours that no run holds."""
    run_id = actions.draft_run(coop=current_coop(), **run_of(answers), by=current_actor(), now=clock.now())
    return {"id": run_id}


@runs.route("/<uuid:pay_run_id>/without-owner")
@needs(Permission.PAYRUN_PREPARE)
@runs.arguments(PageQuery, location="query")
@runs.response(200, page_schema(WithoutOwner))
def list_without_owner(query: dict[str, Any], pay_run_id: UUID) -> dict[str, object]:
    """List the time up to a run's end that no run pays; the run is not sent while any is left."""
    found = queries.list_without_owner(reading_session(), pay_run_id, by=current_actor())
    return cut(found, query, key=lambda one: f"{one.seen.worker_id} {one.seen.day} {one.seen.why}")


@runs.route("/<uuid:pay_run_id>/set-aside", methods=["POST"])
@needs(Permission.PAYRUN_PREPARE)
@done_once
@runs.arguments(SetAside)
@runs.response(200, SetAsideDays)
def set_aside(answers: dict[str, Any], pay_run_id: UUID) -> dict[str, int]:
    """Let a run close without some time, for a reason; a later run finds it again."""
    days = actions.set_time_aside(
        coop=current_coop(), pay_run_id=pay_run_id, **answers, by=current_actor(), now=clock.now()
    )
    return {"days": days}


@runs.route("/<uuid:pay_run_id>/submit", methods=["POST"])
@needs(Permission.PAYRUN_PREPARE)
@done_once
@runs.response(204)
def submit_run(pay_run_id: UUID) -> Response:
    """Send a draft to whoever approves."""
    return decided(actions.submit_run, pay_run_id=pay_run_id)


@runs.route("/<uuid:pay_run_id>/roll-back", methods=["POST"])
@needs(Permission.PAYRUN_PREPARE)
@done_once
@runs.response(204)
def roll_back_run(pay_run_id: UUID) -> Response:
    """Take a run back that nobody has approved."""
    return decided(actions.roll_back_run, pay_run_id=pay_run_id)


@runs.route("/<uuid:pay_run_id>/close", methods=["POST"])
@needs(Permission.PAYRUN_PREPARE)
@done_once
@runs.arguments(CloseRun)
@runs.response(204)
def close(answers: dict[str, Any], pay_run_id: UUID) -> Response:
    """Close a run that is paid and filed, or need not be filed for a reason."""
    return decided(close_run, pay_run_id=pay_run_id, **answers)


@payslips.route("")
@needs(Permission.PAYSLIP_READ)
@payslips.arguments(PayslipQuery, location="query")
@payslips.response(200, page_schema(PayslipHead))
def list_payslips(query: dict[str, Any]) -> dict[str, object]:
    """List payslips, the latest pay day first."""
    found = queries.list_payslips(reading_session(), by=current_actor(), pay_run_id=query["pay_run_id"])
    return cut(found, query, key=lambda one: _by_day(one.pay_on, one.id), newest_first=True)


@payslips.route("/<uuid:payslip_id>")
@needs(Permission.PAYSLIP_READ)
@payslips.response(200, Payslip)
def get_payslip(payslip_id: UUID) -> PayslipFacts:
    """Show one payslip, with how it was worked out."""
    return queries.get_payslip(reading_session(), payslip_id, by=current_actor())
