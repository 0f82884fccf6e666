"""Making a pay run, sending it to whoever approves, paying it, and taking it back before that."""

from franchise_kit.payroll.actions.approving import OwnPayRunRefused, PayRunOutOfDate, approve_run
from franchise_kit.payroll.actions.closing import PayRunNotFiled, PayRunNotPaid, close_run, say_paid
from franchise_kit.payroll.actions.correcting import CorrectionRunNotTheirs, NewCorrection, correct_pay
from franchise_kit.payroll.actions.drafting import draft_run
from franchise_kit.payroll.actions.moving import (
    PayRunApprovedAlready,
    PayRunClosed,
    PayRunEmpty,
    PayRunNotSubmitted,
    PayRunRolledBack,
    PayRunSubmittedAlready,
    roll_back_run,
    submit_run,
)
from franchise_kit.payroll.actions.schedules import (
    FirstScheduleStays,
    NewSchedule,
    ScheduleClosed,
    ScheduleHasOpenRun,
    ScheduleHasWorkers,
    ScheduleNameTaken,
    close_schedule,
    make_schedule,
    put_on_schedule,
)
from franchise_kit.payroll.actions.setting_aside import set_time_aside

__all__ = [
    "CorrectionRunNotTheirs",
    "FirstScheduleStays",
    "NewCorrection",
    "NewSchedule",
    "OwnPayRunRefused",
    "PayRunApprovedAlready",
    "PayRunClosed",
    "PayRunEmpty",
    "PayRunNotFiled",
    "PayRunNotPaid",
    "PayRunNotSubmitted",
    "PayRunOutOfDate",
    "PayRunRolledBack",
    "PayRunSubmittedAlready",
    "ScheduleClosed",
    "ScheduleHasOpenRun",
    "ScheduleHasWorkers",
    "ScheduleNameTaken",
    "approve_run",
    "close_run",
    "close_schedule",
    "correct_pay",
    "draft_run",
    "make_schedule",
    "put_on_schedule",
    "roll_back_run",
    "say_paid",
    "set_time_aside",
    "submit_run",
]
